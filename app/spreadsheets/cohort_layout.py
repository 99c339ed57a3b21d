# SPDX-License-Identifier: Apache-2.0
"""Where in somebody's sheet the learners stand: the rows of headers, and which column holds which field."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from app.domain.dates import DAY_FIRST, MONTH_FIRST, DateOrder, order_of
from app.domain.refusals import BadInput
from app.spreadsheets.around_lists import of_another_list
from app.spreadsheets.cells import cell_name, column_name, is_blank
from app.spreadsheets.cohort_columns import NAMES, header_key, known_headers
from app.spreadsheets.cohort_content import guess
from app.spreadsheets.cohort_headers import Recognised
from app.spreadsheets.header_rows import Title, end_of_headers, most_like_headers, recognise_title, titles_of
from app.spreadsheets.reading.book import Sheet, Value
from app.translation import later

SAMPLES: Final = 3
LOOKED_AT: Final = 200
"""So many rows tell what a column holds."""

_MONTH_FIRST: Final = re.compile(r"\bm{1,2}\W{1,2}d{1,2}\W")
_DAY_FIRST: Final = re.compile(r"\b(d{1,2}\W{1,2}m{1,2}|дд?\W{1,2}мм?)\W")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that holds anything: its place in the rows, what stands above it, the field it fills (empty: none).

    ``sure``: the header says it in words that are known, or a person said otherwise; else it was guessed.
    ``samples`` are the first different values.
    """

    index: int
    title: str
    field: str
    sure: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read. ``header`` and ``data`` count in its rows: the first row of headers (-1: none) and
    the first of learners.

    ``date_order`` is None where dates of birth may be meant either way. ``known``: every column is one of the
    template or of a mapping that a person made, so nothing needs to be confirmed.
    """

    header: int
    data: int
    columns: tuple[Column, ...]
    date_order: DateOrder | None
    known: bool = False

    def fields(self) -> dict[str, int]:
        """The column of each field that is filled."""
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def likeness(self) -> tuple[bool, int]:
        """How like a list of learners the sheet is: whether it has names, and how many fields its headers name."""
        sure = {column.field for column in self.columns if column.field and column.sure}
        return any(name in sure for name in NAMES), len(sure)


def find_layout(sheet: Sheet, translations: Path, today: date, header: int | None = None) -> Layout:
    """How the sheet seems to be laid out; with ``header`` its headers begin in this row (-1: it has none).

    Raises BadInput "empty-workbook".
    """
    if not any(not is_blank(value) for row in sheet.rows for value in row):
        raise BadInput("empty-workbook", later("The workbook is empty: its first sheet holds no rows."))
    start = most_like_headers(sheet, translations) if header is None else header
    data = end_of_headers(sheet, start)
    titles = titles_of(sheet, start, data)
    columns = _columns(sheet, data, titles, translations, today)
    template = _is_template(columns, translations)
    return Layout(start, data, columns, DAY_FIRST if template else _date_order(sheet, data, columns), template)


def with_fields(sheet: Sheet, layout: Layout, fields: Mapping[int, str], order: DateOrder | None = None) -> Layout:
    """The layout as a person says it is: the field of each column, by its place; dates in this order. What was guessed
    and left so stays marked as guessed: whoever looks at the columns again sees what to look at.

    Raises BadInput "repeated-header" where two columns would fill one field, "missing-header" where none names.
    """
    columns = tuple(_said(column, fields.get(column.index, column.field)) for column in layout.columns)
    require_usable(sheet, layout.header, columns)
    return replace(layout, columns=columns, date_order=order or _date_order(sheet, layout.data, columns), known=True)


def _said(column: Column, field: str) -> Column:
    return replace(column, field=field, sure=column.sure or field != column.field)


def with_order(layout: Layout, order: DateOrder) -> Layout:
    """The layout with dates of birth written in this order."""
    return replace(layout, date_order=order)


def require_usable(sheet: Sheet, header: int, columns: Iterable[Column]) -> None:
    """Raises BadInput "repeated-header" where two columns fill one field, "missing-header" where none holds names."""
    filled: dict[str, Column] = {}
    for column in columns:
        if column.field and filled.setdefault(column.field, column) is not column:
            raise BadInput(
                "repeated-header",
                later("The column {header} is there twice (cell {cell}). Keep one of them."),
                header=column.title,
                cell=cell_name(sheet.first_row + max(0, header), sheet.first_column + column.index),
            )
    if not any(name in filled for name in NAMES):
        sentence = later("The first sheet has no column Full name. Say which column holds the names of the learners.")
        raise BadInput("missing-header", sentence)


def column_letter(sheet: Sheet, index: int) -> str:
    """The letter of a column as workbooks show it."""
    return column_name(sheet.first_column + index)


def _columns(sheet: Sheet, data: int, titles: Sequence[Title], translations: Path, today: date) -> tuple[Column, ...]:
    filled = [list(_values(sheet, data, index)) for index, _ in enumerate(titles)]
    recognised = {index: recognise_title(title, translations) for index, title in enumerate(titles) if title}
    used = [bool(title or values) for title, values in zip(titles, filled, strict=True)]
    foreign = of_another_list(used, {index: one.field for index, one in recognised.items()})
    fields = _each_once(titles, {index: one for index, one in recognised.items() if index not in foreign})
    columns = []
    for index, (title, values) in enumerate(zip(titles, filled, strict=True)):
        sure = index in recognised and recognised[index].sure
        field = fields.get(index, "")
        if not field and not sure and values and index not in foreign:
            field = guess(values, _taken(fields.values()), today)
            fields[index] = field
        if title or values:
            samples = tuple(dict.fromkeys(map(_sample, values)))[:SAMPLES]
            columns.append(Column(index, " ".join(title), field, sure, samples))
    return tuple(columns)


def _taken(fields: Iterable[str]) -> set[str]:
    """These fields; where names are known, a further column of names is somebody else's."""
    taken = set(fields)
    return taken if taken.isdisjoint(NAMES) else taken.union(NAMES)


