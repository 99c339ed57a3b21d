# SPDX-License-Identifier: Apache-2.0
"""Before documents are issued: everybody of a cohort is ready, or it is told what to attend to and where."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.certificates import IssueWish, issue
from app.services.learners import set_learner
from app.services.people import set_roles
from app.services.policies import set_policy
from app.services.preflight import Place, PreflightWish, Readiness, overdue, preflight
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
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

DAY = 86_400_000


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as found:
        for name in (KHMER, ARMENIAN, SINGLE):
            found.award(found.learners[name], SAFETY, CUTTING)
        found.as_person(ADMIN)
        yield found


def looked(centre: Centre, document: str = "certificate") -> dict[str, Readiness]:
    return {one.name: one for one in preflight(centre.open, PreflightWish(COHORT, document=document))}


def test_everybody_is_ready_issued_or_told_what_is_missing(centre: Centre) -> None:
    (done,) = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[SINGLE]])).issued
    place = centre.work.records.place
    rows = looked(centre)
    assert {name: row.state for name, row in rows.items()} == {
        KHMER: "ready", ARMENIAN: "ready", SINGLE: "issued", VIETNAMESE: "needs-attention",
    }  # fmt: skip
    assert rows[SINGLE].number == done.number
    (need,) = rows[VIETNAMESE].needs
    assert (need.code, need.place) == ("not-eligible", Place("unit", SAFETY))
    assert need.words.startswith("Unit U1, Work safely, is needed.")
    assert centre.work.records.place == place, "looking writes nothing"


def test_a_name_that_cannot_be_printed_is_told_at_its_field(centre: Centre) -> None:
    set_learner(centre.work, centre.learners[KHMER], {"full_name": "Ali 🙂"})
    row = looked(centre)["Ali 🙂"]
    assert (row.state, row.needs[0].place) == ("needs-attention", Place("learner", "full_name"))
    assert "🙂" in row.needs[0].words


def test_a_letter_that_only_looks_right_is_told_and_hinders_nothing(centre: Centre) -> None:
    set_learner(centre.work, centre.learners[KHMER], {"full_name": "\u0410nna Petrova"})
    row = looked(centre)["\u0410nna Petrova"]
    (need,) = row.needs
    assert (row.state, need.code, need.place) == ("ready", "mixed-scripts", Place("learner", "full_name"))
    assert "the letter “n” belongs to another script than the letter beside it" in need.words


def test_a_name_in_question_is_told(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY, CUTTING)
        office.as_person(ADMIN)
        for n, one in enumerate((office, workshop)):
            set_learner(one.work, learner, {"birth_date": f"2004-01-0{n + 1}"})
        exchange(office, workshop)
        (need,) = looked(office)[KHMER].needs
        assert (need.code, need.place) == ("contested", Place("question", learner.hex()))


def test_the_clock_tells_what_is_due_soon_and_what_is_overdue(centre: Centre) -> None:
    row = looked(centre)[KHMER]
    assert (row.due_on, row.needs) == ("2026-10-21", ())
    centre.at.wall.now += 25 * DAY
    row = looked(centre)[KHMER]
    assert (row.state, row.needs[0].code, row.needs[0].words) == ("ready", "due-soon", "It is due on 2026-10-21.")
    centre.at.wall.now += 10 * DAY
    rows = looked(centre)
    assert [need.words for need in rows[KHMER].needs] == ["It was due on 2026-10-21, 5 days ago."]
    assert {row.name for row in overdue(centre.work, tuple(rows.values()))} == {KHMER, ARMENIAN, SINGLE}
    set_policy(centre.work, "clock-days", "60", QUALIFICATION)
    assert looked(centre)[KHMER].needs == ()


def test_a_clock_that_lags_is_told_and_one_that_cannot_be_stops_everything(centre: Centre) -> None:
    centre.at.wall.now -= 30 * DAY
    row = looked(centre)[KHMER]
    assert (row.state, [need.code for need in row.needs]) == ("ready", ["before-assessment"])
    centre.at.wall.now -= 4000 * DAY
    row = looked(centre)[KHMER]
    assert (row.state, row.needs[0].code) == ("needs-attention", "clock-wrong")
    done = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[KHMER]]))
    assert [one.code for one in done.refused] == ["clock-wrong"]
    assert "says 2015-09-" in done.refused[0].why


def test_a_signer_who_assessed_and_a_claim_without_an_answer_are_told(centre: Centre) -> None:
    set_policy(centre.work, "signer-apart", "on")
    set_policy(centre.work, "model", "claim")
    set_roles(centre.open, ASSESSOR, ["assessor", "administrator"])
    centre.as_person(ASSESSOR)
    needs = looked(centre)[KHMER].needs
    assert [(need.code, need.place.kind) for need in needs] == [("signer-assessed", "person"), ("not-claimed", "claim")]


def test_one_that_expired_is_told(centre: Centre) -> None:
    set_policy(centre.work, "validity-months", "1")
    (done,) = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[KHMER]])).issued
    centre.at.wall.now += 40 * DAY
    row = looked(centre)[KHMER]
    assert (row.state, row.needs[0].code, row.needs[0].place) == ("issued", "expired", Place("register", done.number))


def test_a_statement_needs_one_unit(centre: Centre) -> None:
    rows = looked(centre, "statement-of-attainment")
    assert rows[KHMER].state == "ready"
    assert rows[VIETNAMESE].needs[0].place == Place("unit", SAFETY)


def test_a_cohort_of_500_is_looked_at_in_two_seconds(tmp_path: Path) -> None:
    from tests.services.many import many_signed

    with a_centre(tmp_path) as centre:
        cohort = many_signed(centre, 500)
        began = time.process_time()
        rows = preflight(centre.open, PreflightWish(cohort))
        spent = time.process_time() - began
        assert [row.state for row in rows] == ["ready"] * 500
        assert spent < 2.0
