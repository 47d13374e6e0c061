"""Every place where something that others wrote is read: what each may do with any input whatever, and what it never may.

A target takes bytes and returns, or raises AssertionError (or whatever the parser should not have raised): that is a finding.
"""

from __future__ import annotations

import contextlib
import json
import math
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from tests.fuzz import seeds
from tests.fuzz.bending import Choices, written
from tests.fuzz.promises import (
    ACCOUNT,
    CANARY,
    LONGEST_SHOWN,
    NOW,
    check_shown,
    check_snapshot,
    check_window,
    no_secret,
    no_secret_in,
)
from usagebar_qt.credentials import api_key, claude_store, windows_vault_codec
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain import refresh_policy as policy
from usagebar_qt.domain import thresholds
from usagebar_qt.domain.errors import NotRenewed, UsageError
from usagebar_qt.domain.models import (
    AccountId,
    QuotaWindow,
    Source,
    UsageSnapshot,
    WindowKind,
)
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.domain.proxy import checked_proxy
from usagebar_qt.domain.redaction import redact
from usagebar_qt.domain.secret import Secret
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.atomic_file import decoded
from usagebar_qt.engine.record import from_json, to_json
from usagebar_qt.engine.reporting import status_of
from usagebar_qt.providers import claude, claude_code, claude_desktop, claude_payload, claude_token, zai, zai_payload
from usagebar_qt.providers.answer import LARGEST_BODY, Answer, bounded
from usagebar_qt.providers.status_page import map_incidents

STATE_ERRORS = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError)
"""What the readers of our own files may raise: their callers then set the file aside."""


def answer_of(raw: bytes, status: int = 200, **headers: str) -> Answer:
    return Answer(status, {"content-type": "application/json", **headers}, raw)


# -- what services send ----------------------------------------------------------------------------------------------
def usage(data: bytes) -> None:
    with contextlib.suppress(UsageError):
        payload = answer_of(written(seeds.USAGE, data)).json_object()
        snapshot = UsageSnapshot(NOW, Source.API, claude_payload.map_windows(payload), claude_payload.map_credits(payload))
        claude_payload.unknown_numbers(payload)
        check_snapshot(snapshot)


def quota(data: bytes) -> None:
    with contextlib.suppress(UsageError):
        payload = answer_of(written(seeds.QUOTA, data)).json_object()
        if not zai.has_no_plan(payload):
            windows, plan = zai_payload.map_quota(payload)
            assert plan is None or len(plan) <= LONGEST_SHOWN + 8
            check_snapshot(UsageSnapshot(NOW, Source.API, windows, (), plan))


def plan(data: bytes) -> None:
    choices = Choices(data)
    words = [choices.text()[:40], *seeds.PLAN_WORDS]
    picked = [words[choices.below(len(words))] if choices.below(4) else None for _ in range(3)]
    found = claude_payload.plan_label(picked[0], picked[1], picked[2])
    assert found is None or 0 < len(found) <= LONGEST_SHOWN


def refused(data: bytes) -> None:
    """Bodies and heads of answers that are no figures."""
    choices = Choices(data)
    status = (200, 204, 301, 400, 401, 403, 404, 407, 418, 429, 500, 503, 511, 529, 999)[choices.below(15)]
    answer = answer_of(written(seeds.ERRORS, choices.rest()), status, **{"retry-after": choices.text()[:40]})
    try:
        answer.raise_for_common()
        error: UsageError = claude.refusal(answer)
    except UsageError as raised:
        error = raised
    failure = error.failure()
    assert failure.code
    json.dumps([failure.reason, redact(failure.detail)])


def token(data: bytes) -> None:
    choices = Choices(data)
    status = (200, 200, 200, 400, 401, 404, 429, 503)[choices.below(8)]
    answer = answer_of(written(seeds.TOKENS, choices.rest()), status)
    try:
        login = claude_token.login_in(answer, Secret("old"), NOW)
    except NotRenewed as error:
        no_secret_in(error)
    else:
        no_secret(login)
        assert all("!" <= character <= "~" for character in login.access.reveal())
        assert NOW <= login.expires_at <= NOW + timedelta(days=366)


def status_page(data: bytes) -> None:
    with contextlib.suppress(UsageError):
        for incident in map_incidents(answer_of(written(seeds.PAGES, data)).json_object()):
            assert incident.name
            assert incident.name.isprintable()
            assert len(incident.name) <= 100
            hash(incident)


def retry_after(data: bytes) -> None:
    choices = Choices(data)
    known = seeds.RETRY_AFTERS[choices.below(len(seeds.RETRY_AFTERS))]
    text = choices.text() if choices.below(2) else known + choices.text()[:6]
    seconds = policy.retry_after_seconds(text, NOW)
    assert 0 <= seconds <= policy.LIMITED_LONGEST
    memo = policy.rate_limited(policy.Memo(), NOW, text, "gate", 0.5)
    assert memo.limited_until is not None
    assert memo.limited_until > NOW


