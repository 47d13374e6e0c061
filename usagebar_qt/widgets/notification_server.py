"""A client of `org.freedesktop.Notifications` (Desktop Notifications Specification 1.2) over jeepney, which comes with keyring.

QtDBus of PySide6 would do without it, but cannot send the unsigned number that `Notify` asks for: every Python int becomes a signed
one, and the server refuses the call (measured with dunst). The bus is held only while something of ours is on the screen: a server
may take a program's notifications away when the program leaves the bus, and otherwise other programs' signals would wake us.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney.io.asyncio import DBusRouter

    from usagebar_qt.services.ports import Spawner

log = logging.getLogger(__name__)

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
PROGRAM, DESKTOP_ENTRY = "Usage Bar", "usagebar-qt"
ANSWER_SECONDS = 5.0
"""A server that has to be started by the bus first may take a moment; one that never comes up would hold us for two minutes."""
WAITING_SIGNALS = 32
"""jeepney drops signals that nobody has fetched beyond its buffer, which is 1 by default (measured)."""
LOW, NORMAL = 0, 1


@dataclass(frozen=True, slots=True)
class ServerNotice:
    """What the server is asked to show. Plain text; actions as (key, label)."""

    title: str
    body: str
    urgent: bool
    actions: tuple[tuple[str, str], ...]


class NotificationServer:
    """Shows, replaces, and tells which button was pressed."""

    def __init__(
        self,
        tasks: Spawner,
        on_action: Callable[[int, str], None],
        on_closed: Callable[[int], bool],
        address: str,
    ) -> None:
        """`on_closed` answers whether nothing of ours is shown any more."""
        self._tasks = tasks
        self._on_action = on_action
        self._on_closed = on_closed
        self._address = address
        self._router: DBusRouter | None = None
        self._held: contextlib.AsyncExitStack | None = None
        self._listening: asyncio.Task[None] | None = None
        self._capabilities: frozenset[str] = frozenset()
        self._turn = asyncio.Lock()

    async def show(self, notice: ServerNotice, replaces: int) -> int | None:
        """The server's number for it; None where there is no server, or it did not take the notice. Never raises."""
        async with self._turn:
            held = self._router is not None
            number = await self._attempt(notice, replaces)
            if number is None and held:  # the bus that we held may have gone; a new one may be there
                number = await self._attempt(notice, replaces)
            return number

    async def _attempt(self, notice: ServerNotice, replaces: int) -> int | None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                router = await self._connected()
                (number,) = await self._call(router, "Notify", "susssasa{sv}i", self._arguments(notice, replaces))
                return int(number)
        except _troubles() as error:
            log.info("no notification could be shown: %s", type(error).__name__)
            await self._let_go()
            return None

    def _arguments(self, notice: ServerNotice, replaces: int) -> tuple[Any, ...]:
        body = _marked_up(notice.body) if "body-markup" in self._capabilities else notice.body
        actions = [word for action in notice.actions for word in action] if "actions" in self._capabilities else []
        hints = {"urgency": ("y", NORMAL if notice.urgent else LOW), "desktop-entry": ("s", DESKTOP_ENTRY)}
        return (PROGRAM, replaces, "", notice.title, body, actions, hints, -1)

    async def _connected(self) -> DBusRouter:
        if self._router is not None and self._listening is not None and not self._listening.done():
            return self._router
        from jeepney import MatchRule, message_bus
        from jeepney.io.asyncio import open_dbus_router

        await self._let_go()
        held = contextlib.AsyncExitStack()
        self._held = held
        router = await held.enter_async_context(open_dbus_router(self._address))
        (words,) = await self._call(router, "GetCapabilities")
        self._capabilities = frozenset(words)
        signals = MatchRule(type="signal", interface=NAME, path=PATH)
        queue = held.enter_context(router.filter(signals, bufsize=WAITING_SIGNALS))
        await router.send_and_get_reply(message_bus.AddMatch(signals))
        self._router = router
        self._listening = self._tasks.spawn(self._listen(queue), name="notification-signals")
        return router

    @staticmethod
    async def _call(router: DBusRouter, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        from jeepney import DBusAddress, new_method_call
        from jeepney.wrappers import unwrap_msg

        address = DBusAddress(PATH, bus_name=NAME, interface=NAME)
        answer: tuple[Any, ...] = unwrap_msg(await router.send_and_get_reply(new_method_call(address, method, signature, body)))
        return answer

    async def _listen(self, queue: asyncio.Queue[Any]) -> None:
        from jeepney import HeaderFields

        while True:
            signal = await queue.get()
            member, number = signal.header.fields.get(HeaderFields.member), signal.body[0]
            if member == "ActionInvoked":
                self._on_action(number, signal.body[1])
            elif member == "NotificationClosed" and self._on_closed(number):
                self._tasks.spawn(self._rest(), name="notification-rest")
                return

    async def _rest(self) -> None:
        async with self._turn:
            if self._listening is not None and self._listening.done():
                await self._let_go()

    async def _let_go(self) -> None:
        held, self._held, self._router = self._held, None, None
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None
        if held is not None:
            with contextlib.suppress(OSError, EOFError):  # the bus has gone before us
                await held.aclose()

    async def aclose(self) -> None:
        """Leaves the bus."""
        async with self._turn:
            await self._let_go()


def _troubles() -> tuple[type[Exception], ...]:
    """No bus, no server, a refusal, silence, or no jeepney: none of them is worth more than a line in the log."""
    ours = (OSError, EOFError, TimeoutError, ImportError, KeyError, ValueError, RuntimeError)
    try:
        from jeepney import DBusErrorResponse
        from jeepney.io.common import RouterClosed
    except ImportError:
        return ours
    return (*ours, DBusErrorResponse, RouterClosed)


def _marked_up(text: str) -> str:
    import html  # with the first notification: names of 2,231 characters come with it

    return html.escape(text, quote=False)
