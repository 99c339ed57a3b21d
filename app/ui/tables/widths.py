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
    """Growing columns get their own width, at least what their title needs, and share what is left as their widths
    stand to each other; where nothing is left, the table scrolls."""
    header = table.header
    shown = table.columns_shown()
    wide = {n: look().px(table.rows.columns[n].width) for n in shown if table.rows.columns[n].grows}
    least = {n: max(own, header.sectionSizeFromContents(n).width()) for n, own in wide.items()}
    taken = sum(least[n] if n in least else header.sectionSize(n) for n in shown)
    room, shares = max(0, table.viewport().width() - taken), sum(wide.values())
    for n, own in wide.items():
        more = room * own // shares
        room, shares = room - more, shares - own
        header.resizeSection(n, least[n] + more)


def widen(table: "DataTable", rows: int) -> None:
    """Columns that do not grow get the room that the first rows need, and keep it."""
    header, measured = table.header, range(min(rows, MEASURED))
    for n in table.columns_shown():
        if not table.rows.columns[n].grows:
            wanted = max((table.sizeHintForIndex(table.rows.index(row, n)).width() for row in measured), default=0)
            title = header.sectionSizeFromContents(n).width()
            header.resizeSection(n, max(header.sectionSize(n), wanted, title))
    share_room(table)
