"""Balloons of the icon, the choice of a notifier, and the preferences about notifications."""

from __future__ import annotations

import asyncio
from datetime import time

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QSystemTrayIcon, QTimeEdit

from tests.fakes import FakeClock
from tests.services.test_refresh import Spawned
from tests.statuses import SESSION, ZAI, ok
from usagebar_qt.domain.alert_rules import USUAL_KINDS, AlertKind
from usagebar_qt.domain.notification_settings import LevelOverride, NotificationSettings
from usagebar_qt.domain.settings import Settings
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.notifier import ServerNotifier, TrayNotifier, choose_notifier
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.preferences.notifications import KIND_NAMES, NotificationsPage
from usagebar_qt.widgets.tray import TrayController
from usagebar_qt.wording.alerts import Notice
from usagebar_qt.wording.sentence import Sentence

NOTICE = Notice(
    Sentence("{name}'s session: 91 % used", {"name": "Claude"}), (Sentence("Resets 14:20."), Sentence("More.")), tag="x"
)


class Balloons(TrayController):
    """A desktop that notes balloons."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock, Settings())
        self.said: list[tuple[str, str]] = []
        self.works = True

    def show_message(self, title: str, text: str) -> bool:
        self.said.append((title, text))
        return self.works


@pytest.fixture
def tray(qapp: QApplication) -> Balloons:
    return Balloons(FakeClock())


def test_a_balloon_holds_every_line_and_a_click_leads_to_what_it_was_about(tray: Balloons) -> None:
    notifier = TrayNotifier(tray)
    heard: list[Notice] = []
    notifier.opened.connect(heard.append)
    tray.message_clicked.emit()
    assert heard == [], "nothing was shown yet"
    assert asyncio.run(notifier.show(NOTICE))
    tray.message_clicked.emit()
    assert tray.said == [("Claude's session: 91 % used", "Resets 14:20.\nMore.")]
    assert heard == [NOTICE]
    asyncio.run(notifier.aclose())


def test_better_words_alone_are_no_balloon_and_a_missing_icon_is_told(tray: Balloons) -> None:
    notifier = TrayNotifier(tray)
    assert asyncio.run(notifier.show(Notice(Sentence("x"), only_replaces=True)))
    assert tray.said == []
    tray.works = False
    assert not asyncio.run(notifier.show(NOTICE))


def test_a_click_at_a_balloon_that_is_told_twice_opens_once(qapp: QApplication) -> None:
    clock = FakeClock()
    tray = TrayController(clock, Settings())
    tray.show()
    heard: list[str] = []
    tray.message_clicked.connect(lambda: heard.append("balloon"))
    tray.toggle_requested.connect(lambda: heard.append("icon"))
    icon = tray._icon
    assert icon is not None
    icon.messageClicked.emit()
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    clock.forward(1)
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert heard == ["balloon", "icon"]


def test_without_an_icon_there_is_no_balloon(qapp: QApplication) -> None:
    assert not TrayController(FakeClock(), Settings()).show_message("a", "b")


@pytest.mark.parametrize(("platform", "kind"), [("linux", ServerNotifier), ("win32", TrayNotifier), ("darwin", TrayNotifier)])
def test_linux_has_a_server_and_others_have_balloons(tray: Balloons, platform: str, kind: type) -> None:
    assert isinstance(choose_notifier(platform, tray, Spawned()), kind)


# -- preferences --------------------------------------------------------------------------------------------------------
def preferences() -> PreferencesDialog:
    model = AccountListModel(INFOS)
    model.set_statuses([ok(SESSION), ok(SESSION, account=ZAI)])
    return PreferencesDialog(Settings(), model, INFOS, FakeClock())


class Bed:
    def __init__(self, settings: NotificationSettings) -> None:
        self.form = NotificationsPage()
        self.form.show_settings(settings)
        self.edits: list[NotificationSettings] = []
        self.form.edited.connect(self.edits.append)
        self.form.show()

    def box(self, text: str) -> QCheckBox:
        return next(box for box in self.form.findChildren(QCheckBox) if text in box.text().replace("&", ""))

    def clocks(self) -> list[QTimeEdit]:
        return self.form.findChildren(QTimeEdit)


def test_each_change_is_told_once_and_keeps_what_the_form_does_not_show(qapp: QApplication) -> None:
    kept = NotificationSettings(overrides=(LevelOverride((95,), "claude"),), unknown={"new": 1})
    bed = Bed(kept)
    bed.box("Used up").click()
    bed.box("Show notifications").click()
    (first, second) = bed.edits
    assert first.kinds == USUAL_KINDS - {AlertKind.EXHAUSTED}
    assert (second.enabled, second.kinds, second.overrides, second.unknown) == (False, first.kinds, kept.overrides, {"new": 1})
    assert not bed.box("Used up").isEnabled()
    assert not bed.box("Quiet").isEnabled()


def test_quiet_hours_are_offered_for_the_night_and_set_by_their_clocks(qapp: QApplication) -> None:
    bed = Bed(NotificationSettings())
    assert not any(clock.isEnabled() for clock in bed.clocks())
    bed.box("Quiet").click()
    begins, _ = bed.clocks()
    assert begins.isEnabled()
    begins.setTime(QTime(23, 30))
    bed.box("Quiet").click()
    hours = [(edit.quiet_from, edit.quiet_until) for edit in bed.edits]
    assert hours == [(time(22), time(7)), (time(23, 30), time(7)), (None, None)]


def test_settings_from_elsewhere_are_shown_and_not_told_back(qapp: QApplication) -> None:
    bed = Bed(NotificationSettings())
    bed.form.show_settings(NotificationSettings(False, frozenset(), time(1, 2), time(3, 4)))
    assert bed.edits == []
    assert [clock.time().toString("HH:mm") for clock in bed.clocks()] == ["01:02", "03:04"]


def test_every_kind_of_alert_can_be_switched_off(qapp: QApplication) -> None:
    assert set(KIND_NAMES) == set(AlertKind)


def access_keys(dialog: PreferencesDialog) -> list[list[str]]:
    """The letters of each page, with those of the tabs."""
    tabs = [dialog._tabs.tabText(index) for index in range(dialog._tabs.count())]
    found = []
    for page in (dialog._general, dialog._providers, dialog._notifications, dialog._appearance, dialog._advanced, dialog._about):
        texts = [*tabs, *(box.text() for box in page.findChildren(QCheckBox))]
        texts += [button.text() for button in page.findChildren(QPushButton)]
        texts += [label.text() for label in page.findChildren(QLabel)]
        found.append(sorted(text[text.index("&") + 1].lower() for text in texts if "&" in text))
    return found


def test_no_two_controls_of_a_page_share_an_access_key(qapp: QApplication) -> None:
    assert [keys for keys in access_keys(preferences()) if len(keys) != len(set(keys))] == []


def test_a_test_is_asked_for_and_its_end_is_told_in_words(qapp: QApplication) -> None:
    dialog = preferences()
    dialog.show()
    asked: list[bool] = []
    dialog.test_requested.connect(lambda: asked.append(True))
    button = next(button for button in dialog.findChildren(QPushButton) if button.text().replace("&", "") == "Send a test")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [True]
    for shown, word in ((False, "Nothing on this desktop shows notifications."), (True, "handed to your desktop")):
        dialog.show_test_result(shown=shown)
        assert any(word in label.text() for label in dialog.findChildren(QLabel))


def test_what_last_week_would_have_told_is_asked_for_and_listed(qapp: QApplication) -> None:
    dialog = preferences()
    asked: list[bool] = []
    dialog.review_requested.connect(lambda: asked.append(True))
    page = dialog._notifications
    assert page._past.isHidden()
    page._review.click()
    listed = [[page._past.item(row).text() for row in range(page._past.count())]]
    for rows in ([("21 Nov 14:31", Sentence("{name} is used up", {"name": "It"}))], [], None):
        dialog.show_review(rows)
        listed.append([page._past.item(row).text() for row in range(page._past.count())])
    assert asked == [True]
    assert not page._past.isHidden()
    assert listed[0] == ["Looking through the history…"]
    assert listed[1] == ["21 Nov 14:31   It is used up"]
    assert "silent" in listed[2][0]
    assert "did not answer" in listed[3][0]


def test_the_preferences_pass_on_notifications_and_the_work_week(qapp: QApplication) -> None:
    dialog = preferences()
    edits: list[Settings] = []
    dialog.settings_edited.connect(edits.append)
    dialog._general._work_days.setCurrentIndex(dialog._general._work_days.findData(5))
    dialog._notifications.edited.emit(NotificationSettings(enabled=False))
    assert [(edit.work_days, edit.notifications.enabled) for edit in edits] == [(5, True), (5, False)]
