# SPDX-License-Identifier: Apache-2.0
"""A few large numbers side by side, each with what it counts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.tokens import GAP_SECTION
from app.ui.widgets.texts import label


class StatLine(QWidget):
    """``show_numbers`` takes (number as text, what it counts) pairs."""

    def __init__(self, numbers: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2 * GAP_SECTION)
        self._line.addStretch(1)
        self._shown: list[QWidget] = []
        self.show_numbers(numbers)

    def show_numbers(self, numbers: Sequence[tuple[str, str]]) -> None:
        """Show these instead of what was shown."""
        for old in self._shown:
            self._line.removeWidget(old)
            old.deleteLater()
        self._shown = [_stat(*pair) for pair in numbers]
        for n, shown in enumerate(self._shown):
            self._line.insertWidget(n, shown)


def _stat(number: str, words: str) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{number} {words}")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(number, "number"))
    column.addWidget(label(words, "muted"))
    return made
