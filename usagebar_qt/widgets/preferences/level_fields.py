"""Levels of their own for each kind of window: `50, 80, 95`; an empty field goes by the two levels of the General page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from usagebar_qt.domain.alert_rules import DEFAULT_LEVELS
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.notification_settings import ANY, MOST_LEVELS, LevelOverride, NotificationSettings
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording.alerts import LEVELS_EVERY, LEVELS_FOR, LEVELS_HINT, LEVELS_OF
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS: Mapping[WindowKind, str] = {
    WindowKind.SESSION: QT_TRANSLATE_NOOP("wording", "Session"),
    WindowKind.WEEKLY: QT_TRANSLATE_NOOP("wording", "Week"),
    WindowKind.WEEKLY_SCOPED: QT_TRANSLATE_NOOP("wording", "Week of one model"),
    WindowKind.TOOLS: QT_TRANSLATE_NOOP("wording", "Tools"),
}


def levels_in(text: str) -> tuple[int, ...] | None:
    """`50, 80 %; 95` as numbers, rising; None where it is no list of one to five levels from 1 to 100."""
    if not re.fullmatch(r"[\d\s,;%]*", text, re.ASCII):
        return None
    found = sorted({int(word) for word in re.findall(r"\d+", text)})
    return tuple(found) if 1 <= len(found) <= MOST_LEVELS and found[0] >= 1 and found[-1] <= 100 else None


class LevelFields(QWidget):
    """Shows the overrides of every provider, or of one that is chosen; all others are kept. Those of one win."""

    edited = Signal(object)
    """Tuple of LevelOverride."""

    def __init__(self, providers: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        """`providers`: ids and names; with fewer than two there is nothing to choose."""
        super().__init__(parent)
        self._overrides: tuple[LevelOverride, ...] = ()
        self._general: tuple[int, ...] = DEFAULT_LEVELS
        self._fields: dict[WindowKind, QLineEdit] = {}
        self._providers = (ANY, *(identifier for identifier, _ in providers))
        self._whose = QComboBox(self)
        self._whose.addItems([tr(LEVELS_EVERY), *(name for _, name in providers)])
        self._whose.setAccessibleName(tr(LEVELS_FOR))
        self._whose.setAccessibleDescription(tr(LEVELS_FOR))
        self._whose.currentIndexChanged.connect(self._on_whose)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        has_choice = len(providers) > 1
        self._whose.setVisible(has_choice)
        if has_choice:
            grid.addWidget(QLabel(tr(LEVELS_FOR), self), 0, 0)
            grid.addWidget(self._whose, 0, 1, 1, 3)
        for number, (kind, name) in enumerate(FIELDS.items()):
            field = QLineEdit(self)
            field.setMaxLength(30)
            field.setToolTip(tr(LEVELS_HINT))
            field.setAccessibleName(say(Sentence(LEVELS_OF, {"window": tr(name)})))
            field.setAccessibleDescription(tr(LEVELS_HINT))
            field.editingFinished.connect(self._on_edited)
            self._fields[kind] = field
            row, column = divmod(number, 2)
            grid.addWidget(QLabel(tr(name), self), row + 1, 2 * column)
            grid.addWidget(field, row + 1, 2 * column + 1)

    def show_levels(self, overrides: Sequence[LevelOverride], general: Sequence[int]) -> None:
        """What holds now; `general` stands greyed where nothing else is set."""
        self._overrides, self._general = tuple(overrides), tuple(general)
        whose = self._chosen()
        own = {row.window: row.levels for row in overrides if row.provider == whose and row.window is not None}
        others = tuple(row for row in overrides if row.provider != whose or row.window not in self._fields)
        rules = NotificationSettings(overrides=others).rules(whose, self._general)
        for kind, field in self._fields.items():
            field.setPlaceholderText(", ".join(map(str, rules.levels_of(kind))))
            if not (field.hasFocus() and field.isModified()):  # what is being typed is left alone
                field.setText(", ".join(map(str, own.get(kind, ()))))

    def _chosen(self) -> str:
        return self._providers[max(0, self._whose.currentIndex())]

    def _on_whose(self) -> None:
        for field in self._fields.values():
            field.setModified(False)
        self.show_levels(self._overrides, self._general)

    def _on_edited(self) -> None:
        whose = self._chosen()
        kept = [row for row in self._overrides if row.provider != whose or row.window not in self._fields]
        own = []
        for kind, field in self._fields.items():
            before = next((row for row in self._overrides if row.provider == whose and row.window is kind), None)
            levels = levels_in(field.text())
            if levels is not None:
                own.append(LevelOverride(levels, whose, kind))
            elif field.text().strip() and before is not None:
                own.append(before)  # nonsense changes nothing
            field.setModified(False)
        # The last that fits counts: first what is for every provider, then what is for one.
        wanted = tuple(sorted([*kept, *own], key=_is_for_one))
        if wanted != self._overrides:
            self.edited.emit(wanted)
        else:
            self.show_levels(self._overrides, self._general)


def _is_for_one(override: LevelOverride) -> bool:
    return override.provider != ANY
