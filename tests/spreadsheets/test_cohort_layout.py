# SPDX-License-Identifier: Apache-2.0
"""Where the learners of a foreign sheet stand is found out, by headers and content; a person has the last word."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput
from app.paths import resources
from app.spreadsheets.cohort_layout import Layout, find_layout, require_usable, with_fields
from app.spreadsheets.cohort_mapping import CohortMapping, mapped, mapping_of, read_mapping, write_mapping
from app.spreadsheets.cohort_reading import read_learners
from app.spreadsheets.header_rows import NO_HEADER
from app.spreadsheets.reading.book import NO_FAULTS, Range, Sheet, Value

TODAY = date(2026, 6, 1)
TRANSLATIONS = resources() / "translations"


def sheet(*rows: Sequence[Value], merges: tuple[Range, ...] = (), at: tuple[int, int] = (0, 0)) -> Sheet:
    width = max(map(len, rows))
    return Sheet("List", *at, [[*row, *[""] * (width - len(row))] for row in rows], NO_FAULTS, merges)


def layout(found: Sheet, header: int | None = None) -> Layout:
    return find_layout(found, TRANSLATIONS, TODAY, header)


def fields(found: Layout) -> list[str]:
    return [column.field for column in found.columns]


RUSSIAN = ("№", "Фамилия Имя Отчество", "Пол", "Дата рождения", "Паспорт", "Тел.", "Место работы", "Размер")
RUSSIAN_FIELDS = ["", "full_name", "sex", "birth_date", "id_number", "phone", "employer", ""]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (RUSSIAN, RUSSIAN_FIELDS),
        (("STT", "Họ và tên *", "Giới tính", "Ngày sinh", "Số CCCD", "SĐT"),
         ["", "full_name", "sex", "birth_date", "id_number", "phone"]),
        (("ល.រ", "គោត្តនាម និងនាម", "ភេទ", "ថ្ងៃខែឆ្នាំកំណើត", "លេខទូរស័ព្ទ"),
         ["", "full_name", "sex", "birth_date", "phone"]),
        (("S/No.", "Name (as in NRIC)", "NRIC/FIN", "DOB (dd/mm/yyyy)", "Mobile No.", "Company"),
         ["", "full_name", "id_number", "birth_date", "phone", "employer"]),
        (("Аты-жөнү", "Туулган күнү", "ПИН", "Облус"), ["full_name", "birth_date", "id_number", "province"]),
        (("Ному насаб", "Санаи таваллуд", "Ноҳия"), ["full_name", "birth_date", "province"]),
        (("Ազգանուն", "Անուն ազգանուն", "Ծննդյան ամսաթիվ"), ["family_name", "full_name", "birth_date"]),
        (("Surname", "First name", "Sex", "Postcode"), ["family_name", "given_names", "sex", ""]),
    ],
)  # fmt: skip
def test_headers_are_known_in_the_languages_of_the_centres(headers: tuple[str, ...], expected: list[str]) -> None:
    assert fields(layout(sheet(headers, [f"{n}" for n, _ in enumerate(headers)]))) == expected


def test_headers_are_found_below_a_title_and_a_letterhead() -> None:
    found = layout(sheet(["МИНИСТЕРСТВО ТРУДА"], [], ["Список группы № 5 на 01.09.2026"], [], RUSSIAN, ["1", "Асанов"]))
    assert (found.header, found.data, fields(found)) == (4, 5, RUSSIAN_FIELDS)


def test_merged_headers_of_two_rows_are_read_together() -> None:
    merges = (Range(2, 1, 2, 2), Range(2, 0, 3, 0), Range(2, 3, 3, 3))
    rows = (["No", "Learner", "", "Contact"], ["", "Family name", "Given names", ""], ["1", "Sok", "Dara", "012345678"])
    found = layout(sheet(*rows, merges=merges, at=(2, 0)))
    assert (found.header, found.data) == (0, 2)
    assert [column.title for column in found.columns] == ["No", "Learner Family name", "Learner Given names", "Contact"]
    assert fields(found)[1:] == ["family_name", "given_names", "phone"]


def test_a_merged_title_above_the_headers_is_no_header() -> None:
    found = layout(
        sheet(["Students", "", ""], ["Name", "Sex", "Phone"], ["Dara Sok", "M", "012"], merges=(Range(0, 0, 0, 2),))
    )
    assert (found.data, fields(found)) == (2, ["full_name", "sex", "phone"])


def test_columns_without_a_header_are_guessed_by_what_they_hold_and_never_sure() -> None:
    people = [("Dara Sok", "2004-03-17", "M", "+855 12 345 678", "dara@example.org"),
              ("Thida Chan", "2001-12-31", "F", "012 345 679", "thida@example.org")]  # fmt: skip
    found = layout(sheet(*people))
    assert found.header == NO_HEADER
    assert fields(found) == ["full_name", "birth_date", "sex", "phone", "email"]
    assert not any(column.sure for column in found.columns)
    assert not found.known


def test_what_was_guessed_and_left_so_stays_marked_when_the_mapping_is_applied_later() -> None:
    people = sheet(("Dara Sok", "2004-03-17", "012 345 678"), ("Thida Chan", "2001-12-31", "012 345 679"))
    said = with_fields(people, layout(people), {2: "notes"})
    later = mapped(people, layout(people), [mapping_of("Book", people, said)])
    for found in (said, later):
        assert found.known
        assert [(column.field, column.sure) for column in found.columns] == [
            ("full_name", False), ("birth_date", False), ("notes", True),
        ]  # fmt: skip


def test_only_a_template_goes_without_being_confirmed() -> None:
    assert layout(sheet(("Full name", "Birth date", "Sex"), ("A", "3/4/2005", "M"))).known
    assert layout(sheet(("Full name", "Birth date", "Sex"), ("A", "3/4/2005", "M"))).date_order == "dmy"
    assert not layout(sheet(("Full name", "Shoe size"), ("A", "44"))).known
    assert not layout(sheet(("Student", "Birth date"), ("A", "3/4/2005"))).known


@pytest.mark.parametrize(
    ("header", "dates", "order"),
    [
        ("DOB", ["3/4/2005"], None), ("DOB", ["3/4/2005", "25/12/2004"], "dmy"), ("DOB", ["12/25/2004"], "mdy"),
        ("DOB (MM/DD/YYYY)", ["3/4/2005"], "mdy"), ("Дата рождения (дд.мм.гггг)", ["3/4/2005"], "dmy"),
        ("DOB", [date(2005, 4, 3)], "dmy"),
    ],
)  # fmt: skip
def test_how_dates_are_meant_is_found_out_or_asked(header: str, dates: list[Value], order: str | None) -> None:
    assert layout(sheet(["Student", header], *(["A B", one] for one in dates))).date_order == order


def test_a_person_has_the_last_word_about_rows_and_columns() -> None:
    given_sheet = sheet(["x", "y", "z"], ["Sok Dara", "17.03.2004", "12"], ["Chan Thida", "1.2.2003", "13"])
    found = with_fields(given_sheet, layout(given_sheet, 0), {0: "full_name", 1: "birth_date", 2: ""})
    assert found.known
    read = read_learners(given_sheet, found, TODAY)
    assert [(row.row, row.details.full_name, row.details.birth_date) for row in read.rows] == [
        (2, "Sok Dara", "2004-03-17"), (3, "Chan Thida", "2003-02-01"),
    ]  # fmt: skip


def test_two_columns_for_one_field_and_no_name_are_refused_in_words() -> None:
    twice = sheet(["Name", "Phone", "PHONE"], ["A", "1", "2"])
    with pytest.raises(BadInput, match="there twice") as refused:
        require_usable(twice, 0, layout(twice).columns)
    assert refused.value.facts["cell"] == "C1"
    nobody = sheet(["Phone"], ["1"])
    with pytest.raises(BadInput, match="no column Full name"):
        require_usable(nobody, 0, layout(nobody).columns)
    with pytest.raises(BadInput, match="empty"):
        layout(sheet(["", " "]))


def test_a_second_column_that_means_the_same_is_left_to_the_person() -> None:
    assert fields(layout(sheet(["Name", "Phone", "Mobile"], ["A", "1", "2"]))) == ["full_name", "phone", ""]


def test_a_mapping_is_kept_as_a_file_and_knows_its_columns_again(tmp_path: Path) -> None:
    first = sheet(["Who", "When", "Size"], ["Sok Dara", "3/4/2005", "44"])
    confirmed = with_fields(first, layout(first, 0), {0: "full_name", 1: "birth_date", 2: ""}, "mdy")
    path = tmp_path / "ministry.mapping.json"
    path.write_bytes(write_mapping(mapping_of("Ministry", first, confirmed)))
    mapping = read_mapping(path)
    assert mapping == CohortMapping("Ministry", (("Who", "full_name"), ("When", "birth_date"), ("Size", "")), "mdy")
    moved = sheet(["Size", "WHEN", "who:"], ["44", "3/4/2005", "Sok Dara"])
    again = mapped(moved, layout(moved, 0), [mapping])
    assert (fields(again), again.date_order, again.known) == (["", "birth_date", "full_name"], "mdy", True)
    other = sheet(["Size", "WHEN", "who", "More"], ["44", "3/4/2005", "Sok Dara", "1"])
    assert not mapped(other, layout(other, 0), [mapping]).known


MAPPING = b'{"guildmark-mapping": 1, "name": "a", "dates": "dmy", "columns": [{"title": "a", "field": "sex"}]}'


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", MAPPING.replace(b"1", b"2"), MAPPING.replace(b"sex", b"photo"),
     MAPPING.replace(b"dmy", b"ymd"), MAPPING.replace(b"columns", b"rows")],
)  # fmt: skip
def test_a_file_that_is_no_mapping_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(BadInput, match=r"x\.json") as refused:
        read_mapping(tmp_path / "x.json")
    assert refused.value.code == "not-a-mapping"


cells = st.one_of(
    st.text(max_size=8), st.integers(), st.floats(allow_nan=False), st.dates(), st.booleans(), st.just("")
)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6), st.integers(-1, 5))
def test_any_sheet_is_laid_out_or_refused_in_words(rows: list[list[Value]], header: int) -> None:
    found = sheet(*rows)
    try:
        laid = layout(found, min(header, len(rows) - 1))
        require_usable(found, laid.header, laid.columns)
    except BadInput as refused:
        assert str(refused)
        return
    read_learners(found, laid, TODAY)


def test_a_second_list_further_right_is_not_mixed_into_the_learners() -> None:
    headers = ("Family name", "Given names", "Phone", "", "Full name", "Phone")
    found = layout(sheet(headers, ["Sok", "Dara", "012 345 678", "", "Chea Kim SAMPLE", "012 999 999"]))
    assert fields(found) == ["family_name", "given_names", "phone", "", ""]


def test_an_unused_column_between_the_columns_of_one_list_does_no_harm() -> None:
    found = layout(sheet(("Full name", "", "Phone"), ["Sok Dara", "", "012 345 678"]))
    assert fields(found) == ["full_name", "phone"]


def test_names_below_no_header_are_not_taken_for_those_of_learners_who_have_names() -> None:
    found = layout(sheet(("Family name", "Phone", ""), ["Sok", "012 345 678", "Chea Kim"]))
    assert fields(found) == ["family_name", "phone", ""]


def test_the_number_of_an_identity_document_is_found_below_a_merged_header() -> None:
    rows = (["Name", "Identity document", ""], ["", "Type", "Number"], ["Sok Dara", "passport", "0123"])
    found = layout(sheet(*rows, merges=(Range(0, 0, 1, 0), Range(0, 1, 0, 2))))
    assert fields(found) == ["full_name", "id_type", "id_number"]
