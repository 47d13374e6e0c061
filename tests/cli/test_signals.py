"""A signal is put off while locks are held, and never forgotten."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator

import pytest

from usagebar_qt.cli.signals import PutOff

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGHUP")


class FakeRenewals:
    """Holds locks as often as it is said to."""

    def __init__(self, *holds: bool) -> None:
        self._holds = list(holds)
        self.on_free: Callable[[], None] | None = None
        self.has_left = False

    @property
    def holds_locks(self) -> bool:
        return self._holds.pop(0) if len(self._holds) > 1 else self._holds[0]

    def leave(self) -> None:
        self.has_left = True


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What comes through to who listened before."""
    heard: list[int] = []
    former = signal.signal(signal.SIGHUP, lambda number, _frame: heard.append(number))
    yield heard
    signal.signal(signal.SIGHUP, former)


def raised(renewals: FakeRenewals, said: list[str], heard: list[int]) -> list[int]:
    """What was heard by the end of the block in which the signal came."""
    with PutOff(renewals, said.append):  # type: ignore[arg-type]  # as much of the renewals as it looks at
        signal.raise_signal(signal.SIGHUP)
        return list(heard)


def test_without_a_renewal_a_signal_comes_through_at_once(heard: list[int]) -> None:
    said: list[str] = []
    renewals = FakeRenewals(False)
    assert raised(renewals, said, heard) == [signal.SIGHUP]
    assert (said, renewals.has_left) == ([], True)


def test_during_a_renewal_it_waits_for_the_last_lock(heard: list[int]) -> None:
    said: list[str] = []
    renewals = FakeRenewals(True, True, False)
    assert raised(renewals, said, heard) == []
    assert (renewals.has_left, len(said)) == (True, 1)
    with PutOff(renewals, said.append):  # type: ignore[arg-type]
        renewals._holds = [True, True, False]
        signal.raise_signal(signal.SIGHUP)
        assert heard == []
        assert renewals.on_free is not None
        renewals.on_free()
        assert heard == [signal.SIGHUP]


def test_a_lock_that_goes_while_the_signal_is_being_put_off_does_not_swallow_it(heard: list[int]) -> None:
    renewals = FakeRenewals(True, False)
    assert raised(renewals, [], heard) == [signal.SIGHUP]


def test_a_signal_that_was_ignored_stays_ignored() -> None:
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert raised(FakeRenewals(False), [], []) == []
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, former)
