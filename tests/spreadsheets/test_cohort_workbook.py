# SPDX-License-Identifier: Apache-2.0
"""The cohort workbook: what is written is read back, and what people do to it is understood."""

import unicodedata
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput
from app.domain.routes import ROUTE_WORDS, ROUTES
from app.paths import resources
from app.spreadsheets.cohort_columns import COLUMNS
from app.spreadsheets.cohort_reading import CohortSheet, read_cohort
from app.spreadsheets.cohort_template import write_cohort_template
from app.translation import LANGUAGES, translation_for, use_language

TODAY = date(2026, 1, 1)
TRANSLATIONS = resources() / "translations"


def read(path: Path) -> CohortSheet:
    return read_cohort(path, TODAY, path.parent)


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "List"
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def reasons(sheet: CohortSheet) -> dict[str, str]:
    return {problem.cell: problem.reason for problem in sheet.problems}


def names(sheet: CohortSheet) -> list[str]:
    return [row.details.full_name for row in sheet.usable]


texts = (
    st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffd"), max_size=12)
    .map(lambda text: f"={text}" if text[:1] == "q" else text)
    .filter(lambda text: "_x" not in text)
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4))
def test_every_text_that_is_written_is_read_back_composed(tmp_path: Path, people: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "cohort.xlsx"
    learners = [
        (f"l{n}", LearnerDetails(full_name=f"N{name}", phone=phone, notes=notes, id_number=f"{n}", sex="X"))
        for n, (name, phone, notes) in enumerate(people)
    ]
    write_cohort_template(path, learners)
    sheet = read(path)
    assert sheet.problems == ()
    assert [(row.learner_id, row.details.notes, row.details.full_name) for row in sheet.usable] == [
        (learner, unicodedata.normalize("NFC", d.notes), unicodedata.normalize("NFC", d.full_name))
        for learner, d in learners
    ]


def test_an_empty_template_holds_all_columns_and_no_learner(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_cohort_template(path)
    first, second = openpyxl.load_workbook(path).worksheets
    assert [cell.value for cell in first[1]] == [column.header for column in COLUMNS]
    assert (first.freeze_panes, first.auto_filter.ref) == ("C2", "A1:W61")
    assert first["K2"].number_format == "@"
    assert first["H2"].number_format == "yyyy-mm-dd"
    assert second.max_row > len(COLUMNS) + 1
    assert read(path).usable == ()


def test_each_column_tells_what_to_write_and_offers_what_there_is_to_choose(tmp_path: Path) -> None:
    write_cohort_template(tmp_path / "t.xlsx")
    rules = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0].data_validations.dataValidation
    by_column = {str(rule.sqref).rstrip("0123456789").partition(":")[0][:-1]: rule for rule in rules}
    assert [(rule.promptTitle, rule.prompt) for rule in rules] == [(one.header, one.help) for one in COLUMNS]
    assert {str(rule.sqref).partition(":")[2][-7:] for rule in rules} == {"1048576"}
    assert {letter: rule.formula1 for letter, rule in by_column.items() if rule.formula1} == {
        "G": '"F,M,X"',
        "U": '"Taught,Assessment only,Prior learning,Credit transfer"',
    }
    assert {rule.errorStyle for rule in rules if rule.formula1} == {"warning"}


def test_headers_are_locked_and_all_below_is_free_to_change(tmp_path: Path) -> None:
    write_cohort_template(tmp_path / "t.xlsx", [("L1", LearnerDetails("A", birth_date="1899-01-01"))])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    allowed = sheet.protection
    assert (allowed.sheet, allowed.password) == (True, None)
    assert not any((allowed.sort, allowed.autoFilter, allowed.insertRows, allowed.deleteRows, allowed.formatColumns))
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(cell.protection.locked for row in sheet.iter_rows(min_row=2) for cell in row)
    columns = sheet.column_dimensions
    assert not any(columns[letter].protection.locked for letter in ("A", "W", "X"))
    assert (columns["X"].max, columns["K"].number_format, columns["H"].number_format) == (16384, "@", "yyyy-mm-dd")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_template_in_any_language_says_the_routes_in_its_words_and_reads_them_back(tmp_path: Path, code: str) -> None:
    people = [(f"l{n}", LearnerDetails(f"N{n}", route=route)) for n, route in enumerate(ROUTES)]
    with_language = translation_for(code, TRANSLATIONS)
    use_language(code, TRANSLATIONS)
    try:
        write_cohort_template(tmp_path / "t.xlsx", people)
    finally:
        use_language("en", TRANSLATIONS)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    words = [with_language.gettext(word) for word in ROUTE_WORDS.values()]
    assert [cell.value for cell in sheet["U"][1:5]] == words
    (offered,) = (one.formula1 for one in sheet.data_validations.dataValidation if "U2" in str(one.sqref))
    assert offered.strip('"').split(",") == words
    assert len(offered) <= 255
    assert [row.details.route for row in read_cohort(tmp_path / "t.xlsx", TODAY, TRANSLATIONS).rows] == list(ROUTES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_said_beside_a_cell_fits_in_every_language(code: str) -> None:
    said = translation_for(code, TRANSLATIONS)
    for column in COLUMNS:
        assert len(said.gettext(column.help)) <= 255
        assert len(said.gettext(column.header)) <= 32


@pytest.mark.parametrize("text", ["=1+1", "+855", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "=HYPERLINK(1)"])
def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.xlsx"
    write_cohort_template(path, [("", LearnerDetails(full_name=text))])
    cell = openpyxl.load_workbook(path).worksheets[0]["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert names(read(path)) == [text]


def test_a_text_that_looks_like_an_escape_is_read_back_as_it_is(tmp_path: Path) -> None:
    write_cohort_template(tmp_path / "c.xlsx", [("", LearnerDetails(full_name="_x0041_ _x005F_x"))])
    assert names(read(tmp_path / "c.xlsx")) == ["_x0041_ _x005F_x"]


def test_an_id_in_capitals_is_the_same_id(tmp_path: Path) -> None:
    path = workbook(tmp_path / "c.xlsx", ("Learner ID", "Full name"), ("A0B1 ", "Sok Dara"))
    assert read(path).usable[0].learner_id == "a0b1"


def test_headers_are_recognised_in_any_order_and_spelling_and_others_are_reported(tmp_path: Path) -> None:
    path = workbook(tmp_path / "c.xlsx", ("shoe size", " PHONE ", "full  Name*"), (42, "012", "Dara"))
    sheet = read(path)
    assert names(sheet) == ["Dara"]
    assert sheet.usable[0].details.phone == "012"
    assert [(w.cell, "shoe size" in w.reason) for w in sheet.warnings] == [("A1", True)]


def test_headers_are_recognised_in_every_language_of_the_program(tmp_path: Path) -> None:
    catalogue = Catalog(locale="ru")
    catalogue.add("Full name", "Полное имя")
    with (tmp_path / "ru.mo").open("wb") as file:
        write_mo(file, catalogue)
    assert names(read(workbook(tmp_path / "c.xlsx", ("ПОЛНОЕ ИМЯ",), ("Алёна",)))) == ["Алёна"]


def test_a_title_above_the_header_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "c.xlsx", ("Our cohort",), (), ("", "Full name"), (), ("", "Dara"), ("", "  "))
    sheet = read(path)
    assert [(row.row, row.details.full_name) for row in sheet.usable] == [(5, "Dara")]
    assert sheet.problems == ()


def test_names_are_composed_trimmed_and_folded(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "c.xlsx", ("Full name",), ("  Nguye\u0302\u0303n \u00a0 Thi\u0323\n Hu\u031bo\u031b\u0300ng ",)
    )
    assert names(read(path)) == ["Nguyễn Thị Hường"]


def test_a_full_name_is_put_together_from_its_parts_and_demanded_otherwise(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "c.xlsx",
        ("Family name", "Given names", "Phone"),
        ("Chan", "Sopheap", 1),
        ("Thida",),
        (None, None, 2),
    )
    sheet = read(path)
    assert names(sheet) == ["Sopheap Chan", "Thida"]
    assert list(reasons(sheet)) == ["A4"]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("Петров", "Иван", "Ильич"), "Петров Иван Ильич"),
        (("Nguyễn", "Văn An", None), "Nguyễn Văn An"),
        (("សុខ", "ដារា", None), "សុខ ដារា"),
        (("O'Neill", "Zoë", None), "Zoë O'Neill"),
        ((None, "Dara", None), "Dara"),
    ],
)
def test_parts_of_a_name_stand_in_the_order_of_identity_documents(
    tmp_path: Path, parts: tuple[str | None, ...], whole: str
) -> None:
    path = workbook(tmp_path / "c.xlsx", ("Family name", "Given names", "Patronymic"), parts)
    assert names(read(path)) == [whole]


