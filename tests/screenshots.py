"""Draws every state of the popup, the windows and the tray icon: `python -m tests.screenshots docs/screenshots`.

Offscreen, at twice the size; the figures are made up. Not a test: people look at what it writes. A second argument names the font
of the desktop that is pictured, a third its size in points.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QLocale, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QComboBox

from tests.fakes import START, FakeClock
from tests.pictured import FIRST_START, FIVE, GOOD_DAY, NOTHING, STATES, TROUBLE, USED_UP, Afternoon
from tests.pseudo import LEFT, RIGHT, spoken
from tests.statuses import CLAUDE, ZAI
from usagebar_qt.domain.chart import Chart, Span
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.models import (
    AccountStatus,
)
from usagebar_qt.domain.pace import outlook_of
from usagebar_qt.domain.settings import Accent, Density, IconStyle, Settings, Theme
from usagebar_qt.engine.keys import KeyPresence
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.services.history import Past, Question
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.history_window import HistoryWindow
from usagebar_qt.widgets.language import Speech
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.stay_policy import Stay
from usagebar_qt.widgets.theme import ink_on
from usagebar_qt.widgets.tray_icon import Bar, IconState, icon_for, paint_icon
from usagebar_qt.wording.levels import Level, Mark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SMALL = 1.25
"""Of pictures that are many."""
SCALE = "SCREENSHOTS_AT_PERCENT"
STAYS_NOT = Stay()
MARKS = (Mark.FINE, Mark.WARNING, Mark.DANGER, Mark.STALE, Mark.ERROR, Mark.SIGNED_OUT)


def settle() -> None:
    """Lets what was posted arrive; the loop itself never runs here."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()


def draw(
    statuses: tuple[AccountStatus, ...],
    theme: Theme,
    target: Path,
    ratio: float = 2.0,
    *,
    settings: Settings | None = None,
    stay: Stay = STAYS_NOT,
) -> None:
    """One popup."""
    popup = made_popup(statuses, settings or Settings(theme=theme))
    popup.set_stay(stay)
    save(popup, target, ratio)


def made_popup(statuses: tuple[AccountStatus, ...], settings: Settings) -> Popup:
    """Not shown yet."""
    model = AccountListModel(INFOS)
    popup = Popup(model, FakeClock(), settings)
    model.set_statuses(statuses)
    for status in statuses:
        if status.snapshot is not None:
            at = status.snapshot.fetched_at
            model.set_outlooks(status, {window.id: outlook_of(window, at) for window in status.snapshot.windows})
    popup.set_next_refresh(START + timedelta(seconds=161))
    if statuses is GOOD_DAY:
        popup.set_trends(Afternoon(START).trends())
    return popup


def save(window: QWidget, target: Path, ratio: float = 2.0) -> None:
    """Shows it and keeps its picture."""
    window.show()
    settle()
    if isinstance(window, Popup):
        window.sized()
        settle()
    image = QImage(window.size() * ratio, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(0, 0, 0, 0))
    window.render(image)
    image.save(str(target))
    window.hide()


def draw_windows(theme: Theme, folder: Path) -> None:
    """Preferences and about."""
    model = AccountListModel(INFOS)
    model.set_statuses(GOOD_DAY)
    dialog = PreferencesDialog(Settings(theme=theme), model, INFOS, FakeClock())
    save(dialog, folder / f"preferences-{theme.value}.png")
    for account_id, name in ((CLAUDE.id, "claude"), (GOOD_DAY[2].id, "folder"), (ZAI.id, "key")):
        dialog.show_account(account_id)
        dialog.show_key_presence(ZAI.id, KeyPresence(locked=True))
        save(dialog, folder / f"preferences-{name}-{theme.value}.png")
    for number in range(2):
        adding = AddAccountDialog(INFOS, [status.account.name for status in GOOD_DAY], dialog)
        adding.findChildren(QComboBox)[0].setCurrentIndex(number)
        save(adding, folder / f"preferences-add-{number}-{theme.value}.png")
    dialog.show_about()
    save(dialog, folder / f"about-{theme.value}.png")


