"""A renewal that is ended at any moment leaves a whole file. The short form of `kill_renewal`, which says more by hand."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.crash.bed import FILE, Bed
from tests.crash.kill_renewal import strike
from tests.upstream import Upstream

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify and signals as on Linux")


def test_no_kill_tears_the_file_and_the_next_run_clears_what_was_left(tmp_path: Path) -> None:
    counts = strike(tmp_path, 20, runs=1)
    assert (counts.blows, counts.torn, counts.not_cleared, counts.next_failed, counts.wrong_exit) == (20, 0, 0, 0, 0), counts.faults
    assert counts.in_write_back >= 10
    assert counts.locks_left > 0, "no blow fell where it could have left something: the test shows nothing"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_loses_no_sign_in_leaves_no_lock_and_shows_in_the_exit_code(tmp_path: Path, number: signal.Signals) -> None:
    counts = strike(tmp_path, 4, number, runs=1)
    assert (counts.blows, counts.torn, counts.lost, counts.next_failed) == (4, 0, 0, 0), counts.faults
    assert (counts.locks_left, counts.temporary_left, counts.not_cleared, counts.wrong_exit) == (0, 0, 0, 0), counts.faults
    assert counts.in_write_back >= 2


def test_what_a_kill_after_the_write_back_leaves_is_cleared_although_nothing_is_to_be_renewed(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path / "home", upstream)
        bed.run()
        locks = [bed.folder / ".oauth_refresh.lock", bed.home / "claude.lock"]
        for lock in locks:
            lock.mkdir()
        notes = bed.home / "state" / "usagebar" / "claude-locks"
        rows = [{"path": str(lock), "stale_seconds": 60.0} for lock in locks]
        note = {"pid": 1, "locks": rows, "temporary": str(bed.folder / f"{FILE}.1.usagebar-tmp")}
        (notes / "1-abc.json").write_text(json.dumps(note))
        (notes / "1-abc.lock").touch()
        (bed.folder / f"{FILE}.1.usagebar-tmp").write_text("{}")
        bed.run("status", "--json", "--max-age", "0")
        assert (bed.locks(), bed.strangers()) == (locks, [])  # not stale yet: they may be somebody's
        bed.age_locks()
        bed.run("status", "--json", "--max-age", "0")
        assert (bed.locks(), bed.strangers(), bed.notes()) == ([], [], [])
        assert upstream.token.count == 1


def test_the_judge_sees_a_torn_file(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path / "home", upstream)
        assert bed.found().whole
        whole = bed.file.read_text(encoding="utf-8")
        for torn in (whole[:-1], whole.replace("trustedDeviceToken", "trusted"), whole.replace("unknown-to-us", ""), "", "[]"):
            bed.file.write_text(torn, encoding="utf-8")
            assert not bed.found().whole
        bed.file.write_text(whole, encoding="utf-8")
        bed.file.chmod(0o644)
        assert not bed.found().whole
