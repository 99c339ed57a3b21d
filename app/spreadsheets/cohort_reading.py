# SPDX-License-Identifier: Apache-2.0
"""Reading learners from a sheet whose layout is known: every row, with a reason for every cell that is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.dates import DAY_FIRST
from app.domain.learners import LearnerDetails
from app.domain.names import clean_name, joined_name
from app.domain.refusals import BadInput
from app.spreadsheets.around_lists import (
    A_TOTAL,
    NOTHING,
    are_headers_again,
    is_total,
    not_read,
)
from app.spreadsheets.cells import (
    BadCell,
    CellProblem,
    fault_problems,
)
from app.spreadsheets.cohort_cells import Reader, reader_of
from app.spreadsheets.cohort_columns import LEARNER_ID, NAMES
from app.spreadsheets.cohort_layout import Layout, column_letter, find_layout, require_usable
from app.spreadsheets.reading.book import Sheet, Value
from app.spreadsheets.reading.reader import read_sheet
from app.translation import tr

_REMEMBERED: Final = 256
"""Values of a column that are not read again: most columns say a few things over and over."""
_NONE: Final[Mapping[str, str]] = {}

Edits = Mapping[tuple[int, str], str]
"""What a person typed into a cell of the plan, by row number and field."""
NO_EDITS: Final[Edits] = {}


class LearnerRow(NamedTuple):
    """One learner: the row number that the workbook shows, the id if the row has one, and the details.

    Each detail is as ``clean_field`` gives it. ``refused`` names the reason at each field that cannot be kept;
    ``written`` what stands there, for people to put right.
    """

    row: int
    learner_id: str
    details: LearnerDetails
    refused: Mapping[str, str] = _NONE
    written: Mapping[str, str] = _NONE


@dataclass(frozen=True, slots=True)
class CohortSheet:
    """What the sheet holds: its rows in their order, and warnings that hinder nothing.

    ``columns`` gives the letter of each field's column."""

    sheet: str
    rows: tuple[LearnerRow, ...]
    warnings: tuple[CellProblem, ...]
    columns: Mapping[str, str]

    @property
    def usable(self) -> tuple[LearnerRow, ...]:
        """The rows in which no cell is refused."""
        return tuple(row for row in self.rows if not row.refused)

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """The refused cells, from top to bottom."""
        return tuple(self.problem(row.row, field, why) for row in self.rows for field, why in row.refused.items())

    def problem(self, row: int, field: str, reason: str) -> CellProblem:
        """The reason at the cell of this row and field; of a field without a column at the name."""
        letter = self.columns.get(field) or next(self.columns[one] for one in NAMES if one in self.columns)
        return CellProblem(self.sheet, f"{letter}{row}", reason)


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    field: str
    read: Reader


def read_cohort(path: Path, today: date, translations: Path) -> CohortSheet:
    """The first visible sheet as learners, by the headers that are known.

    Raises BadInput in words where the file is not a workbook, is locked, empty or too large, or lacks a column for
    names; StorageTrouble where it cannot be read.
    """
    sheet = read_sheet(path)
    layout = find_layout(sheet, translations, today)
    require_usable(sheet, layout.header, layout.columns)
    return read_learners(sheet, layout, today)


def read_learners(sheet: Sheet, layout: Layout, today: date, edits: Edits = NO_EDITS) -> CohortSheet:
    """The learners of a sheet; a row that holds nothing is passed over."""
    order = layout.date_order or DAY_FIRST
    columns = tuple(
        _Column(at, field, lru_cache(_REMEMBERED, typed=True)(reader_of(field, today, order)))
        for field, at in layout.fields().items()
    )
    letters = {column.field: column_letter(sheet, column.index) for column in columns}
    faults = _faults(sheet, columns, layout.data)
    edited: dict[int, dict[str, str]] = {}
    for (row, field), text in edits.items():
        edited.setdefault(row, {})[field] = text
    found = tuple(_rows(sheet, layout, columns, faults, edited))
    return CohortSheet(sheet.name, _without_repeats(found), _ignored(sheet, layout), letters)


