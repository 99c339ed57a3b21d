# SPDX-License-Identifier: Apache-2.0
"""The head of a page: title, what it is about, actions at the right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme.look import look
from app.ui.theme.tokens import CONTROL_HEIGHT, GAP
from app.ui.widgets.record_header import ElidedLabel


class PageHeader(QWidget):
    """Title and subtitle at the left, then whatever ``add`` puts at the right, in the order of adding."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(title, "title")
        self._subtitle = ElidedLabel(subtitle, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._title)
        row.addWidget(self._subtitle)
        row.addStretch(1)
        self._row = row
        self.setMinimumHeight(look().px(CONTROL_HEIGHT) + 4)

    def add(self, *widgets: QWidget) -> None:
        """Put these at the right end."""
        for widget in widgets:
            self._row.addWidget(widget)

    def set_subtitle(self, text: str) -> None:
        """Change what stands beside the title, such as the number of records."""
        self._subtitle.setText(text)
