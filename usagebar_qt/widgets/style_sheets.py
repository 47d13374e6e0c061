"""The few things that a style sheet does better than a painter: buttons and the scroll bar. Colours come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette

from usagebar_qt.widgets.theme import apply_palette, colours_for, is_contrast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.widgets.theme import Colours


def button_style(colours: Colours) -> str:
    """Buttons of cards and footer."""
    return (
        f"QPushButton {{ background: {colours.button}; color: {colours.text}; border: 1px solid {colours.hairline};"
        " border-radius: 7px; padding: 5px 11px; }"
        f"QPushButton:hover {{ border-color: {colours.muted}; }}"
        f"QPushButton:focus {{ border: 2px solid {colours.focus}; padding: 4px 10px; }}"
        f"QPushButton:disabled {{ color: {colours.muted}; }}"
    )


def scroll_style(colours: Colours) -> str:
    """A slim bar that appears only where the cards do not fit on the screen."""
    return (
        "QScrollArea { background: transparent; }"
        "QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }"
        f"QScrollBar::handle:vertical {{ background: {colours.hairline}; border-radius: 2px; min-height: 24px; margin: 0 2px; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
    )


def choice_style(colours: Colours) -> str:
    """Buttons of an ordinary window, of which one of several may be chosen."""
    return button_style(colours) + (
        f"QPushButton:checked {{ background: {colours.focus}; color: {colours.background}; border-color: {colours.focus}; }}"
        f"QPushButton:checked:focus {{ border-color: {colours.text}; }}"
    )


def contrast_style(colours: Colours) -> str:
    """A window with edges that can be seen: the usual style makes them a little darker than the window, which nothing is on black.
    A style sheet puts palettes out of force, so that it says all colours. A filled box is a checked one."""
    edge = f"border: 1px solid {colours.text};"
    aslant = f"border-left: 4px solid {colours.background}; border-right: 4px solid {colours.background};"  # a triangle's sides
    return (
        f"QWidget {{ background: {colours.background}; color: {colours.text};"
        f" selection-background-color: {colours.focus}; selection-color: {colours.background}; }}"
        f"QLineEdit, QListView, QTreeView {{ {edge} padding: 2px; }}"
        "QListView::item { padding: 4px 0; }"
        f"QListView::item:selected {{ background: {colours.focus}; color: {colours.background}; }}"
        f"QAbstractSpinBox {{ {edge} padding: 2px; }}"
        f"QAbstractSpinBox:focus {{ border: 2px solid {colours.focus}; }}"
        "QAbstractSpinBox::up-button { subcontrol-position: top right; width: 16px; border: none; }"
        "QAbstractSpinBox::down-button { subcontrol-position: bottom right; width: 16px; border: none; }"
        "QComboBox::drop-down { subcontrol-position: center right; width: 22px; border: none; }"
        f"QComboBox::down-arrow {{ width: 0; height: 0; {aslant} border-top: 5px solid {colours.text}; }}"
        f"QAbstractSpinBox::up-arrow {{ width: 0; height: 0; {aslant} border-bottom: 5px solid {colours.text}; }}"
        f"QAbstractSpinBox::down-arrow {{ width: 0; height: 0; {aslant} border-top: 5px solid {colours.text}; }}"
        f"QPushButton, QComboBox {{ {edge} padding: 4px 10px; }}"
        f"QPushButton:disabled {{ color: {colours.grey}; border: 1px dashed {colours.grey}; }}"
        f"QTreeView:focus {{ border: 2px solid {colours.focus}; }}"
        f"QLineEdit:focus, QListView:focus, QPushButton:focus, QComboBox:focus {{ border: 2px solid {colours.focus}; }}"
        f"QCheckBox:focus {{ color: {colours.focus}; }}"
        f"QCheckBox::indicator, QListView::indicator {{ width: 0.8em; height: 0.8em; border: 2px solid {colours.text}; }}"
        f"QCheckBox::indicator:checked, QListView::indicator:checked {{ background: {colours.text}; }}"
        f"QListView::indicator:selected {{ border-color: {colours.background}; }}"
        f"QListView::indicator:checked:selected {{ background: {colours.background}; }}"
        f"QTabWidget::pane {{ border: none; border-top: 1px solid {colours.text}; }}"
        f"QTabBar::tab {{ {edge} padding: 4px 12px; margin-left: 4px; }}"
        f"QTabBar::tab:selected {{ background: {colours.text}; color: {colours.background}; }}"
        f"QTabBar::tab:focus {{ border: 2px solid {colours.focus}; }}"
    )


def dress(window: QWidget, settings: Settings) -> Colours:
    """An ordinary window in the theme and accent that hold; what is painted in it by hand needs the colours."""
    colours = colours_for(settings.theme, settings.accent)
    _set_sheet(window, contrast_style(colours) if is_contrast(settings.theme) else "")
    apply_palette(window, colours)
    return colours


def undress(window: QWidget) -> None:
    """As the system draws it."""
    _set_sheet(window, "")
    window.setPalette(QPalette())


def _set_sheet(window: QWidget, sheet: str) -> None:
    """Before the palette: a style sheet puts that out of force, and one that goes brings back the one from before it."""
    if window.styleSheet() != sheet:
        window.setStyleSheet(sheet)
