# SPDX-License-Identifier: Apache-2.0
"""What importing a workbook of what was before comes to, in words and as lists."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.services.import_plan import State
from app.services.legacy_import import LegacyResult, LegacyRow, Numbers
from app.translation import later, tr, trn
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import Column

if TYPE_CHECKING:
    from app.spreadsheets.cells import CellProblem

COUNTED: Final = (
    later("Learners: {new} new, {changed} changed, {unchanged} as before"),
    later("Results: {new} new, {changed} changed, {unchanged} as before"),
    later("Certificates: {new} new, {changed} changed, {unchanged} as before"),
)
"""For each kind of sheet how many of its rows are what, in the order of ``LegacyResult.numbers``."""


def counted(kind: int, numbers: Numbers) -> str:
    """These numbers of the sheet of this kind, in words."""
    return tr(COUNTED[kind], new=numbers.new, changed=numbers.changed, unchanged=numbers.unchanged)


def sentence_of(result: LegacyResult) -> str:
    """What a result means for the person who looks at it."""
    if result.refused:
        n = len(result.refused)
        cells = trn("{n} cell cannot be used.", "{n} cells cannot be used.", n)
        return f"{cells} " + tr("Nothing is written. Put them right in the workbook, save it, and read it again.")
    if result.act is not None:
        return ""
    if not any(one.written + one.unchanged for one in result.numbers):
        return tr("The sheets of this workbook hold no rows yet. Nothing was written.")
    if not any(one.written for one in result.numbers):
        return tr("All of it is in the records already, exactly so.")
    warned = [one.reason for one in result.warnings]
    return "\n".join([tr("Nothing is written yet. Press Import to write it; it can be undone."), *warned])


def rows_coming(rows: Sequence[LegacyRow]) -> ListSource:
    """The rows that are written, in the order of the sheets."""
    columns = [
        Column("row", tr("No."), 72),
        Column("sheet", tr("Sheet"), 140),
        Column("at", tr("Row"), 72),
        Column("name", tr("Learner"), 180, grows=True),
        Column("what", tr("What"), 360, grows=True),
        Column("state", tr("State"), 120),
    ]
    words = {State.NEW: tr("New"), State.CHANGED: tr("Changed")}
    cells = [(n, row.sheet, row.row, row.name, row.what, words[row.state]) for n, row in enumerate(rows, start=1)]
    return ListSource(columns, [(row[0].to_bytes(4, "big"), row) for row in cells])


def cells_refused(problems: "Sequence[CellProblem]") -> ListSource:
    """Refused cells, in the order of the sheets."""
    columns = [
        Column("row", tr("No."), 72),
        Column("sheet", tr("Sheet"), 140),
        Column("cell", tr("Cell"), 90, sortable=False),
        Column("reason", tr("What is wrong"), 480, grows=True),
    ]
    cells = [(n, problem.sheet, problem.cell, problem.reason) for n, problem in enumerate(problems, start=1)]
    return ListSource(columns, [(row[0].to_bytes(4, "big"), row) for row in cells])
