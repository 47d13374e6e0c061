"""One line for a bar: Waybar's JSON, and the short line for tmux, prompts and Claude Code's status line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from usagebar_qt.cli.terminal import Terminal, Tone
from usagebar_qt.cli.text import Levels, render
from usagebar_qt.domain.errors import RENEWAL_HELD, ErrorCode
from usagebar_qt.domain.models import AccountState
from usagebar_qt.wording.formatting import age_text, credits_label, is_due, money, percent, reset_text, window_in_sentence
from usagebar_qt.wording.levels import USER_CODES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.models import AccountStatus, QuotaWindow
    from usagebar_qt.providers.base import ProviderInfo

OLD_SECONDS = 900
"""Figures on a status line are marked with their age from here on; below it is a detached refresh's own time."""
MOST_WINDOWS = 2
LONGEST_NAME = 20
SHORT_ERRORS = {
    ErrorCode.INVALID_KEY: "key refused",
    ErrorCode.OFFLINE: "offline",
    ErrorCode.RATE_LIMITED: "asked to wait",
    ErrorCode.CREDENTIAL_LOCKED: "keyring locked",
}
SHORT_REASONS = dict.fromkeys(("lock_held", RENEWAL_HELD, "lock_is_no_folder"), "sign-in locked")
"""Of a `CREDENTIAL_LOCKED` that no keyring has to do with: Claude Code's locks."""


@dataclass(frozen=True, slots=True)
class _Figure:
    used: float
    is_old: bool
    status: AccountStatus


def _configured(statuses: Sequence[AccountStatus]) -> list[AccountStatus]:
    return [status for status in statuses if status.state not in (AccountState.NOT_CONFIGURED, AccountState.DISABLED)]


def _figures(status: AccountStatus, now: datetime) -> list[_Figure]:
    """Of each window; of money where there is nothing else. After its reset a window has begun anew: its figure is old."""
    snapshot = status.snapshot
    if snapshot is None:
        return []
    is_old = status.state is AccountState.STALE
    found = [
        _Figure(0.0 if is_due(window, now) else window.used_percent, is_old or is_due(window, now), status)
        for window in snapshot.windows
    ]
    if not found:
        found = [
            _Figure(row.used_percent, is_old, status) for row in snapshot.credits if row.enabled and row.used_percent is not None
        ]
    return found


def class_of(used: float, levels: Levels) -> str:
    """Waybar's class."""
    return "critical" if used >= min(levels.danger, 100) else "warning" if used >= levels.warning else "ok"


def whole_percent(used: float) -> int:
    """0 to 100; what is not yet 100 never reads 100."""
    return min(100, max(0, int(used) if 99 <= used < 100 else round(used)))


def waybar(statuses: Sequence[AccountStatus], infos: Sequence[ProviderInfo], now: datetime, levels: Levels) -> dict[str, Any]:
    """Waybar's object. Text and tooltip are Pango markup there, so that a label with `&` or `<` would break the module: escaped."""
    configured = _configured(statuses)
    figures = [figure for status in configured for figure in _figures(status, now)]
    tooltip = _escaped(render(configured or statuses, infos, now))
    if not figures:
        # Signed in with nothing to measure is good news; anything else without figures is none.
        is_fine = bool(configured) and all(status.snapshot is not None for status in configured)
        word = "ok" if is_fine else "error"
        return {"text": "no limits" if is_fine else "no figures", "alt": word, "tooltip": tooltip, "class": word, "percentage": 0}
    worst = max(figures, key=lambda figure: figure.used)
    word = "stale" if worst.is_old else class_of(worst.used, levels)
    name = worst.status.account.name[:LONGEST_NAME]
    return {
        "text": _escaped(f"{name} {percent(worst.used)}"),
        "alt": word,
        "tooltip": tooltip,
        "class": word,
        "percentage": whole_percent(worst.used),
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def statusline(statuses: Sequence[AccountStatus], now: datetime, levels: Levels, is_coloured: bool) -> str:
    """`Claude session 34 %, week 91 % (Thu 09:00) · Z.ai session 39 %, week 22 %`."""
    terminal = Terminal(is_coloured)
    configured = _configured(statuses)
    parts = [part for status in configured if (part := _part(status, now, levels, terminal))]
    return " · ".join(parts) or ("Usage Bar: no figures yet" if configured else "Usage Bar: nothing is set up yet")


def _part(status: AccountStatus, now: datetime, levels: Levels, terminal: Terminal) -> str:
    name, snapshot = status.account.name[:LONGEST_NAME], status.snapshot
    if snapshot is None:
        if status.error is None:
            return ""  # nobody has looked yet: the refresh that is on its way will
        is_lost = status.error.code in USER_CODES and not status.error.is_being_renewed
        word = "sign in again" if is_lost else _short(status.error)
        return f"{name}: {terminal.toned(word, Tone.WARNING)}"
    shown = [_window(window, now, levels, terminal) for window in _chosen(snapshot.windows)]
    if not shown:
        shown = [f"{credits_label(row).lower()} {money(row)}" for row in snapshot.credits[:1]] or ["no plan limits"]
    old = (now - snapshot.fetched_at).total_seconds() >= OLD_SECONDS
    age = f" ({age_text(snapshot.fetched_at, now)})" if old else ""
    return f"{name} {', '.join(shown)}{terminal.toned(age, Tone.QUIET)}"


def _short(error: Failure) -> str:
    if error.code is ErrorCode.CREDENTIAL_LOCKED and error.reason in SHORT_REASONS:
        return SHORT_REASONS[error.reason]
    return SHORT_ERRORS.get(error.code, "no figures")


def _chosen(windows: Sequence[QuotaWindow]) -> Sequence[QuotaWindow]:
    """The first two, and the fullest one where it is another."""
    first = windows[:MOST_WINDOWS]
    fullest = max(windows, key=lambda window: window.used_percent, default=None)
    return first if fullest is None or fullest in first else (*first, fullest)


def _window(window: QuotaWindow, now: datetime, levels: Levels, terminal: Terminal) -> str:
    label = window_in_sentence(window)
    if is_due(window, now):
        return f"{label} reset"
    tone = {"critical": Tone.DANGER, "warning": Tone.WARNING}.get(class_of(window.used_percent, levels), Tone.PLAIN)
    figure = terminal.toned(percent(window.used_percent), tone)
    when = f" ({reset_text(window, now)})" if window.used_percent >= levels.warning and window.resets_at is not None else ""
    return f"{label} {figure}{when}"
