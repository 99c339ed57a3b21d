# SPDX-License-Identifier: Apache-2.0
"""The marks workbook: a row for each learner, a column for each criterion of one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput
from app.domain.standards import Criterion
from app.spreadsheets.cell_words import MARK_WORDS
from app.spreadsheets.cells import (
    BadCell,
    CellProblem,
    cell_name,
    choice_of,
    column_name,
    fault_problems,
    is_blank,
    text_of,
)
from app.spreadsheets.cohort_columns import header_key, known_headers
from app.spreadsheets.guided_sheet import Guide, advice_sheet, guided_sheet, reading_sheet
from app.spreadsheets.reading.book import Sheet, Value
from app.spreadsheets.reading.reader import read_sheet
from app.spreadsheets.writing import Header, new_workbook, save
from app.translation import later, tr

MARKS: Final = ("Y", "N", "X")
LEGEND: Final = later("Y: met. N: not yet met. X: not applicable. Empty: not assessed.")
ADVICE: Final = (
    later("Choose or type a letter for each learner and criterion. Words of your language are understood too."),
    later("What each criterion asks stands beside the selected cell, and in full on the sheet before this one."),
    later("The learners are locked. Save the file and import it; empty cells change nothing."),
)


@dataclass(frozen=True, slots=True)
class MarksRow:
    """The marks of one learner by criterion code, "Y" met, "N" not yet, "X" not applicable; ``row`` as shown."""

    row: int
    learner_id: str
    full_name: str
    marks: dict[str, str]


@dataclass(frozen=True, slots=True)
class MarksSheet:
    """What a marks workbook holds. ``title`` is the name of its sheet, ``criteria`` the codes of its columns;
    ``columns`` gives the letter of each criterion's column, and that of the learners' ids under an empty code."""

    title: str
    criteria: tuple[str, ...]
    rows: tuple[MarksRow, ...]
    problems: tuple[CellProblem, ...]
    columns: Mapping[str, str] = field(default_factory=dict)


def write_marks_template(
    path: Path, unit_title: str, criteria: Sequence[Criterion], learners: Sequence[tuple[str, str]]
) -> None:
    """A workbook to fill in on any computer; learners are (id, full name). The full text of each criterion is a
    comment on its header and stands on the second sheet, its beginning beside each selected cell. Headers, ids and
    names are locked without a password. Raises StorageTrouble where it cannot be written.
    """
    book = new_workbook()
    guides = [_fixed(tr("Learner ID"), 22), _fixed(tr("Full name"), 30), *map(_guide, criteria)]
    sheet = guided_sheet(book, unit_title, guides, len(learners), "C2")
    for learner_id, name in learners:
        sheet.append([learner_id, name, *("" for _ in criteria)])
    texts = [(criterion.code, _explained(criterion)) for criterion in criteria]
    reading_sheet(book, tr("Criteria"), (Header(tr("Criterion"), 12), Header(tr("Text"), 100)), texts)
    advice_sheet(book, (tr(sentence) for sentence in (LEGEND, *ADVICE)))
    save(book, path)


def _fixed(header: str, width: int) -> Guide:
    return Guide(Header(header, width), fixed=True)


def _guide(criterion: Criterion) -> Guide:
    explained = _explained(criterion)
    return Guide(Header(criterion.code, 8, explained), explained, MARKS, tr(LEGEND))


def _explained(criterion: Criterion) -> str:
    return tr("{criterion} (critical)", criterion=criterion.text) if criterion.critical else criterion.text


def read_marks(path: Path, translations: Path) -> MarksSheet:
    """The marks in the first visible sheet; letters and words in any of the centre's languages, capitals or not.

    Empty cells are no marks. A cell that is refused is named in ``problems`` and its mark left out; a row without a
    learner id is left out. Raises BadInput for what is no marks workbook, StorageTrouble where it cannot be read.
    """
    sheet = read_sheet(path)
    places = _leading_columns(sheet, known_headers(translations))
    problems: dict[tuple[int, int], CellProblem] = dict(fault_problems(sheet, sheet.first_row + 1))
    codes = _criterion_columns(sheet, places)
    rows = [_row(sheet, number, places, codes, problems) for number in range(1, len(sheet.rows))]
    kept = _once_each(sheet, places, [row for row in rows if row], problems)
    ordered = tuple(problems[place] for place in sorted(problems))
    named = {places["learner_id"]: "", **codes}
    letters = {code: column_name(sheet.first_column + at) for at, code in named.items()}
    return MarksSheet(sheet.name, tuple(codes.values()), kept, ordered, letters)


def _leading_columns(sheet: Sheet, known: dict[str, str]) -> dict[str, int]:
    """Where the learner's id and name stand in a row."""
    header = sheet.rows[0] if sheet.rows else []
    fields = [known.get(header_key(value), "") if isinstance(value, str) else "" for value in header]
    if "learner_id" not in fields:
        raise BadInput(
            "missing-header",
            later("The first sheet has no column Learner ID. Fill in a marks template made by this program."),
        )
    return {field: fields.index(field) for field in ("learner_id", "full_name") if field in fields}


