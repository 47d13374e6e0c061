"""Days of use in minutes: the real program on a real desktop with a real keyring, its clock at speed, and everything around it
going wrong at random, from a seed. Linux; asserts nothing.

    python -m tests.soak.conduct [--seconds 600] [--speed 2880] [--seed 1] [--calm] [--kinds]

Printed: memory, handles, threads, timers and objects at each tenth, and what they gain in a thousand refreshes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.e2e.desktop import Desktop
from tests.e2e.secret_service import SecretService, private_bus
from tests.signed_in import LONG, sign_in
from tests.upstream import Service, Upstream, claude_body, zai_body
from tests.welcomed import welcomed

ROOT = Path(__file__).parents[2]
KEY = "soak-key-0123456789abcdef.0123456789"
THEMES = ("light", "dark", "high_contrast", "system")
WARM_SHARE = 0.3
"""Of the run, in which caches fill."""
RECOVERY_SECONDS = 20.0
"""Real seconds: the longest back-off of the clock is two of them at the usual speed."""
FAULTS: tuple[tuple[str, int, object], ...] = (
    ("busy", 503, {"error": "busy"}),
    ("broken", 500, "<html>Internal server error</html>"),
    ("limited", 429, {"error": "slow down"}),
    ("page", 200, "<html><body>Sign in to the hotel's network</body></html>"),
    ("half", 200, '{"five_hour": {"utiliz'),
    ("no object", 200, [1, 2, 3]),
)


@dataclass
class Outcome:
    """What came of it."""

    samples: list[dict[str, Any]] = field(default_factory=list)
    cuts: int = 0
    faults: int = 0
    keyring_restarts: int = 0
    tray_restarts: int = 0
    themes: int = 0
    days: float = 0.0
    requests: int = 0
    recoveries: list[float] = field(default_factory=list)
    """Seconds of the clock until every account was well again."""
    unwell: list[str] = field(default_factory=list)
    """Where that did not come in time."""
    code: int | None = None
    stderr: str = ""
    log: str = ""

    def settled(self) -> list[dict[str, Any]]:
        """Without those in which caches fill, and taken while all was well."""
        return self.samples[int(len(self.samples) * WARM_SHARE) :]

    def slope(self, name: str) -> float:
        """What it gains in a thousand refreshes: a straight line through the settled samples."""
        points = [(float(row["refreshes"]), float(row[name])) for row in self.settled()]
        middle = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
        spread = sum((x - middle[0]) ** 2 for x, _ in points)
        return 1000 * sum((x - middle[0]) * (y - middle[1]) for x, y in points) / spread if spread else 0.0

    def table(self) -> str:
        memory = ("own_kib", "pss_kib", "rss_kib")
        names = (*memory, "fds", "threads", "timers", "loop_timers", "tasks", "widgets", "qobjects", "objects")
        last = self.samples[-1]
        lines = [
            f"{self.days:.1f} days, {last['refreshes']} refreshes, {self.requests} requests, popup opened {last['opened']} times, "
            f"{self.themes} themes, {self.cuts} cuts of the network, {self.faults} faults of the service, "
            f"{self.keyring_restarts} restarts of the keyring, {self.tray_restarts} of the tray",
            f"well again after {max(self.recoveries, default=0):.0f} s of the clock at the longest",
            "".join(f"{name:>12}" for name in ("refreshes", *names)),
        ]
        tenths = sorted({round(tenth * (len(self.samples) - 1) / 10) for tenth in range(11)})
        lines += ["".join(f"{self.samples[index][name]:>12}" for name in ("refreshes", *names)) for index in tenths]
        lines.append("".join(f"{text:>12}" for text in ("per 1,000", *(f"{self.slope(name):+.1f}" for name in names))))
        return "\n".join(lines)

    def kinds(self) -> str:
        """Which kinds of Python objects there are more of in the end than after the warming up."""
        first, last = self.settled()[0]["kinds"], self.samples[-1]["kinds"]
        grown = sorted(((last[kind] - first.get(kind, 0), kind) for kind in last), reverse=True)
        return "\n".join(f"{more:+8}  {kind}" for more, kind in grown[:15] if more > 0)


class Moving(Service):
    """Figures of the clock's now."""

    make: Callable[[], object]

    def __getattribute__(self, name: str) -> Any:
        if name == "body" and self.status == 200 and object.__getattribute__(self, "fault") is None:
            return self.make()
        return self.fault if name == "body" else object.__getattribute__(self, name)

    fault: object | None = None


