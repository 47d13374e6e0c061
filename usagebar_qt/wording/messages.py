"""Every state and error in words: what it is, what to do about it, and which button does it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.wording.formatting import clock_time
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.errors import Failure


class Action(StrEnum):
    """What a card's button does."""

    OPEN_CLI = "open_cli"
    ENTER_KEY = "enter_key"
    UNLOCK = "unlock"
    RETRY = "retry"
    OPEN_SETTINGS = "open_settings"
    HOW_TO = "how_to"


ACTION_LABELS: Mapping[Action, str] = {
    Action.OPEN_CLI: QT_TRANSLATE_NOOP("wording", "Open Claude Code"),
    Action.ENTER_KEY: QT_TRANSLATE_NOOP("wording", "Enter a key"),
    Action.UNLOCK: QT_TRANSLATE_NOOP("wording", "Unlock"),
    Action.RETRY: QT_TRANSLATE_NOOP("wording", "Try again"),
    Action.OPEN_SETTINGS: QT_TRANSLATE_NOOP("wording", "Open preferences"),
    Action.HOW_TO: QT_TRANSLATE_NOOP("wording", "How to"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """Title and remedy are sentences for a person."""

    title: Sentence
    remedy: Sentence
    action: Action | None = None

    def text(self) -> str:
        """Both sentences in English."""
        return f"{self.title.english()} {self.remedy.english()}"


_SIGN_IN = QT_TRANSLATE_NOOP("wording", "Sign in once in Claude Code, and the figures come back by themselves.")
_BY_ITSELF = QT_TRANSLATE_NOOP("wording", "You need not do anything: it is tried again by itself.")
_TEXTS: Mapping[tuple[ErrorCode, str], tuple[str, str, Action | None]] = {
    (ErrorCode.SIGNED_OUT, ""): (QT_TRANSLATE_NOOP("wording", "{name} is signed out."), _SIGN_IN, Action.OPEN_CLI),
    (ErrorCode.SIGNED_OUT, "gone"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} is no longer there."),
        _SIGN_IN,
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, ""): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired."),
        _SIGN_IN,
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "refused"): (
        QT_TRANSLATE_NOOP("wording", "{name} does not accept this sign-in any more."),
        _SIGN_IN,
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "revoked"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} was revoked."),
        _SIGN_IN,
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "cannot_write"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired."),
        QT_TRANSLATE_NOOP("wording", "Its file cannot be written here. Open Claude Code once: it renews the sign-in itself."),
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "renewal_off"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired."),
        QT_TRANSLATE_NOOP(
            "wording", "Its renewal is switched off in the preferences. Open Claude Code once: it renews the sign-in itself."
        ),
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "waiting"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired."),
        QT_TRANSLATE_NOOP("wording", "You need not do anything: it is renewed in a moment."),
        None,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "service"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired and could not be renewed yet."),
        _BY_ITSELF,
        None,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "unanswered"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired, and the answer to its renewal was lost."),
        QT_TRANSLATE_NOOP("wording", "It is tried once more by itself. If it stays so, sign in again in Claude Code."),
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "no_cli"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired, and Claude Code was not found to renew it."),
        QT_TRANSLATE_NOOP("wording", "Open Claude Code once: it renews the sign-in itself."),
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "cli"): (
        QT_TRANSLATE_NOOP("wording", "Claude Code was asked to renew the sign-in of {name}, and did not."),
        _SIGN_IN,
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "unsaved"): (
        QT_TRANSLATE_NOOP("wording", "The renewed sign-in of {name} cannot be saved."),
        QT_TRANSLATE_NOOP(
            "wording",
            "Make room on the disk and see that Claude Code's folder can be written. Do not quit Usage Bar meanwhile: it tries "
            "again by itself.",
        ),
        None,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "elsewhere"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired."),
        QT_TRANSLATE_NOOP(
            "wording",
            "It lies in WSL and is not renewed from here. Open Claude Code there once: it renews the sign-in itself.",
        ),
        Action.OPEN_CLI,
    ),
    (ErrorCode.SIGN_IN_EXPIRED, "lost_write"): (
        QT_TRANSLATE_NOOP("wording", "The renewed sign-in of {name} could not be saved."),
        QT_TRANSLATE_NOOP("wording", "Make room on the disk, then sign in again in Claude Code."),
        Action.OPEN_CLI,
    ),
    (ErrorCode.MISSING_SCOPE, ""): (
        QT_TRANSLATE_NOOP("wording", "This sign-in may not read the usage of {name}."),
        QT_TRANSLATE_NOOP("wording", "Sign in with /login in Claude Code: a sign-in made for scripts does not suffice."),
        Action.OPEN_CLI,
    ),
    (ErrorCode.MISSING_SCOPE, "console_key"): (
        QT_TRANSLATE_NOOP("wording", "An API key of the console is in place of the sign-in of {name}."),
        QT_TRANSLATE_NOOP("wording", "Sign in with your plan in Claude Code: a console key has no plan limits."),
        Action.OPEN_CLI,
    ),
    (ErrorCode.INVALID_KEY, ""): (
        QT_TRANSLATE_NOOP("wording", "{name} refuses this key."),
        QT_TRANSLATE_NOOP(
            "wording", "It may have been revoked, or belong to the other region. Enter a new one in the preferences."
        ),
        Action.ENTER_KEY,
    ),
    (ErrorCode.INVALID_KEY, "env_missing"): (
        QT_TRANSLATE_NOOP("wording", "The key of {name} refers to the variable {detail}, which is not set."),
        QT_TRANSLATE_NOOP("wording", "Set the variable and start Usage Bar again, or enter the key itself in the preferences."),
        Action.ENTER_KEY,
    ),
    (ErrorCode.INVALID_KEY, "empty"): (
        QT_TRANSLATE_NOOP("wording", "No key was entered."),
        QT_TRANSLATE_NOOP("wording", "Paste the key into the field first."),
        Action.ENTER_KEY,
    ),
    (ErrorCode.INVALID_KEY, "short"): (
        QT_TRANSLATE_NOOP("wording", "This key is too short."),
        QT_TRANSLATE_NOOP("wording", "Copy the whole of it, from the first character to the last."),
        Action.ENTER_KEY,
    ),
    (ErrorCode.INVALID_KEY, "malformed"): (
        QT_TRANSLATE_NOOP("wording", "This key holds characters that no key has."),
        QT_TRANSLATE_NOOP("wording", "Copy it again, without spaces or line breaks."),
        Action.ENTER_KEY,
    ),
    (ErrorCode.RATE_LIMITED, ""): (
        QT_TRANSLATE_NOOP("wording", "{name} asks to wait."),
        QT_TRANSLATE_NOOP("wording", "You need not do anything: the next try is at {retry}."),
        None,
    ),
    (ErrorCode.OFFLINE, ""): (
        QT_TRANSLATE_NOOP("wording", "No connection to {name}."),
        QT_TRANSLATE_NOOP("wording", "Check this computer's connection. It is tried again by itself."),
        Action.RETRY,
    ),
    (ErrorCode.TIMED_OUT, ""): (QT_TRANSLATE_NOOP("wording", "{name} did not answer in time."), _BY_ITSELF, Action.RETRY),
    (ErrorCode.NETWORK_BLOCKED, ""): (
        QT_TRANSLATE_NOOP("wording", "Something in the network answered in place of {name}."),
        QT_TRANSLATE_NOOP("wording", "Open a web page to see whether this network wants you to sign in, or check proxy and VPN."),
        Action.RETRY,
    ),
    (ErrorCode.NETWORK_BLOCKED, "tls"): (
        QT_TRANSLATE_NOOP("wording", "The connection to {name} is not secure, so nothing was sent."),
        QT_TRANSLATE_NOOP(
            "wording", "Check the date of this computer, and whether a company proxy needs its certificate installed."
        ),
        Action.RETRY,
    ),
    (ErrorCode.NETWORK_BLOCKED, "proxy"): (
        QT_TRANSLATE_NOOP("wording", "The proxy does not let the request to {name} through."),
        QT_TRANSLATE_NOOP("wording", "Check the proxy's address and sign-in in the system's settings."),
        Action.RETRY,
    ),
    (ErrorCode.SERVER_ERROR, ""): (QT_TRANSLATE_NOOP("wording", "{name} has trouble of its own."), _BY_ITSELF, Action.RETRY),
    (ErrorCode.BAD_RESPONSE, ""): (
        QT_TRANSLATE_NOOP("wording", "{name} answered with something that is not understood."),
        QT_TRANSLATE_NOOP("wording", "It is tried again by itself. If it stays so, look for an update of Usage Bar."),
        Action.RETRY,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, ""): (
        QT_TRANSLATE_NOOP("wording", "The keyring is locked, so the key cannot be read."),
        QT_TRANSLATE_NOOP("wording", "Unlock the keyring of this computer."),
        Action.UNLOCK,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "dismissed"): (
        QT_TRANSLATE_NOOP("wording", "The keyring stayed locked, so the key cannot be read."),
        QT_TRANSLATE_NOOP("wording", "Unlock it and type the keyring's password when the system asks."),
        Action.UNLOCK,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "silent"): (
        QT_TRANSLATE_NOOP("wording", "The keyring does not answer."),
        QT_TRANSLATE_NOOP("wording", "Unlock the keyring, or sign out of this computer and in again if it stays silent."),
        Action.UNLOCK,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "no_store"): (
        QT_TRANSLATE_NOOP("wording", "This computer offers no keyring."),
        QT_TRANSLATE_NOOP(
            "wording", "Install one (for example gnome-keyring), or use the key until you quit: the preferences offer it."
        ),
        Action.OPEN_SETTINGS,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "no_collection"): (
        QT_TRANSLATE_NOOP("wording", "This computer has no keyring yet."),
        QT_TRANSLATE_NOOP("wording", "Save a key in the preferences: the system then asks for a password for the new keyring."),
        Action.OPEN_SETTINGS,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "lock_is_no_folder"): (
        QT_TRANSLATE_NOOP("wording", "A file stands where Claude Code's lock belongs, so the sign-in cannot be renewed."),
        QT_TRANSLATE_NOOP(
            "wording",
            "Delete that file; the command usagebar doctor says which one it is.",
        ),
        None,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "lock_held"): (
        QT_TRANSLATE_NOOP("wording", "Claude Code is changing its sign-in at this moment."),
        _BY_ITSELF,
        None,
    ),
    (ErrorCode.CREDENTIAL_LOCKED, "renewal_held"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} has expired, and Claude Code keeps it locked."),
        QT_TRANSLATE_NOOP(
            "wording",
            "Nothing is asked until it is renewed, and that is tried again by itself. If it stays so, start Claude Code anew.",
        ),
        None,
    ),
    (ErrorCode.CREDENTIAL_UNREADABLE, ""): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} cannot be read."),
        QT_TRANSLATE_NOOP(
            "wording", "Sign in again in Claude Code, or enter the key again in the preferences: that writes it anew."
        ),
        Action.HOW_TO,
    ),
    (ErrorCode.CREDENTIAL_UNREADABLE, "no_permission"): (
        QT_TRANSLATE_NOOP("wording", "Usage Bar may not read the sign-in of {name}."),
        QT_TRANSLATE_NOOP("wording", "Give your user the right to read Claude Code's credentials file."),
        Action.HOW_TO,
    ),
    (ErrorCode.CREDENTIAL_UNREADABLE, "wsl_stopped"): (
        QT_TRANSLATE_NOOP("wording", "The sign-in of {name} lies in a WSL distribution that is not running."),
        QT_TRANSLATE_NOOP("wording", "Start that distribution, then try again: Usage Bar never starts one."),
        Action.RETRY,
    ),
    (ErrorCode.CREDENTIAL_UNREADABLE, "too_large"): (
        QT_TRANSLATE_NOOP("wording", "What is stored for {name} is too large to be a key."),
        QT_TRANSLATE_NOOP("wording", "Enter the key again in the preferences, or sign in again in Claude Code."),
        Action.HOW_TO,
    ),
    (ErrorCode.INTERNAL, ""): (
        QT_TRANSLATE_NOOP("wording", "Something went wrong inside Usage Bar."),
        QT_TRANSLATE_NOOP("wording", "Try again. If it stays so, report it with the log file; no secret is in it."),
        Action.RETRY,
    ),
    (ErrorCode.INTERNAL, "override"): (
        QT_TRANSLATE_NOOP("wording", "The variable {detail} points outside of this computer and was refused."),
        QT_TRANSLATE_NOOP(
            "wording", "Remove it and start Usage Bar again: only tests may set it, and only to an address of this computer."
        ),
        None,
    ),
    (ErrorCode.INTERNAL, "disk"): (
        QT_TRANSLATE_NOOP("wording", "Usage Bar cannot write to the disk."),
        QT_TRANSLATE_NOOP(
            "wording", "Make room on the disk, or check that your user may write to Usage Bar's folders. Then try again."
        ),
        Action.RETRY,
    ),
}


