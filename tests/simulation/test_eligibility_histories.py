# SPDX-License-Identifier: Apache-2.0
"""Random histories of assessment against a naive model: no certificate that was not earned, none refused that was.

Two laptops of a centre work together, then apart, then bring their entries together; each learner is one history.
``GUILDMARK_AWARDS=100000`` lives through so many of them; ``GUILDMARK_SEED=17`` through one centre again.
"""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import pytest
from sqlalchemy import Connection

from app.domain.assessing import MET, NOT_APPLICABLE, NOT_YET, OUTCOMES
from app.domain.learners import PRIVATE, LearnerDetails
from app.domain.refusals import Refused
from app.domain.standards import Criterion, Element, Qualification, StandardsPack, Unit, UnitGroup
from app.journal.canonical import to_text
from app.journal.operation import OpId
from app.records import tables
from app.records.queries import certificates, policies, standards
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Fact, Work
from app.services import assessing, learners
from app.services.assessing import MarkWish, desk_of_learner
from app.services.cohorts import enrol_learner
from app.services.grounds import ground_of, subject_of
from app.services.hindrances import Candidate, known_of, require_none_yet, require_settled
from app.services.revoking import write_ruling
from app.services.signing import sign
from app.services.standards import publish
from tests.simulation.carrier import lacking, packed
from tests.simulation.desk import NothingToDo
from tests.simulation.files import in_memory
from tests.simulation.ground import found
from tests.simulation.laptop import Laptop
from tests.simulation.naive_rules import Person, Rules

