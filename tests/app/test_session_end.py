"""The desktop ends the session: settings and sign-ins are on the disk before we answer, and an end that was called off is none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from usagebar_qt.app.application import Application
from usagebar_qt.app.session_end import SessionEnd, reason_for_windows, reason_shown_by
from usagebar_qt.app.windows_identity import APP_ID, tell_windows
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.engine.settings_file import Loaded, SettingsFile
from usagebar_qt.services.settings import SettingsStore


class Bed:
    """What was done, in its order."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.is_busy = False
        self.end = SessionEnd(self, lambda: self.did.append("settings"), self.reason)

    def wait(self) -> None:
        self.did.append("waited")

    def stay(self) -> None:
        self.did.append("stayed")

    @contextmanager
    def reason(self, text: str) -> Iterator[None]:
        self.did.append(text)
        yield
        self.did.append("reason taken back")

    @property
    def timer(self) -> QTimer:
        (timer,) = self.end.findChildren(QTimer)
        return timer


@pytest.fixture
def bed(qapp: object) -> Bed:
    return Bed()


def test_settings_are_saved_and_renewals_waited_for(bed: Bed) -> None:
    bed.end.settle()
    assert bed.did == ["settings", "waited"]


def test_whoever_waits_for_a_renewal_is_told_why(bed: Bed) -> None:
    bed.is_busy = True
    bed.end.settle()
    assert bed.did == ["settings", "Usage Bar: saving the sign-in…", "waited", "reason taken back"]


def test_who_still_runs_a_minute_later_renews_again(bed: Bed) -> None:
    bed.end.settle()
    assert (bed.timer.isActive(), bed.timer.interval(), bed.timer.isSingleShot()) == (True, 60_000, True)
    bed.timer.timeout.emit()
    assert bed.did[-1] == "stayed"


def test_a_program_that_ends_by_itself_waits_for_no_calling_off(bed: Bed) -> None:
    bed.end.settle()
    bed.end.close()
    assert not bed.timer.isActive()
    bed.end.settle()  # the end of the loop tells it once more
    assert not bed.timer.isActive()


def test_the_question_and_the_order_to_end_both_save_what_must_not_be_lost(qapp: Application) -> None:
    told: list[str] = []
    application = Asked(qapp)
    Application.when_session_ends(cast("Application", application), lambda: told.append("told"))
    application.commitDataRequest.fire(object())
    application.aboutToQuit.fire()
    assert told == ["told", "told"]


class Heard:
    """A signal that a test sends."""

    def __init__(self) -> None:
        self.slots: list[Callable[..., None]] = []

    def connect(self, slot: Callable[..., None]) -> None:
        self.slots.append(slot)

    def fire(self, *arguments: object) -> None:
        for slot in self.slots:
            slot(*arguments)


class Asked:
    """The part of an application that hears of the end; the process's own one serves all tests and must stay as it is."""

    _on_asked, _on_told = Application._on_asked, Application._on_told

    def __init__(self, _application: QCoreApplication) -> None:
        self.commitDataRequest, self.aboutToQuit = Heard(), Heard()


class User32:
    """Notes what Windows is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, str]] = []

    def ShutdownBlockReasonCreate(self, window: Any, text: Any) -> None:
        self.told.append(("create", window.value, text.value))

    def ShutdownBlockReasonDestroy(self, window: Any) -> None:
        self.told.append(("destroy", window.value, ""))


def test_windows_is_told_why_it_waits_and_no_longer_than_that() -> None:
    user32 = User32()
    with reason_for_windows(user32, 0x1234, "Saving …"):
        assert user32.told == [("create", 0x1234, "Saving …")]
    assert user32.told[1:] == [("destroy", 0x1234, "")]


def test_elsewhere_nobody_is_told(qapp: Application) -> None:
    with reason_shown_by(qapp)("Saving …"):
        pass


class Shell32:
    def __init__(self, answer: int) -> None:
        self.answer, self.told = answer, [""]

    def SetCurrentProcessExplicitAppUserModelID(self, name: Any) -> int:
        self.told.append(name.value)
        return self.answer


@pytest.mark.parametrize(("answer", "accepted"), [(0, True), (-2147467259, False)])
def test_windows_is_told_by_which_name_it_groups_our_windows(answer: int, accepted: bool) -> None:
    shell32 = Shell32(answer)
    assert tell_windows(shell32) is accepted
    assert shell32.told[-1] == APP_ID


def test_the_installer_gives_the_start_menus_entry_the_same_name() -> None:
    script = Path(__file__).parents[2] / "packaging" / "windows" / "installer.nsi"
    assert f'!define APP_ID "{APP_ID}"' in script.read_text(encoding="utf-8")


# -- settings -----------------------------------------------------------------------------------------------------------
class Slow:
    """Blocking work that has not begun when the session ends."""

    def __init__(self) -> None:
        self.left: list[Callable[[], Any]] = []

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        self.left.append(lambda: function(*arguments))
        await Never()


class Never:
    def __await__(self) -> Generator[None, None, None]:
        yield


class Task:
    """A coroutine that was begun."""

    def __init__(self, work: Coroutine[Any, Any, Any]) -> None:
        self.is_done = False
        try:
            work.send(None)
        except StopIteration:
            self.is_done = True
        self.work = work

    def done(self) -> bool:
        return self.is_done


class Begun:
    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> Any:
        return Task(work)


def test_a_change_that_is_still_on_its_way_to_the_disk_is_there_when_the_session_ends(qapp: object, tmp_path: Path) -> None:
    file, slow = SettingsFile(tmp_path / "settings.json"), Slow()
    store = SettingsStore(file=file, loaded=Loaded(Settings()), workers=slow, tasks=Begun())
    store.save_now()
    assert not file.path.exists()  # nothing was changed, nothing is written
    store.change(Settings(theme=Theme.DARK))
    store.change(Settings(theme=Theme.LIGHT))
    store.save_now()
    assert file.load().settings == Settings(theme=Theme.LIGHT)
    overtaken = threading.Thread(target=slow.left[0])
    overtaken.start()
    overtaken.join()
    assert file.load().settings == Settings(theme=Theme.LIGHT)


def test_a_disk_that_refuses_does_not_hold_the_session_up(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = SettingsStore(
        file=SettingsFile(tmp_path / "file" / "settings.json"), loaded=Loaded(Settings()), workers=Slow(), tasks=Begun()
    )
    store.change(Settings(theme=Theme.DARK))
    store.save_now()
    assert store.settings == Settings(theme=Theme.DARK)
