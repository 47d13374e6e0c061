"""The page of what few people need: proxy, log, settings as a file, doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.settings import LogLevel
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping

PROXY = QT_TRANSLATE_NOOP("wording", "Pro&xy")
PROXY_EMPTY = QT_TRANSLATE_NOOP("wording", "As the environment says")
PROXY_HINT = QT_TRANSLATE_NOOP(
    "wording", "An address like http://proxy.example:8080. One with a password belongs into the variable HTTPS_PROXY."
)
PROXY_REFUSED = QT_TRANSLATE_NOOP(
    "wording", "This address cannot be used. Write it like http://proxy.example:8080, without user and password."
)
LOG = QT_TRANSLATE_NOOP("wording", "Write to the &log")
LOG_LEVELS: Mapping[LogLevel, str] = {
    LogLevel.WARNING: QT_TRANSLATE_NOOP("wording", "Only trouble"),
    LogLevel.INFO: QT_TRANSLATE_NOOP("wording", "What matters"),
    LogLevel.DEBUG: QT_TRANSLATE_NOOP("wording", "Every step"),
}
OPEN_LOG = QT_TRANSLATE_NOOP("wording", "Open log &folder")
EXPORT = QT_TRANSLATE_NOOP("wording", "Export &settings…")
IMPORT = QT_TRANSLATE_NOOP("wording", "I&mport settings…")
RESET = QT_TRANSLATE_NOOP("wording", "&Reset settings…")
DOCTOR = QT_TRANSLATE_NOOP("wording", "Run &doctor…")
DOCTOR_HINT = QT_TRANSLATE_NOOP("wording", "Looks at sign-ins, keys, network, keyring and desktop, and says how to mend each.")
FILES_HINT = QT_TRANSLATE_NOOP("wording", "The file holds no key and no sign-in.")
RESET_TITLE = QT_TRANSLATE_NOOP("wording", "Reset all settings?")
RESET_TEXT = QT_TRANSLATE_NOOP("wording", "All preferences take their first values again. Accounts, keys and the past stay.")
EXPORTED = QT_TRANSLATE_NOOP("wording", "The settings are in {name}.")
EXPORT_FAILED = QT_TRANSLATE_NOOP("wording", "The file could not be written. Choose another folder.")
IMPORTED = QT_TRANSLATE_NOOP("wording", "The settings are taken over.")
IMPORTED_IN_PART = QT_TRANSLATE_NOOP("wording", "Taken over, but for what could not be used: {keys}.")
IMPORT_FAILED = QT_TRANSLATE_NOOP("wording", "This is no file of settings. Choose one that Usage Bar has exported.")
SETTINGS_FILES = QT_TRANSLATE_NOOP("wording", "Settings (*.json)")
