"""The field for a key that shows the popup from anywhere, and what is to be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from usagebar_qt.domain.hotkey import parse_hotkey
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import tr
from usagebar_qt.wording import preferences as words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from usagebar_qt.domain.settings import Settings

PORTABLE = QKeySequence.SequenceFormat.PortableText
NATIVE = QKeySequence.SequenceFormat.NativeText
HELD = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta})
LEADS_ON = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})
CLEARS = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


class HotkeyField(QWidget):
    """Says why where there is nothing to choose."""

    edited = Signal(str)
    """As `Hotkey` writes it; empty for none."""

    def __init__(self, parent: QWidget, *, is_offered: bool) -> None:
        super().__init__(parent)
        self._keys = _KeyEdit(self)
        self._keys.setEnabled(is_offered)
        self._keys.setAccessibleName(tr(words.HOTKEY).replace("&", ""))
        self._keys.pressed.connect(self._on_pressed)
        self._words = text_label(self, small_font(self.font()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._keys)
        layout.addWidget(self._words)
        self.setFocusProxy(self._keys)
        self._say(words.HOTKEY_HINT if is_offered else words.HOTKEY_ELSEWHERE)

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._keys.setText(QKeySequence.fromString(settings.hotkey, PORTABLE).toString(NATIVE))

    def show_refused(self) -> None:
        """Another program has it."""
        self._say(words.HOTKEY_REFUSED)

    def _say(self, text: str) -> None:
        self._words.setText(tr(text))
        self._keys.setAccessibleDescription(tr(text))

    def _on_pressed(self, text: str) -> None:
        hotkey = parse_hotkey(text) if text else None
        if text and hotkey is None:
            self._say(words.HOTKEY_WRONG)
            return
        self._say(words.HOTKEY_HINT)
        self.edited.emit(str(hotkey) if hotkey is not None else "")


class _KeyEdit(QLineEdit):
    """Takes keys as keys; a QKeySequenceEdit says nothing to a screen reader. Tab leads on, Backspace and Delete clear."""

    pressed = Signal(str)
    """What was pressed, in Qt's portable words; empty: none is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """Nobody else's shortcut while a key is chosen."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt asks for it."""
        key = Qt.Key(event.key())
        if key in LEADS_ON:
            super().keyPressEvent(event)
        elif key in CLEARS:
            self.pressed.emit("")
        elif key not in HELD:
            self.pressed.emit(QKeySequence(event.keyCombination()).toString(PORTABLE))
