# SPDX-License-Identifier: Apache-2.0
"""Long work as a person sees it: how far, how long still, and a way to stop."""

from PySide6.QtCore import QElapsedTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.translation import tr, trn
from app.ui.background.task import Task
from app.ui.theme.tokens import GAP, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.texts import label

_SETTLED_MS = 2000


class WorkProgress(QWidget):
    """Hidden until it watches a task, and again when the task has ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._counted = True
        self._watch = QElapsedTimer()
        self._words = label("")
        self._amount = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._cancel = button(tr("Cancel"), self._stop)
        self._arrange()
        self.hide()

    def watch(self, task: Task, what: str, *, counted: bool = True) -> None:
        """Show this task; ``what`` says in words what is being done. What is not ``counted`` is told in per cent."""
        self._task, self._counted = task, counted
        self._words.setText(what)
        self._amount.clear()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(what)
        self._cancel.setEnabled(True)
        self._watch.start()
        task.progress.connect(self._show)
        task.finished.connect(self._end)
        self.show()

    @Slot(int, int)
    def _show(self, n: int, m: int) -> None:
        self._bar.setRange(0, m)
        self._bar.setValue(n)
        left = time_left(self._watch.elapsed(), n, m)
        amount = tr("{n} of {m}", n=n, m=m) if self._counted else f"{100 * n // max(1, m)} %"
        self._amount.setText(f"{amount} · {left}" if left else amount)

    @Slot()
    def _end(self) -> None:
        if self.sender() in (self._task, None):
            self._task = None
            self.hide()

    @Slot()
    def _stop(self) -> None:
        if self._task is not None:
            self._cancel.setEnabled(False)
            self._amount.setText(tr("Stopping..."))
            self._task.cancel()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._words)
        head.addStretch(1)
        head.addWidget(self._amount)
        column = QVBoxLayout()
        column.setSpacing(GAP_TINY)
        column.addLayout(head)
        column.addWidget(self._bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addLayout(column, 1)
        line.addWidget(self._cancel)


def time_left(spent_ms: int, n: int, m: int) -> str:
    """About how long ``m - n`` rows will take when ``n`` took ``spent_ms``; nothing while that cannot be known."""
    if n <= 0 or n >= m or spent_ms < _SETTLED_MS:
        return ""
    seconds = round(spent_ms * (m - n) / n / 1000)
    if seconds < 60:
        return trn("about {n} second left", "about {n} seconds left", max(1, seconds))
    return trn("about {n} minute left", "about {n} minutes left", round(seconds / 60))
