# SPDX-License-Identifier: Apache-2.0
"""The rules of assessment: what may be marked, when a unit can be judged, and what may be signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput, RuleBroken
from app.domain.standards import Criterion, Unit
from app.translation import later

MET: Final = "met"
NOT_YET: Final = "not-yet"
NOT_APPLICABLE: Final = "not-applicable"
CLEARED: Final = "cleared"
"""A mark taken back: the criterion is unmarked again."""
MARKS: Final = (MET, NOT_YET, NOT_APPLICABLE, CLEARED)

LETTERS: Final[dict[str, str]] = {"Y": MET, "N": NOT_YET, "X": NOT_APPLICABLE}
"""The letters that stand for marks on keys, in workbooks and on the command line."""

COMPETENT: Final = "competent"
NOT_YET_COMPETENT: Final = "not-yet-competent"
OUTCOMES: Final = (COMPETENT, NOT_YET_COMPETENT)

_CODES_SHOWN: Final = 5

Marks = Mapping[str, str]
"""The current mark of each criterion, by its code; a criterion that is cleared or not in it is unmarked."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a learner at a unit; ``outcome`` is empty until it is judged.

    ``doubtful``: it is signed, and what stands there now (from another laptop) is not what was signed.
    """

    number: int = 1
    outcome: str = ""
    signed: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands in a unit. ``learner`` is the name that sentences use."""

    learner: str
    attempt: Attempt = Attempt()
    enrolled: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How many criteria of a unit have which mark."""

    met: int
    not_yet: int
    not_applicable: int
    total: int

    @property
    def unmarked(self) -> int:
        """How many have no mark."""
        return self.total - self.met - self.not_yet - self.not_applicable


def mark_of_letter(letter: str) -> str:
    """The mark that ``Y``, ``N`` or ``X`` stands for, in either case. Raises ``BadInput`` for anything else."""
    mark = LETTERS.get(letter.strip().upper())
    if mark is None:
        sentence = later("“{letter}” is no mark. Write Y for met, N for not yet, X for not applicable.")
        raise BadInput("not-a-mark", sentence, letter=letter)
    return mark


def current_attempt(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt that marks now belong to, of attempts in their order.

    A new one starts after one was signed as not yet competent, or is doubtful. After competent nothing starts: it is
    returned, signed as it is, whatever other attempts there are from a second record of the learner.
    """
    if not attempts:
        return Attempt()
    passed = [one for one in attempts if one.signed and not one.doubtful and one.outcome == COMPETENT]
    if passed:
        return passed[-1]
    last = attempts[-1]
    ended = last.signed and (last.doubtful or last.outcome == NOT_YET_COMPETENT)
    return Attempt(last.number + 1) if ended else last


def may_assess(unit: Unit, standing: Standing) -> None:
    """Nothing, when this attempt is open: of somebody enrolled, and not signed. Raises ``RuleBroken``."""
    if not standing.enrolled:
        sentence = later("{learner} is not enrolled in unit {unit}. Enrol first, then assess.")
        raise RuleBroken("not-enrolled", sentence, learner=standing.learner, unit=unit.code)
    if standing.attempt.signed:
        sentence = later("Unit {unit} of {learner} is signed. What is signed is never changed.")
        raise RuleBroken("signed", sentence, unit=unit.code, learner=standing.learner)


def may_mark(unit: Unit, criterion: str, mark: str, standing: Standing) -> None:
    """Nothing, when the criterion may get this mark. Raises ``BadInput`` or ``RuleBroken``."""
    if mark not in MARKS:
        raise BadInput("not-a-mark", later("“{mark}” is no mark. Nothing was changed."), mark=mark)
    if all(criterion != known.code for known in unit.criteria()):
        sentence = later("Unit {unit} has no criterion {criterion}. Nothing was changed.")
        raise RuleBroken("no-such-criterion", sentence, unit=unit.code, criterion=criterion)
    may_assess(unit, standing)
    if standing.absent:
        sentence = later("{learner} is noted as absent. Take the absence back first, then mark.")
        raise RuleBroken("absent", sentence, learner=standing.learner)


def may_judge(unit: Unit, marks: Marks, outcome: str, standing: Standing) -> None:
    """Nothing, when the unit may be judged so. Raises ``BadInput`` or ``RuleBroken``.

    Competent needs a checklist without gaps; not yet competent can be judged at any time before the sign-off.
    """
    if outcome not in OUTCOMES:
        sentence = later("“{outcome}” is no outcome. Choose competent or not yet competent.")
        raise BadInput("not-an-outcome", sentence, outcome=outcome)
    may_assess(unit, standing)
    if outcome == COMPETENT:
        _no_gaps(unit, marks, standing)


def may_sign(unit: Unit, marks: Marks, standing: Standing) -> None:
    """Nothing, when the attempt may be signed: it is judged, and nothing has opened a gap since. Raises
    ``RuleBroken``."""
    may_assess(unit, standing)
    if not standing.attempt.outcome:
        sentence = later("Unit {unit} of {learner} is not judged yet. Judge it first, then sign.")
        raise RuleBroken("not-judged", sentence, unit=unit.code, learner=standing.learner)
    if standing.attempt.outcome == COMPETENT:
        _no_gaps(unit, marks, standing)


def gaps(unit: Unit, marks: Marks) -> tuple[str, ...]:
    """The codes of the criteria that stand between the learner and competent: neither met nor not applicable. A
    critical one must be met."""
    return tuple(criterion.code for criterion in unit.criteria() if not _settled(criterion, marks))


def remaining(criteria: Sequence[Criterion], marks: Marks, *, allow_critical: bool) -> tuple[str, ...]:
    """The codes that "All remaining: met" marks: the unmarked ones, without the critical ones unless allowed."""
    return tuple(
        criterion.code
        for criterion in criteria
        if _unmarked(criterion, marks) and (allow_critical or not criterion.critical)
    )


def progress(unit: Unit, marks: Marks) -> Progress:
    """How far the checklist is filled; marks of criteria that the unit does not have are not counted."""
    given = [marks.get(criterion.code) for criterion in unit.criteria()]
    return Progress(given.count(MET), given.count(NOT_YET), given.count(NOT_APPLICABLE), len(given))


def proposed_outcome(unit: Unit, marks: Marks) -> str | None:
    """What the marks say: competent without gaps, not yet competent with gaps in a full checklist. None while
    criteria are unmarked, and for a unit without criteria: there only a person can tell."""
    criteria = unit.criteria()
    if not criteria or any(_unmarked(criterion, marks) for criterion in criteria):
        return None
    return NOT_YET_COMPETENT if gaps(unit, marks) else COMPETENT


def _no_gaps(unit: Unit, marks: Marks, standing: Standing) -> None:
    missing = gaps(unit, marks)
    if not missing:
        return
    codes = ", ".join(missing[:_CODES_SHOWN]) + (" …" if len(missing) > _CODES_SHOWN else "")
    sentence = later("{learner} is not competent in unit {unit} yet. Criteria still to be met: {criteria}")
    raise RuleBroken("gaps", sentence, learner=standing.learner, unit=unit.code, criteria=codes)


def _settled(criterion: Criterion, marks: Marks) -> bool:
    mark = marks.get(criterion.code)
    return mark == MET or (mark == NOT_APPLICABLE and not criterion.critical)


def _unmarked(criterion: Criterion, marks: Marks) -> bool:
    return marks.get(criterion.code, CLEARED) == CLEARED