_LATER: Mapping[ErrorCode, str] = {
    ErrorCode.RATE_LIMITED: QT_TRANSLATE_NOOP("wording", "You need not do anything: the next try comes soon."),
}
"""In place of a remedy that names a time, where the time is not known or has passed."""
_NAMELESS: Mapping[str, str] = {
    "env_missing": QT_TRANSLATE_NOOP("wording", "The key of {name} refers to a variable that is not set."),
    "override": QT_TRANSLATE_NOOP("wording", "A variable that replaces a server's address was refused."),
}
"""In place of a title that names a variable, where its name is not known."""


def describe(failure: Failure, *, provider_name: str, now: datetime, tz: tzinfo | None = None) -> Message:
    """A failure in words. A reason without words of its own takes its code's. Never raises."""
    title, remedy, action = _TEXTS.get((failure.code, failure.reason)) or _TEXTS[failure.code, ""]
    params = {"name": provider_name}
    if "{detail}" in title:
        params["detail"] = re.sub(r"\W", "", failure.detail)[:64]
        if not params["detail"]:
            title = _NAMELESS[failure.reason]
    if "{retry}" in remedy:
        if failure.retry_at is not None and failure.retry_at > now:
            params["retry"] = clock_time(failure.retry_at, now, tz)
        else:
            remedy = _LATER[failure.code]
    return Message(Sentence(title, params), Sentence(remedy, params), action)


def not_configured(remedy: str, provider_name: str) -> Message:
    """`remedy` is the provider's own word: `enter_key`, or `open_cli` for a sign-in of another program."""
    params = {"name": provider_name}
    if remedy == Action.ENTER_KEY:
        text = Sentence(QT_TRANSLATE_NOOP("wording", "Enter your key of {name} and its figures appear here."), params)
        return Message(Sentence(QT_TRANSLATE_NOOP("wording", "No key yet."), params), text, Action.ENTER_KEY)
    text = Sentence(QT_TRANSLATE_NOOP("wording", "Sign in with Claude Code and it appears here."), params)
    return Message(Sentence(QT_TRANSLATE_NOOP("wording", "Not set up."), params), text, Action.HOW_TO)


def no_plan(provider_name: str) -> Message:
    """Signed in, but nothing to measure: not an error."""
    params = {"name": provider_name}
    return Message(
        Sentence(QT_TRANSLATE_NOOP("wording", "Signed in."), params),
        Sentence(QT_TRANSLATE_NOOP("wording", "This account has no plan limits."), params),
        None,
    )
