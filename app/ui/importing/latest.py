# SPDX-License-Identifier: Apache-2.0
"""Long work of which only the newest counts: a file that is read, a plan that is made."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from app.domain.refusals import Refused
from app.ui.background.task import Control, Task
from app.ui.context import Context

T = TypeVar("T")


def _nothing() -> None:
    """Nobody wants to hear that it was stopped."""


class Latest(QObject):
    """Begins work on a reader thread; what was begun before is stopped, and nothing more is heard of it."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._task: Task | None = None

    def begin(
        self,
        job: Callable[[Control], T],
        then: Callable[[T], object],
        refused: Callable[[Refused], object],
        stopped: Callable[[], object] = _nothing,
    ) -> Task:
        """Begin this. ``stopped`` hears that the person pressed Cancel."""
        self.stop()
        turn = self._turn

        def heard(tell: Callable[..., object], *found: object) -> None:
            if turn == self._turn:
                self._task = None
                tell(*found)

        self._task = self._context.look_up(
            job, partial(heard, then), partial(heard, refused), partial(heard, stopped), self
        )
        return self._task

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._turn += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None
