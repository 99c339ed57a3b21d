# SPDX-License-Identifier: Apache-2.0
"""While a file is read, a plan is made or the learners are written: how far it is, and a way to stop."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.background.task import Task
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.page_body import card, centred
from app.ui.widgets.texts import label
from app.ui.widgets.work_progress import WorkProgress

_WIDTH = 560


class WaitingStep(QWidget):
    """Shows one task; ``promise`` says what stopping it would mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = WorkProgress()
        self._promise = label("", "muted", wrap=True)
        self.setLayout(centred(self._framed()))

    def watch(self, task: Task, what: str, *, writing: bool = False) -> None:
        """Show this task from its beginning."""
        self.progress.watch(task, what, counted=False)
        stopped = tr("If you cancel, nothing is imported.") if writing else tr("Nothing is written by looking.")
        self._promise.setText(stopped)

    def _framed(self) -> QFrame:
        frame, column = card()
        frame.setFixedWidth(look().px(_WIDTH))
        column.setSpacing(GAP)
        inner = QVBoxLayout()
        inner.addWidget(self.progress)
        inner.addWidget(self._promise)
        column.addLayout(inner)
        return frame
