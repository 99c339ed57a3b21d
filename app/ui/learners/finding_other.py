# SPDX-License-Identifier: Apache-2.0
"""Finding the other record of a learner: who is likely is there at once, anybody else is found while typing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QWidget

from app.domain.refusals import Refused
from app.records.queries import learners as register
from app.records.queries.learners import LearnerRow
from app.services.written_twice import Pair, likely_others
from app.translation import tr
from app.ui.context import Context
from app.ui.learner_columns import field_cell, field_column
from app.ui.theme.look import look
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.dialog_body import dialog_column, dialog_foot
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import Column, Order
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.texts import label

_MOST_FOUND = 200


class FindOther(QDialog):
    """``found`` carries the record that was chosen; nothing is changed by it."""

    found = Signal(bytes)

    def __init__(self, context: Context, learner: bytes, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._learner = context, learner
        self._likely: Sequence[Pair] = ()
        self.setWindowTitle(tr("Which record is {name}, too?", name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(look().px(820), look().px(480))
        self.search = SearchField(tr("Search learners"), tr("Name, ID number or phone"), "")
        self.table = DataTable(tr("Learners found"), _rows(()), Order(""))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.look_button = button(tr("&Look at both..."), self._on_look, kind="primary")
        self.look_button.setEnabled(False)
        self.look_button.setAutoDefault(False)  # Enter in the search searches
        self._told = label(tr("Looking for likely ones..."), "muted", wrap=True)
        self._arrange()
        self.search.asked.connect(self._on_asked)
        self.table.opened.connect(self._on_look)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.rows.modelReset.connect(self._on_selected)
        self.table.rows.counted.connect(self._choose_first)
        work = context.centre.work
        self._looking = context.look_up(
            lambda control: likely_others(work, learner, control.progress), self._on_likely, self._on_refused
        )
        self.finished.connect(self._looking.cancel)

    @Slot(object)
    def _on_likely(self, pairs: Sequence[Pair]) -> None:
        self._likely = pairs
        if not self.search.text().strip():
            self._show_likely()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._told.setText(str(refusal))

    def _show_likely(self) -> None:
        rows = [(p.other.learner, p.other.name, p.other.birth_date, p.other.id_number, p.why) for p in self._likely]
        self.table.show_source(_rows(rows))
        if rows:
            self._told.setText(tr("These are likely. Type to find another one."))
        else:
            self._told.setText(tr("Nobody is likely. Type a part of the name, the ID number or the phone."))

    @Slot(str)
    def _on_asked(self, text: str) -> None:
        if text:
            found = partial(self._on_found, text)
            self._context.read(register.find, text, _MOST_FOUND, then=found, key="learners.other", owner=self)
        else:
            self._show_likely()

    def _on_found(self, text: str, rows: Sequence[LearnerRow]) -> None:
        if text != self.search.text().strip():
            return
        why = {pair.other.learner: pair.why for pair in self._likely}
        others = [row for row in rows if row.id != self._learner]
        self.table.show_source(
            _rows([(row.id, row.name, row.birth_date, row.id_number, why.get(row.id, "")) for row in others])
        )
        self._told.setText("" if others else tr("No learner fits. Try fewer letters, or another spelling."))

    @Slot(int)
    def _choose_first(self, n: int) -> None:
        if n and not self.table.selectionModel().hasSelection():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))

    @Slot()
    def _on_selected(self) -> None:
        self.look_button.setEnabled(bool(self.table.selected_ids(1)))

    @Slot()
    def _on_look(self) -> None:
        chosen = self.table.selected_ids(1)
        if chosen:
            self.found.emit(chosen[0])
            self.accept()

    def _arrange(self) -> None:
        column = dialog_column(self)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(dialog_foot(button(tr("&Cancel"), self.reject), self.look_button, words=self._told))


def _rows(rows: Sequence[tuple[bytes, str, str, str, str]]) -> ListSource:
    columns = [
        Column("name", tr("Name"), 180, grows=True),
        field_column("birth_date"),
        field_column("id_number"),
        Column("why", tr("What is alike"), 150, grows=True),
    ]
    cells = [(id_, [name, field_cell("birth_date", born), number, why]) for id_, name, born, number, why in rows]
    return ListSource(columns, cells)
