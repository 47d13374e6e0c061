"""What the services need of the world around them. A missing capability is a null object, never a None to be asked about."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.domain.history import Run
    from usagebar_qt.domain.incidents import Incident
    from usagebar_qt.domain.models import Account, AccountId, AccountStatus
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.thresholds import Memo
    from usagebar_qt.domain.updates import Release, UpdateMemory
    from usagebar_qt.engine.account_room import FolderLook
    from usagebar_qt.engine.event_command import EventOutcome
    from usagebar_qt.engine.fetching import Wish
    from usagebar_qt.engine.first_run import FirstFinding
    from usagebar_qt.engine.history_store import Series
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.providers.base import FoundFolder, StatusPage
    from usagebar_qt.wording.alerts import Notice

T = TypeVar("T")


class Spawner(Protocol):
    """Starts a coroutine in the background and keeps it: a task that nobody holds may be collected while it runs."""

    def spawn(self, work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        """The running task. What it raises is logged."""


class Blocking(Protocol):
    """Runs blocking work off the event loop."""

    async def run(self, function: Callable[..., T], *arguments: object, timeout: float) -> T:
        """What the function gives or raises; `TimeoutError` after `timeout` seconds."""


class AccountFetcher(Protocol):
    """The engine's one road to a provider."""

    async def fetch_account(self, account: Account, wish: Wish = ...) -> AccountStatus:
        """Never raises, cancellation excepted."""

    def last_known(self, account: Account) -> AccountStatus:
        """Blocking: what the state on disk says."""

    def stamp(self, account: Account) -> int:
        """Blocking: changes whenever any process has written the account's state; 0 where there is none."""

    def stamp_seen(self, account: Account) -> int | None:
        """What `stamp` says of what was read or written here last; None: nothing was. Does not block."""


class KeyRoom(Protocol):
    """The engine's keys; all of it a user's act but `presence`."""

    async def presence(self, account: Account) -> KeyPresence:
        """Never raises."""

    async def check(self, account: Account, text: str) -> None:
        """Raises `UsageError` where the service does not take the key."""

    async def save(self, account: Account, text: str, *, checked: bool = True) -> None:
        """Raises `UsageError`."""

    async def hold(self, account: Account, text: str) -> None:
        """Keeps the key in memory until the program ends. Raises `UsageError`."""

    async def delete(self, account: Account) -> bool:
        """Raises `UsageError`; False where none was stored."""

    async def unlock(self) -> None:
        """Raises `UsageError` where the prompt was dismissed."""


class EventRoom(Protocol):
    """The command that somebody wants to be run for each event. Blocking; none of it raises."""

    def command(self) -> tuple[str, ...]:
        """Program and arguments; empty where none is wanted."""

    def run(self, command: tuple[str, ...], document: Mapping[str, Any]) -> EventOutcome:
        """Runs it with the document on its standard input, for a limited time."""


class Archive(Protocol):
    """What is kept of the past; all of it blocking, none of it raises."""

    @property
    def set_aside(self) -> Path | None:
        """Where this process put an unreadable file."""

    def runs(
        self, account_id: AccountId, window_id: str, since: datetime, until: datetime | None = None, *, step: int = 0
    ) -> tuple[Run, ...]:
        """Runs that reach into the time between, in order; `step`: seconds that are one point."""

    def series(self) -> tuple[Series, ...]:
        """Every window with a past."""


class Pasts(Protocol):
    """What is kept of the past of one account's windows."""

    def pasts(self, account_id: AccountId, since: Mapping[str, datetime]) -> Mapping[str, tuple[Run, ...]]:
        """Blocking: by window, the runs that reach into the time since then, in order. Never raises."""


class AccountKeeper(Protocol):
    """The engine's room for accounts that come and go."""

    async def look(self, provider_id: str, option: str, folder: str, others: Sequence[Account]) -> FolderLook:
        """Never raises."""

    async def search(self, provider_id: str) -> tuple[FoundFolder, ...]:
        """Never raises."""

    async def start_anew(self, account: Account) -> None:
        """Forgets the figures that an earlier account of this id left behind."""

    async def remove(self, account: Account) -> None:
        """Deletes what is ours. Raises `UsageError`."""


class Mark(Protocol):
    """Something that happens once. Blocking."""

    def is_set(self) -> bool:
        """Whether it has happened."""

    def set(self) -> None:
        """It has. Never raises."""


class FirstLooker(Protocol):
    """The engine's look round before the first request."""

    async def look(self, accounts: Sequence[Account]) -> tuple[FirstFinding, ...]:
        """Never raises."""


class TrayPort(Protocol):
    """The icon in the panel."""

    def show_statuses(self, statuses: Sequence[AccountStatus], outlooks: Mapping[AccountId, Mapping[str, Outlook]] = ...) -> None:
        """Draws what there is to say of all accounts."""


class IncidentRoom(Protocol):
    """Status pages, and the memory of what was told."""

    async def look(self, page: StatusPage) -> tuple[Incident, ...]:
        """Raises `UsageError`."""

    def told(self) -> tuple[str, ...]:
        """Ids. Blocking."""

    def remember(self, told: Collection[str]) -> None:
        """Blocking."""


class UpdateRoom(Protocol):
    """The release feed, and the memory of it."""

    async def look(self, feed: str) -> Release:
        """Raises `UsageError`."""

    def recall(self) -> UpdateMemory:
        """Blocking."""

    def remember(self, memory: UpdateMemory) -> None:
        """Blocking."""


class MarksRoom(Protocol):
    """What has been told, on disk. Blocking; never raises."""

    def load(self) -> dict[AccountId, Memo]:
        """Empty where nothing was ever told."""

    def save(self, memos: Mapping[AccountId, Memo]) -> bool:
        """False where the disk refuses."""


class NotifierPort(Protocol):
    """The desktop's notifications."""

    async def show(self, notice: Notice) -> bool:
        """Shows it, in place of an older one of the same tag; False where nothing can show it. Never raises."""


class NullNotifier:
    """For desktops without notifications."""

    async def show(self, notice: Notice) -> bool:  # noqa: ARG002
        """Nothing can be shown here."""
        return False


class AutostartState(StrEnum):
    """Whether the program starts when the user signs in to the computer."""

    ON = "on"
    OFF = "off"
    IMPOSSIBLE = "impossible"
    """This copy of the program is not installed: tomorrow it may be gone."""


class AutostartPort(Protocol):
    """The system's own list of what starts at login. All of it blocking."""

    def state(self) -> AutostartState:
        """What holds. Raises `OSError`."""

    def switch_on(self) -> None:
        """From the next login on. Raises `OSError`."""

    def switch_off(self) -> None:
        """No more. Raises `OSError`."""


class NullAutostart:
    """For a copy that is not installed."""

    def state(self) -> AutostartState:
        """Cannot be."""
        return AutostartState.IMPOSSIBLE

    def switch_on(self) -> None:
        """Nothing can be set here."""

    def switch_off(self) -> None:
        """Nothing can be set here."""


class MemoryAutostart:
    """For the demo: the switch moves, and the computer stays as it is."""

    def __init__(self) -> None:
        self._state = AutostartState.OFF

    def state(self) -> AutostartState:
        """What was last wished."""
        return self._state

    def switch_on(self) -> None:
        """Remembered until the demo ends."""
        self._state = AutostartState.ON

    def switch_off(self) -> None:
        """Remembered until the demo ends."""
        self._state = AutostartState.OFF
