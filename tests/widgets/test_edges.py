"""Boxes and fields can be seen before anybody has typed or checked anything: their edges have 3:1 against what is around them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QStyleFactory, QWidget

from tests.fakes import FakeClock
from tests.statuses import SESSION, ok
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.theme import contrast


def edge_contrast(widget: QWidget) -> float:
    """The best that a pixel of the widget's first eighteen columns, its box or its left edge, has against the window."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = widget.window().palette().color(QPalette.ColorRole.Window).name()
    row = image.height() // 2
    return max(contrast(QColor(image.pixel(x, row)).name(), ground) for x in range(min(18, image.width())))


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_an_empty_box_and_an_empty_field_can_be_seen(qapp: QApplication, theme: Theme) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses([ok(SESSION)])
    dialog = PreferencesDialog(Settings(theme=theme), model, INFOS, FakeClock())
    if theme is not Theme.HIGH_CONTRAST:
        dialog.setStyle(QStyleFactory.create("Fusion"))
    dialog.show()
    for page, kind in ((3, QCheckBox), (4, QLineEdit)):
        dialog.go_back_to("", page)
        widgets: list[QWidget] = [widget for widget in dialog.findChildren(kind) if widget.isVisible()]
        assert widgets
        for widget in widgets:
            assert edge_contrast(widget) >= 3.0, widget
    dialog.close()


def test_the_systems_own_look_is_given_back(qapp: QApplication) -> None:
    dialog = PreferencesDialog(Settings(theme=Theme.DARK), AccountListModel(INFOS), INFOS, FakeClock())
    field = next(iter(dialog.findChildren(QLineEdit)))
    before = field.palette().color(QPalette.ColorRole.Window)
    dialog.show_settings(Settings(theme=Theme.SYSTEM))
    assert field.palette().color(QPalette.ColorRole.Window) == dialog.palette().color(QPalette.ColorRole.Window) != before
    dialog.deleteLater()
