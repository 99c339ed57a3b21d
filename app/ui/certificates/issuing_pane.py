# SPDX-License-Identifier: Apache-2.0
"""Issuing: who of a cohort has earned the document, what is missing for the others, how the page will look."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.records.queries import cohorts, standards
from app.records.queries.cohorts import CohortRow
from app.records.queries.standards import QualificationRow
from app.services.certificates import Issue, IssueWish, WaitingRow, issue, preview, waiting
from app.translation import tr, trn
from app.ui.background.change_bus import Changes
from app.ui.background.task import Control, Ears
from app.ui.certificates.issue_choices import EACH, MERGED, IssueChoices
from app.ui.certificates.issued import IssuedCard
from app.ui.certificates.pdf_pages import PageView, first_page
from app.ui.certificates.waiting_list import reason, waiting_list
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.file_dialogs import ask_folder
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import card
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.row_source import Order
from app.ui.widgets.texts import label
from app.ui.widgets.work_progress import WorkProgress

_TOUCHING: Final = frozenset(
    {"cohort", "member", "enrolment", "judgement", "signoff", "mark", "certificate", "learner"}
)


class IssuingPane(QWidget):
    """One cohort and one qualification: the list, the preview, the button."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: dict[bytes, WaitingRow] = {}
        self._shown: bytes | None = None
        self._stale = True
        self.choices = IssueChoices()
        self.ready, self.given, self.attention = Pill("", "met"), Pill("", "accent"), Pill("", "not_yet")
        self.progress = WorkProgress()
        self.issued = IssuedCard(context)
        self.table = DataTable(tr("Learners of the cohort"), waiting_list({}), Order("name"), key="issuing")
        self.view = PageView(tr("Preview"))
        self.why = label("", wrap=True)
        self._bodies = QStackedWidget()
        self._arrange()
        self.choices.chosen.connect(self._on_chosen)
        self.choices.issue_wanted.connect(self._on_issue)
        self.table.picked.connect(self._on_picked)
        self.table.selectionModel().selectionChanged.connect(self._show_button)
        context.bus.changed.connect(self._on_changed)

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
            self._context.read(cohorts.cohorts, then=self._on_cohorts, key="issuing.cohorts")

    @Slot()
    def refresh(self) -> None:
        """Ask again who has earned what."""
        work, code, wanted = self._context.centre.work, self.code, self.choices.qualification_code
        if not code or not wanted:
            self._on_waiting(())
            return
        ears = Ears(self._on_waiting, self._on_refused, owner=self)
        self._context.runner.read(lambda: waiting(work, code, wanted), ears, key="issuing.waiting")

    @Slot(object)
    def _on_qualifications(self, rows: Sequence[QualificationRow]) -> None:
        self.choices.show_qualifications(rows)

    @Slot(object)
    def _on_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self._bodies.setCurrentIndex(0 if rows else 1)
        self.choices.show_cohorts(rows)

    @Slot()
    def _on_chosen(self) -> None:
        self._shown = None
        self.refresh()

    @Slot(object)
    def _on_waiting(self, rows: Sequence[WaitingRow]) -> None:
        self._rows = {row.learner: row for row in rows}
        self.table.show_source(waiting_list(self._rows), self.table.rows.order)
        ready, given = sum(row.eligible for row in rows), sum(bool(row.number) for row in rows)
        left = len(rows) - ready - given
        self.ready.show_state(tr("{n} ready", n=ready), "met" if ready else "neutral")
        self.given.show_state(tr("{n} issued already", n=given), "accent")
        self.given.setVisible(given > 0)
        self.attention.show_state(trn("{n} needs attention", "{n} need attention", left), "not_yet")
        self.attention.setVisible(left > 0)
        if rows:
            self.table.selectRow(self._row_shown())
        else:
            self.why.setText("")
            self.view.show_picture(None, tr("Nobody is in this cohort yet."))
        self._show_button()

    def _row_shown(self) -> int:
        """The row of the learner who was shown before the list was read again; the first where there is none."""
        rows = (self.table.rows.row(n) for n in range(self.table.rows.rowCount()))
        return next((n for n, row in enumerate(rows) if row is not None and row.id == self._shown), 0)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._on_waiting(())
        self.view.show_picture(None, str(refusal))

    @Slot(bytes)
    def _on_picked(self, learner: bytes) -> None:
        row = self._rows.get(bytes(learner))
        if row is None:
            return
        self.why.setText(f"{row.name}: {reason(row)}")
        if row.learner == self._shown:
            return
        self._shown = row.learner
        self.view.show_picture(None, tr("Drawing the page..."))
        wanted = self.choices.qualification_code
        job = partial(first_page, partial(preview, self._context.centre, row.learner, wanted))
        self._context.runner.read(job, Ears(self._on_page, self._on_no_page, owner=self), key="issuing.preview")

    @Slot(object)
    def _on_page(self, page: QImage) -> None:
        self.view.show_picture(page)

    @Slot(object)
    def _on_no_page(self, refusal: Refused) -> None:
        self.view.show_picture(None, str(refusal))

    def chosen(self) -> list[bytes]:
        """Whose documents the button issues: two or more selected ones, otherwise all that are ready."""
        selected = [learner for learner in self.table.selected_ids() if learner in self._rows]
        wanted = selected if len(selected) > 1 else list(self._rows)
        return [learner for learner in wanted if self._rows[learner].eligible]

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
        code, files = self.code, self.choices.kind_of_files
        merged = folder / tr("certificates {cohort}.pdf", cohort=code.replace("/", "-")) if files != EACH else None

        out = folder if files != MERGED else None
        wish = IssueWish(code, self.choices.qualification_code, learners, out, merged)
        centre = self._context.centre

        def carry_out(control: Control) -> Issue:
            return issue(centre, wish, control.progress)

        self.choices.button.setEnabled(False)
        self.issued.expect(folder, merged)
        task = self._context.do(carry_out, self.issued.show_issue, refused=self._on_not_issued)
        self.progress.watch(task, tr("Issuing certificates..."))

    @Slot(object)
    def _on_not_issued(self, refusal: Refused) -> None:
        self._context.say(str(refusal))
        self._show_button()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.tables & (_TOUCHING | {"qualification"}):
            return
        if not self.isVisible() or changes.tables & {"cohort", "qualification"}:
            self._stale = True
        if self.isVisible():
            self.refresh()

    def _arrange(self) -> None:
        counts = QHBoxLayout()
        counts.setSpacing(GAP_SMALL)
        counts.addWidget(self.ready)
        counts.addWidget(self.given)
        counts.addWidget(self.attention)
        counts.addWidget(ElidedLabel(tr("Numbers are given when you issue."), "muted"))
        counts.addStretch(1)
        counts.addWidget(self.choices.button)
        frame, side = card()
        side.addWidget(self.view, 1)
        side.addWidget(self.why)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.table, 3)
        line.addWidget(frame, 2)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.choices)
        column.addLayout(counts)
        column.addWidget(self.progress)
        column.addWidget(self.issued)
        column.addLayout(line, 1)
        sentence = tr("There is no cohort yet. Certificates are issued to the learners of a cohort.")
        self._bodies.addWidget(body)
        self._bodies.addWidget(
            EmptyState(sentence, Choice(tr("Open a cohort"), self._on_cohorts_wanted), drawing=Icon.AWARD)
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.addWidget(self._bodies)

    def _on_cohorts_wanted(self) -> None:
        self._context.show_page("cohorts")
