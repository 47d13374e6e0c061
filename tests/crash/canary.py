"""Canary tokens and a canary key pass through everything: `python -m tests.crash.canary`. They must be found nowhere afterwards.

Searched are all that the program wrote, every line it said, and command line and environment of every process it started. Only
the credentials file may hold them, and the one variable through which the key is given.
"""

from __future__ import annotations

import json
import os
import random
import signal
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.crash.bed import Bed
from tests.crash.leaks import Search, Watcher
from tests.upstream import Upstream
from tests.welcomed import welcomed

T = TypeVar("T")
GIVEN = (b"Z_AI_API_KEY=", b"CLAUDE_CODE_OAUTH_TOKEN=")
"""Variables through which the test gives secrets: they belong to it and to our own processes; no other child may have them."""
COMMAND, PROGRAM = ("-m", "usagebar_qt.cli"), ("-m", "usagebar_qt", "--debug-log")
STUB = """#!/bin/sh
# Stands for Claude Code: keeps what it was given, and renews nothing.
cat /proc/$$/environ /proc/$$/cmdline > "$HOME/claude-was-given.$$"
"""
FALLS = """
import sys, threading, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QObject

KINDS = iter(range(2))

class Slot(QObject):
    def event(self, event):
        access, key = {access!r}, {key!r}
        if event.type() == QEvent.Type.User:
            raise RuntimeError(f"refused: Bearer {{access}}, Authorization: {{key}}, {{dict(accessToken=access)}}")
        return super().event(event)

class Falling:
    def __init__(self):
        self.secret = {access!r}

    def __del__(self):
        raise ValueError("Bearer " + self.secret)

def later():
    secret = {access!r}
    while not list(Path({home!r}).rglob("usagebar.log")):
        time.sleep(0.05)
    QCoreApplication.postEvent(slot, QEvent(QEvent.Type.User))
    Falling()
    raise LookupError({bare!r})

slot = Slot()
threading.Thread(target=later, name="falls").start()
sys.argv = ["usagebar-qt", "--debug-log"]
from usagebar_qt.app.main import main
sys.exit(main())
"""
"""The real program, with a slot, a thread and a finaliser beside it that fall with secrets in their hands."""


@dataclass
class Secrets:
    """Their bodies differ from anything else; `has_prefix`: with the beginnings that real ones have."""

    has_prefix: bool = True
    bodies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chance = random.Random(7)
        names = ("old access", "old refresh", "new access", "new refresh", "key", "typed key")
        self.bodies = {name: "".join(chance.choices(string.ascii_letters + string.digits, k=28)) for name in names}

    def token(self, name: str) -> str:
        kind = ("sk-ant-oat01-" if "access" in name else "sk-ant-ort01-") if self.has_prefix else ""
        return kind + self.bodies[name]

    def key(self, name: str = "key") -> str:
        return ("0123456789abcdef" * 2 + "." if self.has_prefix else "") + self.bodies[name]


