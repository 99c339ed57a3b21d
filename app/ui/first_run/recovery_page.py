# SPDX-License-Identifier: Apache-2.0
"""The recovery code of a new centre, which is shown this once."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from app.translation import tr
from app.ui.first_run.step_page import StepPage
from app.ui.widgets.code_card import CodeCard


class RecoveryPage(StepPage):
    """``kept`` tells that the person says that the code is written down."""

    kept = Signal()

    def __init__(self, centre: str, code: str, parent: QWidget | None = None) -> None:
        sentence = tr(
            "If every passphrase is forgotten, this code alone opens the records. It is shown only now: "
            "keep it on paper in a safe place, not on this laptop."
        )
        super().__init__(tr("Your recovery code"), sentence, tr("&Open my centre"), parent)
        self.card = CodeCard(tr("Recovery code of {centre}", centre=centre), code, sentence)
        self.tick = QCheckBox(tr("I have &written it down"))
        self.tick.toggled.connect(self.primary.setEnabled)
        self.primary.setEnabled(False)
        self.add(self.card)
        self.add(self.tick)
        self.without_back()
        self.setFocusProxy(self.tick)

    @Slot()
    def go_on(self) -> None:
        """The code is kept."""
        self.kept.emit()
