# SPDX-License-Identifier: Apache-2.0
"""Adding learners who are in the register already to a cohort: found while typing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QWidget

from app.records.queries import learners as register
from app.records.queries.learners import LearnerRow
from app.services.cohorts import add_members
from app.translation import tr, trn
from app.ui.cohorts.cohort_cells import shown_day
from app.ui.context import Context
from app.ui.theme.look import look
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.dialog_body import dialog_column, dialog_foot
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import Column, Order
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.texts import label

_MOST_FOUND = 200


class AddLearners(QDialog):
    """Finds learners and adds the chosen ones; ``members`` are in the cohort already and are not shown."""

    def __init__(self, context: Context, cohort: str, members: frozenset[bytes], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._cohort, self._members = context, cohort, members
        self.setWindowTitle(tr("Add learners to {cohort}", cohort=cohort))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(look().px(680), look().px(480))
        self.search = SearchField(tr("Search learners"), tr("Name, ID number or phone"), "")
        self.table = DataTable(tr("Learners found"), _rows(()), Order("name"))
        self.add = button(tr("&Add"), self._on_add, kind="primary")
        self.add.setEnabled(False)
        cancel = button(tr("&Cancel"), self.reject)
        self._told = label(tr("Type a part of a name, then choose one or more learners."), "muted", wrap=True)
        column = dialog_column(self)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(dialog_foot(cancel, self.add, words=self._told))
        self.search.asked.connect(self._on_asked)
        self.table.opened.connect(self._on_add)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)

    @Slot(str)
    def _on_asked(self, text: str) -> None:
        if text:
            self._context.read(register.find, text, _MOST_FOUND, then=self._on_found, key="cohort.find")
        else:
            self._on_found(())

    @Slot(object)
    def _on_found(self, rows: Sequence[LearnerRow]) -> None:
        self.table.show_source(_rows([row for row in rows if row.id not in self._members]))
        self._on_selected()

    @Slot()
    def _on_selected(self) -> None:
        chosen = len(self.table.selected_ids())
        self.add.setEnabled(chosen > 0)
        self._told.setText(trn("{n} learner chosen", "{n} learners chosen", chosen) if chosen else "")

    @Slot()
    def _on_add(self) -> None:
        work, cohort, chosen = self._context.centre.work, self._cohort, self.table.selected_ids()
        if not chosen:
            return
        done = trn("{n} learner added.", "{n} learners added.", len(chosen))
        self._context.do(lambda _: add_members(work, cohort, chosen), done=done, undo=True)
        self.accept()


def _rows(rows: Sequence[LearnerRow]) -> ListSource:
    columns = [
        Column("name", tr("Name"), 220, grows=True),
        Column("birth_date", tr("Birth date"), 130, sortable=False),
        Column("id_number", tr("ID number"), 150),
    ]
    return ListSource(columns, [(row.id, [row.name, shown_day(row.birth_date), row.id_number]) for row in rows])