class Network:
    """Both services behind one port, which can be cut."""

    def __init__(self, services: dict[str, Service]) -> None:
        self._services = services
        self._stack = ExitStack()
        self._upstream: Upstream | None = None
        self._port = 0
        self.mend()

    @property
    def environment(self) -> dict[str, str]:
        assert self._upstream is not None
        return self._upstream.environment()

    def mend(self) -> None:
        if self._upstream is None:
            self._upstream = Upstream(self._port)
            self._upstream.claude, self._upstream.zai = self._services["claude"], self._services["zai"]
            self._stack.enter_context(self._upstream)
            self._port = int(self._upstream.url.rpartition(":")[2])

    def cut(self) -> None:
        self._stack.close()
        self._upstream = None


class Inside:
    """The program's process."""

    def __init__(self, env: dict[str, str], speed: float, errors: Path) -> None:
        self._stderr = errors.open("wb")
        command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "tests.soak.inside", str(speed)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=env, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=self._stderr, text=True)
        self.began = datetime.fromisoformat(self.answer()["began"])
        self.began_at = time.monotonic()

    def tell(self, *words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the program has ended"
        return dict(json.loads(line))

    def report(self) -> dict[str, Any]:
        self.tell("report")
        return self.answer()

    def end(self) -> int:
        self.tell("stop")
        try:
            return self.process.wait(20)
        finally:
            self._stderr.close()


def is_well(report: dict[str, Any]) -> bool:
    return set(report["states"].values()) == {"ok"}


class Soak:
    """One run."""

    def __init__(self, root: Path, desktop: Desktop, keyring: SecretService, *, speed: float, seed: int) -> None:
        self.desktop, self.keyring, self.speed = desktop, keyring, speed
        self.chance = random.Random(seed)
        self.outcome = Outcome()
        self.services: dict[str, Service] = {"claude": Moving(None), "zai": Moving(None)}
        self.network = Network(self.services)
        self._root = root
        env = desktop.env | {"DBUS_SESSION_BUS_ADDRESS": keyring.address, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}
        env |= self.network.environment | {"CLAUDE_CONFIG_DIR": str(root / "claude"), "NO_PROXY": "127.0.0.1"}
        env.pop("PYTHON_KEYRING_BACKEND", None)
        self.env = env
        self._is_open = False
        self.only = ""

    def furnish(self) -> None:
        """A sign-in in a file, a key in the keyring, the first page seen."""
        sign_in(self._root / "claude", seconds=LONG, subscriptionType="max")
        self.keyring.start()
        command = [sys.executable, "-m", "usagebar_qt.cli", "key", "set", "zai", "--no-check"]
        done = subprocess.run(command, env=self.env, cwd=ROOT, input=KEY + "\n", capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        welcomed(self.env)

    def run(self, seconds: float, *, calm: bool, samples: int) -> Outcome:
        """Lets it live for so many real seconds."""
        inside = Inside(self.env, self.speed, self._root / "stderr.txt")

        def now() -> datetime:
            return inside.began + timedelta(seconds=(time.monotonic() - inside.began_at) * self.speed)

        def percent() -> float:
            return round(now().timestamp() / 180 % 95, 1)

        claude, zai = self.services["claude"], self.services["zai"]
        claude.make = lambda: claude_body(percent(), percent() / 2, now=now())  # type: ignore[attr-defined]
        zai.make = lambda: zai_body(int(percent()), int(percent() / 2), now=now())  # type: ignore[attr-defined]
        try:
            self._wait_until_well(inside)
            self._warm_up(inside)
            began, told = time.monotonic(), 0
            while (passed := time.monotonic() - began) < seconds:
                self._act(inside)
                if not calm and self.chance.random() < 0.02:
                    self._trouble(inside)
                if passed >= told * seconds / samples:
                    told += 1
                    self._sample(inside)
            self._sample(inside)
            self.outcome.days = (time.monotonic() - inside.began_at) * self.speed / 86_400
        finally:
            self.outcome.code = inside.end()
            self.outcome.requests = sum(service.count for service in self.services.values())
            self.outcome.stderr = (self._root / "stderr.txt").read_text(errors="replace")
            self.outcome.log = "\n".join(path.read_text(errors="replace") for path in self.desktop.home.rglob("usagebar.log*"))
        return self.outcome

    def _warm_up(self, inside: Inside) -> None:
        """Every window and every theme once: what is loaded late is no growth."""
        for words in (("open",), ("preferences",), ("history",), *(("theme", name) for name in THEMES), ("close",)):
            inside.tell(*words)
            time.sleep(0.4)

    def _act(self, inside: Inside) -> None:
        """What a person does, some times a second."""
        if self.only == "refresh":
            time.sleep(0.2)
            return
        inside.tell("close" if self._is_open else "open")
        self._is_open = not self._is_open
        draw = self.chance.random() if self.only != "popup" else 1.0
        if draw < 0.02:
            inside.tell("theme", self.chance.choice(THEMES))
            self.outcome.themes += 1
        elif draw < 0.03:
            inside.tell("preferences")
        elif draw < 0.04:
            inside.tell("history")
        elif draw < 0.06:
            inside.tell("refresh")
        time.sleep(self.chance.uniform(0.03, 0.12))

    def _trouble(self, inside: Inside) -> None:
        """One thing goes wrong for a while, and is then as before; the program must be well again by itself."""
        draw = self.chance.random()
        if draw < 0.35:
            self.outcome.cuts += 1
            self.network.cut()
            self._live_on(inside)
            self.network.mend()
        elif draw < 0.75:
            self.outcome.faults += 1
            _, status, body = self.chance.choice(FAULTS)
            service = self.services[self.chance.choice(["claude", "zai"])]
            service.fault, service.status = body, status  # type: ignore[attr-defined]
            self._live_on(inside)
            service.fault, service.status = None, 200  # type: ignore[attr-defined]
        elif draw < 0.9:
            self.outcome.keyring_restarts += 1
            assert self.keyring.daemon is not None
            self.keyring.daemon.terminate()
            self.keyring.daemon.wait(10)
            self._live_on(inside)
            self.keyring.start()
        else:
            self.outcome.tray_restarts += 1
            self.desktop.end(self.desktop.tray_host)
            self._live_on(inside)
            self.desktop.start_tray_host()
        self._wait_until_well(inside)

    def _live_on(self, inside: Inside) -> None:
        for _ in range(self.chance.randint(1, 8)):
            self._act(inside)

    def _wait_until_well(self, inside: Inside) -> None:
        began = time.monotonic()
        report = inside.report()
        while not is_well(report) and time.monotonic() - began < RECOVERY_SECONDS:
            self._act(inside)
            report = inside.report()
        self.outcome.recoveries.append((time.monotonic() - began) * self.speed)
        if not is_well(report):
            self.outcome.unwell.append(str(report["states"]))

    def _sample(self, inside: Inside) -> None:
        """Always in the same posture: popup closed, nothing under way."""
        if self._is_open:
            self._act(inside)
        reports = []
        for _ in range(3):
            time.sleep(0.15)
            reports.append(inside.report())
        # Threads, tasks and handles of what runs just now are no growth: the quietest of three looks counts.
        self.outcome.samples.append(min(reports, key=lambda row: (row["threads"], row["fds"], row["tasks"])))


@contextmanager
def bed() -> Iterator[tuple[Path, Desktop, SecretService]]:
    """Display, tray host and keyring."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name, private_bus() as keyring:
        home = Path(name, "home")
        home.mkdir()
        desktop = Desktop("xembed", home)
        try:
            desktop.start()
            yield Path(name), desktop, keyring
        finally:
            desktop.stop()


def soak(*, seconds: float, speed: float, seed: int, calm: bool = False, samples: int = 30, only: str = "") -> Outcome:
    """Everything together."""
    with bed() as (root, desktop, keyring):
        run = Soak(root, desktop, keyring, speed=speed, seed=seed)
        run.only = only
        run.furnish()
        return run.run(seconds, calm=calm, samples=samples)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--speed", type=float, default=2_880.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="nothing goes wrong")
    parser.add_argument("--only", choices=("", "refresh", "popup"), default="", help="to find out what grows")
    parser.add_argument("--kinds", action="store_true", help="say which kinds of Python objects have grown in number")
    options = parser.parse_args()
    outcome = soak(seconds=options.seconds, speed=options.speed, seed=options.seed, calm=options.calm, only=options.only)
    print(outcome.table())
    if options.kinds:
        print(outcome.kinds())
    for line in (*outcome.unwell, outcome.stderr[-2_000:]):
        print(line, file=sys.stderr)
    return outcome.code or (1 if outcome.unwell or "Traceback" in outcome.stderr + outcome.log else 0)


if __name__ == "__main__":
    os.environ.setdefault("E2E", "1")
    sys.exit(main())
