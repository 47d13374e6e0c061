"""The accounts' records on disk: one JSON file each, replaced atomically, changed under an OS lock that dies with its process."""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from usagebar_qt.engine.account_lock import taken_at_once
from usagebar_qt.engine.atomic_file import create_json, decoded, read_file, read_json, set_aside, write_json
from usagebar_qt.engine.record import Record, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.engine.account_lock import Held
    from usagebar_qt.engine.paths import Paths

log = logging.getLogger(__name__)

ORDER_SECONDS = 2.0
"""A state is on the disk within milliseconds; the end of the program waits for one no longer."""
LOCK_POLL_SECONDS = 0.05
LOCK_LONGEST_SECONDS = 90.0
"""Longer than the longest fetch with a renewal that retries its write for 60 s (contracts C)."""


class StateStore:
    """Reads and writes records. Blocking, but for `locked`."""

    def __init__(self, paths: Paths, order_seconds: float = ORDER_SECONDS) -> None:
        self._paths = paths
        self._order_seconds = order_seconds
        self._salt: bytes | None = None
        self._writing: defaultdict[AccountId, threading.Lock] = defaultdict(threading.Lock)
        self._files: dict[tuple[AccountId, str], Path] = {}
        self._read: dict[AccountId, tuple[bytes, Record]] = {}
        """What was last read of each account, and what it says: the same bytes are not taken apart twice."""
        self._stamps: dict[AccountId, int] = {}

    def _file(self, account_id: AccountId, suffix: str) -> Path:
        path = self._files.get((account_id, suffix))
        if path is None:
            # ":" is no character for a file's name on Windows.
            path = self._paths.accounts / f"{str(account_id).replace(':', '--')}{suffix}"
            self._files[account_id, suffix] = path
        return path

    def salt(self) -> bytes:
        """32 random bytes of this user, made once. They make fingerprints that nobody can look up elsewhere."""
        if self._salt is None:
            path = self._paths.state / "salt.json"
            self._salt = _salt_in(path)
            if not self._salt:
                self._salt = secrets.token_bytes(32)
                with contextlib.suppress(OSError):  # fingerprints then hold for this process alone: figures start anew
                    # Of many processes at once, on the first day, the first counts for all: to take each other's fingerprints for
                    # another account's would make each of them ask (twenty commands sent eight requests, measured).
                    if not create_json(path, {"salt": self._salt.hex()}):
                        self._salt = _salt_in(path) or self._made_anew(path, self._salt)
        return self._salt

    @staticmethod
    def _made_anew(path: Path, salt: bytes) -> bytes:
        """In the place of a file that is not ours."""
        write_json(path, {"salt": salt.hex()})
        return _salt_in(path) or salt

    def read(self, account_id: AccountId) -> Record:
        """What is known; an empty record where nothing is. A file that we did not write is set aside."""
        path = self._file(account_id, ".json")
        try:
            found = read_file(path)
            self._stamps[account_id] = found[1] if found is not None else 0
            if found is None:
                return Record()
            known = self._read.get(account_id)
            if known is not None and known[0] == found[0]:
                return known[1]
            record = from_json(decoded(found[0]))
            self._read[account_id] = found[0], record
            return record
        except OSError as error:
            log.info("state of %s cannot be read: %s", account_id, error.strerror)
            return Record()
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            with contextlib.suppress(OSError):
                log.info("state of %s was not ours; set aside as %s", account_id, set_aside(path).name)
            return Record()

    def write(self, account_id: AccountId, record: Record, may: Callable[[], bool] | None = None) -> bool:
        """False where the disk refuses; the figures then live in this process alone. One after another, from whatever threads: an
        older record that a slow disk still holds never comes after a newer one.

        `may` is asked when the new file is on the disk, before it takes the old one's place: False once the account's lock was
        given back, since another process may have written then. Between the two lie some microseconds."""
        lock = self._writing[account_id]
        if not lock.acquire(timeout=self._order_seconds):
            log.info("state of %s cannot be written: the one before is not on the disk yet", account_id)
            return False
        try:
            write_json(self._file(account_id, ".json"), to_json(record), indent=None, may=may)
            self._stamps[account_id] = self.stamp(account_id)
        except OSError as error:
            log.info("state of %s cannot be written: %s", account_id, error.strerror)
            return False
        finally:
            lock.release()
        return True

    def read_beside(self, account_id: AccountId, name: str) -> dict[str, Any] | None:
        """Something else that is kept of the account; None where nothing is, or nothing that we wrote."""
        try:
            return read_json(self._file(account_id, f".{name}.json"))
        except (ValueError, OSError):
            return None

    def write_beside(self, account_id: AccountId, name: str, data: Mapping[str, Any]) -> None:
        """Where the disk refuses, it is forgotten with this process."""
        try:
            write_json(self._file(account_id, f".{name}.json"), data)
        except OSError as error:
            log.info("%s of %s cannot be written: %s", name, account_id, error.strerror)

    def clear(self, account_id: AccountId) -> None:
        """Forgets the account, and what is kept beside: it was removed, or its key was changed or deleted by us."""
        file = self._file(account_id, ".json")
        file.unlink(missing_ok=True)
        for beside in file.parent.glob(f"{file.stem}.*.json"):
            beside.unlink(missing_ok=True)

    def stamp(self, account_id: AccountId) -> int:
        """Changes whenever another process has written; 0 where there is no file."""
        try:
            return self._file(account_id, ".json").stat().st_mtime_ns
        except OSError:
            return 0

    def known_stamp(self, account_id: AccountId) -> int | None:
        """What `stamp` said of the state that this process has read or written last; None: it has not yet. Asks no disk."""
        return self._stamps.get(account_id)

    def lock_at_once(self, account_id: AccountId) -> Held | None:
        """The account's lock where it is free, None where somebody has it. Blocking, but waits for nobody."""
        return taken_at_once(self._file(account_id, ".lock"))

    @contextlib.asynccontextmanager
    async def locked(self, account_id: AccountId, *, may_wait: bool = True) -> AsyncIterator[bool]:
        """The account's lock; True where it was free at once. Raises `TimeoutError` where it stays taken."""
        import asyncio

        attempts = int(LOCK_LONGEST_SECONDS / LOCK_POLL_SECONDS) if may_wait else 1
        for attempt in range(attempts):
            held = self.lock_at_once(account_id)
            if held is not None:
                break
            if attempt + 1 < attempts:
                await asyncio.sleep(LOCK_POLL_SECONDS)
        else:
            raise TimeoutError(str(account_id))
        try:
            yield attempt == 0
        finally:
            held.release()


def _salt_in(path: Path) -> bytes | None:
    try:
        data = read_json(path)
        return bytes.fromhex(data["salt"]) or None if data else None
    except (ValueError, KeyError, TypeError, OSError):
        return None
