"""Read another program's widgets through AT-SPI, as a screen reader does: prints role, name, value and description of every node
below a window.

usage: /usr/bin/python3 read_with_atspi.py "Window title" [SECONDS]
apt: at-spi2-core gir1.2-atspi-2.0 python3-gi       (run with Debian's python3: gi is not in a venv)
The program needs, in the same session (DISPLAY, DBUS_SESSION_BUS_ADDRESS): QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
and a platform plugin with a window system (xcb; offscreen has no AT-SPI bridge). The bus org.a11y.Bus starts itself.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


def children(node: Any) -> list[Any]:
    return [child for i in range(node.get_child_count()) if (child := node.get_child_at_index(i))]


def find(title: str, seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for window in (w for app in children(Atspi.get_desktop(0)) for w in children(app)):
            if window.get_name() == title:
                return window
        GLib.MainContext.default().iteration(False)
        time.sleep(0.05)
    raise SystemExit(f"no accessible window {title!r}; programs: {[a.get_name() for a in children(Atspi.get_desktop(0))]}")


def show(node: Any, depth: int = 0) -> None:
    number = ""
    if "Value" in node.get_interfaces():
        number = f" value={node.get_current_value():g} of {node.get_minimum_value():g}..{node.get_maximum_value():g}"
    words = f" described {node.get_description()!r}" if node.get_description() else ""
    print(f"{'  ' * depth}{node.get_role_name()} {node.get_name()!r}{number}{words}", flush=True)
    for child in children(node):
        show(child, depth + 1)


if __name__ == "__main__":
    show(find(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 5))
