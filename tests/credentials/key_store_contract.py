"""What every key store promises. A store's tests subclass it and say how one is made."""

from __future__ import annotations

import pytest

from usagebar_qt.credentials.key_store import KeyStore

SERVICE = "usage-bar-test-credentials"


class KeyStoreContract:
    """Each test works in a store of its own."""

    @pytest.fixture
    def key_store(self) -> KeyStore:
        """An open store that holds nothing of `SERVICE`."""
        raise NotImplementedError

    def test_what_was_never_written_is_none(self, key_store: KeyStore) -> None:
        assert key_store.read(SERVICE, "one") is None

    @pytest.mark.parametrize(
        "text", ["key-canary-0123456789", "{env:ZAI_API_KEY}", "ünïcødé 中文", "x" * 1_200, "18 bytes of ASCII."]
    )
    def test_what_was_written_is_read_unchanged(self, key_store: KeyStore, text: str) -> None:
        key_store.write(SERVICE, "one", text)
        assert key_store.read(SERVICE, "one") == text

    def test_a_second_write_replaces_the_first(self, key_store: KeyStore) -> None:
        key_store.write(SERVICE, "one", "first")
        key_store.write(SERVICE, "one", "second")
        assert key_store.read(SERVICE, "one") == "second"
        assert key_store.delete(SERVICE, "one")
        assert key_store.read(SERVICE, "one") is None

    def test_other_services_are_other_entries(self, key_store: KeyStore) -> None:
        key_store.write(SERVICE, "one", "first")
        key_store.write(f"{SERVICE}:work", "one:work", "second")
        assert key_store.read(SERVICE, "one") == "first"
        assert key_store.delete(SERVICE, "one")
        assert key_store.read(f"{SERVICE}:work", "one:work") == "second"

    def test_deleting_says_whether_there_was_anything(self, key_store: KeyStore) -> None:
        assert not key_store.delete(SERVICE, "one")
        key_store.write(SERVICE, "one", "text")
        assert key_store.delete(SERVICE, "one")
        assert not key_store.delete(SERVICE, "one")

    def test_unlocking_an_open_store_does_nothing(self, key_store: KeyStore) -> None:
        key_store.unlock()

    def test_it_says_where_secrets_go_and_shows_none(self, key_store: KeyStore) -> None:
        key_store.write(SERVICE, "one", "key-canary-0123456789")
        assert key_store.describe().replace("_", "").isalpha()
        assert "canary" not in f"{key_store!r} {key_store}"
