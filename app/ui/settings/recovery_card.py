# SPDX-License-Identifier: Apache-2.0
"""A new recovery code, when the paper with the old one is lost or was seen by others."""

from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.people import new_recovery_code
from app.translation import tr
from app.ui.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.code_card import CodeCard
from app.ui.widgets.page_body import card, row
from app.ui.widgets.tab_stops import bring_into_sight
from app.ui.widgets.texts import label


class RecoveryCard(QWidget):
    """The code is shown this once; the earlier one is then of no use."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.make = button(tr("Make a new &recovery code"), self._make)
        self.shown: CodeCard | None = None
        frame, self._inside = card()
        self._inside.addWidget(label(tr("Recovery code of this laptop"), "heading"))
        words = tr("It opens the records when every passphrase is forgotten. A new one makes the earlier one useless.")
        self._inside.addWidget(label(words, "muted", wrap=True))
        self._inside.addLayout(row(self.make))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    @Slot()
    def _make(self) -> None:
        centre = self._context.centre
        self._context.do(lambda _: new_recovery_code(centre), self._show)

    @Slot(str)
    def _show(self, code: str) -> None:
        if self.shown is not None:
            self.shown.deleteLater()
        title = tr("Recovery code of {centre}", centre=self._context.centre.centre.name)
        self.shown = CodeCard(title, code, tr("Keep it on paper in a safe place, not on this laptop."))
        self._inside.addWidget(self.shown)
        QTimer.singleShot(0, self.shown, partial(bring_into_sight, self.shown))  # when it has its place
