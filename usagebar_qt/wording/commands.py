"""What the console command says beside its document. English: a terminal's words are searched for and pasted into questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.wording.formatting import clock_time, percent, reset_text, window_in_sentence
from usagebar_qt.wording.messages import describe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.models import QuotaWindow

KEY_ON_COMMAND_LINE = (
    "a key does not belong on the command line. If you typed one, it is now in this shell's history: remove that line there, and "
    "replace the key if others use this computer. Type `usagebar key set {id}` alone and paste the key when asked, or pipe it in."
)
KEY_PROMPT = "Key of {name} (nothing is shown while you type): "
KEY_SAVED_UNCHECKED = "The key is saved. It was not checked."
REFERENCE_SAVED = "The reference to the variable {variable} is saved."
REFERENCE_UNSET = "the variable {variable} is not set here, so its key could not be checked"
KEY_WORKS_FROM = "The service takes this key ({origin})."
KEY_NONE_STORED = "no key of {name} is stored. Save one: usagebar key set {id}"
KEY_IN_ENVIRONMENT = "the variable {variable} is still set, and its key is used from now on"
NO_KEY_NEEDED = "{name} needs no key: Usage Bar reads the sign-in that Claude Code keeps. Type `claude`, then /login"
ORIGINS: Mapping[str, str] = {
    "keyring": "stored",
    "reference": "stored as a reference to a variable",
    "environment": "from the environment",
}
_KEY_TEXTS: Mapping[str, str] = {
    "empty": "no key came. Type it when asked, or pipe it in: usagebar key set {id} < file",
    "short": "this key is too short. Copy the whole of it, from the first character to the last",
    "malformed": "this holds characters that no key has. Copy the key again, without spaces, quotes or line breaks",
    "env_missing": "the stored key refers to the variable {detail}, which is not set here. Set it, or save the key itself",
    "refused": "{name} refuses this key. It may have been revoked, or belong to the other region; nothing was saved",
    "refused_stored": "{name} refuses the key ({origin}). It may have been revoked, or belong to the other region. "
    "Save a new one: usagebar key set {id}",
}


def key_trouble(failure: Failure, *, name: str, account: str, now: datetime, origin: str = "") -> str:
    """Why a key was not taken, for a terminal: without the full stop. `origin` is empty for a key that was typed."""
    if failure.code is ErrorCode.INVALID_KEY:
        reason = failure.reason + ("_stored" if failure.reason == "refused" and origin else "")
        text = _KEY_TEXTS.get(reason, _KEY_TEXTS["malformed"])
        return text.format(name=name, id=account, detail=failure.detail, origin=ORIGINS.get(origin, origin))
    return describe(failure, provider_name=name, now=now).text().removesuffix(".")


def guard_line(name: str, window: QuotaWindow, wanted: float, now: datetime) -> str:
    """`Claude's week: 39 % left, 10 % wanted; Thu 09:00.`"""
    left = percent(max(0.0, 100.0 - window.used_percent))
    when = reset_text(window, now)
    return f"{name}'s {window_in_sentence(window)}: {left} left, {percent(wanted)} wanted" + (f"; {when}." if when else ".")


def guard_no_limits(name: str) -> str:
    """Nothing can run out."""
    return f"{name}: signed in, and this account has no plan limits."


def guard_unchecked(name: str, why: str) -> str:
    """Neither yes nor no."""
    return f"{name} could not be checked: {why}"


def guard_too_old(moment: datetime, now: datetime) -> str:
    """Figures that no longer count."""
    return f"the figures are from {clock_time(moment, now)}, and the next request is not permitted yet."


def guard_no_window(wanted: str, known: list[str]) -> str:
    """A window that this account does not have."""
    return f"it has no window {wanted!r}. It has: {', '.join(known) or 'none'}."


STATUS_LINE: Mapping[tuple[str, str], str] = {
    ("install", "done"): "Claude Code's status line now hands its figures to Usage Bar. The one that was there goes on as before.",
    ("install", "already"): "It is installed already.",
    ("install", "unreadable"): "{path} is no JSON that could be changed safely. Mend it in Claude Code (/config), then try again.",
    ("install", "no_folder"): "Claude Code has not been used here: there is no {path}. Start it once, then try again.",
    ("install", "disk"): "{path} could not be written. Check its rights and the disk, then try again; nothing was changed.",
    ("uninstall", "done"): "Claude Code's status line is as it was before.",
    ("uninstall", "already"): "It is not installed: nothing to undo.",
    ("uninstall", "foreign"): "Another status line has been put in since. It was left alone.",
    (
        "uninstall",
        "unreadable",
    ): "{path} is no JSON that could be changed safely. Mend it in Claude Code (/config), then try again.",
    ("uninstall", "disk"): "{path} could not be written. Check its rights and the disk, then try again; nothing was changed.",
}


EVENT_USAGE = "set takes a program, the others take nothing more. See usagebar events --help"
EVENT_SET = "The tray program runs it for each event from now on. Try it: usagebar events test"
EVENT_CLEARED = "No command is run for events any more."
EVENT_NONE = "No command is set for events."
EVENT_MISSING = "there is no program {program!r} that could be started. Give its path, and check that it is executable"
EVENT_DISK = "it could not be written: {detail}. Check your folder of settings and the disk"
EVENT_OUTCOMES: Mapping[str, str] = {
    "done": "{program} was run and ended well",
    "failed": "{program} was run and ended with an exit code other than 0. It got one JSON object on standard input",
    "missing": "{program} could not be started. Give its path, and check that it is executable",
    "timed_out": "{program} was ended: it took longer than ten seconds",
}
