# SPDX-License-Identifier: Apache-2.0
"""Certificates: who has earned one gets it, with a number of its own, and it is printed again as it was."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.credentials.numbers import is_valid_number
from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.domain.assessing import NOT_YET_COMPETENT
from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken, StorageTrouble
from app.records.queries import certificates as register
from app.services.certificates import Issue, IssueWish, issue, preview
from app.services.cohorts import CohortWish, open_cohort, set_cohort
from app.services.learners import set_learner
from app.services.preflight import PreflightWish, preflight
from app.services.reprinting import reprint
from app.services.standards import import_standards
from app.services.verifying import read_trust, verify
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    BENDING,
    COHORT,
    CUTTING,
    KHMER,
    MAPPINGS,
    QUALIFICATION,
    SAFETY,
    SINGLE,
    STANDARDS,
    VIETNAMESE,
    Centre,
    a_centre,
    exchange,
    standards_file,
    two_laptops,
)


def earned(centre: Centre, *names: str) -> list[bytes]:
    """Have these learners (everybody if none is named) earn the qualification; the administrator sits down then."""
    chosen = [centre.learners[name] for name in names or centre.learners]
    for learner in chosen:
        centre.award(learner, SAFETY, CUTTING)
    centre.as_person(ADMIN)
    return chosen


def issued(centre: Centre, out: Path | None = None, merged: Path | None = None) -> Issue:
    centre.as_person(ADMIN)
    return issue(centre.open, IssueWish(COHORT, out=out, merged=merged))


def pdf_file(folder: Path, content: bytes) -> Path:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    return path


def test_everybody_who_earned_it_gets_a_genuine_certificate_and_the_others_a_reason(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        winners = earned(centre, KHMER, ARMENIAN)
        centre.award(centre.learners[SINGLE], CUTTING, BENDING)
        done = issued(centre, tmp_path / "out")
        assert [row.learner for row in done.issued] == winners
        assert {row.name: row.why for row in done.refused} == {
            VIETNAMESE: "Unit U1, Work safely, is needed. "
            "1 more unit of “Cut or bend” is needed, of these: U2, U3.",
            SINGLE: "Unit U1, Work safely, is needed.",
        }  # fmt: skip
        for row in done.issued:
            assert row.file == tmp_path / "out" / f"{row.number}.pdf"
            found = verify(str(row.file), read_trust(centre.open.folder.trust), centre.work.today())
            assert (found.result, found.number, found.name) == ("genuine", row.number, row.name)
            assert found.facts is not None
            assert found.facts.unit_codes == (SAFETY, CUTTING)


def test_every_name_is_read_back_from_the_paper_letter_by_letter(tmp_path: Path) -> None:
    odd = ('<b>Sok</b> & "Dara" {name} %s', "Seán O’Brien-D'Arcy (née Ní Dhálaigh)", "ស្រី" * 50, "Գևորգ Ղևոնդյան")
    with a_centre(tmp_path) as centre:
        for learner, name in zip(earned(centre), odd, strict=True):
            set_learner(centre.work, learner, {"full_name": name})
        done = issued(centre, tmp_path)
        assert [row.name for row in done.issued] == list(odd)
        for row in done.issued:
            assert row.file is not None
            assert states(text_of(row.file), row.name)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_another_program_reads_the_same_names(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earned(centre)
        for row in issued(centre, tmp_path).issued:
            text = subprocess.run(
                ["pdftotext", "-enc", "UTF-8", str(row.file), "-"], capture_output=True, check=True
            ).stdout.decode()
            assert row.name in text.split("\n") or states(text, row.name)


def test_a_name_that_no_typeface_has_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        unprintable, printable = earned(centre, KHMER, ARMENIAN)
        set_learner(centre.work, unprintable, {"full_name": "Ali 🙂"})
        done = issue(centre.open, IssueWish(COHORT, learners=[unprintable, printable]))
        assert [row.learner for row in done.issued] == [printable]
        assert [row.learner for row in done.refused] == [unprintable]
        assert "Ali 🙂" in done.refused[0].why or "🙂" in done.refused[0].why
        assert len(centre.work.read(register.register)) == 1


def test_numbers_are_valid_different_and_go_on(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER, ARMENIAN)
        first = [row.number for row in issued(centre).issued]
        earned(centre, SINGLE)
        second = [row.number for row in issued(centre).issued]
        numbers = [*first, *second]
        assert all(map(is_valid_number, numbers))
        assert [number.split("-")[3] for number in numbers] == ["000001", "000002", "000003"]
        assert all(number.startswith("KH-PP01-") for number in numbers)


def test_two_laptops_never_give_out_the_same_number(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        earned(office, KHMER, ARMENIAN)
        exchange(office, workshop)
        numbers = []
        for centre, name in ((office, KHMER), (workshop, ARMENIAN)):
            centre.as_person(ADMIN)
            done = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[name]]))
            numbers += [row.number for row in done.issued]
        exchange(office, workshop)
        for centre in (office, workshop):
            assert {row.number for row in centre.work.read(register.register)} == set(numbers)
            for number in numbers:
                paper = pdf_file(tmp_path, reprint(centre.open, number))
                trust = read_trust(centre.open.folder.trust)
                assert verify(str(paper), trust, centre.work.today()).result == "genuine"
        assert len(set(numbers)) == 2


def test_nobody_gets_a_second_certificate(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER)
        (row,) = issued(centre).issued
        again = issued(centre)
        assert (again.act, again.issued) == (None, ())
        assert again.refused[0].why == (
            f"{KHMER} has certificate {row.number} for this qualification. Print it again instead."
        )


def test_a_corrected_standard_is_no_reason_for_a_second_certificate(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER)
        (row,) = issued(centre).issued
        corrected = STANDARDS.replace("Metal work,", "Metal works,").replace("swept", "mopped")
        import_standards(centre.work, [standards_file(tmp_path, corrected)], MAPPINGS)
        assert row.number in next(one.why for one in issued(centre).refused if one.name == KHMER)
        found = preflight(centre.open, PreflightWish(COHORT))
        assert {one.number for one in found if one.name == KHMER} == {row.number}


def test_nobody_erased_gets_a_certificate(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (learner,) = earned(centre, KHMER)
        centre.erase(learner)
        done = issue(centre.open, IssueWish(COHORT, learners=[learner, bytes(16)]))
        assert done.issued == ()
        assert ["erased" in done.refused[0].why, "not in the records" in done.refused[1].why] == [True, True]
        with pytest.raises(RuleBroken, match="erased"):
            preview(centre.open, learner, QUALIFICATION)


def test_a_certificate_is_printed_again_byte_for_byte_whatever_changed_since(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (learner,) = earned(centre, KHMER)
        (row,) = issued(centre, tmp_path).issued
        assert row.file is not None
        printed = row.file.read_bytes()
        set_learner(centre.work, learner, {"full_name": "Other", "birth_date": "1990-01-01"})
        set_cohort(centre.work, COHORT, {"title": "Other"})
        assert reprint(centre.open, row.number) == printed
        assert reprint(centre.open, f" {row.number.lower()} ") == printed
        centre.erase(learner)
        assert reprint(centre.open, row.number) == printed
        with pytest.raises(NotFound, match="No certificate KH-1 was issued here"):
            reprint(centre.open, "KH-1")


def test_one_merged_file_holds_everybodys_pages(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earned(centre)
        done = issued(centre, merged=tmp_path / "new" / "all.pdf")
        assert {row.file for row in done.issued} == {None}
        assert page_count((tmp_path / "new" / "all.pdf").read_bytes()) == 2 * len(centre.learners)
        text = text_of(tmp_path / "new" / "all.pdf")
        assert all(states(text, row.name) and states(text, row.number) for row in done.issued)


def test_nobody_eligible_writes_no_file(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        done = issued(centre, merged=tmp_path / "all.pdf")
        assert (done.act, done.issued, len(done.refused)) == (None, (), 4)
        assert not (tmp_path / "all.pdf").exists()
        assert centre.work.records.place == place


def test_a_preview_is_no_certificate(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (learner,) = earned(centre, KHMER)
        place = centre.work.records.place
        for one in (learner, centre.learners[SINGLE]):
            paper = pdf_file(tmp_path, preview(centre.open, one, QUALIFICATION))
            found = verify(str(paper), read_trust(centre.open.folder.trust), centre.work.today())
            assert found.result != "genuine"
            assert states(text_of(paper), "SAMPLE")
        assert centre.work.records.place == place
        assert centre.work.read(register.register) == []
        with pytest.raises(NotFound):
            preview(centre.open, learner, "Q9")


def test_a_folder_that_cannot_be_is_noticed_before_anything_is_issued(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER)
        with pytest.raises(StorageTrouble):
            issued(centre, out=tmp_path / "file" / "out")
        assert centre.work.read(register.register) == []


def test_what_is_issued_stays_issued_where_its_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER)
        with pytest.raises(StorageTrouble):
            issued(centre, merged=tmp_path / "folder.pdf")
        (row,) = centre.work.read(register.register)
        assert reprint(centre.open, row.number).startswith(b"%PDF")


def test_a_cohort_without_a_qualification_needs_one_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        open_cohort(centre.work, CohortWish("C-2", units=(SAFETY,)))
        for asking in (
            lambda: preflight(centre.open, PreflightWish("C-2")),
            lambda: issue(centre.open, IssueWish("C-2")),
        ):
            with pytest.raises(BadInput, match="no qualification of its own"):
                asking()
        assert preflight(centre.open, PreflightWish("C-2", QUALIFICATION)) == ()


def test_progress_is_told_and_roles_are_asked(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER)
        issue(centre.open, IssueWish(COHORT), lambda done, of: told.append((done, of)))
        assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
        centre.as_person(ASSESSOR)
        with pytest.raises(NotAllowed, match="role administrator"):
            issue(centre.open, IssueWish(COHORT))


def test_a_later_attempt_that_failed_does_not_take_a_unit_away_but_none_begins_after_competent(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.judge(learner, SAFETY, NOT_YET_COMPETENT)
        centre.sign([learner], SAFETY)
        earned(centre, KHMER)
        assert len(issued(centre).issued) == 1
        assert centre.is_sound()


def test_the_register_lists_the_newest_first_with_what_the_paper_says(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earned(centre, KHMER, SINGLE)
        done = issued(centre)
        rows = centre.work.read(register.register)
        assert [row.number for row in rows] == [row.number for row in reversed(done.issued)]
        row = centre.work.read(register.certificate, done.issued[0].number)
        assert (row.name, row.title, row.qualification, row.issued_on, row.act) == (
            KHMER, "Metal work, level 1 (SAMPLE)", QUALIFICATION, centre.work.today().isoformat(), done.act,
        )  # fmt: skip
