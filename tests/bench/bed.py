"""What the benchmarks stand on: a network of their own, a private display with a tray that tells when an icon came, and a look at
processes.

Linux; needs Xvfb, dbus-daemon, openbox, openssl, unshare (util-linux) and ip (iproute2). Nothing here asserts a time.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tests.bench.environments import python_of_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TEN_LINES, WEBKIT = HERE / "ten_lines.py", HERE / "webkit_window.py"
KEY = "0123456789abcdef0123456789abcdef.bench0000"
HOSTS = ("api.anthropic.com", "platform.claude.com", "console.anthropic.com", "claude.ai", "api.z.ai", "status.claude.com")
PRIVATE = "USAGEBAR_BENCH_PRIVATE"
INTO_PRIVATE = (
    'ip link set lo up && mount --bind "$1" /etc/hosts && mkdir -p /tmp/.X11-unix && mount -t tmpfs none /tmp/.X11-unix '
    '&& shift && exec "$@"'
)
"""X servers outside share neither network nor sockets with ours: two of them would take each other's place."""
FOREIGN = ("XDG_", "CLAUDE", "Z_AI", "ZAI", "PYTHON", "QT_", "WAYLAND", "DBUS_", "ANTHROPIC")
PATIENCE_SECONDS = 30.0
NO_ICON_SECONDS = 6.0


