"""pytest fixture: a real desktop on Xvfb with a real tray host, for end-to-end tests.

    from desktop import desktop  # in tests/e2e/conftest.py

    def test_popup(desktop):     # once per tray protocol: xembed (trayer), sni (xfce4-panel)
        app = desktop.launch(sys.executable, "-m", "usagebar_qt")
        desktop.click(*desktop.find_tray_icon())
        desktop.wait_for_window("Usage")

apt: xvfb openbox dunst dbus trayer xfce4-panel xfconf libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0
pip: python-xlib (pointer, keys, windows, pixels: no xdotool, xprop, imagemagick); jeepney comes with keyring

Each process is a child of pytest, gets SIGTERM if pytest dies (setpriv --pdeathsig) and is ended by its own pid. Xvfb chooses the display.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtGui import QImage
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.ext import xtest

T = TypeVar("T")
TRAY_HOSTS = {
    "xembed": [
        "trayer",
        "--edge",
        "bottom",
        "--align",
        "right",
        "--widthtype",
        "request",
        "--height",
        "32",
        "--transparent",
        "false",
    ],
    "sni": ["xfce4-panel", "--disable-wm-check"],
}
NEEDED = ("Xvfb", "dbus-daemon", "openbox", "dunst", "setpriv")
FOREIGN = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "XDG_CURRENT_DESKTOP"}
FOREIGN |= {"CLAUDE_CONFIG_DIR", "CLAUDE_SECURESTORAGE_CONFIG_DIR", "Z_AI_API_KEY", "ZAI_API_KEY"}  # a developer's own credentials
NO_PROMPT = {
    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"
}  # else the bus starts gnome-keyring, whose prompt grabs all input
DUNSTRC = "[global]\nwidth = 300\norigin = top-right\noffset = 10x10\nhistory_length = 50\nmarkup = full\ndmenu = grep -m1 Snooze\n"
# The menu of actions chooses by itself: what a person would do with dmenu. Version 1.9 does not tell a notification's urgency.
DUNSTRC += "".join(f"[urgency_{level}]\nformat = <b>%s</b>\\n%b ({level} urgency)\n" for level in ("low", "normal", "critical"))
PANEL_XML = """<channel name="xfce4-panel" version="1.0"><property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/><property name="panel-1" type="empty">
  <property name="position" type="string" value="p=8;x=640;y=784"/><property name="position-locked" type="bool" value="true"/>
  <property name="length" type="uint" value="100"/><property name="size" type="uint" value="32"/>
  <property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property></property></property>
<property name="plugins" type="empty">
  <property name="plugin-1" type="string" value="separator">
    <property name="expand" type="bool" value="true"/><property name="style" type="uint" value="0"/></property>
  <property name="plugin-2" type="string" value="systray"><property name="icon-size" type="int" value="22"/></property></property></channel>
