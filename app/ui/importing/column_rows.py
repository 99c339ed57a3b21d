# SPDX-License-Identifier: Apache-2.0
"""The columns of somebody's sheet, one under the other: what stands above it, what it holds, the field it goes into."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from app.spreadsheets.cohort_columns import COLUMNS
from app.spreadsheets.cohort_layout import Column, Layout, column_letter
from app.spreadsheets.reading.book import Sheet
from app.translation import tr
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import label

_TITLE, _HOLDS, _FIELD, _GUESSED = range(4)
_FIELD_WIDTH: Final = 240


class _Choice(QComboBox):
    """A combo box that leaves the wheel to the list that it stands in."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel over it scrolls; it chooses nothing by accident."""
        event.ignore()


class ColumnRows(QWidget):
    """``changed`` tells that a column was given another field."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[int, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._grid.setColumnStretch(_TITLE, 2)
        self._grid.setColumnStretch(_HOLDS, 3)

    def show_layout(self, sheet: Sheet, layout: Layout) -> None:
        """Show these columns."""
        self._empty()
        for n, words in enumerate((tr("Column of the sheet"), tr("Its first cells"), tr("Goes into"))):
            self._grid.addWidget(label(words, "field"), 0, n)
        for n, column in enumerate(layout.columns, start=1):
            self._add(n, sheet, column)
        self._grid.setRowStretch(len(layout.columns) + 1, 1)

    def fields(self) -> Mapping[int, str]:
        """The field of each column, by its place; empty for one that is not imported."""
        return {index: str(box.currentData()) for index, box in self.choices.items()}

    def _add(self, at: int, sheet: Sheet, column: Column) -> None:
        letter = column_letter(sheet, column.index)
        title = column.title or tr("Column {letter}, without a header", letter=letter)
        self._grid.addWidget(ElidedLabel(" ".join(title.split())), at, _TITLE)
        samples = "  ·  ".join(" ".join(sample.split()) for sample in column.samples)
        self._grid.addWidget(ElidedLabel(samples, "muted"), at, _HOLDS)
        box = _Choice()
        box.setMinimumWidth(look().px(_FIELD_WIDTH))
        box.setAccessibleName(tr("{column} goes into", column=title))
        box.addItem(tr("Not imported"), "")
        for known in COLUMNS:
            box.addItem(tr(known.header), known.field)
        box.setCurrentIndex(max(0, box.findData(column.field)))
        self._grid.addWidget(box, at, _FIELD)
        guessed = Pill(tr("guessed"), "warn")
        guessed.setVisible(bool(column.field) and not column.sure)
        self._grid.addWidget(guessed, at, _GUESSED)
        box.activated.connect(guessed.hide)
        box.activated.connect(self.changed)
        self.choices[column.index] = box

    def _empty(self) -> None:
        self.choices.clear()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
