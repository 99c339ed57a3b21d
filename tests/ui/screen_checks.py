# SPDX-License-Identifier: Apache-2.0
"""Checks that every screen's tests share, and the look that they are shown in."""

import re
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from app.ui.theme.apply import apply_theme, use_resources
from app.ui.theme.tokens import Mode

RESOURCES = Path(__file__).parents[2] / "resources"


def dress(mode: Mode = Mode.LIGHT, scale: int = 100) -> QApplication:
    """Put the program's look on the test's application."""
    app = cast(QApplication, QApplication.instance())
    use_resources(RESOURCES)
    apply_theme(app, mode, scale)
    return app


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on a widget."""
    QTest.keyClick(widget, key, modifier)


def focusable(root: QWidget) -> list[QWidget]:
    """The widgets that the keyboard can reach, in no order."""
    found = [root, *root.findChildren(QWidget)]
    return [w for w in found if w.isVisibleTo(root) and w.isEnabled() and w.focusPolicy() != Qt.FocusPolicy.NoFocus]


def nameless(root: QWidget) -> list[str]:
    """What a screen reader could not name: class and object name of each focusable widget without a name."""
    lines = []
    for widget in focusable(root):
        inner = isinstance(widget.parentWidget(), QComboBox) or widget.objectName().startswith("qt_")
        interface = QAccessible.queryAccessibleInterface(widget)
        if not inner and not interface.text(QAccessible.Text.Name).strip():
            lines.append(f"{type(widget).__name__} {widget.objectName()}".strip())
    return lines


def shared_mnemonics(root: QWidget) -> list[str]:
    """Letters that more than one visible label or button of a page wants."""
    texts = [
        widget.text()
        for widget in root.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLabel) and widget.isVisibleTo(root) and not _is_markup(widget)
    ]
    letters = [m.group(1).upper() for text in texts for m in [re.search(r"&([^&\s])", text.replace("&&", ""))] if m]
    return sorted({letter for letter in letters if letters.count(letter) > 1})


def _is_markup(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText


def tab_order(root: QWidget, steps: int) -> list[QWidget | None]:
    """Where the keyboard goes with this many presses of Tab; ``root`` must be shown."""
    visited: list[QWidget | None] = []
    for _ in range(steps):
        root.focusNextChild()
        visited.append(root.focusWidget())
    return visited
