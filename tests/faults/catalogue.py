"""Every fault that the program is put through: what happens, to whom, and what must be seen of it. The table is this file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.faults import scripts
from tests.faults.network import CLAUDE, ELSEWHERE, NO_ROUTE, ZAI, NameServer, set_loopback
from tests.providers.faulty import answer, exactly, reset, silence, stalled

if TYPE_CHECKING:
    from tests.faults.world import World
    from tests.providers.faulty import Script

Act = Callable[["World", str], Awaitable[None]]
"""Done to a world and one of its hosts."""
ROOM_KIB = 12 * 1024
"""Three times what it should be (4 MB), and far from the size of the answer."""
HOSTS = {"claude": CLAUDE, "zai": ZAI}


class Kind(StrEnum):
    """Which world a fault belongs in."""

    QUICK = "quick"
    SLOW = "slow"
    """Only seen at the provider's deadline, in real seconds."""
    WAITS = "waits"
    """The service names a time to wait: the clock runs faster still."""
    PROXY = "proxy"
    CREDENTIALS = "credentials"
    """Ends by what a person does: another sign-in."""


@dataclass(frozen=True)
class Fault:
    """One row. `code`: what must be said; empty: any state but a fault of ours will do (an answer that is odd, not wrong)."""

    name: str
    code: str
    strike: Act
    lift: Act
    kind: Kind = Kind.QUICK
    wait_seconds: float = 0.0
    """Of the program's clock, at least so long between the first request that met the fault and the next."""
    only: str = ""
    """A provider, where the other has no such fault."""
    hits_both: bool = False
    is_long: bool = False
    """Run by hand alone."""
    most_kib: int = 0
    """How much more memory it may cost; 0: that is only printed."""
    in_real_time: bool = False
    """For the command alone: Claude Code's locks go by the times of files, which no clock of ours can speed up."""

    def for_providers(self, number: int, *, is_long: bool) -> tuple[str, ...]:
        """To whom it happens: to both by hand, by turns in CI."""
        if self.only:
            return (self.only,)
        every = tuple(HOSTS)
        return every if is_long and not self.hits_both else (every[number % 2],)


async def _well(world: World, host: str) -> None:
    await world.well(host)


def _says(script: Script) -> Act:
    async def act(world: World, host: str) -> None:
        await world.sites[host].say(script)

    return act


def said(name: str, code: str, script: Script, **more: object) -> Fault:
    """The service, or somebody in its place, answers so."""
    return replace(Fault(name, code, _says(script), _well), **more)  # type: ignore[arg-type]


def done(name: str, code: str, strike: Act, **more: object) -> Fault:
    """Something happens to the way there."""
    return replace(Fault(name, code, strike, _well), **more)  # type: ignore[arg-type]


def _named(change: Callable[[NameServer, str], object]) -> Act:
    async def act(world: World, host: str) -> None:
        change(world.names, host)
        await world.sites[host].shut()  # what is kept open needs no name
        await world.sites[host].open()

    return act


def _shown(kind: str) -> Act:
    async def act(world: World, host: str) -> None:
        await world.sites[host].open(getattr(world.certificates, kind)(host))

    return act


async def _closed(world: World, host: str) -> None:
    await world.sites[host].shut()


async def _swallowed(world: World, host: str) -> None:
    await world.sites[host].swallow()


async def _in_the_clear(world: World, host: str) -> None:
    """A page comes where TLS should begin."""
    await world.sites[host].open(in_the_clear=True)
    world.sites[host].greeting = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n" + scripts.HTML


async def _mute(world: World, host: str) -> None:
    """Accepts, and never begins TLS."""
    await world.sites[host].open(in_the_clear=True)


async def _unplugged(_: World, __: str) -> None:
    set_loopback(is_up=False)


async def _network_down(world: World, _: str) -> None:
    for site in world.sites.values():
        await site.open()  # nothing is kept open: an hour later nothing is, either
        world.names.lies[site.name] = NO_ROUTE
    world.lose_name_server()


