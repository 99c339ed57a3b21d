# SPDX-License-Identifier: Apache-2.0
"""The register of certificates, and which sign-offs count towards one."""

from pathlib import Path

import pytest

from app.credentials.numbers import tag_from
from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.refusals import NotFound
from app.records.queries import certificates
from app.records.unit_of_work import Work
from app.services.certificates import IssueWish, issue
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SINGLE,
    a_centre,
    exchange,
    two_laptops,
)


def counted(work: Work, learner: bytes) -> list[tuple[int, str]]:
    return [(row.attempt, row.value) for row in work.read(certificates.signed_results, learner)]


def test_a_document_is_found_by_its_number_however_it_is_typed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        work = centre.as_person(ADMIN)
        (row,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
        assert work.read(certificates.certificate, f" {row.number.lower()}\n").learner == learner
        assert [one.number for one in work.read(certificates.issued_to, learner)] == [row.number]
        assert work.read(certificates.issued_to, centre.learners[SINGLE]) == []
        stem = row.number.rsplit("-", 2)[0]
        assert stem.endswith(tag_from(work.records.place.origin))
        assert (work.read(certificates.last_counter, stem), work.read(certificates.last_counter, "%")) == (1, 0)
        with pytest.raises(NotFound, match=r"No certificate \{x\} was issued here"):
            work.read(certificates.certificate, "{x}")


def test_every_signature_is_listed_with_its_attempt(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.judge(learner, outcome=NOT_YET_COMPETENT)
        assert counted(centre.work, learner) == []
        centre.sign([learner])
        centre.award(learner, SAFETY)
        assert counted(centre.work, learner) == [(1, NOT_YET_COMPETENT), (2, COMPETENT)]


def test_a_signature_under_which_the_marks_changed_does_not_count(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY)
        workshop.mark(learner, mark="not-yet")
        assert counted(office.work, learner) == [(1, COMPETENT)]
        exchange(office, workshop)
        assert counted(office.work, learner) == counted(workshop.work, learner) == []


def test_both_laptops_keep_the_same_register(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        for centre, name in ((office, KHMER), (workshop, SINGLE)):
            centre.award(centre.learners[name], SAFETY, CUTTING)
            centre.as_person(ADMIN)
            issue(centre.open, IssueWish(COHORT))
        exchange(office, workshop)
        rows = office.work.read(certificates.register)
        assert rows == workshop.work.read(certificates.register)
        assert {row.name for row in rows} == {KHMER, SINGLE}
