# SPDX-License-Identifier: Apache-2.0
"""How the records stand, in one sentence, and the one button that exchanges them now."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.translation import tr, trn
from app.ui.background.exchanger import Outcome
from app.ui.context import Context
from app.ui.exchange_words import told
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.drawing import LARGE, Drawing
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import announce, label
from app.ui.widgets.work_progress import WorkProgress


class StandingCard(QWidget):
    """Follows the exchanger. The button is there where somebody can be reached by network."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sentence = label("", "title", wrap=True)
        self.remark = label("", "muted", wrap=True)
        self.trouble = label("", "warning", wrap=True)
        self.button = button(tr("Exchange &now"), self._on_now, kind="primary", drawing=Icon.REFRESH_CW)
        self.button.setMinimumSize(look().px(180), look().px(48))
        self.progress = WorkProgress()
        self._fine, self._waits = Drawing(Icon.CIRCLE_CHECK, "met", LARGE), Drawing(Icon.CLOCK, "warn", LARGE)
        self._asked = False
        self._arrange()
        self._show_drawing(True)
        for part in (self.remark, self.trouble, self.button):
            part.hide()
        context.exchanger.changed.connect(self.show_state)
        context.exchanger.begin()
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        """Tell how things stand now."""
        exchanger = self._context.exchanger
        if exchanger.state is not None:
            words = told(exchanger.state, self._context.centre.machine.wall())
            self.sentence.setText(words.words)
            self._show_drawing(words.fine)
            self.button.setVisible(exchanger.state.by_network)
        self.button.setEnabled(not exchanger.running)
        if exchanger.running and exchanger.task is not None and self.progress.isHidden():
            self.progress.watch(exchanger.task, tr("Records are being exchanged..."), counted=False)
        self._show_outcome(exchanger.outcome, exchanger.running)

    def _show_outcome(self, outcome: Outcome, running: bool) -> None:
        lines = [
            f"{name}: {trouble}" if name and self._several() else str(trouble) for name, trouble in outcome.troubles
        ]
        self.trouble.setText("\n".join(lines))
        self.trouble.setVisible(bool(lines) and not running)
        came = outcome.sent or outcome.new or not lines
        said = [brought_words(outcome)] if self._asked and came else []
        self.remark.setText(" ".join((*said, *outcome.left_out)))
        self.remark.setVisible(not running and bool(self.remark.text()))
        if self._asked and not running:
            announce(self, self.trouble.text() or self.remark.text())

    def _several(self) -> bool:
        state = self._context.exchanger.state
        return state is not None and len(state.partners) > 1

    @Slot()
    def _on_now(self) -> None:
        self._asked = True
        self._context.exchanger.exchange_now()

    def _show_drawing(self, fine: bool) -> None:
        self._fine.setVisible(fine)
        self._waits.setVisible(not fine)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAP_SMALL)
        for part in (self.sentence, self.remark, self.trouble):
            words.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(GAP_WIDE)
        line.addWidget(self._fine)
        line.addWidget(self._waits)
        line.addLayout(words, 1)
        line.addWidget(self.button)
        frame, inside = card()
        inside.setSpacing(GAP)
        inside.addLayout(line)
        inside.addWidget(self.progress)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)


def brought_words(outcome: Outcome) -> str:
    """What an exchange came to."""
    sent = trn("{n} record was sent.", "{n} records were sent.", outcome.sent)
    new = trn("{n} record is new here.", "{n} records are new here.", outcome.new)
    return f"{sent} {new}"
