"""What a look at an account leaves on the disk: its state and its samples. Off the event loop: a disk may take its time."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from usagebar_qt.domain.models import Account
    from usagebar_qt.engine.history_store import Samples
    from usagebar_qt.engine.record import Record
    from usagebar_qt.engine.state_store import StateStore
    from usagebar_qt.engine.workers import Workers

log = logging.getLogger(__name__)

STATE_SECONDS = 30.0
"""Whoever writes a state holds the account's lock, and keeps it until the file is there: another's newer one must not be replaced
by this one later."""
HISTORY_SECONDS = 5.0
"""A sample is written in a millisecond; a disk that hangs must not keep the figures from the screen for longer."""


def _lasts(given_up: threading.Event) -> bool:
    """Whether the account is still locked by whoever waits for its state to be written."""
    return not given_up.is_set()


class Keeper:
    """Writes for the one road to a provider."""

    def __init__(self, states: StateStore, workers: Workers, history: Samples) -> None:
        self._states = states
        self._workers = workers
        self._history = history

    async def state(self, account: Account, record: Record) -> None:
        """It is on the disk when this ends, also when it is cancelled: then the program ends, and its threads with it."""
        given_up = threading.Event()
        try:
            may = partial(_lasts, given_up)
            await self._workers.run(self._states.write, account.id, record, may, timeout=STATE_SECONDS)
        except TimeoutError:
            given_up.set()
            log.info("%s: the disk did not answer; the state may be lost", account.id)
        except BaseException:
            self._states.write(account.id, record)  # once more, or for the first time
            raise

    async def figures(self, account: Account, record: Record, view: Callable[[Account, Record], Record]) -> Record | None:
        """State and sample in one visit to the disk, and what `view` makes of the record there; None where that did not come to
        it. Both are on the disk when this ends, as with `state` and `sample`."""
        is_written, given_up = False, threading.Event()
        viewed: Record | None = None

        def steps() -> Generator[float]:
            nonlocal is_written, viewed
            yield STATE_SECONDS
            self._states.write(account.id, record, partial(_lasts, given_up))
            is_written = True
            yield HISTORY_SECONDS
            self._record(account, record)
            viewed = view(account, record)

        try:
            await self._workers.follow(steps(), timeout=HISTORY_SECONDS)
        except TimeoutError:
            given_up.set()
            what = "history" if is_written else "disk"
            log.info("%s: the %s did not answer; the %s may be lost", account.id, what, "sample" if is_written else "state")
        except BaseException:
            if not is_written:
                self._states.write(account.id, record)  # once more, or for the first time
            raise
        return viewed

    async def sample(self, account: Account, record: Record) -> None:
        """What goes wrong costs the sample alone."""
        try:
            await self._workers.run(self._record, account, record, timeout=HISTORY_SECONDS)
        except TimeoutError:
            log.info("%s: the history did not answer; the sample may be lost", account.id)

    def _record(self, account: Account, record: Record) -> None:
        if record.snapshot is not None:
            self._history.record(account.id, record.snapshot, record.identity)

    async def local_sample(self, account: Account, record: Record, viewed: Record) -> None:
        """Of what came from the service's own program since: while that is fresh the service itself is not asked."""
        seen, asked = viewed.snapshot, record.snapshot
        if seen is None or (asked is not None and seen.fetched_at <= asked.fetched_at):
            return
        # Rows that only the service tells are as old as they were.
        windows = tuple(window for window in seen.windows if asked is None or window not in asked.windows)
        if windows:
            await self.sample(account, replace(viewed, snapshot=replace(seen, windows=windows)))
