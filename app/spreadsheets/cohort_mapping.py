# SPDX-License-Identifier: Apache-2.0
"""What a person said once about the sheets of one source: kept as a small file that other centres can use too.

The file is JSON: ``{"guildmark-mapping": 1, "name", "dates": "dmy" | "mdy", "columns": [{"title", "field"}, ...]}``.
It holds the headers of the source and nothing about learners.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from app.domain.dates import DAY_FIRST, MONTH_FIRST, DateOrder
from app.domain.refusals import BadInput
from app.spreadsheets.cohort_columns import COLUMNS, header_key
from app.spreadsheets.cohort_layout import Column, Layout, column_letter, with_fields
from app.spreadsheets.file_troubles import not_read
from app.spreadsheets.reading.book import Sheet
from app.spreadsheets.reading.unreadable import word_of
from app.translation import later

SUFFIX: Final = ".mapping.json"
_MARK: Final = "guildmark-mapping"
_FIELDS: Final = {column.field for column in COLUMNS} | {""}
_LARGEST: Final = 256 * 1024
_DATES: Final = {DAY_FIRST: DAY_FIRST, MONTH_FIRST: MONTH_FIRST}


@dataclass(frozen=True, slots=True)
class CohortMapping:
    """What each column of a source means, by its header (its letter where it has none); an empty field: nothing."""

    name: str
    columns: tuple[tuple[str, str], ...]
    dates: DateOrder = DAY_FIRST


def mapping_of(name: str, sheet: Sheet, layout: Layout) -> CohortMapping:
    """The mapping that says of such sheets what this layout says."""
    columns = tuple((_called(sheet, column), column.field) for column in layout.columns)
    return CohortMapping(name, columns, layout.date_order or DAY_FIRST)


def mapped(sheet: Sheet, layout: Layout, mappings: Iterable[CohortMapping]) -> Layout:
    """The layout by the first mapping that knows exactly these columns; as it is where none does."""
    titles = {header_key(_called(sheet, column)): column.index for column in layout.columns}
    for mapping in mappings:
        fields = {header_key(title): field for title, field in mapping.columns}
        if fields.keys() == titles.keys():
            return with_fields(sheet, layout, {titles[key]: field for key, field in fields.items()}, mapping.dates)
    return layout


def write_mapping(mapping: CohortMapping) -> bytes:
    """The mapping as a file."""
    columns = [{"title": title, "field": field} for title, field in mapping.columns]
    document = {_MARK: 1, "name": mapping.name, "dates": mapping.dates, "columns": columns}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_mapping(path: Path) -> CohortMapping:
    """The mapping in a file. Raises BadInput "not-a-mapping", StorageTrouble."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise not_read(path.name, word_of(error)) from None
    found = _parsed(content)
    if found is None:
        sentence = later("{file} does not say what the columns of a workbook mean, or it is of a newer program.")
        raise BadInput("not-a-mapping", sentence, file=path.name)
    return found


def _parsed(content: bytes) -> CohortMapping | None:
    try:
        document = orjson.loads(content)
        columns = tuple((str(one["title"]), str(one["field"])) for one in document["columns"])
        found = CohortMapping(str(document["name"]), columns, _DATES[document["dates"]])
    except (ValueError, KeyError, TypeError):
        return None
    usable = document.get(_MARK) == 1 and columns and all(field in _FIELDS for _, field in columns)
    return found if usable else None


def _called(sheet: Sheet, column: Column) -> str:
    return column.title or column_letter(sheet, column.index)
