# SPDX-License-Identifier: Apache-2.0
"""Where two laptops did different things with a document, both ask, and one answer settles it on both."""

from pathlib import Path

from app.domain.register import APPEALED, DISMISSED, ISSUED, REPLACED, REVOKED, UPHELD
from app.records.queries import certificates
from app.records.queries.questions import Question, questions
from app.services.certificates import IssueWish, issue
from app.services.policies import set_policy, show_policies
from app.services.questions import resolve
from app.services.replacing import replace
from app.services.revoking import appeal, decide_appeal, revoke
from tests.services.centre_samples import ADMIN
from tests.services.centres import COHORT, CUTTING, KHMER, SAFETY, Centre, exchange, two_laptops


def asked(*laptops: Centre) -> list[Question]:
    found = [centre.work.read(questions) for centre in laptops]
    assert all(other == found[0] for other in found)
    return found[0]


def the_one(*laptops: Centre) -> Question:
    (question,) = asked(*laptops)
    return question


def earned(office: Centre, workshop: Centre) -> bytes:
    learner = office.learners[KHMER]
    office.award(learner, SAFETY, CUTTING)
    exchange(office, workshop)
    office.as_person(ADMIN)
    workshop.as_person(ADMIN)
    return learner


def issued(centre: Centre, learner: bytes) -> str:
    (row,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
    return row.number


def states(centre: Centre) -> dict[str, str]:
    return {row.number: row.state for row in centre.work.read(certificates.register)}


def test_two_certificates_for_the_same_are_kept_and_one_is_withdrawn_by_the_answer(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = earned(office, workshop)
        first, second = issued(office, learner), issued(workshop, learner)
        assert first != second
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert (question.kind, question.about) == ("award", learner)
        assert question.text == (
            f"Two certificates for “Metal work, level 1 (SAMPLE)” were issued to {KHMER}. "
            "Which one stays? The other is revoked."
        )
        kept = next(choice for choice in question.choices if choice.text.startswith(second))
        resolve(workshop.work, question.id, kept.op)
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert states(office) == states(workshop) == {first: REVOKED, second: ISSUED}
        (ruling,) = office.work.read(certificates.rulings, learner, first)
        assert ruling.reason == "duplicate"
        assert office.is_sound()
        assert workshop.is_sound()


def test_both_answer_differently_and_the_one_left_is_asked_about(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = earned(office, workshop)
        first, second = issued(office, learner), issued(workshop, learner)
        exchange(office, workshop)
        question = the_one(office, workshop)
        for centre, number in ((office, first), (workshop, second)):
            resolve(centre.work, question.id, next(c.op for c in question.choices if c.text.startswith(number)))
        exchange(office, workshop)
        assert states(office) == states(workshop) == {first: REVOKED, second: REVOKED}
        issued(office, learner)
        assert asked(office) == []


def test_two_replacements_of_one_document_are_asked_about(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = earned(office, workshop)
        old = issued(office, learner)
        exchange(office, workshop)
        new = [replace(centre.open, old, "lost").given.number for centre in (office, workshop)]
        exchange(office, workshop)
        question = the_one(office, workshop)
        resolve(office.work, question.id, next(c.op for c in question.choices if c.text.startswith(new[0])))
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert states(workshop) == {old: REPLACED, new[0]: ISSUED, new[1]: REVOKED}


def test_revoked_here_and_replaced_there_is_asked_about(tmp_path: Path) -> None:
    for place, stands in enumerate((False, True)):
        with two_laptops(tmp_path / str(place)) as (office, workshop):
            learner = earned(office, workshop)
            old = issued(office, learner)
            exchange(office, workshop)
            revoke(office.open, old, "malpractice")
            new = replace(workshop.open, old, "damaged").given.number
            exchange(office, workshop)
            question = the_one(office, workshop)
            assert f"Certificate {old} was revoked" in question.text
            assert states(office) == {old: REVOKED, new: ISSUED}
            resolve(office.work, question.id, question.choices[1 if stands else 0].op)
            exchange(office, workshop)
            assert asked(office, workshop) == []
            after = {old: REPLACED, new: ISSUED} if stands else {old: REVOKED, new: REVOKED}
            assert states(office) == states(workshop) == after


def test_an_appeal_that_two_people_decide_differently_is_asked_about(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = earned(office, workshop)
        number = issued(office, learner)
        revoke(office.open, number, "error")
        appeal(office.work, number, "It was no error.")
        assert states(office) == {number: APPEALED}
        exchange(office, workshop)
        decide_appeal(office.open, number, UPHELD)
        decide_appeal(workshop.open, number, DISMISSED)
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert states(office) == states(workshop) == {number: REVOKED}, "until it is settled the stricter word counts"
        assert {choice.text for choice in question.choices} == {"the appeal is upheld", "the appeal is dismissed"}
        op = next(choice.op for choice in question.choices if choice.text == "the appeal is upheld")
        resolve(workshop.work, question.id, op)
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert states(office) == {number: ISSUED}


def test_a_rule_that_two_people_set_differently_is_asked_about(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        set_policy(office.work, "clock-days", "20")
        set_policy(workshop.work, "clock-days", "40")
        exchange(office, workshop)
        question = the_one(office, workshop)
        assert (question.kind, {choice.text for choice in question.choices}) == ("policy", {"20", "40"})
        resolve(office.work, question.id, next(choice.op for choice in question.choices if choice.text == "20"))
        exchange(office, workshop)
        assert asked(office, workshop) == []
        assert {row.value for row in show_policies(workshop.work) if row.key == "clock-days"} == {"20"}
