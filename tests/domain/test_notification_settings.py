"""Notifications as the user wants them: read from any file, and quiet when they should be."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.notification_settings import LevelOverride, NotificationSettings
from usagebar_qt.domain.settings import Settings

HERE = timezone(timedelta(hours=1))
NIGHT = NotificationSettings(quiet_from=time(22, 0), quiet_until=time(7, 30))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=HERE)


def test_what_is_written_is_read_again() -> None:
    overrides = (LevelOverride((50, 80, 95), "claude", WindowKind.SESSION), LevelOverride((), "zai"), LevelOverride((95,)))
    told = NotificationSettings(False, frozenset({AlertKind.LEVEL}), time(22, 0), time(7, 30), overrides, {"new": 1})
    settings = Settings(work_days=5, notifications=told)
    assert Settings.parse(settings.to_mapping()) == (settings, ())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "notifications"),
        ({"enabled": "yes"}, "notifications.enabled"),
        ({"off": "level"}, "notifications.off"),
        ({"quiet_from": "22:00"}, "notifications.quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "25:00"}, "notifications.quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "07:00+01:00"}, "notifications.quiet_from"),
        ({"levels": {}}, "notifications.levels"),
        ({"levels": [{"percent": [70, 101]}]}, "notifications.levels"),
        ({"levels": [{"percent": [True]}]}, "notifications.levels"),
        ({"levels": [{"percent": [1, 2, 3, 4, 5, 6]}]}, "notifications.levels"),
        ({"levels": [{"percent": [50], "window": "year"}]}, "notifications.levels"),
        ({"levels": [{"percent": [50], "window": []}]}, "notifications.levels"),
        ({"levels": [{"percent": [50], "provider": 3}]}, "notifications.levels"),
        ({"levels": [7]}, "notifications.levels"),
    ],
)
def test_a_bad_value_takes_its_default_and_is_named(data: object, problem: str) -> None:
    assert NotificationSettings.parse(data) == (NotificationSettings(), (problem,))
    assert Settings.parse({"notifications": data})[1] == (problem,)


@pytest.mark.parametrize("days", [0, 6, True, "5", None, [5]])
def test_a_work_week_has_four_five_or_seven_days(days: object) -> None:
    settings, problems = Settings.parse({"work_days": days})
    assert (settings.work_days, problems) == (7, ("work_days",))


def test_the_last_override_that_fits_a_provider_and_a_window_counts() -> None:
    settings = NotificationSettings(
        overrides=(LevelOverride((50,)), LevelOverride((80,), "claude"), LevelOverride((95,), "claude", WindowKind.WEEKLY))
    )
    claude, zai = settings.rules("claude", (70, 90)), settings.rules("zai", (70, 90))
    assert [claude.levels_of(kind) for kind in (WindowKind.SESSION, WindowKind.WEEKLY)] == [(80,), (95,)]
    assert zai.levels_of(WindowKind.SESSION) == (50,)
    assert NotificationSettings().rules("zai", (60, 85)).levels_of(WindowKind.OTHER) == (60, 85)


def test_switched_off_means_no_kind_at_all() -> None:
    assert NotificationSettings(enabled=False).rules("claude", (70,)).kinds == frozenset()


def test_levels_in_a_file_are_sorted_and_told_once() -> None:
    settings, problems = NotificationSettings.parse({"levels": [{"percent": [90, 50, 50]}]})
    assert settings.overrides == (LevelOverride((50, 90)),)
    assert problems == ()


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (at(21, 59), None),
        (at(22), at(7, 30) + timedelta(days=1)),
        (at(23, 59), at(7, 30) + timedelta(days=1)),
        (at(0), at(7, 30)),
        (at(7, 29), at(7, 30)),
        (at(7, 30), None),
    ],
)
def test_quiet_hours_reach_over_midnight(now: datetime, ends: datetime | None) -> None:
    assert NIGHT.quiet_ends(now.astimezone(UTC), HERE) == ends


def test_quiet_hours_of_a_day_and_none_at_all() -> None:
    noon = NotificationSettings(quiet_from=time(12), quiet_until=time(13))
    assert noon.quiet_ends(at(12, 30), HERE) == at(13)
    assert noon.quiet_ends(at(13), HERE) is None
    assert NotificationSettings().quiet_ends(at(3), HERE) is None
    assert NotificationSettings(quiet_from=time(3), quiet_until=time(3)).quiet_ends(at(3), HERE) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.times(), st.times())
def test_quiet_hours_always_end_within_a_day_and_are_over_then(now: datetime, begins: time, until: time) -> None:
    settings = NotificationSettings(quiet_from=begins, quiet_until=until)
    moment = now.replace(tzinfo=UTC)
    ends = settings.quiet_ends(moment, HERE)
    if ends is not None:
        assert timedelta(0) < ends - moment <= timedelta(days=1)
        assert settings.quiet_ends(ends, HERE) is None


def test_quiet_hours_by_this_machines_own_zone() -> None:
    here = datetime(2026, 11, 23, 23, 0).astimezone()
    ends = NIGHT.quiet_ends(here)
    assert ends is not None
    assert ends.astimezone().time() == time(7, 30)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=6), lambda inner: st.lists(inner, max_size=3)))
def test_no_value_makes_reading_raise(value: Any) -> None:
    for key in ("enabled", "off", "quiet_from", "quiet_until", "levels"):
        NotificationSettings.parse({key: value})


def test_incidents_are_told_only_where_they_were_asked_for_and_that_survives_the_file() -> None:
    usual, _ = NotificationSettings.parse({})
    assert AlertKind.INCIDENT not in usual.kinds
    wanted, problems = NotificationSettings.parse({"on": ["incident"], "off": ["level"]})
    assert (AlertKind.INCIDENT in wanted.kinds, AlertKind.LEVEL in wanted.kinds, problems) == (True, False, ())
    assert NotificationSettings.parse(wanted.to_mapping())[0] == wanted
    assert NotificationSettings.parse({"on": "incident"})[1] == ("notifications.on",)
