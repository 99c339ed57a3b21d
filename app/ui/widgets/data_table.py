# SPDX-License-Identifier: Apache-2.0
"""The list of every screen: quiet rows, cells as in a spreadsheet, Enter to open."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.ui.tables import selected
from app.ui.tables.columns import arrange, usual
from app.ui.tables.desk import desk_of
from app.ui.tables.editing import Editable, Editing
from app.ui.tables.filters import TableFilters
from app.ui.tables.header import TableHeader
from app.ui.tables.keys import key_act
from app.ui.tables.looks import dress, paint_lines_again, paint_over
from app.ui.tables.opener import MenuOpener
from app.ui.tables.views import View
from app.ui.tables.widths import share_room, widen
from app.ui.widgets.list_look import look_like_a_list
from app.ui.widgets.paged_model import FAR, PagedModel
from app.ui.widgets.row_source import Order, ReadsOnDemand, RowSource

COPY_LIMIT = 10_000
_TYPED = QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed
_DESCENDING = Qt.SortOrder.DescendingOrder


class DataTable(QTableView):
    """Rows of a source. ``opened`` carries the id of the record that was opened; ``picked`` the current one.

    ``copied`` tells how many rows went to the clipboard and how many were selected: at most 10,000 are copied.
    ``columns_chosen`` carries the keys of the columns that are shown from now on. A list
    with a ``key`` keeps views under it; ``make_editable`` lets cells be typed, pasted and filled down.
    """

    opened = Signal(bytes)
    picked = Signal(bytes)
    copied = Signal(int, int)
    columns_chosen = Signal(object)

    def __init__(
        self, name: str, source: RowSource, order: Order, parent: QWidget | None = None, *, key: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.key = key
        self.rows = PagedModel(source, order, self)
        self.header = TableHeader(self)
        self.filters = TableFilters(self, source)
        self.editing: Editing | None = None
        self._usual_order = order
        self._stale = False
        self._seen = False
        self._arrange()
        self.setModel(self.rows)
        self._hide_unusual()
        dress(self)
        self._listen()

    def show_source(self, source: RowSource, order: Order | None = None) -> None:
        """Show other rows, such as those of a search."""
        self._tell_shown(source)
        self.filters.show(source, order)

    def update_source(self, source: RowSource) -> None:
        """Show the same list, read again: the person stays where they are in it."""
        self._tell_shown(source)
        self.filters.read_again(source)

    def refresh(self) -> None:
        """Read the rows again; when the table is hidden, as soon as it is shown."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.filters.read_again()

    def make_editable(self, editable: Editable) -> None:
        """Let cells be changed from now on: F2 or typing in place, Ctrl+V and Ctrl+D after a preview."""
        self.editing = Editing(self, editable)
        self.setEditTriggers(_TYPED)

    def selected_ids(self, most: int = COPY_LIMIT) -> list[bytes]:
        """Ids of the records with a selected cell, in the order shown; at most as many as can be copied."""
        rows = (self.rows.row(n) for n in selected.rows_of(selected.blocks(self), most))
        return [row.id for row in rows if row is not None]

    @Slot()
    def copy_selection(self) -> None:
        """Put the selected cells on the clipboard, for spreadsheets (text with tabs) and for documents (a table)."""
        self.copied.emit(*selected.copy(self, COPY_LIMIT))

    @Slot()
    def copy_with_titles(self) -> None:
        """As ``copy_selection``, under the titles of the columns."""
        self.copied.emit(*selected.copy(self, COPY_LIMIT, titles=True))

    @Slot()
    def select_rows(self) -> None:
        """Select all cells of the rows that have a selected one."""
        selected.select_rows(self)

    def columns_shown(self) -> list[int]:
        """The columns that are shown, in the order shown."""
        order = sorted(range(self.rows.columnCount()), key=self.header.visualIndex)
        return [n for n in order if not self.isColumnHidden(n)]

    @Slot(object)
    def show_columns(self, keys: Sequence[str]) -> None:
        """Show the columns of these keys, in this order, and no others."""
        self._show_columns(keys)
        self.refresh()
        self._widen(self.rows.rowCount())

    def view_now(self, name: str) -> View:
        """How the list is looked at now, under this name."""
        columns = tuple(self.rows.columns[n].key for n in self.columns_shown())
        return View(name, columns, self.rows.order, self.filters.wishes)

    def show_view(self, view: View) -> None:
        """Look at the list as somebody did before."""
        self._show_columns(view.columns)
        known = {column.key: n for n, column in enumerate(self.rows.columns)}
        self.filters.set_wishes(view.filters)
        if view.order.column in known:
            down = view.order.descending
            self.sortByColumn(known[view.order.column], _DESCENDING if down else Qt.SortOrder.AscendingOrder)
        self._widen(self.rows.rowCount())

    @Slot()
    def show_usual(self) -> None:
        """Look at the list as it was before anybody chose."""
        self.show_view(View("", usual(self.rows.columns), self._usual_order))

    def sort_by(self, section: int, order: Qt.SortOrder) -> None:
        """Sort by this column."""
        self.sortByColumn(section, order)
        self.setCurrentIndex(self.rows.index(0, section))

    def say(self, words: str) -> None:
        """Say this at the foot of the window."""
        desk = desk_of(self)
        if desk is not None:
            desk.said.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current record; the keys of the menu; Alt and an arrow sorts or filters by the column."""
        act = key_act(self, event)
        if act is not None:
            act()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at_rest():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The keys of the list go before those of the window while the keyboard is here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and key_act(self, event):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the row that begins so, in lists short enough to be looked through."""
        if self.rows.rowCount() <= FAR:
            super().keyboardSearch(search)

    def changeEvent(self, event: QEvent) -> None:
        """Take heights and widths from the look again when it changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "editing"):
            dress(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the view that the person wants to begin with; catch up with what changed while hidden."""
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            self._begin()
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the growing columns take the free room."""
        super().resizeEvent(event)
        share_room(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and a ring around the current one while the keyboard is here; or why there are none."""
        super().paintEvent(event)
        paint_over(self)

    def _at_rest(self) -> bool:
        return self.currentIndex().isValid() and self.state() != QAbstractItemView.State.EditingState

    def _begin(self) -> None:
        desk = desk_of(self) if self.key else None
        if desk is not None:
            views = desk.views(self.key)
            first = views.named(views.first)
            if first is not None:
                self.show_view(first)

    def _show_columns(self, keys: Sequence[str]) -> None:
        arrange(self, keys)
        self._tell_shown(self.filters.source)
        self.columns_chosen.emit(tuple(self.rows.columns[n].key for n in self.columns_shown()))

    def _tell_shown(self, source: RowSource) -> None:
        if isinstance(source, ReadsOnDemand):
            source.show_columns([self.rows.columns[n].key for n in self.columns_shown()])

    def _hide_unusual(self) -> None:
        for n, column in enumerate(self.rows.columns):
            if column.hidden:
                self.setColumnHidden(n, True)
        self.header.look_for_last()

    @Slot(int)
    def _widen(self, rows: int) -> None:
        widen(self, rows)

    def _arrange(self) -> None:
        self.setHorizontalHeader(self.header)
        self.header.set_filterable(self.filters.possible)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        look_like_a_list(self)

    def _listen(self) -> None:
        self.selectionModel().currentRowChanged.connect(self._pick)
        self.selectionModel().selectionChanged.connect(self._tell_selected)
        self.doubleClicked.connect(self._open)
        self.rows.counted.connect(self._widen)
        self.rows.modelReset.connect(self._tell_selected)
        self.header.filter_wanted.connect(self.filters.ask)
        self.header.clear_wanted.connect(self.filters.clear)
        self._opener = MenuOpener(self)

    @Slot()
    def _tell_selected(self) -> None:
        desk = desk_of(self)
        if desk is not None:
            desk.selected.emit(selected.words_of(self))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row is not None:
            self.opened.emit(row.id)

    @Slot(QModelIndex, QModelIndex)
    def _pick(self, index: QModelIndex, before: QModelIndex) -> None:
        self.rows.marked = index.row()
        paint_lines_again(self, index, before)
        row = self.rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.picked.emit(row.id)
