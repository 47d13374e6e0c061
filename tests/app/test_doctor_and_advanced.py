"""Doctor in its window and the page of what few people need, with a real store, engine and upstream behind them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from tests.fakes import START, FakeClock
from tests.upstream import Upstream
from usagebar_qt.app.advanced_control import AdvancedControl, level_of
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.findings import Finding, FindingCode, Weight
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import AccountSettings, LogLevel, Settings, Theme
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.engine.settings_file import Loaded, SettingsFile
from usagebar_qt.services.doctor import DoctorService
from usagebar_qt.services.settings import SettingsStore
from usagebar_qt.widgets.doctor_window import DoctorWindow
from usagebar_qt.widgets.preferences.advanced import AdvancedPage

FOUND = (
    Finding(FindingCode.VERSIONS, facts={"usagebar": "1", "python": "3", "platform": "Linux", "httpx": "0.28"}),
    Finding(FindingCode.FOLDER_UNWRITABLE, Weight.MEND, {"path": str(Path.home() / "state")}),
    Finding(FindingCode.LAST_TRY, Weight.NOTE, name="Claude", failure=Failure(ErrorCode.OFFLINE, "unreachable")),
)


class Now:
    """Runs what is spawned to its end, and blocking work at once."""

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> Any:
        with contextlib.suppress(StopIteration):
            work.send(None)  # nothing here waits: it ends at once, inside of another one too

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        return function(*arguments)


class Later:
    """Tasks of the running loop."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[Any]] = []

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        self.tasks.append(asyncio.get_running_loop().create_task(work))
        return self.tasks[-1]


# -- the examination ----------------------------------------------------------------------------------------------------
def test_a_window_gets_the_same_findings_as_the_command_and_asks_for_no_usage(tmp_path: Path) -> None:
    async def script(upstream: Upstream) -> tuple[list[Any], int]:
        environ = {**upstream.environment(), "Z_AI_API_KEY": "canary-key-0123456789"}
        runtime = build_runtime(
            paths=Paths.under(tmp_path), environ=environ, clock=SystemClock(), key_store=MemoryKeyStore(), home=tmp_path
        )
        tasks = Later()
        service = DoctorService(runtime=runtime, tasks=tasks, desktop=lambda: (Finding(FindingCode.TRAY_HOST),))
        found: list[Any] = []
        service.found.connect(found.append)
        service.examine(Loaded(Settings()))
        service.examine(Loaded(Settings()))  # it looks already
        assert len(tasks.tasks) == 1
        await asyncio.gather(*tasks.tasks)
        await runtime.aclose()
        assert not service.is_busy
        return found, upstream.zai.count

    async def timed(upstream: Upstream) -> tuple[list[Any], int]:
        return await asyncio.wait_for(script(upstream), 20)

    with Upstream() as upstream:
        (found,), usage_requests = asyncio.run(timed(upstream))
    codes = [finding.code for finding in found]
    assert codes[0] is FindingCode.VERSIONS
    assert FindingCode.ENDPOINT in codes
    assert codes[-1] is FindingCode.TRAY_HOST
    assert usage_requests == 0


# -- the window ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def window(qapp: object) -> DoctorWindow:
    return DoctorWindow(FakeClock(START), Settings(theme=Theme.LIGHT))


def words(window: DoctorWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if not label.isHidden()]


def button(window: DoctorWindow, text: str) -> QPushButton:
    buttons: list[QPushButton] = window.findChildren(QPushButton)
    return next(one for one in buttons if one.text().replace("&", "") == text)


def test_what_is_to_be_mended_comes_first_with_its_fix_beside_it(window: DoctorWindow) -> None:
    asked: list[bool] = []
    window.look_requested.connect(lambda: asked.append(True))
    window.look()
    assert asked == [True]
    assert not button(window, "Look again").isEnabled()
    window.show_findings(FOUND)
    shown = words(window)
    assert shown[0] == "To mend: 1."
    mend = shown.index("mend")
    assert "may not write to" in shown[mend + 1]
    assert shown[mend + 2].startswith("Give your user the right")
    assert mend < shown.index("note") < shown.index("fine")
    assert shown[shown.index("fine") + 2] == ""  # nothing to do there
    assert button(window, "Look again").isEnabled()
    window.show_findings(FOUND[:1])
    assert words(window)[0] == "Nothing to mend."
    assert "mend" not in words(window)


def test_a_screen_reader_hears_finding_and_fix_in_one_place(window: DoctorWindow) -> None:
    window.show_findings(FOUND)
    found = next(label for label in window.findChildren(QLabel) if label.accessibleName().startswith("mend:"))
    assert found.accessibleDescription().startswith("Give your user the right")


def test_another_theme_is_shown_at_once(window: DoctorWindow) -> None:
    window.show_findings(FOUND)
    assert window.grab().toImage().pixelColor(3, 3).lightness() > 200
    window.set_settings(Settings(theme=Theme.DARK))
    assert window.grab().toImage().pixelColor(3, 3).lightness() < 60
    assert "mend" in words(window)
    window.set_settings(Settings(theme=Theme.HIGH_CONTRAST))
    assert window.grab().toImage().pixelColor(3, 3).lightness() == 0


def test_the_report_names_no_secret_and_not_the_persons_folder(window: DoctorWindow) -> None:
    secret = "sk-ant-oat01-" + "A1b2" * 12
    window.show_findings((*FOUND, Finding(FindingCode.PROXY, facts={"host": secret, "proxy": "p:1"})))
    window.show()
    button(window, "Copy report").click()
    report = QGuiApplication.clipboard().text()
    assert "mend: Usage Bar may not write to ~" in report
    assert "httpx 0.28" in report
    assert str(Path.home()) not in report
    assert secret not in report
    window.close()


