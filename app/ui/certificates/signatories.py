# SPDX-License-Identifier: Apache-2.0
"""Who signs documents: the list, and the fields of one."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.dates import read_date
from app.domain.refusals import BadInput, Refused
from app.domain.signatories import Signatory
from app.records.queries import people
from app.records.queries.people import PersonRow
from app.records.queries.policies import SignatoryRow
from app.services.policies import add_signatory, set_signatory
from app.translation import tr
from app.ui.certificates.picture_field import PictureField
from app.ui.context import Context
from app.ui.learner_columns import shown_date
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import Form
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.question import Question
from app.ui.widgets.row_source import Column, Order
from app.ui.widgets.texts import label

_AROUND: Final = 220
"""Pixels of a screen that the question needs besides its fields, which are scrolled on a low one."""
_WRONG: Final = {"signatory-name": "name", "no-such-qualification": "qualifications", "signatory-day": "valid_from"}


class Signatories(QWidget):
    """The list, with a button for a new one; Enter opens the current one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: dict[bytes, SignatoryRow] = {}
        self.asked: SignatoryQuestion | None = None
        self.table = DataTable(tr("Who signs"), _listed({}), Order("name"), key="signatories")
        self.new = button(tr("&New signatory..."), self.ask_new)
        self.change = button(tr("C&hange..."), self._on_change)
        frame, column = card()
        column.addWidget(label(tr("Who signs"), "heading"))
        told = tr("Where nobody is named, whoever issues the document signs it.")
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(Flow(self.new, self.change))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(frame)
        self.table.opened.connect(self._on_opened)
        self.change.setEnabled(False)

    def show_rows(self, rows: Sequence[SignatoryRow]) -> None:
        """These sign, or signed."""
        self._rows = {row.id: row for row in rows}
        self.table.update_source(_listed(self._rows))
        self.change.setEnabled(bool(rows))

    @Slot()
    def ask_new(self) -> None:
        """Fields for a new one."""
        self._ask(None)

    @Slot()
    def _on_change(self) -> None:
        chosen = self.table.selected_ids(1) or list(self._rows)[:1]
        if chosen:
            self._on_opened(chosen[0])

    @Slot(bytes)
    def _on_opened(self, id_: bytes) -> None:
        self._ask(self._rows.get(bytes(id_)))

    def _ask(self, row: SignatoryRow | None) -> None:
        self.asked = SignatoryQuestion(self._context, self, row)
        self.asked.open()


class SignatoryQuestion(Question):
    """Stays open until the fields are kept, or the person leaves."""

    def __init__(self, context: Context, parent: QWidget, row: SignatoryRow | None) -> None:
        title = tr("Change {name}", name=row.signatory.name) if row else tr("A new signatory")
        super().__init__(parent, title)
        self._context, self._id = context, row.id if row else None
        known = row.signatory if row else Signatory("")
        self._known = known
        self.name, self.role, self.qualifications = QLineEdit(known.name), QLineEdit(known.role), QLineEdit()
        self.qualifications.setText(known.qualifications)
        self.valid_from, self.valid_until = QLineEdit(known.valid_from), QLineEdit(known.valid_until)
        self.person, self.picture = QComboBox(), PictureField(context, tr("Drawn signature"))
        self.picture.show_value(known.picture)
        self.form = Form()
        self.form.add("name", tr("Name as printed"), self.name)
        self.form.add("role", tr("Role as printed"), self.role)
        self.form.add("person", tr("Who this is among the staff"), self.person)
        codes = tr("Codes with a space between; empty for all")
        self.form.add("qualifications", tr("Signs for these qualifications"), self.qualifications, codes)
        day = tr("Day, month, year, such as 31.12.2005")
        self.form.add("valid_from", tr("Signs from"), self.valid_from, day)
        self.form.add("valid_until", tr("Signs until"), self.valid_until, tr("Empty: no last day"))
        self.form.add("picture", tr("Drawn signature"), self.picture)
        fields = scrolled(self.form)
        fields.setMinimumHeight(
            min(self.form.sizeHint().height(), self.screen().availableGeometry().height() - _AROUND)
        )
        self.add(fields)
        self.go = button(tr("&Keep it"), self.keep, kind="primary")
        self.offer(tr("&Leave it as it is"), self.go)
        self.name.setFocus()
        context.read(people.people, then=self._on_people, key="signatory.people")

    @Slot()
    def keep(self) -> None:
        """Keep what is typed; what is wrong with it is told at its field."""
        fields, errors = self._fields()
        self.form.show_errors(errors)
        if errors:
            return
        work, id_ = self._context.centre.work, self._id

        def carry_out() -> object:
            return add_signatory(work, Signatory(**fields)) if id_ is None else set_signatory(work, id_, fields)

        self._context.do(lambda _: carry_out(), self._on_kept, tr("Saved."), refused=self._on_refused)

    def _fields(self) -> tuple[dict[str, str], dict[str, str]]:
        errors: dict[str, str] = {}
        fields = {"name": self.name.text(), "role": self.role.text().strip()}
        fields["person"] = str(self.person.currentData() or "")
        fields["qualifications"] = self.qualifications.text()
        for name, editor in (("valid_from", self.valid_from), ("valid_until", self.valid_until)):
            try:
                text = editor.text().strip()
                fields[name] = read_date(text).isoformat() if text else ""
            except BadInput as reason:
                errors[name] = str(reason)
        return {**fields, "picture": self.picture.value}, errors

    @Slot(object)
    def _on_people(self, rows: Sequence[PersonRow]) -> None:
        self.person.addItem(tr("nobody of the staff"), "")
        for row in rows:
            self.person.addItem(row.name, row.id.hex())
        self.person.setCurrentIndex(max(0, self.person.findData(self._known.person)))

    @Slot(object)
    def _on_kept(self, _: object) -> None:
        self.accept()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.form.show_errors({_WRONG.get(refusal.code, "name"): str(refusal)})


def _listed(rows: Mapping[bytes, SignatoryRow]) -> ListSource:
    columns = [
        Column("name", tr("Name"), 100, grows=True),
        Column("role", tr("Role"), 80, grows=True),
        Column("days", tr("Until"), 96),
    ]
    cells = [(key, _cells(row.signatory)) for key, row in rows.items()]
    return ListSource(columns, cells)


def _cells(one: Signatory) -> list[object]:
    return [one.name, one.role, shown_date(one.valid_until)]