async def _plugged(world: World, host: str) -> None:
    set_loopback(is_up=True)
    await world.well(host)


async def _network_up(world: World, host: str) -> None:
    world.find_name_server()
    await world.well(host)


OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}, "request_id": None}
API_ERROR = {"type": "error", "error": {"type": "api_error", "message": "Internal server error"}, "request_id": "req_1"}
CLOUDFLARE = {"type": "about:blank", "title": "Web server is down", "status": 520, "cloudflare_error": True, "retry_after": 3600}
TRY_LATER = {"error": {"type": "rate_limit_error", "message": "Rate limited. Please try again later."}}

NETWORK = (
    done("DNS: no such name", "offline", _named(lambda names, host: names.failures.update({host: names.NO_SUCH_NAME}))),
    done("DNS: the server fails", "offline", _named(lambda names, host: names.failures.update({host: names.SERVER_FAILED}))),
    done("DNS: refused", "offline", _named(lambda names, host: names.failures.update({host: names.REFUSED}))),
    done("DNS: silent (20 s)", "timed_out", _named(lambda names, host: names.silent.add(host)), kind=Kind.SLOW),
    done("DNS: leads to a portal", "network_blocked", _shown("wrong_name")),
    done("no route", "offline", _named(lambda names, host: names.lies.update({host: NO_ROUTE}))),
    Fault("network down", "offline", _network_down, _network_up, hits_both=True),
    Fault("cable out under an open connection", "timed_out", _unplugged, _plugged, kind=Kind.SLOW, hits_both=True),
    done("TCP refused", "offline", _closed),
    done("TCP black hole", "timed_out", _swallowed, kind=Kind.SLOW),
    done("TLS: certificate of another name", "network_blocked", _shown("wrong_name")),
    done("TLS: certificate has expired", "network_blocked", _shown("expired")),
    done("TLS: certificate not yet valid", "network_blocked", _shown("not_yet")),
    done("TLS: nobody vouches for it", "network_blocked", _shown("unknown")),
    done("TLS: 1.0 and 1.1 alone", "network_blocked", _shown("old_tls")),
    done("no TLS where TLS belongs", "network_blocked", _in_the_clear),
    done("TLS never begins", "timed_out", _mute, kind=Kind.SLOW),
)
WIRE = (
    said("reset in place of an answer", "offline", reset),
    said("reset within the head", "offline", scripts.reset_after(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    said("reset within the body", "offline", scripts.reset_after(OK_HEAD + b'Content-Length: 900\r\n\r\n{"limits": [')),
    said("end in place of an answer", "offline", exactly(b"")),
    said("end within the head", "offline", exactly(b"HTTP/1.1 200 OK\r\nContent-")),
    said("end within the body", "offline", scripts.cut_short({"limits": []})),
    said("end within a chunk", "offline", exactly(OK_HEAD + b'Transfer-Encoding: chunked\r\n\r\n50\r\n{"limits"')),
    said("a broken chunk", "offline", exactly(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}")),
    said("two lengths", "offline", exactly(OK_HEAD + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}")),
    said("a negative length", "offline", exactly(OK_HEAD + b"Content-Length: -5\r\n\r\n{}")),
    said("no HTTP at all", "offline", exactly(b"SSH-2.0-OpenSSH_9.2\r\n")),
    said("a head without end (200 kB)", "offline", exactly(OK_HEAD + b"X-Fill: " + b"a" * 200_000)),
    said("silence", "timed_out", silence, kind=Kind.SLOW),
    said("a head that drips", "timed_out", scripts.dripping(b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"), kind=Kind.SLOW),
    said("early hints without end", "timed_out", scripts.dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), kind=Kind.SLOW),
    said("stalls after 200", "timed_out", stalled(OK_HEAD + b'Content-Length: 900\r\n\r\n{"limits"'), kind=Kind.SLOW),
    said("a body that drips", "timed_out", scripts.dripping(OK_HEAD + b"Content-Length: 90000\r\n\r\n{", b" "), kind=Kind.SLOW),
)
SIZE = (
    said("40 MB body", "bad_response", scripts.large(40 * scripts.MEGABYTE), most_kib=ROOM_KIB),
    said("chunks without end", "bad_response", scripts.endless_chunks(), most_kib=ROOM_KIB),
    said("gzip bomb of 40 MB", "bad_response", scripts.gzip_bomb(40 * scripts.MEGABYTE), most_kib=ROOM_KIB),
    said("400 MB body", "bad_response", scripts.large(400 * scripts.MEGABYTE), is_long=True, most_kib=ROOM_KIB),
    said("gzip bomb of 400 MB", "bad_response", scripts.gzip_bomb(400 * scripts.MEGABYTE), is_long=True, most_kib=ROOM_KIB),
    said("gzip that is none", "bad_response", scripts.text(200, b"plainly not", "Content-Encoding: gzip")),
    said(
        "gzip that ends too soon", "offline", scripts.text(200, scripts.squeezed(scripts.MEGABYTE)[:40], "Content-Encoding: gzip")
    ),
    said("an encoding that was not asked for", "bad_response", scripts.text(200, b"{}", "Content-Encoding: br")),
)
ANSWERS = (
    said("empty", "bad_response", scripts.text(200, b"")),
    said("204 without a body", "bad_response", exactly(b"HTTP/1.1 204 No Content\r\n\r\n")),
    said("HTML with 200 (captive portal)", "network_blocked", scripts.html(200)),
    said("HTML that calls itself JSON", "network_blocked", scripts.text(200, scripts.HTML)),
    said("HTML with 403 (challenge)", "network_blocked", scripts.html(403, "cf-mitigated: challenge")),
    said("HTML with 401", "network_blocked", scripts.html(401)),
    said("511 of a portal", "network_blocked", scripts.html(511)),
    said("407 of a proxy that nobody set", "network_blocked", answer(407, {})),
    said("404", "bad_response", answer(404, {"error": {"type": "not_found_error"}})),
    said("418", "bad_response", answer(418, {})),
    said(
        "status 999", "bad_response", exactly(b"HTTP/1.1 999 No\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}")
    ),
    said("JSON: a list", "bad_response", answer(200, [1, 2])),
    said("JSON: null", "bad_response", answer(200, None)),
    said("JSON: a string", "bad_response", answer(200, "limits")),
    said("JSON cut off", "bad_response", scripts.text(200, b'{"limits": [{"kind": "sess')),
    said("no UTF-8", "bad_response", scripts.text(200, b'{"msg": "\xff\xfe\x80"}')),
    said("UTF-16", "bad_response", scripts.text(200, '{"code": 200}'.encode("utf-16"))),
    said("nested 100,000 deep", "bad_response", scripts.text(200, b'{"a":' * 100_000 + b"1" + b"}" * 100_000)),
    said("an integer of 5,000 digits", "bad_response", scripts.text(200, b'{"limits": ' + b"9" * 5_000 + b"}")),
)
REDIRECTS = tuple(
    said(f"{status} to {where}", "network_blocked", scripts.redirect(status, target))
    for status, where, target in (
        (301, "another host", f"https://{ELSEWHERE}/take"),
        (302, "another host", f"https://{ELSEWHERE}/take"),
        (303, "http", f"http://{ELSEWHERE}:443/take"),
        (307, "another host", f"https://{ELSEWHERE}/take"),
        (308, "another host", f"//{ELSEWHERE}/take"),
    )
)
SERVER = (
    said("500", "server_error", answer(500, API_ERROR)),
    said("502 of Cloudflare", "server_error", scripts.html(502)),
    said("503 with Retry-After 3600", "server_error", answer(503, {}, "Retry-After: 3600")),
    said("504", "server_error", scripts.html(504)),
    said("520 with problem JSON", "server_error", answer(520, CLOUDFLARE)),
    said("529", "server_error", answer(529, OVERLOADED)),
    said("500 and an endless body", "server_error", scripts.dripping(b"HTTP/1.1 500 No\r\nContent-Length: 9000\r\n\r\n", b" ")),
)
