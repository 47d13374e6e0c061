"""Levels of their own, typed as a person would type them."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.notification_settings import LevelOverride, NotificationSettings
from usagebar_qt.widgets.preferences.level_fields import LevelFields, levels_in

OWN = LevelOverride((95,), "claude", WindowKind.SESSION)
EVERY = LevelOverride((60,))


class Bed:
    def __init__(self, *overrides: LevelOverride) -> None:
        self.fields = LevelFields([("claude", "Claude"), ("zai", "Z.ai")])
        self.fields.show_levels(overrides, (70, 90))
        self.edits: list[tuple[LevelOverride, ...]] = []
        self.fields.edited.connect(self.edits.append)
        self.fields.show()

    def field(self, name: str) -> QLineEdit:
        return next(field for field in self.fields.findChildren(QLineEdit) if field.accessibleName() == f"Levels of: {name}")

    def choose(self, name: str) -> None:
        self.fields.findChildren(QComboBox)[0].setCurrentText(name)

    def type(self, name: str, text: str) -> None:
        field = self.field(name)
        field.clear()
        QTest.keyClicks(field, text)
        field.editingFinished.emit()


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("50, 80, 95", (50, 80, 95)),
        ("95 % 50", (50, 95)),
        ("80;80", (80,)),
        ("100", (100,)),
        ("", None),
        ("0", None),
        ("101", None),
        ("often", None),
        ("-5", None),
        ("1 2 3 4 5 6", None),
    ],
)
def test_what_is_typed_is_read_kindly(text: str, levels: tuple[int, ...] | None) -> None:
    assert levels_in(text) == levels


def test_typed_levels_are_told_once_and_come_before_those_of_single_providers(qapp: QApplication) -> None:
    bed = Bed(EVERY, OWN)
    bed.type("Session", "50, 80")
    assert bed.edits == [(EVERY, LevelOverride((50, 80), "*", WindowKind.SESSION), OWN)]


def test_an_emptied_field_goes_by_the_general_levels_again(qapp: QApplication) -> None:
    bed = Bed(LevelOverride((50,), "*", WindowKind.WEEKLY), OWN)
    assert bed.field("Week").text() == "50"
    bed.type("Week", "")
    assert bed.edits == [(OWN,)]
    assert bed.field("Week").placeholderText() == "70, 90"


def test_nonsense_changes_nothing_and_goes(qapp: QApplication) -> None:
    bed = Bed(LevelOverride((50,), "*", WindowKind.WEEKLY))
    bed.type("Week", "often")
    bed.type("Tools", "500")
    assert bed.edits == []
    assert (bed.field("Week").text(), bed.field("Tools").text()) == ("50", "")


def test_settings_from_elsewhere_are_shown_and_not_told_back(qapp: QApplication) -> None:
    bed = Bed()
    bed.fields.show_levels((LevelOverride((10, 20), "*", WindowKind.TOOLS),), (60, 85))
    assert bed.field("Tools").text() == "10, 20"
    assert bed.field("Session").placeholderText() == "60, 85"
    assert bed.edits == []


def test_a_service_may_have_levels_of_its_own_and_the_others_stay_as_they_are(qapp: QApplication) -> None:
    week = LevelOverride((50,), "*", WindowKind.WEEKLY)
    bed = Bed(week, OWN)
    bed.choose("Claude")
    assert (bed.field("Session").text(), bed.field("Week").text(), bed.field("Week").placeholderText()) == ("95", "", "50")
    bed.type("Week", "80, 99")
    assert bed.edits == [
        (week, LevelOverride((95,), "claude", WindowKind.SESSION), LevelOverride((80, 99), "claude", WindowKind.WEEKLY))
    ]
    bed.choose("Z.ai")
    assert (bed.field("Session").text(), bed.field("Session").placeholderText()) == ("", "70, 90")
    rules = NotificationSettings(overrides=bed.edits[0])
    assert [rules.rules(name, (70, 90)).levels_of(WindowKind.WEEKLY) for name in ("claude", "zai")] == [(80, 99), (50,)]


def test_levels_of_a_service_for_all_its_windows_are_kept_below_those_of_one_window(qapp: QApplication) -> None:
    all_of_claude = LevelOverride((40,), "claude")
    bed = Bed(all_of_claude)
    bed.choose("Claude")
    assert bed.field("Week").placeholderText() == "40"
    bed.type("Week", "60")
    assert bed.edits == [(all_of_claude, LevelOverride((60,), "claude", WindowKind.WEEKLY))]


def test_with_one_service_there_is_nothing_to_choose(qapp: QApplication) -> None:
    fields = LevelFields([("claude", "Claude")])
    fields.show()
    assert not fields.findChildren(QComboBox)[0].isVisible()
