# SPDX-License-Identifier: Apache-2.0
"""The parts of the first page."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.services.carried import Safety
from app.translation import tr, trn
from app.ui.home.steps import Started, Step
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.drawing import Drawing
from app.ui.widgets.moments import moment_words
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import label

Go = Callable[[str, str], object]


class ContinueCard(QFrame):
    """The one big button: where to go on."""

    def __init__(self, go: Go, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._go = go
        self._step: Step | None = None
        self._title = label("", "title", wrap=True)
        self._sentence = label("", "muted", wrap=True)
        self.button: QPushButton = button("", self._press, kind="primary", drawing=Icon.CHEVRON_RIGHT)
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
        line.setSpacing(GAP_WIDE)
        line.addLayout(words, 1)
        line.addWidget(self.button)
        self.button.setMinimumSize(look().px(180), look().px(52))
        self.hide()

    def show_step(self, step: Step, word: str) -> None:
        """Lead there; ``word`` stands on the button."""
        self._step = step
        self._title.setText(step.title)
        self._sentence.setText(step.sentence)
        self.button.setText(f" {word}")
        self.button.setAccessibleName(f"{word}: {step.title}")
        self.show()

    def _press(self) -> None:
        if self._step is not None:
            self._go(self._step.page, self._step.place)


class WaitingCard(QWidget):
    """What waits for the person, each with a way there."""

    def __init__(self, go: Go, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._go = go
        self.steps: tuple[Step, ...] = ()
        self._lines = _card_with_lines(self, tr("What waits for me"))
        self.hide()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these."""
        self.show()
        self.steps = tuple(steps)
        clear(self._lines)
        for step in steps:
            self._lines.addWidget(self._line(step))
        if not steps:
            nothing = _drawn(Icon.CIRCLE_CHECK, "met", tr("Nothing waits for you."))
            self._lines.addWidget(nothing)

    def _line(self, step: Step) -> QWidget:
        open_it = button(tr("Open"), lambda: self._go(step.page, step.place))
        open_it.setAccessibleName(tr("Open: {what}", what=step.title))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(step.title, "field", wrap=True))
        words.addWidget(label(step.sentence, "caption", wrap=True))
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, GAP_TINY, 0, GAP_TINY)
        line.setSpacing(GAP)
        line.addLayout(words, 1)
        line.addWidget(open_it)
        return made


class SafetyCard(QWidget):
    """Saved, sent, backed up: three plain lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _card_with_lines(self, tr("Is my work safe?"))
        self.hide()

    def show_safety(self, safety: Safety, now: int) -> None:
        """Tell it."""
        self.show()
        clear(self._lines)
        self._lines.addWidget(_drawn(Icon.SAVE, "met", tr("Saved: everything, on this laptop.")))
        sent, fine = sent_words(safety, now)
        self._lines.addWidget(_drawn(Icon.USB, "met" if fine else "warn", sent))
        last = safety.carried.backed_up_at
        words = tr("Backup: {when}.", when=moment_words(last, now)) if last else tr("Backup: none yet.")
        self._lines.addWidget(_drawn(Icon.DATABASE_BACKUP, "met" if last else "warn", words))


class StartedCard(QWidget):
    """The steps of a new centre; gone when all are done."""

    def __init__(self, go: Go, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._go = go
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Getting started"))
        self.title = label("", "heading")
        frame, inside = card()
        inside.addWidget(self.title)
        inside.addWidget(self._bar)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP_TINY)
        inside.addLayout(self._lines)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_steps(self, steps: Sequence[Started]) -> None:
        """Show how far the centre is."""
        done = sum(step.done for step in steps)
        self.setVisible(done < len(steps))
        self.title.setText(tr("Getting started: {n} of {m}", n=done, m=len(steps)))
        self._bar.setRange(0, len(steps))
        self._bar.setValue(done)
        clear(self._lines)
        for step in steps:
            self._lines.addWidget(
                _drawn(Icon.CIRCLE_CHECK, "met", step.words, "muted") if step.done else self._way(step)
            )

    def _way(self, step: Started) -> QPushButton:
        made = button(step.words, lambda: self._go(step.page, step.place), kind="quiet", drawing=Icon.CHEVRON_RIGHT)
        made.setProperty("align", "start")
        return made


def sent_words(safety: Safety, now: int) -> tuple[str, bool]:
    """What is told of sending, and whether nothing waits."""
    if not safety.other_laptops:
        return tr("Sent: this is the only laptop of the centre."), True
    if safety.waiting:
        return trn(
            "Sent: {n} entry is not on another laptop yet.",
            "Sent: {n} entries are not on another laptop yet.",
            safety.waiting,
        ), False
    if safety.received and not safety.under_way:
        return tr("Sent: another laptop has received everything."), True
    return tr("Sent: everything, {when}.", when=moment_words(safety.carried.written_at, now)), True


def clear(column: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _card_with_lines(owner: QWidget, title: str) -> QVBoxLayout:
    frame, inside = card()
    inside.addWidget(label(title, "heading"))
    lines = QVBoxLayout()
    lines.setSpacing(GAP_SMALL)
    inside.addLayout(lines)
    outer = QVBoxLayout(owner)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(frame)
    return lines


def _drawn(drawing: Icon, colour: str, words: str, role: str = "") -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, GAP_TINY, 0, GAP_TINY)
    line.setSpacing(GAP)
    line.addWidget(Drawing(drawing, colour))
    line.addWidget(label(words, role, wrap=True), 1)
    return made
