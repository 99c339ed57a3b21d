# SPDX-License-Identifier: Apache-2.0
"""An exported cohort that comes back tells exactly which cells a person edited, however the file was handled."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from app.domain.learner_fields import clean_details
from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput
from app.domain.routes import ROUTES
from app.spreadsheets.cohort_columns import COLUMNS
from app.spreadsheets.cohort_export import Exported, write_cohort_export
from app.spreadsheets.edited_cells import FIELDS, KEYS_SHEET, ExportKeys, Origin, digests, edited, export_keys

TODAY = date(2026, 1, 1)
ORIGIN = Origin(b"c" * 16, b"g" * 16, "C-1", "2026-01-01")
OFFICE_VARIABLE = "GUILDMARK_LIBREOFFICE"
"""The LibreOffice program to try files with; it is not installed everywhere."""
LETTERS = {column.field: openpyxl.utils.get_column_letter(n) for n, column in enumerate(COLUMNS, start=1)}

Edits = dict[str, frozenset[str]]


def learners(*details: LearnerDetails) -> list[Exported]:
    return [Exported(bytes([n]) * 16, one, bytes([n + 100]) * 32) for n, one in enumerate(details)]


def export(path: Path, people: Sequence[Exported]) -> Path:
    write_cohort_export(path, ORIGIN, iter(people), len(people))
    return path


def read(path: Path, sheet: str | int) -> list[list[Any]]:
    with CalamineWorkbook.from_path(path) as book:
        found = book.get_sheet_by_index(sheet) if isinstance(sheet, int) else book.get_sheet_by_name(sheet)
        return found.to_python()


def keys_in(path: Path) -> ExportKeys:
    found = export_keys(read(path, KEYS_SHEET))
    assert found is not None
    return found


def cells_in(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    header, *rows = read(path, 0)
    fields = [next(one.field for one in COLUMNS if one.header == text) for text in header]
    for row in rows:
        cells = dict(zip(fields, row, strict=True))
        yield str(cells.pop("learner_id", "")), cells


def edits_in(path: Path, people: Sequence[Exported]) -> Edits:
    return edited(keys_in(path), {one.learner.hex(): one.secret for one in people}, cells_in(path))


def changed(path: Path, change: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def untouched(people: Sequence[Exported]) -> Edits:
    return {one.learner.hex(): frozenset() for one in people}


PEOPLE = learners(
    LearnerDetails("សុខ ដារា", birth_date="2004-03-17", phone="012 345", route="rpl", sex="M"),
    LearnerDetails("Nguyễn Thị Hường", id_number="0012345678901234", notes="one\ntwo\n\n  three", guardian="=1+1"),
    LearnerDetails("Өмүрбек", birth_date="1900-01-05", address="+855", notes="_x0041_ \U0001d4b3", funding="@SUM(A1)"),
)
ID = [one.learner.hex() for one in PEOPLE]

texts = st.text(max_size=12) | st.text(st.characters(categories=("L", "M", "N", "P", "S")), max_size=40)
lines = st.lists(texts, max_size=5).map("\n".join) | st.integers(3_000, 4_000).map("ក".__mul__)
dates = st.dates(date(1900, 1, 1), TODAY).map(date.isoformat)
columns = {field: texts for field in FIELDS} | {
    "sex": st.sampled_from(("F", "M", "X", "")),
    "birth_date": dates | st.just(""),
    "email": st.sampled_from(("a@b.example", "")),
    "route": st.sampled_from((*ROUTES, "")),
    "notes": lines,
}


def kept(written: LearnerDetails) -> LearnerDetails:
    """The details as the records would keep them; what they would refuse is not known."""
    fields = asdict(written)
    for field, value in fields.items():
        try:
            fields[field] = clean_details(LearnerDetails(**{"full_name": "A", field: value}), TODAY).get(field, "")
        except BadInput:
            fields[field] = "A" if field == "full_name" else ""
    return LearnerDetails(**fields)


cohorts = st.lists(st.builds(LearnerDetails, **columns).map(kept), min_size=1, max_size=5).map(
    lambda all_: learners(*all_)
)
any_file = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@any_file
@given(cohorts)
def test_in_a_file_that_nobody_edited_no_cell_is_edited(tmp_path: Path, people: list[Exported]) -> None:
    assert edits_in(export(tmp_path / "c.xlsx", people), people) == untouched(people)


@any_file
@given(cohorts, st.data())
def test_exactly_the_edited_cells_are_told_wherever_their_rows_went(
    tmp_path: Path, people: list[Exported], data: st.DataObject
) -> None:
    path = export(tmp_path / "c.xlsx", people)
    places = st.tuples(st.integers(0, len(people) - 1), st.sampled_from(FIELDS))
    wanted = data.draw(st.sets(places, max_size=6))
    order = data.draw(st.permutations(range(len(people))))

    def edit(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for learner, field in wanted:
            at = FIELDS.index(field) + 1
            rows[learner][at] = None if rows[learner][at] and (learner + at) % 2 else "something new"
        for number, learner in enumerate(order, start=2):
            for column, value in enumerate(rows[learner], start=1):
                cell = sheet.cell(number, column)
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type

    expected = {
        one.learner.hex(): frozenset(field for learner, field in wanted if learner == place)
        for place, one in enumerate(people)
    }
    assert edits_in(changed(path, edit), people) == expected


def test_an_emptied_cell_is_edited_and_a_column_that_was_taken_out_is_not(tmp_path: Path) -> None:
    path = export(tmp_path / "c.xlsx", PEOPLE)

    def edit(sheet: Worksheet) -> None:
        sheet[f"{LETTERS['phone']}2"].value = None
        sheet.delete_cols(COLUMNS.index(next(one for one in COLUMNS if one.field == "notes")) + 1)

    assert edits_in(changed(path, edit), PEOPLE) == untouched(PEOPLE) | {ID[0]: frozenset({"phone"})}


def test_another_date_another_case_and_another_line_are_edits_and_the_same_date_typed_again_is_none(
    tmp_path: Path,
) -> None:
    path = export(tmp_path / "c.xlsx", PEOPLE)

    def edit(sheet: Worksheet) -> None:
        sheet[f"{LETTERS['birth_date']}2"].value = "2004-03-17"
        sheet[f"{LETTERS['birth_date']}4"].value = date(1900, 3, 2)
        sheet[f"{LETTERS['full_name']}3"].value = "NGUYỄN THỊ HƯỜNG"
        sheet[f"{LETTERS['notes']}3"].value = "one two three"

    expected = {ID[0]: frozenset(), ID[1]: frozenset({"full_name", "notes"}), ID[2]: frozenset({"birth_date"})}
    assert edits_in(changed(path, edit), PEOPLE) == expected


def test_new_rows_and_learners_whose_secret_is_gone_are_left_out(tmp_path: Path) -> None:
    path = export(tmp_path / "c.xlsx", [*PEOPLE[:2], replace(PEOPLE[2], secret=b"")])
    changed(path, lambda sheet: sheet.append(["", "New"]))
    assert edits_in(path, PEOPLE) == untouched(PEOPLE[:2])
    assert edits_in(path, PEOPLE[:1]) == untouched(PEOPLE[:1])


def test_of_a_learner_in_two_rows_the_edits_of_both_are_told(tmp_path: Path) -> None:
    path = export(tmp_path / "c.xlsx", PEOPLE[:1])
    changed(path, lambda sheet: sheet.append([ID[0], "Other"]))
    assert edits_in(path, PEOPLE) == {ID[0]: {"full_name", "birth_date", "phone", "route", "sex"}}


def test_the_sheet_of_digests_is_offered_by_no_program_and_repeats_nothing_of_the_learners(tmp_path: Path) -> None:
    path = export(tmp_path / "c.xlsx", PEOPLE)
    book = openpyxl.load_workbook(path)
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "veryHidden", "visible"]
    written = " ".join(str(value) for row in book[KEYS_SHEET].iter_rows(values_only=True) for value in row)
    said = {value for one in PEOPLE for value in asdict(one.details).values() if len(value) > 3}
    assert not any(value in written for value in said)
    assert keys_in(path).origin == ORIGIN


def test_the_same_text_has_another_digest_for_each_learner_and_field() -> None:
    one, two = (replace(PEOPLE[0], learner=bytes([n]) * 16, secret=bytes([n]) * 32) for n in (1, 2))
    cells = ["same"] * len(FIELDS)
    found = [edited_cells_of(one, cells), edited_cells_of(two, cells)]
    assert len({digest for row in found for digest in row}) == 2 * len(FIELDS)


def edited_cells_of(one: Exported, cells: Sequence[str]) -> list[str]:
    joined = digests(one.secret, cells)
    return [joined[start : start + 8] for start in range(0, len(joined), 8)]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["guildmark cohort export"]],
        [["guildmark cohort export", "2"], ["00", "00", "C", "2026-01-01"], list(FIELDS)],
        [["something else", "1"], ["00", "00", "C", "2026-01-01"], list(FIELDS)],
        [["guildmark cohort export", "1"], ["no id", "00", "C", "2026-01-01"], list(FIELDS)],
        [["guildmark cohort export", "1"], ["00", "00"], list(FIELDS)],
    ],
)
def test_a_damaged_sheet_of_digests_tells_nothing(rows: list[list[object]]) -> None:
    assert export_keys(rows) is None


def test_a_damaged_digest_row_is_passed_over(tmp_path: Path) -> None:
    rows = read(export(tmp_path / "c.xlsx", PEOPLE), KEYS_SHEET)
    rows[3][1] = rows[3][1][:-1]
    found = export_keys(rows)
    assert found is not None
    assert list(found.digests) == [one.learner.hex() for one in PEOPLE[1:]]


def test_a_long_cohort_tells_its_progress_and_a_cancelled_one_leaves_no_file(tmp_path: Path) -> None:
    people = learners(*[LearnerDetails(f"N{n}") for n in range(120)])
    told: list[tuple[int, int]] = []
    write_cohort_export(tmp_path / "c.xlsx", ORIGIN, people, 120, lambda done, of: told.append((done, of)))
    assert told == [(0, 120), (50, 120), (100, 120), (120, 120)]

    def cancel(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cohort_export(tmp_path / "d.xlsx", ORIGIN, people, 120, cancel)
    assert [file.name for file in tmp_path.iterdir()] == ["c.xlsx"]


@pytest.mark.skipif(OFFICE_VARIABLE not in os.environ, reason=f"{OFFICE_VARIABLE} names no LibreOffice")
def test_a_file_that_libreoffice_saved_again_has_no_edited_cell(tmp_path: Path) -> None:
    people = list(PEOPLE)
    random.Random(1).shuffle(people)
    path = export(tmp_path / "c.xlsx", people)
    out = tmp_path / "out"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    program = shutil.which(os.environ[OFFICE_VARIABLE]) or os.environ[OFFICE_VARIABLE]
    command: list[str | Path] = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        out,
        path,
    ]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    assert edits_in(out / "c.xlsx", people) == untouched(people)
