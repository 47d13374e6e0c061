"""Files that are whole or the old ones: written beside, synced, replaced; readable by their owner alone."""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import time
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.domain.ledger import LEDGER, Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

LARGEST = 4 * 1024 * 1024
"""Bytes of our own files that are read: far above what we write, so a larger one is not ours."""


NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""One that nobody else has made; as it is written, on Windows too. `tempfile` takes ten times as long to find its name."""
OLD_FILE = os.O_RDONLY | getattr(os, "O_BINARY", 0)
REPLACE_ATTEMPTS = 20
REPLACE_PAUSE_SECONDS = 0.01
"""A reader of ours holds a state file for less than a millisecond."""


class OvertakenError(OSError):
    """What was to be replaced may no longer be what it was meant for."""

    def __init__(self) -> None:
        super().__init__(errno.ESTALE, "it took so long that another may have written it")


def write_json(path: Path, data: Mapping[str, Any], indent: int | None = 1, may: Callable[[], bool] | None = None) -> None:
    """Replaces `path` atomically, mode 0600, its folder made with 0700. Raises `OSError`; the old file is then untouched.

    `may` is asked last, when the new file is on the disk: False raises `OvertakenError`.
    `indent`: None for what is written often and read by programs alone: Python then does it in C, four times as fast (measured)."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
    try:
        content = text.encode()
    except UnicodeEncodeError:  # half a character: JSON can say that only in escapes
        content = json.dumps(data, indent=indent, allow_nan=False).encode()
    try:
        _write(path, content, may=may)
    except FileNotFoundError:
        make_own_folder(path.parent)
        _write(path, content, may=may)


def write_text(path: Path, text: str, mode: int = 0o600) -> None:
    """Replaces `path` atomically; its folder is there. Raises `OSError`; the old file is then untouched."""
    _write(path, text.encode(), mode)


def _write(path: Path, content: bytes, mode: int = 0o600, may: Callable[[], bool] | None = None) -> None:
    # With the system's own calls: a file object of Python's asks five more of them, at each of which a thread may lose its turn.
    name = f"{path.parent}{os.sep}.{path.name}-{os.urandom(6).hex()}"
    handle = os.open(name, NEW_FILE, 0o600)
    try:
        try:
            written = 0
            while written < len(content):
                written += os.write(handle, content[written:] if written else content)
            os.fsync(handle)
        finally:
            os.close(handle)
        if mode != 0o600:
            os.chmod(name, mode)  # noqa: PTH101
        if may is not None and not may():
            raise OvertakenError
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


def read_json(path: Path | str) -> dict[str, Any] | None:
    """The object in the file; None where there is no file. Raises `ValueError` for anything but a JSON object, else `OSError`."""
    found = read_file(path)
    return None if found is None else decoded(found[0])


def read_file(path: Path | str) -> tuple[bytes, int] | None:
    """Its content, and when it was last changed (`st_mtime_ns`); None where there is none. Raises `ValueError` where it is too
    large to be ours, else `OSError`.

    With the system's own calls: a file object of Python's makes room for all that might come, and asks twice as often."""
    try:
        handle = os.open(path, OLD_FILE)
    except FileNotFoundError:
        return None
    LEDGER.note(Act.FILE, str(path))
    try:
        facts = os.fstat(handle)
        raw = os.read(handle, min(facts.st_size, LARGEST) + 1)
        while len(raw) < facts.st_size and len(raw) <= LARGEST and (more := os.read(handle, LARGEST + 1 - len(raw))):
            raw += more
    finally:
        os.close(handle)
    if len(raw) > LARGEST:
        raise ValueError("too large")
    return raw, facts.st_mtime_ns


def decoded(raw: bytes) -> dict[str, Any]:
    """The JSON object; what is no finite number is null, so that it can be written again. Raises `ValueError`."""
    try:
        data = _DECODER.decode(raw.decode(json.detect_encoding(raw), "surrogatepass"))
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


_DECODER = json.JSONDecoder(parse_constant=_nothing, parse_float=_finite)


def set_aside(path: Path) -> Path:
    """Renames an unreadable file to `.bad` (a number after it where one is there already), so that nothing is lost."""
    target = path.with_name(path.name + ".bad")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.bad{number}")
    os.replace(path, target)  # noqa: PTH105
    return target
