"""How long the popup stays on the screen, and as which kind of window. Pure.

| a panel shows icons | pinned | the window |
|---|---|---|
| yes | no | above others, gone when it loses the focus: the icon brings it back |
| yes | yes | above others until it is closed |
| no | no | an ordinary one that the desktop lists: nothing else leads back to it |
| no | yes | the same, above others |
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt


@dataclass(frozen=True, slots=True)
class Stay:
    """What decides it."""

    pinned: bool = False
    """A person wants to keep it in sight."""
    alone: bool = False
    """No panel shows an icon."""

    @property
    def lasts(self) -> bool:
        """It stays when another window gets the focus; then it can be moved, and needs a button to close it."""
        return self.pinned or self.alone

    @property
    def flags(self) -> Qt.WindowType:
        """A tool window is in no list of windows; one that is above all others hides them, which a person must want."""
        kind = Qt.WindowType.Window if self.alone else Qt.WindowType.Tool
        above = Qt.WindowType.WindowStaysOnTopHint if self.pinned or not self.alone else Qt.WindowType(0)
        return kind | Qt.WindowType.FramelessWindowHint | above
