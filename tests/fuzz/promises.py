"""What holds of everything that is read, whoever wrote it: figures are figures, words are short, and no secret is seen."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass

from tests.fuzz import seeds
from usagebar_qt.domain.models import Account, AccountId, AccountState, AccountStatus, QuotaWindow, UsageSnapshot
from usagebar_qt.domain.pace import binding_window, outlook_of
from usagebar_qt.domain.secret import Secret
from usagebar_qt.engine.document import document as whole_document
from usagebar_qt.engine.record import snapshot_from_json, snapshot_to_json
from usagebar_qt.wording import formatting
from usagebar_qt.wording.headline import headline, tooltip

NOW = seeds.NOW
ACCOUNT = Account(AccountId("claude"), "Claude")
LONGEST_SHOWN = 64
CANARY = seeds.CANARY


def check_window(window: QuotaWindow) -> None:
    assert window.id
    assert math.isfinite(window.used_percent), window
    assert window.used_percent >= 0, window
    assert window.scope is None or len(window.scope) <= LONGEST_SHOWN, window
    assert window.resets_at is None or window.resets_at.tzinfo is not None, window
    for number in (window.used, window.limit):
        assert number is None or math.isfinite(number), window


def check_snapshot(snapshot: UsageSnapshot) -> None:
    """Shown, kept and told as everything else is."""
    for window in snapshot.windows:
        check_window(window)
    ids = [window.id for window in snapshot.windows]
    assert len(ids) == len(set(ids)), ids
    for row in snapshot.credits:
        assert row.used.is_finite()
        assert row.limit is None or row.limit.is_finite()
    kept = json.loads(json.dumps(snapshot_to_json(snapshot), allow_nan=False))
    assert snapshot_from_json(kept) == snapshot
    check_shown(AccountStatus(ACCOUNT, AccountState.OK, snapshot, checked_at=NOW))


def check_shown(status: AccountStatus) -> None:
    """Every sentence and the document for scripts."""
    snapshot = status.snapshot
    shown = [tooltip((status,))]
    outlooks = {}
    for window in snapshot.windows if snapshot is not None else ():
        assert snapshot is not None
        outlooks[window.id] = outlook_of(window, snapshot.fetched_at, ())
        shown += [formatting.figure_text(window), formatting.reset_text(window, NOW), formatting.window_label(window)]
        shown += [formatting.window_sentence(window, None, NOW), formatting.remaining_percent(window)]
        assert 0 <= formatting.shown_percent(min(100.0, window.used_percent)) <= 100
    for row in snapshot.credits if snapshot is not None else ():
        shown += [formatting.money(row), formatting.credits_label(row)]
    if snapshot is not None:
        binding_window(snapshot.windows, snapshot.fetched_at, outlooks)
        shown.append(formatting.age_text(snapshot.fetched_at, NOW))
    line = headline((status,), NOW, outlooks={status.id: outlooks})
    shown += [str(value) for sentence in (line.title, line.detail) for value in sentence.params.values()]
    for text in shown:
        words = text.casefold().replace("\N{NO-BREAK SPACE}", " ").split()
        assert not {"nan", "inf", "-inf", "nan%", "inf%", "infinity"} & set(words) or _is_upstreams(status, words), text
    json.dumps(whole_document([status], {"claude": "Claude"}, NOW), allow_nan=False)


def _is_upstreams(status: AccountStatus, words: list[str]) -> bool:
    """A limit may be called anything, `nan` too."""
    names = [part for window in (status.snapshot.windows if status.snapshot else ()) for part in (window.scope or "", window.id)]
    names.append((status.snapshot.plan or "") if status.snapshot else "")
    names += [row.currency for row in status.snapshot.credits] if status.snapshot else []
    return any(word in " ".join(names).casefold() for word in words if "nan" in word or "inf" in word)


def no_secret(value: object) -> None:
    """Neither it nor its parts show the canary."""
    assert CANARY not in repr(value), "a secret is visible"
    if is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            part = getattr(value, item.name)
            assert isinstance(part, Secret) or CANARY not in str(part), item.name


def no_secret_in(error: BaseException) -> None:
    """Nor does what an exception carries with it."""
    seen: BaseException | None = error
    while seen is not None:
        assert CANARY not in f"{seen!r} {seen.args!r} {vars(seen)!r}", "a secret hangs on an exception"
        seen = seen.__cause__ or seen.__context__
