"""Nothing that could be a secret survives."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.redaction import redact

TOKEN = "sk-ant-oat01-" + "Canary_4-" * 6
ZAI = "0123456789abcdef0123456789abcdef.Canary4Canary4Ca"


@pytest.mark.parametrize("secret", [TOKEN, TOKEN.replace("oat", "ort"), ZAI, "sk-ant-api03-Canary4Canary4"])
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "Authorization: Bearer {}",
        "{{'authorization': '{}'}}",
        "https://x/?token={}&a=1",
        "access_token={}",
        "Bearer {}\n",
        "({})",
        "a {} b",
    ],
)
def test_a_secret_is_taken_out_of_any_frame(secret: str, frame: str) -> None:
    assert "anary4" not in redact(frame.format(secret)).replace("Canary_4", "Canary4")


def test_encoded_secrets_are_taken_out_too() -> None:
    assert "Canary" not in redact(quote(TOKEN, safe=""))
    for lead in ("", "a", "ab"):
        encoded = base64.b64encode((lead + TOKEN).encode()).decode()
        assert encoded[8:40] not in redact(encoded)


def test_a_user_name_and_password_in_a_proxy_address_are_taken_out() -> None:
    assert redact("http://me:Canary4@proxy.example:8080/") == "http://[redacted]@proxy.example:8080/"


def test_an_e_mail_address_is_taken_out() -> None:
    assert "example" not in redact("signed in as somebody@example.org")


def test_ordinary_words_stay() -> None:
    text = "claude: ok -> server_error (HTTP 503), next try in 180 s"
    assert redact(text) == text


@given(st.text(max_size=300))
def test_redaction_never_raises_and_is_stable(text: str) -> None:
    assert redact(redact(text)) == redact(text)
