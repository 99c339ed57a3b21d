# SPDX-License-Identifier: Apache-2.0
"""Why forms are spoiled or lost, and the second person who has seen them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.records.queries import people
from app.records.queries.people import PersonRow
from app.services.stationery import LONGEST_REASON
from app.translation import tr
from app.ui.context import Context
from app.ui.theme.tokens import GAP
from app.ui.widgets.form import FormField


class ReasonFields(QWidget):
    """A line for the reason and a choice of everybody else who works here."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.reason, self.second = QLineEdit(), QComboBox()
        self.reason.setMaxLength(LONGEST_REASON)
        self.second.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.second.setMinimumContentsLength(16)
        self.second_field = FormField(tr("Second person who has seen them"), self.second)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(FormField(tr("Reason"), self.reason), 3)
        line.addWidget(self.second_field, 2)

    def begin(self) -> None:
        """Empty, with the people there are now."""
        self.reason.clear()
        self._context.read(people.people, then=self._show, key="reason.people")

    def need_second(self, needed: bool) -> None:
        """Whether a second person is asked for at all."""
        self.second_field.setVisible(needed)

    def _show(self, rows: Sequence[PersonRow]) -> None:
        mine = self._context.centre.work.person
        self.second.clear()
        self.second.addItem(tr("Choose..."), "")
        for row in rows:
            if row.id != mine and not row.disabled:
                self.second.addItem(row.name, row.name)

    def said(self) -> tuple[str, str]:
        """The reason, and the name of the second person."""
        return self.reason.text().strip(), str(self.second.currentData() or "")
