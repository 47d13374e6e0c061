"""Running one check after another: each with its line and its seconds, a limit in time, and a table at the end."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, TYPE_CHECKING

from setup_steps.problem import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LAST_WORDS = 1.0  # seconds for the rest of the output after a step has ended
GRACE = 5.0  # seconds between asking a step to end and ending it
CLOSING = re.compile(r"\bin \d+(\.\d+)?s\b")  # pytest's last line: "=== 3 passed, 1 skipped in 0.52s ==="
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)\b")


class Outcome(Enum):
    OK = "ok"
    FAILED = "FAILED"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Result:
    """How a step ended; `note` says what a person should know, `counts` what pytest counted."""

    name: str
    outcome: Outcome
    seconds: float
    note: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def read_counts(line: str) -> dict[str, int] | None:
    """What pytest's closing line counted (passed, failed, skipped; errors count as failed), or None for another line."""
    found = COUNT.findall(line)
    if not CLOSING.search(line) or not (found or "no tests ran" in line):
        return None
    counts: Counter[str] = Counter()
    for number, word in found:
        counts["failed" if word.startswith("error") else "skipped" if word == "xfailed" else word] += int(number)
    return dict(counts)


class Steps:
    """Runs steps and keeps their results; a failed one does not stop the next, so that one run shows everything."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._root, self._clock = root, clock
        self.results: list[Result] = []

    def command(self, name: str, command: Sequence[str], environment: Mapping[str, str], limit: float) -> Result:
        """Run a program in the checkout for at most `limit` seconds; its output is passed on as it comes."""
        _title(name)
        started = self._clock()
        counts: dict[str, int] = {}
        code = _stream(command, self._root, environment, limit, counts)
        note = "" if code == 0 else f"ended after the limit of {limit:g} s" if code is None else f"exit code {code}"
        if code == 5 and not counts:
            note = "no test ran"
        return self._keep(Result(name, Outcome.FAILED if note else Outcome.OK, self._clock() - started, note, counts))

    def work(self, name: str, act: Callable[[], object], otherwise: Outcome = Outcome.FAILED) -> Result:
        """Run a piece of the set-up; `otherwise` is how it counts where it cannot be done."""
        _title(name)
        started = self._clock()
        try:
            act()
        except SetupError as problem:
            print(problem, flush=True)
            return self._keep(Result(name, otherwise, self._clock() - started, "see above"))
        return self._keep(Result(name, Outcome.OK, self._clock() - started))

    def leave_out(self, name: str, why: str) -> Result:
        _title(name)
        print(why, flush=True)
        return self._keep(Result(name, Outcome.LEFT_OUT, 0.0, why.strip().splitlines()[0]))

    def fail(self, name: str, why: str) -> Result:
        _title(name)
        print(why, flush=True)
        return self._keep(Result(name, Outcome.FAILED, 0.0, why.strip().splitlines()[0]))

    def close(self) -> int:
        """Print the table and the sum of all tests; the exit code."""
        print("\n" + table(self.results), flush=True)
        total: Counter[str] = Counter()
        for result in self.results:
            total.update(result.counts)
        if total:
            print(f"\ntests: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)
        return 1 if any(result.outcome is Outcome.FAILED for result in self.results) else 0

    def _keep(self, result: Result) -> Result:
        self.results.append(result)
        note = f" ({result.note})" if result.note else ""
        print(f"-- {result.name}: {result.outcome.value}{note}, {result.seconds:.1f} s", flush=True)
        return result


def table(results: Sequence[Result]) -> str:
    width = max((len(result.name) for result in results), default=0)
    lines = []
    for result in results:
        counted = ", ".join(f"{number} {word}" for word, number in result.counts.items())
        remark = "; ".join(part for part in (counted, result.note) if part)
        lines.append(f"{result.name:<{width}}  {result.outcome.value:<8}  {result.seconds:6.1f} s  {remark}".rstrip())
    lines.append(f"{'together':<{width}}  {'':<8}  {sum(result.seconds for result in results):6.1f} s")
    return "\n".join(lines)


def _title(name: str) -> None:
    print(f"\n== {name}", flush=True)


def _stream(command: Sequence[str], root: Path, environment: Mapping[str, str], limit: float, counts: dict[str, int]) -> int | None:
    """Pass a child's output on while it comes, noting pytest's counts; its exit code, or None where the limit ended it."""
    child = subprocess.Popen(
        command,
        cwd=root,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=os.name != "nt",
    )
    assert child.stdout is not None  # noqa: S101 - for mypy: it is a pipe
    # A thread, because a grandchild left behind (a bus, a Wine server) holds the pipe open long after the child has ended.
    reader = threading.Thread(target=_pass_on, args=(child.stdout, counts), daemon=True)
    reader.start()
    try:
        code: int | None = child.wait(limit)
    except subprocess.TimeoutExpired:
        _end(child)
        code = None
    except KeyboardInterrupt:
        _end(child)
        raise
    reader.join(LAST_WORDS)
    if reader.is_alive():
        _signal_all(child, "SIGTERM")
        reader.join(LAST_WORDS)
    if not reader.is_alive():
        child.stdout.close()
    return code


def _pass_on(pipe: IO[str], counts: dict[str, int]) -> None:
    for line in pipe:
        sys.stdout.write(line)
        sys.stdout.flush()
        if (seen := read_counts(line)) is not None:
            counts.clear()
            counts.update(seen)


def _end(child: subprocess.Popen[str]) -> None:
    """End a step and what it started (its own session, so nothing else can be hit)."""
    if os.name == "nt":
        child.kill()
    else:
        _signal_all(child, "SIGTERM")
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            _signal_all(child, "SIGKILL")
    child.wait()


def _signal_all(child: subprocess.Popen[str], name: str) -> None:
    """Send a signal to the session of a step, which may outlive the step itself. Windows has no such thing."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.Signals[name])
