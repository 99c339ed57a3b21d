# SPDX-License-Identifier: Apache-2.0
"""The list of the centre's people, beside it the one who is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.rights import Role
from app.records.queries import people as register
from app.records.queries.people import PersonRow
from app.translation import later, tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.people.add_person import AddPerson
from app.ui.people.person_card import PersonCard
from app.ui.people.role_boxes import role_words
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.code_card import CodeCard
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.page_body import card, page_layout, scrolled
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.row_source import CellKind, Column, Order, Status
from app.ui.widgets.texts import label

NEW = "new"
_SIDE = 380


class PeoplePage(QWidget):
    """Its place is the person who is chosen, or ``new``."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._people: dict[bytes, PersonRow] = {}
        self._wanted = b""
        self._stale = False
        self.header = PageHeader(tr("People"))
        self.table = DataTable(tr("People"), _source(()), Order("name"), key="people")
        self.card = PersonCard(context)
        self.adding = AddPerson(context)
        self.side = QStackedWidget()
        self._code = QWidget()
        QVBoxLayout(self._code).setContentsMargins(0, 0, 0, 0)
        self._arrange()
        self.setFocusProxy(self.table)
        self.table.picked.connect(self.show_person)
        self.adding.added.connect(self._on_added)
        self.adding.left.connect(self._show_card)
        self.card.reset.connect(self._show_code)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def place(self) -> str:
        """The person who is chosen, or ``new``."""
        return NEW if self.side.currentWidget() is self.adding else self._wanted.hex()

    def go_to(self, place: str) -> None:
        """Choose that person, or show fields for a new one."""
        if place == NEW:
            self.show_adding()
            return
        try:
            self._wanted = bytes.fromhex(place)
        except ValueError:
            return
        if self._wanted in self._people:
            self.show_person(self._wanted)

    @Slot()
    def show_adding(self) -> None:
        """Fields for a new person."""
        self.adding.begin()
        self.side.setCurrentWidget(self.adding)
        self.adding.setFocus()

    @Slot(bytes)
    def show_person(self, person: bytes) -> None:
        """What is known of this person."""
        self._wanted = bytes(person)
        known = self._people.get(self._wanted)
        if known is not None:
            self.card.show_person(known)
            self.side.setCurrentWidget(self.card)
            self._choose_row()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _arrange(self) -> None:
        self.header.add(button(tr("&Add a person"), self.show_adding, kind="primary", drawing=Icon.USER_PLUS))
        for side in (self.card, self.adding, self._code):
            self.side.addWidget(side)
        frame, inside = card()
        inside.addWidget(scrolled(self.side))
        frame.setFixedWidth(look().px(_SIDE))
        line = QHBoxLayout()
        line.setSpacing(GAP_WIDE)
        line.addWidget(self.table, 1)
        line.addWidget(frame)
        column = page_layout(self)
        column.addWidget(self.header)
        column.addLayout(line, 1)

    def _read(self) -> None:
        self._stale = False
        self._context.read(register.people, then=self._on_people, key="people.list")

    @Slot(object)
    def _on_people(self, people: Sequence[PersonRow]) -> None:
        self._people = {person.id: person for person in people}
        with QSignalBlocker(self.table):
            self.table.show_source(_source(people), self.table.rows.order)
        self.header.set_subtitle(str(sum(not person.disabled for person in people)))
        if self._wanted not in self._people:
            self._wanted = self._context.centre.work.person
        self._choose_row()
        if self.side.currentWidget() is self.card:
            self.show_person(self._wanted)

    def _choose_row(self) -> None:
        """Let the table stand at the person who is shown, so that it changes nothing when it gets the keyboard."""
        found = (
            n for n in range(self.table.rows.rowCount()) if (row := self.table.rows.row(n)) and row.id == self._wanted
        )
        with QSignalBlocker(self.table):
            self.table.setCurrentIndex(self.table.rows.index(next(found, 0), 0))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if "person" not in changes.tables:
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    @Slot(str, str)
    def _on_added(self, name: str, code: str) -> None:
        self._context.say(tr("{name} is added.", name=name))
        self._show_code(name, code)

    @Slot(str, str)
    def _show_code(self, name: str, code: str) -> None:
        """The code, this once."""
        column = self._code.layout()
        assert isinstance(column, QVBoxLayout)
        while (old := column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        advice = tr("{name} chooses this name on the first page, types the code, and chooses a passphrase.", name=name)
        shown = CodeCard(tr("One-time code for {name}", name=name), code, advice)
        column.addWidget(label(tr("Give this code to {name}. It is shown only now.", name=name), wrap=True))
        column.addWidget(shown)
        column.addWidget(label(advice, "muted", wrap=True))
        column.addWidget(button(tr("&Done"), self._show_card))
        column.addStretch(1)
        self.side.setCurrentWidget(self._code)
        shown.setFocus()

    @Slot()
    def _show_card(self) -> None:
        self.show_person(self._wanted)
        self.table.setFocus()


def people_page(context: Context) -> QWidget:
    """The page of the people of the centre."""
    return PeoplePage(context)


def _source(people: Sequence[PersonRow]) -> ListSource:
    columns = (
        Column("name", tr("Name"), 220, grows=True),
        Column("roles", tr("Roles"), 220, grows=True),
        Column("state", tr("State"), 160, CellKind.STATUS),
    )
    rows = [
        (
            person.id,
            (
                person.name,
                role_words(person.roles),
                Status(tr("Ended")) if person.disabled else Status(tr("Works here"), "met"),
            ),
        )
        for person in people
    ]
    return ListSource(columns, rows)


PAGE = Page("people", later("People"), Icon.USERS, people_page, frozenset({Role.ADMINISTRATOR.value}), at_foot=True)
