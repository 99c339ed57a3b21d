# SPDX-License-Identifier: Apache-2.0
"""Real awkward files that other programs wrote, and what becomes of each: one line a file.

They lie beside the project (``shared/data/spreadsheets``); where they do not, these tests say that they are skipped.
What other libraries report of them stands in ``manifest.json`` there.
"""

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import pytest

from app.domain.refusals import BadInput
from app.spreadsheets.cells import cell_name
from app.spreadsheets.reading.book import Sheet, Value
from app.spreadsheets.reading.reader import look, read_sheet


@dataclass(frozen=True)
class Reads:
    """The first visible sheet with cells: its name, the cells where its filled part begins and ends, a few of them."""

    sheet: str
    begins: str
    ends: str
    cells: dict[str, Value]
    form: str = ""
    password: str = ""


@dataclass(frozen=True)
class Refuses:
    """A refusal: its code and a part of its sentence."""

    code: str
    says: str


NEW_YEAR: Final = date(2000, 1, 1)
FILES: Final[dict[str, Reads | Refuses]] = {
    "1900DateWindowing.xls": Reads("Sheet1", "A1", "B1", {"A1": NEW_YEAR, "B1": NEW_YEAR}),
    "1904DateWindowing.xls": Reads("Sheet1", "A1", "B1", {"A1": NEW_YEAR, "B1": NEW_YEAR}),
    "52348.xlsx": Reads("balance", "C2", "O10", {"C2": "Category", "L2": "", "K2": "Transaction", "C4": "Food"}),
    "54084_-_Greek_-_beyond_BMP.xlsx": Reads("Sheet1", "A1", "A1", {}),
    "58325_lt.xlsx": Reads("MetasNM001", "B2", "B2", {"B2": "Area de Anexos"}),
    "59746_NoRowNums.xlsx": Reads("Features", "A1", "K71", {"B1": "Ion", "A2": True, "B2": "[M+Na]+1", "K2": "F1"}),
    "DateFormatTests.xlsx": Reads("Flags", "A1", "C4", {"A1": "Flag Name", "B2": "Date Format Tests"}),
    "InlineStrings.xlsx": Reads("Sheet1", "A1", "D7", {"B2": "A", "C2": "1st Inline String", "D3": 44}),
    "SampleSS.ods": Reads("First Sheet", "A1", "B4", {"A1": "Test spreadsheet", "B2": "2nd row 2nd column"}),
    "SampleSS.strict.xlsx": Reads("First Sheet", "A1", "B4", {"A1": "Test spreadsheet", "B2": "2nd row 2nd column"}),
    "SimpleMacro.xlsm": Reads("Sheet1", "A1", "A1", {"A1": "This is a macro workbook"}),
    "TablesWithDifferentHeaders.xlsx": Reads("IntHeaders", "A1", "B2", {"A1": "12", "B2": "CD"}),
    "TwoSheetsOneHidden.xlsx": Reads("Sheet2", "A1", "A1", {"A1": "Sheet2A1"}),
    "ar.org.apsme.www_Form_Inscripcion_Curso_NO_Socios.xls": Reads(
        "DIC 6", "A5", "E43", {"C5": "DETALLE DE BAJAS", "C7": 71925.84}
    ),
    "bad.csv": Reads("bad", "A1", "D4", {"D2": "I'm too long!", "B3": "I'm too short!", "C3": ""}, "utf-8 , ."),
    "chart_sheet.xlsx": Reads("Sheet1", "A1", "E2", {"A2": "shampoo", "E2": 6}),
    "last-column-empty.xlsx": Reads("Sheet1", "A1", "C6", {"C2": "", "C3": "even more things"}),
    "mac_newlines.csv": Reads("mac_newlines", "A1", "C3", {"A3": "Once upon\ra time", "C3": "6"}, "utf-8 , ."),
    "namespace.xlsx": Reads("Data", "A1", "Q7", {"E1": "SW101014-03", "P4": "++++", "Q4": "strong"}),
    "poc-xmlbomb.xlsx": Refuses("not-a-workbook", "damaged"),
    "protected_passtika.xlsx": Reads(
        "Sheet1", "A1", "A1", {"A1": "This is an Encrypted Excel spreadsheet."}, password="tika"
    ),
    "sample.xlsb": Reads("Sheet1", "A1", "B10", {"A1": "Lorem", "B3": 333}),
    "skip_empty_lines.xlsx": Reads("Реестр", "A1", "G4", {"C1": "Название", "A2": 1, "A3": "", "A4": 3}),
    "testEXCEL_95.xls": Reads("Feuil1", "A1", "E22", {"A1": "Sample Excel Worksheet - Numbers and their Squares"}),
    "test_ambiguous_date.xlsx": Reads("Sheet1", "A1", "A2", {"A1": "s", "A2": date(1900, 1, 1)}),
    "test_latin1.csv": Reads("test_latin1", "A1", "C3", {"A2": "1", "C3": "©"}, "cp1252 , ."),
    "test_locale.csv": Reads("test_locale", "A1", "C2", {"A2": "1,7", "B2": "200.000.000"}, "utf-8 , ,"),
    "test_sheets.xlsx": Reads("data", "A1", "E4", {"B3": "👍", "E2": datetime(2015, 11, 4, 12, 22)}),  # noqa: DTZ001
    "test_skip_lines.xlsx": Reads("test.csv", "A4", "E7", {"A4": "number", "D5": date(2015, 11, 4)}),
    "test_utf16_little.csv": Reads("test_utf16_little", "A1", "C3", {"C3": "ʤ"}, "utf-16-le , ."),
    "test_utf8_bom.csv": Reads("test_utf8_bom", "A1", "C3", {"A1": "foo", "C3": "ʤ"}, "utf-8-sig , ."),
    "test_zeros.xls": Reads("test.csv", "A1", "C4", {"A2": 0, "B3": 1, "C4": 0}),
    "timeformat.xlsx": Reads("Sheet2", "A1", "B3", {"B1": time(14, 40, 30), "A2": date(2017, 8, 3)}),
    "unicodeSheetName.xlsx": Reads("Sheet・1", "A1", "A9", {"A1": 1, "A3": 3}),
    "utf8.xlsx": Reads("Sheet1", "A1", "B5", {"A1": "สวัสดี ครับ", "B3": "Russian language"}),
}  # fmt: skip


