"""A day and more of use in under a minute: nothing is left behind, and after every trouble all is well again. The short form of
`conduct`, which says more by hand."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.e2e.desktop import NEEDED, TRAY_HOSTS
from tests.soak.conduct import soak

SECONDS, SPEED, SEED = 45.0, 2_880.0, 4
GROWTH_KIB = 4_000.0
"""In a thousand refreshes. In one minute the allocator's steps of a mebibyte count for most of it; in longer runs it is a
quarter."""


@pytest.fixture
def programs() -> None:
    missing = [name for name in (*NEEDED, TRAY_HOSTS["xembed"][0], "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing:
        message = f"not installed: {' '.join(missing)}"
        pytest.fail(message) if os.environ.get("E2E") else pytest.skip(message)


@pytest.mark.usefixtures("programs")
def test_a_day_of_use_and_of_trouble_leaves_nothing_behind() -> None:
    outcome = soak(seconds=SECONDS, speed=SPEED, seed=SEED, samples=15)
    print(outcome.table())
    assert outcome.code == 0, outcome.stderr[-4_000:]
    assert "Traceback" not in outcome.stderr, outcome.stderr[-4_000:]
    assert "Traceback" not in outcome.log, outcome.log[-4_000:]
    assert not outcome.unwell, outcome.unwell
    assert outcome.cuts + outcome.faults + outcome.keyring_restarts + outcome.tray_restarts > 0, "the seed brings no trouble"
    settled = outcome.settled()
    assert settled[-1]["refreshes"] > 200, settled[-1]
    third = len(settled) // 3
    for name in ("fds", "threads", "timers", "widgets"):
        # A timer or a connection may be under way at any look: what grew has more even at its quietest.
        assert min(row[name] for row in settled[-third:]) <= max(row[name] for row in settled[:third]), outcome.table()
    assert outcome.slope("own_kib") < 3 * GROWTH_KIB, outcome.table()
    assert outcome.slope("qobjects") < 20, outcome.table()