def go_private() -> None:
    """Starts this program again where only the loopback exists and the services' names lead to it. Returns there."""
    if os.environ.get(PRIVATE):
        return
    with tempfile.NamedTemporaryFile("w", prefix="usagebar-hosts-", delete=False) as hosts:
        hosts.write("127.0.0.1 localhost " + " ".join(HOSTS) + "\n")
    unshare = ["unshare", "--net", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    again = [sys.executable, *sys.orig_argv[1:]]
    os.execvpe(unshare[0], [*unshare, "sh", "-c", INTO_PRIVATE, "sh", hosts.name, *again], {**os.environ, PRIVATE: hosts.name})


class Lines:
    """What a child prints, with a way to wait for a line that begins with a word."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        self._pipe = pipe
        self.seen: list[str] = []
        self._came = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for raw in self._pipe:
            with self._came:
                self.seen.append(raw.decode(errors="replace").strip())
                self._came.notify_all()

    def wait_for(self, word: str, since: int = 0, timeout: float = PATIENCE_SECONDS) -> list[str]:
        """The words of the first such line after the first `since` lines."""

        def found() -> list[str] | None:
            return next((line.split() for line in self.seen[since:] if line.split()[:1] == [word]), None)

        with self._came:
            if not self._came.wait_for(lambda: found() is not None, timeout):
                raise SystemExit(f"no line {word!r} within {timeout:.0f} s; came: {self.seen[-5:]}")
            return found() or []


@dataclass
class Bed:
    """A display, a bus, a window manager, a tray and an upstream."""

    folder: Path
    python: str
    """Of an environment with the program's own requirements alone."""
    env: dict[str, str] = field(default_factory=dict)
    tray: Lines | None = None
    url: str = ""

    def home(self, name: str) -> dict[str, str]:
        """Environment with a home of its own, in which somebody is signed in and has seen our first page."""
        from tests.signed_in import sign_in
        from tests.welcomed import welcomed

        home = self.folder / name
        if not home.exists():
            (home / "run").mkdir(parents=True, mode=0o700)
            sign_in(home / ".claude")
            welcomed({"HOME": str(home)})
        return {**self.env, "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}

    def ours(self, name: str) -> dict[str, str]:
        """The same with what leads our program to the upstream."""
        given = {"USAGEBAR_CLAUDE_API_URL": self.url, "USAGEBAR_ZAI_API_URL": self.url, "Z_AI_API_KEY": KEY}
        return {**self.home(name), **given, "PYTHONPATH": str(ROOT)}

    @contextlib.contextmanager
    def started(self, command: Sequence[str], env: Mapping[str, str]) -> Iterator[Started]:
        """A program of the bed, ended with the block."""
        assert self.tray is not None
        before, begun = len(self.tray.seen), time.monotonic_ns()
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield Started(process.pid, begun, Lines(process.stdout), self.tray, before)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()


@dataclass
class Started:
    """A running program."""

    pid: int
    begun: int
    lines: Lines
    tray: Lines
    tray_since: int

    def tray_ms(self, word: str = "painted") -> float:
        """Milliseconds from its start to its icon."""
        return (int(self.tray.wait_for(word, self.tray_since)[1]) - self.begun) / 1e6

    def tray_ms_if_any(self) -> float | None:
        """The same; None where no icon comes."""
        with contextlib.suppress(SystemExit):
            return (int(self.tray.wait_for("painted", self.tray_since, NO_ICON_SECONDS)[1]) - self.begun) / 1e6
        return None

    def said_ms(self, word: str) -> float:
        """Milliseconds from its start to what it says of itself."""
        return (int(self.lines.wait_for(word)[1]) - self.begun) / 1e6


@contextlib.contextmanager
def bed() -> Iterator[Bed]:
    """Everything up; everything down."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usagebar-bench-")))
        python = str(python_of_program())
        made = Bed(folder, python, {**kept, "LC_ALL": "C.UTF-8", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})

        def child(*command: str, env: Mapping[str, str] | None = None, fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                command,
                env=env or made.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=fds,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return process

        reader, writer = os.pipe()
        child("Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", fds=(writer,))
        made.env["DISPLAY"] = f":{os.read(reader, 16).decode().strip()}"
        bus = child("dbus-daemon", "--session", "--nofork", "--print-address")
        assert bus.stdout is not None
        made.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        child("openbox")
        project = {**made.env, "PYTHONPATH": str(ROOT)}
        made.tray = Lines(child(sys.executable, "-m", "tests.bench.tray_host", env=project).stdout)
        made.tray.wait_for("ready")
        upstream = child(sys.executable, "-m", "tests.bench.slow_upstream", env=project)
        assert upstream.stdout is not None
        made.url = f"http://127.0.0.1:{upstream.stdout.readline().decode().strip()}"
        certificate, key = _certificate(folder)
        made.env |= dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), str(certificate))
        peers = child(sys.executable, "-m", "tests.bench.slow_upstream", str(certificate), str(key), env=project)
        assert peers.stdout is not None
        peers.stdout.readline()
        yield made


def _certificate(folder: Path) -> tuple[Path, Path]:
    """For the services' names, good for a day and for whoever is told of it: the peers know no other addresses."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = "subjectAltName=" + ",".join(f"DNS:{host}" for host in HOSTS)
    files = ["-keyout", str(key), "-out", str(certificate)]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=bench", "-addext", names]
    subprocess.run([*made, *files], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return certificate, key


def tree(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += tree(int(child))
    return found


def memory(pid: int) -> tuple[float, float]:
    """Proportional set size and private memory in MB, of all its processes."""
    pss = private = 0
    for one in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                pss += int(rest.split()[0]) if name == "Pss" else 0
                private += int(rest.split()[0]) if name in ("Private_Clean", "Private_Dirty") else 0
    return pss * 1024 / 1e6, private * 1024 / 1e6


def table(rows: Mapping[str, Mapping[str, Sequence[float]]], against: str) -> None:
    """Medians of every column, and their ratios to those of one row."""
    columns = list(next(iter(rows.values())))
    print(f"{'':28}" + "".join(f"{column:>26}" for column in columns))
    for name, values in rows.items():
        line = f"{name:28}"
        for column in columns:
            here, there = values.get(column), rows[against].get(column)
            if not here:
                line += f"{'–':>26}"
                continue
            middle = statistics.median(here)
            ratio = f"({middle / statistics.median(there):.2f})" if there and statistics.median(there) else ""
            line += f"{middle:>17.1f} {ratio:>8}"
        print(line)
