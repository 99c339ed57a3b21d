# SPDX-License-Identifier: Apache-2.0
"""The laptops of the centre, and what to do when one was lost or given away."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.records.queries.people import DeviceRow
from app.translation import tr
from app.ui.context import Context
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.moments import moment_words
from app.ui.widgets.question import Question, short_name
from app.ui.widgets.row_source import CellKind, Column, Order, Status
from app.ui.widgets.texts import label

_ROWS_SHOWN = 5


class LaptopList(QWidget):
    """A row for each laptop; an administrator may shut another one than this out, after one question."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._laptops: dict[bytes, DeviceRow] = {}
        name = tr("Laptops of the centre")
        self.table = DataTable(name, _source((), 0), Order("name"), key="laptops")
        self.table.setMinimumHeight((_ROWS_SHOWN + 1) * look().row_height())
        self.gone_button = button(tr("No &longer ours..."), self._ask)
        self.gone_button.setVisible(allowed(context.centre.work.roles, Command.REVOKE_DEVICE))
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(label(name, "heading", wrap=True), 1)
        head.addWidget(self.gone_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.table.rows.modelReset.connect(self._on_selected)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self._on_selected()

    def show_laptops(self, laptops: Sequence[DeviceRow], now: int) -> None:
        """Show these; ``now`` in ms since 1970."""
        self._laptops = {laptop.id: laptop for laptop in laptops}
        self.table.show_source(_source(laptops, now), self.table.rows.order)

    def _chosen(self) -> DeviceRow | None:
        """The one laptop that is selected, if it can be shut out."""
        ids = self.table.selected_ids()
        laptop = self._laptops.get(ids[0]) if len(ids) == 1 else None
        return None if laptop is None or laptop.own or laptop.revoked else laptop

    @Slot()
    def _on_selected(self) -> None:
        may = self._chosen() is not None
        self.gone_button.setEnabled(may)
        self.gone_button.setToolTip("" if may else tr("Select another laptop than this one in the list"))

    @Slot()
    def _ask(self) -> None:
        laptop = self._chosen()
        if laptop is not None:
            _ask_to_shut_out(self, self._context, laptop)


def _ask_to_shut_out(parent: QWidget, context: Context, laptop: DeviceRow) -> None:
    name = laptop.name

    def shut_out() -> None:
        from app.services.shutting_out import revoke_device

        asked.accept()
        done = tr("{name} is shut out. What it wrote stays.", name=name)
        context.do(lambda _: revoke_device(context.centre, laptop.id), done=done)

    asked = Question(
        parent,
        tr("Is {name} no longer yours?", name=name),
        tr("Shut it out when it was lost, stolen or given away. It then cannot read what is written here from now on."),
        tr("The other laptops do the same once they have read a stick from this one: do that soon."),
        tr("What it holds already stays on it, locked with the passphrases. What it wrote stays in your records."),
        tr("This cannot be undone: it is shut out for ever."),
    )
    doing = button(tr("&Shut it out for ever"), shut_out, kind="danger")
    doing.setAccessibleName(tr("Shut {name} out for ever", name=name))
    asked.offer(tr("&Keep {name}", name=short_name(name)), doing)
    asked.open()


def _source(laptops: Sequence[DeviceRow], now: int) -> ListSource:
    columns = (
        Column("name", tr("Laptop"), 240, grows=True),
        Column("entries", tr("Entries from it"), 150, CellKind.NUMBER),
        Column("seen", tr("Newest entry"), 170, sortable=False),
        Column("state", tr("State"), 210, CellKind.STATUS),
    )
    rows = [
        (
            laptop.id,
            (
                laptop.name,
                laptop.operations,
                moment_words(laptop.last_seen, now) if laptop.last_seen else "",
                _state(laptop),
            ),
        )
        for laptop in laptops
    ]
    return ListSource(columns, rows)


def _state(laptop: DeviceRow) -> Status:
    if laptop.revoked:
        return Status(tr("Shut out"), "not_yet")
    return Status(tr("This laptop"), "accent") if laptop.own else Status(tr("Belongs to the centre"), "met")
