"""The demo's upstream over a real loopback socket."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.fakes import FakeClock
from tests.pictured import Afternoon
from usagebar_qt.app.demo import build_demo
from usagebar_qt.app.demo_past import demo_past
from usagebar_qt.app.demo_upstream import OUTAGE, DemoDay, DemoUpstream
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.models import AccountState, Source
from usagebar_qt.domain.settings import Settings
from usagebar_qt.providers.claude_payload import map_credits, map_windows
from usagebar_qt.providers.zai_payload import map_quota

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TOKEN, KEY = "demo-token", "demo-key"


def ask(request: bytes, clock: FakeClock | None = None) -> tuple[int, dict[str, Any]]:
    async def whole() -> bytes:
        upstream = DemoUpstream(clock or FakeClock(), TOKEN, KEY)
        await upstream.start()
        port = int(upstream.url.rsplit(":", 1)[1])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        await upstream.aclose()
        return answer

    head, _, body = asyncio.run(whole()).partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def get(path: str, authorization: str, clock: FakeClock | None = None) -> tuple[int, dict[str, Any]]:
    return ask(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\n\r\n".encode(), clock)


def test_the_right_token_gets_usage_with_three_windows_and_money() -> None:
    status, body = get("/api/oauth/usage", f"Bearer {TOKEN}")
    assert status == 200
    assert [window.id for window in map_windows(body)] == ["session", "weekly", "weekly:fable"]
    assert str(map_credits(body)[0].limit) == "20.00"


def test_the_right_key_gets_the_quota_with_its_plan() -> None:
    status, body = get("/api/monitor/usage/quota/limit", KEY)
    windows, plan = map_quota(body)
    assert (status, plan, [window.id for window in windows]) == (200, "Pro", ["session", "weekly", "mcp"])


@pytest.mark.parametrize(
    ("path", "given"), [("/api/oauth/usage", "Bearer other"), ("/api/monitor/usage/quota/limit", ""), ("/api/oauth/profile", KEY)]
)
def test_a_wrong_token_or_key_is_refused(path: str, given: str) -> None:
    assert get(path, given)[0] == 401


def test_anything_else_is_not_found() -> None:
    assert get("/api/oauth/token", f"Bearer {TOKEN}")[0] == 404
    assert ask(b"POST /api/oauth/usage HTTP/1.1\r\n\r\n")[0] == 404


def test_zai_has_an_outage_in_the_scripted_day() -> None:
    clock = FakeClock(START)
    day = DemoDay(START)
    assert not day.has_outage(clock.now())
    assert day.has_outage(START + OUTAGE[0])


def test_figures_move_and_a_session_begins_anew_at_its_reset() -> None:
    day = DemoDay(START)
    first, later = (map_windows(day.claude_usage(START + timedelta(hours=hours)))[0] for hours in (0, 2))
    assert 0 < first.used_percent < later.used_percent
    assert first.resets_at == later.resets_at is not None
    assert map_windows(day.claude_usage(later.resets_at + timedelta(minutes=1)))[0].used_percent < 1


def test_every_figure_of_two_days_lies_between_0_and_100_and_resets_ahead() -> None:
    day = DemoDay(START)
    for hours in range(48):
        now = START + timedelta(hours=hours, minutes=7)
        for window in (*map_windows(day.claude_usage(now)), *map_quota(day.zai_quota(now))[0]):
            assert 0 <= window.used_percent <= 100
            assert window.resets_at is not None
            assert window.resets_at > now


def test_the_whole_road_brings_the_demos_figures_and_leaves_nothing_behind() -> None:
    demo = build_demo()

    async def whole() -> list[Any]:
        await demo.upstream.start()
        accounts = demo.runtime.accounts(Settings())
        found = [await demo.runtime.fetcher.fetch_account(account) for account in accounts]
        await demo.runtime.aclose()
        await demo.aclose()
        return found

    statuses = asyncio.run(whole())
    demo.remove()
    assert [status.state for status in statuses] == [AccountState.OK, AccountState.OK]
    assert {status.snapshot.source for status in statuses} == {Source.DEMO}
    assert not demo.folder.exists()


def test_the_past_ends_where_the_scripted_day_begins_and_looks_like_one() -> None:
    start = seconds_of(START)
    past = demo_past(start)
    windows, _ = map_quota(DemoDay(START).zai_quota(START))
    now = {("claude", window.id): window for window in map_windows(DemoDay(START).claude_usage(START))}
    now |= {("zai", window.id): window for window in windows}
    assert {(str(series.account_id), series.window_id) for series in past} == set(now)
    for series, runs in past.items():
        window = now[str(series.account_id), series.window_id]
        assert (series.kind, series.scope) == (window.kind, window.scope)
        assert window.resets_at is not None
        assert runs[-1].resets_at == seconds_of(window.resets_at)
        assert runs[-1].used_percent == pytest.approx(window.used_percent, abs=1.0)
        assert all(one.until < other.at for one, other in pairwise(runs))
        assert runs[0].at == start - 30 * 86_400


def test_a_window_that_began_before_anybody_works_has_grown_by_and_by_and_not_in_the_last_quarter_of_an_hour() -> None:
    start = seconds_of(START)
    session = next(
        runs for series, runs in demo_past(start).items() if (str(series.account_id), series.window_id) == ("claude", "session")
    )
    now = [run for run in session if run.resets_at == session[-1].resets_at]
    assert max(after.used_percent - before.used_percent for before, after in pairwise(now)) < 10


@pytest.mark.parametrize("hours", [0, 30])
def test_what_the_pictures_show_of_the_past_leads_to_the_figures_beside_it(hours: int) -> None:
    moment = Afternoon(START + timedelta(hours=hours))
    shown = {(status.id, row.id): row for status in moment.statuses if status.snapshot for row in status.snapshot.windows}
    for key, chart in moment.trends().charts.items():
        assert chart.latest is not None
        assert chart.latest[0] == seconds_of(moment.at)
        assert chart.latest[1] == pytest.approx(shown[key].used_percent)
    assert len(shown) == len(moment.trends().charts) == 5


def test_the_demo_has_a_past_in_its_own_folder() -> None:
    demo = build_demo()
    try:
        asyncio.run(demo.begin_with_a_past())
        assert demo.folder in demo.runtime.history.path.parents
        assert len(demo.runtime.history.series()) == 6
    finally:
        asyncio.run(demo.aclose())
        demo.remove()
