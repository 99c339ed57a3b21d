# SPDX-License-Identifier: Apache-2.0
"""What was done with a learner's record, the newest first, and the way back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records.queries.history import ActRow
from app.services.undo import may_try
from app.translation import tr
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.moments import moment_words
from app.ui.widgets.page_body import card
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import label
from app.ui.widgets.ticks import Tick

SHOWN: Final = 6
KINDS: Final = ("learner.added", "learner.set", "learner.merged", "member.added", "member.removed", "enrolment.made")
"""What was done with the record itself; marks and signatures stand in the practicals."""


class HistorySide(QWidget):
    """``back_wanted`` carries the command that shall be taken back, and what it had done in words."""

    back_wanted = Signal(bytes, str)

    def __init__(self, may_undo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_undo = may_undo
        frame, column = card()
        column.addWidget(label(tr("What was done"), "heading"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP)
        column.addLayout(self._rows)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_acts(self, acts: Sequence[ActRow], now: int, ticks: Mapping[bytes, str]) -> None:
        """Show these, each with how far it has come; ``now`` in milliseconds since 1970."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for act in acts:
            self._rows.addWidget(self._row(act, now, ticks.get(act.act, "")))

    def _row(self, act: ActRow, now: int, tick: str) -> QWidget:
        made = QWidget()
        words = act.words[:1].upper() + act.words[1:]
        when = moment_words(act.at, now)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_SMALL)
        if tick:
            foot.addWidget(Tick(tick))
        foot.addWidget(ElidedLabel(f"{when}, {act.who}" if act.who else when, "caption"), 1)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addWidget(ElidedLabel(words))
        column.addLayout(foot)
        if act.undone:
            foot.addWidget(Pill(tr("taken back"), "neutral"))
        elif self._may_undo and may_try(act.kind):
            back = button(tr("Take back..."), partial(self.back_wanted.emit, act.act, words), kind="quiet")
            back.setAccessibleName(tr("Take back: {what}, {when}", what=words, when=when))
            foot.addWidget(back)
        return made
