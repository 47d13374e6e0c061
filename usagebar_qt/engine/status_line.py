"""Puts our command into another program's status-line setting, and takes it out again as if it had never been there.

That program's settings may hold keys: only the status line's own entry is kept on our side, and nothing of the rest is copied.
"""

from __future__ import annotations

import json
import re
import stat
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from usagebar_qt.engine.atomic_file import read_json, write_json, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEY = "statusLine"
OURS = " statusline tee"
"""How our command ends, wherever the program is."""
LARGEST = 4 * 1024 * 1024
SCHEMA_VERSION = 1


class Outcome(StrEnum):
    """What became of it."""

    DONE = "done"
    ALREADY = "already"
    """It was in already, or was not there to be taken out."""
    FOREIGN = "foreign"
    """Somebody has put another status line in since: left alone."""
    UNREADABLE = "unreadable"
    """The settings are no JSON object that could be changed safely."""
    NO_FOLDER = "no_folder"
    """The other program has never been here."""
    DISK = "disk"


@dataclass(frozen=True, slots=True)
class _Settings:
    path: Path
    """With symbolic links resolved: a settings file often lives in a folder of dotfiles."""
    text: str
    data: dict[str, Any]
    mode: int


class StatusLineBridge:
    """One settings file. `kept` is our own note of what was there before."""

    def __init__(self, settings: Path, kept: Path) -> None:
        self._path = settings
        self._kept = kept

    def install(self, command: str) -> Outcome:
        """An existing status line is kept, and run by ours."""
        if not self._path.parent.is_dir():
            return Outcome.NO_FOLDER
        found = self._read()
        if found is None:
            return Outcome.UNREADABLE
        before = found.data.get(KEY)
        if _is_ours(before):
            return Outcome.ALREADY
        entry = {**(before if isinstance(before, dict) else {}), "type": "command", "command": command}
        try:
            # Ours first: should the second write fail, nothing has changed for the other program.
            self._note({**self._notes(), str(found.path): before})
            _write(found, {**found.data, KEY: entry})
        except OSError:
            return Outcome.DISK
        return Outcome.DONE

    def uninstall(self) -> Outcome:
        """Puts back what was there."""
        found = self._read() if self._path.parent.is_dir() else None
        if found is None:
            return Outcome.UNREADABLE if self._path.exists() else Outcome.ALREADY
        notes = self._notes()
        now = found.data.get(KEY)
        if not _is_ours(now):
            is_foreign = now is not None and str(found.path) in notes
            return Outcome.FOREIGN if is_foreign else Outcome.ALREADY
        before = notes.pop(str(found.path), None)
        data = {**found.data, KEY: before}  # in its old place
        if before is None:
            del data[KEY]
        try:
            _write(found, data)
            self._note(notes)
        except OSError:
            return Outcome.DISK
        return Outcome.DONE

    def previous_command(self) -> str | None:
        """What ran before ours was put in, and still shall."""
        try:
            before = self._notes().get(str(self._path.resolve()))
        except (OSError, RuntimeError):
            return None
        command = before.get("command") if isinstance(before, dict) else None
        return command if isinstance(command, str) and command.strip() and not _is_ours(before) else None

    def _read(self) -> _Settings | None:
        """None where it cannot be changed safely."""
        try:
            path = self._path.resolve()
            if not path.exists():
                return _Settings(path, "", {}, 0o600)
            info = path.stat()
            if not stat.S_ISREG(info.st_mode) or info.st_size > LARGEST:
                return None
            text = path.read_bytes().decode("utf-8")
            data = json.loads(text) if text.strip() else {}
        except (OSError, ValueError, RecursionError, RuntimeError):
            return None
        return _Settings(path, text, data, stat.S_IMODE(info.st_mode)) if isinstance(data, dict) else None

    def _notes(self) -> dict[str, Any]:
        try:
            data = read_json(self._kept)
        except (OSError, ValueError):
            return {}
        files = data.get("files") if data else None
        return dict(files) if isinstance(files, dict) else {}

    def _note(self, files: Mapping[str, Any]) -> None:
        if files:
            write_json(self._kept, {"schema_version": SCHEMA_VERSION, "files": dict(files)})
        else:
            self._kept.unlink(missing_ok=True)


def _is_ours(entry: object) -> bool:
    command = entry.get("command") if isinstance(entry, dict) else None
    return isinstance(command, str) and command.rstrip().endswith(OURS)


def _write(found: _Settings, data: Mapping[str, Any]) -> None:
    """In the form that the file has: its indentation, and its last line break."""
    indent = re.match(r"\{\r?\n([ \t]+)", found.text.lstrip())
    unit: str | int | None = indent[1] if indent else (2 if not found.text.strip() or "\n" in found.text.strip() else None)
    text = json.dumps(data, ensure_ascii=False, indent=unit)
    ending = "\n" if found.text.endswith("\n") or not found.text else ""
    if "\r\n" in found.text:
        text, ending = text.replace("\n", "\r\n"), ending and "\r\n"
    write_text(found.path, text + ending, found.mode)
