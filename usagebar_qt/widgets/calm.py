"""Lets single news through at once, and of many that come together only some."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

CALM_MILLISECONDS = 80
"""Nobody sees the difference; fifty accounts that answer within a second are then laid out a dozen times, not a hundred."""
CROWD_MILLISECONDS = 150
"""Longer than the time from one of many accounts that are asked to the next: amid them none is shown in the turn of its answer."""
AT_ONCE = 3
"""As many accounts as most people have at the most: for them nothing comes later."""


NEWS_AT_ONCE = 2 * AT_ONCE
"""Of so many accounts: figures, and then where they lead, which is a line more. Where the popup became taller for it only at the
moment's end, the last card would have a bar to scroll it by until then (seen on pictures)."""
AGAIN_MILLISECONDS = 3
"""Until the next turn of the event loop in which something that may wait is done."""


class OneATurn(QObject):
    """Of several things that may wait, each of which takes some milliseconds, one at a time: two in one turn would be a frame."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_crowded = False
        """Whether so many accounts tell news that none of it may take the turn of its coming."""
        self._over = QTimer(self, interval=AGAIN_MILLISECONDS, singleShot=True)

    def count(self, accounts: int) -> None:
        """So many of them there are."""
        self.is_crowded = accounts > AT_ONCE

    def take(self) -> bool:
        """Whether this turn is free; it is taken then. Otherwise ask again after `AGAIN_MILLISECONDS`."""
        if self._over.isActive():
            return False
        self._over.start()
        return True


class Calm(QObject):
    """`due` is told in the same turn of the event loop for the first `at_once` in a moment, for all others at the moment's end. Of
    a crowd none is told at once."""

    due = Signal()
    """No callable: who holds this and is held by it would be cyclic garbage in the end, and widgets must not die of that."""

    def __init__(self, parent: QObject, turn: OneATurn, milliseconds: int = CALM_MILLISECONDS, at_once: int = AT_ONCE) -> None:
        """What comes at a moment's end waits for its `turn`."""
        super().__init__(parent)
        self._turn = turn
        self._milliseconds = milliseconds
        self._at_once = at_once
        self._told = 0
        self._is_wanted = False
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._on_pause_over)

    def ask(self) -> None:
        """There is news."""
        if self._told < self._at_once and not self._turn.is_crowded:
            self._told += 1
            self._tell()
        else:
            self._is_wanted = True
            if not self._pause.isActive():
                self._pause.start(self._milliseconds)

    def _on_pause_over(self) -> None:
        if self._is_wanted and not self._turn.take():
            self._pause.start(AGAIN_MILLISECONDS)
            return
        is_wanted, self._is_wanted = self._is_wanted, False
        self._told = self._at_once if is_wanted else 0  # amid many there is no exception for the next one
        if is_wanted:
            self._tell()

    def _tell(self) -> None:
        self.due.emit()
        if self._at_once and not self._turn.is_crowded:  # else the next one waits anyway
            self._pause.start(self._milliseconds)  # from the work's end: what takes long must not take all
