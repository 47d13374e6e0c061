"""One world: a network of its own, the tray program in it as a process, and one fault after another that it has to survive.

    python -m tests.faults.world FOLDER KIND SPEED LONG FAULT@PROVIDER…      (started in a namespace, by tests/faults/bed.py)

Prints one line of JSON for each fault, and one for the whole.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.faults.catalogue import HOSTS, Fault, Kind
from tests.faults.catalogue_more import planned
from tests.faults.certificates import Certificates
from tests.faults.network import (
    CLAUDE,
    ELSEWHERE,
    NAME_SERVER,
    NO_ROUTE,
    PROXY,
    RESOLVER,
    TOKEN,
    ZAI,
    NameServer,
    environment,
    set_up,
)
from tests.faults.sites import Proxy, Site
from tests.faults.witness import FLOORS, Witness, memory_kib
from tests.welcomed import welcomed

REACTION_SECONDS = 2.0
"""Real seconds that a busy machine may take for anything."""
INTERVAL_SECONDS = 330.0
"""The automatic interval, at its longest."""
DEADLINES = {"claude": 15.0, "zai": 20.0}
SLACK = 3.0
"""Bars on times are three times what is meant: a machine that is shared must not make a red test. What was measured is printed."""
BACKOFF_SECONDS = {0: 60.0, 1: 60.0, 2: 120.0, 3: 300.0, 4: 600.0, 5: 900.0}
HELD_SECONDS = {False: 200.0, True: 1_000.0}
"""Of the program's clock: how long a fault goes on after it was noticed."""
NEEDS_USER = frozenset({"sign_in_expired", "missing_scope", "invalid_key", "signed_out", "credential_unreadable"})
START_SECONDS = 40.0


@dataclass
class Row:
    """What came of one fault."""

    fault: str
    provider: str
    subject: str = "usagebar-qt"
    title: str = ""
    state: str = ""
    code: str = ""
    notice_seconds: float = 0.0
    """Of the program's clock, from the blow to the first word about it."""
    recover_seconds: float = 0.0
    real_notice_seconds: float = 0.0
    requests: int = 0
    growth_kib: int = 0
    complaints: list[str] = field(default_factory=list)


