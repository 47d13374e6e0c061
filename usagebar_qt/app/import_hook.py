"""Takes PySide's hook off Python's imports (docs/decisions/002), and lets go of the sources that it has read.

PySide replaces `builtins.__import__` with a function that reads the source of every module imported after it, looking for its
own name: whether somebody uses its switchable features. We use none. What it costs, measured: 16 MB of memory (all those sources
stay in `linecache`) and a fifth of the time that our imports take; and where one thread imports while another is half through
pydantic's import, its walk over all modules raises an ImportError in a place that has nothing to do with either.
"""

from __future__ import annotations

import builtins
import linecache  # `inspect` has it, which PySide loads

ORIGINAL = "__orig_import__"
"""Where PySide keeps what it replaced."""


def take_off(names: object = builtins) -> bool:
    """Puts the former import function back; call it once, after the first import of PySide6. False where there was no hook."""
    original = getattr(names, ORIGINAL, None)
    if not callable(original):
        return False
    names.__import__ = original  # type: ignore[attr-defined]
    linecache.clearcache()  # of QtCore's own import, 15,000 lines: 1.3 MB
    return True
