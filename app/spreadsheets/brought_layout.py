# SPDX-License-Identifier: Apache-2.0
"""Where on somebody's sheet results or certificates from before stand: the row of headers, and which column holds what.

Other than in a list of learners nothing is guessed here: a column means what its header says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.spreadsheets.around_lists import of_another_list
from app.spreadsheets.brought_columns import CERTIFICATES, RESULTS, WHO, field_of
from app.spreadsheets.cells import is_blank
from app.spreadsheets.cohort_layout import LOOKED_AT
from app.spreadsheets.header_rows import HEADER_WITHIN
from app.spreadsheets.reading.book import Sheet, Value

_TELLING: Final = {RESULTS: "outcome", CERTIFICATES: "number"}
"""The column without which a sheet is none of its kind."""
_WHO: Final = frozenset(WHO)


@dataclass(frozen=True, slots=True)
class BroughtLayout:
    """A sheet of results or of certificates (``kind``), the row of its headers, and the column of each field."""

    kind: str
    sheet: Sheet
    header: int
    columns: Mapping[str, int]

    @property
    def rows(self) -> list[list[Value]]:
        """The rows below the headers."""
        return self.sheet.rows[self.header + 1 :]

    @property
    def titles(self) -> Mapping[int, str]:
        """What stands above each column that holds a field."""
        return {at: str(self.sheet.rows[self.header][at]).strip() for at in self.columns.values()}


def find_brought(sheet: Sheet, translations: Path) -> BroughtLayout | None:
    """The kind of the sheet by its headers, which are those of the row with the most fields; None for another sheet.
    Lists that stand beside this one are left out."""
    best: BroughtLayout | None = None
    for number in range(min(HEADER_WITHIN, len(sheet.rows))):
        for kind, telling in _TELLING.items():
            columns = _columns(_fields(sheet.rows[number], kind, translations))
            if telling in columns and not _WHO.isdisjoint(columns) and (not best or len(columns) > len(best.columns)):
                best = BroughtLayout(kind, sheet, number, columns)
    return best and _without_other_lists(best, translations)


def _without_other_lists(found: BroughtLayout, translations: Path) -> BroughtLayout:
    headers = found.sheet.rows[found.header]
    fields = _fields(headers, found.kind, translations)
    looked_at = (headers, *found.rows[:LOOKED_AT])
    used = [any(not is_blank(value) for value in column) for column in zip(*looked_at, strict=True)]
    foreign = of_another_list(used, fields, _TELLING[found.kind])
    return replace(found, columns=_columns({at: name for at, name in fields.items() if at not in foreign}))


def _fields(header: Sequence[Value], kind: str, translations: Path) -> dict[int, str]:
    texts = {at: value for at, value in enumerate(header) if isinstance(value, str) and not is_blank(value)}
    return {at: name for at, text in texts.items() if (name := field_of(text, kind, translations))}


def _columns(fields: Mapping[int, str]) -> dict[str, int]:
    """A field goes to the first column that means it."""
    columns: dict[str, int] = {}
    for at, name in fields.items():
        columns.setdefault(name, at)
    return columns