def collection() -> Path | None:
    """The folder of the files, wherever above the project it lies."""
    above = Path(__file__).resolve().parents
    return next((p / "shared/data/spreadsheets" for p in above if (p / "shared/data/spreadsheets").is_dir()), None)


FOLDER: Final = collection()
needs_files = pytest.mark.skipif(FOLDER is None, reason="the collection of awkward files is not beside the project")


def at(name: str) -> Path:
    assert FOLDER
    return FOLDER / name


@needs_files
@pytest.mark.parametrize("name", FILES)
def test_each_file_yields_its_table_or_a_clear_refusal(name: str) -> None:
    wanted = FILES[name]
    if isinstance(wanted, Refuses):
        with pytest.raises(BadInput, match=wanted.says) as refusal:
            read_sheet(at(name))
        assert refusal.value.code == wanted.code
        return
    sheet = read_sheet(at(name), password=wanted.password)
    bottom, right = sheet.first_row + len(sheet.rows) - 1, sheet.first_column + len(sheet.rows[0]) - 1
    found = sheet.name, cell_name(sheet.first_row, sheet.first_column), cell_name(bottom, right)
    assert found == (wanted.sheet, wanted.begins, wanted.ends)
    named = {cell_name(sheet.first_row + r, sheet.first_column + c): v for r, row in enumerate(sheet.rows)
             for c, v in enumerate(row)}  # fmt: skip
    assert {cell: named[cell] for cell in wanted.cells} == wanted.cells
    form = sheet.text_form
    assert (f"{form.encoding} {form.delimiter} {form.decimal}" if form else "") == wanted.form


@needs_files
def test_the_table_above_names_every_file() -> None:
    lying = {path.name for path in at("").iterdir()} - {"manifest.json"}
    assert {name for name in lying if not name.endswith(".expected.csv")} == set(FILES)


def as_text(value: Value) -> str:
    """The one way in which cells are compared with tables that another program made of the same files: whole numbers
    without a point, times to the minute, dates as that program writes them, with the quotes of their format."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.strftime('%d"-"%m"-"%Y" "%H:%M:%S')
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def table_of(sheet: Sheet) -> list[list[str]]:
    """The texts of all cells; that program leaves empty rows out."""
    rows = [[as_text(value) for value in row] for row in sheet.rows]
    return [row for row in rows if any(row)]


@needs_files
@pytest.mark.parametrize("name", [name for name in FILES if FOLDER and (FOLDER / f"{name}.expected.csv").exists()])
def test_the_table_equals_what_another_program_made_of_it(name: str) -> None:
    with at(f"{name}.expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert table_of(read_sheet(at(name))) == expected


@needs_files
def test_sheets_and_their_sizes_are_those_that_the_manifest_tells() -> None:
    for told in json.loads(at("manifest.json").read_text(encoding="utf-8")):
        if "cal" in told:
            assert offered(at(told["file"])) == sizes_in(told), told["file"]


def offered(path: Path) -> list[tuple[str, bool, int, int]]:
    return [(face.name, face.hidden, face.rows, face.columns) for face in look(path).sheets]


def sizes_in(told: dict[str, Any]) -> list[tuple[str, bool, int, int]]:
    tables = {name: state != "Visible" for name, state, kind in told["sheets"] if kind == "WorkSheet"}
    return [(name, tables[name], height, width) for name, height, width, *_ in told["cal"] if name in tables]
