# SPDX-License-Identifier: Apache-2.0
"""One person: what they may do, a new code when they forgot their passphrase, the end of their work here."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.records.queries.people import PersonRow
from app.services.people import disable_person, enable_person, reset_passphrase, set_roles
from app.translation import tr
from app.ui.context import Context
from app.ui.people.role_boxes import RoleBoxes
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.pill import Pill
from app.ui.widgets.texts import announce, label


class PersonCard(QWidget):
    """Every change is saved at once. ``reset`` carries the name and the new one-time code."""

    reset = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.person: PersonRow | None = None
        self._name = label("", "heading", wrap=True)
        self._state = Pill()
        self.roles = RoleBoxes()
        self.roles.chosen.connect(self._set_roles)
        self._error = label("", "error", wrap=True)
        self.new_code = button(tr("Give a new one-time &code"), self._reset, drawing=Icon.KEY_ROUND)
        self.disable = button(tr("May no &longer sign in..."), self._ask_end)
        self.enable = button(tr("May sign &in again"), self._begin_again)
        self.confirm = button(tr("&Yes, end it"), self._end, kind="danger")
        self._question = label("", wrap=True)
        self._arrange()

    def show_person(self, person: PersonRow) -> None:
        """Show this person."""
        self.person = person
        own = person.id == self._context.centre.work.person
        self._name.setText(person.name)
        self._state.show_state(*((tr("Ended"), "neutral") if person.disabled else (tr("Works here"), "met")))
        self.roles.show_roles(person.roles)
        self.roles.setEnabled(not person.disabled)
        self.new_code.setVisible(not own and not person.disabled)
        self.disable.setVisible(not own and not person.disabled)
        self.enable.setVisible(person.disabled)
        self._show_question("")
        self._show_error("")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._name)
        column.addWidget(self._state)
        column.addSpacing(GAP_SMALL)
        column.addWidget(label(tr("What this person does"), "field"))
        column.addWidget(self.roles)
        column.addWidget(self._error)
        column.addWidget(self.new_code)
        column.addWidget(self.disable)
        column.addWidget(self.enable)
        column.addWidget(self._question)
        column.addWidget(self.confirm)
        column.addStretch(1)

    def _show_question(self, words: str) -> None:
        self._question.setText(words)
        self._question.setVisible(bool(words))
        self.confirm.setVisible(bool(words))

    def _show_error(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))
        announce(self, words)

    @Slot(object)
    def _set_roles(self, roles: frozenset[str]) -> None:
        if self.person is not None:
            centre, name = self._context.centre, self.person.name
            self._show_error("")
            self._context.do(lambda _: set_roles(centre, name, roles), done=tr("Saved."), refused=self._refuse)

    @Slot()
    def _reset(self) -> None:
        if self.person is not None:
            centre, name = self._context.centre, self.person.name
            self._show_error("")
            self._context.do(lambda _: reset_passphrase(centre, name), self._show_code, refused=self._refuse)

    @Slot()
    def _begin_again(self) -> None:
        if self.person is not None:
            centre, name = self._context.centre, self.person.name
            self._context.do(lambda _: enable_person(centre, name), self._show_code, refused=self._refuse)

    @Slot(str)
    def _show_code(self, code: str) -> None:
        if self.person is not None:
            self.reset.emit(self.person.name, code)

    @Slot()
    def _ask_end(self) -> None:
        if self.person is not None:
            words = tr(
                "{name} can then no longer sign in, on any laptop of the centre. What they signed stays valid.",
                name=self.person.name,
            )
            self._show_question(words)
            self.confirm.setFocus()
            announce(self, words)

    @Slot()
    def _end(self) -> None:
        if self.person is not None:
            centre, name = self._context.centre, self.person.name
            said = tr("{name} can no longer sign in.", name=name)
            self._context.do(lambda _: disable_person(centre, name), done=said, refused=self._refuse)

    def _refuse(self, refusal: Refused) -> None:
        if self.person is not None:
            self.show_person(self.person)
        self._show_error(str(refusal))
