# SPDX-License-Identifier: Apache-2.0
"""The margins of small windows over a page: a title, what it is about, the buttons at the foot."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.tokens import GAP, GAP_SECTION
from app.ui.widgets.texts import label


def dialog_column(dialog: QDialog, *, wrap: bool = True) -> QVBoxLayout:
    """The vertical layout of a small window, its title at the top."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
    column.setSpacing(GAP)
    column.addWidget(label(dialog.windowTitle(), "title", wrap=wrap))
    return column


def dialog_foot(*buttons: QWidget, words: QWidget | None = None) -> QHBoxLayout:
    """The buttons at the right, beside them the words on what was found."""
    foot = QHBoxLayout()
    foot.setSpacing(GAP)
    if words is None:
        foot.addStretch(1)
    else:
        foot.addWidget(words, 1)
    for each in buttons:
        foot.addWidget(each)
    return foot
