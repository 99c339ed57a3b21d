# SPDX-License-Identifier: Apache-2.0
"""What of a list follows the look of the program, and what is painted over its cells."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from app.translation import tr
from app.ui.tables.widths import begin, share_room
from app.ui.theme.look import look
from app.ui.theme.tokens import FOCUS_RING
from app.ui.widgets.cell_delegates import ProgressDelegate, StatusDelegate
from app.ui.widgets.row_source import CellKind

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

_DELEGATES = {CellKind.PROGRESS: ProgressDelegate, CellKind.STATUS: StatusDelegate}


def dress(table: "DataTable") -> None:
    """Take heights, colours and widths from the look."""
    table.verticalHeader().setDefaultSectionSize(look().row_height())
    table.rows.ground = QBrush(look().colour("surface2"))
    begin(table)
    columns, order = table.rows.columns, table.rows.order
    for n, column in enumerate(columns):
        if column.kind in _DELEGATES:
            table.setItemDelegateForColumn(n, _DELEGATES[column.kind](table))
    at = next((n for n, column in enumerate(columns) if column.key == order.column), -1)
    down = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
    table.header.setSortIndicator(at, down)
    share_room(table)
    table.setSortingEnabled(True)


def paint_over(table: "DataTable") -> None:
    """A ring around the current cell while the keyboard is here; or why there are no cells."""
    if table.filters.wishes and not table.rows.rowCount():
        painter = QPainter(table.viewport())
        painter.setPen(look().colour("muted"))
        where = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(table.viewport().rect(), where, tr("No row fits the filters."))
        painter.end()
    here = table.currentIndex()
    if here.isValid() and table.hasFocus():
        painter = QPainter(table.viewport())
        painter.setPen(QPen(look().colour("accent"), FOCUS_RING))
        painter.drawRect(table.visualRect(here).adjusted(1, 1, -1, -1))
        painter.end()


def paint_lines_again(table: "DataTable", *places: QModelIndex) -> None:
    """The lines of these cells look otherwise now."""
    for each in places:
        if each.isValid():
            line = table.visualRect(each)
            table.viewport().update(QRect(0, line.top(), table.viewport().width(), line.height()))
