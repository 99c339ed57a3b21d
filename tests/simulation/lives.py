# SPDX-License-Identifier: Apache-2.0
"""The lives of learners in one world: what happens is done through the services at one of two laptops, and told to the
naive model, which must say the same of everything that is asked."""

import random
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from app.domain.assessing import CLEARED, COMPETENT, MET, NOT_APPLICABLE, NOT_YET, NOT_YET_COMPETENT, OUTCOMES
from app.domain.learners import PRIVATE
from app.domain.refusals import Refused
from app.domain.routes import ROUTES
from app.journal.operation import OpId
from app.records.queries import brought
from app.records.queries.subjects import keys_of
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.brought_facts import result_fact
from app.services.cohorts import enrol_learner
from app.services.learners import set_learner
from app.services.signing import sign
from app.services.undo import undo
from tests.simulation.award_ground import CRITERIA, LATER_UNIT, UNITS, Side, Wall
from tests.simulation.naive_rules import NO_PAPER, Learner, Moment, Paper, Rules, Said

Answer = TypeVar("Answer")

ASSESSORS: Final = ("SAMPLE Sokha", "SAMPLE Anahit", "SAMPLE Nguyen Van An")
ISSUERS: Final = ("SAMPLE Aibek", "SAMPLE Sokha")
MARKED: Final = (MET, MET, MET, MET, MET, NOT_YET, NOT_APPLICABLE, CLEARED)
SETTLED: Final = (MET, NOT_APPLICABLE)


class Count:
    """Counts what is said in one world; time passes with it."""

    def __init__(self, wall: Wall) -> None:
        self.wall, self.said = wall, 0

    def next(self) -> int:
        self.said += 1
        self.wall.now += 1000
        return self.said