def _sample(value: Value) -> str:
    """A value as the cell shows it: whole numbers without a decimal point, days without a time."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _each_once(titles: Sequence[Title], recognised: Mapping[int, Recognised]) -> dict[int, str]:
    """The field of each column that was recognised. A field goes to the first column that surely means it, and to
    one with the same header: which of those two is right, a person says."""
    first: dict[str, int] = {}
    for index in sorted(recognised, key=lambda at: (not recognised[at].sure, at)):
        first.setdefault(recognised[index].field, index)
    return {
        index: one.field
        for index, one in recognised.items()
        if one.field and (first[one.field] == index or _alike(titles[first[one.field]], titles[index]))
    }


def _values(sheet: Sheet, data: int, index: int) -> Iterator[Value]:
    rows = sheet.rows[data : data + LOOKED_AT]
    return (row[index] for row in rows if not is_blank(row[index]))


def _alike(one: Title, other: Title) -> bool:
    return header_key(" ".join(one)) == header_key(" ".join(other))


def _is_template(columns: Sequence[Column], translations: Path) -> bool:
    """All the headers are those of the template, in one of its languages."""
    headers = known_headers(translations)
    own = all(header_key(column.title) in headers for column in columns)
    return own and any(column.field in NAMES for column in columns)


def _date_order(sheet: Sheet, data: int, columns: Iterable[Column]) -> DateOrder | None:
    """How dates of birth are written, by their header or by what stands below it."""
    column = next((column for column in columns if column.field == "birth_date"), None)
    if column is None:
        return DAY_FIRST
    title = f"{column.title.casefold()} "
    if _MONTH_FIRST.search(title):
        return MONTH_FIRST
    if _DAY_FIRST.search(title):
        return DAY_FIRST
    values = (row[column.index] for row in sheet.rows[data:])
    return order_of(value for value in values if isinstance(value, str))
