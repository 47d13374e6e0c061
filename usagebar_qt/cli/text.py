"""`usagebar status` for people: plain words in columns for a pipe; bars and colours on a terminal, as wide as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.cli.terminal import Terminal, Tone
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.pace import pace_of
from usagebar_qt.wording.formatting import (
    age_text,
    credits_label,
    money,
    pace_text,
    reset_text,
    source_text,
    used_text,
    window_label,
)
from usagebar_qt.wording.levels import Level, level_of
from usagebar_qt.wording.messages import describe, no_plan, not_configured

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus, UsageSnapshot
    from usagebar_qt.providers.base import ProviderInfo
    from usagebar_qt.wording.messages import Message

PLAIN = Terminal()
INDENT = "  "
SHORTEST_BAR = 8
"""Columns, beside its notes; where that does not fit, they go below it."""
NARROWEST_BAR = 4
LONGEST_BAR = 24
"""Columns. A longer bar says no more."""
EIGHTHS = " ▏▎▍▌▋▊▉"
TONES = {Level.FINE: Tone.FINE, Level.WARNING: Tone.WARNING, Level.DANGER: Tone.DANGER}


@dataclass(frozen=True, slots=True)
class Levels:
    """Percent used at which a window is near its end, and almost at it."""

    warning: float = 70
    danger: float = 90


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    used: str
    notes: tuple[str, ...]
    percent: float | None
    """For the bar; None: there is none."""
    tone: Tone


def render(
    statuses: Sequence[AccountStatus],
    infos: Sequence[ProviderInfo],
    now: datetime,
    terminal: Terminal = PLAIN,
    levels: Levels = Levels(),
) -> str:
    """All accounts, a paragraph each."""
    by_id = {info.id: info for info in infos}
    return "\n\n".join("\n".join(_account(status, by_id[status.id.provider], now, terminal, levels)) for status in statuses)


def _account(status: AccountStatus, info: ProviderInfo, now: datetime, terminal: Terminal, levels: Levels) -> list[str]:
    snapshot = status.snapshot
    name = terminal.toned(status.account.name, Tone.STRONG)
    if status.state is AccountState.DISABLED:
        return [f"{name}  switched off"]
    if status.state is AccountState.NOT_CONFIGURED:
        return [name, *_message(not_configured(info.remedy.value, info.name), terminal)]
    facts = [snapshot.plan, age_text(snapshot.fetched_at, now), source_text(snapshot.source)] if snapshot is not None else []
    lines = ["  ".join((name, *(terminal.toned(fact, Tone.QUIET) for fact in facts if fact)))]
    if snapshot is not None:
        rows = _rows(snapshot, now, levels)
        lines += _plain(rows) if terminal.columns is None else _drawn(rows, terminal, terminal.columns)
    if status.error is not None:
        lines += _message(describe(status.error, provider_name=info.name, now=now), terminal)
    elif status.state is AccountState.NO_PLAN:
        lines += _message(no_plan(info.name), terminal)
    elif status.state is AccountState.STALE:
        lines += terminal.wrapped(f"{INDENT}These figures are old; the next request is not permitted yet.", INDENT)
    return lines


def _rows(snapshot: UsageSnapshot, now: datetime, levels: Levels) -> list[_Row]:
    rows = []
    for window in snapshot.windows:
        pace = pace_of(window, snapshot.fetched_at)
        tone = TONES[level_of(window, pace, levels.warning, levels.danger)]
        notes = (pace_text(window, pace, now), reset_text(window, now))
        rows.append(_Row(window_label(window), used_text(window), notes, window.used_percent, tone))
    for credit in snapshot.credits:
        notes = ("" if credit.enabled else "switched off", "")
        rows.append(_Row(credits_label(credit), money(credit), notes, credit.used_percent, Tone.PLAIN))
    return rows


def _widths(rows: Sequence[_Row]) -> tuple[int, int, int]:
    """Of label, figure and first note."""
    cells = [(row.label, row.used, row.notes[0]) for row in rows]
    first, second, third = (max((len(cell[column]) for cell in cells), default=0) for column in range(3))
    return first, second, third


def _plain(rows: Sequence[_Row]) -> list[str]:
    label, used, note = _widths(rows)
    return [f"{INDENT}{row.label:<{label}}  {row.used:<{used}}  {row.notes[0]:<{note}}  {row.notes[1]}".rstrip() for row in rows]


def _drawn(rows: Sequence[_Row], terminal: Terminal, columns: int) -> list[str]:
    label, used, note = _widths(rows)
    last = max((len(row.notes[1]) for row in rows), default=0)
    room = columns - len(INDENT) - label - used - 4
    beside = room - note - last - 4
    is_wide = beside >= SHORTEST_BAR
    width = min(beside if is_wide else max(room, NARROWEST_BAR), LONGEST_BAR)
    lines = []
    for row in rows:
        bar = terminal.toned(drawn_bar(row.percent, width, has_blocks=terminal.has_blocks), row.tone)
        head = f"{INDENT}{row.label:<{label}}  {bar}  {row.used}"
        if is_wide:
            pad = " " * (used - len(row.used))
            lines.append(f"{head}{pad}  {terminal.toned(row.notes[0], row.tone)}{' ' * (note - len(row.notes[0]))}  {row.notes[1]}")
        else:
            below = ", ".join(text for text in row.notes if text)
            indent = INDENT + " " * (label + 2) if label + len(below) + 4 <= columns else INDENT * 2
            lines += [head, *(terminal.toned(line, Tone.QUIET) for line in terminal.wrapped(indent + below, indent) if below)]
    return [line.rstrip() for line in lines]


def drawn_bar(percent: float | None, width: int, *, has_blocks: bool) -> str:
    """`width` columns: eighths of a column where the terminal has them. Begun is never empty, and not yet full never full."""
    if percent is None:
        return " " * width
    share = max(0.0, min(percent, 100.0)) / 100
    if not has_blocks:
        full = _between(round(share * width), share, width)
        return "#" * full + "-" * (width - full)
    eighths = _between(round(share * width * 8), share, width * 8)
    full, rest = divmod(eighths, 8)
    bar = "█" * full + (EIGHTHS[rest] if rest else "")
    return bar + "░" * (width - len(bar))


def _between(parts: int, share: float, most: int) -> int:
    return max(1, min(parts, most - 1)) if 0 < share < 1 else parts


def _message(message: Message, terminal: Terminal) -> list[str]:
    return terminal.wrapped(f"{INDENT}{message.title.english()} {message.remedy.english()}", INDENT)
