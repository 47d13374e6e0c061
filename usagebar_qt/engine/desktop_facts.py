"""Is there a tray, is there a notification server? Asked of the bus and the X server directly: no Qt, nothing is shown."""

from __future__ import annotations

import importlib.metadata
import platform as machine
import sys
from typing import TYPE_CHECKING, Any

from usagebar_qt import __version__
from usagebar_qt.domain.findings import Finding, FindingCode, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from usagebar_qt.domain.findings import Fact

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFIER = "org.freedesktop.Notifications"
BUS = "org.freedesktop.DBus"
PACKAGES = ("PySide6_Essentials", "qasync", "httpx", "keyring", "pydantic", "filelock", "platformdirs", "truststore")
BUS_SECONDS = 1.0


def versions() -> dict[str, Fact]:
    """Of the program, Python, the system and what is built upon; read from their metadata, none is imported."""
    found: dict[str, Fact] = {
        "usagebar": __version__,
        "python": machine.python_version(),
        "platform": f"{machine.system()} {machine.release()}",
    }
    for name in PACKAGES:
        try:
            found[name.lower().replace("_", "-")] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name.lower().replace("_", "-")] = None
    return found


class SessionBus:
    """The questions that matter, over jeepney (keyring brings it on Linux). Blocking. Raises `OSError` where there is no bus."""

    def __init__(self, address: str, connect: Callable[[str], Any] | None = None) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._connection = (connect or open_dbus_connection)(address)

    def _ask(self, name: str, path: str, interface: str, method: str, signature: str = "", *values: Any) -> Any:
        from jeepney import DBusAddress, new_method_call

        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, values)
        return self._connection.send_and_get_reply(message, timeout=BUS_SECONDS).body

    def has_owner(self, name: str) -> bool:
        """Somebody answers to that name now."""
        return bool(self._ask(BUS, "/org/freedesktop/DBus", BUS, "NameHasOwner", "s", name) == (True,))

    def can_start(self, name: str) -> bool:
        """The bus would start somebody for that name."""
        return name in self._ask(BUS, "/org/freedesktop/DBus", BUS, "ListActivatableNames")[0]

    def has_tray_host(self) -> bool:
        """The watcher knows of a host that shows icons."""
        values = (WATCHER, "IsStatusNotifierHostRegistered")
        body = self._ask(WATCHER, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties", "Get", "ss", *values)
        return bool(body == (("b", True),))

    def close(self) -> None:
        """Leaves the bus."""
        self._connection.close()


def desktop_findings(
    environ: Mapping[str, str],
    platform: str = sys.platform,
    *,
    open_bus: Callable[[str], SessionBus] = SessionBus,
    has_xembed_tray: Callable[[str], bool | None] | None = None,
) -> Sequence[Finding]:
    """Tray host and notification server; Windows and macOS have both."""
    if platform != "linux":
        facts: dict[str, Fact] = {"by": "system"}
        return (Finding(FindingCode.TRAY_HOST, facts=facts), Finding(FindingCode.NOTIFICATIONS, facts=facts))
    display, wayland = environ.get("DISPLAY", ""), environ.get("WAYLAND_DISPLAY", "")
    if not display and not wayland:
        return (Finding(FindingCode.NO_DESKTOP, Weight.NOTE, {"reason": "no_display"}),)
    look = has_xembed_tray or _has_xembed_tray
    bus: SessionBus | None = None
    try:
        address = environ.get("DBUS_SESSION_BUS_ADDRESS") or f"unix:path={environ['XDG_RUNTIME_DIR']}/bus"
        bus = open_bus(address)
        return (_tray(bus, look(display) if display else False), _notifications(bus))
    except (OSError, LookupError, ValueError, ImportError):
        tray = _found_tray("xembed") if display and look(display) else _no_tray("no_bus")
        return (tray, Finding(FindingCode.NOTIFICATIONS_NONE, Weight.MEND, {"reason": "no_bus"}))
    finally:
        if bus is not None:
            bus.close()


def _found_tray(kind: str) -> Finding:
    return Finding(FindingCode.TRAY_HOST, facts={"by": kind})


def _no_tray(reason: str) -> Finding:
    return Finding(FindingCode.TRAY_HOST_NONE, Weight.MEND, {"reason": reason})


def _tray(bus: SessionBus, has_xembed: bool | None) -> Finding:
    if bus.has_owner(WATCHER) and bus.has_tray_host():
        return _found_tray("status_notifier")
    return _found_tray("xembed") if has_xembed else _no_tray("no_host")


def _notifications(bus: SessionBus) -> Finding:
    if bus.has_owner(NOTIFIER) or bus.can_start(NOTIFIER):
        return Finding(FindingCode.NOTIFICATIONS, facts={"by": NOTIFIER})
    return Finding(FindingCode.NOTIFICATIONS_NONE, Weight.MEND, {"reason": "no_server"})


def _has_xembed_tray(display: str) -> bool | None:
    """The old kind of tray owns a selection of the X server; None where Xlib is not there to ask."""
    import ctypes

    try:
        xlib = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = xlib.XGetSelectionOwner.restype = ctypes.c_ulong
    address = xlib.XOpenDisplay(display.encode())
    if address is None:
        return None
    connection = ctypes.c_void_p(address)
    try:
        atom = xlib.XInternAtom(connection, b"_NET_SYSTEM_TRAY_S0", 0)
        return bool(xlib.XGetSelectionOwner(connection, ctypes.c_ulong(atom)))
    finally:
        xlib.XCloseDisplay(connection)