"""


class Box(NamedTuple):
    """A rectangle of the root window."""

    x: int
    y: int
    width: int
    height: int


def wait_for(what: str, probe: Callable[[], T | None], timeout: float = 10.0) -> T:
    """The first truthy answer of `probe`; AssertionError naming `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    answer = probe()
    while not answer:
        if time.monotonic() > deadline:
            raise AssertionError(f"timed out after {timeout:g} s waiting for {what}")
        time.sleep(0.02)
        answer = probe()
    return answer


class Desktop:
    def __init__(self, mode: str, home: Path) -> None:
        self.mode, self.home = mode, home
        self.children: list[subprocess.Popen[bytes]] = []
        self.x: Any = None
        self.env = {k: v for k, v in os.environ.items() if k not in FOREIGN} | {"HOME": str(home), "LC_ALL": "C.UTF-8"} | NO_PROMPT
        for name, folder in {
            "RUNTIME_DIR": "run",
            "CONFIG_HOME": "config",
            "DATA_HOME": "share",
            "CACHE_HOME": "cache",
            "STATE_HOME": "state",
        }.items():
            (home / folder).mkdir(mode=0o700)
            self.env[f"XDG_{name}"] = str(home / folder)

    # -- processes --------------------------------------------------------------------------------------------------
    def start(self) -> None:
        panel = self.home / "config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
        panel.parent.mkdir(parents=True)
        panel.write_text(PANEL_XML)
        (self.home / "dunstrc").write_text(DUNSTRC)
        screen = ("-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
        self.env["DISPLAY"] = ":" + self._first_words_of("Xvfb", *screen, "-displayfd")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._first_words_of("dbus-daemon", "--session", "--nofork", "--print-address")
        self.x = Display(self.env["DISPLAY"])
        self.root = self.x.screen().root
        self.launch("openbox")
        wait_for("openbox", lambda: self.root.get_full_property(self.x.intern_atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType))
        self.start_notification_server()
        self.start_tray_host()

    def stop(self) -> None:
        children = self.children.copy()
        for child in reversed(children[1:]):  # the newest first: programs, tray host, ... bus
            self.end(child)
        if self.x is not None:
            self.x.close()
        for child in children[:1]:  # the X server
            self.end(child)

    def launch(self, *command: str, pass_fds: tuple[int, ...] = (), **env: str) -> subprocess.Popen[bytes]:
        """Start a program in this session, ended with it; its output is appended to HOME/NAME.log."""
        guarded = ["setpriv", "--pdeathsig", "TERM", *command]  # execs: the pid is the program's
        with open(self.home / f"{Path(command[0]).name}.log", "ab") as log:
            child = subprocess.Popen(
                guarded, env=self.env | env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=pass_fds
            )
        self.children.append(child)
        return child

    def end(self, child: subprocess.Popen[bytes]) -> int:
        """End one of our own children by its pid and give its exit code."""
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
        with contextlib.suppress(ValueError):
            self.children.remove(child)
        return child.wait()

    def start_notification_server(self) -> None:
        self.launch("dunst", "-conf", str(self.home / "dunstrc"))
        wait_for("dunst", lambda: self.owns_name("org.freedesktop.Notifications"))

    def start_tray_host(self) -> None:
        self.tray_host = self.launch(*TRAY_HOSTS[self.mode])
        selection = self.x.intern_atom(f"_NET_SYSTEM_TRAY_S{self.x.get_default_screen()}")
        if self.mode == "xembed":
            wait_for("the XEmbed tray", lambda: self.x.get_selection_owner(selection))
        else:
            wait_for("the SNI host", lambda: self.owns_name("org.kde.StatusNotifierWatcher"))

    def _first_words_of(self, *command: str) -> str:
        """Start a server whose last option takes the number of a file descriptor, to which it writes its address."""
        read, write = os.pipe()
        self.launch(*command, str(write), pass_fds=(write,))
        os.close(write)
        with open(read) as pipe:
            line = pipe.readline().strip()
        assert line, f"{command[0]} did not start: {(self.home / (command[0] + '.log')).read_text()[-400:]}"
        return line

    # -- D-Bus ------------------------------------------------------------------------------------------------------
    def dbus_call(self, address: DBusAddress, method: str, signature: str = "", *body: object) -> tuple[Any, ...]:
        with contextlib.closing(open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
            reply = bus.send_and_get_reply(new_method_call(address, method, signature or None, body), timeout=5)
        assert reply.header.message_type is MessageType.method_return, reply.body
        return tuple(reply.body)

    def owns_name(self, name: str) -> bool:
        bus_itself = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        return bool(self.dbus_call(bus_itself, "NameHasOwner", "s", name)[0])

    def notifications(self) -> list[dict[str, str]]:
        """What dunst was asked to show, newest first. Closes what is on the screen: only then it is in the history."""
        answer = b""
        for command in ("close-all", "history"):
            answer = subprocess.run(["dunstctl", command], env=self.env, check=True, timeout=5, capture_output=True).stdout
        return [{k: v["data"] for k, v in entry.items()} for entry in json.loads(answer)["data"][0]]

    # -- pointer and keys -------------------------------------------------------------------------------------------
    def click(self, x: int, y: int, button: int = X.Button1) -> None:
        self._fake((X.MotionNotify, 0, x, y), (X.ButtonPress, button), (X.ButtonRelease, button))

    def press(self, key: str) -> None:
        """One key by its X name: Escape, Return, Up, Tab, a."""
        code = self.x.keysym_to_keycode(XK.string_to_keysym(key))
        assert code, f"no key {key!r}"
        self._fake((X.KeyPress, code), (X.KeyRelease, code))

    def _fake(self, *events: tuple[int, ...]) -> None:
        for kind, detail, *at in events:
            xtest.fake_input(self.x, kind, detail, x=at[0] if at else 0, y=at[1] if at else 0)
            self.x.sync()

    # -- what is on the screen --------------------------------------------------------------------------------------
    def windows(self) -> Iterator[tuple[str, str, Box]]:
        """(title, class in lower case, place) of every viewable window, the topmost last."""
        todo = [self.root]
        while todo:
            window = todo.pop()
            with contextlib.suppress(XError):  # it may go while we look
                todo += reversed(window.query_tree().children)
                if window.get_attributes().map_state == X.IsViewable:
                    name = window.get_full_text_property(self.x.intern_atom("_NET_WM_NAME")) or window.get_wm_name() or ""
                    kind = (window.get_wm_class() or ("", ""))[1].lower()
                    size, at = window.get_geometry(), window.translate_coords(self.root, 0, 0)
                    yield str(name), kind, Box(-at.x, -at.y, size.width, size.height)

    def find_window(self, title: str) -> Box | None:
        # An XEmbed icon is a window with the program's title too.
        return next((box for name, _, box in self.windows() if name == title and box.width > 100), None)

    def wait_for_window(self, title: str, timeout: float = 10.0) -> Box:
        return wait_for(f"window {title!r}", lambda: self.find_window(title), timeout)

    def wait_until_gone(self, title: str, timeout: float = 10.0) -> None:
        wait_for(f"window {title!r} to go", lambda: self.find_window(title) is None, timeout)

    def find_tray_icon(self, timeout: float = 10.0) -> tuple[int, int]:
        """Centre of what is painted in the tray, whatever its colours: all that differs from the tray's background."""
        wait_for("an icon in the tray", self._tray_icon, timeout)
        self.menu_labels()  # the panel asked before us: until it has the menu, a right click opens the panel's own
        return wait_for("an icon in the tray", self._tray_icon, timeout)

    def menu_labels(self) -> list[str]:
        """The entries of the icon's menu, as an SNI host is told them; none for an XEmbed icon, which draws its own."""
        watcher = DBusAddress("/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher", "org.freedesktop.DBus.Properties")
        if not self.owns_name(watcher.bus_name):
            return []
        items = self.dbus_call(watcher, "Get", "ss", watcher.bus_name, "RegisteredStatusNotifierItems")
        menus = [DBusAddress("/MenuBar", item.split("/")[0], "com.canonical.dbusmenu") for item in items[0][1]]  # Qt's path
        layouts = [self.dbus_call(menu, "GetLayout", "iias", 0, -1, [])[1] for menu in menus]
        return [entry[1][1]["label"][1] for layout in layouts for entry in layout[2] if "label" in entry[1][1]]

    def _tray_icon(self) -> tuple[int, int] | None:
        hosts = (box for _, kind, box in self.windows() if kind == TRAY_HOSTS[self.mode][0])
        strip = max(hosts, key=lambda box: box.width, default=None)
        if strip is None or strip.width < 16:
            return None
        top, height = strip.y + 4, strip.height - 8  # without the frame
        pixels = self._pixels(Box(strip.x, top, strip.width, height)).cast("I")
        background = Counter(pixels).most_common(1)[0][0]
        painted = [divmod(i, strip.width) for i, pixel in enumerate(pixels) if pixel != background]
        if len(painted) < 40:
            return None
        rows, columns = zip(*painted, strict=True)
        return strip.x + (min(columns) + max(columns)) // 2, top + (min(rows) + max(rows)) // 2

    def screenshot(self, path: str | Path) -> None:
        size = self.root.get_geometry()
        pixels = self._pixels(Box(0, 0, size.width, size.height))
        assert QImage(pixels, size.width, size.height, QImage.Format.Format_RGB32).save(str(path)), path

    def _pixels(self, box: Box) -> memoryview:
        return memoryview(self.root.get_image(*box, X.ZPixmap, 0xFFFFFF).data)


@pytest.fixture(scope="session", params=list(TRAY_HOSTS))
def desktop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    missing = [program for program in (*NEEDED, TRAY_HOSTS[request.param][0]) if not shutil.which(program)]
    if missing:  # CI must not go green by skipping: it sets E2E=1
        (pytest.fail if os.environ.get("E2E") else pytest.skip)(f"not installed: {' '.join(missing)}")
    session = Desktop(request.param, tmp_path_factory.mktemp(f"desktop-{request.param}"))
    try:
        session.start()
        yield session
    finally:
        session.stop()
