"""The fault bed and the clock's jumps run once, beside each other; each row is a test. Afterwards the tables are printed."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.faults import jumps
from tests.faults.network import can_be_made

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

    from tests.faults.bed import Report

TABLES = pytest.StashKey[list[str]]()
RUNNING = pytest.StashKey[dict[str, "Future[object]"]]()


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Report:
    """All worlds, beside each other."""
    from tests.faults.bed import Report, table

    found = _outcome(request, "report")
    assert isinstance(found, Report)
    _print_later(request, "\n".join([table(found.rows), *found.again]))
    return found


@pytest.fixture(scope="session")
def jumped(request: pytest.FixtureRequest) -> list[jumps.Told]:
    """What came of every jump."""
    found = _outcome(request, "jumped")
    assert isinstance(found, list)
    _print_later(request, jumps.table(found))
    return found


def _outcome(request: pytest.FixtureRequest, wanted: str) -> object:
    """Both are begun when the first is wanted, if tests of both were collected: most of their time is waiting."""
    if wanted == "report" and not can_be_made():
        _leave_out("this needs Linux, and the right to make a network of its own (unshare --user --net)")
    if wanted == "jumped" and jumps.library() is None:
        _leave_out("libfaketime is not there")
    if RUNNING not in request.config.stash:
        from tests.faults import bed

        names = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
        has_jumps, has_bed = "jumped" in names and jumps.library() is not None, "report" in names and can_be_made()
        up = threading.Event()

        def bed_after_start() -> object:
            if has_jumps:  # fifteen programs more at the same moment, and neither would come up in time
                up.wait(jumps.START_SECONDS)
            return bed.run()

        pool, running = ThreadPoolExecutor(2), request.config.stash.setdefault(RUNNING, {})
        if has_jumps:
            running["jumped"] = pool.submit(lambda: jumps.run(up.set))
        if has_bed:
            running["report"] = pool.submit(bed_after_start)
        pool.shutdown(wait=False)
    return request.config.stash[RUNNING][wanted].result()


def _leave_out(reason: str) -> None:
    """Where a person has not the means; CI must have them."""
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(reason)
    pytest.fail(reason)


def _print_later(request: pytest.FixtureRequest, text: str) -> None:
    request.config.stash.setdefault(TABLES, []).append(text)


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """What was measured."""
    for text in config.stash.get(TABLES, []):
        terminalreporter.section("what was measured")
        terminalreporter.write_line(text)
