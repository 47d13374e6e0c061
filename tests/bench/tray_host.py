"""A panel that only takes icons, and says when: `docked NANOSECONDS` for each, `painted NANOSECONDS` at its first picture.

    python -m tests.bench.tray_host     # on the display that DISPLAY names; XEmbed, until it is terminated

The clock is the monotonic one, which all processes of a machine share: whoever started the program subtracts.
"""

from __future__ import annotations

import time

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.ext import damage
from Xlib.protocol import event

SIZE = 24
DOCK = 0
EMBEDDED_NOTIFY = 0


def say(word: str) -> None:
    """One line, at once."""
    print(word, time.monotonic_ns(), flush=True)


def main() -> None:
    """Owns the tray's selection and answers every wish to dock."""
    display = Display()
    screen = display.screen()
    opcode, xembed = display.intern_atom("_NET_SYSTEM_TRAY_OPCODE"), display.intern_atom("_XEMBED")
    selection = display.intern_atom("_NET_SYSTEM_TRAY_S0")
    owner = screen.root.create_window(640, 760, 4 * SIZE, SIZE, 0, screen.root_depth, background_pixel=screen.white_pixel)
    owner.change_property(display.intern_atom("_NET_SYSTEM_TRAY_ORIENTATION"), Xatom.CARDINAL, 32, [0])
    owner.map()
    owner.set_selection_owner(selection, X.CurrentTime)
    manager = display.intern_atom("MANAGER")
    message = event.ClientMessage(window=screen.root, client_type=manager, data=(32, [X.CurrentTime, selection, owner.id, 0, 0]))
    screen.root.send_event(message, event_mask=X.StructureNotifyMask)
    display.damage_query_version()
    display.sync()
    say("ready")
    while True:
        got = display.next_event()
        if got.type == X.ClientMessage and got.client_type == opcode and got.data[1][1] == DOCK:
            say("docked")
            icon = display.create_resource_object("window", got.data[1][2])
            icon.damage_create(damage.DamageReportNonEmpty)
            icon.reparent(owner, 0, 0)
            icon.configure(width=SIZE, height=SIZE)
            icon.map()
            notify = event.ClientMessage(
                window=icon, client_type=xembed, data=(32, [X.CurrentTime, EMBEDDED_NOTIFY, 0, owner.id, 0])
            )
            icon.send_event(notify)
            display.sync()
        elif type(got).__name__ == "DamageNotify":
            say("painted")


if __name__ == "__main__":
    main()
