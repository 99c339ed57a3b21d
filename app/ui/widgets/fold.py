# SPDX-License-Identifier: Apache-2.0
"""What most people need not see: folded away under a button, until somebody wants it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme.icons import Icon, icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow


class Fold(QWidget):
    """A button with the words ``title`` over the ``inside``. ``opened`` tells that it was opened or closed."""

    opened = Signal(bool)

    def __init__(self, title: str, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = inside
        self.button = button(title, kind="quiet", drawing=Icon.CHEVRON_RIGHT)
        self.button.setCheckable(True)
        self.button.setProperty("align", "start")
        self.button.toggled.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(Flow(self.button))
        column.addWidget(inside)
        inside.hide()

    def open(self, opened: bool = True) -> None:
        """Open it, or close it."""
        self.button.setChecked(opened)

    @Slot(bool)
    def _show(self, shown: bool) -> None:
        self.button.setIcon(icon(Icon.CHEVRON_DOWN if shown else Icon.CHEVRON_RIGHT, "accent"))
        self.inside.setVisible(shown)
        self.opened.emit(shown)
