"""Figures that a service's own program leaves here: the newest wins, the same account's alone, and idle sessions are no news."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.fakes import CLAUDE_LIKE, START, FakeClient, FakeClock, FakeCompanion, FakeProvider, credential
from tests.statuses import EXTRA, window
from usagebar_qt.domain.errors import ErrorCode, ServerError
from usagebar_qt.domain.models import Account, AccountId, AccountState, AccountStatus, Source, UsageSnapshot, WindowKind
from usagebar_qt.engine.fetching import Fetcher, Wish
from usagebar_qt.engine.history_store import HistoryStore
from usagebar_qt.engine.identity import hashed
from usagebar_qt.engine.local_figures import LocalFigures, combined
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.renewal import Renewals
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from usagebar_qt.domain.models import QuotaWindow

ACCOUNT = Account(AccountId(CLAUDE_LIKE.id), "Signs In")
WEEK = window(WindowKind.WEEKLY, 40.0, 126_000.0)
FABLE = window(WindowKind.WEEKLY_SCOPED, 5.0, 126_000.0, "fable")


def asked(*windows: QuotaWindow, ago: float = 600.0) -> UsageSnapshot:
    return UsageSnapshot(START - timedelta(seconds=ago), Source.API, windows, plan="Pro")


def told(*windows: QuotaWindow, ago: float = 0.0) -> UsageSnapshot:
    return UsageSnapshot(START - timedelta(seconds=ago), Source.STATUSLINE, windows)


class Bed:
    """A fetcher with local figures; `hand_over` stands for a status line."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.provider = FakeProvider(self.clock)
        self.provider.answers = [10.0]
        self.local = LocalFigures(folder / "state" / "local")
        self.states = StateStore(Paths.under(folder))
        self.history = HistoryStore(Paths.under(folder).history_file)
        self.fetcher = Fetcher(
            clock=self.clock,
            states=self.states,
            renewals=Renewals(self.clock, self.states),
            providers={CLAUDE_LIKE.id: self.provider},
            client=FakeClient(),  # type: ignore[arg-type]  # speaks to nobody
            workers=Workers(),
            local=self.local,
            history=self.history,
        )

    def fetch(self, wish: Wish = Wish()) -> AccountStatus:  # noqa: B008
        return asyncio.run(self.fetcher.fetch_account(ACCOUNT, wish))

    def hand_over(self, used: float, *, session: str = "s", mark: str | None = None, uuid: str = "u-1") -> bool:
        windows = (replace(window(used=used), resets_at=START + timedelta(hours=2)),)
        identity = hashed(credential(uuid=uuid).identity, self.states.salt())
        return self.local.hand_over(identity, windows, self.clock.now(), session, mark or f"{used}")


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


# -- the engine ---------------------------------------------------------------------------------------------------------
def test_while_figures_are_handed_over_nothing_is_asked(bed: Bed) -> None:
    bed.fetch()
    for used in (11.0, 12.0, 13.0):
        bed.clock.forward(290)
        bed.hand_over(used)
        status = bed.fetch()
        assert status.snapshot is not None
        assert (status.state, status.snapshot.source) == (AccountState.OK, Source.STATUSLINE)
        assert status.snapshot.windows[0].used_percent == used
        assert status.snapshot.plan == "Pro"
        assert status.checked_at == bed.clock.now()
    assert len(bed.provider.asked) == 1
    bed.clock.forward(301)
    assert bed.fetch().snapshot is not None
    assert len(bed.provider.asked) == 2


def test_what_is_handed_over_belongs_to_the_past_too_and_once_only(bed: Bed) -> None:
    bed.fetch()
    for used in (11.0, 12.0):
        bed.clock.forward(290)
        bed.hand_over(used)
        bed.fetch()
        bed.clock.forward(5)
        bed.fetch()
    past = bed.history.recent(ACCOUNT.id, "session", START)
    assert past == tuple((START + timedelta(seconds=after), used) for after, used in ((0, 10.0), (290, 11.0), (585, 12.0)))


