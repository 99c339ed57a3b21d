# SPDX-License-Identifier: Apache-2.0
"""The centre, its people and its laptops, as the records know them."""

from pathlib import Path

import pytest

from app.domain.learners import LearnerDetails
from app.domain.refusals import NotFound
from app.records.queries import people
from app.records.queries.bases import standing_on
from app.records.queries.home import counts
from app.records.queries.subjects import has_newer, keys_of, keys_of_all
from app.services.learners import add_learner, set_learner
from app.services.people import disable_person, set_roles
from tests.services.centre_samples import ADMIN, WISH
from tests.services.centres import (
    ASSESSOR,
    CUTTING,
    KHMER,
    SAFETY,
    SECOND,
    SINGLE,
    STAFF,
    VERIFIER,
    VIEWER,
    a_centre,
    carry,
    two_laptops,
)


def test_the_centre_is_named_as_it_was_founded(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        row = centre.work.read(people.centre)
        assert (row.name, row.code, row.country, row.place) == (WISH.name, WISH.code, WISH.country, WISH.place)
        assert row.id == centre.work.centre


def test_everybody_is_listed_by_name_and_found_in_any_case(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        rows = centre.work.read(people.people)
        assert [row.name for row in rows] == sorted([ADMIN, *STAFF])
        assert {row.name: set(row.roles) for row in rows} == {
            ADMIN: {"administrator"}, **{name: {role} for name, role in STAFF.items()},
        }  # fmt: skip
        found = centre.work.read(people.person, ASSESSOR.upper())
        assert found == centre.work.read(people.person_by_id, found.id)
        for query, asked in ((people.person, "{nobody}"), (people.person_by_id, bytes(16))):
            with pytest.raises(NotFound) as refused:
                centre.work.read(query, asked)  # type: ignore[arg-type]  # each query with what it is asked by
            assert refused.value.code == "no-such-person"


def test_roles_and_absence_of_a_person_travel(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        set_roles(office.open, VIEWER, ["verifier", "assessor"])
        disable_person(office.open, SECOND)
        carry(office, workshop)
        assert workshop.work.read(people.person, VIEWER).roles == {"assessor", "verifier"}
        assert workshop.work.read(people.person, SECOND).disabled


def test_laptops_are_listed_this_one_first(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as laptops:
        for centre, names in zip(laptops, (["Office", "Workshop"], ["Workshop", "Office"]), strict=True):
            rows = centre.work.read(people.devices, centre.open.laptop.device)
            assert [(row.name, row.own, row.revoked) for row in rows] == [
                (names[0], True, False), (names[1], False, False),
            ]  # fmt: skip
            assert all(row.operations > 0 and 0 <= centre.at.wall.now - row.last_seen < 60_000 for row in rows)


def test_each_person_has_a_key_for_each_laptop(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        keys = office.work.read(people.keys)
        assert keys == workshop.work.read(people.keys)
        held = [key.name for key in keys]
        assert all(held.count(name) == 2 for name in (ASSESSOR, SECOND, VERIFIER, VIEWER))
        assert len({key.public_key for key in keys}) == len(keys)


def test_the_first_page_counts_what_there_is(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        before = centre.work.read(counts)
        assert (before.learners, before.cohorts, before.qualifications) == (4, 1, 1)
        assert (before.people, before.devices) == (5, 2)
        assert (before.enrolled, before.marks, before.signed, before.certificates) == (4, 0, 0, 0)
        assert before.to_sign == 0
        centre.award(centre.learners[KHMER], SAFETY)
        centre.mark(centre.learners[SINGLE], CUTTING)
        centre.judge(centre.learners[SINGLE], CUTTING)
        after = centre.work.read(counts)
        assert (after.marks, after.signed, after.to_sign) == (5, 1, 1)
        assert after.operations - before.operations == 3 + 1 + 1 + 2 + 1
        centre.sign([centre.learners[SINGLE]], CUTTING)
        assert centre.work.read(counts).to_sign == 0


def test_an_erased_learner_is_not_counted(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.erase(centre.learners[KHMER])
        assert centre.work.read(counts).learners == 3


def test_a_learner_has_three_keys_until_they_are_erased(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, other = centre.learners[KHMER], centre.learners[SINGLE]
        keys = centre.work.read(keys_of, learner)
        assert keys.keys() == {"identity", "private", "award"}
        assert len({key.key for key in keys.values()}) == 3
        centre.erase(learner)
        assert centre.work.read(keys_of_all, [learner, other])[learner].keys() == {"award"}
        assert not centre.work.read(has_newer, learner)


def test_a_new_value_stands_on_the_first_entry_and_then_on_the_last_one(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("A"))
        first = centre.work.records.place.seq
        set_learner(centre.work, learner, {"phone": "1"})
        base = centre.work.read(standing_on, learner, ["phone", "email"])
        assert [one.seq for one in base["phone"]] == [first + 1]
        assert [one.seq for one in base["email"]] == [first]
