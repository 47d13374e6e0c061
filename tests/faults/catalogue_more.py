"""The rest of the table: times to wait, odd figures, proxies, refusals, and what may happen to a file of credentials."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from tests.faults import scripts
from tests.faults.catalogue import (
    ANSWERS,
    CLOUDFLARE,
    NETWORK,
    REDIRECTS,
    SERVER,
    SIZE,
    TRY_LATER,
    WIRE,
    Fault,
    Kind,
    done,
    said,
)
from tests.faults.network import PROXY, TOKEN
from tests.providers.faulty import answer, exactly, reset, silence
from tests.upstream import claude_body, zai_body

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.world import World
    from tests.providers.faulty import Script

SHORTEST_WAIT, MARGIN, LONGEST_WAIT = 300.0, 60.0, 4_500.0


def _waits(name: str, header: str | None, wait: float, **more: Any) -> Fault:
    headers = () if header is None else (f"Retry-After: {header}",)
    return said(
        f"429, Retry-After {name}", "rate_limited", answer(429, TRY_LATER, *headers), kind=Kind.WAITS, wait_seconds=wait, **more
    )


def _dated(name: str, ahead: timedelta, wait: float) -> Fault:
    """The date is written when the fault strikes: the program's clock runs ahead of the machine's."""

    async def strike(world: World, host: str) -> None:
        moment = format_datetime((world.program_now() + ahead).astimezone(UTC), usegmt=True)
        await world.sites[host].say(answer(429, TRY_LATER, f"Retry-After: {moment}"))

    return done(f"429, Retry-After {name}", "rate_limited", strike, kind=Kind.WAITS, wait_seconds=wait)


def _flapping() -> Script:
    """A good answer after every bad one, and figures in it."""
    good = json.dumps({**claude_body(), **zai_body()}).encode()
    return scripts.in_turn(answer(503, {}), scripts.text(200, good))


WAITS = (
    _waits("none", None, SHORTEST_WAIT + MARGIN),
    _waits("0", "0", SHORTEST_WAIT + MARGIN),
    _waits("1", "1", SHORTEST_WAIT + MARGIN),
    _waits("120", "120", SHORTEST_WAIT + MARGIN),
    _waits("3600", "3600", 3_600 + MARGIN),
    _waits("1e14", "1e14", LONGEST_WAIT),
    _waits('"abc"', "abc", SHORTEST_WAIT + MARGIN),
    _waits("-5", "-5", SHORTEST_WAIT + MARGIN),
    _waits("nan", "nan", SHORTEST_WAIT + MARGIN),
    _waits("of two values", "120, 300", SHORTEST_WAIT + MARGIN),
    _dated("a date in 40 min", timedelta(minutes=40), 900 + MARGIN),
    _dated("a date that has passed", timedelta(days=-2), SHORTEST_WAIT + MARGIN),
    said("429 as a page", "rate_limited", scripts.html(429), kind=Kind.WAITS, wait_seconds=SHORTEST_WAIT + MARGIN),
)


def _odd(name: str, claude: object, zai: object) -> tuple[Fault, ...]:
    """A good answer but for one thing: the rest of it must be shown, and nothing be made up."""
    bodies = {"claude": claude, "zai": zai}
    return tuple(
        said(f"odd: {name}", "", scripts.text(200, body if isinstance(body, bytes) else json.dumps(body).encode()), only=provider)
        for provider, body in bodies.items()
    )


def _with(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both services' good bodies after a change of each and its first row."""
    claude, zai = claude_body(), zai_body()
    change(claude, claude["limits"][0])
    change(zai["data"], zai["data"]["limits"][0])
    return claude, zai


HOSTILE = "<b>\u202e" * 99


