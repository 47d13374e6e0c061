"""A proxy's address from the preferences: usable, and never with a secret in it."""

from __future__ import annotations

import pytest

from usagebar_qt.domain.proxy import checked_proxy
from usagebar_qt.domain.settings import LogLevel, Settings
from usagebar_qt.providers.routes import proxy_for, with_proxy

SERVICE = "https://api.example/usage"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("  ", ""),
        ("proxy.example:8080", "http://proxy.example:8080"),
        ("http://proxy.example:8080/", "http://proxy.example:8080"),
        ("https://proxy.example", "https://proxy.example"),
        ("http://[::1]:3128", "http://[::1]:3128"),
        ("http://user:password@proxy.example:8080", None),
        ("user@proxy.example", None),
        ("socks5://proxy.example:1080", None),
        ("http://proxy.example:99999", None),
        ("http://proxy.example:0", None),
        ("http://:8080", None),
        ("http://proxy.example/path", None),
        ("http://proxy.example:80 80", None),
        ("http://pröxy.example", None),
        ("http://" + "x" * 300, None),
    ],
)
def test_only_an_address_without_user_and_password_is_taken(text: str, wanted: str | None) -> None:
    assert checked_proxy(text) == wanted


def test_the_settings_take_no_password_from_a_file() -> None:
    settings, problems = Settings.parse({"proxy": "http://user:canary@proxy.example:8080", "log_level": "loud"})
    assert (settings.proxy, settings.log_level) == ("", LogLevel.INFO)
    assert problems == ("proxy", "log_level")
    assert Settings.parse({"proxy": 8080})[1] == ("proxy",)


def test_proxy_and_log_level_are_written_and_read_again() -> None:
    settings = Settings(proxy="http://proxy.example:8080", log_level=LogLevel.WARNING)
    assert Settings.parse(settings.to_mapping()) == (settings, ())


def test_the_preferences_proxy_takes_the_place_of_the_environments_and_no_proxy_still_counts() -> None:
    environ = {"HTTPS_PROXY": "http://old.example:1", "NO_PROXY": "inside.example"}
    assert with_proxy(environ, "") is environ
    changed = with_proxy(environ, "http://new.example:2")
    assert proxy_for(changed, SERVICE) == "http://new.example:2"
    assert proxy_for(changed, "https://inside.example/") is None
    assert proxy_for(changed, "http://127.0.0.1:8000/") is None
