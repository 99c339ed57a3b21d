# SPDX-License-Identifier: Apache-2.0
"""Who has earned a certificate, told naively from what was said: no code of the program is used here.

What is known of a learner on a laptop is a heap of sayings; where laptops met, both know what either knew. A saying
takes the place of those that its speaker saw in the same place. What was taken back was never said.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Paper:
    """What else is said of a certificate: its last day (0: none), the number that it takes the place of, the claim that
    it was given for; and of the answer to a claim the number that it names."""

    until: int = 0
    follows: str = ""
    claim: str = ""
    given: str = ""


NO_PAPER: Final = Paper()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said. ``number`` counts all of them in the order of time; ``place`` is what it is about, so
    that a later one there is about the same; ``over``: the sayings that its speaker saw there.

    ``rests``: of a signature the marks and notes that were signed.
    """

    number: int
    what: str
    place: tuple[str, ...]
    value: str = ""
    by: str = ""
    command: int = 0
    over: frozenset[int] = frozenset()
    rests: frozenset[int] = frozenset()
    paper: Paper = NO_PAPER


@dataclass(frozen=True)
class Rules:
    """What a version of the qualification asks for: units that all need, and groups of which some number is needed."""

    version: str
    mandatory: tuple[str, ...]
    groups: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def units(self) -> set[str]:
        """All that can count."""
        return {*self.mandatory, *(unit for _, units in self.groups for unit in units)}

    def met_by(self, held: set[str]) -> bool:
        """Every mandatory unit and enough of each group; something must be asked for at all."""
        asks = bool(self.mandatory) or any(need > 0 for need, _ in self.groups)
        return asks and held >= set(self.mandatory) and all(len(held & set(of)) >= need for need, of in self.groups)


class Heap:
    """Sayings about one learner, or about the centre, as one laptop knows them."""

    def __init__(self) -> None:
        self.all: dict[int, Said] = {}
        self._seen = 0
        self._standing: dict[tuple[str, ...], list[Said]] = {}

    def add(self, *said: Said) -> None:
        self.all |= {one.number: one for one in said}

    def learn(self, other: "Heap") -> None:
        """Know what the other knows."""
        self.all |= other.all

    def standing(self, *place: str) -> list[Said]:
        """What stands in a place, the latest last; several where laptops said things apart."""
        return self._now().get(place, [])

    def places(self, what: str) -> list[tuple[str, ...]]:
        """Where something of this kind stands."""
        return [place for place in self._now() if place[0] == what]

    def _now(self) -> dict[tuple[str, ...], list[Said]]:
        if self._seen != len(self.all):
            self._seen = len(self.all)
            gone = {one.command for one in self.all.values() if one.what == "undone"}
            real = [one for _, one in sorted(self.all.items()) if one.what != "undone" and one.command not in gone]
            over = set().union(*(one.over for one in real))
            found: dict[tuple[str, ...], list[Said]] = defaultdict(list)
            for one in real:
                if one.number not in over:
                    found[one.what, *one.place].append(one)
            self._standing = dict(found)
        return self._standing


