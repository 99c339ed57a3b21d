# SPDX-License-Identifier: Apache-2.0
"""Where an awarding body releases documents or a registry issues them: the claim out, the answer in."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.issuing import BY_CENTRE, BY_REGISTRY, Policies
from app.domain.rights import Command, allowed
from app.records.queries import policies
from app.services.claims import AnswerRead, ClaimMade, ClaimWish, claim, read_claim_answer
from app.services.preflight import PreflightWish
from app.translation import tr, trn
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.texts import announce, label

_ENDING = "json"


class ClaimWays(QWidget):
    """Two buttons and what came of them; hidden where the centre issues by itself. ``done`` tells that something was
    claimed or answered."""

    done = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wish: PreflightWish | None = None
        self.told = label("", wrap=True)
        self.write_button = button(tr("&Write the claim..."), self._on_write, drawing=Icon.UPLOAD)
        self.read_button = button(tr("Read the a&nswer..."), self._on_read, drawing=Icon.DOWNLOAD)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(Flow(self.write_button, self.read_button))
        column.addWidget(self.told)
        self.setFocusProxy(self.write_button)
        self.told.hide()
        self.hide()

    def show_wish(self, wish: PreflightWish) -> None:
        """For these documents."""
        if wish != self._wish:
            self.told.hide()
        self._wish = wish
        self._context.read(policies.policies, wish.qualification, then=self._on_rules, key="claim.rules")

    @Slot(object)
    def _on_rules(self, rules: Policies) -> None:
        results = rules.model == BY_REGISTRY
        words = tr("&Write the results...") if results else tr("&Write the claim...")
        self.write_button.setText(f" {words}")
        self.write_button.setAccessibleName(words.replace("&", ""))
        may = allowed(self._context.centre.work.roles, Command.CLAIM)
        self.setVisible(rules.model != BY_CENTRE and may)

    @Slot()
    def _on_write(self) -> None:
        if self._wish is not None:
            name = tr("claim {cohort}", cohort=self._wish.cohort.replace("/", "-"))
            title, kinds = tr("Where to write the file"), tr("Claims ({kinds})", kinds=f"*.{_ENDING}")
            ask_new_file(self, title, kinds, Path(f"{name}.{_ENDING}"), self.write_claim)

    def write_claim(self, path: Path) -> None:
        """Claim for everybody who has earned it, and write the signed file there."""
        wish, centre = self._wish, self._context.centre
        if wish is not None:
            whole = ClaimWish(wish.cohort, path, wish.qualification, wish.document, wish.unit)
            self._context.do(lambda _: claim(centre, whole), self._on_claimed)

    @Slot()
    def _on_read(self) -> None:
        kinds = tr("Answers ({kinds})", kinds=f"*.{_ENDING}")
        ask_file(self, tr("Which answer?"), kinds, self.read_answer)

    def read_answer(self, path: Path) -> None:
        """Read the answer in this file."""
        centre = self._context.centre
        self._context.do(lambda _: read_claim_answer(centre, path), self._on_answered)

    @Slot(object)
    def _on_claimed(self, made: ClaimMade) -> None:
        n = len(made.learners)
        words = trn("{n} learner is in the claim.", "{n} learners are in the claim.", n)
        self._tell(words, *(f"{one.name}: {one.why}" for one in made.refused[:3]))

    @Slot(object)
    def _on_answered(self, read: AnswerRead) -> None:
        n = len(read.accepted)
        words = trn("{n} learner is accepted.", "{n} learners are accepted.", n)
        self._tell(words, *(f"{one.name}: {one.why}" for one in read.refused[:3]))

    def _tell(self, *sentences: str) -> None:
        self.told.setText("\n".join(sentences))
        self.told.show()
        announce(self, self.told.text())
        self.done.emit()
