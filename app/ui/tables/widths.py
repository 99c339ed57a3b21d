# SPDX-License-Identifier: Apache-2.0
"""How wide the columns of a list are."""

from typing import TYPE_CHECKING, Final

from app.ui.theme.look import look

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

MEASURED: Final = 20
"""So many rows say how wide their columns must be: a look at more would make long lists slow."""
_LEAST: Final = 48


def begin(table: "DataTable") -> None:
    """Each column as wide as the design has it, or as its title needs."""
    header = table.header
    header.measure_again()
    header.setMinimumSectionSize(look().px(_LEAST))
    for n, column in enumerate(table.rows.columns):
        if not header.isSectionHidden(n):
            header.resizeSection(n, max(look().px(column.width), header.sectionSizeFromContents(n).width()))


def share_room(table: "DataTable") -> None:
    """Growing columns share what is left as their own widths stand to each other, and never get less than these: then
    the table scrolls."""
    header = table.header
    shown = table.columns_shown()
    growing = [n for n in shown if table.rows.columns[n].grows]
    taken = sum(header.sectionSize(n) for n in shown if n not in growing)
    room, wished = table.viewport().width() - taken, sum(table.rows.columns[n].width for n in growing)
    for n in growing:
        own = table.rows.columns[n].width
        share = room * own // wished
        room, wished = room - share, wished - own
        header.resizeSection(n, max(look().px(own), header.sectionSizeFromContents(n).width(), share))


def widen(table: "DataTable", rows: int) -> None:
    """Columns that do not grow get the room that the first rows need, and keep it."""
    header, measured = table.header, range(min(rows, MEASURED))
    for n in table.columns_shown():
        if not table.rows.columns[n].grows:
            wanted = max((table.sizeHintForIndex(table.rows.index(row, n)).width() for row in measured), default=0)
            title = header.sectionSizeFromContents(n).width()
            header.resizeSection(n, max(header.sectionSize(n), wanted, title))
    share_room(table)
