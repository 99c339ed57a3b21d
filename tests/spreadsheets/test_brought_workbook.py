# SPDX-License-Identifier: Apache-2.0
"""The workbook of what was before: its template in every language is understood again, and others' words too."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.paths import resources
from app.spreadsheets.brought_columns import CERTIFICATES, COLUMNS, RESULTS, field_of
from app.spreadsheets.brought_reading import BroughtBook, read_brought
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
