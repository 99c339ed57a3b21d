# SPDX-License-Identifier: Apache-2.0
"""What lists ask of the window around them: a line at its foot, a place for their views, work that takes longer."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.background.runner import Runner
from app.ui.background.task import Ears, LongJob, Task
from app.ui.tables.views import Views, as_settings, from_settings
from app.ui.ui_settings import UiSettings

T = TypeVar("T")


class TableDesk(QObject):
    """One for each window. ``selected`` and ``said`` carry words for its foot, ``views_kept`` other settings,
    ``help_wanted`` asks for the page of the guide about lists."""

    selected = Signal(str)
    said = Signal(str)
    help_wanted = Signal()
    views_kept = Signal(object)

    def __init__(self, settings: Callable[[], UiSettings], runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._runner = settings, runner

    def views(self, table: str) -> Views:
        """The views of the list of this key."""
        return from_settings(self._settings().tables.get(table))

    def keep_views(self, table: str, views: Views) -> None:
        """Keep these for the list of this key."""
        settings = self._settings()
        self.views_kept.emit(replace(settings, tables={**settings.tables, table: as_settings(views)}))

    def report(self, job: LongJob[T], ears: Ears[T]) -> Task:
        """Run work that only reads, beside everything else."""
        return self._runner.report(job, ears)


def desk_of(widget: QWidget) -> TableDesk | None:
    """The desk of the window that this lies in; None where a window has none."""
    around: QObject | None = widget
    while around is not None:
        found = getattr(around, "desk", None)
        if isinstance(found, TableDesk):
            return found
        around = around.parent()
    return None
