# SPDX-License-Identifier: Apache-2.0
"""The forms of a job have run out: which ones were put in instead."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.records.queries import stationery
from app.records.queries.stationery import StationeryRow
from app.translation import tr, trn
from app.ui.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.texts import announce, label


class OtherForms(QWidget):
    """``chosen`` carries the delivery and the first form that is put in; ``stop_wanted`` that the job shall end."""

    chosen = Signal(str, str)
    stop_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._told = label("", wrap=True)
        self.forms, self.first = QComboBox(), QLineEdit()
        self.forms.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.forms.setMinimumContentsLength(20)
        self.go_on = button(tr("&Go on with these"), self._on_go_on, kind="primary")
        self.stop = button(tr("S&top the job..."), self.stop_wanted.emit)
        frame, column = card()
        column.addWidget(self._told)
        column.addWidget(FormField(tr("Forms"), self.forms))
        column.addWidget(FormField(tr("First form"), self.first, tr("Empty: the next one in stock")))
        column.addWidget(Flow(self.go_on, self.stop))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(frame))

    def ask(self, sentence: str) -> None:
        """Say why, and offer what is in stock."""
        self._told.setText(sentence)
        self.first.clear()
        self._context.read(stationery.deliveries, then=self._show, key="print.other")
        announce(self, sentence)
        self.forms.setFocus()

    @Slot(object)
    def refuse(self, refusal: Refused) -> None:
        """Say why not these."""
        self._told.setText(str(refusal))
        announce(self, str(refusal))

    def _show(self, rows: Sequence[StationeryRow]) -> None:
        self.forms.clear()
        for row in rows:
            if row.free:
                left = trn("{n} left", "{n} left", row.free)
                self.forms.addItem(f"{row.name} · {left}", row.id.hex())
        self.go_on.setEnabled(self.forms.count() > 0)

    @Slot()
    def _on_go_on(self) -> None:
        self.chosen.emit(str(self.forms.currentData() or ""), self.first.text().strip())
