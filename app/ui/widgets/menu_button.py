# SPDX-License-Identifier: Apache-2.0
"""A button that opens a menu of few things to do."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from app.ui.theme.icons import Icon, icon
from app.ui.widgets.buttons import button


def menu_button(text: str, *, drawing: Icon | None = None) -> tuple[QPushButton, QMenu]:
    """A button and its menu, which is empty until ``offer`` fills it."""
    made = button(text, drawing=drawing)
    made.setProperty("menu", "true")
    menu = QMenu(made)
    made.setMenu(menu)
    return made, menu


def offer(menu: QMenu, text: str, act: Callable[[], object], *, drawing: Icon | None = None) -> QAction:
    """Put this at the end of the menu. ``&`` marks the mnemonic."""
    made = QAction(text, menu)
    menu.addAction(made)
    if drawing is not None:
        made.setIcon(icon(drawing))
    made.triggered.connect(lambda: act())
    return made


def inner_menu(menu: QMenu, text: str, *, drawing: Icon | None = None) -> QMenu:
    """A menu at the end of the menu. Like its actions it is made here and only handed to Qt: of what Qt makes itself,
    Python does not hear when it is gone, and would take the next window's for it."""
    made = QMenu(text, menu)
    if drawing is not None:
        made.setIcon(icon(drawing))
    menu.addMenu(made)
    return made
