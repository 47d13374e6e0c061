"""Stands for advapi32: the same structure, pointers and error numbers, over a dictionary."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from usagebar_qt.credentials.windows_vault import CredentialRecord


@dataclass
class Stored:
    """What the vault keeps of one entry."""

    blob: bytes
    user: str | None = None
    comment: str | None = None
    persist: int = 2


@dataclass
class FakeAdvapi:
    """Names are not case-sensitive, as in Windows. `refuse` maps a target to the error number every call on it ends with."""

    entries: dict[str, Stored] = field(default_factory=dict)
    refuse: dict[str, int] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    lent: dict[int, tuple[CredentialRecord, Any]] = field(default_factory=dict)
    freed: list[bytes] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)
    error: int = 0

    def put(self, target: str, blob: bytes, user: str | None = None, comment: str | None = None) -> None:
        self.entries[target.lower()] = Stored(blob, user, comment)

    def get(self, target: str) -> Stored | None:
        return self.entries.get(target.lower())

    def targets(self) -> set[str]:
        return set(self.entries)

    def cred_read(self, target: str, kind: int, flags: int, found: Any) -> int:
        stored = self.get(target)
        if not self._may("read", target, kind, flags, needs=stored):
            return 0
        assert stored is not None
        memory = (ctypes.c_ubyte * len(stored.blob))(*stored.blob)
        record = CredentialRecord(
            kind=1,
            target=target,
            comment=stored.comment,
            blob_size=len(stored.blob),
            blob=memory if stored.blob else None,
            persist=stored.persist,
            user=stored.user,
        )
        self.lent[ctypes.addressof(record)] = (record, memory)
        found.contents.contents = record
        return 1

    def cred_write(self, credential: Any, flags: int) -> int:
        record = credential.contents
        if not self._may("write", record.target, record.kind, flags, needs=self):
            return 0
        blob = bytes(record.blob[: record.blob_size])
        self.entries[record.target.lower()] = Stored(blob, record.user, record.comment, record.persist)
        self.sent.append(credential)
        return 1

    def cred_delete(self, target: str, kind: int, flags: int) -> int:
        if not self._may("delete", target, kind, flags, needs=self.get(target)):
            return 0
        del self.entries[target.lower()]
        return 1

    def cred_free(self, found: Any) -> None:
        _, memory = self.lent.pop(ctypes.addressof(found.contents))
        self.freed.append(bytes(memory))

    def last_error(self) -> int:
        return self.error

    def _may(self, call: str, target: str, kind: int, flags: int, needs: object) -> bool:
        assert (kind, flags) == (1, 0)
        self.calls.append((call, target))
        self.error = self.refuse.get(target, 0) or (0 if needs is not None else 1168)
        return self.error == 0
