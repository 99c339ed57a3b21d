# SPDX-License-Identifier: Apache-2.0
"""The register of learners: any number of them, found while typing, each opened on its card."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.records.queries import learners as register
from app.records.queries.learners import LearnerRow
from app.services.exporting import export_learners
from app.translation import language, later, tr, trn
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.file_writing import ask_workbook, write_file
from app.ui.learner_columns import let_edit
from app.ui.learners.learner_card import LearnerCard
from app.ui.learners.learner_source import LearnerSource, found
from app.ui.learners.pairs import Pairs
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.menu_button import menu_button, offer
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.row_source import Order
from app.ui.widgets.search_field import SearchField

MOST_FOUND = 500
NEW = "new"


class LearnersPage(QWidget):
    """The list, one learner's card, two records to be merged, or people who may be written twice.

    Its place is empty on the list, ``new``, the learner (and perhaps a field), ``merge`` and two learners, or
    ``twice``.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = ""
        roles = context.centre.work.roles
        self._may_add, self._may_write = (
            allowed(roles, command) for command in (Command.ADD_LEARNER, Command.EXPORT_REGISTER)
        )
        self.search = SearchField(tr("Search learners"), tr("Name, ID number or phone"), "Ctrl+F")
        self.register = LearnerSource(context)
        self.table = DataTable(tr("Learners"), self.register, Order("name"), key="learners")
        let_edit(self.table, context)
        self.header = PageHeader(tr("Learners"))
        self.merge_button = button(tr("&Merge..."), self.merge_selected)
        self.more_button, self.more = menu_button(tr("M&ore"))
        self.new_button = button(tr("&New learner"), self.show_new, kind="primary")
        self._bodies = QStackedWidget()
        self.sides = QStackedWidget()
        self.pairs = Pairs(context, self.sides, self)
        self._arrange()
        self.setFocusProxy(self.search)
        self.pairs.list_wanted.connect(self.show_list)
        self.pairs.card_wanted.connect(self._show_card)
        self.pairs.learner_wanted.connect(self.show_learner)
        self.search.asked.connect(self._on_asked)
        self.table.opened.connect(self.show_learner)
        self.table.rows.counted.connect(self._on_counted)
        self.table.copied.connect(self._on_copied)
        self.table.columns_chosen.connect(self._on_columns)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.rows.modelReset.connect(self._on_selected)
        context.bus.changed.connect(self._on_changed)
        finding = QShortcut(QKeySequence.StandardKey.Find, self)
        finding.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        finding.activated.connect(self._on_find)

    @cached_property
    def card(self) -> LearnerCard:
        """One learner; made when somebody is first looked at, since the list is what people come for."""
        card = LearnerCard(self._context)
        card.left.connect(self.show_list)
        card.merge_wanted.connect(self.pairs.show_merge)
        self.sides.addWidget(card)
        return card

    def place(self) -> str:
        """The list, a new learner, the learner whose card is shown, or a place of the pairs."""
        if self.sides.currentIndex() == 0:
            return ""
        if pairs := self.pairs.place():
            return pairs
        return self.card.learner.hex() if self.card.learner is not None else NEW

    def go_to(self, place: str) -> None:
        """Show that learner's card, fields for a new one, or one of the other places."""
        if place == NEW:
            self.show_new()
            return
        if self.pairs.go_to(place):
            return
        person, _, field = place.partition(" ")
        try:
            learner = bytes.fromhex(person)
        except ValueError:
            return
        if learner:
            self.show_learner(learner)
            self.card.show_field(field)

    @Slot()
    def show_list(self) -> None:
        """Back to the list, at the row one came from."""
        self.sides.setCurrentIndex(0)
        self.setFocusProxy(self.search)
        self.table.setFocus()

    @Slot()
    def show_new(self) -> None:
        """Fields for a new learner."""
        if not self._may_add:
            return
        self._show_card()
        self.card.show_new()

    @Slot(bytes)
    def show_learner(self, learner: bytes) -> None:
        """The card of this learner."""
        self._show_card()
        self.card.show_learner(bytes(learner))

    @Slot()
    def merge_selected(self) -> None:
        """The two selected records side by side."""
        chosen = self.table.selected_ids(3)
        if len(chosen) == 2:
            self.pairs.show_merge(*chosen)

    @Slot()
    def _show_card(self) -> None:
        self.sides.setCurrentWidget(self.card)
        self.setFocusProxy(self.card.form.editor("full_name"))

    @Slot(str)
    def _on_asked(self, text: str) -> None:
        self._find(text)

    def _find(self, text: str, again: bool = False) -> None:
        self._asked = text
        if text:
            more = self.register.more
            found = partial(self._on_found, more, again)
            self._context.read(register.find, text, MOST_FOUND, more, then=found, key="learners.find", owner=self)
        else:
            self.table.show_source(self.register)

    def _on_found(self, more: Sequence[str], again: bool, rows: Sequence[LearnerRow]) -> None:
        if self._asked:
            (self.table.update_source if again else self.table.show_source)(found(rows, more))

    @Slot(object)
    def _on_columns(self, keys: Sequence[str]) -> None:
        self.register.show_columns(keys)
        if self._asked:
            self._find(self._asked, again=True)

    @Slot(int)
    def _on_counted(self, n: int) -> None:
        number = QLocale(language()).toString(n)
        if self.table.filters.wishes:
            self._bodies.setCurrentIndex(0)
            return
        if not self._asked:
            self.header.set_subtitle(number)
        elif n >= MOST_FOUND:
            self.header.set_subtitle(tr("The first {n} that fit. Type more to find fewer.", n=number))
        else:
            self.header.set_subtitle(trn("{n} learner found", "{n} learners found", n))
        self._bodies.setCurrentIndex(0 if n else 2 if self._asked else 1)

    @Slot(int, int)
    def _on_copied(self, n: int, selected: int) -> None:
        words = trn("{n} row is copied.", "{n} rows are copied.", n)
        more = " " + tr("More than that cannot be copied at once.") if selected > n else ""
        self._context.say(words + more)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.touches("learner"):
            return
        if self._asked:
            self._find(self._asked, again=True)
        elif self._bodies.currentWidget() is self.table:
            self.table.refresh()
        else:
            self.table.rows.refresh()  # a table that is hidden because it is empty would wait for ever

    @Slot()
    def _on_find(self) -> None:
        if self.sides.currentIndex() == 0:
            self.search.setFocus()
            self.search.selectAll()

    @Slot()
    def _on_selected(self) -> None:
        two = len(self.table.selected_ids(3)) == 2
        self.merge_button.setEnabled(two)
        self.merge_button.setToolTip("" if two else tr("Select two records of one learner"))
        for action in self.table.actions():
            action.setEnabled(two)

    def _on_write(self) -> None:
        ask_workbook(self, tr("Register of learners"), self.write_register)

    def write_register(self, path: Path) -> None:
        """Write everybody there as a workbook."""
        write_file(self._context, self, path, partial(export_learners, self._context.centre.work))

    def _offer_more(self) -> None:
        self.merge_button.setVisible(self.pairs.allowed)
        self.more_button.setVisible(self.pairs.allowed or self._may_write)
        if self.pairs.allowed:
            offer(self.more, tr("&Look for people written twice..."), self.pairs.show_twice, drawing=Icon.USERS)
            merge = QAction(tr("Mer&ge the two records..."), self.table)
            merge.triggered.connect(self.merge_selected)
            self.table.addAction(merge)
        if self._may_write:
            written = tr("&Write the register as a workbook...")
            offer(self.more, written, self._on_write, drawing=Icon.FILE_SPREADSHEET)
        self._on_selected()

    def _arrange(self) -> None:
        self._offer_more()
        self.new_button.setVisible(self._may_add)
        may_import = allowed(self._context.centre.work.roles, Command.IMPORT_COHORT)
        bringing = [button(tr("&Import from Excel..."), self._show_import)] if may_import else []
        self.header.add(self.merge_button, self.more_button, *bringing, self.new_button)
        nobody = EmptyState(
            tr("No learners yet. Import a cohort from Excel, or write in the first learner."),
            Choice(tr("Import from Excel..."), self._show_import) if may_import else None,
            Choice(tr("Write in a learner"), self.show_new) if self._may_add else None,
            Icon.USERS,
        )
        unfound = EmptyState(tr("No learner fits. Try fewer letters, or another spelling."), drawing=Icon.SEARCH)
        for body in (self.table, nobody, unfound):
            self._bodies.addWidget(body)
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.header)
        column.addWidget(self.search)
        column.addWidget(self._bodies, 1)
        self.sides.addWidget(lists)
        page_layout(self).addWidget(self.sides)

    def _show_import(self) -> None:
        self._context.show_page("import", "into")


PAGE = Page("learners", later("Learners"), Icon.USERS, LearnersPage)
