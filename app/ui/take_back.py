# SPDX-License-Identifier: Apache-2.0
"""Before a command is taken back later than at once: every cell of a learner that would change again."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.differences import Difference, records_in
from app.services.undo import preview_undo
from app.translation import tr, trn
from app.ui.background.task import Task
from app.ui.context import Context
from app.ui.learner_columns import field_text, field_words
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SECTION
from app.ui.widgets.buttons import button
from app.ui.widgets.dialog_body import dialog_column, dialog_foot
from app.ui.widgets.differences import DifferenceList
from app.ui.widgets.texts import label
from app.ui.widgets.work_progress import WorkProgress

_SIZE: Final = (860, 520)
_WIDTH: Final = 460
_PATIENCE_MS: Final = 400
"""Work that takes longer shows how far it is."""


class Looking(QDialog):
    """How far long work is, over the page: it comes when the work takes longer than a moment, and goes with it."""

    def __init__(self, parent: QWidget, title: str, task: Task, what: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._task = task
        self.progress = WorkProgress()
        column = dialog_column(self)
        column.addWidget(self.progress)
        self.setMinimumWidth(look().px(_WIDTH))
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(self.open)
        self._slow.start(_PATIENCE_MS)
        task.finished.connect(self.end)
        self.progress.watch(task, what, counted=False)

    def reject(self) -> None:
        """Esc stops the work, as Cancel does; the window goes when it has ended."""
        self._task.cancel()

    @Slot()
    def end(self) -> None:
        """The work has ended."""
        self._slow.stop()
        self.done(0)
        self.deleteLater()


class TakeBack(QDialog):
    """``agreed`` says that it shall be taken back."""

    agreed = Signal()

    def __init__(self, parent: QWidget, title: str, differences: Sequence[Difference], passed_over: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.list = DifferenceList(field_words, field_text)
        self.keep = button(tr("&Leave it as it is"), self.reject)
        self.take = button(tr("Ta&ke it back"), self._agree, kind="danger")
        self._arrange(" ".join(filter(None, (passed_over, _sentence(differences)))))
        self.list.set_differences(differences)
        self.list.setVisible(bool(differences))
        self.keep.setFocus()

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()

    def _arrange(self, words: str) -> None:
        column = dialog_column(self)
        column.addWidget(label(words, wrap=True))
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addLayout(dialog_foot(self.keep, self.take))
        around = self.parentWidget()
        assert around is not None
        room = around.window().size() - QSize(2 * GAP_SECTION, 2 * GAP_SECTION)
        self.resize(QSize(look().px(_SIZE[0]), look().px(_SIZE[1])).boundedTo(room))


def ask_to_take_back(parent: QWidget, context: Context, act: bytes, title: str, passed_over: str = "") -> None:
    """Show what taking this command back would change, and what it would pass over; on a yes take it back. What
    hinders is told at the foot."""
    work = context.centre.work

    def take() -> None:
        Looking(parent, title, context.take_back(act), tr("Taking it back..."))

    def shown(differences: Sequence[Difference]) -> None:
        looking.end()
        asked = TakeBack(parent, title, differences, passed_over)
        asked.agreed.connect(take)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    task = context.do(lambda control: preview_undo(work, act, control.progress), shown, owner=parent)
    looking = Looking(parent, title, task, tr("Looking what would change..."))


def _sentence(differences: Sequence[Difference]) -> str:
    gone = {one.record for one in differences if one.field == "full_name" and not one.after}
    again = {one.record for one in differences if one.field == "full_name" and not one.before}
    changed = records_in([one for one in differences if one.record not in gone | again])
    said = []
    if again:
        said.append(trn("{n} record would be there again.", "{n} records would be there again.", len(again)))
    if gone:
        said.append(trn("{n} learner would be gone.", "{n} learners would be gone.", len(gone)))
    if changed:
        said.append(trn("{n} learner would be as before.", "{n} learners would be as before.", changed))
    return " ".join(said) or tr("No cell of a learner changes; what else was done is taken back.")
