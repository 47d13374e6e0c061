"""What the first page says: what was found, what will be read, and which hosts will be talked to."""

from __future__ import annotations

from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

TITLE = QT_TRANSLATE_NOOP("wording", "Welcome to Usage Bar")
LEAD = QT_TRANSLATE_NOOP(
    "wording",
    "It shows how much of your coding plans is left. Nothing has been sent yet: this is what it found on this computer, and what"
    " it will do when you press Begin.",
)
LOOKING = QT_TRANSLATE_NOOP("wording", "Looking at what is there…")
KEEPS = QT_TRANSLATE_NOOP(
    "wording",
    "Figures and their past stay on this computer. Keys are kept in the system's keyring alone, and nobody else is told anything.",
)
KEY_HINT = QT_TRANSLATE_NOOP("wording", "With a key you see the plan of {name} too. Check and Save send it to {host}, to try it.")
BEGIN = QT_TRANSLATE_NOOP("wording", "&Begin")
LATER = QT_TRANSLATE_NOOP("wording", "&Later")
FOUND = {
    "sign_in": QT_TRANSLATE_NOOP("wording", "Found: you are signed in."),
    "key_stored": QT_TRANSLATE_NOOP("wording", "Found: a key is stored in the system's keyring."),
    "key_in_environment": QT_TRANSLATE_NOOP("wording", "Found: a key in the environment."),
    "locked": QT_TRANSLATE_NOOP("wording", "The keyring is locked. It is not opened without you."),
    "nothing": QT_TRANSLATE_NOOP("wording", "Not set up here yet. That can come later."),
}
_READS = QT_TRANSLATE_NOOP("wording", "Reads {files}.")
_ASKS = QT_TRANSLATE_NOOP("wording", "Asks {hosts} for the figures.")
_WILL_ASK = QT_TRANSLATE_NOOP("wording", "Asks {hosts} for the figures once that is done, and nobody before.")
_RENEWS = QT_TRANSLATE_NOOP("wording", "Asks {hosts} only to renew a sign-in that has expired.")


def reads(files: tuple[str, ...]) -> Sentence:
    """Empty where no file of another program is read."""
    return Sentence(_READS, {"files": ", ".join(files)}) if files else Sentence()


def asks(hosts: tuple[str, ...], presence: str) -> Sentence:
    """Empty where no host is known."""
    template = _WILL_ASK if presence == "nothing" else _ASKS
    return Sentence(template, {"hosts": ", ".join(hosts)}) if hosts else Sentence()


def renews(hosts: tuple[str, ...]) -> Sentence:
    """Empty where nothing is renewed."""
    return Sentence(_RENEWS, {"hosts": ", ".join(hosts)}) if hosts else Sentence()