# -- settings as a file, log and proxy ----------------------------------------------------------------------------------
class Bed:
    def __init__(self, folder: Path) -> None:
        file = SettingsFile(folder / "settings.json")
        self.store = SettingsStore(file=file, loaded=Loaded(Settings()), workers=Now(), tasks=Now())
        self.opened: list[Path] = []
        self.control = AdvancedControl(
            store=self.store, workers=Now(), tasks=Now(), log_folder=folder / "log", open_folder=self.opened.append
        )
        self.said: list[str] = []
        self.control.done.connect(self.said.append)


@pytest.fixture
def bed(qapp: object, tmp_path: Path) -> Bed:
    return Bed(tmp_path)


def test_what_is_exported_can_be_imported(bed: Bed, tmp_path: Path) -> None:
    work = AccountSettings(AccountId("claude", "work"), "Work", options={"config_dir": "/x"})
    wanted = Settings(theme=Theme.DARK, refresh_seconds=600).with_account(work)
    bed.store.change(wanted)
    bed.control.export_to(str(tmp_path / "out.json"))
    bed.control.reset()
    assert bed.store.settings == Settings(accounts=(work,))
    bed.control.import_from(str(tmp_path / "out.json"))
    assert bed.store.settings == wanted
    assert bed.said == ["The settings are in out.json.", "The settings are taken over."]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b"\xff"])
def test_a_file_that_holds_no_settings_changes_nothing(bed: Bed, tmp_path: Path, content: bytes) -> None:
    bed.store.change(Settings(theme=Theme.DARK))
    (tmp_path / "odd.json").write_bytes(content)
    bed.control.import_from(str(tmp_path / "odd.json"))
    bed.control.import_from(str(tmp_path / "none.json"))
    assert bed.store.settings == Settings(theme=Theme.DARK)
    assert bed.said == ["This is no file of settings. Choose one that Usage Bar has exported."] * 2


def test_what_cannot_be_used_of_a_file_is_named(bed: Bed, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps({"schema_version": 1, "theme": "pink", "refresh_seconds": 600}))
    bed.control.import_from(str(tmp_path / "in.json"))
    assert bed.store.settings.refresh_seconds == 600
    assert bed.said == ["Taken over, but for what could not be used: theme."]


def test_a_file_of_settings_cannot_send_windows_to_another_computer(bed: Bed, tmp_path: Path) -> None:
    rows = [
        {"id": "claude:x", "options": {"config_dir": "\\\\evil.example\\share"}},
        {"id": "claude:wsl", "options": {"config_dir": "\\\\wsl.localhost\\Debian\\home\\me\\.claude"}},
    ]
    (tmp_path / "in.json").write_text(json.dumps({"schema_version": 1, "accounts": rows}))
    bed.control.import_from(str(tmp_path / "in.json"))
    assert [str(entry.id) for entry in bed.store.settings.accounts] == ["claude:wsl"]
    assert bed.said == ["Taken over, but for what could not be used: accounts."]


def test_a_folder_that_cannot_be_written_is_said(bed: Bed, tmp_path: Path) -> None:
    bed.control.export_to(str(tmp_path / "none" / "out.json"))
    assert bed.said == ["The file could not be written. Choose another folder."]


def test_the_log_folder_is_opened_and_a_release_logs_no_every_step(bed: Bed, tmp_path: Path) -> None:
    bed.control.show_log_folder()
    assert bed.opened == [tmp_path / "log"]
    assert level_of(Settings(log_level=LogLevel.DEBUG), is_release=True) == logging.INFO
    assert level_of(Settings(log_level=LogLevel.DEBUG), is_release=False) == logging.DEBUG
    assert level_of(Settings(log_level=LogLevel.WARNING), is_release=True) == logging.WARNING


@pytest.fixture
def page(qapp: object) -> AdvancedPage:
    page = AdvancedPage(Settings(), with_debug_log=False)
    page.show()
    return page


def test_a_proxy_with_a_password_is_refused_in_words_and_told_to_nobody(page: AdvancedPage) -> None:
    edits: list[Settings] = []
    page.settings_edited.connect(edits.append)
    field = page._proxy
    QTest.keyClicks(field, "http://me:canary@proxy.example:8080")
    field.editingFinished.emit()
    assert edits == []
    assert "without user and password" in field.accessibleDescription()
    field.clear()
    QTest.keyClicks(field, "proxy.example:8080")
    field.editingFinished.emit()
    assert edits == [Settings(proxy="http://proxy.example:8080")]
    assert field.text() == "http://proxy.example:8080"


def test_reset_asks_first_and_cancel_is_the_default(page: AdvancedPage) -> None:
    resets: list[bool] = []
    page.reset_wanted.connect(lambda: resets.append(True))
    buttons: list[QPushButton] = page.findChildren(QPushButton)
    reset = next(one for one in buttons if "Reset" in one.text())
    reset.click()
    reset.click()
    (question,) = page.findChildren(QMessageBox)
    assert question.defaultButton().text().replace("&", "") == "Cancel"
    question.reject()
    assert resets == []
    reset.click()
    question = list(page.findChildren(QMessageBox))[-1]
    next(one for one in question.buttons() if one.text() == "Reset").click()
    assert resets == [True]
    page.close()


def test_a_release_offers_no_log_of_every_step(page: AdvancedPage) -> None:
    assert page._level.findData(LogLevel.DEBUG) < 0
    assert AdvancedPage(Settings())._level.findData(LogLevel.DEBUG) >= 0
