# SPDX-License-Identifier: Apache-2.0
"""Issuing: who of a cohort is ready, what the others need and where it is put right, how the page will look."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Role
from app.records.queries import cohorts, standards
from app.records.queries.cohorts import CohortRow
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.certificates import Issue, IssueWish, issue, preview
from app.services.preflight import ATTENTION, ISSUED, READY, Need, Place, Readiness, overdue, preflight
from app.translation import tr, trn
from app.ui.background.change_bus import Changes
from app.ui.background.task import Control, Ears
from app.ui.certificates.claim_ways import ClaimWays
from app.ui.certificates.issue_choices import EACH, MERGED, IssueChoices
from app.ui.certificates.issued import IssuedCard
from app.ui.certificates.needs_box import NeedsBox
from app.ui.certificates.readiness_list import readiness_list, reason
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.file_dialogs import ask_folder
from app.ui.widgets.flow import Flow
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.pdf_pages import PageView, first_page
from app.ui.widgets.pill import Pill
from app.ui.widgets.row_source import Order
from app.ui.widgets.work_progress import WorkProgress

_TOUCHING: Final = frozenset(
    {
        "cohort", "member", "enrolment", "judgement", "signoff", "mark", "certificate", "learner", "register",
        "policy", "signatory", "template", "claim", "ruling", "brought_result", "brought_certificate",
    }
)  # fmt: skip
_CHOICES: Final = frozenset({"cohort", "qualification", "unit"})
_PAGES: Final = {"question": "conflicts", "person": "people"}
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
        self.ready, self.given, self.attention = Pill("", "met"), Pill("", "accent"), Pill("", "not_yet")
        self.late = Pill("", "warn")
        self.only = QCheckBox(tr("&Only what needs attention"))
        self.claims = ClaimWays(context)
        self.progress = WorkProgress()
        self.issued = IssuedCard(context)
        self.table = DataTable(tr("Learners of the cohort"), readiness_list({}, ()), Order("name"), key="issuing")
        self.view = PageView(tr("Preview"))
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
        self._count(rows)
        self._show_rows()
        if not rows:
            self.needs.show_needs("", ())
            self.view.show_picture(None, tr("Nobody is in this cohort yet."))

    def _count(self, rows: Sequence[Readiness]) -> None:
        states = [row.state for row in rows]
        ready, given, left = (states.count(state) for state in (READY, ISSUED, ATTENTION))
        self.ready.show_state(tr("{n} ready", n=ready), "met" if ready else "neutral")
        self.given.show_state(tr("{n} issued already", n=given), "accent")
        self.attention.show_state(trn("{n} needs attention", "{n} need attention", left), "not_yet")
        self.late.show_state(tr("{n} overdue", n=len(self._late)), "warn")
        for pill, n in ((self.given, given), (self.attention, left), (self.late, len(self._late))):
            pill.setVisible(n > 0)

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
        self.needs.show_needs(row.name, _told(row))
        if row.learner == self._shown:
            return
        self._shown = row.learner
        self.view.show_picture(None, tr("Drawing the page..."))
        wish, centre = self.choices.wish, self._context.centre
        draw = partial(preview, centre, row.learner, wish.qualification, wish.document, wish.unit)
        ears = Ears(self._on_page, self._on_no_page, owner=self)
        self._context.runner.read(partial(first_page, draw), ears, key="issuing.preview")

    @Slot(object)
    def _on_page(self, page: QImage) -> None:
        self.view.show_picture(page)

    @Slot(object)
    def _on_no_page(self, refusal: Refused) -> None:
        self.view.show_picture(None, str(refusal))

    @Slot(bytes)
    def _on_opened(self, learner: bytes) -> None:
        """Enter leads to the first thing to attend to."""
        row = self._rows.get(bytes(learner))
        place = next((need.place for need in _told(row) if need.blocks or row.state == ISSUED), None) if row else None
        if place is not None:
            self.jump(place)

    @Slot(object)
    def jump(self, place: Place) -> None:
        """Go where this is put right."""
        learner = self._shown.hex() if self._shown else ""
        if place.kind == "claim":
            self.claims.setFocus()
        elif place.kind == "learner":
            self._context.show_page("learners", f"{learner} {place.key}".strip())
        elif place.kind == "unit" and Role.ASSESSOR in self._context.centre.work.roles:
            self._context.show_page("assess", f"{self.code} {place.key}\n{learner}")
        elif place.kind == "unit":
            self._context.show_page("cohorts", self.code)
        elif place.kind == "register":
            self._context.show_page("certificates", f"register {place.key}")
        elif place.kind in _PAGES:
            self._context.show_page(_PAGES[place.kind])
        else:
            self._context.show_page("certificates", f"rules {place.key}".strip())

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
        about, files, centre = self.choices.wish, self.choices.kind_of_files, self._context.centre
        name = tr("certificates {cohort}.pdf", cohort=about.cohort.replace("/", "-"))
        merged = folder / name if files != EACH else None
        out = folder if files != MERGED else None
        wish = IssueWish(about.cohort, about.qualification, learners, out, merged, about.document, about.unit)

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
        counts = QHBoxLayout()
        counts.setSpacing(GAP_SMALL)
        told = Flow(self.ready, self.attention, self.late, self.given, self.only, gap=GAP_SMALL)
        counts.addWidget(told, 1)
        counts.addWidget(self.choices.files)
        counts.addWidget(self.choices.button)
        frame, side = card()
        needs = scrolled(self.needs)
        needs.setMinimumHeight(look().px(_NEEDS_HEIGHT))
        needs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keyboard can scroll it
        needs.setAccessibleName(tr("What is needed"))
        side.addWidget(self.view, 3)
        side.addWidget(needs, 2)
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


def _told(row: Readiness) -> tuple[Need, ...]:
    """What to attend to first, before what only is to be known; and where what was issued stands."""
    if row.state == ISSUED:
        return (Need(ISSUED, reason(row), Place("register", row.number), blocks=False),)
    needs = tuple(sorted(row.needs, key=lambda need: not need.blocks))
    ready = Need(READY, tr("Ready. The number is given when you issue."), Place(""), blocks=False)
    return needs if row.state == ATTENTION else (ready, *needs)
