"""Many processes at once on one expired sign-in make one renewal. The short form of `crowd`, which says more by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.crash.crowd import Crowd, Outcome, gather

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Claude Code renames as on Unix")


@pytest.mark.parametrize(
    ("crowd", "rounds"),
    [(Crowd(10), 1), (Crowd(4, shares_state=False), 1), (Crowd(2, claude=2, savers=2), 3)],
    ids=["ten of ours", "four that know nothing of each other", "with Claude Code and MCP saves"],
)
def test_one_renewal_is_made_everybody_gets_figures_and_no_save_is_lost(tmp_path: Path, crowd: Crowd, rounds: int) -> None:
    outcome = gather(tmp_path, crowd, rounds, Outcome())
    assert outcome.is_clean(), outcome.table()
    assert outcome.by_ours + outcome.by_claude == rounds
    assert not outcome.faults
