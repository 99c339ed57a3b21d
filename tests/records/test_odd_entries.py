# SPDX-License-Identifier: Apache-2.0
"""Rare and odd entries: whatever comes, in whatever order, every laptop says the same, and none of them stumbles."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.learners import KEY_CLASSES
from app.journal.canonical import to_text
from app.journal.kinds import KINDS
from app.journal.operation import NOBODY, OpId
from app.journal.sealing import new_subject_keys
from app.journal.signing import public_key
from app.records import tables
from app.records.columns import PROJECTIONS
from tests.records.scribe import Scribe, same_in_every_order, sample_centre, take_in
from tests.simulation.agreement import dump

ABOUT = b"record--of-sample"[:16]
ACT = b"act----of-sample"
UNIT = b"unit---of-sample"
COHORT: Mapping[str, object] = {
    "code": "C1", "title": "", "start": "", "end": "", "qualification": "", "units": "", "assessors": "",
}  # fmt: skip


def test_a_taking_back_that_is_taken_back_itself() -> None:
    first, second, third = Scribe("first"), Scribe("second"), Scribe("third")
    opened = first.write("cohort.opened", ABOUT, COHORT, act=ACT)
    undone = second.write("act.undone", NOBODY, {"act": to_text(ACT)})
    again = third.write("act.undone", NOBODY, {"act": to_text(undone.act)})
    same_in_every_order([first.parcel(opened), second.parcel(undone), third.parcel(again)])


def test_the_key_of_a_certificate_that_comes_after_the_erasure() -> None:
    first, second, third = Scribe("first"), Scribe("second"), Scribe("third")
    identity, _, award = keys = new_subject_keys(ABOUT, KEY_CLASSES, first.chance.randbytes)
    added = first.write("learner.added", ABOUT, sealed=(identity, {"full_name": "SAMPLE"}))
    body = {"number": "1", "qualification": to_text(UNIT), "document": "certificate", "issued_on": "2026-11-22"}
    issued = second.write("certificate.issued", ABOUT, body, sealed=(award, {"data": '{"name":"SAMPLE"}'}))
    erased = third.write("subject.erased", ABOUT)
    parcels = [first.parcel(added), second.parcel(issued), third.parcel(erased), first.parcel(keys=keys)]
    outcome = same_in_every_order(parcels)
    names = [row[tables.certificate.columns.keys().index("name")] for row in outcome["certificate"]]
    assert names == ["SAMPLE"]


def test_a_laptop_that_two_administrators_admitted() -> None:
    first, second = Scribe("first"), Scribe("second")
    admissions = [
        scribe.write("device.admitted", ABOUT, {"name": name, "sign_key": to_text(UNIT * 2), "box_key": to_text(UNIT)})
        for scribe, name in ((first, "laptop"), (second, "notebook"))
    ]
    same_in_every_order([first.parcel(admissions[0]), second.parcel(admissions[1])])


def test_a_record_that_begins_twice() -> None:
    first, second, third = Scribe("first"), Scribe("second"), Scribe("third")
    one, two = (
        first.write("cohort.opened", ABOUT, COHORT),
        second.write("cohort.opened", ABOUT, {**COHORT, "code": "D"}),
    )
    changed = third.write("cohort.set", ABOUT, {"title": "Morning"}, base={"title": (one.id,)})
    same_in_every_order([first.parcel(one), second.parcel(two), third.parcel(changed)])


def test_a_key_that_two_people_announce() -> None:
    first, second = Scribe("first"), Scribe("second")
    people = list(sample_centre().owner.keys)
    body = {"public_key": to_text(public_key(UNIT * 2)), "device": to_text(ABOUT)}
    one, two = first.write("person.key_added", people[1], body), second.write("person.key_added", people[2], body)
    same_in_every_order([first.parcel(one), second.parcel(two)])


def test_a_role_that_comes_before_the_person() -> None:
    first, second, third, fourth = (Scribe(name) for name in ("first", "second", "third", "fourth"))
    added = first.write("person.added", ABOUT, {"name": "SAMPLE", "roles": "viewer", "disabled": ""})
    granted = second.write("person.set", ABOUT, {"roles": "administrator"}, base={"roles": (added.id,)})
    opened = third.write("cohort.opened", UNIT, COHORT, actor=sample_centre().owner.user)
    command = {"title": "Evening"}
    by_them = Scribe("fifth")
    sample_centre().owner.keys.setdefault(ABOUT, UNIT * 2)
    changed = by_them.write("cohort.set", UNIT, command, base={"title": (opened.id,)}, actor=ABOUT)
    outcome = same_in_every_order(
        [first.parcel(added), second.parcel(granted), third.parcel(opened), fourth.parcel(), by_them.parcel(changed)]
    )
    assert outcome["breach"] == []


def test_words_that_replace_each_other() -> None:
    first, second, third = Scribe("first"), Scribe("second"), Scribe("third")
    opened = first.write("cohort.opened", ABOUT, COHORT)
    ids = OpId(second.place.origin, 1), OpId(third.place.origin, 1)
    one = second.write("cohort.set", ABOUT, {"title": "Morning"}, base={"title": (ids[1],)})
    two = third.write("cohort.set", ABOUT, {"title": "Evening"}, base={"title": (ids[0],)})
    same_in_every_order([first.parcel(opened), second.parcel(one), third.parcel(two)])


INNER_NAMES = st.sampled_from(["code", "criteria", "units"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8) | st.just(to_text(UNIT)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(INNER_NAMES, inner, max_size=2),
    max_leaves=4,
)
COLUMNS = {f"{column.name}" for table in PROJECTIONS.tables.values() for column in table.columns}
NAMES = sorted(COLUMNS | {"elements", "mandatory", "groups", "units", "person_key", "outcome", "document", "unit"})


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"centre.founded"}))
@settings(max_examples=6)
@given(body=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6), known=st.booleans())
def test_no_body_of_a_known_kind_stops_the_fold(kind: str, body: dict[str, object], known: bool) -> None:
    ground, scribe = sample_centre(), Scribe("odd")
    office = ground.laptops[0].read(dump)
    about = office["learner"][0][0] if known else ABOUT
    file = ground.laptops[1].disk.file.copied()
    try:
        odd = scribe.write(kind, about, body, base={name: (OpId(ABOUT, 1),) for name in body})
        plain = scribe.write("cohort.opened", UNIT, COHORT)
        take_in(file, ground.owner.centre, scribe.parcel(odd, plain))
        with file.reader.connect() as connection:
            assert len(dump(connection)["cohort"]) == 1, "an entry after it is folded as ever"
    finally:
        file.close()
