"""The language that the program speaks: who decides it, and Qt's translators behind it. English loads nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication

from usagebar_qt.domain.settings import Language
from usagebar_qt.engine.resources import resources
from usagebar_qt.widgets.manner import manner_of
from usagebar_qt.wording.manner import put_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from usagebar_qt.domain.settings import Settings

log = logging.getLogger(__name__)


def language_for(wished: Language, preferred: Sequence[str]) -> Language:
    """The wish; else the first of the system's languages (`de-AT`, `fr`) that the program speaks, else English."""
    if wished is not Language.SYSTEM:
        return wished
    spoken = {language.value: language for language in Language if language is not Language.SYSTEM}
    codes = (tag.replace("_", "-").split("-")[0] for tag in preferred)
    return next((spoken[code] for code in codes if code in spoken), Language.ENGLISH)


def locale_for(language: Language, system: QLocale) -> QLocale:
    """That of the system's country where it speaks this language; else the language's usual one. Never the system's own: on Linux
    that one may take the names of days from one language and its numbers from another (LC_TIME, LC_NUMERIC)."""
    locale = QLocale(language.value)
    return QLocale(system.language(), system.territory()) if system.language() == locale.language() else locale


class Speech:
    """Puts language, locale and manner in force, all of them together."""

    def __init__(self, system: QLocale, preferred: Sequence[str] | None = None, folder: Path | None = None) -> None:
        """`preferred`: the person's languages, best first; as the system says where they are not given."""
        self._system = system
        self._preferred = tuple(system.uiLanguages() if preferred is None else preferred)
        self._folder = folder if folder is not None else resources() / "translations"
        self._translators: list[QTranslator] = []
        self.language = Language.ENGLISH

    def apply(self, settings: Settings) -> bool:
        """From now on; True where the language is another one, so that what is on the screen has to be said anew."""
        language = language_for(settings.language, self._preferred)
        changed, self.language = language is not self.language, language
        locale = locale_for(language, self._system)
        if changed:
            self._load(language)
            QGuiApplication.setLayoutDirection(locale.textDirection())
            QLocale.setDefault(locale)  # numbers and times in fields
        put_in_force(manner_of(settings, self._system, locale))
        return changed

    def _load(self, language: Language) -> None:
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators = []
        if language is Language.ENGLISH:
            return
        # Qt's own words first: the buttons of its boxes, the menus of its fields. What comes later is asked first.
        for folder, name in ((QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"), (self._folder, "usagebar")):
            translator = QTranslator()
            if translator.load(f"{name}_{language.value}", str(folder)):
                QCoreApplication.installTranslator(translator)
                self._translators.append(translator)
            else:
                log.info("%s is not there in the language %s", name, language.value)
