"""A loopback upstream with both services: answers what it is told, counts what it is asked.

In a test: `with Upstream() as upstream: upstream.claude.body = {...}`. As a process: `python -m tests.upstream` prints its port and
is told over `POST /control/<service>` with `{"status": …, "body": …, "headers": …}`; `GET /control` gives the counts.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType


def claude_body(session: float = 34.0, week: float = 61.0, *, now: datetime | None = None) -> dict[str, Any]:
    """A plain Max account."""
    moment = now or datetime.now(UTC)
    resets = {"session": moment + timedelta(hours=2, minutes=38), "weekly_all": moment + timedelta(days=3)}
    rows = [
        {"kind": kind, "group": kind.split("_")[0], "percent": percent, "severity": "normal", "resets_at": resets[kind].isoformat()}
        for kind, percent in (("session", session), ("weekly_all", week))
    ]
    return {"five_hour": {"utilization": session, "resets_at": resets["session"].isoformat()}, "limits": rows, "extra_usage": None}


def zai_body(session: int = 39, week: int = 22, *, now: datetime | None = None) -> dict[str, Any]:
    """A plain Pro account with credits."""
    moment = (now or datetime.now(UTC)).timestamp()
    rows = [
        {"type": "CREDIT_LIMIT", "unit": 3, "number": 5, "percentage": session, "nextResetTime": int((moment + 14_460) * 1000)},
        {"type": "CREDIT_LIMIT", "unit": 6, "number": 1, "percentage": week, "nextResetTime": int((moment + 400_000) * 1000)},
    ]
    return {"code": 200, "msg": "ok", "success": True, "data": {"level": "pro", "limits": rows}}


@dataclass
class Service:
    """What one service answers, and what it was asked."""

    body: object
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, object] = field(default_factory=dict)
    """By what was sent as `Authorization`; for whom it names nothing, `body` counts."""
    count: int = 0
    authorizations: list[str] = field(default_factory=list)


class Upstream:
    """The server, on a thread of its own."""

    def __init__(self, port: int = 0) -> None:
        self.claude = Service(claude_body())
        self.zai = Service(zai_body())
        self.other: list[str] = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                if path == "/control":
                    self._answer(
                        200, {"claude": upstream.claude.count, "zai": upstream.zai.count, "other": len(upstream.other)}, {}
                    )
                elif (service := upstream.service_of(path)) is not None:
                    service.count += 1
                    sent = self.headers.get("Authorization", "")
                    service.authorizations.append(sent)
                    self._answer(service.status, service.bodies.get(sent, service.body), service.headers)
                else:
                    upstream.other.append(path)
                    self._answer(404, {"type": "error", "error": {"type": "not_found_error", "message": "Not found"}}, {})

            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service = getattr(upstream, self.path.rsplit("/", 1)[1])
                for name, value in told.items():
                    setattr(service, name, value)
                self._answer(200, {}, {})

            def _answer(self, status: int, body: object, headers: dict[str, str]) -> None:
                raw = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def service_of(self, path: str) -> Service | None:
        """Which service a path belongs to."""
        return {"/api/oauth/usage": self.claude, "/api/monitor/usage/quota/limit": self.zai}.get(path)

    def environment(self) -> dict[str, str]:
        """The seams that lead a program here."""
        return {"USAGEBAR_CLAUDE_API_URL": self.url, "USAGEBAR_ZAI_API_URL": self.url}

    def __enter__(self) -> Upstream:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        """In the foreground, for a process of its own."""
        print(self._server.server_port, flush=True)
        self._server.serve_forever()


if __name__ == "__main__":
    import sys

    Upstream(int(sys.argv[1]) if len(sys.argv) > 1 else 0).serve()