@pytest.mark.parametrize("words", ["Итого:", "Total", "TOTAL: 2", "Tổng cộng", "សរុប"])
def test_a_total_below_the_list_is_no_learner(tmp_path: Path, words: str) -> None:
    path = workbook(tmp_path / "c.xlsx", ("Family name", "Given names"), ("Sok", "Dara"), (words, "2"))
    assert (names(read(path)), list(reasons(read(path)))) == (["Dara Sok"], ["A3"])


@pytest.mark.parametrize("name", ["Totalova Anna", "Tong Sum", "Жалпы Асан"])
def test_a_name_that_begins_like_a_total_is_one(tmp_path: Path, name: str) -> None:
    assert names(read(workbook(tmp_path / "c.xlsx", ("Full name", "Phone"), (name, "012")))) == [name]


def test_headers_that_come_again_on_each_page_are_no_learner(tmp_path: Path) -> None:
    headers = ("Full name", "Sex", "Birth date")
    path = workbook(tmp_path / "c.xlsx", headers, ("Sok Dara", "M", None), headers, ("Sok Thida", "F", None))
    assert (names(read(path)), reasons(read(path))) == (["Sok Dara", "Sok Thida"], {})


def test_a_dash_is_an_empty_cell(tmp_path: Path) -> None:
    sheet = read(workbook(tmp_path / "c.xlsx", ("Full name", "Email", "Birth date"), ("Sok Dara", "-", "—")))
    assert (sheet.problems, sheet.usable[0].details.email) == ((), "")


