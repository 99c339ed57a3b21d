# SPDX-License-Identifier: Apache-2.0
"""Who has earned a qualification, told naively from what happened: no code of the program is used here.

A learner holds a unit when an attempt is signed as competent, the marks that stand now are the very ones that were
signed (a mark written again afterwards is another one), and no judgement says otherwise; or when a result from before
says so and nothing is signed for the unit. The qualification needs every mandatory unit and enough of each group.
"""

from dataclasses import dataclass, field


@dataclass
class Attempt:
    """One attempt at a unit: marks by criterion, the judgements that stand, what was signed and over which marks."""

    marks: dict[str, str] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)
    signed: str = ""
    signed_marks: dict[str, str] = field(default_factory=dict)

    def counts(self) -> bool:
        """Signed as competent, over the marks that stand, and judged no other way."""
        return self.signed == "competent" and self.marks == self.signed_marks and self.judged <= {"competent"}


@dataclass
class Person:
    """One learner: attempts by unit in their order, results from before by unit (several where laptops differ), and
    the certificates that stand."""

    attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)

    def attempt(self, unit: str) -> Attempt:
        """The attempt under way: the last one, or a new one after one that was signed as not competent."""
        tried = self.attempts.setdefault(unit, [])
        if not tried or tried[-1].signed == "not-yet-competent":
            tried.append(Attempt())
        return tried[-1]

    def holds(self, unit: str) -> bool:
        """Competent in this unit."""
        tried = self.attempts.get(unit, [])
        if any(attempt.counts() for attempt in tried):
            return True
        return not any(attempt.signed for attempt in tried) and self.before.get(unit) == {"competent"}


@dataclass(frozen=True)
class Rules:
    """What a qualification asks for: units that all need, and groups of which some number is needed."""

    mandatory: tuple[str, ...]
    groups: tuple[tuple[int, tuple[str, ...]], ...]

    def earned_by(self, person: Person) -> bool:
        """Every mandatory unit and enough of each group; something must be asked for at all."""
        asks = bool(self.mandatory) or any(need > 0 for need, _ in self.groups)
        return (
            asks
            and all(person.holds(unit) for unit in self.mandatory)
            and all(sum(person.holds(unit) for unit in units) >= need for need, units in self.groups)
        )

    def due_to(self, person: Person) -> bool:
        """A certificate is to be issued: it is earned, and none stands."""
        return self.earned_by(person) and not person.standing
