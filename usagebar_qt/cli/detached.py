"""One refresh in a process of its own, for a status line that must not wait: it outlives whoever asked for it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.domain.models import AccountState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.cli.session import Session
    from usagebar_qt.domain.models import AccountStatus

PAUSE_SECONDS = 30
"""A status line is drawn many times a minute; a refresh that found nothing is not repeated sooner."""


def refresh_where_old(session: Session, statuses: Sequence[AccountStatus], max_age: float | None) -> bool:
    """Starts one where figures are older than they should be and a request is permitted. True where it did."""
    runtime = session.runtime
    now = runtime.clock.now()
    ages = {info.id: float(info.default_max_age) for info in runtime.infos}
    old = [status for status in statuses if is_old(status, ages[status.id.provider] if max_age is None else max_age, now)]
    if not old or not _first_for_a_while(runtime.paths.state / "refresh.stamp", now):
        return False
    _start([word for status in old for word in ("--provider", str(status.id))])
    return True


def is_old(status: AccountStatus, max_age: float, now: datetime) -> bool:
    """Older than `max_age` seconds (or never looked at), and nothing says that asking is not permitted before a later time."""
    if status.state is AccountState.DISABLED:
        return False
    if status.wait is not None and status.wait.until is not None and status.wait.until > now:
        return False
    seen = status.snapshot.fetched_at if status.snapshot is not None else status.checked_at
    return seen is None or not 0 <= (now - seen).total_seconds() <= max_age


def _first_for_a_while(stamp: Path, now: datetime) -> bool:
    """Two at the same moment may both be first: the account's lock makes one request of theirs."""
    try:
        if 0 <= now.timestamp() - stamp.stat().st_mtime < PAUSE_SECONDS:
            return False
    except OSError:
        pass  # the first time, or a folder that refuses: the next step tells
    try:
        make_own_folder(stamp.parent)
        os.close(os.open(stamp, os.O_WRONLY | os.O_CREAT, 0o600))
        os.utime(stamp, (now.timestamp(), now.timestamp()))
    except OSError:
        return False  # without a stamp it would be started at every prompt
    return True


def command() -> list[str]:
    """This very program."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-P", "-m", "usagebar_qt.cli"]  # -P: a folder of that name in the user's project is not ours


def _start(accounts: Sequence[str]) -> None:
    """As Waybar's line is fetched: it waits for no lock and renews nothing, so that killing it harms nothing either."""
    import subprocess

    flags, is_new_session = 0, True
    if sys.platform == "win32":
        flags, is_new_session = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP, False
    subprocess.Popen(  # noqa: S603 - this very program
        [*command(), "status", "--format", "waybar", *accounts],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=is_new_session,
        creationflags=flags,
    )
