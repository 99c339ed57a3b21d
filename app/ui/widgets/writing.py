# SPDX-License-Identifier: Apache-2.0
"""A small window over the page while a file is written."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.background.task import Task
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SECTION
from app.ui.widgets.work_progress import WorkProgress

_WIDTH: Final = 460
_PATIENCE_MS: Final = 300


class Writing(QDialog):
    """Tells how far the task is, and can stop it. It shows itself when the task is not done at once."""

    def __init__(self, parent: QWidget, task: Task, what: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(what)
        self._task = task
        self.work = WorkProgress()
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
        column.addWidget(self.work)
        self.setFixedWidth(look().px(_WIDTH))
        self.work.watch(task, what)
        task.finished.connect(self.deleteLater)
        QTimer.singleShot(_PATIENCE_MS, self, self.show)

    def reject(self) -> None:
        """Esc stops the work; nothing is left of it."""
        self._task.cancel()