def test_a_day_that_stands_as_a_bare_number_is_named(tmp_path: Path) -> None:
    sheet = read(workbook(tmp_path / "c.xlsx", ("Full name", "Birth date"), ("Sok Dara", 36891)))
    assert reasons(sheet)["B2"] == "36891 is a number. If 31.12.2000 is meant, write it so."


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (date(2005, 12, 31), "2005-12-31"),
        (datetime(2005, 12, 31, 0, 0), "2005-12-31"),  # noqa: DTZ001  # workbooks know no time zones
        ("2005-12-31", "2005-12-31"),
        ("3.4.2005", "2005-04-03"),
        ("03/04/2005", "2005-04-03"),
        ("៣១.១២.២០០៥", "2005-12-31"),
    ],
)
def test_birth_dates_are_read_day_first(tmp_path: Path, written: object, meant: str) -> None:
    sheet = read(workbook(tmp_path / "c.xlsx", ("Full name", "Birth date"), ("Dara", written)))
    assert (sheet.usable[0].details.birth_date, sheet.problems) == (meant, ())


@pytest.mark.parametrize(
    "written",
    ["12/31/2005", "31.02.2005", "2027-01-01", "1.1.1899", "yesterday", 38717, 2005, True, "²/1/2005"],
)
def test_a_birth_date_that_cannot_be_is_refused_by_cell(tmp_path: Path, written: object) -> None:
    sheet = read(workbook(tmp_path / "c.xlsx", ("Full name", "Birth date"), ("Dara", written)))
    assert sheet.usable == ()
    assert list(reasons(sheet)) == ["B2"]


@pytest.mark.parametrize(
    ("written", "letter"),
    [
        ("f", "F"),
        ("Female", "F"),
        ("Ж", "F"),
        ("ស្រី", "F"),
        ("Nữ", "F"),
        ("М", "M"),
        ("ប្រុស", "M"),
        ("nam", "M"),
        ("x", "X"),
    ],
)
def test_sex_is_read_in_the_languages_of_the_centres(tmp_path: Path, written: str, letter: str) -> None:
    sheet = read(workbook(tmp_path / "c.xlsx", ("Full name", "Sex"), ("Dara", written)))
    assert sheet.usable[0].details.sex == letter


@pytest.mark.parametrize(
    ("written", "route"),
    [
        ("Taught", "taught"),
        ("assessment only", "assessment-only"),
        ("RPL", "rpl"),
        ("Только оценка", "assessment-only"),
        ("រៀនក្នុងថ្នាក់", "taught"),
        ("chỉ đánh giá", "assessment-only"),
        (None, ""),
    ],
)
def test_a_route_is_read_in_the_languages_of_the_centres(tmp_path: Path, written: object, route: str) -> None:
    sheet = read(workbook(tmp_path / "c.xlsx", ("Full name", "Route"), ("Dara", written)))
    assert sheet.usable[0].details.route == route


def test_a_route_and_an_email_address_that_cannot_be_are_refused_by_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "c.xlsx", ("Full name", "Route", "Email"), ("Dara", "walked", "dara@"))
    assert list(reasons(read(path))) == ["B2", "C2"]
    assert "There are: taught" in reasons(read(path))["B2"]


def test_numbers_in_text_columns_keep_their_digits(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "c.xlsx",
        ("Full name", "ID number", "Phone"),
        ("A", 12345678901, "012 345"),
        ("B", "007", 85512345678.0),
    )
    sheet = read(path)
    assert [(r.details.id_number, r.details.phone) for r in sheet.usable] == [
        ("12345678901", "012 345"),
        ("007", "85512345678"),
    ]


def test_a_number_that_lost_digits_and_a_date_for_a_text_are_refused(tmp_path: Path) -> None:
    header = ("Full name", "ID number", "Phone")
    path = workbook(tmp_path / "c.xlsx", header, ("A", 1234567890123456789, date(2001, 2, 3)))
    assert list(reasons(read(path))) == ["B2", "C2"]


def test_an_id_or_identity_number_twice_is_a_problem_naming_the_first_row(tmp_path: Path) -> None:
    header = ("Learner ID", "Full name", "ID number")
    path = workbook(tmp_path / "c.xlsx", header, ("L1", "A", "N1"), ("L1", "B", "N2"), ("", "C", "n1"), ("", "D", ""))
    sheet = read(path)
    assert names(sheet) == ["A", "D"]
    assert list(reasons(sheet)) == ["A3", "C4"]
    assert all("2" in reason for reason in reasons(sheet).values())


def test_a_missing_and_a_repeated_name_column_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Full name"):
        read(workbook(tmp_path / "c.xlsx", ("Phone",), ("012",)))
    with pytest.raises(BadInput, match="twice"):
        read(workbook(tmp_path / "d.xlsx", ("Full name", "full name"), ("A", "B")))