class Hand:
    """What is done at one laptop, and what the model knows there."""

    def __init__(self, side: Side, chance: random.Random, count: Count) -> None:
        self.side, self.chance, self.count = side, chance, count
        self.known: dict[bytes, Learner] = {id_: Learner() for ids in side.cohorts.values() for id_ in ids}
        self.versions: list[Rules] = []
        self.policies: dict[str, tuple[int, str]] = {}
        self.acts: list[tuple[bytes, int, bytes]] = []

    def learn(self, other: "Hand") -> None:
        """Know what the other laptop knows."""
        for id_, one in self.known.items():
            one.heap.learn(other.known[id_].heap)
        self.versions = list(dict.fromkeys([*self.versions, *other.versions]))
        both = (*self.policies.items(), *other.policies.items())
        self.policies = dict(sorted(both, key=lambda one: one[1][0]))

    def moment(self, signer: str) -> Moment:
        """The rules as they are here and now."""
        versions = {one.version: one for one in self.versions}
        apart = self.policy("signer-apart") == "on"
        return Moment(self.day, signer, self.policy("model"), apart, self.versions[-1], versions)

    def policy(self, key: str) -> str:
        """What the centre decided last, as far as it is known here."""
        return self.policies[key][1]

    @property
    def day(self) -> int:
        return self.count.wall.now // 86_400_000

    def say(
        self,
        learner: bytes,
        what: str,
        *place: str,
        value: str = "",
        by: str = "",
        command: int = 0,
        beside: bool = False,
        rests: frozenset[int] = frozenset(),
        paper: Paper = NO_PAPER,
    ) -> Said:
        """Tell the model. What stood in that place is replaced, unless this is said ``beside`` it."""
        heap, number = self.known[learner].heap, self.count.next()
        over = frozenset() if beside else frozenset(one.number for one in heap.standing(what, *place))
        said = Said(number, what, place, value, by, command or number, over, rests, paper)
        heap.add(said)
        return said

    def single(self, learner: bytes) -> None:
        """Any one thing happens to one learner."""
        deed, unit = any_deed(self.chance)
        deed(self, learner, unit)

    def mark(self, learner: bytes, unit: str) -> None:
        criterion, mark = self.chance.choice(CRITERIA), self.chance.choice(MARKED)
        self._write(learner, unit, [MarkWish(learner, criterion, mark)])

    def complete(self, learner: bytes, unit: str) -> None:
        """All that is left is met."""
        self._write(learner, unit, [MarkWish(learner, one, MET) for one in CRITERIA])

    def _write(self, learner: bytes, unit: str, wishes: Sequence[MarkWish]) -> None:
        one, by = self.known[learner], self.chance.choice(ASSESSORS)
        attempt = one.under_way(unit)
        act = done(lambda: assessing.record_marks(self.side.people[by], self.side.desks[unit], wishes))
        assert (act is not None) == bool(attempt and one.enrolled(unit)), f"marking in {unit} of {one}"
        if act is not None:
            self._told(act, learner, unit, attempt, wishes, by)

    def _told(self, act: bytes, learner: bytes, unit: str, attempt: str, wishes: Sequence[MarkWish], by: str) -> None:
        command = self.count.next()
        for wish in wishes:
            self.say(learner, "marked", unit, attempt, wish.criterion, value=wish.mark, by=by, command=command)
        self.acts.append((act, command, learner))

    def note(self, learner: bytes, unit: str) -> None:
        one, by, criterion = self.known[learner], self.chance.choice(ASSESSORS), self.chance.choice(CRITERIA)
        attempt = one.under_way(unit)
        text = f"note {self.count.said}"
        desk = self.side.desks[unit]
        act = done(lambda: assessing.write_note(self.side.people[by], desk, learner, criterion, text))
        assert (act is not None) == bool(attempt and one.enrolled(unit)), f"a note in {unit} of {one}"
        if act is not None:
            said = self.say(learner, "noted", unit, attempt, criterion, by=by)
            self.acts.append((act, said.command, learner))

    def judge(self, learner: bytes, unit: str) -> None:
        self._judge(learner, unit, self.chance.choice(OUTCOMES))

    def _judge(self, learner: bytes, unit: str, outcome: str) -> None:
        one, by = self.known[learner], self.chance.choice(ASSESSORS)
        attempt = one.under_way(unit)
        may = bool(attempt and one.enrolled(unit)) and (outcome != COMPETENT or self._settled(one, unit, attempt))
        act = done(lambda: assessing.judge(self.side.people[by], self.side.desks[unit], learner, outcome))
        assert (act is not None) == may, f"judging {unit} of {one}"
        if act is not None:
            self.say(learner, "judged", unit, attempt, value=outcome, by=by)

    def sign(self, learner: bytes, unit: str) -> None:
        self.sign_all([learner], unit)

    def finish(self, learner: bytes, unit: str) -> None:
        """All of it at once, as it mostly goes."""
        self.complete(learner, unit)
        self.sign_all([learner], unit)

    def fail(self, learner: bytes, unit: str) -> None:
        """Judged as not yet competent, and signed so."""
        self._judge(learner, unit, NOT_YET_COMPETENT)
        self.sign_all([learner], unit)

    def session(self, ids: Sequence[bytes], unit: str) -> None:
        """Many are marked in one unit by one command."""
        by = self.chance.choice(ASSESSORS)
        attempts = {id_: self.known[id_].under_way(unit) for id_ in ids if self.known[id_].enrolled(unit)}
        wishes = [
            MarkWish(id_, one, self.chance.choice(MARKED)) for id_, attempt in attempts.items() if attempt
            for one in CRITERIA
        ]  # fmt: skip
        assessing.record_marks(self.side.people[by], self.side.desks[unit], wishes)
        command = self.count.next()
        for one in wishes:
            place = (unit, attempts[one.learner], one.criterion)
            self.say(one.learner, "marked", *place, value=one.mark, by=by, command=command)

    def sign_all(self, ids: Sequence[bytes], unit: str) -> None:
        """Sign those who can be signed; who has all marks and no judgement is judged competent."""
        by = self.chance.choice(ASSESSORS)
        signed = sign(self.side.people[by], self.side.desks[unit], ids, propose=True)
        expected = {id_ for id_ in ids if self._may_sign(self.known[id_], unit)}
        assert set(signed.signed) == expected, f"signing {unit}: {signed.refused}"
        for id_ in signed.signed:
            one = self.known[id_]
            attempt = one.under_way(unit)
            if not one.judged(unit, attempt):
                self.say(id_, "judged", unit, attempt, value=COMPETENT, by=by)
            (outcome,) = one.judged(unit, attempt)
            rests = one.written(unit, attempt)
            self.say(id_, "signed", unit, attempt, value=outcome, by=by, beside=True, rests=rests)

    def _may_sign(self, one: Learner, unit: str) -> bool:
        attempt = one.under_way(unit)
        if not attempt or not one.enrolled(unit) or one.heap.standing("newer"):
            return False
        judged = one.judged(unit, attempt)
        if len(judged) > 1 or any(one.differs("marked", unit, attempt, criterion) for criterion in CRITERIA):
            return False
        return judged == {"not-yet-competent"} or self._settled(one, unit, attempt)

    @staticmethod
    def _settled(one: Learner, unit: str, attempt: str) -> bool:
        standing = [one.heap.standing("marked", unit, attempt, criterion) for criterion in CRITERIA]
        return all(words and words[-1].value in SETTLED for words in standing)

    def bring(self, learner: bytes, unit: str) -> None:
        """A result from before: of another school, or recognised otherwise."""
        outcome, work = self.chance.choice(OUTCOMES), self.side.people["SAMPLE Aibek"]
        said = {
            "code": unit, "title": unit, "source": "Book", "outcome": outcome, "entry": "",
            "achieved_on": "2019-05-06", "assessed_by": "", "note": "",
        }  # fmt: skip
        with work.act() as act:
            before = [one for one in brought.results(act.connection, learner) if one.code == unit]
            replaced: list[OpId] = [id_ for one in before for id_ in one.ids]
            keys = keys_of(act.connection, learner)
            assert PRIVATE in keys
            act.write(result_fact(learner, b"", said, keys, replaced))
        self.acts.append((act.id, self.say(learner, "brought", unit, value=outcome).command, learner))

    def rename(self, learner: bytes, unit: str) -> None:
        """Twice apart, so that it must be settled; or once more, which settles it."""
        name = f"SAMPLE {self.count.said}"
        assert set_learner(self.side.people["SAMPLE Anahit"], learner, {"full_name": name})
        self.say(learner, "name", value=name)

    def update(self, learner: bytes, unit: str) -> None:
        """Something comes that this version of the program does not know."""
        person = self.side.people["SAMPLE Anahit"].person
        self.side.laptop.write_of_newer_program(person, "mark.made", learner)
        self.say(learner, "newer")

    def enrol(self, learner: bytes, unit: str) -> None:
        """In the newest version, where that asks for more than they are enrolled in."""
        newest, one, route = self.versions[-1], self.known[learner], self.chance.choice(ROUTES)
        new = [code for code in sorted(newest.units) if not one.enrolled(code)]
        made = done(lambda: enrol_learner(self.side.people["SAMPLE Sokha"], learner, "AQ", route=route))
        assert bool(made and made.act) == bool(new)
        for code in new:
            self.say(learner, "enrolled", code, value=newest.version)

    def take_back(self, learner: bytes, unit: str) -> None:
        """Something that was done at this laptop, where nothing rests on it."""
        mine = [one for one in self.acts if one[2] == learner]
        if mine:
            act, command, _ = self.chance.choice(mine)
            if done(lambda: undo(self.side.people["SAMPLE Aibek"], act)):
                self.say(learner, "undone", command=command)


def done(deed: Callable[[], Answer]) -> Answer | None:
    """What came of it; nothing where it was refused."""
    try:
        return deed()
    except Refused:
        return None


DEEDS: Final = {
    Hand.finish: 10.0, Hand.complete: 3.0, Hand.mark: 4.0, Hand.note: 2.0, Hand.judge: 4.0, Hand.sign: 4.0,
    Hand.fail: 3.0, Hand.bring: 8.0, Hand.rename: 2.0, Hand.update: 0.2, Hand.enrol: 1.0, Hand.take_back: 3.0,
}  # fmt: skip
"""What can happen to a learner, and how often it does."""


def any_deed(chance: random.Random) -> tuple[Callable[[Hand, bytes, str], None], str]:
    """Something that can happen, and the unit that it is about."""
    return chance.choices(list(DEEDS), list(DEEDS.values()))[0], chance.choice((*UNITS, *UNITS, LATER_UNIT))
