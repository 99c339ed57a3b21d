# SPDX-License-Identifier: Apache-2.0
"""Before an import is taken back: every cell that would change again."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.differences import Difference, records_in
from app.translation import tr, trn
from app.ui.learner_columns import field_text, field_words
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION
from app.ui.widgets.buttons import button
from app.ui.widgets.differences import DifferenceList
from app.ui.widgets.texts import label

_SIZE: Final = (860, 520)


class TakeBack(QDialog):
    """``agreed`` says that it shall be taken back."""

    agreed = Signal()

    def __init__(self, parent: QWidget, differences: Sequence[Difference], new: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Take the import back"))
        self.list = DifferenceList(field_words, field_text)
        self.keep = button(tr("&Leave it as it is"), self.reject)
        self.take = button(tr("Ta&ke it back"), self._agree, kind="danger")
        self._arrange(_sentence(differences, new))
        self.list.set_differences(differences)
        self.keep.setFocus()

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()

    def _arrange(self, words: str) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
        column.setSpacing(GAP)
        column.addWidget(label(self.windowTitle(), "title"))
        column.addWidget(label(words, wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.resize(look().px(_SIZE[0]), look().px(_SIZE[1]))


def _sentence(differences: Sequence[Difference], new: int) -> str:
    changed = max(0, records_in(differences) - new)
    said = []
    if new:
        said.append(trn("{n} learner would be gone.", "{n} learners would be gone.", new))
    if changed:
        said.append(trn("{n} learner would be as before.", "{n} learners would be as before.", changed))
    return " ".join(said) or tr("No cell of a learner changes; who was put into the cohort leaves it.")
