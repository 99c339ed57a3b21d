# SPDX-License-Identifier: Apache-2.0
"""Reading what was before from a workbook: which of its sheets holds what, and each row of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from app.domain.dates import DateOrder, order_of
from app.domain.learners import LONGEST_NOTE, LONGEST_TEXT, LearnerDetails
from app.domain.names import clean_name, joined_name
from app.domain.refusals import BadInput
from app.spreadsheets.brought_columns import CERTIFICATES, DATES, RESULTS, WHO, field_of
from app.spreadsheets.brought_words import document_words, outcome_words, word_key
from app.spreadsheets.cells import (
    BadCell,
    CellProblem,
    cell_name,
    clean_text,
    date_of,
    day_of,
    fault_problems,
    is_blank,
    kept_text,
    text_of,
)
from app.spreadsheets.cohort_layout import HEADER_WITHIN, Layout, column_letter, find_layout
from app.spreadsheets.reading.book import Sheet, Value
from app.translation import later, tr

_TELLING: Final = {RESULTS: "outcome", CERTIFICATES: "number"}
"""The column without which a sheet is none of its kind."""
_WHO: Final = frozenset(WHO)
_EARLIEST: Final = date(1900, 1, 1)
_NOTHING: Final = later(
    "No sheet of this workbook holds results or certificates. Use the template, or write the headers Outcome or "
    "Certificate number above your columns."
)
_WHICH_DATES: Final = later(
    "Dates such as {example} may be day and month, or month and day. Say which of the two they are."
)


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """One result or certificate: whose it is by what the row says of the learner, and what it says, by field.

    ``row`` is the number that the workbook shows; ``refused`` are sentences by field.
    """

    row: int
    learner_id: str
    learner: LearnerDetails
    said: Mapping[str, str]
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BroughtSheet:
    """A sheet of results or of certificates (``kind``). ``columns`` gives the letter of each field's column."""

    kind: str
    sheet: Sheet
    rows: tuple[BroughtRow, ...]
    columns: Mapping[str, str]
    warnings: tuple[CellProblem, ...] = ()

    def problem(self, row: int, name: str, reason: str) -> CellProblem:
        """The reason at the cell of this row and field; of a field without a column at the learner's."""
        letter = self.columns.get(name) or next((self.columns[one] for one in WHO if one in self.columns), "A")
        return CellProblem(self.sheet.name, f"{letter}{row}", reason)


