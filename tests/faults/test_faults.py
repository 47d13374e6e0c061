"""The real program, as a process on a network of its own, under everything that a service, a network or a file can do to it."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("trustme")  # before what needs it

from tests.faults.bed import Report, for_commands, for_tray
from tests.faults.catalogue_more import planned

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="networks of one's own are Linux's")
PLAN = planned(is_long=False)


def complaints(named: str, subject: str, report: Report) -> list[str]:
    rows = [row for row in report.rows if f"{row['fault']}@{row['provider']}" == named and row["subject"] == subject]
    assert len(rows) == 1, "the world did not come so far"
    return list(rows[0]["complaints"])


@pytest.mark.parametrize("named", [f"{fault.name}@{provider}" for fault, provider in for_tray(PLAN)])
def test_the_tray_program_survives(named: str, report: Report) -> None:
    """It says so, keeps the last figures, asks no more than it may, spares the other provider, and is well again by itself."""
    assert complaints(named, "usagebar-qt", report) == []


@pytest.mark.parametrize("named", [f"{fault.name}@{provider}" for fault, provider in for_commands(PLAN, is_long=False)])
def test_the_command_says_what_is_wrong_and_is_well_again(named: str, report: Report) -> None:
    assert complaints(named, "usagebar", report) == []


def test_no_world_found_a_traceback_a_secret_or_a_word_on_the_screen_that_never_should_be(report: Report) -> None:
    assert [text for world in report.worlds for text in world["complaints"]] == []


def test_open_files_and_threads_are_back_where_they_were(report: Report) -> None:
    for world in report.worlds:
        files, threads, files_then, threads_then = world["handles"]
        assert files_then <= files + 8, world["kind"]  # kept connections of the moment, and files that were opened later
        assert threads_then <= threads + 2, world["kind"]
