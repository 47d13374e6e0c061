"""Windows Python under Wine: where its parts lie, and how a program is started there. `set_up.py` makes it.

    with Session(bed) as session:
        ended = session.run(bed.python, "-m", "usagebar_qt", "--smoke-test", timeout=60)

What was learnt about Wine 8, and is kept to here:

- Standard output must be a pipe: with a regular file Windows Python stops before its first line.
- A server that was started without a display shows no window and no tray icon for as long as it lives: a session starts anew.
- The first program of a session takes 2.5 s, the next ones 0.1 s, as long as one is still running: a session keeps one.
- Services of Wine that a program starts inherit its pipe and hold it open: the end of the program counts, not that of its output.
- `QT_*` variables do not pass from Linux to Windows: `sitecustomize.py` on the Windows side puts them there (not for a frozen one).
- Without a display Qt's "windows" plugin never gets ready: then it is `offscreen`.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

CHECKOUT = Path(__file__).resolve().parents[2]
CARRIED = "USAGEBAR_BED_"  # prefix under which a QT_ variable travels to the Windows side
OFFERED_BY_QT = {"offscreen", "minimal", "windows"}  # platform plugins of Qt for Windows
# Without these Wine would ask for Gecko and .NET, and put our shortcuts into the menu of the person at the desk.
OVERRIDES = "mscoree,mshtml=;winemenubuilder.exe=d"
KEEP_ALIVE = "import time; time.sleep(86400)"
TIMED_OUT = 124  # exit code, as timeout(1) has it


def windows_path(path: Path) -> str:
    """How Windows programs call a path of Linux."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def default_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """In the user's cache, outside any checkout, so that all of them share it."""
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "usagebar-wine"


@dataclass(frozen=True, slots=True)
class Ended:
    """Exit code (124: stopped at its time limit) and everything printed."""

    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Bed:
    """The folder that holds it all; the checkout is only put on Python's path."""

    folder: Path
    checkout: Path = CHECKOUT

    @property
    def prefix(self) -> Path:
        """Wine's: registry, drive C."""
        return self.folder / "prefix"

    @property
    def home(self) -> Path:
        """An empty home folder, to which Wine links Documents and its like: nothing of the user's own is in reach."""
        return self.folder / "home"

    @property
    def python(self) -> Path:
        return self.folder / "python" / "python.exe"

    @property
    def site_packages(self) -> Path:
        return self.folder / "python" / "Lib" / "site-packages"

    @property
    def drive_c(self) -> Path:
        return self.prefix / "drive_c"

    @property
    def profile(self) -> Path:
        """The Windows user's folder, with AppData below it."""
        return self.drive_c / "users" / (os.environ.get("USER") or os.environ.get("LOGNAME") or "root")

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """For anything that starts Wine; `extra` wins, and its QT_ variables pass to the Windows side too."""
        given = {**os.environ, **(extra or {})}
        result = {name: value for name, value in given.items() if not name.startswith(("QT_", "PYTHON", "WINE"))}
        if "XAUTHORITY" not in given and (authority := Path.home() / ".Xauthority").exists():
            result["XAUTHORITY"] = str(authority)
        for name, value in given.items():
            if name.startswith("QT_") and (name != "QT_QPA_PLATFORM" or value in OFFERED_BY_QT):
                result[CARRIED + name] = value
        if not given.get("DISPLAY"):
            result[CARRIED + "QT_QPA_PLATFORM"] = "offscreen"
        result |= {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": OVERRIDES,
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",  # otherwise names of files with umlauts are lost
            "PYTHONPATH": windows_path(self.checkout),
            "PYTHONPYCACHEPREFIX": windows_path(self.folder / "bytecode"),  # the checkout stays free of it
            "PYTHONIOENCODING": "utf-8:backslashreplace",  # for the streams only: files are to meet Windows' own code page
        }
        own = {name: value for name, value in (extra or {}).items() if name.startswith(("PYTHON", "WINE"))}
        return result | own

    def wineserver(self, option: str) -> None:
        """`-k` ends all programs of this prefix, `-w` waits for that."""
        subprocess.run(["wineserver", option], env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)


class Output:
    """Collects what a child prints, and passes it on; bound to the child's life, not to the pipe's."""

    def __init__(self, pipe: IO[bytes] | None, pass_on: Callable[[bytes], object] | None = None) -> None:
        if pipe is None:
            raise ValueError("the child was started without a pipe")
        self._parts: list[bytes] = []
        self._pass_on = pass_on
        self._pipe = pipe
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._pipe:
            while chunk := os.read(self._pipe.fileno(), 65536):
                self._parts.append(chunk)
                if self._pass_on is not None:
                    self._pass_on(chunk)

    def text(self, wait_seconds: float = 1.0) -> str:
        """What came, after the child has ended: the rest in the pipe is waited for, other holders of the pipe are not."""
        self._thread.join(wait_seconds)
        return b"".join(self._parts).decode("utf-8", "replace").replace("\r\n", "\n")


@dataclass
class Session:
    """Wine's server, started anew and ended with the session. One at a time for a folder; another one waits.

    `extra` is environment for all of it, for example the DISPLAY of a private desktop.
    """

    bed: Bed
    extra: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock: IO[str] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._lock = (self.bed.folder / "session.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting for another session in {self.bed.folder} to end ...", file=sys.stderr, flush=True)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            self._restart()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def _restart(self) -> None:
        self.bed.wineserver("-k")
        self.bed.wineserver("-w")
        self._keeper = subprocess.Popen(
            ["wine", str(self.bed.python), "-c", KEEP_ALIVE],
            env=self.bed.environment(self.extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _end(self) -> None:
        self.bed.wineserver("-k")
        if self._keeper is not None:
            self._keeper.wait(30)
            self._keeper = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def launch(self, program: Path | str, *arguments: str, extra: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a Windows program, standard error joined to output; the caller reads the pipe and ends it."""
        return subprocess.Popen(
            ["wine", str(program), *arguments],
            env=self.bed.environment({**self.extra, **(extra or {})}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(
        self,
        program: Path | str,
        *arguments: str,
        timeout: float | None = None,
        extra: Mapping[str, str] | None = None,
        pass_on: Callable[[bytes], object] | None = None,
    ) -> Ended:
        """Run a Windows program to its end, at most `timeout` seconds; `pass_on` gets the output as it comes."""
        child = self.launch(program, *arguments, extra=extra)
        output = Output(child.stdout, pass_on)
        try:
            code = child.wait(timeout)
        except subprocess.TimeoutExpired:
            code = TIMED_OUT
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        return Ended(code, output.text())
