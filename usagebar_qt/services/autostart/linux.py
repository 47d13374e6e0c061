"""A .desktop file in the autostart folder, after the XDG specifications. A file that is there already is changed, not replaced."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.engine.atomic_file import write_text
from usagebar_qt.services.ports import AutostartState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = "usagebar-qt.desktop"
GROUP = "[Desktop Entry]"
SWITCH = "X-GNOME-Autostart-enabled"
"""GNOME and its relatives note here that somebody has switched an entry off; `Hidden` is the specification's own word."""
RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
"""Characters for which the Desktop Entry Specification demands quotes in `Exec`."""
LARGEST = 64 * 1024
"""Characters of a file that is looked at; a .desktop file has a thousandth of that."""


def autostart_folders(environ: Mapping[str, str], home: Path) -> tuple[Path, tuple[Path, ...]]:
    """The user's own folder, and those of the system, the first of which wins."""
    config = environ.get("XDG_CONFIG_HOME", "")
    own = Path(config) if config.startswith("/") else home / ".config"
    shared = [Path(part) for part in environ.get("XDG_CONFIG_DIRS", "").split(":") if part.startswith("/")]
    return own / "autostart", tuple(folder / "autostart" for folder in shared or [Path("/etc/xdg")])


def quoted(word: str) -> str:
    """A word of `Exec`: quoted where it must be, escaped once for the quotes and once for the file; `%` doubled."""
    if RESERVED & set(word):
        for mark in ("\\", '"', "`", "$"):
            word = word.replace(mark, f"\\{mark}")
        word = f'"{word}"'
    return escaped(word).replace("%", "%%")


def escaped(text: str) -> str:
    """A value of type string."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def desktop_entry(command: Sequence[str]) -> str:
    """The file that we write where there is none."""
    return "\n".join(
        (
            GROUP,
            "Type=Application",
            "Name=Usage Bar",
            "Comment=Shows how much of your coding plans is left",
            f"Exec={' '.join(map(quoted, command))}",
            f"TryExec={escaped(command[0])}",  # a program that was removed is then no error at login
            "Icon=usagebar-qt",
            "Terminal=false",
            "StartupNotify=false",
            "Categories=Utility;",
            f"{SWITCH}=true",
            "",
        )
    )


def values(text: str) -> dict[str, str]:
    """Keys and values of the main group; what is no such line is passed over."""
    found: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            inside = line == GROUP
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key.strip(), value.strip())
    return found


def is_on(text: str) -> bool:
    """Whether a session would start it."""
    entry = values(text)
    return bool(entry.get("Exec")) and entry.get("Hidden") != "true" and entry.get(SWITCH) != "false"


def with_values(text: str, new: Mapping[str, str | None]) -> str:
    """The text with these keys of the main group set, or taken out (None); everything else stays as it was."""
    lines: list[str] = []
    todo = {key: value for key, value in new.items() if value is not None}
    inside = False
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("["):
            if inside:
                lines += _left(todo)
            inside = stripped == GROUP
        key = stripped.partition("=")[0].strip()
        if inside and "=" in stripped and key in new:
            if key in todo:
                lines.append(f"{key}={todo.pop(key)}")
            continue
        lines.append(line)
    if inside:
        lines += _left(todo)
    return "\n".join([*lines, ""])


def _left(todo: dict[str, str]) -> list[str]:
    lines = [f"{key}={value}" for key, value in todo.items()]
    todo.clear()
    return lines


def program_of(text: str) -> Path | None:
    """The program that `Exec` names with its whole path; None where it is looked for, or cannot be told."""
    value = values(text).get("Exec", "").replace("\\\\", "\\").replace("%%", "%")
    found = re.match(r'"((?:[^"\\]|\\.)*)"|\S*', value)
    first = "" if found is None else re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[0]
    return Path(first) if first.startswith("/") else None


class DesktopFileAutostart:
    """The user's own file decides; without one, what the system's folders say."""

    def __init__(self, command: Sequence[str], own: Path, shared: Sequence[Path]) -> None:
        self._command = tuple(command)
        self._file = own / FILE
        self._shared = tuple(folder / FILE for folder in shared)

    def state(self) -> AutostartState:
        """Blocking: a small file."""
        text = self._text()
        if text is None:
            text = next((found for file in self._shared if (found := _read(file)) is not None), "")
        return AutostartState.ON if is_on(text) else AutostartState.OFF

    def switch_on(self) -> None:
        """Somebody's own file keeps its lines; its program is replaced only where that has gone. Raises `OSError`."""
        text = self._text()
        fresh = desktop_entry(self._command)
        if text is None or GROUP not in text:
            self._write(fresh)
            return
        new: dict[str, str | None] = {"Hidden": None, SWITCH: "true"}
        program = program_of(text)
        if not values(text).get("Exec") or (program is not None and not program.exists()):
            new |= {key: values(fresh)[key] for key in ("Exec", "TryExec")}
        self._write(with_values(text, new))

    def switch_off(self) -> None:
        """Our own file goes; another, and one that hides the system's, says that it is hidden. Raises `OSError`."""
        text = self._text()
        is_shared = any(file.exists() for file in self._shared)
        if text is None:
            if is_shared:
                self._write(with_values(desktop_entry(self._command), {"Hidden": "true", SWITCH: "false"}))
        elif _without_program(text) == _without_program(desktop_entry(self._command)) and not is_shared:
            self._file.unlink(missing_ok=True)
        else:
            self._write(with_values(text, {"Hidden": "true", SWITCH: "false"}))

    def _text(self) -> str | None:
        return _read(self._file)

    def _write(self, text: str) -> None:
        make_own_folder(self._file.parent)
        write_text(self._file, text, 0o644)  # replaces a link, never what it points to


def _without_program(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith(("Exec=", "TryExec="))]


def _read(file: Path) -> str | None:
    try:
        with file.open(encoding="utf-8", errors="surrogateescape") as opened:
            return opened.read(LARGEST)
    except OSError:
        return None
