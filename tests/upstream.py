"""A loopback upstream with both services: answers what it is told, counts what it is asked.

In a test: `with Upstream() as upstream: upstream.claude.body = {...}`. As a process: `python -m tests.upstream` prints its port and
is told over `POST /control/<service>` with `{"status": …, "body": …, "headers": …}`; `GET /control` gives the counts.
"""

from __future__ import annotations

import json
import sys
import threading
import time
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


class TokenService:
    """Renews sign-ins as the real one does: a refresh token counts once; sent twice, it is refused for good."""

    def __init__(self) -> None:
        self.valid = {"sk-ant-ort01-first"}
        self.spent: list[str] = []
        self.count = 0
        self.bodies: list[dict[str, Any]] = []
        self.agents: list[str] = []
        self.answers: list[tuple[int, object]] = []
        """Answers instead of the usual ones, the next first. They spend nothing."""
        self.delay = 0.0
        """Seconds between the rotation and the answer."""
        self.cut = False
        """The token is spent, and the connection closed without an answer."""
        self.access_form, self.refresh_form = "sk-ant-oat01-{}", "sk-ant-ort01-{}"
        """What the tokens that it gives out look like."""
        self.rotated = threading.Event()
        self.rotated_at = 0.0
        """By `perf_counter`, when a token was last spent."""
        self._made = 0
        self._guard = threading.Lock()

    def answer(self, raw: bytes, agent: str) -> tuple[int, object] | None:
        """Status and body; None to hang up."""
        body = json.loads(raw)
        with self._guard:
            self.count += 1
            self.bodies.append(body)
            self.agents.append(agent)
            if agent.startswith("claude-code/"):
                return 429, {"error": {"type": "rate_limit_error", "message": "Rate limited. Please try again later."}}
            if self.answers:
                return self.answers.pop(0)
            token = body["refresh_token"]
            if body.get("grant_type") != "refresh_token" or token not in self.valid:
                return 400, {"error": "invalid_grant", "error_description": "Refresh token not found or invalid"}
            self.valid.discard(token)
            self.spent.append(token)
            self._made += 1
            access, refresh = self.access_form.format(self._made), self.refresh_form.format(self._made)
            self.valid.add(refresh)
            self.rotated_at = time.perf_counter()
            self.rotated.set()
        if self.delay:
            threading.Event().wait(self.delay)
        if self.cut:
            return None
        return 200, {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": 28800,
            "token_type": "Bearer",
            "scope": "user:inference user:profile",
        }


class Upstream:
    """The server, on a thread of its own."""

    def __init__(self, port: int = 0) -> None:
        self.claude = Service(claude_body())
        self.zai = Service(zai_body())
        self.token = TokenService()
        self.other: list[str] = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                if path == "/control":
                    self._answer(
                        200,
                        {
                            "claude": upstream.claude.count,
                            "zai": upstream.zai.count,
                            "token": upstream.token.count,
                            "other": len(upstream.other),
                        },
                        {},
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
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/v1/oauth/token":
                    given = upstream.token.answer(raw, self.headers.get("User-Agent", ""))
                    if given is None:
                        self.close_connection = True
                    else:
                        self._answer(*given, {})
                    return
                told = json.loads(raw)
                service = getattr(upstream, self.path.rsplit("/", 1)[1])
                told = {name: set(value) if name == "valid" else value for name, value in told.items()}
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

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A caller that was killed is no fault of the server's."""
                if not isinstance(sys.exception(), ConnectionError):
                    super().handle_error(request, client_address)  # type: ignore[arg-type]

        self._server = Server(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def service_of(self, path: str) -> Service | None:
        """Which service a path belongs to."""
        return {"/api/oauth/usage": self.claude, "/api/monitor/usage/quota/limit": self.zai}.get(path)

    def environment(self) -> dict[str, str]:
        """The seams that lead a program here."""
        token = {"USAGEBAR_CLAUDE_TOKEN_URL": f"{self.url}/v1/oauth/token"}
        return {"USAGEBAR_CLAUDE_API_URL": self.url, "USAGEBAR_ZAI_API_URL": self.url} | token

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
    Upstream(int(sys.argv[1]) if len(sys.argv) > 1 else 0).serve()
