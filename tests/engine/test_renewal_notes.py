"""What is noted of a renewal says, until the next try, why the last one brought nothing; also to later processes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.engine.renewal_bed import ACCOUNT, EXPLICIT, Bed, code_of
from usagebar_qt.domain.errors import ErrorCode, NotRenewed, Remaining
from usagebar_qt.domain.models import AccountStatus
from usagebar_qt.providers.renewal import Line, Renewed


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


@pytest.mark.parametrize("reason", ["cannot_write", "cli", "no_cli", "service"])
def test_until_the_next_try_it_is_said_why_the_last_one_brought_nothing(bed: Bed, reason: str) -> None:
    bed.renewer.acts = [NotRenewed(reason, Remaining.LATER, wait_seconds=600.0)]
    assert [code_of(bed.fetch()) for _ in range(3)] == [(ErrorCode.SIGN_IN_EXPIRED, reason)] * 3
    assert bed.renewer.count == 1


def test_a_program_that_was_asked_is_not_asked_again_by_a_later_process_whatever_became_of_the_first(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    def dies(line: Line) -> Renewed:
        line.asks(NotRenewed("cli", Remaining.LATER, wait_seconds=600.0))
        raise RuntimeError

    bed.renewer.acts = [dies]
    bed.fetch()
    assert (code_of(bed.fetch()), bed.renewer.count) == ((ErrorCode.SIGN_IN_EXPIRED, "cli"), 1)
    bed.clock.forward(601)
    bed.fetch()
    assert bed.renewer.count == 2
    caplog.clear()  # a fault inside is said, and stands here for the death of the process


def test_a_note_of_an_earlier_version_still_refuses_what_was_refused(bed: Bed) -> None:
    bed.renewer.acts = [NotRenewed("refused", Remaining.REFUSED)]
    bed.fetch()
    (note,) = (path for path in bed.folder.rglob("*renewal*") if path.is_file() and "refused" in path.read_text())
    former = {name: value for name, value in json.loads(note.read_text()).items() if name != "why"}
    note.write_text(json.dumps(former))
    assert (code_of(bed.fetch()), bed.renewer.count) == ((ErrorCode.SIGN_IN_EXPIRED, "refused"), 1)


def test_after_an_end_that_was_called_off_renewals_begin_again(bed: Bed) -> None:
    seen: list[bool] = []

    def look(line: Line) -> Renewed:
        seen.append(line.is_leaving())
        return bed.by_us(line)

    bed.renewer.acts = [look]

    async def program() -> AccountStatus:
        fetcher, renewals = bed.again()
        renewals.wait()
        assert renewals.left.is_set()
        renewals.stay()
        assert not renewals.left.is_set()
        return await fetcher.fetch_account(ACCOUNT, EXPLICIT)

    assert code_of(asyncio.run(program())) is None
    assert seen == [False]
