"""A whole day in which the service is down, or says that it is asked too often: loop and engine together, requests counted."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.services.test_clock_jumps import DAY, Bed
from usagebar_qt.domain.errors import Offline, RateLimited, ServerError, UsageError

MOST_OF_A_DEAD_DAY = 110
"""Requests of an account (../shared/reliability.md, N7): 900 s between two, after the first few."""
SECOND = 1.0


def asked_in_a_day(folder: Path, error: UsageError) -> list[float]:
    """When the first provider was asked, in seconds since the start."""
    bed = Bed(folder, jump=0.0)
    bed.sleeper.left = DAY
    bed.engine.provider.answers, bed.engine.keyed.answers = [error], [20.0]
    asked: list[float] = []
    bed.engine.provider.on_fetch = lambda: asked.append(bed.clock.ticks)
    bed.play()
    return asked


def gaps(moments: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(moments)]


@pytest.mark.parametrize("error", [ServerError("503")], ids=lambda error: error.code.value)
def test_a_service_that_is_down_for_a_day_is_asked_about_every_quarter_of_an_hour(error: UsageError, tmp_path: Path) -> None:
    asked = asked_in_a_day(tmp_path, error)
    assert 80 <= len(asked) <= MOST_OF_A_DEAD_DAY
    assert min(gaps(asked)) >= 180 - SECOND
    assert gaps(asked)[-1] >= 900 - SECOND


@pytest.mark.parametrize(("header", "shortest", "most"), [(None, 360, 28), ("0", 360, 28), ("3600", 3_660, 24)])
def test_nobody_is_asked_within_the_wait_of_a_429_for_a_whole_day(
    header: str | None, shortest: float, most: int, tmp_path: Path
) -> None:
    asked = asked_in_a_day(tmp_path, RateLimited(header))
    assert min(gaps(asked)) >= shortest - SECOND
    assert 2 <= len(asked) <= most


def test_being_offline_for_a_day_is_noticed_at_the_usual_interval(tmp_path: Path) -> None:
    asked = asked_in_a_day(tmp_path, Offline("unreachable", reached=False))
    assert min(gaps(asked)) >= 30
    assert len(asked) <= DAY / 270
