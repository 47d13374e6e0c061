"""Claude Code's folder inside a WSL distribution, seen from Windows. Only in one that is running: none is ever started.

Looking at `\\\\wsl.localhost\\<distribution>` starts that distribution, and so does `wsl.exe -d`. Listing the running ones starts
nothing, so that comes before every look.
"""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LIST_RUNNING = ("--list", "--quiet", "--running")
PATIENCE_SECONDS = 2.0
"""Less than what a reader of credentials is given in all; a service that is slower counts as stopped."""
FRESH_SECONDS = 2.0
"""One fetch reads several files: they share one listing."""
MOST_HOMES = 32
KEPT_VARIABLES = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA")
"""What the tool needs; a key that is in our own environment does not go into a child's."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")
"""All that WSL accepts as a distribution's name. A message, in whatever language, has spaces or other letters."""
_NOT_FOR_PEOPLE = ("docker-desktop", "rancher-desktop")
"""Distributions that hold another program's machinery."""
_FOLDER = re.compile(r"[\\/]{2}wsl(?:\.localhost|\$)[\\/]+([^\\/]+)(?:[\\/].*)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class WslFolder:
    """A folder of Claude Code's in a running distribution."""

    distribution: str
    user: str
    folder: str
    """As Windows names it: `\\\\wsl.localhost\\Ubuntu\\home\\me\\.claude`."""


def distribution_of(folder: str) -> str | None:
    """The distribution that a folder lies in; None for every other folder."""
    match = _FOLDER.fullmatch(folder.strip())
    return match[1] if match else None


def names_in(raw: bytes) -> tuple[str, ...]:
    """The distributions that `wsl.exe --list --quiet` printed. None at all where one line is no name: then it is a message."""
    lines = [line.strip(" \t\x00") for line in re.split(r"[\r\n]+", _decoded(raw))]
    names = [line for line in lines if line]
    if not all(_NAME.fullmatch(name) for name in names):
        return ()
    return tuple(dict.fromkeys(name for name in names if not name.lower().startswith(_NOT_FOR_PEOPLE)))


def _decoded(raw: bytes) -> str:
    """UTF-16 little-endian, with or without its mark; UTF-8 where the variable WSL_UTF8 asks for it."""
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    if b"\x00" in raw:
        return raw.decode("utf-16-le", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[int, bytes]:
    """Exit code and standard output. Raises `OSError`; `TimeoutError`, which is one, after `PATIENCE_SECONDS`."""
    import subprocess

    try:
        ended = subprocess.run(  # noqa: S603 - a fixed tool; no shell
            arguments,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(arguments[0]) from None
    return ended.returncode, ended.stdout


class Wsl:
    """Which distributions run, and what they hold."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        run: Callable[[Sequence[str], Mapping[str, str]], tuple[int, bytes]] = run,
        place: Callable[[str], Path] = Path,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`place` makes a path of a folder's name."""
        self._tool = str(Path(environ.get("SYSTEMROOT", "C:\\Windows")) / "System32" / "wsl.exe")
        self._environ = {name: environ[name] for name in KEPT_VARIABLES if name in environ}
        self._run = run
        self._place = place
        self._monotonic = monotonic
        self._listed: tuple[float, tuple[str, ...]] | None = None

    @property
    def is_here(self) -> bool:
        """Whether the tool exists: every Windows 11 has it, whether a distribution is installed or not."""
        return Path(self._tool).is_file()

    def running(self) -> tuple[str, ...]:
        """The running distributions; none where that cannot be told. Blocking: a child process, at most `PATIENCE_SECONDS`."""
        now = self._monotonic()
        if self._listed is not None and now - self._listed[0] < FRESH_SECONDS:
            return self._listed[1]
        names: tuple[str, ...] = ()
        with contextlib.suppress(OSError):
            code, raw = self._run((self._tool, *LIST_RUNNING), self._environ)
            names = names_in(raw) if code == 0 else ()
        self._listed = (now, names)
        return names

    def is_running(self, distribution: str) -> bool:
        """Names are the same in any case."""
        return distribution.casefold() in {name.casefold() for name in self.running()}

    def path_of(self, folder: str) -> Path:
        """The folder as a path. Whoever opens it has asked `is_running` first."""
        return self._place(folder)

    def claude_folders(self) -> tuple[WslFolder, ...]:
        """Claude Code's usual folder in every home of every running distribution that may be read. Somebody's act."""
        return tuple(found for name in self.running() for found in self._folders_in(name))

    def _folders_in(self, distribution: str) -> Iterator[WslFolder]:
        root = f"\\\\wsl.localhost\\{distribution}"
        homes = [f"{root}\\root"]
        with contextlib.suppress(OSError):
            homes[:0] = [f"{root}\\home\\{entry.name}" for entry in islice(self._place(f"{root}\\home").iterdir(), MOST_HOMES)]
        for home in sorted(homes):
            folder = f"{home}\\.claude"
            with contextlib.suppress(OSError):
                if self._place(folder).is_dir():
                    yield WslFolder(distribution, home.rpartition("\\")[2], folder)
