# SPDX-License-Identifier: Apache-2.0
"""Signing: who can be signed is signed, the others are told why, and what is signed stays as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.assessing import COMPETENT, NOT_APPLICABLE, NOT_YET, NOT_YET_COMPETENT
from app.domain.refusals import NotAllowed, RuleBroken
from app.journal.operation import read
from app.journal.signing import signed_by
from app.records.journal_tables import operation
from app.records.queries import assessing as sheets
from app.records.queries import people
from app.records.unit_of_work import Author, Work
from app.services.assessing import write_note
from app.services.signing import NotSigned, sign
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SINGLE,
    VERIFIER,
    VIETNAMESE,
    Centre,
    a_centre,
)


def states(centre: Centre, unit: str = SAFETY) -> dict[str, tuple[int, str, bool]]:
    found = centre.work.read(sheets.sheet, COHORT, unit)
    return {seat.name: (seat.attempt, seat.outcome, seat.signed) for seat in found.seats}


def test_who_is_judged_is_signed_and_the_others_are_told_why(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.mark(centre.learners[KHMER])
        centre.judge(centre.learners[KHMER])
        centre.judge(centre.learners[VIETNAMESE], outcome=NOT_YET_COMPETENT)
        done = centre.sign()
        assert done.act
        assert done.signed == (centre.learners[KHMER], centre.learners[VIETNAMESE])
        assert done.refused == tuple(
            NotSigned(centre.learners[name], name, f"Unit U1 of {name} is not judged yet. Judge it first, then sign.")
            for name in (ARMENIAN, SINGLE)
        )
        assert states(centre) == {
            KHMER: (1, COMPETENT, True), VIETNAMESE: (2, "", False), ARMENIAN: (1, "", False), SINGLE: (1, "", False),
        }  # fmt: skip


def test_a_signature_is_the_persons_own_and_stands_alone(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.award(centre.learners[KHMER], SAFETY)
        signer = centre.work.person
        (raw,) = centre.work.read(
            lambda c: c.execute(operation.select().where(operation.c.kind == "signoff.made")).mappings().all()
        )
        one = read(raw["raw"])
        keys = [key.public_key for key in centre.work.read(people.keys) if key.person == signer]
        assert any(signed_by(one, key) for key in keys)
        others = [key.public_key for key in centre.work.read(people.keys) if key.person != signer]
        assert not any(signed_by(one, key) for key in others)


def test_proposing_judges_competent_only_where_every_criterion_is_met(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        full, gap, empty, judged = centre.learners.values()
        centre.mark(full, CUTTING)
        centre.mark(gap, CUTTING, NOT_YET)
        centre.mark(judged, CUTTING)
        centre.judge(judged, CUTTING, NOT_YET_COMPETENT)
        done = centre.sign(unit=CUTTING, propose=True)
        assert done.signed == (full, judged)
        assert [one.learner for one in done.refused] == [gap, empty]
        assert all("not judged yet" in one.why for one in done.refused)
        assert states(centre, CUTTING)[KHMER] == (1, COMPETENT, True)
        assert states(centre, CUTTING)[SINGLE] == (2, "", False)


def test_not_applicable_counts_where_it_is_not_critical(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner, CUTTING, NOT_APPLICABLE)
        centre.mark(learner, SAFETY, NOT_APPLICABLE)
        assert centre.sign([learner], CUTTING, propose=True).signed == (learner,)
        assert centre.sign([learner], SAFETY, propose=True).signed == ()


def test_a_gap_opened_after_the_judgement_stops_the_signature(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner)
        centre.judge(learner)
        centre.mark(learner, mark=NOT_YET)
        (refused,) = centre.sign([learner]).refused
        assert refused.why == f"{KHMER} is not competent in unit U1 yet. Criteria still to be met: 1.1, 1.2, 2.1"


def test_what_is_signed_is_locked(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY)
        changes: tuple[Callable[[], object], ...] = (
            lambda: centre.mark(learner),
            lambda: centre.judge(learner, outcome=NOT_YET_COMPETENT),
            lambda: write_note(centre.work, centre.desk(), learner, "1.1", "x"),
        )
        for doing in changes:
            with pytest.raises(RuleBroken, match=r"is signed\. What is signed is never changed") as refused:
                doing()
            assert refused.value.code == "signed"
        again = centre.sign([learner])
        assert (again.act, again.signed, again.refused[0].name) == (None, (), KHMER)
        assert "What is signed is never changed" in again.refused[0].why


def test_nobody_signed_writes_nothing(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        done = centre.sign()
        assert (done.act, done.signed, len(done.refused)) == (None, (), 4)
        assert centre.work.records.place == place


def test_a_judgement_proposed_for_one_who_cannot_be_signed_is_not_kept(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner)
        unsigned = Work(
            centre.work.records, Author(centre.as_person(ASSESSOR).person), ASSESSOR, frozenset({"assessor"})
        )
        place = centre.work.records.place
        done = sign(unsigned, centre.desk(), [learner], propose=True)
        assert done.signed == ()
        assert "cannot sign" in done.refused[0].why
        assert centre.work.records.place == place


def test_a_verifier_signs_what_is_judged_and_proposes_nothing(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        judged, marked = centre.learners[KHMER], centre.learners[SINGLE]
        for learner in (judged, marked):
            centre.mark(learner)
        centre.judge(judged)
        done = sign(centre.as_person(VERIFIER), centre.desk(), propose=True)
        assert done.signed == (judged,)
        assert not states(centre)[SINGLE][2]


def test_an_administrator_signs_nothing(tmp_path: Path) -> None:
    with a_centre(tmp_path, ADMIN) as centre, pytest.raises(NotAllowed, match="assessor or internal verifier"):
        sign(centre.work, centre.desk())


def test_a_learner_who_is_not_known_or_erased_is_told(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner)
        centre.judge(learner)
        centre.erase(learner)
        done = centre.sign([learner, bytes(16)])
        assert done.signed == ()
        assert ["erased" in done.refused[0].why, "not in the records" in done.refused[1].why] == [True, True]
