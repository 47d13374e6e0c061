"""The tray program and twenty commands at once, over and over, on one home, from its first moment on.

    python -m tests.crowd.crowd [--seconds 60] [--commands 20]

The services are asked once per permitted interval, whoever asks, nobody ever reads half a file, and nothing is left behind.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tests.signed_in import LONG, sign_in
from tests.upstream import Upstream
from tests.welcomed import welcomed
from usagebar_qt.engine.record import from_json

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")
INTERVALS = {"claude": 180.0, "zai": 30.0}
"""Seconds between two requests that nobody wished for."""
FORMS = (("--json",), ("--json",), ("--json",), ("--format", "waybar"), ("--format", "statusline"), ())
ANSWER_SECONDS = 90.0
STATES = {"ok", "stale", "error", "not_configured", "disabled", "no_plan"}
WAITS = {"floor", "budget", "backoff", "rate_limited", "needs_user", None}
SOURCES = {"api", "statusline", "claude_code_cache", "claude_desktop", "demo", None}
FIELDS = {
    "id", "name", "state", "plan", "fetched_at", "source", "binding_window", "windows", "credits", "next_request_at", "wait_reason",
    "error",
}  # fmt: skip
WINDOW_FIELDS = {"id", "label", "used_percent", "resets_at", "window_seconds", "used", "limit", "unit", "pace"}


@dataclass
class Outcome:
    """Of one crowd."""

    seconds: float = 0.0
    commands: int = 0
    looks: int = 0
    """At the state files, while they were written."""
    requests: dict[str, int] = field(default_factory=dict)
    codes: Counter[int] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """On standard error, by anybody."""
    program_code: int | None = None

    def permitted(self, service: str) -> int:
        """How many requests at the most: one, and one more for each interval that has passed."""
        return 1 + int(self.seconds / INTERVALS[service])

    def faults(self) -> list[str]:
        """What should not be."""
        found = [f"torn: {text}" for text in self.torn[:5]] + [f"invalid: {text}" for text in self.invalid[:5]]
        found += [f"left behind: {text}" for text in self.left_behind[:5]] + [f"said: {text}" for text in self.said[:5]]
        found += [f"{count} commands ended with {code}" for code, count in self.codes.items() if code != 0]
        found += [f"the program ended with {self.program_code}"] if self.program_code != 0 else []
        for service, count in self.requests.items():
            if not 1 <= count <= self.permitted(service):
                found.append(
                    f"{service} was asked {count} times in {self.seconds:.0f} s, at most {self.permitted(service)} are permitted"
                )
        return found

    def table(self) -> str:
        asked = ", ".join(f"{name} {count} of at most {self.permitted(name)}" for name, count in self.requests.items())
        return (
            f"{self.commands} commands in {self.seconds:.0f} s, {self.looks} looks at the state, asked: {asked}; "
            f"exit codes {dict(self.codes)}; torn {len(self.torn)}, invalid {len(self.invalid)}, "
            f"left behind {len(self.left_behind)}"
        )


def _is_moment(text: object) -> bool:
    return text is None or (isinstance(text, str) and text.endswith("Z") and datetime.fromisoformat(text).tzinfo is not None)


def problem_of(document: Any) -> str:
    """What is wrong with a document of `status --json` by `cli.md`; empty where nothing is."""
    if set(document) != {"schema_version", "generated_at", "providers"} or document["schema_version"] != 1:
        return f"fields {sorted(document)}"
    if [row["id"] for row in document["providers"]] != ["claude", "zai"] or not _is_moment(document["generated_at"]):
        return "providers"
    for row in document["providers"]:
        if set(row) != FIELDS or row["state"] not in STATES or row["wait_reason"] not in WAITS or row["source"] not in SOURCES:
            return f"{row['id']}: {row}"
        if not _is_moment(row["fetched_at"]) or not _is_moment(row["next_request_at"]):
            return f"{row['id']}: times"
        if row["error"] is not None and set(row["error"]) != {"code", "title", "remedy", "retry_at"}:
            return f"{row['id']}: error {row['error']}"
        for window in row["windows"]:
            used = window["used_percent"]
            if set(window) != WINDOW_FIELDS or not isinstance(used, int | float) or used < 0 or not _is_moment(window["resets_at"]):
                return f"{row['id']}: window {window}"
        if row["binding_window"] is not None and row["binding_window"] not in {window["id"] for window in row["windows"]}:
            return f"{row['id']}: binding window"
    return ""


class Crowd:
    """One home, one upstream."""

    def __init__(self, home: Path, upstream: Upstream) -> None:
        self.home, self.upstream = home, upstream
        self.outcome = Outcome()
        self._guard = threading.Lock()
        self._over = threading.Event()
        folder = home / "claude"
        sign_in(folder, seconds=LONG, subscriptionType="max")
        (home / "run").mkdir(mode=0o700)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        folders = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "state", "data")}
        own = {
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "CLAUDE_CONFIG_DIR": str(folder),
            "Z_AI_API_KEY": "crowd-key-0123456789abcdef",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "QT_QPA_PLATFORM": "offscreen",
            "NO_PROXY": "127.0.0.1",
        }
        self.env = dict(welcomed({**kept, **folders, **own, **upstream.environment()}))
        self.accounts = home / "state" / "usagebar" / "accounts"

    def gather(self, commands: int, seconds: float) -> Outcome:
        """Everybody begins at once."""
        began = time.monotonic()
        command = [sys.executable, "-m", "usagebar_qt"]
        program = subprocess.Popen(
            command, cwd=self.home, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            crowd = [threading.Thread(target=self._ask_on, args=(FORMS[index % len(FORMS)],)) for index in range(commands)]
            reader = threading.Thread(target=self._read_on)
            for thread in (reader, *crowd):
                thread.start()
            self._over.wait(seconds)
            self._over.set()
            for thread in (reader, *crowd):
                thread.join(ANSWER_SECONDS)
        finally:
            program.send_signal(signal.SIGTERM)
            _, said = program.communicate(timeout=20)
        outcome = self.outcome
        outcome.program_code = program.returncode
        outcome.said += [line for line in said.splitlines() if "Traceback" in line or "Error" in line]
        outcome.seconds = time.monotonic() - began
        outcome.requests = {"claude": self.upstream.claude.count, "zai": self.upstream.zai.count}
        self._look_for_leftovers()
        return outcome

    def _ask_on(self, form: tuple[str, ...]) -> None:
        while not self._over.is_set():
            command = [sys.executable, "-m", "usagebar_qt.cli", "status", *form]
            done = subprocess.run(
                command,
                cwd=self.home,
                env=self.env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=ANSWER_SECONDS,
            )
            problem = ""
            if form == ("--json",):
                try:
                    problem = problem_of(json.loads(done.stdout))
                except (ValueError, KeyError, TypeError) as error:
                    problem = f"{type(error).__name__}: {done.stdout[:200]!r}"
            elif not done.stdout.strip():
                problem = f"{form}: nothing was printed"
            with self._guard:
                self.outcome.commands += 1
                self.outcome.codes[done.returncode] += 1
                self.outcome.invalid += [problem] if problem else []
                self.outcome.said += [done.stderr] if "Traceback" in done.stderr else []

    def _read_on(self) -> None:
        """Reads what the others write, as fast as it can."""
        while not self._over.is_set():
            for path in self.accounts.glob("[a-z]*.json"):
                try:
                    from_json(json.loads(path.read_bytes()))
                except FileNotFoundError:
                    continue
                except Exception as error:  # noqa: BLE001 - whatever it is, the file was not whole
                    self.outcome.torn.append(f"{path.name}: {type(error).__name__}: {error}")
                self.outcome.looks += 1
            self._over.wait(0.002)

    def _look_for_leftovers(self) -> None:
        left = self.outcome.left_behind
        for path in self.accounts.glob("*.lock"):
            try:
                with FileLock(path, timeout=0):
                    pass
            except Timeout:
                left.append(f"{path.name} is still held")
        state = self.home / "state" / "usagebar"
        left += [str(path.name) for path in state.rglob("*") if path.is_file() and path.name.startswith(".")]
        left += [str(path.name) for path in state.rglob("*.bad*")]
        left += [path.name for path in (self.home / "claude").iterdir() if path.name != ".credentials.json"]


def crowd(commands: int, seconds: float) -> Outcome:
    """Everything together."""
    with tempfile.TemporaryDirectory(prefix="crowd-") as name, Upstream() as upstream:
        return Crowd(Path(name), upstream).gather(commands, seconds)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--commands", type=int, default=20)
    options = parser.parse_args()
    outcome = crowd(options.commands, options.seconds)
    print(outcome.table())
    for line in outcome.faults():
        print(line)
    return 1 if outcome.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
