"""The command through the same faults, as it is shipped and in real time: a healthy call, one under the fault, one after it.

python -m tests.faults.commands FOLDER FAULT@PROVIDER…      (started in a namespace, by tests/faults/bed.py)
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.faults.catalogue import HOSTS, Fault, Kind
from tests.faults.catalogue_more import planned
from tests.faults.network import TOKEN
from tests.faults.world import Row, World

LIMIT_SECONDS = 60.0
UNCHECKED = 69
HELD = frozenset({"rate_limited"})
"""After these nothing is asked although the fault is over: the wait that was asked for is kept."""


class Commands:
    """Calls `usagebar status` in a world of its own."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def call(self, provider: str) -> tuple[int, dict[str, Any], str]:
        """Exit code, what the document says of the provider, and all that was printed beside it. It passes the cache."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "usagebar_qt.cli", "status", "--json", "--max-age", "0", "--provider", provider),
            env=self._world.environ(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            said, beside = await asyncio.wait_for(process.communicate(), LIMIT_SECONDS)
        except TimeoutError:
            process.kill()
            return -1, {}, "it did not end"
        try:
            document = json.loads(said)["providers"][0]
        except (ValueError, LookupError):
            document = {}
        return process.returncode or 0, document, beside.decode(errors="replace")

    async def put_through(self, fault: Fault, provider: str) -> Row:
        """Three calls, on files of their own: the explicit budget holds three."""
        row, host = Row(fault.name, provider, subject="usagebar"), HOSTS[provider]
        site = self._world.sites[host]
        shutil.rmtree(self._world.folder / ".local", ignore_errors=True)
        code, good, beside = await self.call(provider)
        if (code, good.get("state"), beside) != (0, "ok", ""):
            row.complaints.append(f"before it began: {code} {good} {beside[-500:]}")
        await fault.strike(self._world, host)
        asked, renewed, begun = len(site.usage), len(self._world.sites[TOKEN].book), time.monotonic()
        code, found, beside = await self.call(provider)
        if len(self._world.sites[TOKEN].book) - renewed != fault.in_real_time:
            row.complaints.append("a renewal was asked for that helps nothing, or none that might")
        row.real_notice_seconds = row.notice_seconds = time.monotonic() - begun
        row.requests = len(site.usage) - asked
        error = found.get("error") or {}
        row.title, row.state, row.code = error.get("title", ""), found.get("state", ""), error.get("code", "")
        if row.requests > 1:
            row.complaints.append(f"{row.requests} requests")
        if beside or "Traceback" in beside:
            row.complaints.append(f"it said {beside[-1_000:]}")
        if wanted := fault.code:
            if (code, row.state, row.code) != (UNCHECKED, "stale", wanted):
                row.complaints.append(f"exit code {code}, {row.state}, {row.code}; expected was {wanted}")
            if found.get("windows") != good.get("windows"):
                row.complaints.append("the last figures were not kept")
        elif row.code == "internal" or code not in (0, UNCHECKED):
            row.complaints.append(f"a fault of our own: exit code {code}, {error}")
        await fault.lift(self._world, host)
        asked, begun = len(site.usage), time.monotonic()
        code, found, beside = await self.call(provider)
        row.recover_seconds = time.monotonic() - begun
        if row.code in HELD:
            if len(site.usage) != asked:
                row.complaints.append("it asked although it was told to wait")
        elif (code, found.get("state"), beside) != (0, "ok", ""):
            row.complaints.append(f"not well again: {code} {found.get('state')} {found.get('error')} {beside[-500:]}")
        return row


async def run(folder: Path, rows: list[tuple[Fault, str]], *, has_proxy: bool) -> None:
    """All of them, one after another."""
    world = World(folder, 1.0, is_long=False, has_proxy=has_proxy)
    await world.lay()
    commands = Commands(world)
    for fault, provider in rows:
        print(json.dumps(asdict(await commands.put_through(fault, provider))), flush=True)
    print(json.dumps({"handles": [0, 0, 0, 0], "kind": "usagebar", "complaints": world.complaints()}), flush=True)


if __name__ == "__main__":
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    every = {f"{fault.name}@{who}": (fault, who) for fault, who in planned(is_long=True) + planned(is_long=False)}
    mine = [every[name] for name in sys.argv[2:]]
    os.umask(0o077)
    asyncio.run(run(Path(sys.argv[1]), mine, has_proxy=any(fault.kind is Kind.PROXY for fault, _ in mine)))
