# SPDX-License-Identifier: Apache-2.0
"""Issuing: who of a cohort is ready, what the others need and where it is put right, how the page will look."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.records.queries import cohorts, standards
from app.records.queries.cohorts import CohortRow
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.certificates import Issue, issue, preview
from app.services.preflight import ATTENTION, ISSUED, READY, Place, Readiness, overdue, preflight
from app.translation import tr
from app.ui.background.change_bus import Changes
from app.ui.background.task import Control, Ears
from app.ui.certificates.claim_ways import ClaimWays
from app.ui.certificates.drawn_page import DrawnPage
from app.ui.certificates.issue_choices import IssueChoices
from app.ui.certificates.issued import IssuedCard
from app.ui.certificates.jumping import show_place
from app.ui.certificates.needs_box import NeedsBox
from app.ui.certificates.readiness_counts import ReadinessCounts
from app.ui.certificates.readiness_list import readiness_list, what_to_tell
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.file_dialogs import ask_folder
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.row_source import Order
from app.ui.widgets.work_progress import WorkProgress

_TOUCHING: Final = frozenset(
    {
        "cohort", "member", "enrolment", "judgement", "signoff", "mark", "certificate", "learner", "register",
        "policy", "signatory", "template", "claim", "ruling", "brought_result", "brought_certificate",
    }
)  # fmt: skip
_CHOICES: Final = frozenset({"cohort", "qualification", "unit"})
_NEEDS_HEIGHT: Final = 170


class IssuingPane(QWidget):
    """One cohort and one type of document: the list, the preview, what is needed, the button."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: dict[bytes, Readiness] = {}
        self._late: frozenset[bytes] = frozenset()
        self._shown: bytes | None = None
        self._stale = True
        self.choices = IssueChoices()
        self.only = QCheckBox(tr("&Only what needs attention"))
        self.counts = ReadinessCounts(self.only)
        self.claims = ClaimWays(context)
        self.progress = WorkProgress()
        self.issued = IssuedCard(context)
        self.table = DataTable(tr("Learners of the cohort"), readiness_list({}, ()), Order("name"), key="issuing")
        self.view = DrawnPage(context, tr("Preview"), "issuing.preview")
        self.needs = NeedsBox()
        self._bodies = QStackedWidget()
        self._arrange()
        self._listen()

    @property
    def code(self) -> str:
        """The code of the cohort that is shown."""
        return self.choices.cohort_code

    def go_to(self, cohort: str) -> None:
        """Show this cohort."""
        self.choices.choose_cohort(cohort)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, and what changed since."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._context.read(standards.qualifications, then=self._on_qualifications, key="issuing.qualifications")
            self._context.read(standards.units, then=self._on_units, key="issuing.units")
            self._context.read(cohorts.cohorts, then=self._on_cohorts, key="issuing.cohorts")

    @Slot()
    def refresh(self) -> None:
        """Ask again who is ready."""
        centre, wish = self._context.centre, self.choices.wish
        if not self.choices.complete:
            self._on_readiness(())
            return
        self.claims.show_wish(wish)
        ears = Ears(self._on_readiness, self._on_refused, owner=self)
        self._context.runner.read(lambda: preflight(centre, wish), ears, key="issuing.preflight")

    @Slot(object)
    def _on_qualifications(self, rows: Sequence[QualificationRow]) -> None:
        self.choices.show_qualifications(rows)

    @Slot(object)
    def _on_units(self, rows: Sequence[UnitRow]) -> None:
        self.choices.show_units(rows)

    @Slot(object)
    def _on_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self._bodies.setCurrentIndex(0 if rows else 1)
        self.choices.show_cohorts(rows)

    @Slot()
    def _on_chosen(self) -> None:
        self._shown = None
        self.refresh()

    @Slot(object)
    def _on_readiness(self, rows: Sequence[Readiness]) -> None:
        self._rows = {row.learner: row for row in rows}
        self._late = frozenset(row.learner for row in overdue(self._context.centre.work, tuple(rows)))
        self.counts.show_rows(rows, self._late)
        self._show_rows()
        if not rows:
            self.needs.show_needs("", ())
            self.view.show_picture(None, tr("Nobody is in this cohort yet."))

    @Slot()
    def _show_rows(self) -> None:
        """Those that are asked for; the learner who was shown before stays the current one."""
        kept = {key: row for key, row in self._rows.items() if not self.only.isChecked() or row.state == ATTENTION}
        self.table.show_source(readiness_list(kept, self._late), self.table.rows.order)
        if kept:
            self.table.selectRow(self._row_shown())
        self._show_button()

    def _row_shown(self) -> int:
        rows = (self.table.rows.row(n) for n in range(self.table.rows.rowCount()))
        return next((n for n, row in enumerate(rows) if row is not None and row.id == self._shown), 0)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._on_readiness(())
        self.view.show_picture(None, str(refusal))

    @Slot(bytes)
    def _on_picked(self, learner: bytes) -> None:
        row = self._rows.get(bytes(learner))
        if row is None:
            return
        self.needs.show_needs(row.name, what_to_tell(row))
        if row.learner == self._shown:
            return
        self._shown = row.learner
        wish, centre = self.choices.wish, self._context.centre
        self.view.draw(partial(preview, centre, row.learner, wish.qualification, wish.document, wish.unit))

    @Slot(bytes)
    def _on_opened(self, learner: bytes) -> None:
        """Enter leads to the first thing to attend to."""
        row = self._rows.get(bytes(learner))
        place = (
            next((need.place for need in what_to_tell(row) if need.blocks or row.state == ISSUED), None)
            if row
            else None
        )
        if place is not None:
            self.jump(place)

    @Slot(object)
    def jump(self, place: Place) -> None:
        """Go where this is put right."""
        if place.kind == "claim":
            self.claims.setFocus()
        else:
            show_place(self._context, place, self.code, self._shown)

    def chosen(self) -> list[bytes]:
        """Whose documents the button issues: two or more selected ones, otherwise all that are ready."""
        selected = [learner for learner in self.table.selected_ids() if learner in self._rows]
        wanted = selected if len(selected) > 1 else list(self._rows)
        return [learner for learner in wanted if self._rows[learner].state == READY]

    @Slot()
    def _show_button(self) -> None:
        self.choices.show_ready(len(self.chosen()))

    @Slot()
    def _on_issue(self) -> None:
        ask_folder(self, tr("Which folder shall the files go to?"), self.issue_to)

    def issue_to(self, folder: Path) -> None:
        """Issue what is chosen and write the files into this folder."""
        learners = self.chosen()
        if not learners:
            return
        centre, wish = self._context.centre, self.choices.issue_wish(learners, folder)

        def carry_out(control: Control) -> Issue:
            return issue(centre, wish, control.progress)

        self.choices.button.setEnabled(False)
        self.issued.expect(folder, wish.merged)
        task = self._context.do(carry_out, self.issued.show_issue, refused=self._on_not_issued)
        self.progress.watch(task, tr("Issuing certificates..."))

    @Slot(object)
    def _on_not_issued(self, refusal: Refused) -> None:
        self._context.say(str(refusal))
        self._show_button()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.tables & (_TOUCHING | _CHOICES):
            return
        if not self.isVisible() or changes.tables & _CHOICES:
            self._stale = True
        if self.isVisible():
            self.refresh()

    def _listen(self) -> None:
        self.choices.chosen.connect(self._on_chosen)
        self.choices.issue_wanted.connect(self._on_issue)
        self.only.toggled.connect(self._show_rows)
        self.table.picked.connect(self._on_picked)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(self._show_button)
        self.needs.place_wanted.connect(self.jump)
        self._context.bus.changed.connect(self._on_changed)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP_SMALL)
        top.addWidget(self.counts, 1)
        top.addWidget(self.choices.files)
        top.addWidget(self.choices.button)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.table, 3)
        line.addWidget(self._side(), 2)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.choices)
        column.addLayout(top)
        for part in (self.claims, self.progress, self.issued):
            column.addWidget(part)
        column.addLayout(line, 1)
        sentence = tr("There is no cohort yet. Certificates are issued to the learners of a cohort.")
        to_cohorts = Choice(tr("Open a cohort"), partial(self._context.show_page, "cohorts"))
        self._bodies.addWidget(body)
        self._bodies.addWidget(EmptyState(sentence, to_cohorts, drawing=Icon.AWARD))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.addWidget(self._bodies)

    def _side(self) -> QWidget:
        frame, side = card()
        needs = scrolled(self.needs)
        needs.setMinimumHeight(look().px(_NEEDS_HEIGHT))
        needs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keyboard can scroll it
        needs.setAccessibleName(tr("What is needed"))
        side.addWidget(self.view, 3)
        side.addWidget(needs, 2)
        return frame
