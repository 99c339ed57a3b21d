# SPDX-License-Identifier: Apache-2.0
"""The workbook in which a cohort is filled in, empty or with the learners of a cohort."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.learners import LearnerDetails
from app.spreadsheets.cohort_columns import COLUMNS, LEARNER_ID
from app.spreadsheets.writing import DATE, TEXT, Header, choices, new_cell, new_sheet, new_workbook, save, text_cell
from app.translation import tr

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

ROOM: Final = 500
"""Rows for typing below the learners: so far the lists to choose from reach."""
PREPARED: Final = 60
"""As many of them have formatted cells, for programs that do not go by the format of the column."""


def write_cohort_template(path: Path, learners: Sequence[tuple[str, LearnerDetails]] = ()) -> None:
    """The cohort template in the language in use, with one row for each learner given (id, details).

    Every text cell is formatted as text, so that zeros stay in front and nothing is taken for a formula. Raises
    StorageTrouble where the file cannot be written.
    """
    book = new_workbook()
    _learner_sheet(book, learners)
    _help_sheet(book)
    save(book, path)


def _learner_sheet(book: "Workbook", learners: Sequence[tuple[str, LearnerDetails]]) -> None:
    from openpyxl.utils import get_column_letter

    headers = [Header(tr(column.header), column.width) for column in COLUMNS]
    sheet = new_sheet(book, tr("Learners"), headers, frozen="C2")
    last = len(learners) + ROOM + 1
    sex = choices(("F", "M", "X"), tr("Choose F, M or X, or leave the cell empty."))
    for number, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].number_format = DATE if column.field == "birth_date" else TEXT
        if column.field == "sex":
            sex.add(f"{letter}2:{letter}{last}")
    sheet.data_validations.append(sex)
    for learner_id, details in learners:
        sheet.append([_cell(sheet, column.field, learner_id, details) for column in COLUMNS])
    for _ in range(PREPARED):
        sheet.append([_empty_cell(sheet, column.field) for column in COLUMNS])


def _cell(sheet: "Worksheet", field: str, learner_id: str, details: LearnerDetails) -> "Cell":
    text: str = learner_id if field == LEARNER_ID else getattr(details, field)
    if field == "birth_date" and text:
        return _date_cell(sheet, text)
    return text_cell(sheet, text) if text else _empty_cell(sheet, field)


def _date_cell(sheet: "Worksheet", text: str) -> "Cell":
    """A real date; dates before March 1900 stay text, because workbooks count them wrongly."""
    born = date.fromisoformat(text)
    if born < date(1900, 3, 1):
        return text_cell(sheet, text)
    cell = new_cell(sheet, born)
    cell.number_format = DATE
    return cell


def _empty_cell(sheet: "Worksheet", field: str) -> "Cell":
    cell = new_cell(sheet)
    cell.number_format = DATE if field == "birth_date" else TEXT
    return cell


def _help_sheet(book: "Workbook") -> None:
    sheet = new_sheet(book, tr("How to fill it in"), (Header(tr("Column"), 26), Header(tr("What to write"), 90)))
    for column in COLUMNS:
        sheet.append([text_cell(sheet, tr(column.header)), text_cell(sheet, tr(column.help))])
