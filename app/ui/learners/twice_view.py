# SPDX-License-Identifier: Apache-2.0
"""People who may be written down twice: pairs found among all learners, each to be looked at."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.written_twice import MOST, Pair, likely_pairs
from app.translation import tr, trn
from app.ui.background.task import Task
from app.ui.context import Context
from app.ui.learner_columns import shown_date
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.messages import EmptyState
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.row_source import CellKind, Column, Order
from app.ui.widgets.work_progress import WorkProgress


class TwiceView(QWidget):
    """``left`` asks for the list of learners, ``pair_wanted`` carries two records to be looked at side by side."""

    left = Signal()
    pair_wanted = Signal(bytes, bytes)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pairs: list[Pair] = []
        self._task: Task | None = None
        self.header = RecordHeader(tr("Back to all learners"), self.left.emit)
        self.look_button = button(tr("Look at &both..."), self._on_look, kind="primary")
        self.again_button = button(tr("Look a&gain"), self.look, drawing=Icon.REFRESH_CW)
        self.progress = WorkProgress()
        self.table = DataTable(tr("People who may be written twice"), _rows(()), Order("likely", True), key="twice")
        self._bodies = QStackedWidget()
        self._arrange()
        self._tell(tr("Only suggestions: look at each pair and decide."))
        self.table.opened.connect(self._on_look)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.rows.modelReset.connect(self._on_selected)

    def begin(self) -> None:
        """Show the pairs found before, or look for them."""
        if not self._pairs and self._task is None:
            self.look()
        self.table.setFocus()

    @Slot()
    def look(self) -> None:
        """Look through all learners, beside everything else."""
        if self._task is not None:
            return
        work = self._context.centre.work
        self.again_button.setEnabled(False)
        self._task = self._context.look_up(
            lambda control: likely_pairs(work, control.progress), self._on_pairs, self._on_refused
        )
        self._task.finished.connect(self._on_end)
        self.progress.watch(self._task, tr("Comparing all names..."))

    def forget(self, gone: bytes) -> None:
        """The record ``gone`` was merged: pairs with it are none any more."""
        self._show([pair for pair in self._pairs if gone not in (pair.one.learner, pair.other.learner)])

    @Slot(object)
    def _on_pairs(self, pairs: Sequence[Pair]) -> None:
        self._show(list(pairs))
        self.table.selectRow(0)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._context.say(str(refusal))

    @Slot()
    def _on_end(self) -> None:
        self._task = None
        self.again_button.setEnabled(True)

    def _show(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self.table.update_source(_rows(pairs))
        self._bodies.setCurrentIndex(0 if pairs else 1)
        n = len(pairs)
        told = tr("The {n} most alike. Look at each pair and decide.", n=n) if n >= MOST else trn(
            "{n} pair. Only a suggestion: look and decide.", "{n} pairs. Only suggestions: look and decide.", n
        )  # fmt: skip
        self._tell(told if n else "")
        self._on_selected()

    def _tell(self, words: str) -> None:
        self.header.show_record(tr("People who may be written twice"), words)

    @Slot()
    def _on_selected(self) -> None:
        self.look_button.setEnabled(bool(self._pairs and self.table.selected_ids(1)))

    @Slot()
    def _on_look(self) -> None:
        for key in self.table.selected_ids(1):
            self.pair_wanted.emit(key[:16], key[16:])

    def _arrange(self) -> None:
        self.header.add(self.again_button, self.look_button)
        self._bodies.addWidget(self.table)
        nobody = tr("Nobody seems to be written twice.")
        self._bodies.addWidget(EmptyState(nobody, drawing=Icon.CIRCLE_CHECK))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.header)
        column.addWidget(self.progress)
        column.addWidget(self._bodies, 1)
        self.setFocusProxy(self.table)


def _rows(pairs: Sequence[Pair]) -> ListSource:
    columns = [
        Column("likely", tr("Likely"), 90, CellKind.NUMBER, hidden=True),
        Column("one", tr("One record"), 150, grows=True),
        Column("other", tr("Another record"), 150, grows=True),
        Column("born", tr("Birth date"), 120, sortable=False),
        Column("number", tr("ID number"), 120, sortable=False),
        Column("why", tr("What is alike"), 150, grows=True),
    ]
    return ListSource(columns, [(pair.one.learner + pair.other.learner, _cells(pair)) for pair in pairs])


def _cells(pair: Pair) -> list[object]:
    one, other = pair.one, pair.other
    born = _both(shown_date(one.birth_date), shown_date(other.birth_date))
    return [round(100 * pair.score), one.name, other.name, born, _both(one.id_number, other.id_number), pair.why]


def _both(one: str, other: str) -> str:
    """What the two say, once where it is the same; a dash where one says nothing."""
    return one if one == other else f"{one or '–'} / {other or '–'}"
