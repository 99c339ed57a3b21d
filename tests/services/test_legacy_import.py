# SPDX-License-Identifier: Apache-2.0
"""What was before comes in: found without guessing, counted, marked, never signed, never numbered twice."""

from pathlib import Path

import pytest

from app.credentials.numbers import certificate_number, tag_from
from app.domain.refusals import BadInput, RuleBroken
from app.domain.register import ISSUED
from app.records.queries import brought, certificates, cohorts
from app.records.queries import learners as learner_rows
from app.records.queries.certificates import BROUGHT
from app.records.queries.home import counts
from app.records.queries.questions import questions
from app.services.certificates import IssueWish, issue
from app.services.eligibility import missing
from app.services.import_plan import Rule
from app.services.legacy_import import Numbers
from app.services.papers import thawed
from app.services.preflight import PreflightWish, preflight
from app.services.questions import resolve
from app.services.reprinting import reprint
from app.services.undo import undo
from tests.services.before import CERTIFICATES, before, brought_in, certificate, result, workbook
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    COHORT,
    CUTTING,
    KHMER,
    QUALIFICATION,
    SAFETY,
    SINGLE,
    VIETNAMESE,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)

NOTHING = Numbers()


def refusals(centre: Centre, path: Path) -> list[tuple[str, str]]:
    found = brought_in(centre, path)
    assert found.act is None
    return [(one.cell, one.reason) for one in found.refused]


