"""Files that are whole or the old ones: written beside, synced, replaced; readable by their owner alone."""

from __future__ import annotations

import contextlib
import json
import math
import os
import time
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.domain.ledger import LEDGER, Act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 4 * 1024 * 1024
"""Bytes of our own files that are read: far above what we write, so a larger one is not ours."""


NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""One that nobody else has made; as it is written, on Windows too. `tempfile` takes ten times as long to find its name."""
REPLACE_ATTEMPTS = 20
REPLACE_PAUSE_SECONDS = 0.01
"""A reader of ours holds a state file for less than a millisecond."""


def write_json(path: Path, data: Mapping[str, Any], indent: int | None = 1) -> None:
    """Replaces `path` atomically, mode 0600, its folder made with 0700. Raises `OSError`; the old file is then untouched.

    `indent`: None for what is written often and read by programs alone: Python then does it in C, four times as fast (measured)."""
    make_own_folder(path.parent)
    text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character: JSON can say that only in escapes
        text = json.dumps(data, indent=indent, allow_nan=False)
    write_text(path, text)


def write_text(path: Path, text: str, mode: int = 0o600) -> None:
    """Replaces `path` atomically; its folder is there. Raises `OSError`; the old file is then untouched."""
    name = f"{path.parent}{os.sep}.{path.name}-{os.urandom(6).hex()}"
    handle = os.open(name, NEW_FILE, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if mode != 0o600:
            os.chmod(name, mode)  # noqa: PTH101
        _replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def create_json(path: Path, data: Mapping[str, Any]) -> bool:
    """Makes a whole file where there is none; False where somebody was faster, whose file stays. Raises `OSError`."""
    own = path.with_name(f".{path.name}-{os.getpid()}-{time.monotonic_ns()}")
    write_json(own, data)
    try:
        if os.name == "nt":
            os.rename(own, path)  # noqa: PTH104 - refuses where there is one already, on Windows
        else:
            os.link(own, path)  # noqa: PTH201, RUF100 - the call that makes a name only where there is none
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        write_json(path, data)
    finally:
        with contextlib.suppress(OSError):
            own.unlink()
    return True


def _replace(name: str, path: Path) -> None:
    """The one call that is atomic everywhere. On Windows it fails while anybody has the old file open: tried again shortly."""
    for attempt in range(REPLACE_ATTEMPTS):
        try:
            os.replace(name, path)  # noqa: PTH105
        except PermissionError:
            if attempt + 1 == REPLACE_ATTEMPTS or os.name != "nt":
                raise
            time.sleep(REPLACE_PAUSE_SECONDS)
        else:
            return


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in the file; None where there is no file. Raises `ValueError` for anything but a JSON object, else `OSError`."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    LEDGER.note(Act.FILE, str(path))
    if len(raw) > LARGEST:
        raise ValueError("too large")
    return decoded(raw)


def decoded(raw: bytes) -> dict[str, Any]:
    """The JSON object; what is no finite number is null, so that it can be written again. Raises `ValueError`."""
    try:
        data = json.loads(raw, parse_constant=_nothing, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("not an object")
    return data


def _nothing(_: str) -> None:
    return None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def set_aside(path: Path) -> Path:
    """Renames an unreadable file to `.bad` (a number after it where one is there already), so that nothing is lost."""
    target = path.with_name(path.name + ".bad")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.bad{number}")
    os.replace(path, target)  # noqa: PTH105
    return target