def test_a_command_gets_them_at_once_and_the_tray_program_sees_that_there_are_new_ones(bed: Bed) -> None:
    bed.fetch()
    stamp = bed.fetcher.stamp(ACCOUNT)
    bed.clock.forward(400)
    assert bed.fetcher.at_once(ACCOUNT) is None
    bed.hand_over(20.0)
    status = bed.fetcher.at_once(ACCOUNT)
    assert status is not None
    assert status.snapshot is not None
    assert status.snapshot.source is Source.STATUSLINE
    assert bed.fetcher.stamp(ACCOUNT) != stamp
    assert bed.fetcher.shown(ACCOUNT).snapshot == bed.fetcher.last_known(ACCOUNT).snapshot == status.snapshot


def test_figures_of_another_account_are_never_shown(bed: Bed) -> None:
    bed.hand_over(77.0, uuid="u-2")
    status = bed.fetch()
    assert status.snapshot is not None
    assert status.snapshot.windows[0].used_percent == 10.0
    bed.provider.login = credential("token-2", uuid="u-2")
    shown = bed.fetcher.shown(ACCOUNT).snapshot
    assert shown is not None
    assert shown.windows[0].used_percent == 77.0
    bed.provider.login = credential("token-3", uuid="u-3")
    assert bed.fetcher.shown(ACCOUNT).snapshot is None


def test_a_failure_is_over_once_figures_came_after_it_and_comes_back_when_they_are_old(bed: Bed) -> None:
    bed.provider.answers = [ServerError("500")]
    assert bed.fetch().state is AccountState.ERROR
    bed.clock.forward(10)
    bed.hand_over(30.0)
    status = bed.fetch()
    assert (status.state, status.error) == (AccountState.OK, None)
    bed.clock.forward(400)
    status = bed.fetch()
    assert status.error is not None
    assert (status.state, status.error.code) == (AccountState.STALE, ErrorCode.SERVER_ERROR)
    assert status.snapshot is not None


def test_what_the_program_left_behind_is_taken_over_once_and_kept(bed: Bed) -> None:
    bed.fetch()
    bed.clock.forward(400)
    left = UsageSnapshot(bed.clock.now() - timedelta(seconds=5), Source.CLAUDE_CODE_CACHE, (window(used=44.0), WEEK))
    bed.provider.companion = FakeCompanion(left)
    status = bed.fetch()
    assert status.snapshot is not None
    assert (status.snapshot.source, status.snapshot.windows[0].used_percent) == (Source.CLAUDE_CODE_CACHE, 44.0)
    assert len(bed.provider.asked) == 1
    bed.provider.companion = FakeCompanion()
    again = bed.fetcher.at_once(ACCOUNT)
    assert again is not None
    assert again.snapshot == status.snapshot


def test_a_sample_without_resets_takes_those_that_are_known_and_still_lay_ahead() -> None:
    session, week = window(used=30.0), WEEK
    assert session.resets_at is not None
    bare = [replace(session, used_percent=44.0, resets_at=None), replace(week, used_percent=41.0, resets_at=None)]
    found = combined(asked(session, week), replace(told(*bare), source=Source.CLAUDE_DESKTOP))
    assert found is not None
    assert [(one.used_percent, one.resets_at) for one in found.windows] == [(44.0, session.resets_at), (41.0, week.resets_at)]
    late = session.resets_at + timedelta(seconds=1)
    found = combined(asked(session, week), replace(told(replace(bare[0], used_percent=2.0)), fetched_at=late))
    assert found is not None
    assert (found.windows[0].used_percent, found.windows[0].resets_at) == (2.0, None)  # another session, of unknown end


def test_a_sample_that_tells_less_than_is_known_is_no_news() -> None:
    known = asked(window(used=50.0))
    assert combined(known, told(replace(window(used=40.0), resets_at=None))) is known


def test_of_two_programs_the_newer_counts_and_takes_its_resets_from_the_other(bed: Bed) -> None:
    bed.fetch()
    bed.clock.forward(400)
    now = bed.clock.now()
    note = UsageSnapshot(now - timedelta(seconds=60), Source.CLAUDE_CODE_CACHE, (window(used=44.0), WEEK))
    sample = UsageSnapshot(now, Source.CLAUDE_DESKTOP, (replace(window(used=46.0), resets_at=None),))
    bed.provider.companion = FakeCompanion(note, sample)
    shown = bed.fetch().snapshot
    assert shown is not None
    assert (shown.source, shown.windows[0].used_percent) == (Source.CLAUDE_DESKTOP, 46.0)
    assert shown.windows[0].resets_at == note.windows[0].resets_at
    assert len(bed.provider.asked) == 1