async def _chunks(raw: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(raw), size):
        yield raw[start : start + size]


def _done(work: Coroutine[Any, Any, bytes]) -> bytes:
    """What it gives; it never waits."""
    try:
        while True:
            work.send(None)
    except StopIteration as done:
        return bytes(done.value)


def body(data: bytes) -> None:
    """Compressed or not, whole or cut."""
    choices = Choices(data)
    encoding = ("", "gzip", "deflate", "identity", "br", "GZIP ", "x-gzip")[choices.below(7)]
    raw = bytearray(choices.rest())
    if choices.below(2):
        packer = zlib.compressobj(wbits=31 if "g" in encoding.lower() else 15)
        raw = bytearray(packer.compress(bytes(raw) * (1 + choices.below(50))) + packer.flush())
        if raw and choices.below(2):
            raw[choices.below(len(raw))] ^= 1 + choices.below(255)
    with contextlib.suppress(UsageError):
        work = bounded(_chunks(bytes(raw), 1 + choices.below(400)), encoding)
        assert len(_done(work)) <= LARGEST_BODY


# -- what lies on this computer ---------------------------------------------------------------------------------------
def _decoded(raw: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def credentials(data: bytes) -> None:
    found = _decoded(written(seeds.CREDENTIALS, data))
    if found is None:
        return
    try:
        login = claude_store.login_of(found, "file", None)
    except UsageError as error:
        no_secret_in(error)
        return
    no_secret(login)
    assert login.access.reveal()
    assert all(" " < character <= "~" for character in login.access.reveal())
    assert login.expires_at is None or login.expires_at.tzinfo is not None
    claude_store.identity_of(login)
    with contextlib.suppress(UsageError):
        claude_payload.plan_label(login.subscription, login.tier)


def claude_json(data: bytes) -> None:
    found = _decoded(written(seeds.CLAUDE_JSON, data))
    if found is None:
        return
    facts = claude_store._facts_in_file(found, Path("x"))
    assert all(isinstance(value, str) for value in (*facts.uuids.values(), *facts.plan.values()))
    if facts.usage is not None and facts.usage.fetched_at <= NOW:  # later ones are not taken over
        windows, credits_ = claude_payload.map_windows(facts.usage.body), claude_payload.map_credits(facts.usage.body)
        check_snapshot(UsageSnapshot(facts.usage.fetched_at, Source.CLAUDE_CODE_CACHE, windows, credits_))


def desktop_samples(data: bytes) -> None:
    found = _decoded(written(seeds.SAMPLES, data))
    for snapshot in claude_desktop._newest_samples(found, Path("x")).values() if found is not None else ():
        if snapshot.fetched_at <= NOW:  # later ones are not taken over
            check_snapshot(snapshot)


def status_line(data: bytes) -> None:
    found = _decoded(written(seeds.STATUS_LINE, data))
    if found is not None:
        windows = claude_code.windows_handed_over(found, NOW)
        assert all(window.resets_at is not None and window.resets_at >= NOW for window in windows)
        check_snapshot(UsageSnapshot(NOW, Source.STATUSLINE, windows))


def settings(data: bytes) -> None:
    try:
        found = decoded(written(seeds.SETTINGS, data))
    except ValueError:
        return
    parsed, problems = Settings.parse(found)
    assert all(isinstance(name, str) for name in problems)
    assert 180 <= parsed.refresh_seconds <= 3_600
    assert 0 < parsed.warning_percent < parsed.danger_percent <= 100
    again, none = Settings.parse(parsed.to_mapping())
    assert again == parsed
    json.dumps(parsed.to_mapping(), allow_nan=False)
    assert not none
    told = NotificationSettings.parse(found.get("notifications", {}))[0]
    told.rules("claude", (70, 90))
    told.quiet_ends(NOW, UTC)
    parsed.account(AccountId("claude"))


def references(data: bytes) -> None:
    choices = Choices(data)
    head = ("", "{env:", "$env:", "{ENV:", "sk-")[choices.below(5)]
    tail = ("", "}", " ", "\n")[choices.below(4)]
    text = f"{head}{choices.text()}{tail}"
    name = api_key.referenced(text)
    assert name is None or name.isascii()
    source = api_key.ApiKeySource(zai.KEY, {"HELD": CANARY, name or "x": CANARY + choices.text()}, MemoryKeyStore())
    for call in (api_key.checked_text, source.resolve):
        try:
            found = call(text)
        except UsageError as error:
            no_secret_in(error)
        else:
            plain = found.reveal() if isinstance(found, Secret) else found
            assert all("!" <= character <= "~" for character in plain)
            assert len(plain) <= max(api_key.LONGEST, len(text))


def state(data: bytes) -> None:
    """Our own file, after anybody had their hands on it."""
    try:
        found = decoded(written(seeds.STATE, data))
    except ValueError:
        return
    try:
        record = from_json(found)
    except STATE_ERRORS:
        return
    assert from_json(json.loads(json.dumps(to_json(record), allow_nan=False))) == record
    memo = policy.settled(record.memo, NOW)
    limits = policy.Limits(180, 24)
    for explicit in (False, True):
        policy.permit(memo, NOW, limits, explicit=explicit)
    policy.tried(memo, NOW, 1, explicit=True)
    claude._is_due(record.provider_memo.get("profile_at"), NOW)
    status = status_of(ACCOUNT, record, NOW, policy.permit(memo, NOW, limits).wait, max_age=300)
    policy.next_refresh(NOW, status, 300.0)
    check_shown(status)
    for window in record.snapshot.windows if record.snapshot is not None else ():
        check_window(window)


def marks(data: bytes) -> None:
    try:
        found = decoded(written(seeds.MARKS, data))
    except ValueError:
        return
    try:
        memo = thresholds.memo_from_mapping(found)
    except STATE_ERRORS:
        return
    kept = json.loads(json.dumps(thresholds.memo_to_mapping(memo), allow_nan=False))
    assert thresholds.memo_from_mapping(kept) == memo
    view = thresholds.WindowView(QuotaWindow("session", WindowKind.SESSION, 95.0, NOW + timedelta(hours=1), 18_000))
    thresholds.evaluate(memo, thresholds.Observation(ACCOUNT.id, NOW, (view,)))
    thresholds.next_return(memo)
    thresholds.expire(memo, ACCOUNT.id, NOW)


def vault(data: bytes) -> None:
    choices = Choices(data)
    raw = choices.rest()
    with contextlib.suppress(windows_vault_codec.VaultError):
        text = windows_vault_codec.decode_blob(raw)
        assert "\0" not in text
        assert windows_vault_codec.decode_blob(windows_vault_codec.encode_text(text)) in (text, text.strip())
    with contextlib.suppress(windows_vault_codec.VaultError):
        blob = windows_vault_codec.encode_text(choices.text())
        assert len(blob) <= windows_vault_codec.BLOB_LIMIT


def proxy(data: bytes) -> None:
    choices = Choices(data)
    text = ("", "http://", "https://", "socks5://", "http://u:p@")[choices.below(5)] + choices.text()
    found = checked_proxy(text)
    assert found is None or ("@" not in found and found.isascii())
    assert not found or checked_proxy(found) == found


def history(data: bytes, folder: Path) -> None:
    """A file of the past with spoilt bytes: read or refused, written on or set aside."""
    from usagebar_qt.engine.history_store import HistoryStore, HistoryUnreadableError

    choices = Choices(data)
    raw = bytearray(seeds.history_file(folder))
    for _ in range(1 + choices.below(24)):
        # The first page tells what the file is; the others hold what it says.
        at = choices.below(min(len(raw), 200)) if choices.below(3) == 0 else choices.below(min(len(raw), 60_000))
        raw[at] = choices.below(256)
    if choices.below(6) == 0:
        del raw[choices.below(len(raw)) :]
    for old in folder.glob("history.db*"):
        old.unlink()
    path = folder / "history.db"
    path.write_bytes(raw)
    store = HistoryStore(path, busy_seconds=0.0)
    window = QuotaWindow("session", WindowKind.SESSION, 42.0, NOW + timedelta(hours=1), 18_000)
    snapshot = UsageSnapshot(NOW, windows=(window,))
    for run in store.runs(AccountId("claude"), "session", NOW - timedelta(days=9)):
        assert math.isfinite(run.used_percent)
    store.series()
    store.recent(AccountId("claude"), "session", NOW - timedelta(days=9))
    with contextlib.suppress(HistoryUnreadableError):
        list(store.samples())
    store.record(AccountId("claude"), snapshot, {"secret": "x"})
    store.forget(AccountId("claude"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "usage": usage,
    "quota": quota,
    "plan": plan,
    "refused": refused,
    "token": token,
    "status_page": status_page,
    "retry_after": retry_after,
    "body": body,
    "credentials": credentials,
    "claude_json": claude_json,
    "desktop_samples": desktop_samples,
    "status_line": status_line,
    "settings": settings,
    "references": references,
    "state": state,
    "marks": marks,
    "vault": vault,
    "proxy": proxy,
}
"""All but `history`, which needs a folder."""
