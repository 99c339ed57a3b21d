# SPDX-License-Identifier: Apache-2.0
"""A person's own sheet given back with the refused cells in red and the reasons beside them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.spreadsheets.cells import CellProblem, cell_name, plain
from app.spreadsheets.own_workbook import mark_problems, own_workbook
from app.spreadsheets.reading.book import Sheet, Value
from app.spreadsheets.writing import (
    PROBLEM_FILL,
    Header,
    new_cell,
    new_sheet,
    new_workbook,
    save,
    table_cell,
    text_cell,
)
from app.translation import tr

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def write_report(sheet: Sheet, problems: Iterable[CellProblem], target: Path, source: Path | None = None) -> None:
    """The sheet in the same cells; each problem as a red cell with a comment, and all reasons of a row in a last
    column. Problems of other sheets are listed on a second sheet. Raises StorageTrouble.

    With the workbook that the sheet is from as ``source`` it is the person's own file, with its looks and its other
    sheets, where it is an .xlsx file of usual size.
    """
    listed = list(problems)
    own = {problem.cell: problem for problem in listed if problem.sheet == sheet.name}
    if source is not None and (theirs := own_workbook(source, sheet)) is not None:
        mark_problems(theirs[sheet.name], sheet, own)
        save(theirs, target)
        return
    book = new_workbook()
    _problem_sheet(book.create_sheet(sheet.name), sheet, own)
    elsewhere = [problem for problem in listed if problem.sheet != sheet.name]
    if elsewhere:
        second = new_sheet(book, tr("Problems"), _elsewhere_headers())
        for problem in elsewhere:
            second.append([text_cell(second, text) for text in (problem.sheet, problem.cell, problem.reason)])
    save(book, target)


def write_reports(sheets: Iterable[Sheet], problems: Iterable[CellProblem], target: Path) -> None:
    """The same for a workbook of several sheets: each as it is, with the problems of its own. Raises StorageTrouble."""
    listed = list(problems)
    book = new_workbook()
    for sheet in sheets:
        own = {problem.cell: problem for problem in listed if problem.sheet == sheet.name}
        _problem_sheet(book.create_sheet(sheet.name), sheet, own)
    save(book, target)


def _elsewhere_headers() -> tuple[Header, ...]:
    return Header(tr("Sheet"), 24), Header(tr("Cell"), 10), Header(tr("Reason"), 90)


def _problem_sheet(out: "Worksheet", sheet: Sheet, own: dict[str, CellProblem]) -> None:
    from openpyxl.utils import get_column_letter

    width = max([sheet.first_column + len(row) for row in sheet.rows], default=0)
    for number in range(1, width + 1):
        out.column_dimensions[get_column_letter(number)].width = 18
    out.column_dimensions[get_column_letter(width + 1)].width = 80
    for _ in range(sheet.first_row):
        out.append([])
    for row, values in enumerate(sheet.rows, start=sheet.first_row):
        names = [cell_name(row, column) for column in range(width)]
        found = [own[name] for name in names if name in own]
        padded: list[Value] = [*[""] * sheet.first_column, *values]
        cells = [
            _report_cell(out, value, sheet.faults.errors.get((row, column)), own.get(name))
            for column, (name, value) in enumerate(zip(names, padded, strict=True))
        ]
        beside = tr("Problems") if row == sheet.first_row else " ".join(f"{p.cell}: {p.reason}" for p in found)
        out.append([*cells, table_cell(out, beside or None)])


def _report_cell(
    out: "Worksheet", value: Value, error: str | None, problem: CellProblem | None
) -> "Value | Cell | None":
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    shown = plain(error or value)
    if problem is None:
        return table_cell(out, shown if shown != "" else None)
    cell = text_cell(out, shown) if isinstance(shown, str) else new_cell(out, shown)
    cell.fill = PatternFill("solid", fgColor=PROBLEM_FILL)
    cell.comment = Comment(problem.reason, "Guildmark")
    return cell
