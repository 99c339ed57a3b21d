# SPDX-License-Identifier: Apache-2.0
"""The column beside a learner's details: it reads cohorts and results itself, and keeps another picture."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.domain.learners import LearnerDetails
from app.domain.rights import Command, allowed
from app.records.queries import learners as register
from app.records.queries.brought import BroughtCertificate, BroughtResult, of_learner
from app.records.queries.history import ActRow
from app.records.queries.learners import UnitResult
from app.services.learners import set_learner, set_photo
from app.services.paper_wish import PaperWish
from app.services.ticks import acts_of_learner, ticks_of_units
from app.translation import tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.learners.aside_parts import BeforeSide, CohortSide, PhotoSide, ResultSide
from app.ui.learners.history_side import KINDS, SHOWN, HistorySide
from app.ui.official_papers import PaperQuestion, ask_for_paper
from app.ui.take_back import ask_to_take_back
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file

PICTURES = "*.jpg *.jpeg *.png"
_WIDTH = 340
_TABLES = (
    "learner", "joined", "member", "mark", "enrolment", "judgement", "signoff", "brought_result", "brought_certificate",
)  # fmt: skip


_SENT = {"peer", "carried"}
"""What notes how far records have come."""


class LearnerAside(QScrollArea):
    """Picture, cohorts, units with results, what was done with one learner; hidden for one who is not in the register
    yet. ``same_wanted`` says that another record is of this learner, too."""

    same_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._learner: bytes | None = None
        self._results: Sequence[UnitResult] = ()
        self._ticks: Mapping[bytes, str] = {}
        self._stale = False
        self.asked: PaperQuestion | None = None
        self.photo, self.cohorts, self.results = PhotoSide(), CohortSide(), ResultSide()
        self.before = BeforeSide()
        self.same_button = button(tr("This is the same &person as..."), self.same_wanted.emit, drawing=Icon.USERS)
        self.same_button.setVisible(allowed(context.centre.work.roles, Command.MERGE_LEARNERS))
        self.card_button = button(tr("Learner card..."), self._on_card, drawing=Icon.USER)
        self.card_button.setVisible(allowed(context.centre.work.roles, Command.ISSUE_CERTIFICATE))
        self.history = HistorySide(allowed(context.centre.work.roles, Command.UNDO))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for side in (
            self.photo,
            self.card_button,
            self.same_button,
            self.cohorts,
            self.results,
            self.before,
            self.history,
        ):
            column.addWidget(side)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(look().px(_WIDTH))
        self.photo.choose_wanted.connect(self._on_choose)
        self.photo.remove_wanted.connect(self._on_remove)
        self.history.back_wanted.connect(self._on_back)
        context.bus.changed.connect(self._on_changed)

    def show_learner(self, learner: bytes | None) -> None:
        """Read and show what is known beside the details of this learner."""
        self._learner = learner
        self.setVisible(learner is not None)
        if learner is None:
            self.cohorts.show_cohorts(())
            self.results.show_results((), {})
            self.before.show_before((), ())
            self.history.show_acts((), 0, {})
        else:
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while something else was shown."""
        super().showEvent(event)
        if self._stale and self._learner is not None:
            self._read()

    def show_details(self, details: LearnerDetails, editable: bool) -> None:
        """Show the picture that is among the details."""
        self.photo.show_photo(details.photo, editable)

    @Slot()
    def _on_card(self) -> None:
        """A card for this learner."""
        if self._learner is not None:
            self.asked = ask_for_paper(self._context, self, PaperWish("learner-card", learners=[self._learner]))

    def take_photo(self, path: Path) -> None:
        """Keep this picture as the learner's."""
        if self._learner is not None:
            job = partial(set_photo, self._context.centre.work, self._learner, path)
            self._context.do(lambda _: job(), done=tr("The picture is kept."))

    def _read(self) -> None:
        self._stale = False
        self._context.read(register.cohorts_of, self._learner, then=self._on_cohorts, key="learner.cohorts")
        self._context.read(register.results, self._learner, then=self._on_results, key="learner.results")
        device = self._context.centre.work.records.device
        self._context.read(ticks_of_units, self._learner, device, then=self._on_ticks, key="learner.ticks")
        self._context.read(of_learner, self._learner, then=self._on_before, key="learner.before")

        shown = (self._learner, device, SHOWN, KINDS)
        self._context.read(acts_of_learner, *shown, then=self._on_acts, key="learner.history")

    @Slot(object)
    def _on_acts(self, found: tuple[Sequence[ActRow], Mapping[bytes, str]]) -> None:
        acts, ticks = found
        self.history.show_acts(acts, self._context.centre.machine.wall(), ticks)

    @Slot(bytes, str)
    def _on_back(self, act: bytes, words: str) -> None:
        ask_to_take_back(self, self._context, bytes(act), tr("Take back: {what}?", what=words))

    @Slot(object)
    def _on_cohorts(self, codes: Sequence[str]) -> None:
        self.cohorts.show_cohorts(codes)

    @Slot(object)
    def _on_results(self, results: Sequence[UnitResult]) -> None:
        self._results = results
        self.results.show_results(results, self._ticks)

    @Slot(object)
    def _on_ticks(self, ticks: Mapping[bytes, str]) -> None:
        if ticks != self._ticks:
            self._ticks = ticks
            self.results.show_results(self._results, ticks)

    @Slot(object)
    def _on_before(self, found: tuple[Sequence[BroughtResult], Sequence[BroughtCertificate]]) -> None:
        self.before.show_before(*found)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self._learner is None:
            return
        if changes.tables & _SENT or any(self._learner in changes.touches(table) for table in _TABLES):
            if self.isVisible():
                self._read()
            else:
                self._stale = True

    @Slot()
    def _on_choose(self) -> None:
        ask_file(self, tr("Choose a picture"), tr("Pictures ({kinds})", kinds=PICTURES), self.take_photo)

    @Slot()
    def _on_remove(self) -> None:
        if self._learner is not None:
            job = partial(set_learner, self._context.centre.work, self._learner, {"photo": ""})
            self._context.do(lambda _: job(), done=tr("The picture was removed."))
