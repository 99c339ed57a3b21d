# SPDX-License-Identifier: Apache-2.0
"""The list of every screen: quiet rows, click to sort, copy to a spreadsheet, Enter to open."""

from html import escape

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionRange, QMimeData, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.theme.look import look
from app.ui.widgets.cell_delegates import ProgressDelegate, StatusDelegate
from app.ui.widgets.paged_model import PagedModel, cell_text
from app.ui.widgets.row_source import CellKind, Order, RowSource

COPY_LIMIT = 10_000
MEASURED = 20
"""So many rows say how wide their columns must be: a look at more would make long lists slow."""
_SORTING = {Qt.Key.Key_Up: Qt.SortOrder.AscendingOrder, Qt.Key.Key_Down: Qt.SortOrder.DescendingOrder}


class DataTable(QTableView):
    """Rows of a source. ``opened`` carries the id of the record that was opened; ``picked`` the current one.

    ``copied`` tells how many rows went to the clipboard and how many were selected: at most 10,000 are copied.
    """

    opened = Signal(bytes)
    picked = Signal(bytes)
    copied = Signal(int, int)

    def __init__(self, name: str, source: RowSource, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows = PagedModel(source, order, self)
        self._stale = False
        self._arrange()
        self.setModel(self.rows)
        self._dress()
        self.selectionModel().currentRowChanged.connect(self._pick)
        self.doubleClicked.connect(self._open)
        self.rows.counted.connect(self._widen)

    def show_source(self, source: RowSource, order: Order | None = None) -> None:
        """Show other rows, such as those of a search."""
        self.rows.set_source(source, order)
        self.scrollToTop()

    def refresh(self) -> None:
        """Read the rows again; when the table is hidden, as soon as it is shown."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.rows.refresh()

    def selected_ids(self) -> list[bytes]:
        """Ids of the selected records, in the order shown; at most as many as can be copied."""
        rows = (self.rows.row(n) for n in self._selected_rows()[:COPY_LIMIT])
        return [row.id for row in rows if row is not None]

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, for spreadsheets (text with tabs) and for documents (a table)."""
        chosen = self._selected_rows()
        rows = [row for n in chosen[:COPY_LIMIT] if (row := self.rows.row(n)) is not None]
        header = self.horizontalHeader()
        order = sorted(range(self.rows.columnCount()), key=header.visualIndex)
        shown = [n for n in order if not self.isColumnHidden(n)]
        table = [[cell_text(row.cells[n]) for n in shown] for row in rows]
        if table:
            QGuiApplication.clipboard().setMimeData(clipboard_content(table))
        self.copied.emit(len(table), len(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies rows, Enter opens the current one, Alt and an arrow sorts by the column of the current cell."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _SORTING:
            self._sort_here(_SORTING[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _sort_here(self, order: Qt.SortOrder) -> None:
        column = max(0, self.currentIndex().column())
        self.sortByColumn(column, order)
        self.setCurrentIndex(self.rows.index(0, column))

    def changeEvent(self, event: QEvent) -> None:
        """Take heights and widths from the look again when it changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rows"):
            self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while hidden."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the growing columns take the free room."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Growing columns share what is left, and never get less than their own width: then the table scrolls."""
        header = self.horizontalHeader()
        growing = [n for n, column in enumerate(self.rows.columns) if column.grows and not header.isSectionHidden(n)]
        taken = sum(header.sectionSize(n) for n in range(header.count()) if n not in growing)
        for n in growing:
            share = (self.viewport().width() - taken) // len(growing)
            least = max(look().px(self.rows.columns[n].width), header.sectionSizeFromContents(n).width())
            header.resizeSection(n, max(least, share))

    @Slot(int)
    def _widen(self, rows: int) -> None:
        """Columns that do not grow get the room that the first rows need, and keep it."""
        header, measured = self.horizontalHeader(), range(min(rows, MEASURED))
        for n, column in enumerate(self.rows.columns):
            if not column.grows and not header.isSectionHidden(n):
                wanted = max((self.sizeHintForIndex(self.rows.index(row, n)).width() for row in measured), default=0)
                header.resizeSection(n, max(header.sectionSize(n), wanted))
        self._share_room()

    def _selected_rows(self) -> list[int]:
        ranges: QItemSelection = self.selectionModel().selection()
        spans: list[QItemSelectionRange] = [ranges.at(n) for n in range(ranges.count())]
        return sorted({n for span in spans for n in range(span.top(), span.bottom() + 1)})

    def _arrange(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().row_height())
        header = self.horizontalHeader()
        header.setMinimumSectionSize(look().px(48))
        columns = self.rows.columns
        for n, column in enumerate(columns):
            title = header.sectionSizeFromContents(n).width()
            header.resizeSection(n, max(look().px(column.width), title))
            if column.kind is CellKind.PROGRESS:
                self.setItemDelegateForColumn(n, ProgressDelegate(self))
            elif column.kind is CellKind.STATUS:
                self.setItemDelegateForColumn(n, StatusDelegate(self))
        at = next((n for n, column in enumerate(columns) if column.key == self.rows.order.column), -1)
        down = Qt.SortOrder.DescendingOrder if self.rows.order.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(at, down)
        self._share_room()
        self.setSortingEnabled(True)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row is not None:
            self.opened.emit(row.id)

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.picked.emit(row.id)


def clipboard_content(table: list[list[str]]) -> QMimeData:
    """The same cells as text with tabs and as an HTML table. A line break or tab inside a cell becomes a space."""
    flat = [[" ".join(cell.split()) if any(c in cell for c in "\t\r\n") else cell for cell in line] for line in table]
    content = QMimeData()
    content.setText("\n".join("\t".join(line) for line in flat))
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in table)
    content.setHtml(f'<meta charset="utf-8"><table>{lines}</table>')
    return content
