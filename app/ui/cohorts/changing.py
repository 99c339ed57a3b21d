# SPDX-License-Identifier: Apache-2.0
"""Changing a cohort: its title, when it runs, who assesses it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from app.domain.refusals import Refused
from app.records.queries import people
from app.records.queries.cohorts import CohortRow
from app.records.queries.people import PersonRow
from app.services.cohorts import set_cohort
from app.translation import tr
from app.ui.cohorts.cohort_fields import CohortFields, show_errors
from app.ui.context import Context
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.dialog_body import dialog_column, dialog_foot

_FIELD_OF = {"dates-order": "end", "no-such-person": "assessors"}
_WIDTH = 560


class ChangeCohort(QDialog):
    """The fields of a cohort as they are; only what differs is saved. Enter saves, Esc leaves it as it was."""

    def __init__(self, context: Context, cohort: CohortRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._cohort = context, cohort
        self.setWindowTitle(tr("Change {cohort}", cohort=cohort.code))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(look().px(_WIDTH))
        self.form = CohortFields()
        self.form.show_cohort(cohort)
        self._before = self.form.values()
        self.save_button = button(tr("&Save"), self.save, kind="primary")
        self.save_button.setDefault(True)
        self.save_button.setEnabled(False)
        self._arrange()
        context.read(people.people, then=self._on_people, key="changing.people")

    @Slot()
    def save(self) -> None:
        """Save what differs from before."""
        errors = self.form.errors()
        show_errors(self.form.fields, errors)
        if errors:
            return
        fields = {key: text for key, text in self.form.values().items() if text != self._before[key]}
        if not fields:
            self.accept()
            return
        work, code = self._context.centre.work, self._cohort.code
        done = tr("Cohort {code} is changed.", code=code)
        self.save_button.setEnabled(False)
        self._context.do(
            lambda _: set_cohort(work, code, fields), self._on_saved, done, undo=True, refused=self._on_refused
        )

    @Slot(object)
    def _on_people(self, rows: Sequence[PersonRow]) -> None:
        self.form.show_people(rows, self._cohort.assessors)
        self._before["assessors"] = self.form.values()["assessors"]
        self.save_button.setEnabled(True)

    @Slot(object)
    def _on_saved(self, _: bytes | None) -> None:
        self.accept()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.save_button.setEnabled(True)
        show_errors(self.form.fields, {_FIELD_OF.get(refusal.code, "title"): str(refusal)})

    def _arrange(self) -> None:
        fields = self.form.fields
        dates = QHBoxLayout()
        dates.setSpacing(GAP_WIDE)
        for key in ("start", "end"):
            dates.addWidget(fields[key], 1, Qt.AlignmentFlag.AlignTop)
        column = dialog_column(self)
        column.addWidget(fields["title"])
        column.addLayout(dates)
        column.addWidget(fields["assessors"], 1)
        column.addLayout(dialog_foot(button(tr("&Cancel"), self.reject), self.save_button))
