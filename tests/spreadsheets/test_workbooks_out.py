# SPDX-License-Identifier: Apache-2.0
"""Lists and reports that leave the program."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from app.domain.refusals import StorageTrouble
from app.spreadsheets.cells import CellProblem, cell_name
from app.spreadsheets.cohort_reading import read_cohort
from app.spreadsheets.reading.reader import read_sheet
from app.spreadsheets.report import write_report
from app.spreadsheets.writing import PROBLEM_FILL, Header, new_sheet, new_workbook, save, table_cell


def test_a_table_keeps_dangerous_texts_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    risky = ["=1+1", "+1", "-1", "@x", "\t=1", "#REF!", "_x0041_", "ok\ud800"]
    book = new_workbook()
    table = new_sheet(book, "List", [Header("Name"), Header("When"), Header("Count")])
    for text in risky:
        table.append([table_cell(table, value) for value in (text, date(2026, 1, 2), 3)])
    save(book, path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [3] * len(risky)
    assert sheet["A9"].value == "ok\ufffd"


def test_a_report_gives_the_sheet_back_with_red_cells_and_reasons(tmp_path: Path) -> None:
    source, target = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Mine"
    for row in (["Full name", "Sex", "Birth date"], ["=Dara", "boy", date(2001, 2, 3)], ["Thida", "F", "never"]):
        book.worksheets[0].append(row)
    book.worksheets[0]["A2"].data_type = "s"
    book.save(source)
    problems = read_cohort(source, date(2026, 1, 1), tmp_path).problems
    write_report(read_sheet(source), [*problems, CellProblem("Other", "A1", "Elsewhere.")], target)
    mine, other = openpyxl.load_workbook(target).worksheets
    assert [cell.value for cell in mine[1]] == ["Full name", "Sex", "Birth date", "Problems"]
    assert (mine["A2"].value, mine["A2"].data_type) == ("=Dara", "s")
    assert mine["B2"].fill.fgColor.rgb == f"00{PROBLEM_FILL}"
    assert mine["B2"].comment is not None
    assert mine["D2"].value == f"B2: {problems[0].reason}"
    assert mine["D3"].value == f"C3: {problems[1].reason}"
    assert other["C2"].value == "Elsewhere."


def test_a_report_is_the_persons_own_file_where_it_can_be(tmp_path: Path) -> None:
    source, target = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["List of 2026", None], ["Full name", "Sex"], ["Dara", "boy"], ["Thida", "F"], ["Total", "=1+1"]):
        sheet.append(row)
    sheet.column_dimensions["A"].width = 41
    sheet["A1"].font = Font(bold=True)
    sheet.merge_cells("A1:B1")
    book.create_sheet("Mine").append(["kept"])
    book.save(source)
    read = read_sheet(source)
    write_report(read, [CellProblem(read.name, "B3", "Sex is F, M or X.")], target, source)
    written = openpyxl.load_workbook(target)
    first = written.worksheets[0]
    assert (written["Mine"]["A1"].value, first["B5"].value, first.column_dimensions["A"].width) == ("kept", "=1+1", 41)
    assert (first["A1"].font.bold, str(first.merged_cells)) == (True, "A1:B1")
    assert first["B3"].fill.fgColor.rgb == f"00{PROBLEM_FILL}"
    assert (first["B3"].comment.text if first["B3"].comment else "") == "Sex is F, M or X."
    assert [cell.value for cell in first["C"]] == ["Problems", None, "B3: Sex is F, M or X.", None, None]


def test_a_folder_that_is_not_there_is_storage_trouble(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Dara"])
    source = tmp_path / "in.xlsx"
    book.save(source)
    with pytest.raises(StorageTrouble):
        write_report(read_sheet(source), [], tmp_path / "none" / "r.xlsx")


def test_cells_are_named_as_workbooks_name_them() -> None:
    assert [cell_name(6, 1), cell_name(0, 25), cell_name(0, 26), cell_name(99, 701)] == ["B7", "Z1", "AA1", "ZZ100"]
