# SPDX-License-Identifier: Apache-2.0
"""Checks that every screen's tests share, and the look that they are shown in."""

import re
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from app.ui.theme.apply import apply_theme, use_resources
from app.ui.theme.tokens import Mode
from app.ui.widgets.choice_tile import ChoiceTile
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.tab_stops import bring_into_sight

RESOURCES = Path(__file__).parents[2] / "resources"
LOW_PAGE = 952, 552
"""The size that a page has in a window of 1024 x 600, where the rail shows pictures only."""


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


def clipped(root: QWidget) -> list[str]:
    """Words of a screen that are cut off for want of room; those of cells that may end in dots are not meant."""
    shown = [widget for widget in (root, *root.findChildren(QWidget)) if widget.isVisibleTo(root)]
    return [f"{type(widget).__name__}: {words}" for widget in shown for words in _cut(widget)]


def _cut(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel):
        return [widget.text()] if _label_cut(widget) else []
    if isinstance(widget, QAbstractButton):
        known = isinstance(widget, QPushButton | QCheckBox | QRadioButton) and not isinstance(widget, ChoiceTile)
        return [widget.text()] if known and _too_small(widget) else []
    if isinstance(widget, QComboBox):
        return [widget.currentText()] if _combo_cut(widget) else []
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        return ["wider than its page"] if inside is not None and inside.width() > widget.viewport().width() else []
    if isinstance(widget, QTabBar):
        wanted = sum(widget.tabRect(n).width() for n in range(widget.count()))
        return ["tabs"] if wanted > widget.width() else []
    return _columns_cut(widget) if isinstance(widget, DataTable) else []


def _label_cut(shown: QLabel) -> bool:
    if not shown.text() or isinstance(shown, ElidedLabel):
        return False
    return shown.heightForWidth(shown.width()) > shown.height() if shown.wordWrap() else _too_small(shown)


def _too_small(widget: QWidget) -> bool:
    hint = widget.sizeHint()
    return bool(hint.width() > widget.width() or hint.height() > widget.height())


def _combo_cut(box: QComboBox) -> bool:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    style = box.style()
    room = style.subControlRect(style.ComplexControl.CC_ComboBox, option, style.SubControl.SC_ComboBoxEditField, box)
    return bool(box.fontMetrics().horizontalAdvance(box.currentText()) > room.width())


def _columns_cut(table: DataTable) -> list[str]:
    """Columns that do not grow show all that is in them; titles are never cut; no list is wider than its room."""
    header, cut = table.horizontalHeader(), []
    for n in table.columns_shown():
        column = table.rows.columns[n]
        wanted = header.sectionSizeFromContents(n).width()
        if not column.grows:
            cells = (table.sizeHintForIndex(table.rows.index(row, n)).width() for row in range(table.rows.rowCount()))
            wanted = max(wanted, *cells, 0)
        if wanted > header.sectionSize(n):
            cut.append(f"{column.title}: {wanted} > {header.sectionSize(n)}")
    return [*cut, *(["wider than its room"] if table.horizontalScrollBar().maximum() else [])]


def out_of_reach(root: QWidget) -> list[str]:
    """The words of buttons and fields of a page that no scrolling brings wholly into sight."""
    controls = [w for w in focusable(root) if isinstance(w, QAbstractButton | QComboBox | QLineEdit)]
    found = []
    for control in controls:
        bring_into_sight(control)
        QApplication.processEvents()
        if control.visibleRegion().boundingRect().size() != control.size():
            found.append(control.accessibleName() or str(control.property("text")))
    return found