def test_what_claims_to_come_from_the_future_is_left_alone(bed: Bed) -> None:
    note = UsageSnapshot(START + timedelta(hours=1), Source.CLAUDE_CODE_CACHE, (window(used=44.0),))
    bed.provider.companion = FakeCompanion(note)
    status = bed.fetch()
    assert status.snapshot is not None
    assert status.snapshot.source is Source.API


# -- sessions -----------------------------------------------------------------------------------------------------------
def test_an_idle_session_that_is_drawn_again_is_no_news(bed: Bed) -> None:
    assert bed.hand_over(30.0, session="busy")
    assert bed.hand_over(30.0, session="idle", mark="old")
    bed.clock.forward(60)
    assert not bed.hand_over(30.0, session="idle", mark="old")
    assert not bed.hand_over(30.0, session="busy")
    assert bed.hand_over(30.0, session="busy", mark="another answer, the same figure")


def test_a_session_whose_last_answer_is_older_does_not_put_the_figures_back(bed: Bed) -> None:
    bed.fetch()
    bed.clock.forward(60)
    bed.hand_over(50.0, session="busy")
    bed.clock.forward(60)
    bed.hand_over(20.0, session="woken up")
    shown = bed.fetcher.shown(ACCOUNT).snapshot
    assert shown is not None
    assert (shown.windows[0].used_percent, shown.fetched_at) == (50.0, bed.clock.now() - timedelta(seconds=60))


def test_many_sessions_do_not_make_the_file_grow(bed: Bed, tmp_path: Path) -> None:
    for number in range(40):
        bed.hand_over(30.0 + number, session=f"session-{number}")
    (file,) = (tmp_path / "state" / "local").iterdir()
    assert len(json.loads(file.read_text())["sessions"]) == 16
    assert "u-1" not in file.read_text()


def test_a_file_that_is_not_ours_is_as_good_as_none(bed: Bed, tmp_path: Path) -> None:
    bed.hand_over(30.0)
    (file,) = (tmp_path / "state" / "local").iterdir()
    for text in ("[]", "{ torn", json.dumps({"schema_version": 2}), json.dumps({"schema_version": 1, "identity": 3})):
        file.write_text(text)
        assert bed.fetcher.shown(ACCOUNT).snapshot is None
    assert bed.hand_over(31.0)


# -- combining ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("known", "news", "percent", "source", "age"),
    [
        (asked(window(used=30.0)), told(window(used=35.0)), 35.0, Source.STATUSLINE, 0),
        (asked(window(used=30.0)), told(window(used=35.0), ago=700), 30.0, Source.API, 600),
        (asked(window(used=30.0)), told(window(used=10.0)), 30.0, Source.API, 600),
        (asked(window(used=30.0)), told(window(used=29.4)), 29.4, Source.STATUSLINE, 0),
        (asked(window(used=90.0, left=60)), told(window(used=1.0, left=17_900)), 1.0, Source.STATUSLINE, 0),
        (asked(window(used=1.0, left=17_900)), told(window(used=90.0, left=60)), 1.0, Source.API, 600),
        (asked(window(used=30.0), FABLE), told(window(used=35.0)), 35.0, Source.STATUSLINE, 0),
        (asked(window(used=30.0), FABLE, ago=3_700), told(window(used=35.0)), 35.0, Source.STATUSLINE, 3_700),
        (asked(window(used=30.0), ago=3_700), told(window(used=35.0)), 35.0, Source.STATUSLINE, 0),
    ],
    ids=["newer", "older", "behind", "rounded", "after a reset", "before a reset", "with other rows", "others old", "no others"],
)
def test_the_newest_figure_of_each_window_wins(
    known: UsageSnapshot, news: UsageSnapshot, percent: float, source: Source, age: float
) -> None:
    found = combined(known, news)
    assert found is not None
    assert (found.windows[0].used_percent, found.source) == (percent, source)
    assert (START - found.fetched_at).total_seconds() == age
    assert {window.id for window in known.windows} <= {window.id for window in found.windows}


def test_money_and_new_windows_are_kept() -> None:
    known = replace(asked(window(used=30.0)), credits=(EXTRA,))
    found = combined(known, told(window(used=35.0), WEEK))
    assert found is not None
    assert found.credits == (EXTRA,)
    assert [entry.id for entry in found.windows] == ["session", "weekly"]
    assert combined(None, told(WEEK)) == told(WEEK)
