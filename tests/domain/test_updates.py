"""Newer versions: which addresses count, which version comes after which, and when a feed may be asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import START
from usagebar_qt.domain.settings import Settings
from usagebar_qt.domain.updates import Release, UpdateMemory, checked_feed, is_due, newer, release_of

FEED = "https://updates.example/usagebar/feed.json"
PAGE = "https://updates.example/usagebar/0.2.0"


@pytest.mark.parametrize(
    "feed",
    [FEED, "https://updates.example:8443/feed?x=1", "http://127.0.0.1:4711/feed", "http://localhost/feed", "http://[::1]:1/f", ""],
)
def test_an_address_that_can_be_asked_is_taken_as_it_is(feed: str) -> None:
    assert checked_feed(f" {feed} ") == feed
    assert Settings.parse({"update_feed": feed})[0].update_feed == feed


@pytest.mark.parametrize(
    "feed",
    [
        "http://updates.example/feed",
        "http://127.0.0.1.evil.example/feed",
        "ftp://updates.example/feed",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user@updates.example/feed",
        "https://user:word@updates.example/feed",
        "https://updates.example/feed#top",
        "https://updates.example:0/feed",
        "https://updates.example:port/feed",
        "https:///feed",
        "updates.example/feed",
        "https://upd\u0430tes.example/feed",
        "https://updates.example/a b",
        "https://updates.example\\@evil.example/",
        "https://updates.example/" + "x" * 300,
    ],
)
def test_any_other_address_is_refused_in_the_window_and_in_the_file(feed: str) -> None:
    assert checked_feed(feed) is None
    settings, problems = Settings.parse({"update_feed": feed})
    assert (settings.update_feed, problems) == ("", ("update_feed",))


def test_a_feed_names_a_version_and_its_page() -> None:
    assert release_of({"version": "0.2.0", "url": PAGE, "more": 1}, FEED) == Release("0.2.0", PAGE)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"version": "0.2.0"},
        {"version": 2, "url": PAGE},
        {"version": "next", "url": PAGE},
        {"version": "0.2", "url": PAGE},
        {"version": "0.2.0<b>", "url": PAGE},
        {"version": "\u0660.2.0", "url": PAGE},
        {"version": "9" * 5_000 + ".0.0", "url": PAGE},
        {"version": "0.2.0", "url": "https://evil.example/0.2.0"},
        {"version": "0.2.0", "url": "https://updates.example.evil.example/"},
        {"version": "0.2.0", "url": "https://updates.example:8443/0.2.0"},
        {"version": "0.2.0", "url": "http://updates.example/0.2.0"},
        {"version": "0.2.0", "url": "https://updates.example@evil.example/"},
        {"version": "0.2.0", "url": "file:///C:/setup.exe"},
        {"version": "0.2.0", "url": "\\\\evil\\share\\setup.exe"},
    ],
)
def test_what_makes_no_sense_or_leads_elsewhere_is_no_release(payload: dict[str, Any]) -> None:
    assert release_of(payload, FEED) is None


@given(st.dictionaries(st.sampled_from(["version", "url"]), st.text(max_size=60) | st.none() | st.integers()))
def test_nothing_that_a_feed_may_say_makes_it_fall(payload: dict[str, Any]) -> None:
    found = release_of(payload, FEED)
    assert found is None or found.url.startswith("https://updates.example/")


ORDER = ["0.1.0.dev1", "0.1.0a1", "0.1.0a2", "0.1.0b1", "0.1.0rc1", "0.1.0", "0.1.1", "0.2.0", "0.10.0", "1.0.0", "10.0.0"]


def test_versions_come_one_after_the_other() -> None:
    for place, own in enumerate(ORDER):
        later = [found for found in ORDER if newer(Release(found, PAGE), own) is not None]
        expected = ORDER[place + 1 :]
        if place >= ORDER.index("0.1.0"):
            expected = [found for found in expected if found.replace(".", "").isdigit()]
        assert later == expected, own


def test_who_runs_a_finished_version_hears_of_finished_ones_alone() -> None:
    assert newer(Release("0.2.0rc1", PAGE), "0.1.0") is None
    assert newer(Release("0.2.0rc1", PAGE), "0.2.0b4") is not None
    assert newer(None, "0.1.0") is None
    assert newer(Release("0.2.0", PAGE), "unknown") is None


@pytest.mark.parametrize(
    ("memory", "feed", "due"),
    [
        (UpdateMemory(), "", False),
        (UpdateMemory(), FEED, True),
        (UpdateMemory(FEED), FEED, True),
        (UpdateMemory(FEED, START - timedelta(hours=23, minutes=59)), FEED, False),
        (UpdateMemory(FEED, START - timedelta(hours=23), trouble="offline"), FEED, False),  # a failure waits as long
        (UpdateMemory(FEED, START - timedelta(hours=24)), FEED, True),
        (UpdateMemory(FEED, START), "https://other.example/feed", True),
        (UpdateMemory(FEED, START + timedelta(days=400)), FEED, True),  # the clock was set back
    ],
)
def test_a_feed_is_asked_once_a_day_at_most(memory: UpdateMemory, feed: str, due: bool) -> None:
    assert is_due(memory, feed, START) is due
