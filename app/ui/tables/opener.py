# SPDX-License-Identifier: Apache-2.0
"""Where the menu of a list is opened: by its button, over its head, over its cells."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable


class MenuOpener(QObject):
    """Opens the menu of one list, about the column that the pointer or the keyboard is at."""

    def __init__(self, table: "DataTable") -> None:
        super().__init__(table)
        self._table = table
        table.header.menu_button.clicked.connect(self._by_button)
        table.header.customContextMenuRequested.connect(self._over_header)
        table.customContextMenuRequested.connect(self._over_cells)

    @Slot()
    def _by_button(self) -> None:
        button = self._table.header.menu_button
        self._open(self._table.currentIndex().column(), button.mapToGlobal(QPoint(0, button.height())))

    @Slot(QPoint)
    def _over_header(self, place: QPoint) -> None:
        header = self._table.header
        self._open(header.logicalIndexAt(place), header.mapToGlobal(place))

    @Slot(QPoint)
    def _over_cells(self, place: QPoint) -> None:
        table = self._table
        self._open(table.indexAt(place).column(), table.viewport().mapToGlobal(place))

    def _open(self, section: int, place: QPoint) -> None:
        from app.ui.tables.menu import table_menu  # with the windows that it opens: not for the first paint

        table_menu(self._table, max(0, section)).popup(place)
