"""A settings file may hold anything; what is good of it stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.domain.models import AccountId, WindowKind
from usagebar_qt.domain.notification_settings import LevelOverride, NotificationSettings
from usagebar_qt.domain.settings import AccountSettings, Figures, Hours, Resets, Rhythm, Settings, Theme

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)
KEYS = st.sampled_from([*Settings.__dataclass_fields__])


def test_an_empty_file_means_the_defaults() -> None:
    assert Settings.parse({}) == (Settings(), ())


def test_what_is_written_is_read_again() -> None:
    work = AccountSettings(AccountId("claude", "work"), "Work", False, {"config_dir": "/x"})
    settings = Settings(refresh_seconds=600, warning_percent=50, danger_percent=80, theme=Theme.DARK, icon_account=AccountId("zai"))
    settings = settings.with_account(work)
    assert Settings.parse(settings.to_mapping()) == (settings, ())


def test_a_key_of_a_newer_version_is_carried_through() -> None:
    settings, problems = Settings.parse({"a_new_thing": [1]})
    assert settings.to_mapping()["a_new_thing"] == [1]
    assert problems == ()


def test_a_bad_value_takes_its_default_and_is_named() -> None:
    settings, problems = Settings.parse({"refresh_seconds": "often", "theme": "pink", "warning_percent": 95, "danger_percent": 90})
    assert settings == Settings()
    assert set(problems) == {"refresh_seconds", "theme", "warning_percent"}


def test_an_account_listed_twice_counts_once() -> None:
    settings, problems = Settings.parse({"accounts": [{"id": "zai", "enabled": False}, {"id": "zai"}]})
    assert settings.account(AccountId("zai")).enabled is False
    assert problems == ("accounts",)


@given(st.dictionaries(KEYS | st.text(max_size=5), ANYTHING, max_size=8))
def test_no_file_makes_settings_raise_or_leave_their_ranges(data: dict[str, Any]) -> None:
    settings, _ = Settings.parse(data)
    assert 180 <= settings.refresh_seconds <= 3600
    assert 0 < settings.warning_percent < settings.danger_percent <= 100
    again, problems = Settings.parse(settings.to_mapping())
    assert problems == ()
    assert again == settings or data  # NaN among unknown keys is not equal to itself


def test_a_file_from_before_there_was_a_choice_keeps_its_interval() -> None:
    settings, problems = Settings.parse({"schema_version": 1, "refresh_seconds": 600})
    assert (settings.rhythm, settings.refresh_seconds, problems) == (Rhythm.FIXED, 600, ())
    assert settings.longest_interval == 600


def test_how_figures_are_looked_for_and_written_is_written_and_read_again() -> None:
    settings = Settings(rhythm=Rhythm.ADAPTIVE, figures=Figures.REMAINING, resets=Resets.CLOCK, hours=Hours.TWELVE)
    assert Settings.parse(settings.to_mapping()) == (settings, ())
    assert settings.longest_interval == 1_800


def test_levels_of_its_own_count_for_a_window_while_levels_are_told_at_all() -> None:
    own = NotificationSettings(overrides=(LevelOverride((50, 80), "claude", WindowKind.SESSION),))
    settings = Settings(warning_percent=60, danger_percent=85, notifications=own)
    assert settings.levels_of("claude", WindowKind.SESSION) == (50, 80)
    assert settings.levels_of("claude", WindowKind.WEEKLY) == settings.levels_of("zai", WindowKind.SESSION) == (60, 85)
    for silent in (replace(own, enabled=False), replace(own, kinds=own.kinds - {AlertKind.LEVEL})):
        assert replace(settings, notifications=silent).levels_of("claude", WindowKind.SESSION) == (60, 85)