def _ignored(sheet: Sheet, layout: Layout) -> tuple[CellProblem, ...]:
    return tuple(
        not_read(sheet, max(0, layout.header), column.index, column.title)
        for column in layout.columns
        if not column.field and column.title
    )


def _faults(sheet: Sheet, columns: Sequence[_Column], data: int) -> dict[int, dict[str, str]]:
    """The fields of each row whose cell shows an error, or a formula without a result."""
    fields = {sheet.first_column + column.index: column.field for column in columns}
    found: dict[int, dict[str, str]] = {}
    for (row, column), problem in fault_problems(sheet, sheet.first_row + data).items():
        if column in fields:
            found.setdefault(row + 1, {})[fields[column]] = problem.reason
    return found


def _rows(
    sheet: Sheet,
    layout: Layout,
    columns: Sequence[_Column],
    faults: Mapping[int, Mapping[str, str]],
    edited: Mapping[int, Mapping[str, str]],
) -> Iterator[LearnerRow]:
    titles = {column.index: column.title for column in layout.columns if column.field}
    for row, values in enumerate(sheet.rows[layout.data :], start=sheet.first_row + layout.data + 1):
        if row not in edited and are_headers_again(values, titles):
            continue
        found, refused, written = _read_row(values, columns, edited.get(row, _NONE))
        if row in faults:
            refused = {**faults[row], **refused}
        if row not in edited and is_total(values) and not (found.get(LEARNER_ID) or found.get("birth_date")):
            refused.setdefault("full_name", tr(A_TOTAL))
        if not refused and not any(found.values()):
            continue
        learner_id = found.pop(LEARNER_ID, "")
        try:
            yield LearnerRow(row, learner_id, _learner(found), refused or _NONE, written or _NONE)
        except BadInput as reason:
            refused.setdefault("full_name", str(reason))
            yield LearnerRow(row, learner_id, LearnerDetails(**{"full_name": "", **found}), refused, written or _NONE)


def _read_row(
    values: Sequence[Value], columns: Sequence[_Column], typed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The field texts of one row; the reasons at fields that cannot be used; and what stands there."""
    found: dict[str, str] = {}
    refused: dict[str, str] = {}
    written: dict[str, str] = {}
    for column in columns:
        value = values[column.index] if column.field not in typed else typed[column.field]
        if value in NOTHING:
            continue
        try:
            found[column.field] = column.read(value)
        except BadCell as reason:
            refused[column.field] = str(reason)
            written[column.field] = str(value)
    return found, refused, written


def _learner(found: dict[str, str]) -> LearnerDetails:
    """The details, the full name put together from its parts where it is not written. Raises BadInput."""
    if not found.get("full_name"):
        parts = (found.get(name, "") for name in ("family_name", "given_names", "patronymic"))
        found["full_name"] = clean_name(joined_name(*parts))
    return LearnerDetails(**found)


def _without_repeats(rows: Sequence[LearnerRow]) -> tuple[LearnerRow, ...]:
    """Rows that bring an id or an identity number a second time are refused; each is told the first."""
    ids: dict[str, int] = {}
    numbers: dict[str, int] = {}
    kept: list[LearnerRow] = []
    for row in rows:
        number = row.details.id_number.casefold()
        same_id = ids.setdefault(row.learner_id, row.row) if row.learner_id else row.row
        same_number = numbers.setdefault(number, row.row) if number else row.row
        if same_id == same_number == row.row:
            kept.append(row)
            continue
        field, first = (LEARNER_ID, same_id) if same_id != row.row else ("id_number", same_number)
        reason = tr("The same number stands in row {row}; one of the two rows is wrong.", row=first)
        kept.append(row._replace(refused={field: reason, **row.refused}))
    return tuple(kept)
