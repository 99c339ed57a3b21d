# SPDX-License-Identifier: Apache-2.0
"""Buttons in four kinds. A page has one primary button at most."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look

Kind = Literal["plain", "primary", "quiet", "danger"]
_INK = {"plain": "text", "primary": "on_accent", "quiet": "accent", "danger": "surface"}


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: Kind = "plain",
    drawing: Icon | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button with its own verb as text ("Import from Excel..."), never "OK". ``&`` marks the mnemonic."""
    made = QPushButton(text, parent)
    made.setProperty("kind", kind)
    made.setAutoDefault(kind == "primary")
    if drawing is not None:
        made.setIcon(icon(drawing, _INK[kind]))
        made.setIconSize(QSize(look().px(16), look().px(16)))
        made.setText(f" {text}")  # the style leaves too little room beside the drawing
        made.setAccessibleName(text.replace("&", ""))
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def icon_button(
    drawing: Icon, name: str, on_click: Callable[[], object] | None = None, parent: QWidget | None = None
) -> QToolButton:
    """A small button that shows only a drawing; ``name`` is its tool tip and what a screen reader says."""
    made = QToolButton(parent)
    made.setProperty("kind", "quiet")
    made.setIcon(icon(drawing))
    made.setIconSize(QSize(look().px(18), look().px(18)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made