class Flight:
    """One canary run in one home after the other."""

    def __init__(self, root: Path, secrets: Secrets, *, is_brief: bool = False) -> None:
        self._root, self.secrets, self._is_brief = root, secrets, is_brief
        self._search = Search(secrets.bodies)
        self.finds: list[str] = []
        self.scenes = self.files = self.processes = self.said = 0
        self._homes = 0
        self.took: dict[str, float] = {}

    def some_of(self, cases: Sequence[T]) -> Sequence[T]:
        """All, or every third where the run is to be brief."""
        return cases[::3] if self._is_brief else cases

    def bed(self, upstream: Upstream) -> Bed:
        self._homes += 1
        secrets = self.secrets
        upstream.token.access_form, upstream.token.refresh_form = secrets.token("new access"), secrets.token("new refresh")
        bed = Bed(self._root / f"home-{self._homes}", upstream, secrets.token("old refresh"), secrets.token("old access"))
        for name in ("tmp", "run", "bin"):
            (bed.home / name).mkdir(mode=0o700)
        stub = bed.home / "bin" / "claude"
        stub.write_text(STUB)
        stub.chmod(0o755)
        bed.env |= {"Z_AI_API_KEY": secrets.key(), "TMPDIR": str(bed.home / "tmp"), "XDG_RUNTIME_DIR": str(bed.home / "run")}
        bed.env |= {"PATH": f"{bed.home / 'bin'}{os.pathsep}{bed.env['PATH']}", "QT_QPA_PLATFORM": "offscreen"}
        bed.env |= {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={bed.home}/nobody"}
        welcomed(bed.env)
        return bed

    def run(
        self,
        name: str,
        bed: Bed,
        *arguments: str,
        begin: Sequence[str] = COMMAND,
        typed: str = "",
        act: Callable[[subprocess.Popen[bytes]], None] | None = None,
        **env: str,
    ) -> bytes:
        """One process to its end, and all that can be seen of it searched. Gives what it said."""
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, *begin, *arguments], cwd=bed.home, env=bed.env | env, stdin=pipe, stdout=pipe, stderr=pipe
        )
        watcher = Watcher(process.pid)
        try:
            if act is not None:
                act(process)
            out, err = process.communicate(typed.encode(), timeout=90)
        finally:
            process.kill()
            watcher.stop()
        self.scenes += 1
        self._look(name, "standard output", out)
        self._look(name, "standard error", err)
        self.said += len(out) + len(err)
        for (pid, command), environment in watcher.seen.items():
            self.processes += 1
            self._look(name, f"/proc/{pid}/cmdline", command)
            is_ours = b"usagebar_qt" in command or pid == process.pid
            kept = [entry for entry in environment.split(b"\0") if not (is_ours and entry.startswith(GIVEN))]
            self._look(name, f"/proc/{pid}/environ", b"\0".join(kept))
        return out + err

    def search_files(self, name: str, bed: Bed) -> None:
        """After the scenes of one home."""
        self.finds += [f"{name}: {find}" for find in self._search.in_files(bed.home, bed.file)]
        self.files += sum(path.is_file() for path in bed.home.rglob("*"))

    def take_in(self, other: Flight) -> None:
        """Adds what another one has seen."""
        self.finds += other.finds
        self.took |= other.took
        for name in ("scenes", "files", "processes", "said"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def _look(self, name: str, where: str, data: bytes) -> None:
        self.finds += [f"{name}: {hit} in {where}" for hit in self._search.hits(data)]


# -- the scenes ----------------------------------------------------------------------------------------------------------
def everyday(flight: Flight) -> None:
    """Renewal, figures in every form, and every other command."""
    with Upstream() as upstream:
        bed = flight.bed(upstream)
        said = flight.run("status", bed, "status", "--json")
        assert json.loads(said[: said.rindex(b"}") + 1])["providers"][0]["state"] == "ok", said
        assert flight.secrets.token("new refresh") in bed.file.read_text()
        for words in (
            ("status",),
            ("status", "--format", "waybar"),
            ("status", "--format", "statusline", "--max-age", "0"),
            ("doctor",),
            ("doctor", "--json"),
            ("key", "check", "zai"),
            ("history", "export"),
            ("events", "set", str(bed.home / "bin" / "claude")),  # it notes what it is given
            ("events", "test"),
            ("status", "--provider", flight.secrets.key()[:8]),
            ("frobnicate",),
        ):
            flight.run(" ".join(words), bed, *words)
        assert list(bed.home.glob("claude-was-given.*")), "the command for events was not run: the scene shows nothing"
        flight.run("key set", bed, "key", "set", "zai", typed=flight.secrets.key("typed key") + "\n", Z_AI_API_KEY="")
        flight.run("statusline tee", bed, "statusline", "tee", typed=json.dumps({"token": flight.secrets.token("old access")}))
        flight.search_files("everyday", bed)


def chatty(flight: Flight) -> None:
    """Everything that makes Python and its libraries talk."""
    with Upstream() as upstream:
        bed = flight.bed(upstream)
        bed.env |= {"PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1", "HTTPX_LOG_LEVEL": "trace"}
        flight.run("development mode", bed, "status", "--json")
        flight.run("doctor in development mode", bed, "doctor")
        flight.search_files("chatty", bed)


def echoes(secrets: Secrets) -> list[tuple[str, int, object, dict[str, str]]]:
    """Answers of services (or of what stands before them) that give back what they were sent."""
    both = f"{secrets.token('old access')} {secrets.token('new access')} {secrets.key()}"
    error: dict[str, Any] = {
        "type": "error",
        "error": {"type": "authentication_error", "message": f"invalid bearer: Bearer {both}"},
    }
    headers = {"Set-Cookie": f"session={secrets.token('new access')}", "X-Request": secrets.key()}
    return [
        ("401", 401, error, headers),
        ("403", 403, error, headers),
        ("429", 429, error, {**headers, "Retry-After": secrets.token("new access")}),
        ("500", 500, error, headers),
        ("302", 302, "", {"Location": f"http://127.0.0.1:9/?token={secrets.token('new access')}"}),
        ("HTML", 200, f"<html>{both}</html>", {"Content-Type": "text/html"}),
        ("no JSON", 200, f"{{{both}", headers),
        ("Z.ai's own errors", 200, {"code": 1001, "msg": f"Authorization: {both}", "success": False}, headers),
        ("odd values", 200, {"limits": [{"kind": both, "percent": both, "scope": {"model": {"display_name": 3}}}]}, headers),
    ]


def faults(flight: Flight) -> None:
    """Each fault of the services, with their echo."""
    with Upstream() as upstream:
        for name, status, body, headers in flight.some_of(echoes(flight.secrets)):
            bed = flight.bed(upstream)
            upstream.token.valid.add(bed.refresh)
            for service in (upstream.claude, upstream.zai):
                service.status, service.body, service.headers = status, body, headers
            flight.run(f"usage answers {name}", bed, "status")
            flight.search_files(f"usage answers {name}", bed)
    with Upstream() as upstream:
        echo = flight.secrets.token("old refresh")
        refusals: list[tuple[str, int, object]] = [
            ("invalid_grant", 400, {"error": "invalid_grant", "error_description": f"refresh_token={echo}"}),
            ("500", 500, {"error": {"message": echo}}),
            ("HTML", 200, f"<html>{echo}</html>"),
            (
                "a token that is no token",
                200,
                {"access_token": f"{flight.secrets.token('new access')}\r\nX: y", "refresh_token": 3},
            ),
        ]
        for name, status, body in flight.some_of(refusals):
            bed = flight.bed(upstream)
            upstream.token.answers = [(status, body)]
            flight.run(f"the token service answers {name}", bed, "status", "--json")
            flight.search_files(f"the token service answers {name}", bed)
        upstream.token.cut = True
        bed = flight.bed(upstream)
        flight.run("the answer is cut", bed, "status")
        flight.search_files("the answer is cut", bed)


def broken_files(flight: Flight) -> None:
    """Credentials that cannot be read or used."""
    secrets = flight.secrets
    with Upstream() as upstream:
        whole = flight.bed(upstream).file.read_text()
        texts = {
            "torn": whole[:-3],
            "a list": f'["{secrets.token("old access")}"]',
            "line breaks": whole.replace(secrets.token("old access"), secrets.token("old access") + "\\r\\nX: y"),
            "an object for a token": whole.replace(f'"{secrets.token("old access")}"', f'{{"a": "{secrets.token("old access")}"}}'),
            "a console key": whole.replace("sk-ant-oat01", "sk-ant-api03"),
        }
        for name, text in flight.some_of(list(texts.items())):
            bed = flight.bed(upstream)
            bed.file.write_text(text)
            flight.run(f"file: {name}", bed, "status")
            flight.run(f"file: {name}", bed, "doctor", "--json")
            flight.search_files(f"file: {name}", bed)


def ended(flight: Flight) -> None:
    """Ended from outside while tokens are in its hands: the words of a process's end, and what a kill leaves in our folders."""
    for number in flight.some_of((signal.SIGABRT, signal.SIGSEGV, signal.SIGTERM, signal.SIGINT)):
        with Upstream() as upstream:
            upstream.token.delay = 0.5
            bed = flight.bed(upstream)

            def act(process: subprocess.Popen[bytes], number: signal.Signals = number, upstream: Upstream = upstream) -> None:
                upstream.token.rotated.wait(30)
                process.send_signal(number)

            said = flight.run(number.name, bed, "status", act=act, PYTHONFAULTHANDLER="1")
            assert number not in (signal.SIGABRT, signal.SIGSEGV) or b"most recent call first" in said, said
            flight.search_files(number.name, bed)


def through_claude_code(flight: Flight) -> None:
    """The child that is not ours gets neither token nor key."""
    with Upstream() as upstream:
        bed = flight.bed(upstream)
        folder = bed.home / "config" / "usagebar"
        folder.mkdir(parents=True)
        (folder / "settings.json").write_text(json.dumps({"version": 1, "renewal": "through_cli"}))
        flight.run("through Claude Code", bed, "status", CLAUDE_CODE_OAUTH_TOKEN=flight.secrets.token("old access"))
        given = list(bed.home.glob("claude-was-given.*"))
        assert given, "Claude Code was not started: the scene shows nothing"
        flight.search_files("through Claude Code", bed)


def tray(flight: Flight) -> None:
    """The tray program with its debug log: a day's work, and then a slot, a thread and a finaliser that fall."""
    for falling in flight.some_of((True, False)):
        with Upstream() as upstream:
            bed = flight.bed(upstream)
            flight.run(
                "tray that falls" if falling else "tray",
                bed,
                begin=_falling(flight, bed) if falling else PROGRAM,
                act=_day(bed, falling),
            )
            assert upstream.token.count == 1
            flight.search_files("tray that falls" if falling else "tray", bed)


def _falling(flight: Flight, bed: Bed) -> Sequence[str]:
    """A script beside the home. A secret without a known beginning is no part of its words: nobody can tell it there."""
    access = flight.secrets.token("new access")
    script = bed.home.with_suffix(".py")
    bare = access if flight.secrets.has_prefix else ""
    script.write_text(FALLS.format(access=access, bare=bare, key=flight.secrets.key(), home=str(bed.home)))
    return (str(script),)


def _day(bed: Bed, falling: bool) -> Callable[[subprocess.Popen[bytes]], None]:
    wanted = ("unhandled RuntimeError", "unraisable ValueError", "unhandled in thread falls") if falling else ()

    def act(process: subprocess.Popen[bytes]) -> None:
        pause, ends = threading.Event(), time.monotonic() + 40
        upstream, log = bed.upstream, ""
        while not (upstream.claude.count and upstream.zai.count and all(words in log for words in wanted)):
            assert time.monotonic() < ends, f"not everything came to pass: {log}"
            assert process.poll() is None, process.communicate()
            pause.wait(0.05)
            log = "".join(path.read_text() for path in bed.home.rglob("usagebar.log"))
        process.send_signal(signal.SIGTERM)

    return act


SCENES = (everyday, chatty, broken_files, ended, through_claude_code, tray)


def fly(root: Path, *, has_prefix: bool, is_brief: bool = False) -> Flight:
    """All scenes. What a service gives back is searched for only where it looks like a secret: nobody can tell it else."""
    scenes = (*SCENES, *((faults,) if has_prefix else ()))
    folders = [root / ("as real ones" if has_prefix else "like nothing known") / scene.__name__ for scene in scenes]
    flights = [Flight(folder, Secrets(has_prefix), is_brief=is_brief) for folder in folders]

    def play(scene: Callable[[Flight], None], flight: Flight) -> None:
        began = time.monotonic()
        scene(flight)
        flight.took[scene.__name__] = time.monotonic() - began

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(play, scenes, flights))
    whole = flights.pop(0)
    for flight in flights:
        whole.take_in(flight)
    return whole


def main() -> int:
    bad = 0
    for has_prefix in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            flight = fly(Path(folder), has_prefix=has_prefix)
        kind = "canaries like real ones" if has_prefix else "canaries like nothing known"
        print(f"{kind}: {flight.scenes} processes run, {flight.processes} command lines and environments seen,")
        print(f"    {flight.files} files and {flight.said} bytes of output searched: {len(flight.finds)} found")
        print("    seconds:", ", ".join(f"{name} {seconds:.1f}" for name, seconds in flight.took.items()))
        for find in flight.finds:
            print(f"    {find}")
        bad += len(flight.finds)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
