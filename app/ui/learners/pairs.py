# SPDX-License-Identifier: Apache-2.0
"""The sides of the page of learners that are about two records of one learner: made when they are first looked at."""

from functools import cached_property
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.rights import Command, allowed
from app.translation import tr
from app.ui.context import Context
from app.ui.learners.learner_card import LearnerCard
from app.ui.learners.merge_view import MergeView
from app.ui.learners.twice_view import TwiceView

MERGE, TWICE = "merge", "twice"
_TWO: Final = 2


class Pairs(QObject):
    """``list_wanted`` and ``card_wanted`` ask for the other sides of the page: the list, or the card as it was left;
    ``learner_wanted`` carries a learner whose card shall be shown."""

    list_wanted = Signal()
    card_wanted = Signal()
    learner_wanted = Signal(bytes)

    def __init__(self, context: Context, sides: QStackedWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._sides = context, sides
        self._before: QWidget | None = None
        self.allowed = allowed(context.centre.work.roles, Command.MERGE_LEARNERS)

    @cached_property
    def merging(self) -> MergeView:
        """Two records side by side."""
        view = MergeView(self._context)
        view.left.connect(self._leave)
        view.merged.connect(self._on_merged)
        self._sides.addWidget(view)
        return view

    @cached_property
    def twice(self) -> TwiceView:
        """People who may be written twice."""
        view = TwiceView(self._context)
        view.left.connect(self.list_wanted)
        view.pair_wanted.connect(self.show_merge)
        self._sides.addWidget(view)
        return view

    def place(self) -> str:
        """``merge`` and two learners, or ``twice``; empty while another side is shown."""
        shown = self._sides.currentWidget()
        if isinstance(shown, MergeView):
            return " ".join((MERGE, *(each.hex() for each in shown.pair)))
        return TWICE if isinstance(shown, TwiceView) else ""

    def go_to(self, place: str) -> bool:
        """Show this place; False for one of another side."""
        if place == TWICE:
            self.show_twice()
            return True
        word, *learners = place.split(" ")
        if word != MERGE or len(learners) != _TWO:
            return False
        try:
            self.show_merge(*map(bytes.fromhex, learners))
        except ValueError:
            return False
        return True

    @Slot(bytes, bytes)
    def show_merge(self, one: bytes, other: bytes) -> None:
        """These two records side by side; one and the same is refused in words."""
        if one == other:
            self._context.say(tr("This is one and the same record. Choose two records of the learner."))
        elif self.allowed:
            shown = self._sides.currentWidget()
            if not isinstance(shown, MergeView):
                self._before = shown
            self._sides.setCurrentWidget(self.merging)
            self.merging.show_pair(bytes(one), bytes(other))

    @Slot()
    def show_twice(self) -> None:
        """People who may be written twice."""
        if self.allowed:
            self._sides.setCurrentWidget(self.twice)
            self.twice.begin()

    @Slot()
    def _leave(self) -> None:
        """Back to where the two were chosen."""
        if isinstance(self._before, TwiceView):
            self.show_twice()
        elif isinstance(self._before, LearnerCard):
            self.card_wanted.emit()
        else:
            self.list_wanted.emit()

    @Slot(bytes, bytes)
    def _on_merged(self, survivor: bytes, gone: bytes) -> None:
        if isinstance(self._before, TwiceView):
            self._before.forget(bytes(gone))
            self.show_twice()
        else:
            self.learner_wanted.emit(bytes(survivor))
