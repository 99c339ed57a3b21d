# SPDX-License-Identifier: Apache-2.0
"""The list of all rows of a plan: ticks by Space and Del, problems put right where they stand."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.services.import_plan import PlannedRow, State
from app.spreadsheets.pasted import as_text
from app.translation import tr
from app.ui.importing.plan_model import Part, PlanModel
from app.ui.theme.look import look
from app.ui.widgets.cell_delegates import StatusDelegate
from app.ui.widgets.list_look import look_like_a_list

_MEASURED: Final = 40
_NARROWEST: Final = 80


class PlanTable(QTableView):
    """``picked`` carries the current row. ``left_out`` carries row numbers and whether they stay out. ``edited`` as the
    model. ``entered`` tells that the person wants to decide about the current row."""

    picked = Signal(object)
    left_out = Signal(object, bool)
    edited = Signal(int, str, str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Rows of the sheet"))
        self.plan = PlanModel(self)
        self.setModel(self.plan)
        self._arrange()
        self.plan.ticked.connect(self._on_ticked)
        self.plan.edited.connect(self.edited)
        self.selectionModel().currentRowChanged.connect(self._pick)
        self.doubleClicked.connect(self._open)

    def show_rows(self, rows: Sequence[PlannedRow]) -> None:
        """Show these rows; the current one stays the current one."""
        here = self.current_row()
        if self.plan.show(rows):
            self._pick(self.currentIndex())
            return
        self._share_room()
        if rows:
            self.go_to(here.row if here is not None else 0)
        else:
            self.picked.emit(None)

    def current_row(self) -> PlannedRow | None:
        """The row that the person is on."""
        at = self.currentIndex().row()
        return self.plan.rows[at] if 0 <= at < len(self.plan.rows) else None

    def go_to(self, number: int) -> None:
        """Go to the row of this number, or to the next one."""
        at = self.plan.place_of(number)
        self.setCurrentIndex(self.plan.index(at, Part.WHAT))
        self.selectRow(at)

    def selected_numbers(self) -> list[int]:
        """The numbers of the rows that are selected."""
        return [self.plan.rows[index.row()].row for index in self.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks and unticks, Del leaves out, F2 or a letter puts a problem right, Enter goes to the decision."""
        row = self.current_row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif row is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.left_out.emit(self.selected_numbers() or [row.row], True)
        elif event.key() == Qt.Key.Key_Space:
            self.left_out.emit(self.selected_numbers() or [row.row], not row.left_out)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open(self.currentIndex())
        elif row.state is State.REFUSED and _is_letter(event):
            self._begin(event)
        else:
            super().keyPressEvent(event)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as text with tabs."""
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        parts = [part for part in Part if part is not Part.TAKEN]
        table = [[str(self.plan.index(line, part).data()) for part in parts] for line in lines]
        QGuiApplication.clipboard().setText(as_text(table))

    def keyboardSearch(self, search: str) -> None:
        """Letters are for the cell that is put right."""

    def changeEvent(self, event: QEvent) -> None:
        """Take heights from the look again when it changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "plan"):
            self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What and name share the room that is left."""
        super().resizeEvent(event)
        self._share_room()

    def _begin(self, event: QKeyEvent) -> None:
        """Begin to write in the refused cell with this letter."""
        self.setCurrentIndex(self.currentIndex().siblingAtColumn(Part.WHAT))
        super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.current_row()
        if row is None:
            return
        if row.state is State.REFUSED:
            there = index.siblingAtColumn(Part.WHAT)
            self.setCurrentIndex(there)
            self.edit(there)
        elif index.column() != Part.TAKEN:
            self.entered.emit()

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.current_row() if index.isValid() else None)

    @Slot(int, bool)
    def _on_ticked(self, row: int, taken: bool) -> None:
        """Qt leaves the current row where it was when a box is clicked; people look at what they click on."""
        self.go_to(row)
        self.left_out.emit([row], not taken)

    def _share_room(self) -> None:
        header, whole = self.horizontalHeader(), self.viewport().width()
        measured = range(min(self.plan.rowCount(), _MEASURED))
        free = whole - header.sectionSize(Part.TAKEN) - look().px(_NARROWEST)
        for part, most in ((Part.ROW, look().px(90)), (Part.STATE, whole * 2 // 5), (Part.NAME, whole * 9 // 25)):
            wanted = max((self.sizeHintForIndex(self.plan.index(n, part)).width() for n in measured), default=0)
            least = header.sectionSizeFromContents(part).width()
            header.resizeSection(part, max(least, min(wanted, most, free)))
            free -= header.sectionSize(part)
        header.resizeSection(Part.WHAT, look().px(_NARROWEST) + max(0, free))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().row_height())
        self.horizontalHeader().resizeSection(Part.TAKEN, look().px(36))
        self._share_room()

    def _arrange(self) -> None:
        self.setItemDelegateForColumn(Part.STATE, StatusDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        look_like_a_list(self)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(look().px(36))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._dress()


def _is_letter(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return bool(event.text().strip()) and event.text().isprintable() and not held
