# SPDX-License-Identifier: Apache-2.0
"""The page of an import, from a file to what was done with it; one step is shown at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Command, Role, allowed
from app.records.queries import cohorts as register
from app.services.cohort_import import plan_import
from app.services.import_plan import Choices, ImportPlan
from app.services.known_names import KnownNames
from app.services.mappings import keep_mapping
from app.spreadsheets.cohort_layout import Layout
from app.spreadsheets.cohort_mapping import mapping_of
from app.translation import later, tr
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.importing.columns_step import ColumnsStep
from app.ui.importing.done_step import DoneStep, Outcome
from app.ui.importing.draft import Draft
from app.ui.importing.latest import Latest
from app.ui.importing.password import PasswordStep
from app.ui.importing.plan_step import PlanStep
from app.ui.importing.reading import TABLES, Reading
from app.ui.importing.source_strip import SourceStrip
from app.ui.importing.start import StartStep
from app.ui.importing.waiting import WaitingStep
from app.ui.importing.writing import Writing
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.record_header import RecordHeader

T = TypeVar("T")
INTO: Final = "into"
"""A place: ``into``, or ``into CODE`` for a cohort."""


class ImportPage(QWidget):
    """Everything that is decided lives in ``draft``; a draft stays while the person looks at other pages."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known = KnownNames()
        self._latest = Latest(context, self)
        kept = self.draft
        self.header = RecordHeader(tr("Back without importing"), self.leave)
        self.strip = SourceStrip()
        self.start, self.waiting, self.password = StartStep(), WaitingStep(), PasswordStep()
        self.columns = ColumnsStep(context)
        self.plan = PlanStep(allowed(context.centre.work.roles, Command.ENROL))
        self.done = DoneStep()
        self.reading, self.writing = Reading(context, self), Writing(context, self)
        self.steps = QStackedWidget()
        self._arrange()
        self._listen()
        self.begin()
        if kept is not None:
            self.go_on(kept)

    @property
    def draft(self) -> Draft | None:
        """What is being brought in; it outlives the page when the window is made anew."""
        kept = self._context.kept.get(PAGE.key)
        return kept if isinstance(kept, Draft) else None

    @draft.setter
    def draft(self, draft: Draft | None) -> None:
        self._context.kept[PAGE.key] = draft

    def place(self) -> str:
        """Where learners would go."""
        return f"{INTO} {self.plan.destination.into.cohort}".strip()

    def go_to(self, place: str) -> None:
        """Import into this cohort; what is under way goes on."""
        self._context.read(register.cohorts, then=self.plan.destination.show_cohorts, key="import.cohorts")
        self.plan.destination.choose(place.partition(" ")[2])
        if self.steps.currentWidget() is self.done:
            self.begin()
        here = self.steps.currentWidget()
        if here is not None:
            here.setFocus()

    def take_file(self, path: Path, more: int = 0) -> None:
        """Read this file; ``more`` others were dropped with it. What is being written is waited for."""
        if self.writing.busy:
            self._context.say(tr("The file before is still being imported. Please wait a moment."))
            return
        if more:
            self._context.say(tr("One file is imported at a time: {file} is read.", file=path.name))
        self.reading.take(path)

    @Slot()
    def begin(self) -> None:
        """No file yet."""
        self._latest.stop()
        self.draft = None
        self.start.say("")
        self._context.read(register.cohorts, then=self.plan.destination.show_cohorts, key="import.cohorts")
        self.show_step(self.start)

    @Slot()
    def leave(self) -> None:
        """Give this import up and go back to the cohort, or to all cohorts."""
        cohort = self.plan.destination.into.cohort
        self.begin()
        self._context.show_page("cohorts", cohort)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what would be done."""
        assert self.draft is not None
        self.draft = replace(self.draft, plan=plan, planned=self.draft.choices)
        self.plan.show_plan(plan)
        self._read_inside()
        self.show_step(self.plan)

    @Slot()
    def _read_inside(self) -> None:
        """Find out who is in the chosen cohort already, for the button to say what it does."""
        cohort = self.plan.destination.into.cohort
        if cohort:
            self._context.read(register.inside, cohort, then=self.plan.show_inside, key="import.inside")
        else:
            self.plan.show_inside(register.Inside())

    def plan_again(self) -> None:
        """Find out what the choices come to, beside the person's work; only the latest answer counts."""
        assert self.draft is not None
        undo = partial(self._on_plan_stopped, self.draft.choices)
        self.plan.wait_for(self._latest.begin(self._planning(), self._on_planned, self._on_no_plan, undo))

    def _on_plan_stopped(self, choices: Choices) -> None:
        """The person did not want to wait for what they last decided: it is as it was before."""
        draft = self.draft
        if draft is not None and draft.plan is not None and draft.choices is choices:
            self.draft = replace(draft, choices=draft.planned)
            self.plan.choices = draft.planned
            self.show_plan(draft.plan)

    def show_done(self, outcome: Outcome) -> None:
        """Say what was done."""
        assert self.draft is not None
        self.done.show_outcome(outcome, self.draft.name)
        self.draft = None
        self.show_step(self.done)

    def go_on(self, draft: Draft) -> None:
        """To the plan where the columns are known, else to the columns."""
        self.draft = draft
        self.plan.begin(draft)
        if draft.source.layout.known:
            self._first_plan()
        else:
            self.show_columns()

    @Slot()
    def show_columns(self) -> None:
        """Ask what the columns are."""
        if self.draft is not None:
            self._latest.stop()
            self.columns.show_draft(self.draft)
            self.show_step(self.columns)

    @Slot(object, bool)
    def _on_confirmed(self, layout: Layout, remember: bool) -> None:
        assert self.draft is not None
        draft = self.draft
        if remember and draft.path is not None:
            mapping = mapping_of(draft.path.stem, draft.sheet, layout)
            folder = self._context.centre.folder
            self._context.do(lambda _: keep_mapping(folder, mapping))
        same = {one.index: one.field for one in draft.source.layout.columns}
        kept = draft.choices if same == {one.index: one.field for one in layout.columns} else Choices()
        self.draft = replace(draft, source=replace(draft.source, layout=layout), confirmed=True, choices=kept)
        self.plan.begin(self.draft)
        self._first_plan()

    def _planning(self) -> Callable[[Control], tuple[Choices, ImportPlan]]:
        assert self.draft is not None
        work, source, choices, known = self._context.centre.work, self.draft.source, self.draft.choices, self._known
        return lambda control: (choices, plan_import(work, source, choices, known, control.progress))

    def _first_plan(self) -> None:
        self.wait(self._planning(), self._on_planned, tr("Looking who is known already..."), self._on_no_plan)

    @Slot(object)
    def _on_planned(self, found: tuple[Choices, ImportPlan]) -> None:
        choices, plan = found
        if self.draft is not None and choices is self.draft.choices:
            self.show_plan(plan)

    @Slot(object)
    def _on_no_plan(self, refusal: Refused) -> None:
        if self.draft is not None and refusal.code in ("no-learners", "which-dates") and self.draft.confirmed:
            self.show_columns()
            self.columns.say(str(refusal))
        else:
            self.draft = None
            self.fall_back(str(refusal))

    @Slot(object)
    def _on_chosen(self, choices: Choices) -> None:
        assert self.draft is not None
        self.draft = replace(self.draft, choices=choices)
        self.plan_again()

    def wait(
        self,
        job: Callable[[Control], T],
        then: Callable[[T], object],
        what: str,
        refused: Callable[[Refused], object] | None = None,
    ) -> None:
        """Show how far this is, from its beginning."""
        self.waiting.watch(self._latest.begin(job, then, refused or self._on_no_plan, self._on_stopped), what)
        self.show_step(self.waiting)

    @Slot()
    def _on_stopped(self) -> None:
        """The person pressed Cancel while something was read."""
        self.fall_back("")

    def fall_back(self, trouble: str) -> None:
        """Back to what was shown before something was read in vain: the plan, the columns, or the beginning."""
        if self.draft is not None and self.draft.plan is not None:
            self.show_step(self.plan)
            self.plan.say(trouble)
        elif self.draft is not None and self.draft.confirmed:
            self.show_columns()
            self.columns.say(trouble)
        else:
            self.begin()
            self.start.say(trouble)

    def show_step(self, step: QWidget) -> None:
        """Show this step, with the title and the buttons that belong to it."""
        draft = self.draft
        reading = step in (self.columns, self.plan)
        self.columns.go.setVisible(step is self.columns)
        self.plan.go.setVisible(step is self.plan)
        self.strip.setVisible(reading and draft is not None)
        if draft is not None:
            self.header.show_record(tr("Import {file}", file=draft.name))
            if reading:
                self.strip.show_draft(draft, at_columns=step is self.columns)
        elif step in (self.start, self.done):
            self.header.show_record(tr("Import learners"))
        self.steps.setCurrentWidget(step)
        if step in (self.columns, self.waiting):
            step.setFocus()

    def _listen(self) -> None:
        self.start.file_wanted.connect(self.reading.choose)
        self.start.paste_wanted.connect(self.reading.paste)
        self.password.given.connect(self.reading.unlock)
        self.password.left.connect(self.reading.choose)
        self.strip.sheet_chosen.connect(self.reading.take_sheet)
        self.strip.form_chosen.connect(self.reading.take_form)
        self.strip.columns_wanted.connect(self.show_columns)
        self.strip.file_wanted.connect(self.reading.choose)
        self.strip.again_wanted.connect(self.reading.again)
        self.columns.confirmed.connect(self._on_confirmed)
        self.plan.chosen.connect(self._on_chosen)
        self.plan.destination.changed.connect(self._read_inside)
        self.plan.import_wanted.connect(self.writing.write)
        self.plan.report_wanted.connect(self.writing.ask_report)
        self.done.cohort_wanted.connect(self.writing.show_result)
        self.done.back_wanted.connect(self.writing.look_back)
        self.done.file_wanted.connect(self.reading.choose)

    def _arrange(self) -> None:
        self.header.add(self.columns.go, self.plan.go)
        for step in (self.start, self.waiting, self.password, self.columns, self.plan, self.done):
            self.steps.addWidget(step)
        column = page_layout(self)
        column.setSpacing(GAP)
        column.addWidget(self.header)
        column.addWidget(self.strip)
        column.addWidget(self.steps, 1)


_ROLES: Final = frozenset(role.value for role in Role if allowed(frozenset({role}), Command.IMPORT_COHORT))
PAGE: Final = Page("import", later("Import learners"), Icon.UPLOAD, ImportPage, _ROLES, in_rail=False, takes=TABLES)
