# SPDX-License-Identifier: Apache-2.0
"""After an import: what was done, where to go from here, and the way back."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.translation import tr, trn
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import card, centred
from app.ui.widgets.texts import announce, label

_WIDTH, _SIDE = 600, 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: its act (None when the rows said nothing new), its numbers, its cohort."""

    act: bytes | None
    new: int
    changed: int
    out: int
    cohort: str = ""


def sentence(done: Outcome) -> str:
    """The numbers in words."""
    said = []
    if done.new:
        said.append(trn("{n} learner is new.", "{n} learners are new.", done.new))
    if done.changed:
        said.append(trn("{n} learner was changed.", "{n} learners were changed.", done.changed))
    if said and done.cohort:
        said.append(tr("They are in cohort {cohort}.", cohort=done.cohort))
    elif not said:
        said.append(tr("No learner was new or changed."))
        said += [tr("Everybody who was ticked is in cohort {cohort}.", cohort=done.cohort)] if done.cohort else []
    if done.out:
        said.append(trn("{n} row stayed out.", "{n} rows stayed out.", done.out))
    return " ".join(said)


class DoneStep(QWidget):
    """``cohort_wanted``, ``back_wanted`` and ``file_wanted`` are wishes."""

    cohort_wanted = Signal()
    back_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = Outcome(None, 0, 0, 0)
        self.title = label("", "title", wrap=True)
        self.words = label("", wrap=True)
        self.cohort = button(tr("&Open the cohort"), self.cohort_wanted.emit, kind="primary")
        self.learners = button(tr("&Show the learners"), self.cohort_wanted.emit, kind="primary")
        self.back = button(tr("&Take it back..."), self.back_wanted.emit, drawing=Icon.UNDO_2)
        self.other = button(tr("Import another &file..."), self.file_wanted.emit)
        self._picture = QLabel()
        self._arrange()

    def show_outcome(self, outcome: Outcome, name: str) -> None:
        """Say what was done with the file of this name."""
        self.outcome = outcome
        self._draw(Icon.CIRCLE_CHECK, "met")
        self.title.setText(tr("{file} is imported", file=name))
        self.words.setText(sentence(outcome))
        self.cohort.setVisible(bool(outcome.cohort))
        self.learners.setVisible(not outcome.cohort)
        self.back.setVisible(outcome.act is not None)
        announce(self, f"{self.title.text()}. {self.words.text()}")
        (self.cohort if outcome.cohort else self.learners).setFocus()

    def show_taken_back(self) -> None:
        """It is as if it had not been imported."""
        self._draw(Icon.UNDO_2, "muted")
        self.title.setText(tr("The import was taken back"))
        self.words.setText(tr("The records are as they were before it."))
        self.back.hide()
        announce(self, self.title.text())

    def _draw(self, name: Icon, colour: str) -> None:
        side = look().px(_SIDE)
        self._picture.setPixmap(icon(name, colour).pixmap(side, side))

    def _arrange(self) -> None:
        frame, column = card()
        frame.setFixedWidth(look().px(_WIDTH))
        for line in (self._picture, self.title, self.words):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        ways = QHBoxLayout()
        ways.setSpacing(GAP)
        ways.addStretch(1)
        for each in (self.cohort, self.learners, self.back, self.other):
            ways.addWidget(each)
        ways.addStretch(1)
        rows = QVBoxLayout()
        rows.addSpacing(GAP)
        rows.addLayout(ways)
        column.addLayout(rows)
        self.setLayout(centred(frame))
