"""The popup: a headline, a card an account, and a quiet footer. Bound to the model; knows no provider."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QKeySequence, QPainter, QPainterPath, QPen, QRegion, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from usagebar_qt.viewmodels.account_list_model import AccountRole
from usagebar_qt.widgets.calm import AGAIN_MILLISECONDS, CROWD_MILLISECONDS, NEWS_AT_ONCE, Calm, OneATurn
from usagebar_qt.widgets.card_list import BETWEEN, CardList
from usagebar_qt.widgets.look import Look
from usagebar_qt.widgets.popup_foot import PopupFoot
from usagebar_qt.widgets.popup_head import PopupHead
from usagebar_qt.widgets.stay_policy import Stay
from usagebar_qt.widgets.theme import apply_palette
from usagebar_qt.widgets.toggle_policy import Hidden
from usagebar_qt.widgets.translate import tr
from usagebar_qt.wording.headline import headline
from usagebar_qt.wording.levels import Mark

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QContextMenuEvent, QHideEvent, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from usagebar_qt.domain.chart import Trends
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.viewmodels.account_list_model import AccountListModel

WIDTH, NARROWEST, WIDEST = 360, 320, 480
OUTSIDE = 12
RADIUS = 12.0
TEXT_PIXELS = 14
"""Up to this size of text the popup has its ordinary width."""
SCROLL_BAR = 8
TITLE = "Usage Bar"
UNATTENDED_MILLISECONDS = 800
"""A window that was not activated by then will not lose the focus either: it needs a button to close it."""


class Popup(QDialog):
    """Frameless, above other windows, gone when it loses the focus. A QDialog: a bare widget says nothing to a screen reader."""

    refresh_requested = Signal()
    preferences_requested = Signal()
    action_requested = Signal(object, object)
    """AccountId, Action."""
    history_requested = Signal(object, str)
    """AccountId, window id."""
    pinned = Signal(bool)
    """A person wants to keep it in sight, or no longer."""
    menu_requested = Signal(object)
    """QPoint on the screen."""
    hidden = Signal()
    completed = Signal()
    """Of cards that could not be made at once the last one has come."""
    painted = Signal()
    """After every paint; the smoke test times the first."""

    def __init__(self, model: AccountListModel, clock: Clock, settings: Settings) -> None:
        super().__init__(None, Stay().flags)
        self._stay = Stay()
        self._model = model
        self._clock = clock
        self._settings = settings
        self._was_active = False
        self._hiding = False
        self.hidden_by: Hidden | None = None
        self._stops: list[QWidget] = []
        self._wanted: AccountId | None = None
        self._look = Look.of(settings)
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self._turn = OneATurn(self)
        self._build()
        self._settling, self._fitting = Calm(self, self._turn, CROWD_MILLISECONDS, NEWS_AT_ONCE), Calm(self, self._turn)
        self._settling.due.connect(self._settle)
        self._fitting.due.connect(self._take_stock)
        self._tick = QTimer(self, interval=1_000, timerType=Qt.TimerType.CoarseTimer)
        self._tick.timeout.connect(self._on_tick)
        self._unattended = QTimer(self, interval=UNATTENDED_MILLISECONDS, singleShot=True)
        self._unattended.timeout.connect(self._offer_close)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - no widget without one
        application.applicationStateChanged.connect(self._on_application_state)
        model.modelReset.connect(self._rebuild)
        model.dataChanged.connect(self._on_data_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._put_on_theme()
        self._rebuild()

    # -- building ---------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._head = PopupHead(self._look.colours, self)
        self._head.close_requested.connect(self.hide)
        self._close = self._head.close_button
        self._scroll = CardList(self._model, self._clock, self._look, self._turn, self)
        self._scroll.action_requested.connect(self.action_requested)
        self._scroll.history_requested.connect(self.history_requested)
        self._scroll.grew.connect(self._on_grown)
        self._scroll.completed.connect(self.completed)
        self._foot = PopupFoot(self)
        self._foot.refresh_requested.connect(self.refresh_requested)
        self._foot.preferences_requested.connect(self.preferences_requested)
        self._foot.pin_wished.connect(self._on_pin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE - 4)
        layout.setSpacing(BETWEEN)
        layout.addWidget(self._head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self).activated.connect(self._foot.ask_refresh)

    def _rebuild(self) -> None:
        self._turn.count(self._model.rowCount())
        self._scroll.rebuild()
        self._show_head(self._clock.now())
        self._show_foot(self._clock.now())
        self._order_stops()
        self._fit()

    def _order_stops(self) -> None:
        """Tab goes down the cards as the eye does, then along the footer; Qt's own order is that of creation."""
        cards = (stop for card in self._scroll.cards.values() for stop in card.stops())
        stops: list[QWidget] = [self._close, *cards, *self._foot.stops()]
        former, self._stops = self._stops, stops
        # Where the row is as it was from either end, so is the order: of many cards each new one has only its own to say.
        ahead = _alike(former, stops)
        behind = min(_alike(former[::-1], stops[::-1]), len(stops) - ahead)
        for one, following in pairwise(stops[max(0, ahead - 1) : len(stops) - behind + 1]):
            QWidget.setTabOrder(one, following)

    # -- news -------------------------------------------------------------------------------------------------------
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            if not self._scroll.show_news(self._model.data(self._model.index(row), AccountRole.STATUS)):
                self._rebuild()
                return
        self._on_news()

    def _on_news(self) -> None:
        self._settling.ask()

    def _on_grown(self) -> None:
        self._fitting.ask()

    def _settle(self) -> None:
        self._show_head(self._clock.now())
        self._take_stock()

    def _take_stock(self) -> None:
        self._order_stops()
        self._fit()
        if self._wanted is not None:
            self.show_account(self._wanted)

    def set_settings(self, settings: Settings) -> None:
        """A change of preferences is shown at once."""
        self._settings = settings
        self._apply_theme()

    def speak_anew(self) -> None:
        """Another language: the same in that."""
        self._close.call(tr("Close"))
        self._foot.speak_anew()
        self._rebuild()

    def set_refreshing(self, refreshing: bool) -> None:
        """A request is under way, or no longer."""
        self._foot.set_refreshing(refreshing)
        self._show_foot(self._clock.now())

    def set_next_refresh(self, moment: datetime | None, why: str = "", reason: str = "") -> None:
        """When figures are looked for again, and why as often as that, also in a word or two; no moment: only why is shown."""
        self._foot.set_next_refresh(moment, why, reason)
        self._show_foot(self._clock.now())

    def set_trends(self, trends: Trends) -> None:
        """The recent past of the windows, for their sparklines."""
        self._scroll.set_trends(trends)

    def show_account(self, account_id: AccountId) -> None:
        """Scrolls to a card and gives it the focus: as soon as it is made."""
        card = self._scroll.cards.get(account_id)
        self._wanted = None if card is not None or self._scroll.is_complete else account_id
        if card is not None:
            self._scroll.ensureWidgetVisible(card)
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing ----------------------------------------------------------------------------------------------------
    def _on_tick(self) -> None:
        if self._turn.take():
            self._show_time()
        else:
            QTimer.singleShot(AGAIN_MILLISECONDS, self, self._on_tick)

    def _show_time(self) -> None:
        now = self._clock.now()
        self._scroll.show_time()
        self._show_head(now)
        self._show_foot(now)

    def _show_head(self, now: datetime) -> None:
        look, statuses = self._look, self._model.statuses()
        line = headline(
            statuses, now, warning=look.warning, danger=look.danger, peaks=self._model.peaks(), outlooks=self._model.outlooks
        )
        known = any(status.snapshot is not None for status in self._model)
        mark = (Mark.FINE, Mark.WARNING, Mark.DANGER)[line.level] if known else Mark.NOT_CONFIGURED
        self.setAccessibleDescription(self._head.show_line(line, mark, self._look.colours))

    def _show_foot(self, now: datetime) -> None:
        self._foot.show_time(self._model.statuses(), now)

    # -- how long it stays ------------------------------------------------------------------------------------------
    @property
    def stay(self) -> Stay:
        """How long it stays, and why."""
        return self._stay

    def set_stay(self, stay: Stay) -> None:
        """Another kind of window where that is another: one that is on the screen stays there."""
        if stay == self._stay:
            return
        is_other, self._stay = self._stay.flags != stay.flags, stay
        self._foot.set_pinned(stay.pinned)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow, stay.pinned)
        if is_other:
            visible, at = self.isVisible(), self.pos()
            self._hiding = True  # the window is made anew, which hides it: nobody closed it
            self.setWindowFlags(stay.flags)
            self._hiding = False
            if visible:
                self.move(at)
                self.show()
                self.activateWindow()
        self._offer_close()

    def _on_pin(self, pinned: bool) -> None:
        self.set_stay(replace(self._stay, pinned=pinned))
        self.pinned.emit(pinned)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Where it stays it can be moved: it has no frame to do that by."""
        handle = self.windowHandle()
        if self._stay.lasts and event.button() is Qt.MouseButton.LeftButton and handle is not None:
            handle.startSystemMove()
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the icon's menu offers: where there is no icon, the only way to end the program."""
        self.menu_requested.emit(event.globalPos())

    def _on_scheme_changed(self) -> None:
        self._apply_theme()

    def _apply_theme(self) -> None:
        self._put_on_theme()
        self._show_time()

    def _put_on_theme(self) -> None:
        self._look = Look.of(self._settings)
        apply_palette(self, self._look.colours)
        self._head.set_colours(self._look.colours)
        self._foot.set_colours(self._look.colours)
        self._scroll.set_look(self._look)
        self.update()

    def _fit(self) -> None:
        """As tall as its content, up to the screen; beyond that the cards scroll."""
        area = self.screen().availableGeometry()
        room = area.height() - 2 * OUTSIDE
        width = self._fitting_width()
        layout = self.layout()
        assert layout is not None  # noqa: S101 - built in the constructor
        if self.width() != width:
            self.resize(width, self.height())
        if (part := self._head.layout()) is not None:
            part.activate()
        self._scroll.lay_out()
        layout.activate()
        # All that is not cards, as it is laid out: size hints of wrapped words are measured at another width.
        rest = self.height() - self._scroll.height()
        cards = self._scroll.height_for(width - 2 * OUTSIDE)
        if rest + cards > room:
            cards = self._scroll.height_for(width - 2 * OUTSIDE - SCROLL_BAR)
        self._scroll.content.setMinimumHeight(
            cards
        )  # a scroll area asks for no height for a width, and would squeeze wrapped words
        size = QSize(width, min(room, rest + cards))
        if size != self.size():
            at, bottom = self.pos(), self.geometry().bottom()
            top = bottom - size.height() + 1 if bottom > area.center().y() else at.y()
            self.resize(size)
            # Never beyond the screen: not every window manager has put it where we wished.
            top = max(area.top(), min(top, area.bottom() + 1 - size.height()))
            if self.isVisible() and top != at.y():
                self.move(at.x(), top)

    def _fitting_width(self) -> int:
        """Wider for larger text."""
        by_text = round(WIDTH * QFontInfo(self.font()).pixelSize() / TEXT_PIXELS)
        return max(NARROWEST, min(WIDEST, max(WIDTH, by_text, self._scroll.content.minimumSizeHint().width() + 2 * OUTSIDE)))

    # -- Qt's events ------------------------------------------------------------------------------------------------
    def sized(self) -> QSize:
        """The size that it will have when shown."""
        self.ensurePolished()
        self._fit()
        return self.size()

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on only while somebody looks."""
        super().showEvent(event)
        self._was_active = False
        self.setFocus(Qt.FocusReason.PopupFocusReason)  # Tab leads to the first gauge; no button looks pressed
        self._turn.take()
        self._show_time()
        self._tick.start()
        QTimer.singleShot(0, self._fit)  # wrapped words know their height only once they are laid out
        self._close.setVisible(self._stay.lasts)
        self._unattended.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """No timer runs unseen."""
        self._tick.stop()
        self._unattended.stop()
        super().hideEvent(event)
        self.hidden.emit()

    def event(self, event: QEvent) -> bool:
        """Hides when another program's window is activated; stays while a window of ours is."""
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._apply_theme()  # the system's accent may be another one
        if event.type() == QEvent.Type.WindowActivate:
            self._was_active = True
            self._close.setVisible(self._stay.lasts)
        leaves = event.type() == QEvent.Type.WindowDeactivate and not self._stay.lasts
        if leaves and self.isVisible() and QApplication.activeModalWidget() is None:
            active = QApplication.activeWindow()
            if active is None or active is self:
                self._hide_as(by_deactivation=True)
        return super().event(event)

    def setVisible(self, visible: bool) -> None:
        """Every way to hide comes here: Esc, the icon, the close button. Which one it was decides what the next click does."""
        if visible or not self.isVisible():
            super().setVisible(visible)
        else:
            self._hide_as(by_deactivation=False)

    def _hide_as(self, *, by_deactivation: bool) -> None:
        if self._hiding:  # hiding an active window deactivates it: that is no second reason
            return
        self._hiding = True
        self.hidden_by = Hidden(by_deactivation, self._clock.monotonic() / self._clock.speed)
        super().setVisible(False)
        self._hiding = False

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        """The user went from another window of ours to another program: no deactivation of this one tells it."""
        leaves = state is Qt.ApplicationState.ApplicationInactive and not self._stay.lasts
        if leaves and self._was_active and self.isVisible():
            self._hide_as(by_deactivation=True)

    def _offer_close(self) -> None:
        self._close.setVisible(self._stay.lasts or not self._was_active)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round corners also where nothing composes windows."""
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "xcb":
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The rounded ground with its hairline."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._look.colours.hairline), 1))
            painter.setBrush(QColor(self._look.colours.background))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self.painted.emit()


def _alike(one: list[QWidget], other: list[QWidget]) -> int:
    """How many at the beginning are the same."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))