class World:
    """Everything that a fault may touch."""

    def __init__(self, folder: Path, speed: float, *, is_long: bool, has_proxy: bool) -> None:
        self.folder, self.speed, self.is_long = folder, speed, is_long
        self.certificates = Certificates()
        self.certificates.write_root(folder / "root.pem")
        self.names = NameServer()
        self.sites = {name: Site(name, self.certificates.good(name)) for name in (CLAUDE, ZAI, TOKEN, ELSEWHERE)}
        self.proxy = Proxy(PROXY)
        self.credentials_file = folder / ".claude" / ".credentials.json"
        self.secrets: list[str] = []
        self._environ = environment(folder) | {"NODE_EXTRA_CA_CERTS": str(folder / "root.pem")}
        if has_proxy:
            self._environ["HTTPS_PROXY"] = f"http://{PROXY}:3128"
        self._key = self._new_secret("zai")
        self._origin, self._start = time.monotonic(), datetime.now(UTC)
        self.program: subprocess.Popen[bytes] | None = None
        self.witness = Witness(folder)
        self.said_at_the_end: list[bytes] = []

    def _new_secret(self, provider: str) -> str:
        form = "sk-ant-oat01-Canary{}Canary{}" if provider == "claude" else "canary{0}canarycanarycanary{0}.secret{0}secret{0}"
        secret = form.format(len(self.secrets), len(self.secrets))
        self.secrets.append(secret)
        return secret

    def program_now(self) -> datetime:
        """What the program's clock shows."""
        return self._start + timedelta(seconds=(time.monotonic() - self._origin) * self.speed)

    # -- what a fault needs ------------------------------------------------------------------------------------------
    async def well(self, host: str) -> None:
        """The host, the names and the proxy are as they should be."""
        self.names.well()
        await self.sites[host].well()
        self.proxy.refusals.clear()
        if self.proxy.is_shut:
            await self.proxy.open(in_the_clear=True)

    def lose_name_server(self) -> None:
        """As a computer whose network has gone: the server that it knows is out of reach."""
        (self.folder / "resolv.conf").write_text(RESOLVER.format(NO_ROUTE))

    def find_name_server(self) -> None:
        """The network is back."""
        (self.folder / "resolv.conf").write_text(RESOLVER.format(NAME_SERVER))

    async def sign_in_anew(self, host: str) -> None:
        """What a person does: signs in again, or enters another key (of the environment: the program is started again)."""
        if host == ZAI:
            self._key = self._new_secret("zai")
            if self.program is not None:
                await self.stop()
                await self.start()
        else:
            self.write_login(self._new_secret("claude"))

    def write_login(self, token: str) -> None:
        """As Claude Code does: beside, then in place."""
        login = {
            "accessToken": token,
            "refreshToken": "sk-ant-ort01-CanaryRefresh",
            "expiresAt": int((self._start.timestamp() + 3_650 * 86_400) * 1000),
            "scopes": ["user:inference", "user:profile"],
            "subscriptionType": "max",
        }
        self.credentials_file.parent.mkdir(mode=0o700, exist_ok=True)
        beside = self.credentials_file.with_suffix(".new")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps({"claudeAiOauth": login}))
        beside.replace(self.credentials_file)

    # -- life --------------------------------------------------------------------------------------------------------
    def environ(self) -> dict[str, str]:
        """For a program of this world."""
        return {**self._environ, "Z_AI_API_KEY": self._key}

    async def lay(self) -> None:
        """Network and sign-ins."""
        set_up(self.folder)
        await self.names.start()
        for site in self.sites.values():
            await site.open()
        await self.proxy.open(in_the_clear=True)
        self.write_login(self._new_secret("claude"))
        self.secrets.append("sk-ant-ort01-CanaryRefresh")

    async def start(self) -> None:
        """Starts the program and waits for figures of both."""
        env = welcomed(self.environ())
        arguments = [str(self.witness.notes), str(self.speed), str(self._origin)]
        before = time.monotonic()
        self.program = subprocess.Popen(  # noqa: ASYNC220 - it is there at once
            [sys.executable, "-m", "tests.faults.fast_program", *arguments],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        well = await self.until(lambda: all(self.witness.is_well(name, before) for name in HOSTS), START_SECONDS)
        if not well:
            raise RuntimeError(f"the program did not come up: {[self.witness.last(name) for name in HOSTS]}")

    async def stop(self) -> None:
        """As the session's end does; what it said goes to the complaints if it is not nothing."""
        assert self.program is not None
        self.program.send_signal(signal.SIGTERM)
        loop = asyncio.get_running_loop()
        said = await loop.run_in_executor(None, self._communicate)
        self.said_at_the_end += [text for text in said if text]
        if self.program.returncode != 0:
            self.said_at_the_end.append(f"exit code {self.program.returncode}".encode())

    def _communicate(self) -> tuple[bytes, bytes]:
        assert self.program is not None
        try:
            return self.program.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.program.kill()
            return self.program.communicate()

    async def until(self, what: Any, seconds: float) -> bool:
        """Until it is so; False where it never was, or the program has died."""
        ends = time.monotonic() + seconds
        while not what():
            self.witness.read()
            if time.monotonic() > ends or (self.program is not None and self.program.poll() is not None):
                return bool(what())
            await asyncio.sleep(0.01)
        return True

    # -- one fault ---------------------------------------------------------------------------------------------------
    async def put_through(self, fault: Fault, provider: str) -> Row:
        """Blow, notice, a while of it, end, recovery."""
        row, host = Row(fault.name, provider), HOSTS[provider]
        site, complain = self.sites[host], row.complaints.append
        begun = time.monotonic()
        if not await self.until(lambda: self.witness.is_well(provider, begun), self._real(INTERVAL_SECONDS) * SLACK + 5):
            complain("no good figures before it began")
        good = self.witness.last(provider)
        memory = memory_kib(self.program)
        asked, knocked = len(site.usage), time.monotonic()
        await fault.strike(self, host)
        struck = time.monotonic()
        code = fault.code
        deadline = DEADLINES[provider] if code == "timed_out" else 0.0
        limit = self._real(INTERVAL_SECONDS) + deadline + REACTION_SECONDS
        if not await self.until(lambda: self.witness.is_said(provider, struck, code), limit * SLACK):
            complain(f"not noticed within {limit * SLACK:.0f} s: still {self.witness.last(provider)}")
        noted = self.witness.first(provider, struck, code)
        row.real_notice_seconds = noted["at"] - struck
        row.notice_seconds = row.real_notice_seconds * self.speed
        row.title, row.state, row.code = noted.get("title", ""), noted.get("state", ""), noted.get("code") or ""
        held = min(max(HELD_SECONDS[self.is_long], fault.wait_seconds * 0.9), 4_000)
        await asyncio.sleep(self._real(held))
        if code:
            await self.until(lambda: "(old)" in self.witness.tooltip, REACTION_SECONDS)  # the icon's words come a little later
        self.witness.read()
        self._judge(row, fault, good)
        row.growth_kib = memory_kib(self.program) - memory
        if 0 < fault.most_kib < row.growth_kib:
            complain(f"{row.growth_kib} KiB more memory")
        row.requests = len(site.usage) - asked
        row.complaints += self._spacing(fault, site, knocked)
        await fault.lift(self, host)
        lifted = time.monotonic()
        interval = self._interval_in_force(fault, provider, row)
        limit = self._real(interval) + deadline + REACTION_SECONDS
        if not await self.until(lambda: self.witness.is_well(provider, lifted), limit * SLACK):
            complain(f"no recovery within {limit * SLACK:.0f} s: still {self.witness.last(provider)}")
        row.recover_seconds = (self.witness.last(provider)["at"] - lifted) * self.speed
        if not fault.hits_both:
            row.complaints += self._other(provider, struck, lifted)
        return row

    def _real(self, seconds: float) -> float:
        return seconds / self.speed

    def _judge(self, row: Row, fault: Fault, good: dict[str, Any]) -> None:
        now = self.witness.last(row.provider)
        if row.code == "internal" or now.get("code") == "internal":
            row.complaints.append(f"a fault of our own: {now.get('reason')}")
        if self.program is not None and self.program.poll() is not None:
            row.complaints.append(f"the program has ended: {self.program.returncode}")
        if not fault.code:
            return
        if now["state"] != "stale":
            row.complaints.append(f"the state is {now['state']}")
        if now["figures"] != good["figures"] or now["fetched_at"] != good["fetched_at"]:
            row.complaints.append(f"the last figures were not kept: {good['figures']} became {now['figures']}")
        if not now["title"] or "(old)" not in self.witness.tooltip:
            row.complaints.append(f"it is not said: {now['title']!r}, {self.witness.tooltip!r}")

    def _interval_in_force(self, fault: Fault, provider: str, row: Row) -> float:
        if row.code in NEEDS_USER:
            return INTERVAL_SECONDS
        tries = min(row.requests, max(BACKOFF_SECONDS))
        return max(INTERVAL_SECONDS, fault.wait_seconds + 20.0, BACKOFF_SECONDS[tries], float(FLOORS[provider]))

    def _spacing(self, fault: Fault, site: Site, since: float) -> list[str]:
        """At most one request in each permitted interval, by the server's own book, until the fault ends."""
        name = next(provider for provider, host in HOSTS.items() if host == site.name)
        times = [ask.at for ask in site.usage if ask.at >= since]
        found = []
        for number, (one, following) in enumerate(pairwise(times)):
            gap = (following - one) * self.speed
            least = max(float(FLOORS[name]), fault.wait_seconds if number == 0 else 0.0)
            if fault.kind is Kind.CREDENTIALS:
                least = math.inf  # what was refused is not sent again
            if gap < least - 0.5:
                found.append(f"asked again after {gap:.0f} s of its clock, permitted were {least:.0f}")
        return found

    def _other(self, provider: str, struck: float, lifted: float) -> list[str]:
        other = next(name for name in HOSTS if name != provider)
        bad = [note for note in self.witness.of(other, struck, lifted) if note["code"] is not None]
        return [f"{other} was {note['state']} ({note['code']})" for note in bad]

    # -- the whole ---------------------------------------------------------------------------------------------------
    def complaints(self) -> list[str]:
        """What must never be, whatever the fault: said after the program has ended."""
        found = [f"it printed {text[:2_000]!r}" for text in self.said_at_the_end]
        found += self.witness.complaints(self.secrets)
        for name in (ELSEWHERE, PROXY):
            site = self.proxy if name == PROXY else self.sites[name]
            heads = "".join(ask.head for ask in site.book)
            found += [f"a secret reached {name}" for secret in self.secrets if secret in heads]
        if self.sites[ELSEWHERE].knocks:
            found.append(f"{ELSEWHERE} was called {len(self.sites[ELSEWHERE].knocks)} times")
        return found


async def run(folder: Path, kind: Kind, speed: float, rows: list[tuple[Fault, str]], *, is_long: bool) -> None:
    """All of them, one after another, on one program."""
    world = World(folder, speed, is_long=is_long, has_proxy=kind is Kind.PROXY)
    await world.lay()
    await world.start()
    assert world.program is not None
    before = world.witness.handles(world.program.pid)
    for fault, provider in rows:
        print(json.dumps(asdict(await world.put_through(fault, provider))), flush=True)
    await asyncio.sleep(1.0)
    after = world.witness.handles(world.program.pid) if world.program.poll() is None else (0, 0)
    await world.stop()
    whole = {"handles": [*before, *after], "kind": kind.value, "complaints": world.complaints()}
    print(json.dumps(whole), flush=True)


if __name__ == "__main__":
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of writing to who has hung up: that is what happens here
    wanted = sys.argv[5:]
    every = {f"{fault.name}@{who}": (fault, who) for fault, who in planned(is_long=True) + planned(is_long=False)}
    os.umask(0o077)
    asyncio.run(
        run(Path(sys.argv[1]), Kind(sys.argv[2]), float(sys.argv[3]), [every[name] for name in wanted], is_long=sys.argv[4] == "1")
    )
