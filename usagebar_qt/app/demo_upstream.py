"""The demo's upstream: a real HTTP server on the loopback, inside the process, that plays a scripted day by the demo's clock."""

from __future__ import annotations

import asyncio
import hmac
import json
import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from usagebar_qt.domain.clock import Clock

SESSION = timedelta(hours=5)
WEEK = timedelta(days=7)
LONGEST_HEAD = 16 * 1024
READ_SECONDS = 5.0
OUTAGE = (timedelta(hours=6), timedelta(hours=6, minutes=40))
"""In this part of the day Z.ai has trouble, so that a person sees what a stale card looks like."""
REASONS = {200: "OK", 401: "Unauthorized", 404: "Not Found", 503: "Service Unavailable"}


class DemoDay:
    """What both services answer at a moment of the scripted day. Pure."""

    def __init__(self, start: datetime) -> None:
        self._start = start.replace(microsecond=0)

    def claude_usage(self, now: datetime) -> dict[str, Any]:
        """Session, week, one model's week and the extra usage of a Max plan."""
        session, session_reset = self._session(now, begun=timedelta(hours=1, minutes=48), first=31.0, per_hour=16.0)
        passed = (now - self._start) / timedelta(hours=1)
        week_reset = self._start + timedelta(days=2, hours=14)
        rows = [
            _row("session", session, session_reset),
            _row("weekly_all", min(100.0, 58.0 + 1.3 * passed), week_reset),
            _row("weekly_scoped", min(100.0, 71.0 + 1.9 * passed), week_reset, "Fable"),
        ]
        spent = 763 + int(4 * passed)
        return {
            "five_hour": {"utilization": session, "resets_at": session_reset.isoformat()},
            "limits": rows,
            "spend": {
                "used": {"amount_minor": spent, "currency": "EUR", "exponent": 2},
                "limit": {"amount_minor": 2_000, "currency": "EUR", "exponent": 2},
                "enabled": True,
            },
        }

    def claude_profile(self) -> dict[str, Any]:
        """The plan's name."""
        return {"organization": {"organization_type": "claude_max", "rate_limit_tier": "default_claude_max_20x"}}

    def zai_quota(self, now: datetime) -> dict[str, Any]:
        """Session, week and tools of a Pro plan."""
        session, session_reset = self._session(now, begun=timedelta(minutes=50), first=12.0, per_hour=13.0)
        passed = (now - self._start) / timedelta(hours=1)
        week_reset, month_reset = self._start + timedelta(days=4, hours=3), self._start + timedelta(days=17)
        searches = 212 + int(3 * passed)
        rows = [
            {"type": "CREDIT_LIMIT", "unit": 3, "number": 5, "percentage": int(session), "nextResetTime": _millis(session_reset)},
            {"type": "CREDIT_LIMIT", "unit": 6, "number": 1, "percentage": int(31 + passed), "nextResetTime": _millis(week_reset)},
            {
                "type": "TIME_LIMIT", "unit": 5, "number": 1, "usage": 1_000, "currentValue": searches,
                "percentage": searches // 10, "nextResetTime": _millis(month_reset),
            },
        ]  # fmt: skip
        return {"code": 200, "msg": "Operation successful", "success": True, "data": {"level": "pro", "limits": rows}}

    def has_outage(self, now: datetime) -> bool:
        """Once a day, for a while."""
        return OUTAGE[0] <= (now - self._start) % timedelta(days=1) < OUTAGE[1]

    def _session(self, now: datetime, *, begun: timedelta, first: float, per_hour: float) -> tuple[float, datetime]:
        """Percent used and the reset: the first session had already begun, each further one starts at nought."""
        since = now - (self._start - begun)
        number, within = divmod(since, SESSION)
        reset = self._start - begun + SESSION * (number + 1)
        base = first - per_hour * (begun / timedelta(hours=1)) if number == 0 else 0.0
        return round(min(100.0, max(0.0, base + per_hour * (within / timedelta(hours=1)))), 1), reset


def _row(kind: str, percent: float, resets_at: datetime, label: str | None = None) -> dict[str, Any]:
    scope = {"model": {"display_name": label}} if label else None
    return {"kind": kind, "percent": round(percent, 1), "resets_at": resets_at.isoformat(), "scope": scope}


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


class DemoUpstream:
    """Listens on the loopback alone, on a port that the system chooses; asks for the demo's own token and key."""

    def __init__(self, clock: Clock, token: str, key: str) -> None:
        self._clock = clock
        self._day = DemoDay(clock.now())
        self._secrets = {"claude": f"Bearer {token}", "zai": key}
        # Bound before the loop runs: the address must be known when the program is put together.
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Begins to answer."""
        self._server = await asyncio.start_server(self._serve, sock=self._socket, limit=LONGEST_HEAD)

    async def aclose(self) -> None:
        """Stops listening."""
        if self._server is not None:
            self._server.close()
        self._socket.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection: the simplest thing that is still HTTP."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                status, body = self._answer(head.decode("latin-1"))
                raw = json.dumps(body).encode()
                writer.write(
                    f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(raw)}\r\nConnection: close\r\n\r\n".encode()
                    + raw
                )
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return  # whoever asked has gone, or is no client of ours
        finally:
            writer.close()

    def _answer(self, head: str) -> tuple[int, dict[str, Any]]:
        request, *lines = head.split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        method, _, rest = request.partition(" ")
        path, now = rest.split(" ")[0].split("?")[0], self._clock.now()
        service = {"/api/oauth/usage": "claude", "/api/oauth/profile": "claude", "/api/monitor/usage/quota/limit": "zai"}.get(path)
        if method != "GET" or service is None:
            return 404, {"type": "error", "error": {"type": "not_found_error", "message": "Not found"}}
        given = headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(given, self._secrets[service].encode()):
            return 401, {"type": "error", "error": {"type": "authentication_error", "message": "Invalid credentials"}}
        if service == "zai":
            return (503, {"code": 503, "msg": "busy"}) if self._day.has_outage(now) else (200, self._day.zai_quota(now))
        return 200, self._day.claude_profile() if path.endswith("profile") else self._day.claude_usage(now)