def draw_history(theme: Theme, folder: Path) -> None:
    """The history window: the day, the week and the month, the hours of the week, and nothing known yet."""
    moment = Afternoon()
    shown = {"day": ("session", Span.DAY), "week": ("weekly", Span.WEEK), "month": ("weekly", Span.MONTH)}
    history = HistoryWindow(moment.model, FakeClock(moment.at), Settings(theme=theme))
    for name, (window_id, span) in shown.items():
        history.show_window(CLAUDE.id, window_id)
        history.choose(span)
        history.show_past(moment.past(window_id, span))
        save(history, folder / f"history-{name}-{theme.value}.png")
    history.choose(None)
    history.show_hours(moment.hours("weekly"))
    save(history, folder / f"history-hours-{theme.value}.png")
    history.choose(Span.DAY)
    until = seconds_of(moment.at)
    history.show_past(Past(Question(CLAUDE.id, "weekly", Span.DAY), Chart(until - Span.DAY.value, until), None))
    save(history, folder / f"history-empty-{theme.value}.png")


def draw_icons(target: Path) -> None:
    """All states of each form on both panels: 16, 22 and 32 pixels as they are, and 16 pixels four times as large."""
    step, line = 190, 84
    forms = (None, IconStyle.RING, IconStyle.NUMBER)
    image = QImage(step * len(MARKS), 2 * len(forms) * line, QImage.Format.Format_ARGB32)
    with QPainter(image) as painter:
        for row, (form, dark) in enumerate(product(forms, (True, False))):
            painter.fillRect(QRect(0, row * line, image.width(), line), QColor(ink_on(dark_panel=dark).panel))
            for column, mark in enumerate(MARKS):
                level = {Mark.WARNING: Level.WARNING, Mark.DANGER: Level.DANGER}.get(mark, Level.FINE)
                tight = Bar({Level.FINE: 60.0, Level.WARNING: 75.0, Level.DANGER: 92.0}[level], 80, level)
                state = IconState(mark, (Bar(34, 50, Level.FINE), tight) if form is None else (tight,), dark, form)
                left = column * step + 12
                for offset, pixels in ((0, 16), (24, 22), (54, 32)):
                    painter.drawImage(left + offset, row * line + (line - pixels) // 2, icon(state, pixels))
                large = icon(state, 16).scaled(64, 64, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation)
                painter.drawImage(left + 98, row * line + 10, large)
    image.save(str(target))


def draw_choices(folder: Path) -> None:
    """What a person may choose of the looks; and the popup that stays."""
    compact = Settings(theme=Theme.DARK, accent=Accent.VIOLET, density=Density.COMPACT)
    draw(GOOD_DAY, Theme.DARK, folder / "popup-compact-violet-dark.png", settings=compact)
    draw(GOOD_DAY, Theme.LIGHT, folder / "popup-teal-light.png", settings=Settings(theme=Theme.LIGHT, accent=Accent.TEAL))
    draw(GOOD_DAY, Theme.LIGHT, folder / "popup-pinned-light.png", stay=Stay(pinned=True))
    model = AccountListModel(INFOS)
    model.set_statuses(GOOD_DAY)
    for theme in (Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST):
        dialog = PreferencesDialog(Settings(theme=theme), model, INFOS, FakeClock(), offers_hotkeys=theme is Theme.LIGHT)
        for page, name in ((2, "notifications"), (3, "appearance"), (4, "advanced")):
            dialog.go_back_to("", page)
            save(dialog, folder / f"preferences-{name}-{theme.value}.png")


def draw_large_text(folder: Path) -> None:
    """A desktop with letters of half as much again."""
    usual = QApplication.font()
    large = QFont(usual)
    large.setPointSizeF(usual.pointSizeF() * 1.5)
    QApplication.setFont(large)
    draw(GOOD_DAY, Theme.DARK, folder / "popup-dark-large-text.png")
    QApplication.setFont(usual)


def draw_scaled(folder: Path, percent: str) -> None:
    """What a screen of this scale shows, pixel by pixel: for the process that SCALE asked to be scaled."""
    popup, ratio = made_popup(GOOD_DAY, Settings(theme=Theme.DARK)), float(percent) / 100
    popup.show()
    settle()
    popup.sized()
    settle()
    popup.grab().save(str(folder / f"popup-{percent}-percent-dark.png"))
    popup.hide()
    states = [IconState(mark, (Bar(34, 50, Level.FINE), Bar(75, 60, Level.WARNING)), True) for mark in MARKS]
    side = round(22 * ratio)
    image = QImage((side + 20) * len(states), side + 20, QImage.Format.Format_ARGB32)
    image.fill(QColor(ink_on(dark_panel=True).panel))
    with QPainter(image) as painter:
        for column, state in enumerate(states):
            pixmap = icon_for(state).pixmap(QSize(22, 22), ratio)
            pixmap.setDevicePixelRatio(1.0)
            painter.drawPixmap(10 + column * (side + 20), 10, pixmap)
    image.save(str(folder / f"tray-icon-{percent}-percent.png"))


def draw_language(name: str, folder: Path) -> None:
    """What there is in the language that holds now: the popup, three pages of the preferences, and a week of the past."""
    draw(GOOD_DAY, Theme.LIGHT, folder / f"popup-{name}-light.png", SMALL)
    draw(STATES, Theme.DARK, folder / f"states-{name}-dark.png", SMALL)
    model = AccountListModel(INFOS)
    model.set_statuses(GOOD_DAY)
    dialog = PreferencesDialog(Settings(theme=Theme.LIGHT), model, INFOS, FakeClock())
    for number, page in ((0, "general"), (2, "notifications"), (4, "advanced")):
        dialog.go_back_to("", number)
        save(dialog, folder / f"preferences-{page}-{name}-light.png", SMALL)
    moment = Afternoon()
    history = HistoryWindow(moment.model, FakeClock(moment.at), Settings(theme=Theme.LIGHT))
    history.show_window(CLAUDE.id, "weekly")
    history.choose(Span.WEEK)
    history.show_past(moment.past("weekly", Span.WEEK))
    save(history, folder / f"history-{name}-light.png", SMALL)


def draw_languages(folder: Path) -> None:
    """German, and the two languages that nobody speaks: one with longer words, one from right to left."""
    for direction, name in ((LEFT, "longer"), (RIGHT, "right-to-left")):
        with spoken(direction):
            draw_language(name, folder)
    speech = Speech(QLocale(QLocale.Language.German, QLocale.Country.Germany), ["de"])  # who lets go of it speaks English
    speech.apply(Settings())
    draw_language("german", folder)


def icon(state: IconState, pixels: int) -> QImage:
    """One icon, pixel by pixel."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    with QPainter(image) as painter:
        paint_icon(painter, state, pixels)
    return image


def main(folder: Path, *font: str) -> None:
    """Writes all pictures."""
    application = QApplication([])
    if font:
        application.setFont(QFont(font[0], int(font[1]) if len(font) > 1 else 10))
    folder.mkdir(parents=True, exist_ok=True)
    if SCALE in os.environ:
        draw_scaled(folder, os.environ[SCALE])
        return
    with tempfile.TemporaryDirectory() as place:
        for percent in ("150", "200"):
            screen = {"name": "one", "x": 0, "y": 0, "width": 2560, "height": 2560, "logicalDpi": 96, "dpr": 1}
            file = Path(place, "screens.json")
            file.write_text(json.dumps({"screens": [screen]}))
            scaled = os.environ | {"QT_SCALE_FACTOR": str(int(percent) / 100), SCALE: percent}
            scaled["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"
            subprocess.run([sys.executable, "-m", "tests.screenshots", str(folder), *font], env=scaled, check=True)
    draw_choices(folder)
    shown = {
        "popup": GOOD_DAY,
        "states": STATES,
        "states-trouble": TROUBLE,
        "states-first-start": FIRST_START,
        "states-nothing": NOTHING,
        "states-used-up": USED_UP,
        "states-five": FIVE,
    }
    draw_windows(Theme.HIGH_CONTRAST, folder)
    for theme in (Theme.DARK, Theme.LIGHT):
        for name, statuses in shown.items():
            draw(statuses, theme, folder / f"{name}-{theme.value}.png")
        draw_windows(theme, folder)
        draw_history(theme, folder)
    draw(GOOD_DAY, Theme.HIGH_CONTRAST, folder / "popup-high-contrast.png")
    draw_large_text(folder)
    draw_icons(folder / "tray-icons.png")
    draw_languages(folder)
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
