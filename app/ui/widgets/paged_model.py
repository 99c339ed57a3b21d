# SPDX-License-Identifier: Apache-2.0
"""A table model that holds a few pages of a list of any length.

A page is found by the key of the nearest page already seen, forwards or backwards, so that neither the first paint
nor a sort nor a jump reads the whole list. The number of rows is asked after the first paint.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QBrush

from app.domain.dates import day_first
from app.ui.widgets.row_source import (
    CellKind,
    Key,
    Order,
    Reorders,
    Row,
    RowSource,
    Seek,
    Status,
    cell_text,
    cell_value,
)
from app.ui.widgets.ticks import tick_words

PAGE = 32
KEPT_PAGES = 64
KEPT_MARKS = 1024
FAR = 2_048
"""Rows that may be counted off to reach a page; a jump beyond them has the whole list surveyed."""
SURVEYED = 2_048

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_SHOWN, _EDITED, _GROUND, _ALIGNED, _SPOKEN = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
_PLAIN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

ValueRole = int(Qt.ItemDataRole.UserRole)
IdRole = ValueRole + 1


class PagedModel(QAbstractTableModel):
    """Rows of a ``RowSource``. ``counted`` tells the number of rows when it is known.

    Cells of the ``editable`` columns can be typed into: ``typed`` carries the record, the column and the text, for
    somebody to keep; the cell shows it when it is kept. ``marked`` is a row with a ground of its own, in ``ground``.
    """

    counted = Signal(int)
    typed = Signal(bytes, str, str)

    def __init__(self, source: RowSource, order: Order, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.columns = source.columns
        self.order = order
        self.editable: frozenset[str] = frozenset()
        self.marked = -1
        self.ground = QBrush()
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._marks: OrderedDict[int, Key] = OrderedDict()
        self._surveyed: dict[int, Key] = {}
        self._turn = 0
        self._asked = False
        self._rows = 0
        self._known = False
        self._counter = QTimer(self)
        self._counter.setSingleShot(True)
        self._counter.timeout.connect(self.count_now)
        self._begin()

    def set_source(self, source: RowSource, order: Order | None = None) -> None:
        """Show other rows, such as those of a search."""
        self.beginResetModel()
        self._source, self.columns = source, source.columns
        self.order = order or self.order
        self._known = False
        self._begin()
        self.endResetModel()

    def replace_source(self, source: RowSource) -> None:
        """Show the same list, read again: rows keep their places as far as their number stays the same."""
        self._source = source
        self.refresh()

    @property
    def source(self) -> RowSource:
        """Where the rows come from."""
        return self._source

    @Slot()
    def refresh(self) -> None:
        """Read what is shown again. Rows keep their places as far as their number stays the same."""
        self._forget()
        self.count_now()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, len(self.columns) - 1))

    @Slot()
    def count_now(self) -> None:
        """Ask how many rows there are and tell it."""
        self._counter.stop()
        n = self._source.count()
        self._known = True
        if n > self._rows:
            self.beginInsertRows(_NONE, self._rows, n - 1)
            self._rows = n
            self.endInsertRows()
        elif n < self._rows:
            self.beginRemoveRows(_NONE, n, self._rows - 1)
            self._rows = n
            self._pages.clear()
            self.endRemoveRows()
        self.counted.emit(n)

    def row(self, n: int) -> Row | None:
        """The record in row ``n``; None when it is gone since it was counted."""
        page = self._page(n // PAGE)
        at = n % PAGE
        return page[at] if at < len(page) else None

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Rows known so far."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Columns of the source."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numbers = self.columns[section].kind is CellKind.NUMBER
            return _NUMBERS if numbers else int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, its value for the delegates, and its words for a screen reader."""
        if role == _SHOWN:
            return cell_text(self._cell(index))
        if role == ValueRole:
            return self._cell(index)
        if role == _ALIGNED:
            return _NUMBERS if self.columns[index.column()].kind is CellKind.NUMBER else None
        if role == _GROUND:
            return self.ground if index.row() == self.marked else None
        if role == _EDITED:
            return self._written(index)
        if role == _SPOKEN:
            return f"{self.columns[index.column()].title}: {_spoken(self._cell(index))}"
        if role == IdRole:
            row = self.row(index.row())
            return row.id if row else None
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells of editable columns can be typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        typed = self.editable and self.columns[index.column()].key in self.editable
        return _PLAIN | Qt.ItemFlag.ItemIsEditable if typed else _PLAIN

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was typed into a cell, where it is something else than before."""
        row = self.row(index.row())
        if role != Qt.ItemDataRole.EditRole or row is None or str(value) == self._written(index):
            return False
        self.typed.emit(row.id, self.columns[index.column()].key, str(value))
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Begin again at the first row in another order."""
        if not 0 <= column < len(self.columns) or not self.columns[column].sortable:
            return
        wanted = Order(self.columns[column].key, order == Qt.SortOrder.DescendingOrder)
        if wanted == self.order:
            return
        if isinstance(self._source, Reorders):
            self.order = wanted
            self._source.in_order(wanted, partial(self._show_in_order, wanted))
            return
        self.beginResetModel()
        self.order = wanted
        known = self._rows if self._known else None
        self._begin()
        self._rows = known if known is not None else self._rows
        self.endResetModel()

    def _show_in_order(self, order: Order, source: RowSource) -> None:
        if shiboken6.isValid(self) and order == self.order:
            self.set_source(source)

    def _written(self, index: _Index) -> str:
        """The text to begin with when a cell is typed into."""
        text = cell_value(self._cell(index))
        return day_first(text) if self.columns[index.column()].kind is CellKind.DATE else text

    def _cell(self, index: _Index) -> object:
        row = self.row(index.row()) if index.isValid() else None
        return row.cells[index.column()] if row else None

    def _begin(self) -> None:
        self._forget()
        self._rows = len(self._page(0))
        if not self._known:
            self._counter.start(0)

    def _page(self, k: int) -> list[Row]:
        known = self._pages.get(k)
        if known is not None:
            self._pages.move_to_end(k)
            return known
        rows = self._read(k)
        self._pages[k] = rows
        if len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        if rows and k:
            self._marks[k] = rows[0].key
            if len(self._marks) > KEPT_MARKS:
                self._marks.popitem(last=False)
        return rows

    def _read(self, k: int) -> list[Row]:
        """Read page ``k`` from whichever is nearest: the first row, a page seen, or the last row."""
        places = self._marks | self._surveyed
        below = max((mark for mark in places if mark <= k), default=0)
        above = min((mark for mark in places if mark > k), default=None)
        end = above * PAGE if above is not None else self._rows
        past_page = end - (k + 1) * PAGE
        if min(k - below, max(0, past_page) // PAGE) * PAGE > FAR:
            self._survey()
        if k and (above is not None or self._known) and max(0, past_page) < (k - below) * PAGE:
            n = PAGE + min(0, past_page)
            seek = Seek(places[above] if above is not None else None, max(0, past_page), backwards=True)
            return list(self._source.page(self.order, seek, n))[::-1]
        return list(self._source.page(self.order, Seek(places.get(below), (k - below) * PAGE), PAGE))

    def _survey(self) -> None:
        """Have places found all over the list, once."""
        if self._asked:
            return
        self._asked = True
        pages = self._rows // (PAGE * SURVEYED) + 1
        self._source.survey(self.order, pages * PAGE, partial(self._take_places, self._turn, pages))

    def _take_places(self, turn: int, pages: int, keys: Sequence[Key]) -> None:
        if shiboken6.isValid(self) and turn == self._turn:
            self._surveyed = {(n + 1) * pages: key for n, key in enumerate(keys)}

    def _forget(self) -> None:
        """Rows may be others now."""
        self._turn += 1
        self._asked = False
        self._pages.clear()
        self._marks.clear()
        self._surveyed = {}


def _spoken(value: object) -> str:
    """A cell as a screen reader says it, with what a sign in it means."""
    sign = tick_words(value.tick) if isinstance(value, Status) else ""
    return ", ".join(filter(None, (cell_text(value), sign)))