@dataclass(frozen=True, slots=True)
class BroughtBook:
    """What a workbook holds; ``learners`` is a sheet of learners who are to be brought in first, with its layout."""

    results: BroughtSheet | None = None
    certificates: BroughtSheet | None = None
    learners: tuple[Sheet, Layout] | None = None

    @property
    def sheets(self) -> tuple[BroughtSheet, ...]:
        """The sheets of results and certificates that are there."""
        return tuple(one for one in (self.results, self.certificates) if one is not None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading needs to know besides the cells."""

    translations: Path
    today: date
    order: DateOrder
    outcomes: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)


_Columns = Mapping[str, int]
_Found = tuple[str, Sheet, int, _Columns]
"""A sheet of a kind, the row of its headers, and the column of each field."""


def read_brought(
    sheets: Sequence[Sheet], translations: Path, today: date, order: DateOrder | None = None
) -> BroughtBook:
    """What these sheets hold: the first of each kind. ``order`` is how dates in figures are meant, where that is known.

    Raises BadInput "nothing-from-before", or "which-dates" where dates may be meant either way.
    """
    found: dict[str, _Found] = {}
    rest: list[Sheet] = []
    for sheet in sheets:
        one = _found(sheet, translations)
        if one is None:
            rest.append(sheet)
        else:
            found.setdefault(one[0], one)
    if not found:
        raise BadInput("nothing-from-before", _NOTHING)
    how = _Reading(
        translations, today, order or _order(found.values()), outcome_words(translations), document_words(translations)
    )
    read = {kind: _read(one, how) for kind, one in found.items()}
    return BroughtBook(read.get(RESULTS), read.get(CERTIFICATES), _learners(rest, how))


def _found(sheet: Sheet, translations: Path) -> _Found | None:
    """The kind of the sheet by its headers, which are those of the row with the most fields."""
    best: _Found | None = None
    for number in range(min(HEADER_WITHIN, len(sheet.rows))):
        for kind, telling in _TELLING.items():
            columns = _columns(sheet.rows[number], kind, translations)
            if telling in columns and not _WHO.isdisjoint(columns) and (not best or len(columns) > len(best[3])):
                best = (kind, sheet, number, columns)
    return best


def _columns(header: Sequence[Value], kind: str, translations: Path) -> _Columns:
    columns: dict[str, int] = {}
    for at, value in enumerate(header):
        name = field_of(value, kind, translations) if isinstance(value, str) and not is_blank(value) else ""
        if name:
            columns.setdefault(name, at)
    return columns


def _order(found: Iterable[_Found]) -> DateOrder:
    texts = [
        row[at]
        for _, sheet, header, columns in found
        for row in sheet.rows[header + 1 :]
        for at in (columns[name] for name in DATES if name in columns)
        if isinstance(row[at], str) and not is_blank(row[at])
    ]
    order = order_of(map(str, texts))
    if order is None:
        raise BadInput("which-dates", _WHICH_DATES, example=next(t for t in texts if order_of([str(t)]) is None))
    return order


def _learners(sheets: Sequence[Sheet], how: _Reading) -> tuple[Sheet, Layout] | None:
    """The first of the other sheets that names learners, and says something else of them too."""
    for sheet in sheets:
        if any(not is_blank(value) for row in sheet.rows for value in row):
            layout = find_layout(sheet, how.translations, how.today)
            named, fields = layout.likeness
            if named and fields > 1 and len(sheet.rows) > layout.data:
                return sheet, replace(layout, date_order=layout.date_order or how.order)
    return None


def _read(found: _Found, how: _Reading) -> BroughtSheet:
    kind, sheet, header, columns = found
    faults = fault_problems(sheet, sheet.first_row + header + 1)
    rows = tuple(_rows(sheet, header, columns, how, faults))
    letters = {name: column_letter(sheet, at) for name, at in columns.items()}
    return BroughtSheet(kind, sheet, rows, letters, tuple(_ignored(sheet, header, columns)))


def _ignored(sheet: Sheet, header: int, columns: _Columns) -> Iterator[CellProblem]:
    for at, value in enumerate(sheet.rows[header]):
        if at not in columns.values() and not is_blank(value):
            cell = cell_name(sheet.first_row + header, sheet.first_column + at)
            yield CellProblem(sheet.name, cell, tr("The column {header} is not known and was ignored.", header=value))


def _rows(
    sheet: Sheet, header: int, columns: _Columns, how: _Reading, faults: Mapping[tuple[int, int], CellProblem]
) -> Iterator[BroughtRow]:
    for number, values in enumerate(sheet.rows[header + 1 :], start=sheet.first_row + header + 1):
        said: dict[str, str] = {}
        refused: dict[str, str] = {}
        for name, at in columns.items():
            fault = faults.get((number, sheet.first_column + at))
            try:
                said[name] = "" if fault or is_blank(values[at]) else _cell(name, values[at], how)
            except BadCell as reason:
                refused[name] = str(reason)
            if fault:
                refused[name] = fault.reason
        if refused or any(said.values()):
            yield _row(number + 1, said, refused)


def _row(row: int, said: dict[str, str], refused: dict[str, str]) -> BroughtRow:
    who = {name: said.pop(name, "") for name in WHO}
    name = who["full_name"] or joined_name(who["family_name"], who["given_names"], who.get("patronymic", ""))
    try:
        name = clean_name(name) if name else ""
    except BadInput as reason:
        refused.setdefault("full_name", str(reason))
    learner = LearnerDetails(name, birth_date=who["birth_date"], id_number=who["id_number"])
    return BroughtRow(row, who["learner_id"].casefold(), learner, said, refused)


def _cell(name: str, value: Value, how: _Reading) -> str:
    if name == "birth_date":
        return date_of(value, how.today, how.order)
    if name in DATES:
        return _day(value, how)
    if name == "outcome":
        objection = tr("{found} is no outcome. Write competent or not yet competent.", found=value)
        return _choice(value, how.outcomes, objection)
    if name == "document":
        objection = tr("{found} is no kind of document. Write certificate or record of results.", found=value)
        return _choice(value, how.documents, objection)
    text = kept_text(value) if name == "note" else clean_text(value) if isinstance(value, str) else text_of(value)
    longest = LONGEST_NOTE if name == "note" else LONGEST_TEXT
    if len(text) > longest:
        raise BadCell(tr("The text is longer than {longest} characters.", longest=longest))
    return text


def _choice(value: Value, words: Mapping[str, str], objection: str) -> str:
    found = words.get(word_key(text_of(value)))
    if found is None:
        raise BadCell(objection)
    return found


def _day(value: Value, how: _Reading) -> str:
    try:
        day = day_of(value, how.order)
    except BadInput as reason:
        raise BadCell(str(reason)) from None
    if not _EARLIEST <= day <= how.today:
        raise BadCell(tr("{date} cannot be right: it lies in the future, or before 1900.", date=day.isoformat()))
    return day.isoformat()
