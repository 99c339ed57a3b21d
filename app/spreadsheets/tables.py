# SPDX-License-Identifier: Apache-2.0
"""A sheet with fixed English headers as a table of texts, where any cell can be complained about."""

from dataclasses import dataclass

from app.domain.refusals import BadInput
from app.spreadsheets.cells import BadCell, CellProblem, cell_name, fault_problems, kept_text
from app.spreadsheets.cohort_columns import header_key
from app.spreadsheets.reading.book import Sheet, Value
from app.translation import later, tr

OPTIONAL = frozenset({"Language", "Level", "Sector", "Hours", "Credits", "Critical", "Group", "Choose"})

Problems = dict[tuple[str, int, int], CellProblem]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of texts by header; ``number`` is counted from zero."""

    number: int
    texts: dict[str, str]

    def text(self, column: str) -> str:
        """The text in the column; empty where there is none."""
        return self.texts.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that hold anything, and where each column stands; complaints go into ``problems``."""

    sheet: str
    columns: dict[str, int]
    rows: tuple[TableRow, ...]
    problems: Problems

    def complain(self, row: TableRow, column: str, reason: str) -> None:
        """Note what is wrong with a cell; the first complaint about it stays."""
        place = (row.number, self.columns.get(column, 0))
        self.problems.setdefault((self.sheet, *place), CellProblem(self.sheet, cell_name(*place), reason))

    def needed(self, row: TableRow, column: str) -> str:
        """The text of a cell that must be filled; complains where it is not."""
        text = row.text(column)
        if not text:
            self.complain(row, column, tr("The cell must not be empty."))
        return text

    def number(self, row: TableRow, column: str) -> int | None:
        """The whole number in a cell, None where it is empty; complains about anything else."""
        text = row.text(column)
        if text.isdecimal() and len(text) < 7:
            return int(text)
        if text:
            self.complain(row, column, tr("{found} is not a whole number.", found=text))
        return None


def read_table(sheet: Sheet, columns: tuple[str, ...], problems: Problems) -> Table:
    """The sheet as a table; the first row holds the headers. Raises BadInput where a needed column is missing."""
    header = [header_key(value) if isinstance(value, str) else "" for value in sheet.rows[0]] if sheet.rows else []
    missing = [name for name in columns if header_key(name) not in header and name not in OPTIONAL]
    if missing:
        raise BadInput(
            "missing-header",
            later("The sheet {sheet} has no column {header}. Its first row must hold the headers."),
            sheet=sheet.name,
            header=missing[0],
        )
    indexes = {name: header.index(header_key(name)) for name in columns if header_key(name) in header}
    for place, problem in fault_problems(sheet, sheet.first_row + 1).items():
        problems[sheet.name, *place] = problem
    rows = [
        _read_row(sheet, number, indexes, problems)
        for number in range(1, len(sheet.rows))
        if any(value != "" for value in sheet.rows[number])
    ]
    places = {name: sheet.first_column + index for name, index in indexes.items()}
    return Table(sheet.name, places, tuple(row for row in rows if any(row.texts.values())), problems)


def _read_row(sheet: Sheet, number: int, indexes: dict[str, int], problems: Problems) -> TableRow:
    row = sheet.first_row + number
    texts: dict[str, str] = {}
    for name, index in indexes.items():
        value: Value = sheet.rows[number][index]
        try:
            texts[name] = kept_text(value)
        except BadCell as reason:
            place = (row, sheet.first_column + index)
            problems[sheet.name, *place] = CellProblem(sheet.name, cell_name(*place), str(reason))
    return TableRow(row, texts)
