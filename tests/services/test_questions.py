# SPDX-License-Identifier: Apache-2.0
"""Where two laptops say different things both ask the same question, and one answer settles it on both."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.assessing import COMPETENT, NOT_YET, NOT_YET_COMPETENT
from app.domain.refusals import NotAllowed, NotFound, RuleBroken
from app.journal.chain import Belonging, compose
from app.journal.operation import Draft
from app.journal.signing import signer
from app.records import log
from app.records.fold.folding import fold
from app.records.queries import assessing as sheets
from app.records.queries import learners
from app.records.queries.questions import Question, questions
from app.records.unit_of_work import Author, Work
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.certificates import IssueWish, issue
from app.services.eligibility import awards
from app.services.learners import set_learner
from app.services.questions import resolve
from app.services.undo import undo
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SECOND,
    VIEWER,
    Centre,
    carry,
    exchange,
    two_laptops,
)


def asked(*laptops: Centre) -> list[Question]:
    """The questions of the first laptop, once it is sure that all laptops ask the same."""
    found = [centre.work.read(questions) for centre in laptops]
    assert all(other == found[0] for other in found)
    return found[0]


def the_one(*laptops: Centre) -> Question:
    (question,) = asked(*laptops)
    return question


def answer(question: Question, text: str) -> str:
    return next(choice.op for choice in question.choices if choice.text == text)


def as_admin(*laptops: Centre) -> None:
    for centre in laptops:
        centre.as_person(ADMIN)


def mark(centre: Centre, learner: bytes, value: str, by: str = ASSESSOR, criterion: str = "1.1") -> None:
    assessing.record_mark(centre.as_person(by), centre.desk(), MarkWish(learner, criterion, value))


def stands(laptops: Sequence[Centre], learner: bytes, criterion: str = "1.1") -> set[str]:
    found = [centre.work.read(sheets.sheet, COHORT, SAFETY).cells[learner, criterion] for centre in laptops]
    assert not any(cell.contested for cell in found)
    return {cell.mark for cell in found}


def sound(*laptops: Centre) -> bool:
    return all(centre.is_sound() for centre in laptops)


def test_two_names_are_a_question_and_one_answer_settles_it(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        set_learner(office.work, learner, {"full_name": "<b>Sok {Dara}</b>", "phone": "1"})
        set_learner(workshop.as_person(ASSESSOR), learner, {"full_name": "សុខ តារា", "phone": "2"})
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert (question.kind, question.about) == ("field", learner)
        assert question.text.startswith("Two people wrote different names for ")
        assert {(choice.text, choice.who) for choice in question.choices} == {
            ("<b>Sok {Dara}</b>", ADMIN), ("សុខ តារា", ASSESSOR),
        }  # fmt: skip
        resolve(workshop.as_person(ASSESSOR), question.id, answer(question, "<b>Sok {Dara}</b>"))
        assert asked(workshop) == []
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert {one.work.read(learners.details, learner).full_name for one in (office, workshop)} == {
            "<b>Sok {Dara}</b>"
        }
        assert sound(office, workshop)


@pytest.mark.parametrize(("field", "values"), [("birth_date", ("2004-03-18", "2004-03-19")), ("id_number", ("1", "2"))])
def test_a_birth_date_and_an_id_number_are_asked_about_too(tmp_path: Path, field: str, values: tuple[str, str]) -> None:
    with two_laptops(tmp_path) as laptops:
        for centre, value in zip(laptops, values, strict=True):
            set_learner(centre.work, centre.learners[KHMER], {field: value})
        exchange(*laptops)
        assert {choice.text for choice in the_one(*laptops).choices} == set(values)


def test_the_same_word_twice_and_harmless_fields_are_no_question(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as laptops:
        for n, centre in enumerate(laptops):
            set_learner(centre.work, centre.learners[KHMER], {"full_name": "Same", "phone": str(n)})
            mark(centre, centre.learners[KHMER], NOT_YET)
        exchange(*laptops)
        assert asked(*laptops) == []
        assert len({one.work.read(learners.details, one.learners[KHMER]).phone for one in laptops}) == 1


def test_nothing_is_issued_on_a_name_in_question(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY, CUTTING)
        exchange(office, workshop)
        for n, centre in enumerate((office, workshop)):
            set_learner(centre.as_person(ADMIN), learner, {"full_name": f"Sok {n}"})
        exchange(office, workshop)
        refused = issue(office.open, IssueWish(COHORT, learners=[learner])).refused
        assert "Two people wrote different names" in refused[0].why
        question = the_one(office)
        resolve(office.work, question.id, answer(question, "Sok 0"))
        assert [row.name for row in issue(office.open, IssueWish(COHORT, learners=[learner])).issued] == ["Sok 0"]


def test_two_marks_are_a_question_that_holds_up_the_signature(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.mark(learner)
        mark(workshop, learner, NOT_YET, SECOND)
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert (question.kind, question.text) == (
            "mark", f"Criterion 1.1 of unit U1 was marked differently for {KHMER}. Which mark stands?",
        )  # fmt: skip
        assert {(choice.text, choice.who) for choice in question.choices} == {
            ("met", ASSESSOR), ("not yet met", SECOND),
        }  # fmt: skip
        assert "Settle that first" in office.sign([learner], propose=True).refused[0].why
        resolve(office.as_person(ASSESSOR), question.id, answer(question, "met"))
        assert office.sign([learner], propose=True).signed == (learner,)
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert stands((office, workshop), learner) == {"met"}
        assert sound(office, workshop)


def test_two_judgements_are_a_question(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.mark(learner)
        exchange(office, workshop)
        office.judge(learner)
        workshop.judge(learner, outcome=NOT_YET_COMPETENT, by=SECOND)
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert (question.kind, question.text) == (
            "judgement", f"Unit U1 was judged differently for {KHMER}. Which judgement stands?",
        )  # fmt: skip
        assert "Settle that first" in office.sign([learner]).refused[0].why
        resolve(workshop.as_person(SECOND), question.id, answer(question, "competent"))
        exchange(workshop, office)
        assert asked(office, workshop) == []
        assert office.sign([learner]).signed == (learner,)
        assert office.work.read(awards, learner).keys() == {SAFETY}
        exchange(office, workshop)
        assert sound(office, workshop)


def test_a_judgement_of_competent_over_a_gap_is_not_an_answer_that_can_be_chosen(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.mark(learner)
        exchange(office, workshop)
        office.judge(learner)
        mark(workshop, learner, NOT_YET, SECOND)
        workshop.judge(learner, outcome=NOT_YET_COMPETENT, by=SECOND)
        exchange(office, workshop)
        question = the_one(office, workshop)
        with pytest.raises(RuleBroken, match=r"Criteria still to be met: 1\.1"):
            resolve(office.as_person(ASSESSOR), question.id, answer(question, "competent"))
        resolve(office.work, question.id, answer(question, "not yet competent"))
        assert asked(office) == []


def test_marks_that_change_under_a_signature_are_told_and_count_for_nothing_until_assessed_again(
    tmp_path: Path,
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.mark(learner)
        exchange(office, workshop)
        office.sign([learner], propose=True)
        mark(workshop, learner, NOT_YET, SECOND)
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert (question.kind, question.choices) == ("marks-changed", ())
        assert question.text.startswith(f"What {ASSESSOR} signed for {KHMER} in unit U1 and what stands there now")
        with pytest.raises(RuleBroken, match="not one of the answers"):
            resolve(office.as_person(ASSESSOR), question.id, "")
        assert office.work.read(awards, learner) == {}
        office.award(learner, SAFETY)
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert office.work.read(awards, learner).keys() == workshop.work.read(awards, learner).keys() == {SAFETY}
        assert sound(office, workshop)


def test_marks_that_differ_under_a_signature_are_no_question_of_their_own(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY)
        mark(workshop, learner, NOT_YET, SECOND)
        exchange(office, workshop)
        assert [question.kind for question in asked(office, workshop)] == ["marks-changed"]
        office.award(learner, SAFETY)
        exchange(office, workshop)
        assert asked(office, workshop) == []


@pytest.mark.parametrize(("text", "counts", "kinds"), [
    ("competent", {SAFETY}, []), ("not yet competent", set(), ["marks-changed"]),
])  # fmt: skip
def test_a_signature_counts_again_when_the_judgement_that_came_later_is_settled_its_way(
    tmp_path: Path, text: str, counts: set[str], kinds: list[str]
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY)
        workshop.judge(learner, outcome=NOT_YET_COMPETENT, by=SECOND)
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert question.kind == "judgement"
        assert office.work.read(awards, learner) == {}
        with pytest.raises(RuleBroken, match="is signed"):
            office.mark(learner)
        resolve(office.work, question.id, answer(question, text))
        exchange(office, workshop)
        assert [one.kind for one in asked(office, workshop)] == kinds
        assert office.work.read(awards, learner).keys() == workshop.work.read(awards, learner).keys() == counts
        assert sound(office, workshop)


def test_two_signatures_that_disagree_count_for_nothing_until_assessed_again(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.mark(learner)
        exchange(office, workshop)
        office.sign([learner], propose=True)
        workshop.judge(learner, outcome=NOT_YET_COMPETENT)
        workshop.sign([learner])
        exchange(office, workshop)
        assert {question.kind for question in asked(office, workshop)} == {"judgement", "marks-changed"}
        assert office.work.read(awards, learner) == workshop.work.read(awards, learner) == {}
        office.award(learner, SAFETY)
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert workshop.work.read(awards, learner).keys() == {SAFETY}
        assert sound(office, workshop)


def test_what_was_written_without_the_role_for_it_is_told(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        viewer = workshop.as_person(VIEWER)
        forged = Work(viewer.records, viewer.author, viewer.person_name, frozenset({"assessor"}))
        assessing.record_mark(forged, workshop.desk(), MarkWish(learner, "1.1", "met"))
        workshop.as_person(ADMIN)
        carry(workshop, office)
        question = the_one(office)
        assert (question.kind, question.about, question.choices) == ("rights", learner, ())
        assert question.text == f"{VIEWER} wrote an entry without having the role for it."
        with pytest.raises(RuleBroken, match="not one of the answers"):
            resolve(office.work, question.id, "x")


def test_a_signature_that_is_not_the_persons_is_told(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        real = workshop.as_person(ASSESSOR)
        forged = Work(real.records, Author(real.person, signer(bytes(32))), ASSESSOR, real.roles)
        assessing.judge(forged, workshop.desk(), learner, NOT_YET_COMPETENT)
        carry(workshop, office)
        question = the_one(office)
        assert (question.kind, question.about) == ("signature", learner)
        assert question.text == f"An entry that says it is signed by {ASSESSOR} does not carry their signature."


def write_from_the_future(centre: Centre, learner: bytes) -> None:
    """An entry of a kind that only a later program knows."""
    records = centre.work.records
    command = Belonging(records.centre, bytes(16), centre.work.person)
    with records.transaction() as batch:
        draft = Draft("appeal.made", learner, {"text": "x"}, {}, {}, None)
        one = compose(draft, records.place, command, ver=1, at=records.clock.tick())
        log.append(batch.connection, records.centre, [one])
        fold(batch, [one])
    records.begin_at(type(records.place)(one.origin, one.seq, one.hash))


def test_entries_of_a_newer_program_are_told_and_hold_up_signature_and_certificate(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner, other = office.learners[KHMER], office.learners[ARMENIAN]
        office.award(learner, SAFETY, CUTTING)
        office.mark(other)
        write_from_the_future(workshop, learner)
        write_from_the_future(workshop, other)
        exchange(office, workshop)
        found = {question.about: question for question in asked(office, workshop)}
        assert found.keys() == {learner, other}
        assert {question.kind for question in found.values()} == {"newer"}
        assert found[learner].text.startswith(f"{KHMER}: there are entries of a newer version of the program.")
        assert "newer version of the program" in office.sign([other], propose=True).refused[0].why
        as_admin(office)
        assert "newer version" in issue(office.open, IssueWish(COHORT, learners=[learner])).refused[0].why


def test_two_copies_of_one_laptop_are_told_and_nothing_of_either_is_lost(tmp_path: Path) -> None:
    with two_laptops(tmp_path / "one") as (office, workshop), two_laptops(tmp_path / "two") as (_, clone):
        learner = office.learners[KHMER]
        set_learner(workshop.work, learner, {"phone": "1"})
        set_learner(clone.work, learner, {"email": "a@b.example"})
        carry(workshop, office)
        carry(clone, office)
        question = the_one(office)
        assert question.kind == "copy"
        assert question.text.startswith("Two copies of the laptop Workshop were used at the same time.")
        details = office.work.read(learners.details, learner)
        assert (details.phone, details.email) == ("1", "a@b.example")
        for one in (workshop, clone):
            exchange(office, one)
            assert [each.kind for each in asked(one)] == ["copy"]
            set_learner(one.work, learner, {"address": one.at.path.parent.name})
        assert sound(office, workshop, clone)


def test_two_people_who_settle_it_alike_agree_and_who_do_not_are_asked_again(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        one, other = office.learners[KHMER], office.learners[ARMENIAN]
        for centre, value in ((office, "met"), (workshop, NOT_YET)):
            mark(centre, one, value)
            mark(centre, other, value)
        exchange(office, workshop)
        for centre, unlike in ((office, "met"), (workshop, "not yet met")):
            for question in asked(centre):
                resolve(centre.work, question.id, answer(question, "met" if question.about == one else unlike))
        exchange(office, workshop)
        assert [question.about for question in asked(office, workshop)] == [other]
        assert stands((office, workshop), one) == {"met"}


def test_an_answer_taken_back_brings_the_question_again(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        mark(office, learner, "met")
        mark(workshop, learner, NOT_YET)
        exchange(office, workshop)
        question = the_one(office)
        resolve(office.work, question.id, answer(question, "met"))
        undo(office.work)
        exchange(office, workshop)
        assert the_one(office, workshop) == question


def test_a_question_that_is_settled_or_never_was_is_named(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        mark(office, learner, "met")
        mark(workshop, learner, NOT_YET)
        exchange(office, workshop)
        question = the_one(office)
        op = answer(question, "met")
        with pytest.raises(RuleBroken, match="not one of the answers"):
            resolve(office.work, question.id, op[:-1])
        with pytest.raises(NotAllowed):
            resolve(office.as_person(ADMIN), question.id, op)
        resolve(office.as_person(ASSESSOR), question.id, op)
        for id_ in (question.id, "", "field-{x}"):
            with pytest.raises(NotFound, match="no such question any more"):
                resolve(office.work, id_, op)


def test_nothing_is_asked_about_a_learner_who_was_erased(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        for n, centre in enumerate((office, workshop)):
            set_learner(centre.work, learner, {"full_name": f"Sok {n}"})
        exchange(office, workshop)
        assert len(asked(office, workshop)) == 1
        office.erase(learner)
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert COMPETENT not in {seat.outcome for seat in office.work.read(sheets.sheet, COHORT, SAFETY).seats}
