# SPDX-License-Identifier: Apache-2.0
"""Reading a filled-in cohort workbook: every row that is right, and a reason for every cell that is not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.learner_fields import clean_field
from app.domain.learners import LONGEST_NOTE, LONGEST_TEXT, LearnerDetails
from app.domain.names import clean_name
from app.domain.refusals import BadInput
from app.domain.routes import route_key
from app.spreadsheets.cell_words import ROUTE_WORDS, SEX_WORDS
from app.spreadsheets.cells import (
    BadCell,
    CellProblem,
    cell_name,
    choice_of,
    clean_text,
    date_of,
    fault_problems,
    is_blank,
    text_of,
)
from app.spreadsheets.cohort_columns import LEARNER_ID, header_key, known_headers
from app.spreadsheets.reading.book import Sheet, Value
from app.spreadsheets.reading.reader import read_sheet
from app.translation import later, tr

HEADER_WITHIN: Final = 20
"""The header row is looked for in this many first rows: above it there may be a title."""

_REMEMBERED: Final = 256
"""Values of a column that are not read again: most columns say a few things over and over."""

Reader = Callable[[Value], str]


class LearnerRow(NamedTuple):
    """One learner: the row number that the workbook shows, the id if the row has one, and the details.

    Each detail is as ``clean_field`` gives it, so that what cannot be kept is refused at its cell.
    """

    row: int
    learner_id: str
    details: LearnerDetails


@dataclass(frozen=True, slots=True)
class CohortSheet:
    """What the sheet holds: the usable rows, the refused cells, and warnings that hinder nothing.

    ``columns`` gives the letter of each field's column."""

    sheet: str
    rows: tuple[LearnerRow, ...]
    problems: tuple[CellProblem, ...]
    warnings: tuple[CellProblem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    field: str
    read: Reader


def read_cohort(path: Path, today: date, translations: Path) -> CohortSheet:
    """The first visible sheet as learners; headers in English or any language of the catalogues folder, in any order.

    A row with a refused cell is left out and named in ``problems``. Raises BadInput in words where the file is not a
    workbook, is locked, empty or too large, or lacks a column for names; StorageTrouble where it cannot be read.
    """
    sheet = read_sheet(path)
    header, columns, warnings = _find_header(sheet, known_headers(translations), today)
    faults = fault_problems(sheet, sheet.first_row + header + 1)
    problems: dict[tuple[int, int], CellProblem] = dict(faults)
    rows = list(_rows(sheet, header, columns, problems))
    kept = _without_repeats(sheet, columns, rows, problems)
    letters = {column.field: cell_name(0, sheet.first_column + column.index).removesuffix("1") for column in columns}
    return CohortSheet(sheet.name, kept, tuple(problems[place] for place in sorted(problems)), warnings, letters)


def _find_header(
    sheet: Sheet, known: dict[str, str], today: date
) -> tuple[int, tuple[_Column, ...], tuple[CellProblem, ...]]:
    for number, values in enumerate(sheet.rows[:HEADER_WITHIN]):
        fields = [known.get(header_key(value), "") if isinstance(value, str) else "" for value in values]
        if {"full_name", "family_name", "given_names"} & set(fields):
            return number, _columns(sheet, number, fields, today), _ignored(sheet, number, fields)
    if not sheet.rows:
        raise BadInput("empty-workbook", later("The workbook is empty: its first sheet holds no rows."))
    raise BadInput(
        "missing-header",
        later("The first sheet has no column Full name. Write the headers of the cohort template into its first row."),
    )


def _columns(sheet: Sheet, header: int, fields: list[str], today: date) -> tuple[_Column, ...]:
    repeated = next((field for field in fields if field and fields.count(field) > 1), None)
    if repeated:
        second = fields.index(repeated, fields.index(repeated) + 1)
        raise BadInput(
            "repeated-header",
            later("The column {header} is there twice (cell {cell}). Keep one of them."),
            header=str(sheet.rows[header][second]),
            cell=cell_name(sheet.first_row + header, sheet.first_column + second),
        )
    return tuple(
        _Column(i, field, lru_cache(_REMEMBERED, typed=True)(_reader(field, today)))
        for i, field in enumerate(fields)
        if field
    )


def _reader(field: str, today: date) -> Reader:
    own: dict[str, Reader] = {
        LEARNER_ID: _text,
        "birth_date": partial(_birth_date, today=today),
        "sex": _sex,
        "notes": partial(_cleaned, field="notes", today=today, longest=LONGEST_NOTE),
        "route": _route,
    }
    return own.get(field) or partial(_cleaned, field=field, today=today)


def _ignored(sheet: Sheet, header: int, fields: list[str]) -> tuple[CellProblem, ...]:
    row = sheet.first_row + header
    return tuple(
        CellProblem(
            sheet.name,
            cell_name(row, sheet.first_column + index),
            tr("The column {header} is not known and was ignored.", header=value),
        )
        for index, (value, field) in enumerate(zip(sheet.rows[header], fields, strict=True))
        if not field and not is_blank(value)
    )


def _birth_date(value: Value, today: date) -> str:
    return "" if is_blank(value) else date_of(value, today)


def _sex(value: Value) -> str:
    if is_blank(value):
        return ""
    found = choice_of(value, SEX_WORDS)
    if found is None:
        raise BadCell(tr("Sex is F, M or X; {found} is none of them.", found=value))
    return found


def _route(value: Value) -> str:
    text = _text(value)
    return ROUTE_WORDS.get(route_key(text)) or _cleaned(text, "route", date.max)


def _cleaned(value: Value, field: str, today: date, longest: int = LONGEST_TEXT) -> str:
    text = _text(value, longest)
    try:
        return clean_field(field, text, today) if text else ""
    except BadInput as reason:
        raise BadCell(str(reason)) from None


def _text(value: Value, longest: int = LONGEST_TEXT) -> str:
    text = clean_text(value) if isinstance(value, str) else text_of(value)
    if len(text) > longest:
        raise BadCell(tr("The text is longer than {longest} characters.", longest=longest))
    return text


def _rows(
    sheet: Sheet, header: int, columns: tuple[_Column, ...], problems: dict[tuple[int, int], CellProblem]
) -> Iterator[LearnerRow]:
    faulty = {row for row, _ in problems}
    named = _column_of(sheet, columns, "full_name", "family_name", "given_names")
    for row, values in enumerate(sheet.rows[header + 1 :], start=sheet.first_row + header + 1):
        found, refused = _read_row(values, columns)
        for column, reason in refused:
            place = (row, sheet.first_column + column)
            problems[place] = CellProblem(sheet.name, cell_name(*place), reason)
        if refused or row in faulty or not any(found.values()):
            continue
        learner_id = found.pop(LEARNER_ID, "")
        try:
            yield LearnerRow(row + 1, learner_id, _learner(found))
        except BadInput as reason:
            problems[row, named] = CellProblem(sheet.name, cell_name(row, named), str(reason))


def _read_row(values: list[Value], columns: tuple[_Column, ...]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """The field texts of one row, and the columns (counted in the row) that cannot be used with their reasons."""
    found: dict[str, str] = {}
    refused: list[tuple[int, str]] = []
    for column in columns:
        value = values[column.index]
        if value == "":
            continue
        try:
            found[column.field] = column.read(value)
        except BadCell as reason:
            refused.append((column.index, str(reason)))
    return found, refused


def _learner(found: dict[str, str]) -> LearnerDetails:
    """The details, the full name put together from its parts where it is not written. Raises BadInput."""
    if not found.get("full_name"):
        parts = filter(None, (found.get("given_names"), found.get("family_name")))
        found["full_name"] = clean_name(" ".join(parts))
    return LearnerDetails(**found)


def _column_of(sheet: Sheet, columns: tuple[_Column, ...], *fields: str) -> int:
    by_field = {column.field: column.index for column in columns}
    return sheet.first_column + next(by_field[field] for field in fields if field in by_field)


def _without_repeats(
    sheet: Sheet,
    columns: tuple[_Column, ...],
    rows: list[LearnerRow],
    problems: dict[tuple[int, int], CellProblem],
) -> tuple[LearnerRow, ...]:
    """The rows without those that bring an id or an identity number a second time; each is named with the first."""
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
        place = (row.row - 1, _column_of(sheet, columns, field))
        reason = tr("The same number stands in row {row}; one of the two rows is wrong.", row=first)
        problems[place] = CellProblem(sheet.name, cell_name(*place), reason)
    return tuple(kept)
