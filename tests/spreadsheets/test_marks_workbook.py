# SPDX-License-Identifier: Apache-2.0
"""Marks filled in on any computer come back by learner and criterion."""

from pathlib import Path

import openpyxl
import pytest

from app.domain.refusals import BadInput
from app.domain.standards import Criterion
from app.spreadsheets.marks import read_marks, write_marks_template

CRITERIA = (Criterion("1.a", "Wears gloves"), Criterion("1.b", "=Stops the machine", critical=True))


def filled(path: Path, **cells: str) -> Path:
    write_marks_template(path, "Unit: one/two", CRITERIA, [("L1", "Дара"), ("L2", "ធីតា")])
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book.worksheets[0][name] = value
    book.save(path)
    return path


def test_the_template_explains_each_criterion_and_offers_the_three_marks(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(filled(tmp_path / "m.xlsx")).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Learner ID", "Full name", "1.a", "1.b"]
    assert sheet["C1"].comment is not None
    assert sheet["D1"].comment is not None
    assert (sheet["C1"].comment.text, sheet["D1"].comment.text) == ("Wears gloves", "=Stops the machine (critical)")
    offered = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert {place: one.formula1 for place, one in offered.items()} == dict.fromkeys(
        ("C2:C1048576", "D2:D1048576"), '"Y,N,X"'
    )
    beside = offered["D2:D1048576"]
    assert (beside.promptTitle, beside.prompt) == ("1.b", "=Stops the machine (critical)")


def test_headers_ids_and_names_are_locked_and_marks_are_not(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(filled(tmp_path / "m.xlsx")).worksheets[0]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    locked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.protection.locked}
    assert locked == {"A1", "B1", "C1", "D1", "A2", "B2", "A3", "B3"}


def test_a_page_explains_the_letters_and_a_long_criterion_is_cut_beside_the_cell_only(tmp_path: Path) -> None:
    long = Criterion("1.c", "Ở" * 300)
    write_marks_template(tmp_path / "m.xlsx", "Unit", [long], [("L1", "A")])
    first, second, third = openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets
    (rule,) = first.data_validations.dataValidation
    assert rule.prompt == "Ở" * 254 + "…"
    assert second["B2"].value == long.text
    assert third["A2"].value == "Y: met. N: not yet met. X: not applicable. Empty: not assessed."


def test_a_template_without_learners_or_criteria_is_written_too(tmp_path: Path) -> None:
    write_marks_template(tmp_path / "m.xlsx", "", [], [])
    assert read_marks(tmp_path / "m.xlsx", tmp_path).rows == ()


def test_marks_are_read_in_small_letters_and_in_the_languages_of_the_centres(tmp_path: Path) -> None:
    sheet = read_marks(filled(tmp_path / "m.xlsx", C2="y", D2="Н", C3="х", D3="ទេ"), tmp_path)
    assert [(row.row, row.learner_id, row.full_name, row.marks) for row in sheet.rows] == [
        (2, "L1", "Дара", {"1.a": "Y", "1.b": "N"}),
        (3, "L2", "ធីតា", {"1.a": "X", "1.b": "N"}),
    ]
    assert (sheet.criteria, sheet.problems) == (("1.a", "1.b"), ())


def test_an_empty_cell_is_no_mark_and_a_strange_one_is_a_problem(tmp_path: Path) -> None:
    sheet = read_marks(filled(tmp_path / "m.xlsx", C2="maybe", D3="Y"), tmp_path)
    assert [row.marks for row in sheet.rows] == [{}, {"1.b": "Y"}]
    assert [problem.cell for problem in sheet.problems] == ["C2"]


def test_a_learner_twice_and_a_row_without_an_id_are_problems(tmp_path: Path) -> None:
    sheet = read_marks(filled(tmp_path / "m.xlsx", A3="L1", C3="Y", B4="Nobody", C4="Y"), tmp_path)
    assert [row.learner_id for row in sheet.rows] == ["L1"]
    assert [problem.cell for problem in sheet.problems] == ["A3", "A4"]


def test_a_workbook_without_learner_ids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Learner ID"):
        read_marks(filled(tmp_path / "m.xlsx", A1="Who"), tmp_path)
    with pytest.raises(BadInput, match="two columns"):
        read_marks(filled(tmp_path / "n.xlsx", D1="1.a"), tmp_path)
