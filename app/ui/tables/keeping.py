# SPDX-License-Identifier: Apache-2.0
"""Keeping how a list is looked at under a name."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLineEdit

from app.translation import tr
from app.ui.tables.desk import TableDesk
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.question import Question

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

_LONGEST = 60


class KeepView(Question):
    """Asks for the name of a view, and whether the list shall open with it."""

    def __init__(self, table: "DataTable", desk: TableDesk) -> None:
        super().__init__(
            table,
            tr("Keep this view"),
            tr("The columns, their order, the sorting and the filters are kept on this laptop, for you alone."),
            tr("They are not encrypted as the records are: do not filter by a person's name in a view that you keep."),
        )
        self._table, self._desk = table, desk
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST)
        self.field = FormField(tr("Name of the view"), self.name)
        self.first = QCheckBox(tr("Open the list with it"))
        self.add(self.field, self.first)
        self.keep = button(tr("&Keep"), self.keep_it, kind="primary")
        self.buttons.addButton(button(tr("&Do not keep"), self.reject), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.AcceptRole)
        self.name.setFocus()

    @Slot()
    def keep_it(self) -> None:
        """Keep it, in place of another of the same name."""
        name = " ".join(self.name.text().split())
        if not name:
            self.field.show_error(tr("Give the view a name."))
            self.resize(self.width(), self.heightForWidth(self.width()))
            return
        views = self._desk.views(self._table.key).with_view(self._table.view_now(name), self.first.isChecked())
        self._desk.keep_views(self._table.key, views)
        self._table.say(tr("The view {name} is kept.", name=name))
        self.accept()


def keep_view(table: "DataTable", desk: TableDesk) -> KeepView:
    """Ask how the view shall be called."""
    asked = KeepView(table, desk)
    asked.open()
    return asked
