# SPDX-License-Identifier: Apache-2.0
"""Adding a person: a name and what they may do. They choose their own passphrase at their first sign-in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Role
from app.services.people import add_person
from app.translation import tr
from app.ui.context import Context
from app.ui.people.role_boxes import RoleBoxes
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import Form
from app.ui.widgets.texts import label

if TYPE_CHECKING:
    from app.services.people import AddedPerson


class AddPerson(QWidget):
    """``added`` carries the new person's name and one-time code; ``left`` tells that nobody is to be added."""

    added = Signal(str, str)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.roles = RoleBoxes()
        self.form = Form()
        self.form.add("name", tr("&Name"), self.name, tr("As it stands on documents."))
        self.form.add("roles", tr("What this person does"), self.roles)
        self._add = button(tr("A&dd this person"), self.add, kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(tr("A new person"), "heading"))
        column.addWidget(self.form)
        column.addWidget(Flow(self._add, button(tr("Cance&l"), self.left.emit)))
        column.addStretch(1)
        self.setFocusProxy(self.name)
        self.name.returnPressed.connect(self.add)

    def begin(self) -> None:
        """Empty fields for another person."""
        self.name.clear()
        self.roles.show_roles(frozenset({Role.ASSESSOR}))
        self.form.show_errors({})

    @Slot()
    def add(self) -> None:
        """Add the person as typed."""
        name, roles = self.name.text().strip(), self.roles.roles()
        errors = {} if name else {"name": tr("Type it here first.")}
        if not roles:
            errors["roles"] = tr("Tick at least one.")
        self.form.show_errors(errors)
        if errors or not self._add.isEnabled():
            return
        self._add.setEnabled(False)
        centre = self._context.centre
        self._context.do(lambda _: add_person(centre, name, roles), self._done, refused=self._refuse)

    @Slot(object)
    def _done(self, person: "AddedPerson") -> None:
        self._add.setEnabled(True)
        self.added.emit(self.name.text().strip(), person.one_time_code)

    def _refuse(self, refusal: Refused) -> None:
        self._add.setEnabled(True)
        self.form.show_errors({"name": str(refusal)})
