"""Every finding has a sentence, and everything that is to be mended has a fix."""

from __future__ import annotations

import pytest

from tests.fakes import START
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.findings import Fact, Finding, FindingCode, Weight
from usagebar_qt.wording.findings import details, in_words, weight_word

FACTS: dict[FindingCode, dict[str, Fact]] = {
    FindingCode.VERSIONS: {"usagebar": "1.0", "python": "3.11", "platform": "Linux", "httpx": "0.28", "keyring": None},
    FindingCode.NOT_CONFIGURED: {"remedy": "enter_key", "provider": "Z.ai"},
    FindingCode.CREDENTIAL: {"origin": "file", "path": "/p", "scopes": ("a", "b"), "expires_at": "2026-11-23T08:00:00+00:00"},
    FindingCode.CREDENTIAL_OPEN: {"path": "/p", "mode": "644"},
    FindingCode.LOCK_LEFT: {"path": "/p", "age_seconds": 7200},
    FindingCode.LOCK_IS_FILE: {"path": "/p"},
    FindingCode.ENDPOINT: {"host": "h", "status": 404},
    FindingCode.ENDPOINT_TROUBLE: {"host": "h"},
    FindingCode.CLOCK_WRONG: {"seconds_ahead": -7200},
    FindingCode.OVERRIDE_REFUSED: {"variable": "V"},
    FindingCode.PROXY: {"host": "h", "proxy": "p:1"},
    FindingCode.PROXY_UNUSABLE: {"host": "h"},
    FindingCode.CERTIFICATES: {"variable": "V", "path": "/p"},
    FindingCode.CERTIFICATES_UNUSABLE: {"variable": "V", "path": "/p"},
    FindingCode.KEYRING: {"backend": "secret_service"},
    FindingCode.KEYRING_REFUSED: {"backend": "b"},
    FindingCode.SETTINGS_UNREADABLE: {"path": "/p", "kept_as": "/p.bad"},
    FindingCode.SETTINGS_PROBLEM: {"path": "/p", "keys": ("theme", "x")},
    FindingCode.FOLDER_UNWRITABLE: {"path": "/p"},
}
FAILURES = {
    FindingCode.CREDENTIAL_TROUBLE: ErrorCode.SIGNED_OUT,
    FindingCode.ENDPOINT_TROUBLE: ErrorCode.OFFLINE,
    FindingCode.LAST_TRY: ErrorCode.RATE_LIMITED,
}
NO_FIX_NEEDED = {
    FindingCode.VERSIONS,
    FindingCode.SWITCHED_OFF,
    FindingCode.CREDENTIAL,
    FindingCode.ENDPOINT,
    FindingCode.CLOCK,
    FindingCode.PROXY,
    FindingCode.CERTIFICATES,
    FindingCode.KEYRING,
    FindingCode.TRAY_HOST,
    FindingCode.NOTIFICATIONS,
}


@pytest.mark.parametrize("code", list(FindingCode))
def test_every_finding_has_a_sentence_and_a_fix_where_one_is_needed(code: FindingCode) -> None:
    failure = Failure(FAILURES[code]) if code in FAILURES else None
    message = in_words(Finding(code, Weight.MEND, FACTS.get(code, {}), "Claude", failure), START)
    for sentence in filter(None, (message.title.english(), message.remedy.english())):
        assert sentence[0].isupper() or sentence[0] in "/h"
        assert sentence.endswith(".")
        assert "{" not in sentence
    assert message.title.english()
    assert bool(message.remedy.english()) == (code not in NO_FIX_NEEDED)


@pytest.mark.parametrize(("seconds", "words"), [(7200, "2 h ahead"), (-90, "1 min behind")])
def test_a_wrong_clock_is_said_with_its_direction(seconds: int, words: str) -> None:
    finding = Finding(FindingCode.CLOCK_WRONG, Weight.MEND, {"seconds_ahead": seconds})
    assert words in in_words(finding, START).title.english()


def test_a_lock_from_the_future_is_said_as_such() -> None:
    finding = Finding(FindingCode.LOCK_LEFT, Weight.MEND, {"path": "/p", "age_seconds": -5000})
    assert "future" in in_words(finding, START).title.english()


@pytest.mark.parametrize(
    ("code", "facts", "words"),
    [
        (FindingCode.CREDENTIAL, {"origin": "environment", "variables": ("A", "B")}, "A, B"),
        (FindingCode.CREDENTIAL, {"origin": "keyring"}, "credential store"),
        (FindingCode.NO_DESKTOP, {"reason": "silent"}, "did not answer"),
        (FindingCode.KEYRING, {"backend": "brand_new"}, "brand_new"),
    ],
)
def test_where_something_is_decides_the_sentence(code: FindingCode, facts: dict[str, Fact], words: str) -> None:
    assert words in in_words(Finding(code, facts=facts, name="Claude"), START).title.english()


def test_an_unreadable_file_that_could_not_be_kept_has_a_fix_of_its_own() -> None:
    finding = Finding(FindingCode.SETTINGS_UNREADABLE, Weight.MEND, {"path": "/p", "kept_as": None})
    assert "kept as" not in in_words(finding, START).remedy.english()


def test_details_are_what_one_reads_out_to_somebody_who_helps() -> None:
    credential = Finding(FindingCode.CREDENTIAL, facts=FACTS[FindingCode.CREDENTIAL])
    assert details(credential) == ["scopes: a, b", "expires: 2026-11-23T08:00:00+00:00"]
    assert details(Finding(FindingCode.VERSIONS, facts=FACTS[FindingCode.VERSIONS])) == ["httpx 0.28, keyring missing"]
    assert details(Finding(FindingCode.CLOCK)) == []
    assert [weight_word(weight) for weight in Weight] == ["fine", "note", "mend"]
