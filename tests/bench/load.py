"""Fifty accounts whose answers are of the largest shape, refreshed all at once with the popup on the screen: how long one turn of
the event loop takes. Asserts nothing; Linux.

    python -m tests.bench.load [--accounts 50] [--rounds 3] [--small] [--json] [--where]

The upstream is a process of its own, so that its work does not count. Two figures a phase: the longest gap between two ticks, as a
person would feel it, and the longest time of the processor that the loop's own thread took between them, which other programs on
the same machine do not lengthen.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.turns import TURN_MS, Deeds, Phase, Watcher, watch_events
from tests.upstream import claude_body, zai_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from usagebar_qt.app.composition import Program
    from usagebar_qt.engine.runtime import Runtime

ROOT = Path(__file__).parents[2]
ROWS = 24
"""What is shown of an answer at the most."""
SPEED = 20.0
"""What was fetched counts as new for 30 s of the clock: a refresh may follow after two real seconds."""
PHASE_SECONDS = 90.0
LOOK_SECONDS = 0.0005


def large_claude(shift: float) -> dict[str, Any]:
    """Every kind of row, as many as are shown; `shift` makes each answer another."""
    body = claude_body(31.0 + shift, 52.0 + shift)
    # The upstream's answers are read against the system's clock, on which the bench runs.
    reset = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    body["limits"] += [
        {
            "kind": "weekly_scoped", "percent": 2.0 * row + shift, "resets_at": reset,
            "scope": {"model": {"display_name": f"A model with a rather long name, number {row}"}},
        }
        for row in range(ROWS - 2)
    ]  # fmt: skip
    body["extra_usage"] = {"used_credits": 763, "monthly_limit": 2_000, "currency": "EUR", "decimal_places": 2, "is_enabled": True}
    return body


def large_zai(shift: float) -> dict[str, Any]:
    """The same of the other service."""
    body = zai_body(39 + int(shift), 22 + int(shift))
    body["data"]["limits"] += [
        {"type": f"KIND_NUMBER_{row}_LIMIT", "unit": 4, "number": row + 1, "percentage": 3 * row + int(shift)}
        for row in range(ROWS - 2)
    ]
    return body


class Looker(threading.Thread):
    """Looks where the loop's thread is while a turn takes too long."""

    def __init__(self, watcher: Watcher) -> None:
        super().__init__(daemon=True)
        self._watcher = watcher
        self._main = threading.main_thread().ident
        self.seen: dict[str, int] = {}

    def run(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            if time.perf_counter() - self._watcher.turn_began > TURN_MS / 1000:
                frame = sys._current_frames().get(self._main or 0)
                names: list[str] = []
                while frame is not None:
                    if not names or "usagebar_qt" in frame.f_code.co_filename:
                        names.append(f"{Path(frame.f_code.co_filename).stem}:{frame.f_code.co_name}:{frame.f_lineno}")
                    frame = frame.f_back
                key = f"{self._watcher.phase.name}: " + " < ".join(names[:5])
                self.seen[key] = self.seen.get(key, 0) + 1


@contextlib.contextmanager
def upstream() -> Iterator[str]:
    """The loopback services in a process of their own; gives their address."""
    with subprocess.Popen([sys.executable, "-m", "tests.upstream"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def tell(url: str, service: str, body: dict[str, Any]) -> None:
    """What it answers from now on."""
    raw = json.dumps({"body": body}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{url}/control/{service}", raw)) as answer:
        answer.read()


def furnish(home: Path, count: int, url: str) -> Runtime:
    """Half of the accounts sign in with folders of their own, half with keys."""
    from usagebar_qt.credentials.key_store import MemoryKeyStore
    from usagebar_qt.domain.clock import FastClock, SystemClock
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.settings import AccountSettings, Settings
    from usagebar_qt.engine.first_run import FirstRunMark
    from usagebar_qt.engine.paths import Paths
    from usagebar_qt.engine.runtime import build_runtime
    from usagebar_qt.providers import zai

    entries: list[AccountSettings] = []
    keys: dict[tuple[str, str], str] = {}
    # So are the sign-ins' dates.
    ends = int((datetime.now(UTC) + timedelta(days=3_650)).timestamp() * 1000)
    for number in range(count // 2):
        slug = f"number-{number}" if number else ""
        folder = home / f"claude-{number}"
        folder.mkdir(mode=0o700)
        login = {
            "accessToken": f"sk-ant-oat01-load-{number}", "refreshToken": f"sk-ant-ort01-load-{number}",
            "expiresAt": ends, "scopes": ["user:inference", "user:profile"], "subscriptionType": "max",
        }  # fmt: skip
        file = folder / ".credentials.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps({"claudeAiOauth": login}))
        entries.append(AccountSettings(AccountId("claude", slug), f"Sign-in {number}", options={"config_dir": str(folder)}))
        entries.append(AccountSettings(AccountId("zai", slug), f"Key {number}"))
        tail = f":{slug}" if slug else ""
        keys[f"{zai.KEY.service}{tail}", f"{zai.KEY.username}{tail}"] = f"load-key-{number:032d}"
    environ = {
        "CLAUDE_CONFIG_DIR": str(home / "claude-0"), "USAGEBAR_CLAUDE_API_URL": url, "USAGEBAR_ZAI_API_URL": url,
        "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    clock = FastClock(SystemClock().now(), SPEED)
    runtime = build_runtime(paths=Paths.under(home), environ=environ, clock=clock, key_store=MemoryKeyStore(keys), home=home)
    runtime.settings_file.save(Settings(accounts=tuple(entries)))
    FirstRunMark(runtime.paths.first_run_mark).set()
    return runtime


async def play(program: Program, watcher: Watcher, phases: list[Phase], change: Callable[[float], None], rounds: int) -> None:
    """First figures, the popup, time that passes, refreshes of all; then the end."""

    def begin(name: str) -> None:
        watcher.phase = Phase(name)
        phases.append(watcher.phase)

    def all_ok() -> bool:
        return all(status.state.value == "ok" for status in program.model.statuses())

    async def until(what: Callable[[], bool]) -> None:
        async with asyncio.timeout(PHASE_SECONDS):
            while not what():  # noqa: ASYNC110 - the program has no signal for it
                await asyncio.sleep(0.05)

    try:
        begin("first figures, popup closed")
        await until(all_ok)
        begin("the popup opens")
        program.tray.toggle_requested.emit()
        await asyncio.sleep(1.0)
        begin("shown, nothing new")
        await asyncio.sleep(4.0)
        for number in range(rounds):
            await asyncio.to_thread(change, float(number + 1))
            await asyncio.sleep(2.0)
            begin(f"refresh {number + 1} of all, popup open")
            seen = {status.id: status.checked_at for status in program.model.statuses()}
            program.refresh.request_refresh()
            await until(lambda seen=seen: all(status.checked_at != seen[status.id] for status in program.model.statuses()))  # type: ignore[misc]
            await asyncio.sleep(2.0)
        begin("hidden and shown again")
        for _ in range(5):
            program.windows.popup.hide()
            await asyncio.sleep(0.6)
            program.windows.open_popup()
            await asyncio.sleep(0.6)
    finally:
        program.lifecycle.request_stop()


def measure(count: int, rounds: int, *, small: bool, where: bool, names: int) -> dict[str, Any]:
    """Runs it; the figures of each phase."""
    from usagebar_qt.app import application as program_application
    from usagebar_qt.app import composition
    from usagebar_qt.app import main as program_main
    from usagebar_qt.app.composition import Program, build
    from usagebar_qt.app.first_icon import FirstIcon
    from usagebar_qt.app.garbage import take_over
    from usagebar_qt.app.import_hook import take_off
    from usagebar_qt.domain.clock import SystemClock
    from usagebar_qt.services.ports import MemoryAutostart

    with tempfile.TemporaryDirectory(prefix="usagebar-load-") as folder, upstream() as url:

        def change(shift: float) -> None:
            tell(url, "claude", claude_body(20 + shift, 30 + shift) if small else large_claude(shift))
            tell(url, "zai", zai_body(20 + int(shift), 30 + int(shift)) if small else large_zai(shift))

        change(0.0)
        composition.TRAY_PATIENCE_SECONDS = 3_600.0  # there is no tray here, and the popup is not to come by itself for that
        take_off()
        take_over()
        sys.setswitchinterval(program_main.SWITCH_SECONDS)
        deeds = Deeds() if names else None
        if deeds is not None:
            deeds.watch_asyncio()
            deeds.watch_collections()
            program_application.Application = watch_events(program_application.Application, deeds)  # type: ignore[misc,assignment]
        application = program_main._application()
        made = list[Program]()
        watcher, phases = Watcher(deeds), list[Phase]()
        looker = Looker(watcher)
        if where:
            looker.start()

        def make() -> Program:
            made.append(build(furnish(Path(folder), count, url), None, MemoryAutostart, icon))
            return made[0]

        async def watched(program: Program) -> None:
            task = program.tasks.spawn(watcher.run(), name="watcher")
            await play(program, watcher, phases, change, rounds)
            task.cancel()

        icon = FirstIcon(SystemClock())
        icon.tray.show()
        program_main._run(application, make, [watched])
        (program,) = made
        accounts = len(program.model.statuses())
        states = sorted({status.state.value for status in program.model.statuses()})
    most = sorted(looker.seen.items(), key=lambda pair: -pair[1])[:40]
    longest = {phase.name: list(phase.long_turns(names)) for phase in phases}
    return {
        "accounts": accounts, "states": states, "phases": [phase.told() for phase in phases], "where": most, "longest": longest,
    }  # fmt: skip


def main() -> None:
    """Prints a line a phase."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small", action="store_true", help="answers as most people get them")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--where", action="store_true", help="say where the loop's thread was in turns of more than a frame")
    parser.add_argument("--names", type=int, default=0, help="of each phase's so many longest turns say what ran in them")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = measure(options.accounts, options.rounds, small=options.small, where=options.where, names=options.names)
    if options.json:
        print(json.dumps(report), flush=True)
        return
    print(f"{report['accounts']} accounts, states at the end: {', '.join(report['states'])}")
    print(
        f"{'milliseconds; turns above ' + f'{TURN_MS:.0f}':34} {'longest gap':>16} {'own part of it':>16} {'loop`s processor':>16}"
    )
    for phase in report["phases"]:
        print(f"{phase['phase']:34}", end="")
        for what, late in (("gap", "gaps"), ("own", "own"), ("busy", "busy")):
            print(f" {phase[f'longest_{what}_ms']:9.1f} ({phase[f'{late}_over_a_frame']:4})", end="")
        print(f" of {phase['turns']} turns")
        for line in report["longest"][phase["phase"]]:
            print(f"    {line}")
    for place, count in report["where"]:
        print(f"{count:6}  {place}")


if __name__ == "__main__":
    main()
