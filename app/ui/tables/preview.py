# SPDX-License-Identifier: Apache-2.0
"""Before cells are changed: every one of them, what cannot be taken and why, and the choice to leave all as it is."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.differences import Difference, RefusedCell, records_in
from app.translation import tr, trn
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.dialog_body import dialog_column, dialog_foot
from app.ui.widgets.differences import DifferenceList, Shown, Words
from app.ui.widgets.texts import label

_SIZE = (860, 520)


class Ahead(Protocol):
    """What a change would do."""

    @property
    def differences(self) -> Sequence[Difference]:
        """Cells that would change."""

    @property
    def refused(self) -> Sequence[RefusedCell]:
        """Cells that cannot be taken."""

    @property
    def unchanged(self) -> int:
        """How many cells say so already."""


class CellsPreview(QDialog):
    """``agreed`` says that the cells shall be changed. ``remarks`` are sentences about what is left out."""

    agreed = Signal()

    def __init__(
        self,
        parent: QWidget,
        words: Words,
        shown: Shown,
        ahead: Ahead,
        remarks: Sequence[str],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What will change"))
        differences, refused = ahead.differences, ahead.refused
        self.list = DifferenceList(words, shown)
        self.detail = label("", "muted", wrap=True)
        self.list.selectionModel().currentRowChanged.connect(self._tell)
        self.list.set_differences([*refused, *differences])
        self.list.setVisible(bool(refused or differences))
        n = len(differences)
        doing = trn("&Change {n} cell", "&Change {n} cells", n)
        self.change = button(doing, self._agree, kind="primary")
        self.change.setVisible(n > 0)
        self.leave = button(tr("&Leave all as it is") if n else tr("Close"), self.reject)
        self._arrange(_summary(differences, refused, ahead.unchanged), remarks)
        (self.change if n else self.leave).setFocus()

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        """The whole change of the current row, where a column may be too narrow for it."""
        self.detail.setText(self.list.cells.sentence(index.row()) if index.isValid() else "")

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()

    def _arrange(self, summary: Sequence[str], remarks: Sequence[str]) -> None:
        said = QVBoxLayout()
        said.setSpacing(GAP_TINY)
        for sentence in summary:
            said.addWidget(label(sentence, wrap=True))
        for sentence in remarks:
            said.addWidget(label(sentence, "warning", wrap=True))
        column = dialog_column(self, wrap=False)
        column.addLayout(said)
        if self.list.cells.rowCount():
            column.addWidget(self.list, 1)
            column.addWidget(self.detail)
        column.addLayout(dialog_foot(self.leave, self.change))
        self.resize(look().px(_SIZE[0]), look().px(_SIZE[1]) if self.list.cells.rowCount() else 0)


def _summary(differences: Sequence[Difference], refused: Sequence[RefusedCell], unchanged: int) -> list[str]:
    said = []
    if differences:
        cells = trn("{n} cell changes", "{n} cells change", len(differences))
        people = records_in(differences)
        said.append(trn("{cells}, in {n} row.", "{cells}, in {n} rows.", people, cells=cells))
    else:
        said.append(tr("Nothing changes."))
    if refused:
        n = len(refused)
        said.append(
            trn(
                "{n} cell cannot be taken and stays as it is; the reason stands beside it.",
                "{n} cells cannot be taken and stay as they are; the reason stands beside each.",
                n,
            )
        )
    if unchanged:
        said.append(trn("{n} cell says so already.", "{n} cells say so already.", unchanged))
    return said
