# SPDX-License-Identifier: Apache-2.0
"""Merges, what they are about and their undoing come in any order: every laptop says the same."""

import random
from collections.abc import Sequence

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.assessing import OUTCOMES
from app.domain.learners import KEY_CLASSES
from app.domain.merging import STANDS
from app.journal.canonical import to_text
from app.journal.operation import NOBODY, Operation
from app.journal.sealing import SubjectKey, new_subject_keys
from app.records import tables
from app.records.receiving import Arrival
from tests.records.scribe import Anew, Scribe, refolded_otherwise, sample_centre, take_in
from tests.simulation.agreement import Dump, differences, dump

LEARNERS = tuple(bytes([n]) * 16 for n in (1, 2, 3))
UNIT = b"unit---of-sample"
COHORT = b"cohort-of-sample"
DIGEST = bytes(32)
BROUGHT = dict.fromkeys(("code", "title", "source", "achieved_on", "issued_on", "issuer"), "U1")

Event = tuple[str, int, int]
"""What happens, to which learner, and with which other one or in which attempt."""
KINDS = ("merge", "mark", "note", "sign", "enrol", "join", "leave", "set", "erase", "result", "paper", "back")
PHASES = [one for one in Phase if one is not Phase.shrink]
"""A story that fails is short as it is."""
CHANCE = st.randoms(use_true_random=False)
EVENTS = st.tuples(st.sampled_from(KINDS), st.integers(0, 2), st.integers(0, 2))


class Story:
    """Three learners, and events that each come from a laptop of their own, which knew nothing of the others."""

    def __init__(self, events: Sequence[Event]) -> None:
        first = Scribe("first")
        self.keys: list[SubjectKey] = []
        self.added: list[Operation] = []
        for n, learner in enumerate(LEARNERS):
            own = new_subject_keys(learner, KEY_CLASSES, first.chance.randbytes)
            self.keys += own
            fields = {"full_name": f"SAMPLE {n}", "birth_date": f"2004-05-0{n + 1}"}
            self.added.append(first.write("learner.added", learner, sealed=(own[0], fields)))
        self.parcels = [first.parcel(*self.added, keys=self.keys)]
        self.written: list[Operation] = []
        for n, event in enumerate(events):
            scribe = Scribe(f"{n}")
            scribe.number = 10 * n
            self.written.append(self._written(scribe, event))
            self.parcels.append(scribe.parcel(self.written[-1]))

    def _written(self, scribe: Scribe, event: Event) -> Operation:
        kind, who, other = event
        if kind == "back":
            return scribe.write("act.undone", NOBODY, {"act": to_text(self._act(who))})
        learner, identity, private = LEARNERS[who], self.keys[3 * who], self.keys[3 * who + 1]
        if kind == "set":
            base = {"birth_date": (self.added[who].id,)}
            return scribe.write(
                "learner.set", learner, base=base, sealed=(identity, {"birth_date": f"2005-01-0{other + 1}"})
            )
        name, body = _body(kind, other)
        award = self.keys[3 * who + 2]
        sealed = {
            "note": (private, {"text": "x"}),
            "result": (private, {"assessed_by": "SAMPLE"}),
            "paper": (award, {"name": f"SAMPLE {other}"}),
        }
        return scribe.write(name, learner, body, sealed=sealed.get(kind))

    def _act(self, number: int) -> bytes:
        return self.written[number % len(self.written)].act if self.written else NOBODY


def _body(kind: str, other: int) -> tuple[str, dict[str, object]]:
    place: dict[str, object] = {"unit": to_text(UNIT), "attempt": other + 1}
    cell = {**place, "criterion": "1.1"}
    bodies: dict[str, tuple[str, dict[str, object]]] = {
        "merge": ("learner.merged", {"into": to_text(LEARNERS[other % 3])}),
        "mark": ("mark.made", {**cell, "mark": "met", "batch": 0}),
        "note": ("note.written", cell),
        "sign": ("signoff.made", {**place, "outcome": "competent", "digest": to_text(DIGEST)}),
        "enrol": ("enrolment.made", {"qualification": "", "units": [to_text(UNIT)], "route": "taught"}),
        "join": ("member.added", {"cohort": to_text(COHORT), "bib": other}),
        "leave": ("member.removed", {"cohort": to_text(COHORT)}),
        "erase": ("subject.erased", {}),
        "result": ("result.brought", {**BROUGHT, "unit": "", "outcome": OUTCOMES[other % 2], "entry": "1"}),
        "paper": ("certificate.brought", {**BROUGHT, "qualification": "", "number": f"OLD {other}", "document": "x"}),
    }
    return bodies[kind]


def column(shown: Dump, table: str, name: str) -> list[object]:
    place = [one.name for one in tables.learner.metadata.tables[table].columns if one.name != "row"].index(name)
    return [row[place] for row in shown[table] if not {UNIT, COHORT, *LEARNERS}.isdisjoint(row)]


def in_some_orders(parcels: Sequence[Arrival], chance: random.Random) -> Dump:
    """What the tables say, whether the parcels came as they were written, the other way round, or mixed."""
    anew: Anew = {}
    shown = after(parcels, anew)
    for order in (parcels[::-1], chance.sample(parcels, len(parcels)), chance.sample(parcels, len(parcels))):
        assert not differences(shown, after(order, anew))
    return shown


