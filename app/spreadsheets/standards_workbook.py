# SPDX-License-Identifier: Apache-2.0
"""Guildmark's own workbook of standards: a sheet of qualifications, one of units, one of criteria."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.refusals import BadInput
from app.domain.standards import Qualification, StandardsPack, Unit
from app.spreadsheets.cells import CellProblem
from app.spreadsheets.reading.reader import read_sheets
from app.spreadsheets.standards_rows import build_pack
from app.spreadsheets.tables import Table, read_table
from app.spreadsheets.writing import Header, new_sheet, new_workbook, save, text_cell
from app.translation import later

if TYPE_CHECKING:
    from openpyxl import Workbook

QUALIFICATION_COLUMNS: Final = ("Code", "Title", "Level", "Sector", "Language")
UNIT_COLUMNS: Final = ("Qualification", "Code", "Title", "Hours", "Credits", "Group", "Choose", "Language")
CRITERION_COLUMNS: Final = ("Unit", "Element", "Element title", "Criterion", "Text", "Critical")
SHEETS: Final = {
    "Qualifications": QUALIFICATION_COLUMNS,
    "Units": UNIT_COLUMNS,
    "Criteria": CRITERION_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class StandardsSheet:
    """What the workbook brings, and each cell that is wrong; the pack is whole only where there are no problems."""

    pack: StandardsPack
    problems: tuple[CellProblem, ...]


def write_standards_workbook(path: Path, pack: StandardsPack) -> None:
    """The pack as a workbook that ``read_standards_workbook`` reads back alike, apart from the order of the units.

    Raises StorageTrouble where it cannot be written.
    """
    book = new_workbook()
    units = {unit.code: unit for unit in pack.units}
    _write_sheet(
        book, "Qualifications", [(q.code, q.title, q.level, q.sector, q.language) for q in pack.qualifications]
    )
    used = [row for qualification in pack.qualifications for row in _unit_rows(qualification, units)]
    listed = {row[1] for row in used}
    _write_sheet(book, "Units", [*used, *(_unit_row("", u, "", "") for u in pack.units if u.code not in listed)])
    _write_sheet(book, "Criteria", [row for unit in pack.units for row in _criterion_rows(unit)])
    save(book, path)


def _write_sheet(book: "Workbook", name: str, rows: list[tuple[str, ...]]) -> None:
    wide = {"Title": 50, "Text": 100, "Element title": 50}
    sheet = new_sheet(book, name, [Header(column, wide.get(column, 16)) for column in SHEETS[name]])
    for row in rows:
        sheet.append([text_cell(sheet, text) if text else None for text in row])


def _unit_rows(qualification: Qualification, units: dict[str, Unit]) -> list[tuple[str, ...]]:
    rows = [_unit_row(qualification.code, units[code], "", "") for code in qualification.mandatory]
    for number, group in enumerate(qualification.groups, start=1):
        title = group.title or str(number)
        rows += [_unit_row(qualification.code, units[code], title, str(group.choose)) for code in group.units]
    return rows


def _unit_row(qualification: str, unit: Unit, group: str, choose: str) -> tuple[str, ...]:
    hours = "" if unit.hours is None else str(unit.hours)
    credit = "" if unit.credits is None else str(unit.credits)
    return qualification, unit.code, unit.title, hours, credit, group, choose, unit.language


def _criterion_rows(unit: Unit) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for element in unit.elements:
        start = (unit.code, element.code, element.title)
        rows += [(*start, c.code, c.text, "Y" if c.critical else "") for c in element.criteria]
        if not element.criteria:
            rows.append((*start, "", "", ""))
    return rows


def read_standards_workbook(path: Path) -> StandardsSheet:
    """The three sheets as a standards pack with the cells that are wrong.

    Raises BadInput where the file is no workbook or a sheet or column is missing, StorageTrouble where it cannot be
    read.
    """
    sheets = {sheet.name.strip().casefold(): sheet for sheet in read_sheets(path)}
    problems: dict[tuple[str, int, int], CellProblem] = {}
    tables: dict[str, Table] = {}
    for name, columns in SHEETS.items():
        sheet = sheets.get(name.casefold())
        if sheet is None:
            raise BadInput("missing-sheet", later("The workbook has no sheet {sheet}."), sheet=name)
        tables[name] = read_table(sheet, columns, problems)
    pack = build_pack(tables["Qualifications"], tables["Units"], tables["Criteria"])
    return StandardsSheet(pack, tuple(problems[place] for place in sorted(problems)))
