# SPDX-License-Identifier: Apache-2.0
"""The workbook of what was before: its template in every language is understood again, and others' words too."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.paths import resources
from app.spreadsheets.brought_columns import CERTIFICATES, COLUMNS, RESULTS, field_of
from app.spreadsheets.brought_reading import BroughtBook, BroughtSheet, read_brought
from app.spreadsheets.brought_template import write_brought_template
from app.spreadsheets.brought_words import outcome_words, word_key
from app.spreadsheets.reading.reader import read_sheets
from app.translation import LANGUAGES, use_language

TRANSLATIONS = resources() / "translations"
TODAY = date(2026, 11, 23)


def template(path: Path, **cells: str) -> BroughtBook:
    """The template with these cells filled in on its first sheet, read again."""
    file = path / "before.xlsx"
    write_brought_template(file)
    book = load_workbook(file)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(file)
    return read_brought(read_sheets(file), TRANSLATIONS, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_comes_back_in_every_language(tmp_path: Path, language: str) -> None:
    use_language(language, TRANSLATIONS)
    try:
        book = template(tmp_path, B2="Sok SAMPLE", E2="007", G2="C", H2="2019-05-06")
    finally:
        use_language("en", TRANSLATIONS)
    assert book.results is not None
    assert book.certificates is not None
    assert book.learners is None
    fields = [column.field for column in COLUMNS[RESULTS]]
    assert list(book.results.columns) == fields
    assert list(book.certificates.columns) == [column.field for column in COLUMNS[CERTIFICATES]]
    (row,) = book.results.rows
    assert (row.row, row.learner.full_name, row.said["code"], row.said["outcome"]) == (
        2,
        "Sok SAMPLE",
        "007",
        COMPETENT,
    )


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Дата выдачи", CERTIFICATES, "issued_on"),
        ("Date", RESULTS, "achieved_on"),
        ("Date", CERTIFICATES, "issued_on"),
        ("Số hiệu", CERTIFICATES, "number"),
        ("ФИО", RESULTS, "full_name"),
        ("Ngày sinh", CERTIFICATES, "birth_date"),
        ("Kết quả", RESULTS, "outcome"),
        ("លទ្ធផល", RESULTS, "outcome"),
        ("Phone", RESULTS, ""),
        ("Certificate No.", RESULTS, ""),
    ],
)
def test_headers_of_other_registers_are_understood(header: str, kind: str, field: str) -> None:
    assert field_of(header, kind, TRANSLATIONS) == field


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("зачтено", COMPETENT), ("Не зачтено", NOT_YET_COMPETENT), ("ĐẠT", COMPETENT), ("không đạt", NOT_YET_COMPETENT),
        ("ជាប់", COMPETENT), ("NYC", NOT_YET_COMPETENT), ("Competent", COMPETENT), ("85%", None),
    ],
)  # fmt: skip
def test_outcomes_are_understood_in_the_words_of_the_centres(word: str, outcome: str | None) -> None:
    assert outcome_words(TRANSLATIONS).get(word_key(word)) == outcome


def test_each_cell_that_cannot_be_used_has_its_reason(tmp_path: Path) -> None:
    book = template(tmp_path, B2="Sok SAMPLE", C2="yesterday", G2="85%", H2="2031-01-01", L2="Ghost\u202e")
    assert book.results is not None
    (row,) = book.results.rows
    assert {book.results.problem(2, name, why).cell for name, why in row.refused.items()} == {"C2", "G2", "H2", "L2"}
    assert "lies in the future" in row.refused["achieved_on"]


def test_the_page_that_explains_is_taken_for_no_list(tmp_path: Path) -> None:
    book = template(tmp_path)
    assert (book.results and book.results.rows, book.learners) == ((), None)


HEADERS = ("Full name", "Birth date", "Unit code", "Outcome", "Date")
DARA = ("Dara SAMPLE", "2001-02-03", "U1", "C", "2019-05-06")
THIDA = ("Thida SAMPLE", "2002-03-04", "U1", "C", "2019-05-06")


def results(path: Path, *rows: tuple[object, ...]) -> BroughtSheet:
    """The results on the one sheet of a register."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path / "register.xlsx")
    found = read_brought(read_sheets(path / "register.xlsx"), TRANSLATIONS, TODAY).results
    assert found is not None
    return found


def names(sheet: BroughtSheet) -> list[str]:
    return [row.learner.full_name for row in sheet.rows if not row.refused]


def test_of_lists_beside_each_other_the_one_with_outcomes_is_read(tmp_path: Path) -> None:
    teachers = ("Full name", "Phone", "Email", "Birth date")
    sheet = results(
        tmp_path, (*teachers, None, *HEADERS), ("Teacher SAMPLE", "1", "a@b.example", None, None, *DARA),
        (None, None, None, None, None, *THIDA),
    )  # fmt: skip
    assert names(sheet) == ["Dara SAMPLE", "Thida SAMPLE"]
    assert sheet.columns["full_name"] == "F"
    assert [one.reason for one in sheet.warnings] == [f"Nothing is read from the column {title}." for title in teachers]


@pytest.mark.parametrize("word", ["Total", "Итого:", "Tổng cộng", "សរុប"])
def test_a_total_below_results_is_told_and_no_learner(tmp_path: Path, word: str) -> None:
    sheet = results(tmp_path, HEADERS, DARA, (word, None, None, 1))
    assert names(sheet) == ["Dara SAMPLE"]
    assert [row.refused for row in sheet.rows[1:]] == [
        {"full_name": "The row looks like a total, not like a learner. Leave it out."}
    ]


def test_headers_that_come_again_on_each_page_are_no_row(tmp_path: Path) -> None:
    sheet = results(tmp_path, HEADERS, DARA, HEADERS, THIDA)
    assert [row.row for row in sheet.rows] == [2, 4]


def test_another_list_below_results_is_told(tmp_path: Path) -> None:
    sheet = results(tmp_path, HEADERS, DARA, (), ("Name", "Note"), ("Teacher SAMPLE", "none"))
    assert [(row.row, row.refused.get("full_name")) for row in sheet.rows][:2] == [
        (2, None), (4, "A second list begins here. Leave the row out, or put that list on a sheet of its own."),
    ]  # fmt: skip


def test_a_dash_in_a_register_is_an_empty_cell(tmp_path: Path) -> None:
    sheet = results(tmp_path, (*HEADERS, "Note"), (*DARA, "-"))
    assert (sheet.rows[0].refused, sheet.rows[0].said["note"]) == ({}, "")
