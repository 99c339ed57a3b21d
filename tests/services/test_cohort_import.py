# SPDX-License-Identifier: Apache-2.0
"""A cohort's workbook comes in wholly or not at all, once, and what it says differently is all that changes."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput, NotAllowed, NotFound
from app.journal.operation import read
from app.paths import resources
from app.records.journal_tables import operation
from app.records.queries import cohorts, learners
from app.services.cohort_import import Into
from app.services.workbook_import import ImportResult, ImportWish, Opening, import_cohort
from app.spreadsheets.sample import sample_learners, write_sample_cohort
from tests.services.centres import ASSESSOR, COHORT, KHMER, SINGLE, TRANSLATIONS, Centre, a_centre

HEADERS = ("Learner ID", "Full name", "Birth date", "ID number", "Sex", "Phone", "Notes")


def workbook(path: Path, *rows: tuple[object, ...], headers: tuple[object, ...] = HEADERS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (headers, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def row(
    name: str, born: object = None, number: object = None, phone: object = None, id_: str = ""
) -> tuple[object, ...]:
    return id_, name, born, number, None, phone


def bring(centre: Centre, path: Path, cohort: str = COHORT, dry_run: bool = False) -> ImportResult:
    return import_cohort(centre.work, ImportWish(path, Opening(TRANSLATIONS), Into(cohort), dry_run))


def named(centre: Centre, name: str) -> list[LearnerDetails]:
    found = centre.work.read(learners.find, name)
    return [centre.work.read(learners.details, one.id) for one in found]


def written_by(centre: Centre, act: bytes | None) -> list[tuple[str, tuple[str, ...]]]:
    """The kinds that a command wrote, with the fields that each one sets."""
    raws = centre.work.read(lambda c: c.execute(select(operation.c.raw).where(operation.c.act == act)).scalars().all())
    return sorted((one.kind, tuple(sorted(one.base))) for one in map(read, raws))


def unchanged_but(result: ImportResult, place: object, centre: Centre) -> bool:
    return result.act is None and centre.work.records.place == place


def test_the_sample_cohort_comes_in_and_joins(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    write_sample_cohort(path, resources())
    with a_centre(tmp_path) as centre:
        result = bring(centre, path)
        assert (result.new, result.changed, result.unchanged, result.refused) == (12, 0, 0, ())
        assert [number for number, _ in result.rows] == list(range(2, 14))
        for (_, learner), details in zip(result.rows, sample_learners(resources()), strict=True):
            assert centre.work.read(learners.details, learner) == details
        group = centre.work.read(cohorts.cohort, COHORT)
        members = centre.work.read(cohorts.members, group.id)
        assert [one.learner for one in members][4:] == [learner for _, learner in result.rows]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        row("A", "1.2.2001"),
        row("Same"),
        row("Same", phone="1"),
        row("U", number="007"),
        row(SINGLE),
    )
    with a_centre(tmp_path) as centre:
        first = bring(centre, path)
        assert (first.new, first.unchanged) == (4, 1)
        place = centre.work.records.place
        for _ in range(2):
            again = bring(centre, path)
            assert unchanged_but(again, place, centre)
            assert (again.new, again.changed, again.unchanged, again.duplicates) == (0, 0, 5, ())
            assert again.rows == first.rows


def test_a_changed_cell_changes_only_that(tmp_path: Path) -> None:
    before, after = [[row("A", "1.2.2001", "7", phone), row("B", "2.2.2001", "8", "22")] for phone in ("11", "12")]
    with a_centre(tmp_path) as centre:
        bring(centre, workbook(tmp_path / "a.xlsx", *before))
        old = asdict(named(centre, "11")[0])
        result = bring(centre, workbook(tmp_path / "b.xlsx", *after))
        assert (result.new, result.changed, result.unchanged) == (0, 1, 1)
        assert written_by(centre, result.act) == [("learner.set", ("phone",))]
        assert asdict(named(centre, "12")[0]) == old | {"phone": "12"}


def test_an_empty_cell_leaves_what_is_known(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        bring(centre, workbook(tmp_path / "a.xlsx", row("A", "1.2.2001", "7", "11")))
        place = centre.work.records.place
        assert unchanged_but(bring(centre, workbook(tmp_path / "b.xlsx", row("A", "1.2.2001"))), place, centre)
        assert named(centre, "11")[0].id_number == "7"


def test_one_refused_cell_refuses_the_whole_file_and_every_fault_is_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        row("Good"), row("A", "31.2.2001"), row("A\u202eB"), row("", phone="1"), row("a" * 201),
        row("C", number="0011"), row("D", id_="00" * 16), ("", "E", None, None, "Q"), row("F", date(2050, 1, 1)),
    )  # fmt: skip
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        result = bring(centre, path)
        assert {problem.cell for problem in result.refused} == {"C3", "B4", "B5", "B6", "D7", "A8", "E9", "C10"}
        assert all(problem.reason.endswith(".") for problem in result.refused)
        assert unchanged_but(result, place, centre)
        assert (result.new, result.rows, named(centre, "Good")) == (0, (), [])


def test_a_workbook_without_learners_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        for path in (workbook(tmp_path / "a.xlsx"), workbook(tmp_path / "b.xlsx", row(" "))):
            with pytest.raises(BadInput, match="holds no learners") as refused:
                bring(centre, path)
            assert refused.value.code == "no-learners"
        assert centre.work.records.place == place


def test_the_refused_cells_are_marked_in_a_copy(tmp_path: Path) -> None:
    path, report = workbook(tmp_path / "a.xlsx", row("A"), row("B", "x"), row("C", number="0011")), tmp_path / "r.xlsx"
    with a_centre(tmp_path) as centre:
        result = import_cohort(centre.work, ImportWish(path, Opening(TRANSLATIONS), report=report))
    sheet = openpyxl.load_workbook(report).worksheets[0]
    noted = {cell.coordinate: cell.comment.text for cells in sheet.iter_rows() for cell in cells if cell.comment}
    assert noted == {problem.cell: problem.reason for problem in result.refused}
    assert sheet["B3"].value == "B"
    assert "C3: " in str(sheet["H3"].value)


def test_a_trial_tells_what_would_be_and_writes_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row("New"), row(KHMER, "2004-03-17", "0011", "99"), row(SINGLE))
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        trial = bring(centre, path, dry_run=True)
        assert (trial.new, trial.changed, trial.unchanged) == (1, 1, 1)
        assert trial.rows == ((2, b""), (3, centre.learners[KHMER]), (4, centre.learners[SINGLE]))
        assert unchanged_but(trial, place, centre)


def test_who_may_be_known_already_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(KHMER), row("Twice"), row("twice", "2001-01-01"), row("Once"))
    with a_centre(tmp_path) as centre:
        result = bring(centre, path)
        ids = dict(result.rows)
        assert [(one.row, one.id, one.name) for one in result.duplicates] == [(2, ids[2], KHMER), (4, ids[4], "twice")]
        assert all(one.why.endswith(".") for one in result.duplicates)
        assert len(set(ids.values())) == 4


def test_known_learners_join_the_cohort_without_being_written_again(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row("A"), row("B"))
    with a_centre(tmp_path) as centre:
        assert bring(centre, path, cohort="").new == 2
        joined = bring(centre, path)
        assert (joined.new, joined.unchanged) == (0, 2)
        assert written_by(centre, joined.act) == [("member.added", ())] * 2
        assert bring(centre, path).act is None


ODD = {
    "markup": "<b>Sok</b> & \"x\"", "braces": "{name} {0} {", "a formula": "=1+1", "200 characters": "ស្រី" * 50,
    "single": "Pelé", "decomposed": "Nguye\u0302\u0303n An", "joiners": "ក្រុម\u200bហ៊ុន", "percent": "%s 100%",
    "a number": 12345, "outside the first plane": "𝔸𝕝𝕚 🙂",
    "sharp spaces": "  Sok \u00a0 Dara ", "an apostrophe": "'Abd",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
def test_an_odd_name_comes_in_as_it_is_written(tmp_path: Path, name: object) -> None:
    path = workbook(tmp_path / "a.xlsx", row(""))
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0]["B2"]
    cell.value = name
    cell.data_type = "s" if isinstance(name, str) else "n"
    book.save(path)
    expected = {"decomposed": "Nguyễn An", "sharp spaces": "Sok Dara", "a number": "12345"}
    kept = next((expected.get(key, name) for key, value in ODD.items() if value == name), name)
    with a_centre(tmp_path) as centre:
        result = bring(centre, path)
        assert result.refused == ()
        assert centre.work.read(learners.details, result.rows[0][1]).full_name == kept
        assert bring(centre, path).act is None


@pytest.mark.parametrize("name", ["A\u202eB", "_xD800_", "_xdfff_ Sok", "Sok _x0000_", "\u200b"])
def test_a_name_that_cannot_be_printed_is_refused_at_its_cell(tmp_path: Path, name: str) -> None:
    with a_centre(tmp_path) as centre:
        refused = bring(centre, workbook(tmp_path / "a.xlsx", row("A"), row(name, phone="1"))).refused
        assert [problem.cell for problem in refused] == ["B3"]


def test_dates_and_numbers_are_read_however_they_are_typed(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", row("A", date(2001, 12, 31), 7), row("B", "31/12/2001", "007"), row("C", "2001-12-31", 7.5)
    )
    with a_centre(tmp_path) as centre:
        details = [centre.work.read(learners.details, learner) for _, learner in bring(centre, path).rows]
        assert {one.birth_date for one in details} == {"2001-12-31"}
        assert [one.id_number for one in details] == ["7", "007", "7.5"]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("11", "?", "A"), headers=("PHONE", "Shoe {size}", "full-name*"))
    with a_centre(tmp_path) as centre:
        result = bring(centre, path)
        assert [warning.cell for warning in result.warnings] == ["B1"]
        assert named(centre, "11")[0].full_name == "A"


def test_rows_without_anything_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row("A"), row(""), row("  "), row("B"))
    with a_centre(tmp_path) as centre:
        assert [number for number, _ in bring(centre, path).rows] == [2, 5]


def test_one_learner_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        same_number = bring(centre, workbook(tmp_path / "a.xlsx", row("A", number="x1"), row("B", number="X1")))
        assert [problem.cell for problem in same_number.refused] == ["D3"]
        id_ = centre.learners[KHMER].hex()
        for other in (id_, id_.upper()):
            same_id = bring(centre, workbook(tmp_path / "b.xlsx", row("A", id_=id_), row("B", id_=other)))
            assert [problem.cell for problem in same_id.refused] == ["A3"], other
        two_ways = bring(centre, workbook(tmp_path / "c.xlsx", row("A", id_=id_), row(KHMER, number="0011")))
        assert [problem.cell for problem in two_ways.refused] == ["D3"]


def test_a_learner_known_by_id_gets_the_name_of_the_file(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        result = bring(centre, workbook(tmp_path / "a.xlsx", row("Sok Dara", id_=learner.hex())))
        assert written_by(centre, result.act) == [("learner.set", ("full_name",))]
        assert centre.work.read(learners.details, learner).full_name == "Sok Dara"


def test_an_id_number_of_somebody_else_is_refused_with_a_learner_id_too(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        path = workbook(tmp_path / "a.xlsx", row(SINGLE, number="0011", id_=centre.learners[SINGLE].hex()))
        assert [problem.cell for problem in bring(centre, path).refused] == ["D2"]


def test_files_that_are_no_cohort_and_unknown_cohorts_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with a_centre(tmp_path) as centre:
        for path in (tmp_path / "x.xlsx", workbook(tmp_path / "y.xlsx", headers=("Nothing", "known"))):
            with pytest.raises(BadInput):
                bring(centre, path)
        with pytest.raises(NotFound, match="no cohort “X”"):
            bring(centre, workbook(tmp_path / "a.xlsx", row("A")), cohort="X")
        assert named(centre, "A") == []


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = workbook(tmp_path / "a.xlsx", *[row(f"Learner {n}") for n in range(1001)])
    with a_centre(tmp_path) as centre:
        wish = ImportWish(path, Opening(TRANSLATIONS))
        assert import_cohort(centre.work, wish, lambda n, of: told.append((n, of))).new == 1001
    assert told[-3:] == [(1000, 1001), (1001, 1001), (1001, 1001)]


def test_only_an_administrator_imports(tmp_path: Path) -> None:
    with a_centre(tmp_path, ASSESSOR) as centre, pytest.raises(NotAllowed, match="role administrator"):
        bring(centre, workbook(tmp_path / "a.xlsx", row("A")))
