# SPDX-License-Identifier: Apache-2.0
"""What an import found, as rows of tables: refused cells, and learners who may be known already."""

from collections.abc import Sequence

from app.services.workbook_import import Duplicate
from app.spreadsheets.cells import CellProblem
from app.translation import tr
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import Column


def problem_list(problems: Sequence[CellProblem]) -> ListSource:
    """Refused cells, in the order of the sheet."""
    columns = [
        Column("row", tr("No."), 72),
        Column("cell", tr("Cell"), 90, sortable=False),
        Column("reason", tr("What is wrong"), 480, grows=True),
        Column("sheet", tr("Sheet"), 140),
    ]
    cells = [(n, problem.cell, problem.reason, problem.sheet) for n, problem in enumerate(problems, start=1)]
    return ListSource(columns, [(row[0].to_bytes(4, "big"), row) for row in cells])


def duplicate_list(duplicates: Sequence[Duplicate]) -> ListSource:
    """Rows that look like somebody who is in the register already."""
    columns = [
        Column("row", tr("Row"), 72),
        Column("name", tr("Name"), 240, grows=True),
        Column("why", tr("Why"), 360, grows=True),
    ]
    return ListSource(columns, [(row.row.to_bytes(4, "big"), (row.row, row.name, row.why)) for row in duplicates])