HISTORIES = int(os.environ.get("GUILDMARK_AWARDS", "240"))
EACH: Final = 40
"""So many learners live in one centre."""
PARTS: Final = max(3, HISTORIES // 160)
TOGETHER = 12
UNITS: Final = ("A1", "A2", "A3", "A4")
CRITERIA: Final = ("1.1", "1.2")
MARKED: Final = (MET, MET, MET, NOT_YET, NOT_APPLICABLE)


def _seeds() -> range:
    if "GUILDMARK_SEED" in os.environ:
        return range(int(os.environ["GUILDMARK_SEED"]), int(os.environ["GUILDMARK_SEED"]) + 1)
    return range(max(1, HISTORIES // EACH))


@pytest.mark.parametrize("part", range(PARTS))
def test_a_certificate_is_due_exactly_where_the_naive_model_says_so(part: int) -> None:
    due = 0
    for seed in _seeds()[part::PARTS]:
        due += _one_centre(seed)
    assert due or len(_seeds()) < 2 * PARTS


def _one_centre(seed: int) -> int:
    chance = random.Random(seed)
    ground = found(chance, lambda name: in_memory())
    office, workshop, van = ground.laptops
    rules = _qualification(chance)
    teller = _Teller(office, chance, rules)
    office_work = _work(office)
    with office_work.act() as act:
        publish(act, _pack(rules))
    people: dict[bytes, Person] = {}
    for n in range(EACH):
        learner = learners.add_learner(office_work, LearnerDetails(full_name=f"SAMPLE {n}"))
        with suppress(Refused):  # a qualification that asks for nothing has nothing to be enrolled in
            enrol_learner(office_work, learner, qualification="AQ")
        people[learner] = Person()
    for learner, person in people.items():
        for _ in range(TOGETHER):
            teller.something(learner, person)
        for unit in UNITS:
            if chance.random() < 0.6:
                teller.one(teller.prepare, learner, person, unit)
    workshop.receive(lacking(packed(office), workshop))
    _apart(office, workshop, chance, rules, people)
    office.receive(lacking(packed(workshop), office))
    due = 0
    for learner, person in people.items():
        expected, told = rules.due_to(person), _due(office, learner)
        assert told == expected, f"GUILDMARK_SEED={seed}: the model says {expected}, the program {told}: {person}"
        due += expected
    for laptop in (office, workshop, van):
        laptop.disk.file.close()
    return due


def _apart(office: Laptop, workshop: Laptop, chance: random.Random, rules: Rules, people: dict[bytes, Person]) -> None:
    """The office judges and signs, while the workshop marks, judges and brings in results of the same learners."""
    here, there = _Teller(office, chance, rules), _Teller(workshop, chance, rules)
    for learner, person in people.items():
        for unit in UNITS:
            before = person.attempts.get(unit, [])[-1:]
            if not before or before[0].signed or chance.random() < 0.1:
                continue
            attempt = before[0]
            judged, marks = set(attempt.judged), dict(attempt.marks)
            for deed in chance.choice(((here.sign,), (here.sign,), (here.judge, here.sign), (here.judge,), ())):
                here.one(deed, learner, person, unit)
            own, signed = set(attempt.judged), (attempt.signed, attempt.signed_marks)
            attempt.judged, attempt.marks, attempt.signed = set(judged), dict(marks), ""
            for _ in range(chance.choice((0, 0, 1, 2))):
                there.one(chance.choice((there.mark, there.judge)), learner, person, unit)
            attempt.signed, attempt.signed_marks = signed
            ours, theirs = own != judged or here.judged, attempt.judged != judged or there.judged
            attempt.judged = (own if ours else set()) | (attempt.judged if theirs else set()) or judged
            here.judged = there.judged = False


class _Teller:
    """Does things through the services at one laptop, and tells the model what was done."""

    def __init__(self, laptop: Laptop, chance: random.Random, rules: Rules) -> None:
        self.work = _work(laptop)
        self.laptop, self.chance, self.rules = laptop, chance, rules
        self.judged = False

    def written(self, mark: str) -> str:
        """A mark, told from the same mark written once more."""
        return f"{mark} {self.chance.getrandbits(60)}"

    def something(self, learner: bytes, person: Person) -> None:
        unit = self.chance.choice(UNITS)
        deeds = (
            self.finish,
            self.finish,
            self.finish,
            self.mark,
            self.judge,
            self.sign,
            self.bring,
            self.issue,
            self.revoke,
        )
        self.one(self.chance.choice(deeds), learner, person, unit)

    def one(self, deed: Callable[[bytes, Person, str], None], learner: bytes, person: Person, unit: str) -> None:
        try:
            deed(learner, person, unit)
        except (Refused, NothingToDo):
            return

    def mark(self, learner: bytes, person: Person, unit: str) -> None:
        criterion, mark = self.chance.choice(CRITERIA), self.chance.choice(MARKED)
        at = self.work.read(desk_of_learner, learner, unit)
        assessing.record_mark(self.work, at, MarkWish(learner, criterion, mark))
        person.attempt(unit).marks[criterion] = self.written(mark)

    def judge(self, learner: bytes, person: Person, unit: str) -> None:
        outcome = self.chance.choice(OUTCOMES)
        assessing.judge(self.work, self.work.read(desk_of_learner, learner, unit), learner, outcome)
        person.attempt(unit).judged = {outcome}
        self.judged = True

    def sign(self, learner: bytes, person: Person, unit: str) -> None:
        if not sign(self.work, self.work.read(desk_of_learner, learner, unit), [learner]).signed:
            raise NothingToDo
        attempt = person.attempt(unit)
        (attempt.signed,) = attempt.judged
        attempt.signed_marks = dict(attempt.marks)

    def prepare(self, learner: bytes, person: Person, unit: str) -> None:
        """Marked and judged, so that only the signature is left."""
        at = self.work.read(desk_of_learner, learner, unit)
        assessing.record_marks(self.work, at, [MarkWish(learner, one, MET) for one in CRITERIA])
        person.attempt(unit).marks = {one: self.written(MET) for one in CRITERIA}
        self.judge(learner, person, unit)

    def finish(self, learner: bytes, person: Person, unit: str) -> None:
        """All of it at once, as it mostly goes."""
        self.prepare(learner, person, unit)
        self.sign(learner, person, unit)

    def bring(self, learner: bytes, person: Person, unit: str) -> None:
        outcome = self.chance.choice(OUTCOMES)
        standing = self.laptop.read(
            lambda connection: connection.execute(
                tables.brought_result.select().where(
                    tables.brought_result.c.learner == learner, tables.brought_result.c.code == unit,
                    tables.brought_result.c.current == 1,
                )
            ).all()
        )  # fmt: skip
        body = {
            "unit": "", "code": unit, "title": unit, "source": "Book", "outcome": outcome, "entry": "",
            "achieved_on": "2019-05-06",
        }  # fmt: skip
        base = {"slot": tuple(OpId(row.origin, row.seq) for row in standing)} if standing else {}
        with self.work.act() as act:
            key = keys_of(act.connection, learner)[PRIVATE]
            act.write(Fact("result.brought", learner, body, [(key, {"note": ""})], base))
        person.before[unit] = {outcome}

    def issue(self, learner: bytes, person: Person, unit: str) -> None:
        if not _due(self.laptop, learner):
            raise NothingToDo
        assert self.rules.due_to(person), "a certificate that was not earned"
        number = f"N-{self.chance.randint(1, 10**9)}"
        id_, _ = self.work.read(standards.qualification, "AQ")
        body = {"number": number, "qualification": to_text(id_), "document": "certificate", "issued_on": "2026-11-23"}
        with self.work.act() as act:
            act.write(Fact("certificate.issued", learner, body))
        person.standing.add(number)

    def revoke(self, learner: bytes, person: Person, unit: str) -> None:
        if not person.standing:
            raise NothingToDo
        number = sorted(person.standing)[0]
        with self.work.act() as act:
            row = certificates.certificate(act.connection, number)
            write_ruling(act, self.work, row, "certificate.revoked", {"reason": "error"})
        person.standing.discard(number)


def _due(laptop: Laptop, learner: bytes) -> bool:
    """What issuing asks before it gives a certificate."""

    def ask(connection: Connection) -> bool:
        subject = subject_of(connection, "certificate", "AQ")
        known = known_of(connection, [learner], "2026-11-23")
        one = Candidate(learner, "SAMPLE", known, subject, policies.policies(connection, "AQ"))
        try:
            require_settled(one)
            require_none_yet(one, ground_of(subject, learner, known.awards[learner]))
        except Refused:
            return False
        return True

    return laptop.read(ask)


def _work(laptop: Laptop) -> Work:
    author = laptop.owner.author(laptop.owner.user)
    return Work(laptop.records, author, "SAMPLE", frozenset({"administrator", "assessor", "verifier"}))


def _qualification(chance: random.Random) -> Rules:
    mandatory = tuple(chance.sample(UNITS, chance.choice((0, 1, 1, 2))))
    groups = tuple(
        (chance.choice((0, 1, 1, 2)), tuple(chance.sample(UNITS, chance.choice((2, 3)))))
        for _ in range(chance.choice((0, 1, 1, 2)))
    )
    return Rules(mandatory, groups)


def _pack(rules: Rules) -> StandardsPack:
    element = Element("1", "Work", tuple(Criterion(code, f"Criterion {code}") for code in CRITERIA))
    units = tuple(Unit(code, f"Unit {code}", (element,)) for code in UNITS)
    groups = tuple(UnitGroup(f"Group {n}", need, listed) for n, (need, listed) in enumerate(rules.groups))
    return StandardsPack(units, (Qualification("AQ", "Sample", rules.mandatory, groups),))
