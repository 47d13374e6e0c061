"""Both services on a loopback port, each answer after 20 ms. Prints its port and serves until it is terminated.

python -m tests.bench.slow_upstream [CERTIFICATE KEY]    # with these: TLS on port 443, for peers that know no other address
"""

from __future__ import annotations

import json
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.upstream import claude_body, zai_body

ANSWER_SECONDS = 0.02
PROFILE = {"account": {"uuid": "u", "email": "a@b.example", "has_claude_max": True}, "organization": {"uuid": "o", "name": "o"}}


def body_of(path: str) -> dict[str, object]:
    """Figures for the two paths of usage; for any other something that is JSON."""
    if path.startswith("/api/monitor"):
        return zai_body()
    return claude_body() if path.startswith("/api/oauth/usage") else dict(PROFILE)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and POST alike."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        raw = json.dumps(body_of(self.path)).encode()
        time.sleep(ANSWER_SECONDS)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        return


def main() -> None:
    """Plain HTTP on a free port, or TLS on the usual one."""
    server = ThreadingHTTPServer(("127.0.0.1", 443 if len(sys.argv) > 1 else 0), Handler)
    server.daemon_threads = True
    if len(sys.argv) > 1:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
