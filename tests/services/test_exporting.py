# SPDX-License-Identifier: Apache-2.0
"""Workbooks out: a cohort that comes back changes only what was edited; results and registers say what stands."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from app.domain.learner_fields import clean_details
from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput, NotFound
from app.domain.routes import ROUTES
from app.records.queries import cohorts, learners
from app.records.queries.cohorts import Member
from app.services import exporting
from app.services.certificates import IssueWish, issue
from app.services.cohort_import import Into
from app.services.cohorts import CohortWish, add_members, open_cohort
from app.services.erasing import erase_learner
from app.services.exporting import (
    edited_cells,
    export_certificates,
    export_cohort,
    export_learners,
    export_results,
)
from app.services.learners import add_learner, set_learner
from app.services.merging import merge_learners
from app.services.workbook_import import ImportResult, ImportWish, Opening, import_cohort
from app.spreadsheets.cohort_columns import COLUMNS
from app.spreadsheets.cohort_layout import find_layout
from app.spreadsheets.edited_cells import KEYS_SHEET
from app.spreadsheets.reading.reader import read_sheet
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    BENDING,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SINGLE,
    TRANSLATIONS,
    VIETNAMESE,
    Centre,
    a_centre,
)

TODAY = date(2026, 1, 1)
LETTERS = {column.field: get_column_letter(n) for n, column in enumerate(COLUMNS, start=1)}
ADDED = [one.name for one in fields(LearnerDetails) if one.name not in ("photo", "full_name")]

writable = st.characters(categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\ufffd")
"""All but the replacement character: a cell that holds it is refused wherever it comes from."""
texts = st.text(writable, max_size=40) | st.sampled_from(
    ("=1+1", "+855 12", "-5", "@x", "#N/A", "_x0041_", "0012345678901234567", "TRUE", "'quoted", "\U0001d4b3\U00020000")
)
names = st.sampled_from(("សុខ ដារ៉ា", "Nguyễn Thị Hường", "Өмүрбек кызы", "Ղազարյան", "O'Brien", "=Dara")) | texts
kinds = {field: texts for field in ADDED} | {
    "full_name": names,
    "sex": st.sampled_from(("F", "M", "X", "")),
    "birth_date": st.dates(date(1900, 1, 1), TODAY).map(date.isoformat) | st.just(""),
    "email": st.sampled_from(("a@b.example", "")),
    "route": st.sampled_from((*ROUTES, "")),
    "notes": st.lists(texts, max_size=4).map("\n".join) | st.integers(3_000, 4_000).map("ក".__mul__),
}
NEW_VALUES = {
    "phone": "+99 1", "email": "new@example.org", "notes": "first\nsecond", "birth_date": "2002-02-03", "sex": "X",
    "province": "=Osh", "latin_name": "NEW NAME", "id_number": "000123", "route": "rpl", "guardian": "Նոր",
}  # fmt: skip
"""What a person types over a cell."""
people = st.lists(st.fixed_dictionaries(kinds), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with a_centre(tmp_path_factory.mktemp("centre")) as found:
        yield found


def added(centre: Centre, code: str, everybody: list[dict[str, str]]) -> None:
    """A new cohort of these learners; what the records refuse of them is left out."""
    open_cohort(centre.work, CohortWish(code))
    ids = []
    for number, said in enumerate(everybody):
        kept = {"full_name": "Somebody", "id_number": f"{code}-{number}"}
        for field, value in said.items():
            if field == "id_number":
                continue
            try:
                kept[field] = clean_details(LearnerDetails(**{"full_name": "A", field: value}), TODAY).get(field, "")
            except BadInput:
                continue
        ids.append(add_learner(centre.work, LearnerDetails(**kept)))
    add_members(centre.work, code, ids)


def sheet_of(path: Path, sheet: str | int = 0) -> list[list[Any]]:
    with CalamineWorkbook.from_path(path) as book:
        found = book.get_sheet_by_index(sheet) if isinstance(sheet, int) else book.get_sheet_by_name(sheet)
        return found.to_python()


def edits(centre: Centre, path: Path) -> dict[str, frozenset[str]]:
    sheet = read_sheet(path)
    try:
        keys = read_sheet(path, KEYS_SHEET).rows
    except BadInput:
        keys = []
    layout = find_layout(sheet, TRANSLATIONS, TODAY)
    return dict(centre.work.read(edited_cells, centre.work.centre, keys, sheet, layout))


def again(centre: Centre, path: Path, dry_run: bool = True) -> ImportResult:
    return import_cohort(centre.work, ImportWish(path, Opening(TRANSLATIONS), dry_run=dry_run))


def members(centre: Centre, code: str) -> list[Member]:
    return centre.work.read(lambda c: cohorts.members(c, cohorts.cohort(c, code).id))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people)
def test_a_cohort_that_comes_back_unedited_changes_nothing(
    centre: Centre, tmp_path: Path, everybody: list[dict[str, str]]
) -> None:
    code = f"R-{len(centre.work.read(cohorts.cohorts))}"
    added(centre, code, everybody)
    path = tmp_path / "cohort.xlsx"
    assert export_cohort(centre.work, code, path) == len(everybody)
    assert edits(centre, path) == {one.learner.hex(): frozenset() for one in members(centre, code)}
    result = again(centre, path)
    assert (result.new, result.changed, result.refused, result.duplicates) == (0, 0, (), ())
    assert [learner for _, learner in result.rows] == [one.learner for one in members(centre, code)]


def test_an_export_without_line_breaks_brings_no_change_to_any_reader_of_the_template(
    centre: Centre, tmp_path: Path
) -> None:
    path = tmp_path / "cohort.xlsx"
    assert export_cohort(centre.work, COHORT, path) == 4
    result = again(centre, path)
    assert (result.new, result.changed, result.unchanged, result.refused) == (0, 0, 4, ())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people, st.data())
def test_of_an_export_that_is_edited_and_shuffled_exactly_the_edited_cells_change(
    centre: Centre, tmp_path: Path, everybody: list[dict[str, str]], data: st.DataObject
) -> None:
    code = f"E-{len(centre.work.read(cohorts.cohorts))}"
    added(centre, code, everybody)
    path = tmp_path / "cohort.xlsx"
    export_cohort(centre.work, code, path)
    before = {one.learner: centre.work.read(learners.details, one.learner) for one in members(centre, code)}
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    expected = {}
    for row, (learner, details) in enumerate(before.items(), start=2):
        wanted = data.draw(st.dictionaries(st.sampled_from(sorted(NEW_VALUES)), st.booleans(), max_size=4))
        fresh = NEW_VALUES | {"id_number": f"{code} {row}"}
        said = {field: fresh[field] if filled else "" for field, filled in wanted.items()}
        for field, text in said.items():
            sheet[f"{LETTERS[field]}{row}"] = text or None
        expected[learner] = replace(details, **said)
    order = data.draw(st.permutations(range(len(before))))
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=2, max_row=len(before) + 1)]
    for row, at in enumerate(order, start=2):
        for cell, value in zip(sheet[row], rows[at], strict=True):
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
    result = again(centre, path, dry_run=False)
    assert (result.new, result.refused) == (0, ())
    assert result.changed == sum(before[learner] != details for learner, details in expected.items())
    assert {learner: centre.work.read(learners.details, learner) for learner in before} == expected


def test_edited_and_emptied_cells_are_told(centre: Centre, tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    export_cohort(centre.work, COHORT, path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0][f"{LETTERS['phone']}2"] = "012"
    book.worksheets[0][f"{LETTERS['id_number']}3"] = None
    book.save(path)
    first, second, *_ = (one.learner.hex() for one in members(centre, COHORT))
    found = edits(centre, path)
    assert {learner: said for learner, said in found.items() if said} == {first: {"phone"}, second: {"id_number"}}


def test_a_file_without_the_list_of_what_was_written_tells_nothing(centre: Centre, tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    export_cohort(centre.work, COHORT, path)
    book = openpyxl.load_workbook(path)
    del book[KEYS_SHEET]
    book.save(path)
    assert edits(centre, path) == {}


def of_another_centre(centre: Centre, path: Path, **heading: str) -> openpyxl.Workbook:
    """An export whose hidden sheet says that another centre wrote it."""
    export_cohort(centre.work, COHORT, path)
    book = openpyxl.load_workbook(path)
    for cell, text in {"A2": "00" * 16, "E2": "Battambang", "D2": "2026-01-02", **heading}.items():
        book[KEYS_SHEET][cell] = text
    book.save(path)
    return book


@pytest.mark.parametrize(("name", "called"), [("Battambang", "Battambang, "), ("", "")])
def test_an_export_of_another_centre_is_refused_in_one_sentence_that_names_it(
    centre: Centre, tmp_path: Path, name: str, called: str
) -> None:
    path = tmp_path / "other.xlsx"
    of_another_centre(centre, path, E2=name)
    with pytest.raises(BadInput) as refused:
        again(centre, path)
    assert refused.value.code == "another-centre"
    assert f"written by another centre ({called}{COHORT}, 2026-01-02)" in str(refused.value)
    assert "empty the column Learner ID in a copy" in str(refused.value)


def test_without_its_ids_the_export_of_another_centre_is_read_like_any_list(centre: Centre, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    book = of_another_centre(centre, path)
    for cell in book.worksheets[0]["A"][1:]:
        cell.value = None
    book.save(path)
    result = again(centre, path)
    assert (result.refused, result.unchanged) == ((), len(members(centre, COHORT)))


def an_export_before_a_merge(centre: Centre, path: Path) -> tuple[bytes, bytes]:
    """The cohort as a file, then two of its learners merged: the one who stays, and the one who went."""
    export_cohort(centre.work, COHORT, path)
    stays, goes = centre.learners[VIETNAMESE], centre.learners[SINGLE]
    merge_learners(centre.work, stays, goes, {})
    return stays, goes


def test_an_export_from_before_a_merge_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    with a_centre(tmp_path / "centre", ADMIN) as centre:
        stays, _ = an_export_before_a_merge(centre, path)
        result = again(centre, path, dry_run=False)
        assert (result.act, result.refused, result.new, result.changed, result.unchanged) == (None, (), 0, 0, 4)
        assert [learner for _, learner in result.rows].count(stays) == 2
        wish = ImportWish(path, Opening(TRANSLATIONS), Into(COHORT, enrol=True))
        assert import_cohort(centre.work, wish).refused == ()
        assert [one.learner for one in members(centre, COHORT)].count(stays) == 1
        assert centre.is_sound()


def test_an_edit_in_the_row_of_a_merged_record_is_refused_and_told_where_it_belongs(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    with a_centre(tmp_path / "centre", ADMIN) as centre:
        _, goes = an_export_before_a_merge(centre, path)
        book = openpyxl.load_workbook(path)
        for row in book.worksheets[0].iter_rows(min_row=2):
            if row[0].value == goes.hex():
                book.worksheets[0][f"{LETTERS['phone']}{row[0].row}"] = "0123"
        book.save(path)
        [problem] = again(centre, path).refused
        assert VIETNAMESE in problem.reason
        assert "merged" in problem.reason


def test_what_was_corrected_here_since_is_no_edit_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    with a_centre(tmp_path / "centre") as centre:
        export_cohort(centre.work, COHORT, path)
        set_learner(centre.work, centre.learners[KHMER], {"phone": "099"})
        assert set(edits(centre, path).values()) == {frozenset()}


def test_ids_in_capitals_make_no_edit_of_the_file(tmp_path: Path) -> None:
    with a_centre(tmp_path / "centre") as centre:
        path = tmp_path / "cohort.xlsx"
        export_cohort(centre.work, COHORT, path)
        told = edits(centre, path)
        book = openpyxl.load_workbook(path)
        for cell in book.worksheets[0]["A"][1:]:
            cell.value = f"{cell.value} ".upper()
        book.save(path)
        assert edits(centre, path) == told != {}


def test_of_an_erased_learner_the_file_tells_no_edits(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    with a_centre(tmp_path / "centre", ADMIN) as centre:
        export_cohort(centre.work, COHORT, path)
        erase_learner(centre.open, centre.learners[KHMER])
        assert len(edits(centre, path)) == 3


def test_an_export_says_all_that_is_known_of_each_learner(centre: Centre, tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    said = {field: f"{field} 1" for field in ADDED} | {
        "sex": "X", "birth_date": "2001-02-03", "email": "a@b.example", "route": "rpl",
        "printed_name": "Mr Somebody",
    }  # fmt: skip
    open_cohort(centre.work, CohortWish("FULL"))
    details = LearnerDetails("Somebody", **said)
    add_members(centre.work, "FULL", [add_learner(centre.work, details)])
    export_cohort(centre.work, "FULL", path)
    row = dict(zip((column.field for column in COLUMNS), sheet_of(path)[1], strict=True))
    expected = asdict(details) | {"birth_date": date(2001, 2, 3), "route": "Prior learning"}
    assert {field: row[field] for field in ("full_name", *ADDED)} == {f: expected[f] for f in ("full_name", *ADDED)}


def test_an_empty_cohort_is_a_sheet_of_headers(centre: Centre, tmp_path: Path) -> None:
    open_cohort(centre.work, CohortWish("EMPTY"))
    assert export_cohort(centre.work, "EMPTY", tmp_path / "c.xlsx") == 0
    assert edits(centre, tmp_path / "c.xlsx") == {}
    assert export_results(centre.work, "EMPTY", tmp_path / "r.xlsx") == 0


@pytest.mark.parametrize("export", [export_cohort, exporting.export_results])
def test_a_cohort_that_is_not_there_leaves_no_file(centre: Centre, tmp_path: Path, export: Any) -> None:
    with pytest.raises(NotFound, match="NONE"):
        export(centre.work, "NONE", tmp_path / "c.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_results_say_outcome_and_day_of_each_unit_and_what_was_issued(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    with a_centre(tmp_path / "centre") as centre:
        khmer, vietnamese, armenian = (centre.learners[name] for name in (KHMER, VIETNAMESE, ARMENIAN))
        centre.award(khmer, SAFETY, CUTTING)
        centre.mark(vietnamese)
        centre.judge(vietnamese)
        centre.judge(armenian, outcome="not-yet-competent")
        centre.sign([armenian])
        centre.as_person(ADMIN)
        (issued,) = issue(centre.open, IssueWish(COHORT, learners=[khmer])).issued
        assert export_results(centre.work, COHORT, path) == 4
        today = centre.work.today()
    header, *rows = sheet_of(path)
    assert header == [
        "Learner ID", "Bib", "Full name", "Name in Latin letters", "Birth date",
        "U1", "U1: date", "U2", "U2: date", "U3", "U3: date", "Numbers of certificates",
    ]  # fmt: skip
    by_name = {row[2]: row for row in rows}
    assert by_name[KHMER][:2] == [khmer.hex(), 1]
    assert by_name[KHMER][4:9] == [date(2004, 3, 17), "Competent", today, "Competent", today]
    assert by_name[KHMER][-1].split(", ")[0] == issued.number
    assert by_name[VIETNAMESE][5:7] == ["Competent, not signed yet", today]
    assert by_name[ARMENIAN][5:7] == ["Not yet competent", today]
    assert by_name[SINGLE][5:7] == ["Enrolled", ""]
    assert BENDING in header


def test_the_registers_list_everybody_and_everything_that_was_issued(tmp_path: Path) -> None:
    with a_centre(tmp_path / "centre") as centre:
        centre.award(centre.learners[KHMER], SAFETY, CUTTING)
        centre.as_person(ADMIN)
        (issued,) = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[KHMER]])).issued
        everybody = export_learners(centre.work, tmp_path / "learners.xlsx")
        documents = export_certificates(centre.work, tmp_path / "register.xlsx")
    header, *rows = sheet_of(tmp_path / "learners.xlsx")
    assert header == [column.header for column in COLUMNS]
    assert {row[1] for row in rows} >= {KHMER, VIETNAMESE, ARMENIAN, SINGLE}
    assert len(rows) == everybody
    header, *rows = sheet_of(tmp_path / "register.xlsx")
    said = ["Number", "Learner ID", "Full name", "Document", "Qualification", "Title", "Issued on"]
    assert header == [*said, "State", "Replaced by"]
    assert issued.number in {row[0] for row in rows}
    assert {row[3] for row in rows} <= {"Certificate", "Record of results"}
    assert len(rows) == documents