def after(parcels: Sequence[Arrival], anew: Anew) -> Dump:
    file = sample_centre().laptops[1].disk.file.copied()
    for parcel in parcels:
        take_in(file, sample_centre().owner.centre, parcel)
    assert not refolded_otherwise(file, sample_centre().owner.centre, anew)
    with file.reader.connect() as connection:
        shown = dump(connection)
    file.close()
    return shown


@settings(max_examples=8, deadline=None, phases=PHASES)
@given(st.lists(EVENTS, min_size=2, max_size=5), st.tuples(st.integers(0, 2), st.integers(0, 2)), CHANCE)
def test_every_order_gives_the_same_tables(events: list[Event], merged: tuple[int, int], chance: random.Random) -> None:
    in_some_orders(Story([("merge", *merged), *events]).parcels, chance)


@settings(max_examples=10, deadline=None, phases=PHASES)
@given(st.lists(EVENTS.filter(lambda one: one[0] != "back"), max_size=6), st.integers(0, 2), st.integers(0, 2))
def test_a_merge_that_is_taken_back_leaves_nothing(events: list[Event], who: int, into: int) -> None:
    story = Story([*events, ("merge", who, into), ("back", len(events), 0)])
    before, with_it, undone = (after(story.parcels[: len(story.parcels) - n], {}) for n in (2, 1, 0))
    del before["undone"], undone["undone"]
    assert not differences(before, undone)
    if who != into and not any(kind in ("merge", "erase") for kind, _, _ in events):
        assert differences(before, {name: with_it[name] for name in before})


def test_facts_of_both_stand_under_the_one_that_goes_on() -> None:
    events: list[Event] = [
        ("merge", 0, 1),
        ("mark", 0, 0),
        ("mark", 1, 0),
        ("enrol", 0, 0),
        ("join", 0, 7),
        ("sign", 0, 0),
    ]
    shown = in_some_orders(Story(events).parcels, random.Random(1))
    assert set(column(shown, "mark", "learner")) == {LEARNERS[1]}
    assert column(shown, "mark", "attempt") == [1, 2]
    assert column(shown, "mark", "contested") == [0, 0]
    assert column(shown, "signoff", "attempt") == [1]
    assert column(shown, "enrolment", "learner") == column(shown, "member", "learner") == [LEARNERS[1]]
    assert LEARNERS[0] not in column(shown, "learner", "id")
    assert column(shown, "merge", "effect") == [STANDS]
    assert column(shown, "joined", "name") == ["SAMPLE 0"]


def test_a_merge_into_a_learner_who_never_came_has_no_effect() -> None:
    story = Story([("merge", 0, 1), ("mark", 0, 0)])
    missing = Story([("merge", 0, 1)])
    scribe = Scribe("elsewhere")
    lost = scribe.write("learner.merged", LEARNERS[2], {"into": to_text(bytes(16))})
    shown = in_some_orders([*story.parcels, scribe.parcel(lost)], random.Random(1))
    assert LEARNERS[2] in column(shown, "learner", "id")
    assert missing.added


def test_who_left_under_one_record_and_is_in_under_the_other_is_in() -> None:
    shown = in_some_orders(Story([("join", 0, 1), ("leave", 1, 0), ("merge", 0, 1)]).parcels, random.Random(1))
    standing = [row for row in zip(column(shown, "member", "value"), column(shown, "member", "current"), strict=True)]
    assert sorted(standing, key=repr) == [("in", 1), ("out", 0)]


def test_a_merge_by_somebody_without_the_role_is_flagged() -> None:
    story, scribe = Story([]), Scribe("assessor")
    assessor = list(sample_centre().owner.keys)[2]
    merged = scribe.write("learner.merged", LEARNERS[0], {"into": to_text(LEARNERS[1])}, actor=assessor)
    shown = in_some_orders([*story.parcels, scribe.parcel(merged)], random.Random(1))
    assert column(shown, "breach", "actor") == [assessor]
    assert column(shown, "breach", "about") == [LEARNERS[1]]


def test_a_note_is_read_under_the_one_that_goes_on_also_where_somebody_is_erased_meanwhile() -> None:
    merge, note, erase = Story([("merge", 2, 1), ("note", 2, 0), ("erase", 0, 0)]).parcels[1:]
    added = Story([]).parcels
    shown = in_some_orders([merge, note, erase, *added], random.Random(1))
    assert column(shown, "note", "value") == ["x"]


def test_what_was_before_goes_with_the_learner_and_comes_back() -> None:
    events: list[Event] = [("result", 0, 0), ("result", 1, 1), ("paper", 0, 1), ("erase", 1, 0), ("merge", 0, 2)]
    shown = in_some_orders(Story(events).parcels, random.Random(1))
    assert sorted(column(shown, "brought_result", "learner"), key=repr) == [LEARNERS[1], LEARNERS[2]]
    assert column(shown, "brought_certificate", "learner") == [LEARNERS[2]]
    assert column(shown, "brought_certificate", "name") == ["SAMPLE 1"]
    assert sorted(map(str, column(shown, "brought_result", "assessed_by"))) == ["", "SAMPLE"]
