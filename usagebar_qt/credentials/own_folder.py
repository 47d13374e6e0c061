"""Folders and small files that are ours: open to nobody but their owner, whatever the umask says."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_own_folder(folder: Path) -> None:
    """Makes it and every folder above it that is missing, all with mode 0700. `mkdir(parents=True)` would give those above it the
    umask's mode: under a careless one anybody could replace what lies in them. One that is there stays. Raises `OSError`."""
    try:
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        make_own_folder(folder.parent)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def close_to_others(file: Path) -> None:
    """A file that a library has made with a mode of its own. Never raises: its folder is closed anyway."""
    with contextlib.suppress(OSError):
        os.chmod(file, FILE_MODE)  # noqa: PTH101
