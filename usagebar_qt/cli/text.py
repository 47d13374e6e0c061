"""`usagebar status` for people: plain words in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.pace import pace_of
from usagebar_qt.wording.formatting import age_text, credits_label, money, pace_text, reset_text, used_text, window_label
from usagebar_qt.wording.messages import describe, no_plan, not_configured

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus
    from usagebar_qt.providers.base import ProviderInfo
    from usagebar_qt.wording.messages import Message


def render(statuses: Sequence[AccountStatus], infos: Sequence[ProviderInfo], now: datetime) -> str:
    """All accounts, a paragraph each."""
    by_id = {info.id: info for info in infos}
    return "\n\n".join("\n".join(_account(status, by_id[status.id.provider], now)) for status in statuses)


def _account(status: AccountStatus, info: ProviderInfo, now: datetime) -> list[str]:
    snapshot = status.snapshot
    head = [status.account.name]
    if status.state is AccountState.DISABLED:
        return [f"{status.account.name}  switched off"]
    if status.state is AccountState.NOT_CONFIGURED:
        return [status.account.name, *_message(not_configured(info.remedy.value, info.name))]
    if snapshot is not None:
        head += [part for part in (snapshot.plan, age_text(snapshot.fetched_at, now)) if part]
    lines = ["  ".join(head)]
    if snapshot is not None:
        rows = [
            (
                window_label(window),
                used_text(window),
                pace_text(window, pace_of(window, snapshot.fetched_at), now),
                reset_text(window, now),
            )
            for window in snapshot.windows
        ]
        rows += [(credits_label(row), money(row), "" if row.enabled else "switched off", "") for row in snapshot.credits]
        widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
        lines += [
            "  " + "  ".join(f"{text:<{width}}" for text, width in zip(row, (*widths, 0), strict=True)).rstrip() for row in rows
        ]
    if status.error is not None:
        lines += _message(describe(status.error, provider_name=info.name, now=now))
    elif status.state is AccountState.NO_PLAN:
        lines += _message(no_plan(info.name))
    elif status.state is AccountState.STALE:
        lines.append("  These figures are old; the next request is not permitted yet.")
    return lines


def _message(message: Message) -> list[str]:
    return [f"  {message.title.english()} {message.remedy.english()}"]
