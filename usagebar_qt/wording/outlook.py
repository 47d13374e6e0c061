"""Where the present use leads, in one sentence for a card; and the forecast's range for whoever wants to know more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.wording.formatting import clock_time, is_due, percent, span_text, window_label
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.models import QuotaWindow
    from usagebar_qt.domain.pace import Forecast

NOTHING = Sentence()


def told_window(windows: Sequence[QuotaWindow], forecasts: Mapping[str, Forecast], now: datetime) -> QuotaWindow | None:
    """The window that a card's sentence is about: the one that runs out first, else the one with the least to spare. None where a
    window is full (the headline says it) or no forecast is worth a word."""
    if any(window.used_percent >= 100 and not is_due(window, now) for window in windows):
        return None
    known = [window for window in windows if window.id in forecasts and not is_due(window, now)]

    def tightness(window: QuotaWindow) -> tuple[bool, float]:
        forecast = forecasts[window.id]
        if forecast.runs_out_at is not None:
            return False, forecast.runs_out_at.timestamp()
        return True, forecast.reserve_percent

    return min(known, key=tightness, default=None)


def outlook_sentence(
    window: QuotaWindow, forecast: Forecast, now: datetime, tz: tzinfo | None = None, *, alone: bool = False
) -> Sentence:
    """`Session: at this pace until 15:40, 50 min short`, `Week: lasts, 22 % to spare`; without the name where it stands `alone`."""
    params = {"window": window_label(window)}
    if forecast.runs_out_at is not None:
        params |= {"time": clock_time(forecast.runs_out_at, now, tz), "span": span_text(forecast.short_seconds)}
        if alone:
            return Sentence(QT_TRANSLATE_NOOP("wording", "At this pace until {time}, {span} short"), params)
        return Sentence(QT_TRANSLATE_NOOP("wording", "{window}: at this pace until {time}, {span} short"), params)
    params |= {"spare": percent(max(0.0, forecast.reserve_percent))}
    if alone:
        return Sentence(QT_TRANSLATE_NOOP("wording", "Lasts: {spare} to spare"), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "{window}: lasts, {spare} to spare"), params)


def range_sentence(forecast: Forecast, now: datetime, tz: tzinfo | None = None) -> Sentence:
    """How sure that is: `In four cases of five it runs out between 14:50 and 16:20.`"""
    params = {
        "earliest": clock_time(forecast.earliest_at, now, tz),
        "latest": clock_time(forecast.latest_at, now, tz),
        "low": percent(forecast.low_percent),
        "high": percent(forecast.high_percent),
    }
    if forecast.earliest_at is None:
        return Sentence(QT_TRANSLATE_NOOP("wording", "In four cases of five {low} to {high} are used at the reset."), params)
    if forecast.latest_at is None:
        return Sentence(
            QT_TRANSLATE_NOOP("wording", "It may run out from {earliest} on, or last with {low} used at the reset."), params
        )
    return Sentence(QT_TRANSLATE_NOOP("wording", "In four cases of five it runs out between {earliest} and {latest}."), params)
