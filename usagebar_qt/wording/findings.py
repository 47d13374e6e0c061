"""What doctor found, in words, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.findings import FindingCode, Weight
from usagebar_qt.wording.formatting import span_text
from usagebar_qt.wording.manner import in_english
from usagebar_qt.wording.messages import Message, describe, not_configured
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from usagebar_qt.domain.findings import Fact, Finding

_ORIGINS: Mapping[str, str] = {
    "file": QT_TRANSLATE_NOOP("wording", "{name}: the sign-in is in {path}."),
    "keyring": QT_TRANSLATE_NOOP("wording", "{name}: the credential is in this computer's credential store."),
    "reference": QT_TRANSLATE_NOOP("wording", "{name}: the stored key refers to a variable."),
    "environment": QT_TRANSLATE_NOOP("wording", "{name}: the key comes from the variable {variables}."),
}
_KEYRINGS: Mapping[str, str] = {
    "credential_manager": "Windows Credential Manager",
    "keychain": "macOS Keychain",
    "secret_service": "Secret Service",
    "kwallet": "KWallet",
    "memory": QT_TRANSLATE_NOOP("wording", "memory, until the program ends"),
}
_TEXTS: Mapping[FindingCode, tuple[str, str]] = {
    FindingCode.VERSIONS: (QT_TRANSLATE_NOOP("wording", "Usage Bar {usagebar}, Python {python}, {platform}."), ""),
    FindingCode.NOTHING_SET_UP: (
        QT_TRANSLATE_NOOP("wording", "Nothing is set up."),
        QT_TRANSLATE_NOOP("wording", "Sign in with Claude Code (type claude, then /login), or save a key: usagebar key set zai."),
    ),
    FindingCode.SWITCHED_OFF: (QT_TRANSLATE_NOOP("wording", "{name} is switched off in the preferences."), ""),
    FindingCode.CREDENTIAL_OPEN: (
        QT_TRANSLATE_NOOP("wording", "Other people of this computer may read {path} (mode {mode})."),
        QT_TRANSLATE_NOOP("wording", "Take that right away: chmod 600 {path}."),
    ),
    FindingCode.LOCK_LEFT: (
        QT_TRANSLATE_NOOP("wording", "A lock of Claude Code was left behind: {path}, untouched for {age}."),
        QT_TRANSLATE_NOOP("wording", "Close every Claude Code, then remove the empty folder: rmdir {path}."),
    ),
    FindingCode.LOCK_IS_FILE: (
        QT_TRANSLATE_NOOP("wording", "{path} is a file, where Claude Code puts a folder as its lock."),
        QT_TRANSLATE_NOOP("wording", "No sign-in can be renewed beside it. Look at what it is, then move it away or delete it."),
    ),
    FindingCode.ENDPOINT: (QT_TRANSLATE_NOOP("wording", "{host} answers."), ""),
    FindingCode.CLOCK: (QT_TRANSLATE_NOOP("wording", "The clock is right."), ""),
    FindingCode.CLOCK_WRONG: (
        QT_TRANSLATE_NOOP("wording", "This computer's clock is {span} ahead."),
        QT_TRANSLATE_NOOP("wording", "Switch on the automatic time of the system: else sign-ins seem expired, or valid too long."),
    ),
    FindingCode.OVERRIDE_REFUSED: (
        QT_TRANSLATE_NOOP("wording", "The variable {variable} points outside of this computer and was refused."),
        QT_TRANSLATE_NOOP("wording", "Remove it: only tests may set it, and only to an address of this computer."),
    ),
    FindingCode.PROXY: (QT_TRANSLATE_NOOP("wording", "{host} is reached through the proxy {proxy}."), ""),
    FindingCode.PROXY_UNUSABLE: (
        QT_TRANSLATE_NOOP("wording", "The proxy that the environment names for {host} cannot be used."),
        QT_TRANSLATE_NOOP("wording", "Set HTTPS_PROXY to an address like http://proxy.example:8080, or add {host} to NO_PROXY."),
    ),
    FindingCode.CERTIFICATES: (QT_TRANSLATE_NOOP("wording", "{variable} adds the certificates of {path}."), ""),
    FindingCode.CERTIFICATES_UNUSABLE: (
        QT_TRANSLATE_NOOP("wording", "The file {path} that {variable} names holds no certificates that can be read."),
        QT_TRANSLATE_NOOP("wording", "Let {variable} name a PEM file, or remove it."),
    ),
    FindingCode.KEYRING: (QT_TRANSLATE_NOOP("wording", "Keys are kept in: {store}."), ""),
    FindingCode.KEYRING_NONE: (
        QT_TRANSLATE_NOOP("wording", "There is no credential store here, so no key can be saved."),
        QT_TRANSLATE_NOOP(
            "wording",
            "Install one (for example gnome-keyring) to save a key, or put the key into the environment. Claude needs none.",
        ),
    ),
    FindingCode.KEYRING_REFUSED: (
        QT_TRANSLATE_NOOP("wording", "PYTHON_KEYRING_BACKEND names {backend}, which is not used: it may keep keys in plain text."),
        QT_TRANSLATE_NOOP("wording", "Remove the variable: the system's own credential store is then used."),
    ),
    FindingCode.TRAY_HOST: (QT_TRANSLATE_NOOP("wording", "The desktop shows tray icons."), ""),
    FindingCode.TRAY_HOST_NONE: (
        QT_TRANSLATE_NOOP("wording", "Nothing on this desktop shows tray icons."),
        QT_TRANSLATE_NOOP(
            "wording",
            "On GNOME install and switch on the AppIndicator extension; elsewhere add a system tray to the panel. Until then Usage "
            "Bar shows a window.",
        ),
    ),
    FindingCode.NO_DESKTOP: (
        QT_TRANSLATE_NOOP("wording", "There is no desktop session here: tray and notifications were not looked at."),
        QT_TRANSLATE_NOOP("wording", "To have them looked at, run this inside the desktop session."),
    ),
    FindingCode.NOTIFICATIONS: (QT_TRANSLATE_NOOP("wording", "The desktop shows notifications."), ""),
    FindingCode.NOTIFICATIONS_NONE: (
        QT_TRANSLATE_NOOP("wording", "Nothing on this desktop shows notifications."),
        QT_TRANSLATE_NOOP("wording", "Install and start a notification server, for example dunst or mako."),
    ),
    FindingCode.SETTINGS_UNREADABLE: (
        QT_TRANSLATE_NOOP("wording", "The file of preferences could not be read: {path}. Defaults are in use."),
        QT_TRANSLATE_NOOP("wording", "It is kept as {kept_as}. Set the preferences again, or mend that file and put it back."),
    ),
    FindingCode.SETTINGS_PROBLEM: (
        QT_TRANSLATE_NOOP("wording", "Some preferences have values that cannot be used: {keys}. Their defaults are in use."),
        QT_TRANSLATE_NOOP("wording", "Set them in the preferences, or correct them in {path}."),
    ),
    FindingCode.FOLDER_UNWRITABLE: (
        QT_TRANSLATE_NOOP("wording", "Usage Bar may not write to {path}."),
        QT_TRANSLATE_NOOP("wording", "Give your user the right to write there: figures and waiting times cannot be kept."),
    ),
}
_CLOCK_BEHIND = QT_TRANSLATE_NOOP("wording", "This computer's clock is {span} behind.")
_SILENT_DESKTOP = QT_TRANSLATE_NOOP("wording", "The desktop did not answer in time: tray and notifications were not looked at.")
_NOT_KEPT = QT_TRANSLATE_NOOP("wording", "Check who may read it, then open the preferences and set them again.")
_WEIGHTS: Mapping[Weight, str] = {
    Weight.FINE: QT_TRANSLATE_NOOP("wording", "fine"),
    Weight.NOTE: QT_TRANSLATE_NOOP("wording", "note"),
    Weight.MEND: QT_TRANSLATE_NOOP("wording", "mend"),
}
NOTHING_TO_MEND = QT_TRANSLATE_NOOP("wording", "Nothing to mend.")
TO_MEND = QT_TRANSLATE_NOOP("wording", "To mend: {count}.")
_UNKNOWN_AGE = QT_TRANSLATE_NOOP("wording", "an unknown time (its date lies in the future)")
_OF = QT_TRANSLATE_NOOP("wording", "{name}: {title}")
_MISSING = QT_TRANSLATE_NOOP("wording", "{name} missing")
_SCOPES = QT_TRANSLATE_NOOP("wording", "scopes: {value}")
_EXPIRES = QT_TRANSLATE_NOOP("wording", "expires: {value}")

DOCTOR_TITLE = QT_TRANSLATE_NOOP("wording", "Doctor of Usage Bar")
EXAMINING = QT_TRANSLATE_NOOP("wording", "Looking at everything that the figures depend on…")
LOOK_AGAIN = QT_TRANSLATE_NOOP("wording", "&Look again")
COPY_REPORT = QT_TRANSLATE_NOOP("wording", "&Copy report")
COPY_HINT = QT_TRANSLATE_NOOP("wording", "Copies what was found as text, without keys, tokens or the name of your folder.")
COPIED = QT_TRANSLATE_NOOP("wording", "The report is on the clipboard.")


def summary(found: Sequence[Finding]) -> Sentence:
    """How much there is to mend."""
    count = sum(finding.weight is Weight.MEND for finding in found)
    return Sentence(TO_MEND, {"count": str(count)}) if count else Sentence(NOTHING_TO_MEND)


def report(found: Sequence[Finding], now: datetime) -> str:
    """Plain text for a request for help, in English whatever the program speaks."""
    lines = []
    with in_english():
        for finding in found:
            message = in_words(finding, now)
            lines.append(f"{weight_word(finding.weight)}: {message.title.english()}")
            lines += [f"  {detail}" for detail in details(finding)]
            if finding.weight is not Weight.FINE and (remedy := message.remedy.english()):
                lines.append(f"  {remedy}")
    return "\n".join((*lines, summary(found).english()))


def weight_word(weight: Weight) -> str:
    """`fine`, `note`, `mend`."""
    return _WEIGHTS[weight]


def in_words(finding: Finding, now: datetime) -> Message:
    """What was found, and the fix where there is something to mend. Never raises."""
    if finding.failure is not None:
        return describe(finding.failure, provider_name=finding.name or str(finding.facts.get("host", "")), now=now)
    if finding.code is FindingCode.NOT_CONFIGURED:
        facts = finding.facts
        found = not_configured(str(facts.get("remedy")), str(facts.get("provider")))
        return Message(Sentence(_OF, {"name": finding.name, "title": found.title.spoken()}), found.remedy)
    title, fix = _template(finding)
    params = _params(finding)
    return Message(Sentence(title, params), Sentence(fix, params))


def _template(finding: Finding) -> tuple[str, str]:
    if finding.code is FindingCode.CREDENTIAL:
        return _ORIGINS.get(str(finding.facts.get("origin")), _ORIGINS["keyring"]), ""
    title, fix = _TEXTS[finding.code]
    if finding.code is FindingCode.NO_DESKTOP and finding.facts.get("reason") == "silent":
        title = _SILENT_DESKTOP
    if finding.code is FindingCode.CLOCK_WRONG and not _is_ahead(finding):
        title = _CLOCK_BEHIND
    if finding.code is FindingCode.SETTINGS_UNREADABLE and finding.facts.get("kept_as") is None:
        fix = _NOT_KEPT
    return title, fix


def _params(finding: Finding) -> dict[str, str]:
    params = {key: _fact(value) for key, value in finding.facts.items()} | {"name": finding.name}
    if isinstance(seconds := finding.facts.get("seconds_ahead"), int | float):
        params["span"] = span_text(abs(seconds))
    if isinstance(age := finding.facts.get("age_seconds"), int | float):
        params["age"] = span_text(age) if age >= 0 else spoken(_UNKNOWN_AGE)
    if finding.code is FindingCode.KEYRING:
        params["store"] = spoken(_KEYRINGS.get(params.get("backend", ""), "{store}"), store=params.get("backend", ""))
    return params


def _is_ahead(finding: Finding) -> bool:
    seconds = finding.facts.get("seconds_ahead")
    return isinstance(seconds, int | float) and seconds > 0


def _fact(value: Fact) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def details(finding: Finding) -> list[str]:
    """Further facts that one would read out to somebody who helps: scopes, expiry, versions."""
    if finding.code is FindingCode.CREDENTIAL:
        rows = [(_SCOPES, finding.facts.get("scopes")), (_EXPIRES, finding.facts.get("expires_at"))]
        return [spoken(template, value=_fact(value)) for template, value in rows if value]
    if finding.code is FindingCode.VERSIONS:
        versions = [(key, value) for key, value in finding.facts.items() if key not in ("usagebar", "python", "platform")]
        return [", ".join(f"{key} {value}" if value else spoken(_MISSING, name=key) for key, value in versions)]
    return []
