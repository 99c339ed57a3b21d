# SPDX-License-Identifier: Apache-2.0
"""What leaves a cohort as a workbook: its learners, its results, the marks of a unit to be filled in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.rights import Command, allowed
from app.records.queries.cohorts import CohortRow
from app.records.unit_of_work import Work
from app.services import exporting
from app.services.progress import OnProgress
from app.translation import tr
from app.ui.context import Context
from app.ui.file_writing import Write, ask_workbook, write_file
from app.ui.theme.icons import Icon
from app.ui.widgets.menu_button import inner_menu, menu_button, offer


class CohortExports:
    """The button *Export* of a cohort's page, and what stands in its menu."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent
        self._cohort: CohortRow | None = None
        self.button, self._menu = menu_button(tr("E&xport"), drawing=Icon.FILE_SPREADSHEET)
        roles = context.centre.work.roles
        self._may_list, self._may_results = (
            allowed(roles, command) for command in (Command.EXPORT_COHORT, Command.EXPORT_RESULTS)
        )
        self.button.setVisible(self._may_list or self._may_results)
        self.button.setEnabled(False)

    def show_cohort(self, cohort: CohortRow | None) -> None:
        """What there is to write of this cohort."""
        self._cohort = cohort
        self.button.setEnabled(cohort is not None)
        self._menu.clear()
        for inner in self._menu.findChildren(QMenu):
            inner.deleteLater()
        if cohort is None:
            return
        if self._may_list and cohort.learners:
            self._offer(tr("&Learners, to edit and bring back..."), cohort.code, self.write_learners)
        elif self._may_list:
            self._offer(tr("&Empty workbook, to fill in..."), cohort.code, self.write_empty)
        if self._may_results:
            name = tr("{cohort} results", cohort=cohort.code)
            self._offer(tr("&Results..."), name, self.write_results).setEnabled(cohort.learners > 0)
        if self._may_list:
            self._offer_marks(inner_menu(self._menu, tr("&Marks workbook of a unit")), cohort)

    def write_learners(self, path: Path) -> QWidget:
        """Write the learners there, so that the file can be edited and imported again."""
        said = tr("{file} is written. Edit it, then import it here: only what you edited changes.", file=path.name)
        return self._write(path, partial(exporting.export_cohort, self._work, self._code), said)

    def write_empty(self, path: Path) -> QWidget:
        """Write an empty workbook there, to be filled in and imported."""
        return write_empty(self._context, self._parent, path)

    def write_results(self, path: Path) -> QWidget:
        """Write there where each learner stands in each unit."""
        return self._write(path, partial(exporting.export_results, self._work, self._code))

    def write_marks(self, unit: str, path: Path) -> QWidget:
        """Write the workbook there in which the marks of this unit are filled in."""
        work, code = self._work, self._code
        said = tr("{file} is written. Fill in Y, N or X for each criterion.", file=path.name)
        return self._write(path, lambda file, _: exporting.export_marks(work, code, unit, file), said)

    def _offer_marks(self, menu: QMenu, cohort: CohortRow) -> None:
        for unit in cohort.units:
            name = f"{cohort.code} {unit}"
            chosen = partial(self.write_marks, unit)
            offer(menu, unit.replace("&", "&&") + "...", partial(ask_workbook, self._parent, name, chosen))
        menu.setEnabled(bool(cohort.units) and cohort.learners > 0)

    def _offer(self, text: str, name: str, chosen: Callable[[Path], object]) -> QAction:
        return offer(self._menu, text, partial(ask_workbook, self._parent, name, chosen))

    def _write(self, path: Path, write: Write, said: str = "") -> QWidget:
        return write_file(self._context, self._parent, path, write, said)

    @property
    def _work(self) -> Work:
        return self._context.centre.work

    @property
    def _code(self) -> str:
        assert self._cohort is not None
        return self._cohort.code


def write_empty(context: Context, parent: QWidget, path: Path) -> QWidget:
    """Write an empty workbook there, to be filled in with learners and imported."""

    def write(file: Path, _: OnProgress) -> None:
        from app.spreadsheets.cohort_template import write_cohort_template  # with its workbook library: slow to load

        write_cohort_template(file)

    said = tr("{file} is written. Fill it in, then import it here.", file=path.name)
    return write_file(context, parent, path, write, said)