@dataclass
class Learner:
    """One learner, as one laptop knows them."""

    heap: Heap = field(default_factory=Heap)

    def marks(self, unit: str, attempt: str) -> list[Said]:
        """The marks that stand in an attempt."""
        return [one for place in self.heap.places("marked") if place[1:3] == (unit, attempt)
                for one in self.heap.standing(*place)]  # fmt: skip

    def written(self, unit: str, attempt: str) -> frozenset[int]:
        """The marks and notes that stand in an attempt: what a signature covers."""
        notes = [place for place in self.heap.places("noted") if place[1:3] == (unit, attempt)]
        written = [*self.marks(unit, attempt), *(one for place in notes for one in self.heap.standing(*place))]
        return frozenset(one.number for one in written)

    def judged(self, unit: str, attempt: str) -> set[str]:
        """How the attempt is judged: more than one where people differ."""
        return {one.value for one in self.heap.standing("judged", unit, attempt)}

    def attempts(self, unit: str) -> list[str]:
        """Those that were judged or signed."""
        both = [*self.heap.places("judged"), *self.heap.places("signed")]
        return sorted({place[2] for place in both if place[1] == unit}, key=int)

    def counts(self, unit: str, attempt: str) -> bool:
        """Signed as competent over what stands there now, and neither signed nor judged any other way."""
        signed = self.heap.standing("signed", unit, attempt)
        said = {one.value for one in signed} | self.judged(unit, attempt)
        return said == {"competent"} and any(one.rests == self.written(unit, attempt) for one in signed)

    def under_way(self, unit: str) -> str:
        """The attempt that can be written in: a new one after one that ended; none (empty) once it is passed."""
        tried = self.attempts(unit)
        if not tried:
            return "1"
        ends = {attempt: self._end(unit, attempt) for attempt in tried}
        if "passed" in ends.values():
            return ""
        return tried[-1] if ends[tried[-1]] == "open" else str(int(tried[-1]) + 1)

    def _end(self, unit: str, attempt: str) -> str:
        signed = self.heap.standing("signed", unit, attempt)
        if not signed:
            return "open"
        last, judged = signed[-1], self.judged(unit, attempt)
        same = len({one.value for one in signed}) == 1 and last.rests == self.written(unit, attempt)
        sound = same and (len(judged) != 1 or judged == {last.value})
        return "passed" if sound and last.value == "competent" else "ended"

    def holds(self, unit: str) -> bool:
        """Competent in this unit: signed here; or by a result from before, where nothing was signed here."""
        if any(place[1] == unit for place in self.heap.places("signed")):
            return any(self.counts(unit, attempt) for attempt in self.attempts(unit))
        return {one.value for one in self.heap.standing("brought", unit)} == {"competent"}

    def enrolled(self, unit: str) -> bool:
        """Enrolled in the unit."""
        return bool(self.heap.standing("enrolled", unit))

    def version(self) -> str:
        """The version of the qualification that they were last enrolled in, if any."""
        made = [one for place in self.heap.places("enrolled") for one in self.heap.standing(*place) if one.value]
        return max(made, key=lambda one: one.number).value if made else ""

    def differs(self, *place: str) -> bool:
        """People said different things there."""
        return len({one.value for one in self.heap.standing(*place)}) > 1

    def state(self, paper: Said, day: int) -> str:
        """Whether a certificate stands."""
        rulings = {one.value for one in self.heap.standing("ruled", *paper.place)}
        if rulings & {"revoked", "dismissed"}:
            return "revoked"
        if "appealed" in rulings:
            return "appealed"
        if any(one.paper.follows in paper.place for one in self.papers()):
            return "replaced"
        return "expired" if paper.paper.until and paper.paper.until < day else "issued"

    def papers(self) -> list[Said]:
        """All certificates ever given."""
        return [one for place in self.heap.places("issued") for one in self.heap.standing(*place)]

    def open_claim(self) -> list[Said]:
        """The last word on a claim for which nothing was given yet; several words where they differ."""
        used = {one.paper.claim for one in self.papers()}
        places = [place for place in self.heap.places("claimed") if place[1] not in used]
        return max(map(lambda place: self.heap.standing(*place), places), key=lambda of: of[-1].number, default=[])


@dataclass(frozen=True)
class Moment:
    """When and by whom something is issued: the day, who signs, the rules of the centre, the newest version."""

    day: int
    signer: str
    model: str
    signer_apart: bool
    newest: Rules
    versions: dict[str, Rules]

    def rules_for(self, learner: Learner) -> Rules:
        """The version that counts for a learner."""
        return self.versions.get(learner.version(), self.newest)

    def earned(self, learner: Learner) -> bool:
        """All that the qualification asks for."""
        rules = self.rules_for(learner)
        return rules.met_by({unit for unit in rules.units if learner.holds(unit)})

    def in_question(self, learner: Learner) -> Iterable[str]:
        """What must be settled first."""
        if learner.heap.standing("newer"):
            yield "newer"
        if learner.differs("name"):
            yield "contested"

    def has_one(self, learner: Learner) -> bool:
        """A certificate stands, or stood until it expired: that one is renewed."""
        return any(learner.state(one, self.day) in ("issued", "appealed", "expired") for one in learner.papers())

    def against(self, learner: Learner) -> set[str]:
        """All that stands between the learner and a first certificate; nothing for one to whom it is due."""
        return self.against_another(learner) | ({"issued-already"} if self.has_one(learner) else set())

    def against_another(self, learner: Learner) -> set[str]:
        """All that stands between the learner and another one in place of theirs."""
        found = set(self.in_question(learner))
        if not self.earned(learner):
            found.add("not-eligible")
        if self.signer_apart and self.signer in self._assessors(learner):
            found.add("signer-assessed")
        return found | set(self._unreleased(learner))

    def claimable(self, learner: Learner) -> bool:
        """A certificate may be claimed."""
        words = learner.open_claim()
        barred = any(self.in_question(learner)) or self.has_one(learner) or not self.earned(learner)
        return not barred and (not words or words[-1].value == "refused")

    def _assessors(self, learner: Learner) -> set[str]:
        counted = {unit for unit in self.rules_for(learner).units if learner.holds(unit)}
        places = [*learner.heap.places("marked"), *learner.heap.places("judged")]
        return {one.by for place in places if place[1] in counted for one in learner.heap.standing(*place)}

    def _unreleased(self, learner: Learner) -> Iterable[str]:
        words = learner.open_claim()
        if self.model == "centre":
            return
        if not words:
            yield "not-claimed"
        elif len({one.value for one in words}) > 1 or words[-1].value == "claimed":
            yield "not-answered"
        elif words[-1].value == "refused":
            yield "claim-refused"
        elif self.model == "registry" and not words[-1].paper.given:
            yield "no-number"
