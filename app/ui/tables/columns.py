# SPDX-License-Identifier: Apache-2.0
"""Which columns of a list are shown, and in which order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.translation import tr
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.dialog_body import dialog_column, dialog_foot
from app.ui.widgets.row_source import Column
from app.ui.widgets.texts import label

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

_KEY = int(Qt.ItemDataRole.UserRole)
_SIZE = (460, 520)


def usual(columns: Sequence[Column]) -> tuple[str, ...]:
    """The columns that are shown before anybody chose."""
    return tuple(column.key for column in columns if not column.hidden)


def arrange(table: "DataTable", keys: Sequence[str]) -> None:
    """Show these columns in this order; the others are hidden behind them. The first stays where none is known."""
    known = {column.key: n for n, column in enumerate(table.rows.columns)}
    shown = [known[key] for key in dict.fromkeys(keys) if key in known] or [0]
    header = table.header
    rest = [n for n in range(len(known)) if n not in shown]
    for place, section in enumerate([*shown, *rest]):
        header.moveSection(header.visualIndex(section), place)
        table.setColumnHidden(section, section not in shown)
    header.look_for_last()


class ColumnChooser(QDialog):
    """All columns of a list with a tick at those that are shown. ``chosen`` carries their keys, in order."""

    chosen = Signal(object)

    def __init__(self, table: "DataTable") -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Columns"))
        self._columns = {column.key: column for column in table.rows.columns}
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Columns"))
        self.list.setSpacing(2)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.up = button(tr("Move &up"), lambda: self._move(-1), drawing=Icon.ARROW_UP)
        self.down = button(tr("Move &down"), lambda: self._move(1), drawing=Icon.ARROW_DOWN)
        self.reset = button(tr("As at &first"), self._reset)
        self.keep = button(tr("&Show these"), self._choose, kind="primary")
        self.cancel = button(tr("Leave as it is"), self.reject)
        shown = [table.rows.columns[n].key for n in table.columns_shown()]
        self._fill([*shown, *(key for key in self._columns if key not in shown)], shown)
        self._arrange()

    def _fill(self, order: Sequence[str], shown: Sequence[str]) -> None:
        self.list.clear()
        for key in order:
            item = QListWidgetItem(self._columns[key].title)
            item.setData(_KEY, key)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        if at >= 0 and 0 <= at + step < self.list.count():
            self.list.insertItem(at + step, self.list.takeItem(at))
            self.list.setCurrentRow(at + step)

    @Slot()
    def _reset(self) -> None:
        self._fill(list(self._columns), usual(list(self._columns.values())))

    @Slot()
    def _choose(self) -> None:
        items = (self.list.item(n) for n in range(self.list.count()))
        keys = tuple(str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked)
        if keys:
            self.chosen.emit(keys)
        self.accept()

    def _arrange(self) -> None:
        side = QVBoxLayout()
        for each in (self.up, self.down, self.reset):
            side.addWidget(each)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self.list, 1)
        body.addLayout(side)
        column = dialog_column(self, wrap=False)
        column.addWidget(label(tr("Tick what you want to see, and put it in the order that you want."), wrap=True))
        column.addLayout(body, 1)
        column.addLayout(dialog_foot(self.cancel, self.keep))
        self.resize(look().px(_SIZE[0]), look().px(_SIZE[1]))
        self.list.setFocus()


def choose_columns(table: "DataTable") -> QWidget:
    """Let the person choose the columns of a list."""
    chooser = ColumnChooser(table)
    chooser.chosen.connect(table.show_columns)
    chooser.open()
    return chooser
