"""Bytes of an entry to text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.credentials.windows_vault_codec import (
    BLOB_LIMIT,
    AccessDenied,
    NoLogonSession,
    TooLarge,
    Undecodable,
    VaultError,
    decode_blob,
    encode_text,
    error_from,
)

ODD_KEY = "0123456789abcdef0123456789abcdef.ZyXwVuTsRqPoNmLk"  # 49 characters, as a usual key
EVEN_KEY = ODD_KEY[:-1]
NO_SURROGATES = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


@pytest.mark.parametrize("text", [ODD_KEY, EVEN_KEY, "{env:Z_AI_API_KEY}", "{env:ZAI_API_KEY}", "$env:ZAI_API_KEY", "a", "ab", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_keys_and_references_are_read_in_both_encodings_whatever_their_length(text: str, encoding: str) -> None:
    assert decode_blob(text.encode(encoding)) == text


def test_whitespace_round_a_key_is_removed() -> None:
    assert decode_blob(b"\t key-1 \r\n") == "key-1"


@pytest.mark.parametrize(
    "blob",
    [
        b"\xff\xfe\xfd",
        b"k\0e",  # cut in the middle of UTF-16
        b"key\0",  # a C string with its end
        "key\0".encode("utf-16-le"),
        "日本".encode("utf-16-le"),
        b"\0\0",
    ],
)
def test_bytes_that_are_no_text_are_an_error_not_rubbish(blob: bytes) -> None:
    with pytest.raises(Undecodable):
        decode_blob(blob)


@pytest.mark.parametrize("text", ["canary\udc80", "canary\0"])
def test_text_that_is_no_utf8_is_refused(text: str) -> None:
    with pytest.raises(Undecodable):
        encode_text(text)


def test_neither_error_keeps_the_secret_as_its_context() -> None:
    with pytest.raises(Undecodable) as writing:
        encode_text("canary\udc80")
    with pytest.raises(Undecodable) as reading:
        decode_blob(b"canary\xff")
    for caught in (writing, reading):
        assert caught.value.__context__ is None
        assert "canary" not in repr(caught.value)


def test_2560_bytes_fit_and_one_more_does_not() -> None:
    assert len(encode_text("ä" * 1280)) == BLOB_LIMIT == 2560
    with pytest.raises(TooLarge) as caught:
        encode_text("ä" * 1280 + "a")
    assert (caught.value.word, caught.value.size, caught.value.limit) == ("too_large", 2561, 2560)


@pytest.mark.parametrize(
    ("number", "kind", "word"),
    [
        (1312, NoLogonSession, "no_logon_session"),
        (5, AccessDenied, "access_denied"),
        (1783, TooLarge, "too_large"),
        (87, VaultError, "failed"),
    ],
)
def test_windows_numbers_are_told_apart(number: int, kind: type[VaultError], word: str) -> None:
    error = error_from(number)
    assert type(error) is kind
    assert (error.word, error.winerror) == (word, number)


@given(st.text(NO_SURROGATES, max_size=200))
def test_what_is_encoded_is_read_back(text: str) -> None:
    assert decode_blob(encode_text(text)) == text.strip()


@given(st.text(st.characters(max_codepoint=0xFF, exclude_characters="\0"), max_size=200))
def test_what_stock_keyring_encodes_is_read_back(text: str) -> None:
    assert decode_blob(text.encode("utf-16-le")) == text.strip()
