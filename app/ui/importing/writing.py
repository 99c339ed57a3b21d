# SPDX-License-Identifier: Apache-2.0
"""What an import writes: the learners, the refused rows as a workbook, and the way back."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.refusals import Refused
from app.records.queries import history
from app.services.cohort_import import Imported, apply_import
from app.services.import_plan import State
from app.store.fitness import check_copy
from app.translation import tr
from app.ui.context import Context
from app.ui.importing.done_step import Outcome, sentence
from app.ui.take_back import ask_to_take_back
from app.ui.widgets.file_dialogs import ask_new_file

if TYPE_CHECKING:
    from app.ui.importing.import_page import ImportPage


class Writing(QObject):
    """Carries out what the page of an import is asked for."""

    def __init__(self, context: Context, page: "ImportPage") -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._outcome = Outcome(None, 0, 0, 0)
        self.busy = False
        context.bus.changed.connect(self._on_changed)

    @property
    def act(self) -> bytes | None:
        """The import that was written last, if it wrote anything."""
        return self._outcome.act

    @Slot()
    def write(self) -> None:
        """Import the rows that are taken, as one command."""
        draft, into = self._page.draft, self._page.plan.destination.into
        if draft is None or draft.plan is None:
            return
        plan = draft.plan
        new, changed = (sum(row.state is state for row in plan.taken) for state in (State.NEW, State.CHANGED))
        self._outcome = Outcome(None, new, changed, len(plan.rows) - len(plan.taken), into.cohort)
        work, source, choices = self._context.centre.work, draft.source, draft.choices
        task = self._context.do(
            lambda control: apply_import(work, source, choices, plan, into, control.progress),
            self._on_written, refused=self._on_refused,
        )  # fmt: skip
        task.finished.connect(self._on_end)
        self._set_busy(True)
        self._page.waiting.watch(task, tr("Importing {file}...", file=draft.name), writing=True)
        self._page.show_step(self._page.waiting)

    @Slot(object)
    def _on_written(self, done: Imported) -> None:
        self._outcome = replace(self._outcome, act=done.act)
        self._page.show_done(self._outcome)
        said = "" if self._page.isVisible() else sentence(self._outcome)
        self._context.say(said, self._context.way_back(done))

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._page.show_step(self._page.plan)
        self._page.plan.say(str(refusal))
        if refusal.code == "changed-meanwhile":
            self._page.plan_again()

    @Slot()
    def _on_end(self) -> None:
        """What is neither written nor refused was cancelled by the person, and everything was rolled back."""
        self._set_busy(False)
        if self._page.steps.currentWidget() is not self._page.waiting:
            return
        self._page.show_step(self._page.plan)
        self._page.plan.say(tr("Cancelled: nothing was imported."))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self._page.header.back.setEnabled(not busy)

    @Slot()
    def ask_report(self) -> None:
        """Ask where the refused rows shall be written."""
        draft = self._page.draft
        if draft is None:
            return
        own = draft.path or Path.home() / draft.name
        name = own.with_name(tr("{name} with remarks", name=own.stem) + ".xlsx")
        kinds = tr("Excel workbooks ({kinds})", kinds="*.xlsx")
        ask_new_file(self._page, tr("Where to write the remarks"), kinds, name, self.write_report)

    def write_report(self, path: Path) -> None:
        """Write the person's own sheet with the reason at each refused cell."""
        draft = self._page.draft
        if draft is None or draft.plan is None:
            return
        sheet, refused, own = draft.sheet, draft.plan.refused, draft.path

        def write(_: object) -> None:
            from app.spreadsheets.report import write_report  # with its workbook library: slow to load

            if own is not None:
                check_copy(path, own)
            write_report(sheet, refused, path, own)

        self._context.do(write, done=tr("{file} is written: every refused cell has its remark.", file=path.name))

    @Slot()
    def show_result(self) -> None:
        """Go to the cohort, or to the register."""
        cohort = self._outcome.cohort
        self._page.begin()
        self._context.show_page(*(("cohorts", cohort) if cohort else ("learners", "")))

    @Slot()
    def look_back(self) -> None:
        """Show what taking the import back would change."""
        if self._outcome.act is not None:
            ask_to_take_back(self._page, self._context, self._outcome.act, tr("Take the import back"))

    @Slot()
    def take_back(self) -> None:
        """Take the import back."""
        if self._outcome.act is not None:
            self._context.take_back(self._outcome.act)

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        """Whatever was written may have taken the import back: the foot of the window offers that too."""
        act = self._outcome.act
        if act is not None and self._page.steps.currentWidget() is self._page.done:
            self._context.read(history.is_undone, act, then=self._on_standing, key="import.undone")

    @Slot(object)
    def _on_standing(self, undone: bool) -> None:
        if undone and self._page.steps.currentWidget() is self._page.done:
            self._page.done.show_taken_back()
