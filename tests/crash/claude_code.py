"""Stands for Claude Code as a process: takes its locks in its order, renews when expired, or saves an MCP sign-in.

`python claude_code.py renew FOLDER TOKEN_URL DELAY` or `python claude_code.py save FOLDER COUNT DELAY`; prints what it did as JSON.
Written from contracts C and proper-lockfile's rules, without a line of ours: it must not share our mistakes. Standard library only.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

pause = threading.Event().wait


class Taken(Exception):  # noqa: N818
    """Somebody else holds it."""


@contextlib.contextmanager
def lock(path: Path, stale_seconds: float) -> Iterator[None]:
    """A directory; one that nobody has touched for long is removed at once, as proper-lockfile does."""
    try:
        path.mkdir()
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            if time.time_ns() / 1e9 - path.stat().st_mtime > stale_seconds:
                path.rmdir()
        raise Taken from None
    try:
        yield
    finally:
        path.rmdir()


def write(file: Path, data: dict[str, Any]) -> None:
    """A new file in the place of the old one."""
    temporary = file.with_name(f"{file.name}.claude.{os.getpid()}")
    temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    temporary.chmod(file.stat().st_mode & 0o777)
    temporary.rename(file)


def change(folder: Path, act: Any) -> None:
    """Reads, changes and writes under the innermost lock, however long it takes to get it."""
    file = folder / ".credentials.json"
    while True:
        try:
            with lock(folder / ".storage-write.lock", 15):
                data = json.loads(file.read_text(encoding="utf-8"))
                pause(random.uniform(0, 0.004))
                act(data)
                write(file, data)
                return
        except Taken:
            pause(random.uniform(0.001, 0.01))


def is_expired(folder: Path) -> bool:
    login = json.loads((folder / ".credentials.json").read_text(encoding="utf-8"))["claudeAiOauth"]
    return bool(login["expiresAt"] < time.time_ns() / 1e6)


def renew(folder: Path, url: str) -> str:
    """`renewed`, `elsewhere`, `refused` or `taken`."""
    real = Path(os.path.realpath(folder))
    for _ in range(6):
        if not is_expired(folder):
            return "elsewhere"
        with contextlib.suppress(Taken), lock(folder / ".oauth_refresh.lock", 60), lock(real.with_name(real.name + ".lock"), 60):
            return renew_locked(folder, url)
        pause(random.uniform(1, 2))
    return "taken"


def renew_locked(folder: Path, url: str) -> str:
    if not is_expired(folder):
        return "elsewhere"
    login = json.loads((folder / ".credentials.json").read_text(encoding="utf-8"))["claudeAiOauth"]
    body = json.dumps({"grant_type": "refresh_token", "refresh_token": login["refreshToken"]}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", "User-Agent": "axios/1.8.4"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            answer = json.load(response)
    except urllib.error.HTTPError:
        return "refused"

    def put(data: dict[str, Any]) -> None:
        data["claudeAiOauth"] |= {
            "accessToken": answer["access_token"],
            "refreshToken": answer["refresh_token"],
            "expiresAt": time.time_ns() // 1_000_000 + answer["expires_in"] * 1000,
        }

    change(folder, put)
    return "renewed"


def save(folder: Path, count: int) -> str:
    """Saves an MCP sign-in so many times: each save counts one up."""

    def put(data: dict[str, Any]) -> None:
        data["mcpOAuth"]["server|abc"]["saves"] += 1

    for _ in range(count):
        change(folder, put)
        pause(random.uniform(0, 0.01))
    return "saved"


if __name__ == "__main__":
    action, place, what, delay = sys.argv[1:5]
    pause(float(delay))
    print(json.dumps(renew(Path(place), what) if action == "renew" else save(Path(place), int(what))))
