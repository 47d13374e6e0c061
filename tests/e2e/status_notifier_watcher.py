"""A StatusNotifierWatcher and host without a panel, as some bars bring it: `python -m tests.e2e.status_notifier_watcher`.

It takes the name on the session's bus, notes which items register, and draws nothing. Tests ask for its items and press them over
D-Bus. Written with jeepney, which the program needs anyway.
"""

from __future__ import annotations

import os
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
ITSELF = DBusAddress(PATH, NAME, NAME)


class Watcher:
    """Answers one call after the other."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus
        self._items: list[str] = []

    def properties(self) -> dict[str, tuple[str, Any]]:
        return {
            "RegisteredStatusNotifierItems": ("as", self._items),
            "IsStatusNotifierHostRegistered": ("b", True),
            "ProtocolVersion": ("i", 0),
        }

    def answer(self, call: Message) -> Message:
        fields = call.header.fields
        member, sender = fields.get(HeaderFields.member), fields.get(HeaderFields.sender)
        if member == "RegisterStatusNotifierItem":
            told = call.body[0]
            item = f"{sender}{told}" if told.startswith("/") else told
            self._items.append(item)
            self._bus.send(new_signal(ITSELF, "StatusNotifierItemRegistered", "s", (item,)))
            return new_method_return(call)
        if member == "RegisterStatusNotifierHost":
            return new_method_return(call)
        if member == "Get" and call.body[1] in self.properties():
            return new_method_return(call, "v", (self.properties()[call.body[1]],))
        if member == "GetAll":
            return new_method_return(call, "a{sv}", (self.properties(),))
        return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")

    def run(self) -> None:
        while True:
            message = self._bus.receive()
            if message.header.message_type is MessageType.method_call:
                self._bus.send(self.answer(message))


if __name__ == "__main__":
    with open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"]) as session:
        session.send_and_get_reply(message_bus.RequestName(NAME))
        Watcher(session).run()