def test_results_count_for_the_qualification_and_say_where_they_are_from(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        done = brought_in(centre, before(tmp_path, [result(learner), result(learner, "u2", "đạt", source="")]))
        assert done.results == Numbers(2, 0, 0)
        asked = missing(centre.work, learner, QUALIFICATION)
        assert asked.eligible
        assert "Unit U1 counts by a result brought in from before Guildmark: Book 3." in asked.explain()
        assert [one.brought for one in centre.work.read(cohorts.progress, cohort_id(centre))] == [1, 1, 0]
        held = centre.work.read(brought.results, learner)
        assert [(one.code, one.title, one.assessed_by) for one in held] == [
            ("U1", "Work safely", "Old SAMPLE"), ("U2", "Cut", "Old SAMPLE"),
        ]  # fmt: skip
        assert centre.is_sound()


def cohort_id(centre: Centre) -> bytes:
    return centre.work.read(cohorts.cohort, COHORT).id


def test_the_certificate_keeps_the_words_and_the_paper_does_not_pass_it_off_as_signed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        done = brought_in(centre, before(tmp_path, [result(learner, CUTTING)]))
        centre.award(learner, SAFETY)
        centre.as_person(ADMIN)
        (issued,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
        row = centre.work.read(certificates.certificate, issued.number)
        assert "Unit U2 counts by a result brought in from before Guildmark: Book 3." in row.data
        titles = {line.code: (line.title, line.awarded_on) for line in thawed(row.data).record.units}
        assert titles[CUTTING] == ("Cut (result from an earlier register: Book 3)", "2019-06-03")
        assert titles[SAFETY][0] == "Work safely"
        with pytest.raises(RuleBroken, match="Later work rests on this"):
            undo(centre.work, done.act)


def test_what_is_signed_here_counts_instead(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        brought_in(centre, before(tmp_path, [result(learner), result(learner, CUTTING)]))
        centre.mark(learner, mark="not-yet")
        centre.judge(learner, outcome="not-yet-competent")
        centre.sign([learner])
        assert missing(centre.work, learner, QUALIFICATION).counted == (CUTTING,)
        assert [one.replaced for one in centre.work.read(brought.results, learner)] == [True, False]


def test_certificates_stand_in_the_register_apart_from_those_issued_here(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        brought_in(
            centre,
            before(tmp_path, certificates=[certificate(learner), certificate(learner, "T 9", document="transcript")]),
        )
        rows = centre.work.read(certificates.register)
        assert {(one.number, one.state, one.title, one.qualification, one.name) for one in rows} == {
            (number, BROUGHT, "Metal work, level 1 (SAMPLE)", QUALIFICATION, KHMER) for number in ("OLD-17/2019", "T 9")
        }
        found = centre.work.read(counts)
        assert (found.certificates, found.brought_certificates, found.brought_results) == (0, 2, 0)
        with pytest.raises(RuleBroken, match="no page of it to print"):
            reprint(centre.open, "old-17 / 2019")


def test_a_certificate_issued_here_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        path = before(tmp_path, [result(learner), result(learner, CUTTING)], [certificate(learner)])
        brought_in(centre, path)
        why = {one.learner: [need.words for need in one.needs] for one in preflight(centre.open, PreflightWish(COHORT))}
        assert "It takes the place of OLD-17/2019, issued before Guildmark." in why[learner]
        (issued,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
        rows = {one.state: one for one in centre.work.read(certificates.register)}
        assert rows[BROUGHT].replaced_by == issued.number == rows[ISSUED].number
        assert brought_in(centre, path).act is None, "the same file changes nothing after that either"
        changed = brought_in(centre, before(tmp_path, certificates=[certificate(learner, source="Blue register")]))
        assert changed.certificates == Numbers(0, 1, 0)
        assert [one.replaced_by for one in centre.work.read(certificates.register) if one.state == BROUGHT] == [
            issued.number
        ]
        assert centre.is_sound()


def test_a_number_from_before_is_never_given_out(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second = centre.learners[KHMER], centre.learners[VIETNAMESE]
        tag = tag_from(centre.work.records.place.origin)
        reserved = [certificate_number("KH", "PP01", tag, n) for n in (1, 2)]
        old = [certificate(first, reserved[0].lower().replace("-", " ")), certificate(first, reserved[1])]
        results = [result(one, unit) for one in (first, second) for unit in (SAFETY, CUTTING)]
        brought_in(centre, before(tmp_path, results, old))
        issued = issue(centre.open, IssueWish(COHORT, learners=[first, second])).issued
        assert [one.number for one in issued] == [certificate_number("KH", "PP01", tag, n) for n in (3, 4)]


def test_one_number_has_one_learner(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second = centre.learners[KHMER], centre.learners[VIETNAMESE]
        brought_in(centre, before(tmp_path, certificates=[certificate(first)]))
        path = before(
            tmp_path,
            certificates=[certificate(second, "old 17 2019"), certificate(second, "A1"), certificate(first, "a-1")],
        )
        (cell, reason), (twice, why) = refusals(centre, path)
        assert (cell, twice) == ("E2", "E4")
        assert reason == f"{KHMER} has a certificate of this number in the register. One of the two is wrong."
        assert why == "The same number stands in row 3; one of the two rows is wrong."
        assert len(centre.work.read(certificates.register)) == 1


def test_a_number_that_was_issued_here_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        centre.as_person(ADMIN)
        (issued,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
        ((cell, reason),) = refusals(
            centre, before(tmp_path, certificates=[certificate(learner, issued.number.lower())])
        )
        assert cell == "E2"
        assert "was given to a certificate that was issued here" in reason


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_what_differs(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        rows = [result(learner), result(learner, "OLD-9", title="Old welding", entry="12")]
        assert brought_in(centre, before(tmp_path, rows, [certificate(learner)])).act
        again = brought_in(centre, before(tmp_path, rows[::-1], [certificate(learner)]))
        assert (again.act, again.results, again.certificates) == (None, Numbers(0, 0, 2), Numbers(0, 0, 1))
        rows[0] = result(learner, outcome="Not yet competent", on="", by="")
        changed = brought_in(centre, before(tmp_path, rows))
        assert (bool(changed.act), changed.results) == (True, Numbers(0, 1, 1))
        first = centre.work.read(brought.results, learner)[1]
        assert (first.outcome, first.achieved_on, first.assessed_by) == (
            "not-yet-competent",
            "2019-06-03",
            "Old SAMPLE",
        )


def test_it_is_taken_back_at_once_learners_and_all(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        new = ("New SAMPLE", "2000-01-02", "77")
        path = before(tmp_path, [result(new[:2])], [certificate(("", "", "77"))], [new])
        done = brought_in(centre, path)
        assert (done.learners, done.results, done.certificates) == (Numbers(1), Numbers(1), Numbers(1))
        (row,) = centre.work.read(learner_rows.find, "New SAMPLE")
        assert centre.work.read(brought.results, row.id)
        assert brought_in(centre, path).act is None
        undo(centre.work, done.act)
        assert not centre.work.read(learner_rows.find, "New SAMPLE")
        assert not centre.work.read(certificates.register)
        assert centre.is_sound()


def test_a_learner_is_named_by_number_by_name_and_birth_date_or_in_latin_letters(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        rows = [
            result(("", "", "0011")),
            result((VIETNAMESE, "2003-07-25"), "U2"),
            result(("Sok Dara", "17.03.2004"), "U3"),
            result(("NGUYEN THI THU HUONG", "2003-07-25", "0012"), "U3"),
        ]
        assert brought_in(centre, before(tmp_path, rows)).results == Numbers(4)
        assert len(centre.work.read(brought.results, centre.learners[KHMER])) == 2


@pytest.mark.parametrize(
    ("who", "cell", "reason"),
    [
        ((SINGLE, ""), "B2", f"It is not sure who this is. Perhaps: {SINGLE}."),
        (("Nguyen Thi Thu Huonng", "2003-07-25"), "B2", f"Perhaps: {VIETNAMESE} (2003-07-25)."),
        ((ARMENIAN, "2001-09-08"), "B2", f"Perhaps: {ARMENIAN} (2001-09-09)."),
        (("Quite Another SAMPLE", "1999-01-01"), "B2", "Nobody of this name and birth date is in the records."),
        (("Quite Another SAMPLE", "1999-01-01", "0011"), "D2", f"is called {KHMER} in the records"),
        (("", "", ""), "B2", "The row does not say whose it is."),
    ],
)
def test_likeness_alone_is_never_enough(tmp_path: Path, who: tuple[str, ...], cell: str, reason: str) -> None:
    with a_centre(tmp_path) as centre:
        ((at, why),) = refusals(centre, before(tmp_path, [result(who)]))
        assert at == cell
        assert reason in why


def test_an_id_beside_the_name_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        row = (centre.learners[KHMER].hex(), *result((VIETNAMESE, ""))[1:])
        ((cell, why),) = refusals(centre, before(tmp_path, [row]))
        assert (cell, KHMER in why) == ("A2", True)


def test_a_new_learner_who_is_like_somebody_is_asked_about(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        like = ("Nguyen Thi Thu Huong", "")
        path = before(tmp_path, [result(("Free SAMPLE", "2001-01-01"))], learners=[like, ("Free SAMPLE", "2001-01-01")])
        ((cell, why),) = refusals(centre, path)
        assert (cell, VIETNAMESE in why) == ("A2", True)
        assert brought_in(centre, path, rule=Rule.OWN).learners == Numbers(2)


def test_cells_that_cannot_be_used_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        rows = [
            result(learner, outcome="perhaps"), result(learner, "U2", on="2199-01-01"), result(learner, "", title=""),
            result(learner, "X9"), result(learner, "U3"), result(learner, "U3", on="2020-01-01"),
            result(learner, "U1", ""),
        ]  # fmt: skip
        found = refusals(centre, before(tmp_path, rows))
        assert [cell for cell, _ in found] == ["G2", "H3", "E4", "F5", "E7", "G8"]
        assert not centre.work.read(brought.results, learner)


def test_a_trial_writes_nothing_and_the_report_marks_the_cells(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        path = before(tmp_path, [result(learner)], [certificate(learner, "")])
        done = brought_in(centre, path, dry_run=True, report=tmp_path / "report.xlsx")
        assert (done.act, done.results, len(done.refused)) == (None, Numbers(1), 1)
        book = load_workbook(tmp_path / "report.xlsx")
        assert book["Certificates"]["E2"].comment.text == "The cell must not be empty."
        assert book.sheetnames == ["Results", "Certificates"]


def test_dates_that_may_be_meant_either_way_are_asked_about(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        path = before(tmp_path, [result(centre.learners[KHMER], on="03/04/2019")])
        with pytest.raises(BadInput) as refusal:
            brought_in(centre, path)
        assert refusal.value.code == "which-dates"
        brought_in(centre, path, dates="mdy")
        assert centre.work.read(brought.results, centre.learners[KHMER])[0].achieved_on == "2019-03-04"


def test_a_register_of_a_ministry_is_understood_in_its_own_words(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        header = ("№", "ФИО", "Дата рождения", "Номер диплома", "Профессия", "Дата выдачи", "Кем выдан")
        rows = [
            ("Реестр за 2019 год",),
            header,
            (1, SINGLE, "01.02.1999", "АБ № 0017", "Сварщик", "03.07.2019", "ПТУ 5"),
        ]
        path = workbook(
            tmp_path / "old.xlsx",
            {"Лист1": (rows[0], rows[1:]), "Learners": (("ФИО", "Дата рождения"), [(SINGLE + "а", "01.02.1999")])},
        )
        ((cell, _),) = refusals(centre, path)
        assert cell == "B3", "somebody whose name is only like it"
        path = workbook(
            tmp_path / "old.xlsx", {"Лист1": (rows[0], [header, (1, ARMENIAN, "09.09.2001", *rows[2][3:])])}
        )
        assert brought_in(centre, path).certificates == Numbers(1)
        (row,) = centre.work.read(certificates.register)
        assert (row.number, row.title, row.issuer, row.issued_on) == ("АБ № 0017", "Сварщик", "ПТУ 5", "2019-07-03")


def test_a_workbook_with_nothing_of_the_kind_says_so(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        path = workbook(tmp_path / "other.xlsx", {"Learners": (("Full name",), [("New SAMPLE",)])})
        with pytest.raises(BadInput, match="No sheet of this workbook holds results or certificates"):
            brought_in(centre, path)
        path = workbook(tmp_path / "none.xlsx", {"Certificates": (CERTIFICATES, [])})
        assert brought_in(centre, path).numbers == (NOTHING, NOTHING, NOTHING)


def test_erasing_keeps_what_certificates_say_and_forgets_who_assessed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        brought_in(centre, before(tmp_path, [result(learner, note="late")], [certificate(learner)]))
        centre.erase(learner)
        (row,) = centre.work.read(certificates.register)
        assert (row.name, row.number) == (KHMER, "OLD-17/2019")
        (held,) = centre.work.read(brought.results, learner)
        assert (held.code, held.assessed_by, held.note) == ("U1", "", "")
        assert centre.is_sound()


def test_two_laptops_that_brought_in_different_outcomes_are_asked(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        brought_in(office, before(tmp_path, [result(learner), result(learner, CUTTING)]))
        brought_in(workshop, before(tmp_path, [result(learner, outcome="Not yet competent")]))
        exchange(office, workshop)
        assert missing(office.work, learner, QUALIFICATION).counted == (CUTTING,)
        (question,) = office.work.read(questions)
        assert (
            question.text
            == f"Different results from before were brought in for {KHMER} in unit U1. Which one is right?"
        )
        answers = {choice.text: choice.op for choice in question.choices}
        resolve(workshop.work, question.id, answers["competent"])
        exchange(office, workshop)
        for centre in (office, workshop):
            assert not centre.work.read(questions)
            assert missing(centre.work, learner, QUALIFICATION).eligible
            assert centre.work.read(brought.results, learner)[0].assessed_by == "Old SAMPLE"
            assert centre.is_sound()
