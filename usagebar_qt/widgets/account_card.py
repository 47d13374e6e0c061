"""One account: mark, name, plan and age; its gauges; its money; what to do when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.pace import NO_OUTLOOKS
from usagebar_qt.widgets.gauge import PAD_X, PAD_Y, Fonts, Gauge
from usagebar_qt.widgets.gauge_text import gauge_text
from usagebar_qt.widgets.labels import ElidedLabel, coloured, name_font, small_font, text_label
from usagebar_qt.widgets.status_mark import StatusMark
from usagebar_qt.widgets.style_sheets import button_style
from usagebar_qt.widgets.translate import plain, say, short, tr
from usagebar_qt.wording import formatting
from usagebar_qt.wording.levels import MARK_WORDS, Level, is_grey, mark_of
from usagebar_qt.wording.messages import ACTION_LABELS, Action, Message, describe, no_plan, not_configured
from usagebar_qt.wording.outlook import outlook_sentence, range_sentence, told_window
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent

    from usagebar_qt.domain.chart import Chart
    from usagebar_qt.domain.models import AccountStatus, QuotaWindow
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.providers.base import ProviderInfo
    from usagebar_qt.widgets.look import Look
    from usagebar_qt.widgets.spacing import Spacing

FETCHING = QT_TRANSLATE_NOOP("wording", "Fetching the figures…")
RADIUS = 10.0
HEAD_GAP = 8
ALL_GAUGES = 1_000
"""More than any card has."""
LOOKS = frozenset((QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.EnabledChange))
"""Changes after which a group box takes room for its frame again."""


class AccountCard(QGroupBox):
    """Is told a status and shows it; updated in place."""

    action_requested = Signal(object, object)
    """AccountId, Action."""
    history_requested = Signal(object, str)
    """AccountId, window id."""

    def __init__(self, info: ProviderInfo, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info = info
        self._look = look
        self._status: AccountStatus | None = None
        self._outlooks = NO_OUTLOOKS
        self._action: Action | None = None
        self._gauges: list[Gauge] = []
        self._first = self._told = 0
        """From this gauge on so many show their windows as they are, from the last one on with the first; others have their old
        words, or are still to be made."""
        self._fonts: Fonts | None = None
        self._trends: Mapping[str, Chart] = {}
        self._money: list[tuple[QLabel, QLabel]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._build()

    def _build(self) -> None:
        small = small_font(self.font())
        self._mark = StatusMark(self._look.colours, self)
        self._name = ElidedLabel(self, name_font(self.font()), least=12)
        self._plan = ElidedLabel(self, small)
        self._age = ElidedLabel(self, small)
        self._age.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.setContentsMargins(PAD_X, 0, PAD_X, 0)
        head.setSpacing(HEAD_GAP)
        head.addWidget(self._mark)
        head.addWidget(self._name)
        head.addWidget(self._plan)
        head.addStretch(1)
        head.addWidget(self._age)
        self._gauge_box = QVBoxLayout()
        self._money_box = QVBoxLayout()
        self._money_box.setSpacing(6)
        self._outlook = text_label(self, small)
        self._outlook.setContentsMargins(PAD_X, 7, PAD_X, 0)
        self._outlook.hide()
        self._peak = text_label(self, small)
        self._peak.setContentsMargins(PAD_X, 7, PAD_X, 0)
        self._peak.hide()
        self._message = text_label(self, small)
        self._message.hide()
        self._button = QPushButton(self)
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._on_button)
        self._button.hide()
        below = QHBoxLayout()
        below.addWidget(self._button)
        below.addStretch(1)
        self._trouble = QVBoxLayout()
        self._trouble.setSpacing(10)
        self._trouble.addWidget(self._message)
        self._trouble.addLayout(below)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._gauge_box)
        layout.addWidget(self._outlook)
        layout.addWidget(self._peak)
        layout.addLayout(self._money_box)
        layout.addLayout(self._trouble)

    @property
    def status(self) -> AccountStatus | None:
        """What is shown."""
        return self._status

    @property
    def windows(self) -> Sequence[QuotaWindow]:
        """Those that it has a gauge for, or is to have."""
        return self._status.snapshot.windows if self._status is not None and self._status.snapshot is not None else ()

    @property
    def gauge_count(self) -> int:
        """Of those that are made."""
        return len(self._gauges)

    @property
    def is_whole(self) -> bool:
        """Whether no gauge is still to be made, or to be told."""
        return self._told == len(self.windows)

    @property
    def trends(self) -> Mapping[str, Chart]:
        """The recent past that is drawn, by window id."""
        return self._trends

    def stops(self) -> list[QWidget]:
        """What Tab reaches, from top to bottom."""
        return [*self._gauges, self._button]

    def _on_button(self) -> None:
        if self._status is not None and self._action is not None:
            self.action_requested.emit(self._status.id, self._action)

    def _on_gauge(self, gauge: Gauge) -> None:
        if self._status is not None:
            window = self.windows[self._gauges.index(gauge)]
            self.history_requested.emit(self._status.id, window.id)

    def gauges_between(self, top: int, bottom: int) -> range:
        """Those of which something lies between these two heights, in its own pixels."""
        seen = [place for place, gauge in enumerate(self._gauges) if gauge.y() <= bottom and gauge.y() + gauge.height() > top]
        return range(seen[0], seen[-1] + 1) if seen else range(0)

    def begin_with(self, gauge: int) -> None:
        """The next time that it is applied this one is told first."""
        self._first, self._told = gauge, 0

    def set_trends(self, trends: Mapping[str, Chart]) -> None:
        """The recent past of its windows: drawn when it is told a status next."""
        self._trends, self._told = trends, 0

    def apply(
        self,
        status: AccountStatus,
        look: Look,
        now: datetime,
        outlooks: Mapping[str, Outlook] = NO_OUTLOOKS,
        gauges: int = ALL_GAUGES,
    ) -> None:
        """Shows a status as of now; called for news and, while visible, every second. At most so many `gauges` are made or told:
        where there are more of them it is not whole afterwards. Apply the same again, and it goes on where it stopped."""
        changed = look != self._look or self._status is None
        if self.is_whole or changed or status is not self._status or outlooks != self._outlooks:
            self._told = 0
        self._outlooks = outlooks
        self._status, self._look = status, look
        mark = mark_of(status, look.warning, look.danger, outlooks)
        self._mark.show_mark(mark, look.colours)
        _set(self._name, short(status.account.name))
        snapshot = status.snapshot
        _set(self._plan, short(snapshot.plan or "") if snapshot else "")
        _set(self._age, formatting.age_text(snapshot.fetched_at, now) if snapshot else "")
        message = self._message_of(status, now)
        words = f"{say(message.title)} {say(message.remedy)}".strip() if message else ""
        if status.checked_at is None and snapshot is None and not words:
            words = tr(FETCHING)
        _set(self._message, words)
        self._message.setVisible(bool(words))
        self._show_action(message.action if message else None)
        told = self._show_outlook(status, now)
        self._show_gauges(status, now, told, gauges)
        self._show_money(status)
        self._show_peak(status, now)
        self._arrange()
        if changed:
            self._make_room(look.spacing)
            for label in (self._name, *(row for pair in self._money for row in pair)):
                coloured(label, look.colours.text)
            for label in (self._plan, self._age, self._message, self._peak):
                coloured(label, look.colours.muted)
            self._button.setStyleSheet(button_style(look.colours))
            self.update()
        summary = ", ".join(part for part in (self._name.text(), self._plan.text(), tr(MARK_WORDS[mark])) if part)
        if self.accessibleName() != summary:
            self.setAccessibleName(summary)
        if self.accessibleDescription() != words:
            self.setAccessibleDescription(words)

    def _make_room(self, spacing: Spacing) -> None:
        self._gauge_box.setSpacing(spacing.gauges - 2 * PAD_Y)
        side = spacing.inside - PAD_X
        if (layout := self.layout()) is not None:
            layout.setContentsMargins(side, spacing.inside - 1, side, spacing.inside)

    def _arrange(self) -> None:
        """Margins of the parts: an empty part takes no room."""
        _room(self._gauge_box, 0, 9 - PAD_Y if self._gauges else 0)
        _room(self._money_box, PAD_X, (self._look.spacing.money if self._gauges else 9) if self._money else 0)
        figures = bool(self._gauges or self._money)
        top = 0 if self._message.isHidden() else 9 if figures else 4
        # Words below a name without gauges begin where the name does.
        _room(self._trouble, PAD_X + (0 if figures else self._mark.width() + HEAD_GAP), top)

    def _message_of(self, status: AccountStatus, now: datetime) -> Message | None:
        if status.state is AccountState.NOT_CONFIGURED:
            return not_configured(self._info.remedy.value, self._info.name)
        if status.error is not None:
            return describe(status.error, provider_name=self._info.name, now=now)
        if status.state is AccountState.NO_PLAN:
            return no_plan(self._info.name)
        return None

    def _show_action(self, action: Action | None) -> None:
        self._action = action
        self._button.setVisible(action is not None)
        if action is not None:
            label = tr(ACTION_LABELS[action])
            if self._button.text() != label:
                self._button.setText(label)

    def _show_outlook(self, status: AccountStatus, now: datetime) -> str:
        """One sentence on where the use leads; gives the id of the window that it is about."""
        windows = status.snapshot.windows if status.snapshot and not is_grey(status, now, self._look.interval_seconds) else ()
        forecasts = {name: known.forecast for name, known in self._outlooks.items() if known.forecast is not None}
        window = told_window(windows, forecasts, now)
        words = hint = ""
        if window is not None:
            forecast = forecasts[window.id]
            words = say(outlook_sentence(window, forecast, now, alone=len(windows) == 1))
            hint = say(range_sentence(forecast, now))
            short_of = forecast.runs_out_at is not None
            coloured(self._outlook, self._look.colours.of_level(Level.WARNING) if short_of else self._look.colours.muted)
        _set(self._outlook, words)
        if self._outlook.toolTip() != hint:
            self._outlook.setToolTip(hint)
            self._outlook.setAccessibleDescription(hint)
        self._outlook.setVisible(bool(words))
        return window.id if window is not None else ""

    def _show_gauges(self, status: AccountStatus, now: datetime, told: str, most: int) -> None:
        windows = self.windows
        while len(self._gauges) > len(windows):
            gauge = self._gauges.pop()
            self._gauge_box.removeWidget(gauge)
            gauge.hide()
            gauge.deleteLater()
        if len(self._gauges) < len(windows):
            self._first = 0  # they are made from the top
        begin = self._first + self._told
        self._told = min(len(windows), self._told + most)
        places = [place % len(windows) for place in range(begin, self._first + self._told)]
        self._make_gauges(max(places, default=-1) + 1)
        for place in places:
            gauge, window = self._gauges[place], windows[place]
            gauge.set_line_gap(self._look.spacing.lines)
            gauge.show_text(gauge_text(status, window, now, self._look, self._outlooks, told), self._look.colours)
            gauge.show_trend(self._trends.get(window.id))

    def _make_gauges(self, most: int) -> None:
        layout = self.layout()
        if layout is None or len(self._gauges) >= most:
            return
        layout.setEnabled(False)  # else each one that is shown lays out all that are there
        while len(self._gauges) < most:
            gauge = Gauge(self._look.colours, self)
            if self._fonts is None:
                self._fonts = Fonts(gauge.font())
            gauge.use(self._fonts)
            gauge.activated.connect(self._on_gauge)
            self._gauges.append(gauge)
            self._gauge_box.addWidget(gauge)
            gauge.show()
        layout.setEnabled(True)

    def _show_peak(self, status: AccountStatus, now: datetime) -> None:
        hours = self._info.peak
        shown = hours is not None and hours.concern(status.snapshot)
        if shown and hours is not None:
            _set(self._peak, say(formatting.peak_text(hours, now)))
        self._peak.setVisible(shown)

    def _show_money(self, status: AccountStatus) -> None:
        rows = [row for row in status.snapshot.credits if row.enabled] if status.snapshot else []
        while len(self._money) > len(rows):
            for label in self._money.pop():
                label.hide()
                label.deleteLater()
            item = self._money_box.itemAt(self._money_box.count() - 1)
            line = item.layout() if item is not None else None
            if line is not None:
                self._money_box.removeItem(line)
                line.deleteLater()
        while len(self._money) < len(rows):
            pair = (ElidedLabel(self), ElidedLabel(self, least=24))
            row_box = QHBoxLayout()
            row_box.addWidget(pair[0])
            row_box.addStretch(1)
            row_box.addWidget(pair[1])
            self._money_box.addLayout(row_box)
            self._money.append(pair)
            for label in pair:
                coloured(label, self._look.colours.text)
                label.show()
        for (name, amount), row in zip(self._money, rows, strict=True):
            _set(name, formatting.credits_label(row))
            _set(amount, formatting.money(row))
            amount.setAccessibleName(f"{name.text()}: {amount.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes away the frame that a group box adds to its margins, another one in each style."""
        super().resizeEvent(event)
        self.setContentsMargins(0, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        """The same after a change of style or font; another font is one for all gauges."""
        super().changeEvent(event)
        if event.type() in LOOKS:
            self.setContentsMargins(0, 0, 0, 0)
            self._fonts = None
            for gauge in self._gauges:
                self._fonts = self._fonts or Fonts(gauge.font())
                gauge.use(self._fonts)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves unseen."""
        for gauge in self._gauges:
            gauge.stand_still()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """A quiet rounded box with a hairline; a second hairline above the money."""
        colours = self._look.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.hairline), 1))
            painter.setBrush(QColor(colours.card))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
            if self._money and self._gauges:
                spacing = self._look.spacing
                y = self._money[0][0].y() - spacing.money // 2 + 0.5
                painter.drawLine(QPointF(spacing.inside, y), QPointF(self.width() - spacing.inside, y))


def _set(label: QLabel, text: str) -> None:
    shown = plain(text)
    if label.text() != shown:
        label.setText(shown)


def _room(layout: QLayout, side: int, top: int) -> None:
    wanted = (side, top, side, 0)
    old = layout.contentsMargins()
    if (old.left(), old.top(), old.right(), old.bottom()) != wanted:
        layout.setContentsMargins(*wanted)
