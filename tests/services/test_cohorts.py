# SPDX-License-Identifier: Apache-2.0
"""Cohorts are opened, filled, changed and enrolled; who is enrolled already stays so."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput, NotFound, Refused, RuleBroken
from app.domain.routes import ROUTES
from app.records.queries import assessing, cohorts
from app.records.queries.cohorts import CohortRow
from app.records.queries.subjects import keys_of
from app.records.tables import enrolment
from app.services.cohorts import (
    CohortWish,
    Joined,
    add_members,
    enrol_cohort,
    enrol_learner,
    open_cohort,
    remove_members,
    set_cohort,
)
from app.services.learners import add_learner, change
from app.services.standards import import_standards
from app.services.undo import undo
from tests.services.centres import (
    ASSESSOR,
    BENDING,
    COHORT,
    CUTTING,
    KHMER,
    MAPPINGS,
    QUALIFICATION,
    SAFETY,
    SECOND,
    SINGLE,
    STANDARDS,
    Centre,
    a_centre,
    person_id,
    standards_file,
)


def row(centre: Centre, code: str = COHORT) -> CohortRow:
    return centre.work.read(cohorts.cohort, code)


def bibs(centre: Centre, code: str = COHORT) -> dict[bytes, int]:
    return {one.learner: one.bib for one in centre.work.read(cohorts.members, row(centre, code).id)}


def open_another(centre: Centre, wish: CohortWish) -> CohortRow:
    open_cohort(centre.work, wish)
    return row(centre, wish.code)


def test_a_cohort_has_the_units_of_its_qualification(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wish = CohortWish("សាលា-2/26", QUALIFICATION, (), (ASSESSOR, SECOND), "2026-01-01", "2026-06-30", "<i>{x}</i>")
        found = open_another(centre, wish)
        assert (found.code, found.title, found.start, found.end) == (
            "សាលា-2/26", "<i>{x}</i>", "2026-01-01", "2026-06-30",
        )  # fmt: skip
        assert (found.qualification, found.units, found.learners) == (QUALIFICATION, (SAFETY, CUTTING, BENDING), 0)
        assert found.assessors == (person_id(centre, ASSESSOR), person_id(centre, SECOND))


def test_a_cohort_may_have_units_of_its_own_choice(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        assert open_another(centre, CohortWish("A", QUALIFICATION, (BENDING, SAFETY))).units == (BENDING, SAFETY)
        alone = open_another(centre, CohortWish("B", units=(CUTTING,)))
        assert (alone.qualification, alone.units) == ("", (CUTTING,))
        assert open_another(centre, CohortWish("C")).units == ()


@pytest.mark.parametrize(("wish", "code"), [
    (CohortWish(""), "cohort-code"), (CohortWish("a b"), "cohort-code"), (CohortWish("{x}"), "cohort-code"),
    (CohortWish("a" * 41), "cohort-code"), (CohortWish("a\ud800"), "cohort-code"),
    (CohortWish("c-1"), "cohort-exists"), (CohortWish("N", "Q9"), "no-such-qualification"),
    (CohortWish("N", units=("U9",)), "no-such-unit"), (CohortWish("N", assessors=("Nobody",)), "no-such-person"),
    (CohortWish("N", start="1.2.2026"), "not-a-date"),
    (CohortWish("N", start="2026-02-01", end="2026-01-01"), "dates-order"),
    (CohortWish("N", title="a\ud800"), "not-text"), (CohortWish("N", title="t" * 201), "text-too-long"),
])  # fmt: skip
def test_a_cohort_that_cannot_be_is_refused_in_words(tmp_path: Path, wish: CohortWish, code: str) -> None:
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        with pytest.raises(Refused) as refused:
            open_cohort(centre.work, wish)
        assert refused.value.code == code
        assert str(refused.value).endswith((".", "?"))
        assert centre.work.records.place == place


def test_a_cohort_is_found_in_any_case_and_a_missing_one_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        assert row(centre, "c-1").code == COHORT
        with pytest.raises(NotFound, match=r"“\{c\}”"):
            row(centre, "{c}")


def test_only_what_differs_of_a_cohort_is_changed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        work, place = centre.work, centre.work.records.place
        assert set_cohort(work, COHORT, {"title": " ", "assessors": f"{ASSESSOR}\n\n"}) is None
        assert work.records.place == place
        assert set_cohort(work, COHORT, {"title": "New", "start": "2026-01-01"})
        assert set_cohort(work, COHORT, {"end": "2026-02-01", "assessors": f" {SECOND} \n{ASSESSOR.lower()}"})
        found = row(centre)
        assert (found.title, found.start, found.end) == ("New", "2026-01-01", "2026-02-01")
        assert found.assessors == (person_id(centre, SECOND), person_id(centre, ASSESSOR))
        assert set_cohort(work, COHORT, {"assessors": "", "end": ""})
        assert (row(centre).assessors, row(centre).end) == ((), "")


def test_a_change_of_a_cohort_is_taken_back(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        before = row(centre)
        act = set_cohort(centre.work, COHORT, {"title": "New", "end": "2027-01-01", "assessors": SECOND})
        assert undo(centre.work, act).act == act
        assert row(centre) == before


@pytest.mark.parametrize(("fields", "code"), [
    ({"code": "C-2"}, "no-such-field"), ({"start": "2026-13-01"}, "not-a-date"),
    ({"assessors": "Nobody"}, "no-such-person"),
    ({"start": "2026-05-01", "end": "2026-01-01"}, "dates-order"), ({"title": "a\ud800"}, "not-text"),
])  # fmt: skip
def test_a_change_that_cannot_be_is_refused_and_nothing_is_changed(
    tmp_path: Path, fields: dict[str, str], code: str
) -> None:
    with a_centre(tmp_path) as centre:
        before = row(centre)
        with pytest.raises(Refused) as refused:
            set_cohort(centre.work, COHORT, {"title": "New", **fields})
        assert (refused.value.code, row(centre)) == (code, before)


def test_an_end_before_the_start_that_stands_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        set_cohort(centre.work, COHORT, {"start": "2026-03-01"})
        with pytest.raises(RuleBroken, match="lies before the start, 2026-03-01"):
            set_cohort(centre.work, COHORT, {"end": "2026-02-01"})


def test_members_get_the_next_bibs_and_nobody_is_in_twice(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        new = [add_learner(centre.work, LearnerDetails(name)) for name in ("A", "B")]
        known = list(centre.learners.values())
        done = add_members(centre.work, COHORT, [known[0], *new, new[0]])
        assert (done.act is not None, done.learners) == (True, 2)
        assert add_members(centre.work, COHORT, new) == Joined(None, 0)
        assert bibs(centre) == {learner: bib for bib, learner in enumerate([*known, *new], start=1)}
        assert row(centre).learners == 6


def test_a_bib_number_is_never_worn_by_two(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        leaving = centre.learners[SINGLE]
        remove_members(centre.work, COHORT, [leaving])
        assert leaving not in bibs(centre)
        newcomer = add_learner(centre.work, LearnerDetails("A"))
        add_members(centre.work, COHORT, [newcomer, leaving])
        assert (bibs(centre)[newcomer], bibs(centre)[leaving]) == (5, 6)
        assert row(centre).learners == 5


def test_who_is_not_in_a_cohort_cannot_be_taken_out(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        remove_members(centre.work, COHORT, [learner])
        with pytest.raises(NotFound, match="not in cohort C-1"):
            remove_members(centre.work, "c-1", [learner])
        with pytest.raises(NotFound, match="no cohort “X”"):
            remove_members(centre.work, "X", [learner])


def test_several_leave_in_one_act_or_none_of_them(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        before = bibs(centre)
        leaving = [centre.learners[KHMER], centre.learners[SINGLE]]
        with pytest.raises(NotFound, match="not in cohort C-1"):
            remove_members(centre.work, COHORT, [*leaving, add_learner(centre.work, LearnerDetails("A"))])
        assert bibs(centre) == before
        act = remove_members(centre.work, COHORT, [*leaving, leaving[0]])
        assert bibs(centre) == {learner: bib for learner, bib in before.items() if learner not in leaving}
        assert undo(centre.work, act).operations == 2
        assert bibs(centre) == before


def test_what_was_recorded_of_who_leaves_stays(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        leaving = centre.learners[KHMER]
        enrolled = centre.work.read(assessing.enrolments, [leaving])
        remove_members(centre.work, COHORT, [leaving])
        assert enrolled
        assert centre.work.read(assessing.enrolments, [leaving]) == enrolled


def test_nobody_unknown_or_erased_becomes_a_member(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        gone = centre.learners[KHMER]
        remove_members(centre.work, COHORT, [gone])
        centre.erase(gone)
        for learner, code in ((bytes(16), "no-such-learner"), (gone, "erased")):
            with pytest.raises(Refused) as refused:
                add_members(centre.work, COHORT, [learner])
            assert refused.value.code == code


def test_a_cohort_is_enrolled_once(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        again = enrol_cohort(centre.work, COHORT)
        assert (again.act, again.learners, again.units) == (None, 0, 3)
        newcomer = add_learner(centre.work, LearnerDetails("A"))
        add_members(centre.work, COHORT, [newcomer])
        late = enrol_cohort(centre.work, COHORT)
        assert (late.act is not None, late.learners) == (True, 1)
        assert all(one.enrolled for one in centre.work.read(cohorts.members, row(centre).id))


def test_a_learner_is_enrolled_in_what_they_lack(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        work, learner = centre.work, add_learner(centre.work, LearnerDetails("A"))
        assert enrol_learner(work, learner, unit=SAFETY).learners == 1
        assert enrol_learner(work, learner, unit=SAFETY).act is None
        rest = enrol_learner(work, learner, QUALIFICATION, route="rpl")
        assert (rest.act is not None, rest.units) == (True, 3)
        assert enrol_learner(work, learner, QUALIFICATION).act is None


def routes_of(centre: Centre, learner: bytes) -> set[str]:
    query = select(enrolment.c.route).where(enrolment.c.learner == learner)
    return set(centre.work.read(lambda connection: connection.execute(query).scalars().all()))


def test_each_learner_is_enrolled_by_the_route_that_is_written_down_unless_one_is_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        work = centre.work
        own, other, plain = (
            add_learner(work, LearnerDetails(name, route=route))
            for name, route in (("A", "Prior learning"), ("B", "credit-transfer"), ("C", ""))
        )
        add_members(work, COHORT, [own, plain])
        enrol_cohort(work, COHORT)
        assert routes_of(centre, own) == {"rpl"}
        assert routes_of(centre, plain) == {"taught"}
        enrol_learner(work, other, unit=SAFETY)
        assert routes_of(centre, other) == {"credit-transfer"}
        add_members(work, COHORT, [late := add_learner(work, LearnerDetails("D", route="rpl"))])
        enrol_cohort(work, COHORT, route="assessment-only")
        assert routes_of(centre, late) == {"assessment-only"}


def test_a_route_written_down_before_it_was_checked_hinders_nobody(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("A"))
        with centre.work.act() as act:
            act.write(change(act, learner, {"route": "evening"}, keys_of(act.connection, learner)))
        enrol_learner(centre.work, learner, unit=SAFETY)
        assert routes_of(centre, learner) == {"taught"}


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_taken(tmp_path: Path, route: str) -> None:
    with a_centre(tmp_path) as centre:
        assert enrol_learner(centre.work, add_learner(centre.work, LearnerDetails("A")), unit=SAFETY, route=route).act


def test_what_cannot_be_enrolled_is_refused_in_words(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        work, learner = centre.work, centre.learners[KHMER]
        open_cohort(work, CohortWish("EMPTY", QUALIFICATION))
        open_cohort(work, CohortWish("NO-UNITS"))
        add_members(work, "NO-UNITS", [learner])
        for code in ("EMPTY", "NO-UNITS"):
            with pytest.raises(RuleBroken, match="nobody to enrol, or there are no units"):
                enrol_cohort(work, code)
        with pytest.raises(BadInput, match=r"“walked” is no route\. There are: taught, assessment-only"):
            enrol_learner(work, learner, unit=SAFETY, route="walked")
        with pytest.raises(RuleBroken, match="nobody to enrol"):
            enrol_learner(work, learner)
        for wish, code in ({"unit": "U9"}, "no-such-unit"), ({"qualification": "Q9"}, "no-such-qualification"):
            with pytest.raises(NotFound) as refused:
                enrol_learner(work, learner, **wish)
            assert refused.value.code == code
        with pytest.raises(NotFound, match="not in the records"):
            enrol_learner(work, bytes(16), unit=SAFETY)


def test_nobody_erased_is_enrolled(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        gone = add_learner(centre.work, LearnerDetails("A"))
        add_members(centre.work, COHORT, [gone])
        centre.erase(gone)
        assert enrol_cohort(centre.work, COHORT).learners == 0
        with pytest.raises(RuleBroken, match="erased"):
            enrol_learner(centre.work, gone, unit=SAFETY)


def test_a_cohort_keeps_the_versions_it_was_opened_with(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        before = row(centre).unit_ids
        import_standards(centre.work, [standards_file(tmp_path, STANDARDS.replace("swept", "mopped"))], MAPPINGS)
        newcomer = add_learner(centre.work, LearnerDetails("A"))
        add_members(centre.work, COHORT, [newcomer])
        assert enrol_cohort(centre.work, COHORT).learners == 1
        assert row(centre).unit_ids == before
        assert open_another(centre, CohortWish("NEW", QUALIFICATION)).unit_ids != before
