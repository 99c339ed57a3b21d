# SPDX-License-Identifier: Apache-2.0
"""The list of all keys of the assessment screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.assess.keys import KEY_SHEET
from app.ui.theme.tokens import GAP_SECTION, GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import scrolled
from app.ui.widgets.pill import Pill
from app.ui.widgets.texts import label


def key_sheet(parent: QWidget) -> QDialog:
    """A window with each key and what it does; Esc closes it."""
    sheet = QDialog(parent)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.setWindowTitle(tr("Keys for assessing"))
    keys = QWidget()
    grid = QGridLayout(keys)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP_WIDE)
    grid.setVerticalSpacing(GAP_SMALL)
    for row, (key, words) in enumerate(KEY_SHEET):
        grid.addWidget(Pill(key), row, 0)
        grid.addWidget(label(tr(words)), row, 1)
    column = QVBoxLayout(sheet)
    column.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_WIDE)
    column.setSpacing(GAP_WIDE)
    column.addWidget(label(tr("Keys for assessing"), "heading"))
    area = scrolled(keys)
    area.setMinimumWidth(keys.sizeHint().width() + GAP_WIDE)
    area.setMinimumHeight(min(keys.sizeHint().height() + 2, sheet.screen().availableGeometry().height() // 2))
    column.addWidget(area, 1)
    column.addWidget(label(tr("A key means the same in the grid and in the tiles, on every keyboard."), "caption"))
    column.addWidget(button(tr("Close the list"), sheet.close, kind="primary"), 0, Qt.AlignmentFlag.AlignRight)
    return sheet