def _patched(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    claude, zai = (json.dumps(body).encode() for body in (claude_body(34.0), zai_body(39)))
    return claude.replace(b'"percent": 34.0', old + new), zai.replace(b'"percentage": 39', b'"percentage": ' + new)


ODD = (
    *_odd("a figure that is NaN", *_patched(b'"percent": ', b"NaN")),
    *_odd("a figure of 1e999", *_patched(b'"percent": ', b"1e999")),
    *_odd("a figure that is text", *_with(lambda _, row: row.update(percent="many", percentage="many"))),
    *_odd("a figure that is null", *_with(lambda _, row: row.update(percent=None, percentage=None))),
    *_odd("a figure below zero", *_with(lambda _, row: row.update(percent=-40, percentage=-40))),
    *_odd("a figure of a million", *_with(lambda _, row: row.update(percent=10**6, percentage=10**6))),
    *_odd("rows that are no rows", *_with(lambda body, _: body.update(limits=[None, 7, "row", [], {}]))),
    *_odd("rows that are no list", *_with(lambda body, _: body.update(limits={"a": 1}))),
    *_odd("a reset in the past", *_with(lambda _, row: row.update(resets_at="2001-01-01T00:00:00Z", nextResetTime=978 * 10**9))),
    *_odd("a reset in the year 9999", *_with(lambda _, row: row.update(resets_at="9999-12-31T23:59:59Z", nextResetTime=10**18))),
    *_odd("a reset that is no time", *_with(lambda _, row: row.update(resets_at="soon", nextResetTime="soon"))),
    *_odd(
        "keys twice, a mark in front", b'\xef\xbb\xbf{"code": 1, "code": 200}', b'\xef\xbb\xbf{"code": 1, "code": 200, "data": {}}'
    ),
    *_odd("hostile names", *_with(lambda body, row: body.update(level="<img src=//x>", limits=[{**row, "kind": HOSTILE}]))),
    said("odd: flapping 1:1", "", _flapping()),
)


def _proxied(name: str, code: str, script: Script, **more: Any) -> Fault:
    async def strike(world: World, host: str) -> None:
        await world.proxy.refuse(host, script)

    return done(f"proxy: {name}", code, strike, kind=Kind.PROXY, **more)


async def _proxy_gone(world: World, _: str) -> None:
    await world.proxy.shut()


async def _proxy_unknown(world: World, _: str) -> None:
    world.names.failures[PROXY] = world.names.NO_SUCH_NAME
    await world.proxy.shut()
    await world.proxy.open(in_the_clear=True)


PROXIES = (
    _proxied("407", "network_blocked", answer(407, {}, 'Proxy-Authenticate: Basic realm="us"')),
    _proxied("403", "network_blocked", scripts.html(403)),
    _proxied("502", "network_blocked", scripts.html(502)),
    _proxied("a page in place of a tunnel", "network_blocked", scripts.html(200)),
    _proxied("reset", "offline", reset),
    _proxied("ends", "offline", exactly(b"")),
    _proxied("silent", "timed_out", silence),
    done("proxy: is not there", "offline", _proxy_gone, kind=Kind.PROXY, hits_both=True),
    done("proxy: its name is unknown", "offline", _proxy_unknown, kind=Kind.PROXY, hits_both=True),
)


async def _signed_in_anew(world: World, host: str) -> None:
    await world.well(host)
    await world.sign_in_anew(host)


def _refused(name: str, code: str, script: Script, provider: str, **more: Any) -> Fault:
    return replace(said(name, code, script, only=provider), kind=Kind.CREDENTIALS, lift=_signed_in_anew, **more)


def _failure(status: int, kind: str, message: str, **more: Any) -> Script:
    return answer(status, {"type": "error", "error": {"type": kind, "message": message, **more}, "request_id": None})


def _zai(code: object, message: str) -> Script:
    return answer(200, {"code": code, "msg": message, "success": False})


async def _expired_for_good(world: World, host: str) -> None:
    """The service says that the token has expired, and the renewal of it is refused."""
    await world.sites[TOKEN].say(answer(400, {"error": "invalid_grant", "error_description": "Refresh token not found or invalid"}))
    await world.sites[host].say(_failure(401, "authentication_error", "OAuth token has expired. Please obtain a new token."))


SCOPE = "OAuth token does not meet scope requirement user:profile"
REFUSALS = (
    _refused("401", "sign_in_expired", _failure(401, "authentication_error", "Invalid authentication credentials"), "claude"),
    _refused("401, revoked", "sign_in_expired", _failure(401, "authentication_error", "The token has been revoked"), "claude"),
    _refused("401 with a list for an error", "sign_in_expired", answer(401, {"error": ["no"]}), "claude"),
    _refused("403, scope", "missing_scope", _failure(403, "permission_error", SCOPE), "claude"),
    _refused("403, revoked", "sign_in_expired", _failure(403, "permission_error", "OAuth token has been revoked."), "claude"),
    replace(
        _refused("401, expired; renewal refused", "sign_in_expired", answer(401, {}), "claude"),
        strike=_expired_for_good,
        in_real_time=True,
    ),
    _refused("401", "invalid_key", answer(401, {"code": 401, "msg": "token expired or incorrect"}), "zai"),
    _refused("200 with code 1001", "invalid_key", _zai(1001, "Authentication parameter not received in Header"), "zai"),
)
ENVELOPES = (
    said("200 with code 500", "server_error", _zai(500, "internal error"), only="zai"),
    said("200 with code 1308", "bad_response", _zai(1308, "limit reached"), only="zai"),
    said("200 with a code of nonsense", "bad_response", _zai({"a": []}, "?"), only="zai"),
    said("200 without a coding plan", "", _zai(500, "当前用户不存在coding plan"), only="zai"),
    said("200 with an empty account", "", answer(200, {"code": 200, "data": {}, "success": True}), only="zai"),
    said("200 with nulls alone", "", answer(200, {"five_hour": None, "limits": [], "spend": None}), only="claude"),
    said("522 with problem JSON", "server_error", answer(522, CLOUDFLARE)),
)


def _file(name: str, code: str, spoil: Callable[[Path], object], **more: Any) -> Fault:
    """Something happens to Claude Code's file."""

    async def strike(world: World, _: str) -> None:
        path = world.credentials_file
        path.unlink()
        spoil(path)

    async def lift(world: World, host: str) -> None:
        path = world.credentials_file
        if path.is_dir():
            path.rmdir()
        path.unlink(missing_ok=True)
        await world.sign_in_anew(host)

    return Fault(f"file: {name}", code, strike, lift, kind=Kind.CREDENTIALS, only="claude", **more)


STUB = {"claudeAiOauth": {"accessToken": "", "refreshToken": "", "expiresAt": 0}}
FILES = (
    _file("half written", "credential_unreadable", lambda path: path.write_text('{"claudeAiOauth": {"accessTok')),
    _file("empty", "credential_unreadable", lambda path: path.write_text("")),
    _file("10 MB", "credential_unreadable", lambda path: path.write_text(" " * 10**7 + "{}")),
    _file("a pipe that nobody writes to", "credential_unreadable", lambda path: os.mkfifo(path)),
    _file("a folder", "credential_unreadable", lambda path: path.mkdir()),
    _file("a link to itself", "credential_unreadable", lambda path: path.symlink_to(path)),
    _file("a token with a line break", "credential_unreadable", lambda path: path.write_text(_login("sk-ant-oat01-a\r\nX: y"))),
    _file("signed out", "signed_out", lambda path: path.write_text(json.dumps(STUB))),
    _file("other servers' sign-ins alone", "signed_out", lambda path: path.write_text('{"mcpOAuth": {}}')),
    _file("gone", "signed_out", lambda _: None),
)


def _login(token: str) -> str:
    return json.dumps({"claudeAiOauth": {"accessToken": token, "refreshToken": "sk-ant-ort01-x", "expiresAt": 4 * 10**12}})


EVERY = (*NETWORK, *WIRE, *SIZE, *ANSWERS, *REDIRECTS, *SERVER, *ENVELOPES, *ODD, *WAITS, *PROXIES, *REFUSALS, *FILES)


def planned(*, is_long: bool) -> list[tuple[Fault, str]]:
    """Which fault strikes whom."""
    wanted = [fault for fault in EVERY if is_long or not fault.is_long]
    return [(fault, who) for number, fault in enumerate(wanted) for who in fault.for_providers(number, is_long=is_long)]
