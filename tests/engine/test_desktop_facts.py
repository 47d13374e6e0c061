"""Tray host and notification server, with a bus in the test's hands; the desktop tests ask a real one."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from jeepney import HeaderFields

from usagebar_qt.domain.findings import FindingCode, Weight
from usagebar_qt.engine.desktop_facts import BUS_SECONDS, NOTIFIER, WATCHER, SessionBus, desktop_findings, versions

if TYPE_CHECKING:
    from jeepney import Message

X11 = {"DISPLAY": ":7", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/somewhere"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1000"}


class FakeConnection:
    """Answers as a bus does, and notes what it was asked."""

    def __init__(self, *answers: tuple[Any, ...]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.is_closed = False

    def send_and_get_reply(self, message: Message, *, timeout: float) -> SimpleNamespace:
        assert timeout == BUS_SECONDS
        self.asked.append((message.header.fields[HeaderFields.member], message.body))
        return SimpleNamespace(body=self.answers.pop(0))

    def close(self) -> None:
        self.is_closed = True


def test_the_bus_is_asked_three_questions_and_left() -> None:
    connection = FakeConnection((True,), (["org.example.Other", NOTIFIER],), (("b", True),), ("no such name",))
    bus = SessionBus("unix:path=/nowhere", lambda _: connection)
    assert bus.has_owner(WATCHER)
    assert bus.can_start(NOTIFIER)
    assert bus.has_tray_host()
    assert not bus.has_tray_host()  # an error's text is no yes
    bus.close()
    assert connection.is_closed
    assert [name for name, _ in connection.asked] == ["NameHasOwner", "ListActivatableNames", "Get", "Get"]
    assert connection.asked[0][1] == (WATCHER,)


def test_an_address_without_a_bus_is_an_error_that_is_expected() -> None:
    with pytest.raises(OSError):
        SessionBus("unix:path=/nowhere/at/all")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has X servers to ask")
def test_a_display_that_is_not_there_has_no_tray() -> None:
    assert desktop_findings({"DISPLAY": ":9871"}, "linux")[0].code is FindingCode.TRAY_HOST_NONE


@dataclass
class FakeBus(SessionBus):
    """Knows some names."""

    owners: tuple[str, ...] = ()
    startable: tuple[str, ...] = ()
    hosts: bool = False
    opened: list[str] = field(default_factory=list)
    is_closed: bool = False

    def __call__(self, address: str) -> FakeBus:
        self.opened.append(address)
        return self

    def has_owner(self, name: str) -> bool:
        return name in self.owners

    def can_start(self, name: str) -> bool:
        return name in self.startable

    def has_tray_host(self) -> bool:
        return self.hosts

    def close(self) -> None:
        self.is_closed = True


def codes(environ: dict[str, str], bus: FakeBus, *, xembed: bool | None = False, platform: str = "linux") -> list[FindingCode]:
    found = desktop_findings(environ, platform, open_bus=bus, has_xembed_tray=lambda _: xembed)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("environ", "bus", "xembed", "expected"),
    [
        (X11, FakeBus((WATCHER, NOTIFIER), hosts=True), False, [FindingCode.TRAY_HOST, FindingCode.NOTIFICATIONS]),
        (WAYLAND, FakeBus((WATCHER,)), True, [FindingCode.TRAY_HOST_NONE, FindingCode.NOTIFICATIONS_NONE]),
        (X11, FakeBus(startable=(NOTIFIER,)), True, [FindingCode.TRAY_HOST, FindingCode.NOTIFICATIONS]),
        (X11, FakeBus(), None, [FindingCode.TRAY_HOST_NONE, FindingCode.NOTIFICATIONS_NONE]),
        ({}, FakeBus(), True, [FindingCode.NO_DESKTOP]),
    ],
    ids=["both", "watcher without a host", "old kind of tray", "Xlib missing", "no display"],
)
def test_a_desktop_is_described_by_what_answers(
    environ: dict[str, str], bus: FakeBus, xembed: bool | None, expected: list[FindingCode]
) -> None:
    assert codes(environ, bus, xembed=xembed) == expected
    assert bus.is_closed == bool(environ)


def test_the_usual_bus_is_asked_where_no_address_is_set() -> None:
    bus = FakeBus()
    codes(WAYLAND, bus)
    assert bus.opened == ["unix:path=/run/user/1000/bus"]


def test_without_a_bus_the_old_kind_of_tray_still_counts() -> None:
    def refuse(address: str) -> SessionBus:
        raise ConnectionRefusedError(address)

    found = desktop_findings(X11, "linux", open_bus=refuse, has_xembed_tray=lambda _: True)
    assert [finding.code for finding in found] == [FindingCode.TRAY_HOST, FindingCode.NOTIFICATIONS_NONE]
    assert desktop_findings(WAYLAND, "linux", open_bus=refuse)[0].weight is Weight.MEND


def test_windows_has_both_of_its_own() -> None:
    assert codes({}, FakeBus(), platform="win32") == [FindingCode.TRAY_HOST, FindingCode.NOTIFICATIONS]


def test_versions_are_read_without_importing_anything() -> None:
    found = versions()
    assert found["usagebar"]
    assert found["keyring"]
    assert set(found) >= {"python", "platform", "pyside6-essentials"}