def _criterion_columns(sheet: Sheet, places: dict[str, int]) -> dict[int, str]:
    """The criterion code of each other column that has a header."""
    codes: dict[int, str] = {}
    for column, value in enumerate(sheet.rows[0]):
        if column in places.values() or is_blank(value):
            continue
        code = _header_text(sheet, column, value)
        if code in codes.values():
            raise BadInput(
                "repeated-header", later("The criterion {criterion} has two columns. Keep one of them."), criterion=code
            )
        codes[column] = code
    return codes


def _header_text(sheet: Sheet, column: int, value: Value) -> str:
    try:
        return text_of(value)
    except BadCell as reason:
        cell = cell_name(sheet.first_row, sheet.first_column + column)
        raise BadInput("bad-header", later("Cell {cell}: {reason}"), cell=cell, reason=reason) from None


def _row(
    sheet: Sheet,
    number: int,
    places: dict[str, int],
    codes: dict[int, str],
    problems: dict[tuple[int, int], CellProblem],
) -> MarksRow | None:
    values = sheet.rows[number]
    if all(is_blank(value) for value in values):
        return None
    row = sheet.first_row + number
    texts: dict[int, str] = {}
    for column in (*places.values(), *codes):
        try:
            texts[column] = _mark(values[column]) if column in codes else text_of(values[column])
        except BadCell as reason:
            place = (row, sheet.first_column + column)
            problems[place] = CellProblem(sheet.name, cell_name(*place), str(reason))
    learner_id = texts.get(places["learner_id"], "")
    if not learner_id:
        place = (row, sheet.first_column + places["learner_id"])
        problems.setdefault(place, CellProblem(sheet.name, cell_name(*place), tr("The learner ID is missing.")))
        return None
    marks = {code: texts[column] for column, code in codes.items() if texts.get(column)}
    return MarksRow(row + 1, learner_id, texts.get(places.get("full_name", -1), ""), marks)


def _mark(value: Value) -> str:
    if is_blank(value):
        return ""
    found = choice_of(value, MARK_WORDS)
    if found is None:
        raise BadCell(tr("A mark is Y, N or X; {found} is none of them.", found=value))
    return found


def _once_each(
    sheet: Sheet, places: dict[str, int], rows: list[MarksRow], problems: dict[tuple[int, int], CellProblem]
) -> tuple[MarksRow, ...]:
    """The rows without a second one for the same learner."""
    first: dict[str, int] = {}
    for row in rows:
        if first.setdefault(row.learner_id, row.row) == row.row:
            continue
        place = (row.row - 1, sheet.first_column + places["learner_id"])
        reason = tr("The same learner stands in row {row}; keep one of the two rows.", row=first[row.learner_id])
        problems[place] = CellProblem(sheet.name, cell_name(*place), reason)
    return tuple(row for row in rows if first[row.learner_id] == row.row)
