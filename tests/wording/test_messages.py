"""Every error and state says in a person's words what it is and what to do."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, timedelta

import pytest

from tests.fakes import START
from usagebar_qt.domain import errors
from usagebar_qt.domain.errors import ErrorCode, Failure, UsageError
from usagebar_qt.wording.messages import ACTION_LABELS, Action, Message, describe, no_plan, not_configured
from usagebar_qt.wording.sentence import Sentence

MACHINE_WORDS = re.compile(
    r"[{}_`]|\b(json|http|html|oauth|token|scope|null|none|envelope|encoding|credential_|loopback|exception|retry_at|\d{3})\b",
    re.IGNORECASE,
)
RAISED_ELSEWHERE = {ErrorCode.INVALID_KEY: ("empty", "short"), ErrorCode.CREDENTIAL_LOCKED: ("no_store",)}


def reasons() -> list[tuple[ErrorCode, str]]:
    """Every reason that the error tree's docstrings name, and none at all."""
    found: list[tuple[ErrorCode, str]] = []
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, UsageError) and "code" in vars(kind):
            named = re.findall(r"`([a-z_]+)`", kind.__doc__ or "") if kind is not UsageError else []
            found += [(kind.code, reason) for reason in ("", "never_heard_of", *named, *RAISED_ELSEWHERE.get(kind.code, ()))]
    return found


def say(code: ErrorCode, reason: str = "", detail: str = "", minutes: float | None = None) -> Message:
    retry_at = START + timedelta(minutes=minutes) if minutes is not None else None
    return describe(Failure(code, reason, detail, retry_at), provider_name="Claude", now=START, tz=UTC)


def test_the_walk_below_meets_every_code() -> None:
    assert {code for code, _ in reasons()} == set(ErrorCode)
    assert (ErrorCode.CREDENTIAL_LOCKED, "lock_held") in reasons()


@pytest.mark.parametrize(("code", "reason"), reasons())
@pytest.mark.parametrize("detail", ["", "USAGEBAR_CLAUDE_API_URL"])
def test_every_code_and_reason_is_two_sentences_without_machine_words(code: ErrorCode, reason: str, detail: str) -> None:
    for minutes in (None, -5.0, 31.0):
        message = say(code, reason, detail, minutes)
        for sentence in (message.title.english(), message.remedy.english()):
            assert sentence.endswith(".")
            assert sentence[0].isupper()
            assert "  " not in sentence
            assert " ." not in sentence
            assert not MACHINE_WORDS.search(sentence.replace(detail, "") if detail else sentence), sentence


def test_a_refused_override_names_its_variable_in_the_title() -> None:
    assert "USAGEBAR_ZAI_API_URL" in say(ErrorCode.INTERNAL, "override", "USAGEBAR_ZAI_API_URL").title.english()


def test_the_name_of_a_variable_brings_nothing_else_into_the_title() -> None:
    title = say(ErrorCode.INVALID_KEY, "env_missing", "MY_KEY\n<b>{name}").title.english()
    assert title == "The key of Claude refers to the variable MY_KEYbname, which is not set."


def test_a_rate_limit_names_the_local_time_of_the_next_try() -> None:
    assert say(ErrorCode.RATE_LIMITED, "429", minutes=31).text().endswith("the next try is at 08:31.")


def test_a_rate_limit_whose_time_has_passed_promises_no_past_time() -> None:
    assert say(ErrorCode.RATE_LIMITED, "429", minutes=-1).text().endswith("the next try comes soon.")


def test_free_text_of_a_server_is_never_shown() -> None:
    for code, reason in reasons():
        if reason not in ("override", "env_missing"):
            assert "XYZZY" not in say(code, reason, "XYZZY").text()


@pytest.mark.parametrize(
    ("code", "action"),
    [
        (ErrorCode.SIGNED_OUT, Action.OPEN_CLI),
        (ErrorCode.SIGN_IN_EXPIRED, Action.OPEN_CLI),
        (ErrorCode.MISSING_SCOPE, Action.OPEN_CLI),
        (ErrorCode.INVALID_KEY, Action.ENTER_KEY),
        (ErrorCode.CREDENTIAL_LOCKED, Action.UNLOCK),
        (ErrorCode.OFFLINE, Action.RETRY),
        (ErrorCode.RATE_LIMITED, None),
    ],
)
def test_the_button_does_what_the_remedy_says(code: ErrorCode, action: Action | None) -> None:
    assert say(code).action is action


def test_every_button_has_a_label() -> None:
    assert set(ACTION_LABELS) == set(Action)


def test_what_is_not_set_up_says_how_by_the_providers_remedy() -> None:
    assert not_configured("open_cli", "Claude").text() == "Not set up. Sign in with Claude Code and it appears here."
    assert not_configured("enter_key", "Z.ai").text() == "No key yet. Enter your key of Z.ai and its figures appear here."
    assert not_configured("enter_key", "Z.ai").action is Action.ENTER_KEY


def test_an_account_without_a_plan_is_no_error() -> None:
    assert no_plan("Claude").text() == "Signed in. This account has no plan limits."
    assert no_plan("Claude").action is None


@pytest.mark.parametrize("template", ["{nobody} wartet", "{name", "{0}", "{name.gone}"])
def test_a_broken_translation_falls_back_to_english(template: str) -> None:
    assert Sentence("{name} waits.", {"name": "Claude"}).filled(template) == "Claude waits."


def test_a_name_with_braces_is_no_template() -> None:
    assert Sentence("{name} waits.", {"name": "{name}"}).english() == "{name} waits."
