# SPDX-License-Identifier: Apache-2.0
"""Which rows of a list are shown: the wishes of a person, column by column, over whatever the page shows."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QLocale, QObject, Signal, Slot

from app.domain.filtering import Filter
from app.translation import language, tr
from app.ui.tables.filter_popup import FilterPopup
from app.ui.widgets.row_source import Coded, Filterable, Order, RowSource

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

MOST_COMPARED = 500
"""Of so many selected rows it is found out whether they are the same ones after a list was read again."""


class TableFilters(QObject):
    """Holds the wishes of one list. ``changed`` comes with every other wish."""

    changed = Signal()

    def __init__(self, table: "DataTable", source: RowSource) -> None:
        super().__init__(table)
        self._table, self._base = table, source
        self._wishes: dict[str, Filter] = {}
        self._turn = 0
        table.rows.counted.connect(self._tell)

    @property
    def wishes(self) -> tuple[Filter, ...]:
        """What is asked for now."""
        return tuple(self._wishes.values())

    @property
    def source(self) -> RowSource:
        """All rows, those too that are left out."""
        return self._base

    @property
    def possible(self) -> bool:
        """Whether rows of this list can be left out."""
        return isinstance(self._base, Filterable)

    def show(self, source: RowSource, order: Order | None) -> None:
        """Show other rows, as far as the wishes let them through."""
        self._base = source
        self._table.header.set_filterable(self.possible)
        self._find(order, fresh=True)

    def read_again(self, source: RowSource | None = None) -> None:
        """Show the same list as it is now; the person stays where they are."""
        self._base = source or self._base
        self._find(None, fresh=False)

    def set_wishes(self, wishes: Iterable[Filter]) -> None:
        """Ask for this and nothing else."""
        known = {column.key for column in self._table.rows.columns}
        self._wishes = {wish.column: wish for wish in wishes if wish.asks and wish.column in known}
        self._find(None, fresh=True)
        self.changed.emit()

    def set_wish(self, wish: Filter) -> None:
        """Ask for this of its column, beside what is asked of others."""
        self.set_wishes((*(other for other in self.wishes if other.column != wish.column), wish))

    @Slot()
    def clear(self) -> None:
        """Show all rows."""
        if self._wishes:
            self.set_wishes(())

    @Slot(int)
    def ask(self, section: int) -> None:
        """Let the person say what they want of this column, right under its title."""
        if not isinstance(self._base, Filterable) or not 0 <= section < len(self._table.rows.columns):
            return
        column = self._table.rows.columns[section]
        popup = FilterPopup(column, self._wishes.get(column.key, Filter(column.key)), self._table)
        popup.chosen.connect(self.set_wish)
        popup.sort_wanted.connect(partial(self._table.sort_by, section))
        self._base.values(column.key, partial(_offer, popup))
        popup.show_below(self._table.header.below(section))

    def _find(self, order: Order | None, *, fresh: bool) -> None:
        self._turn += 1
        if not self._wishes or not isinstance(self._base, Filterable):
            self._show(self._turn, order, fresh, self._base)
            return
        wanted = order or self._table.rows.order
        self._base.filtered(self.wishes, wanted, partial(self._show, self._turn, order, fresh))

    def _show(self, turn: int, order: Order | None, fresh: bool, source: RowSource) -> None:
        if turn != self._turn or not shiboken6.isValid(self):
            return
        if fresh:
            self._table.rows.set_source(source, order)
            self._table.scrollToTop()
        else:
            self._replace(source)
        self._mark()

    def _replace(self, source: RowSource) -> None:
        """The cells that are selected stay so as long as they are of the same records."""
        before = self._table.selected_ids(MOST_COMPARED + 1)
        self._table.rows.replace_source(source)
        if before and (len(before) > MOST_COMPARED or self._table.selected_ids(MOST_COMPARED + 1) != before):
            self._table.clearSelection()

    def _mark(self) -> None:
        columns = self._table.rows.columns
        self._table.header.active = frozenset(n for n, one in enumerate(columns) if one.key in self._wishes)
        self._table.header.viewport().update()

    @Slot(int)
    def _tell(self, shown: int) -> None:
        words = ""
        if self._wishes and self.possible:
            locale = QLocale(language())
            words = tr("{n} of {m} shown.", n=locale.toString(shown), m=locale.toString(self._base.count()))
        self._table.header.show_strip(words)


def _offer(popup: FilterPopup, values: Sequence[Coded]) -> None:
    if shiboken6.isValid(popup):
        popup.offer(values)
