# SPDX-License-Identifier: Apache-2.0
"""Reading what was before from a workbook: which of its sheets holds what, and each row of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from app.domain.dates import DateOrder, order_of
from app.domain.learners import LONGEST_NOTE, LONGEST_TEXT, LearnerDetails
from app.domain.names import clean_name, joined_name
from app.domain.refusals import BadInput
from app.spreadsheets.around_lists import (
    A_TOTAL,
    ANOTHER_LIST,
    NOTHING,
    are_headers_again,
    are_other_headers,
    is_total,
    not_read,
)
from app.spreadsheets.brought_columns import CERTIFICATES, DATES, RESULTS, WHO, field_of
from app.spreadsheets.brought_layout import BroughtLayout, find_brought
from app.spreadsheets.brought_words import document_words, outcome_words, word_key
from app.spreadsheets.cells import (
    BadCell,
    CellProblem,
    clean_text,
    date_of,
    day_of,
    fault_problems,
    is_blank,
    kept_text,
    not_longer,
    text_of,
)
from app.spreadsheets.cohort_layout import Layout, column_letter, find_layout
from app.spreadsheets.reading.book import Sheet, Value
from app.translation import later, tr

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


def read_brought(
    sheets: Sequence[Sheet], translations: Path, today: date, order: DateOrder | None = None
) -> BroughtBook:
    """What these sheets hold: the first of each kind. ``order`` is how dates in figures are meant, where that is known.

    Raises BadInput "nothing-from-before", or "which-dates" where dates may be meant either way.
    """
    found: dict[str, BroughtLayout] = {}
    rest: list[Sheet] = []
    for sheet in sheets:
        one = find_brought(sheet, translations)
        if one is None:
            rest.append(sheet)
        else:
            found.setdefault(one.kind, one)
    if not found:
        raise BadInput("nothing-from-before", _NOTHING)
    how = _Reading(
        translations, today, order or _order(found.values()), outcome_words(translations), document_words(translations)
    )
    read = {kind: _read(one, how) for kind, one in found.items()}
    return BroughtBook(read.get(RESULTS), read.get(CERTIFICATES), _learners(rest, how))


def _order(found: Iterable[BroughtLayout]) -> DateOrder:
    texts = [
        row[at]
        for one in found
        for row in one.rows
        for at in (one.columns[name] for name in DATES if name in one.columns)
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


def _read(found: BroughtLayout, how: _Reading) -> BroughtSheet:
    sheet, columns = found.sheet, found.columns
    letters = {name: column_letter(sheet, at) for name, at in columns.items()}
    titles = [(at, str(value)) for at, value in enumerate(sheet.rows[found.header]) if not is_blank(value)]
    ignored = tuple(not_read(sheet, found.header, at, title) for at, title in titles if at not in columns.values())
    return BroughtSheet(found.kind, sheet, tuple(_rows(found, how)), letters, ignored)


def _rows(found: BroughtLayout, how: _Reading) -> Iterator[BroughtRow]:
    first = found.sheet.first_row + found.header + 1
    faults = fault_problems(found.sheet, first)
    titles = found.titles
    for number, values in enumerate(found.rows, start=first):
        if are_headers_again(values, titles):
            continue
        shown = {at: faults.get((number, found.sheet.first_column + at)) for at in found.columns.values()}
        said, refused = _read_row(values, found.columns, shown, how)
        refused = _no_entry(values, found.kind, said, how.translations) or refused
        if refused or any(said.values()):
            yield _row(number + 1, said, refused)


def _no_entry(values: Sequence[Value], kind: str, said: Mapping[str, str], translations: Path) -> dict[str, str]:
    """Why the row is none of the list at all."""
    if are_other_headers(values, partial(field_of, kind=kind, translations=translations)):
        return {"full_name": tr(ANOTHER_LIST)}
    if is_total(values) and not any(said.get(name) for name in ("learner_id", "birth_date", "id_number")):
        return {"full_name": tr(A_TOTAL)}
    return {}


def _read_row(
    values: Sequence[Value], columns: Mapping[str, int], faults: Mapping[int, CellProblem | None], how: _Reading
) -> tuple[dict[str, str], dict[str, str]]:
    """What the row says by field, and the reasons at fields that cannot be used."""
    said: dict[str, str] = {}
    refused: dict[str, str] = {}
    for name, at in columns.items():
        fault = faults[at]
        try:
            said[name] = "" if fault or is_blank(values[at]) or values[at] in NOTHING else _cell(name, values[at], how)
        except BadCell as reason:
            refused[name] = str(reason)
        if fault:
            refused[name] = fault.reason
    return said, refused


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
    return not_longer(text, LONGEST_NOTE if name == "note" else LONGEST_TEXT)


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
