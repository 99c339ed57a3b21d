# SPDX-License-Identifier: Apache-2.0
"""Whether a learner has earned a qualification, what is missing in words, and the shortest way to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.assessing import COMPETENT
from app.domain.brought import from_before
from app.domain.standards import Qualification, Unit, UnitGroup
from app.translation import tr, trn

UNIT: Final = "unit"
GROUP: Final = "group"
UNREACHABLE: Final = "unreachable"
EMPTY: Final = "empty"
_NONE: Final[Mapping[str, str]] = {}

_Choice = tuple[int, int, int, tuple[int, ...]]
"""Hours, credits, number and places of the units taken: ordered as choices are preferred."""
_Lacking = tuple[int, ...]
"""How many units each group still lacks."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stands between the learner and the qualification.

    ``kind`` is ``unit`` (a unit that everybody needs), ``group`` (``count`` more of the ``units``), ``unreachable``
    (a group that asks for ``count`` units more than it lists) or ``empty`` (a qualification that asks for nothing).
    ``title`` is that of the unit, group or qualification.
    """

    kind: str
    title: str
    units: tuple[str, ...] = ()
    count: int = 1

    def words(self) -> str:
        """The sentence for people, in their language."""
        codes = ", ".join(self.units)
        if self.kind == UNIT:
            return tr("Unit {codes}, {title}, is needed.", codes=codes, title=self.title)
        if self.kind == GROUP:
            return trn(
                "{n} more unit of “{title}” is needed, of these: {codes}.",
                "{n} more units of “{title}” are needed, of these: {codes}.",
                self.count,
                title=self.title,
                codes=codes,
            )
        if self.kind == EMPTY:
            return tr("“{title}” asks for no units. Correct the standard, then ask again.", title=self.title)
        return trn(
            "“{title}” asks for {n} unit more than it lists. Correct the standard, then ask again.",
            "“{title}” asks for {n} units more than it lists. Correct the standard, then ask again.",
            self.count,
            title=self.title,
        )


@dataclass(frozen=True, slots=True)
class Way:
    """Units that complete the qualification, in its order, with their credits and hours together; a unit whose
    credits or hours are not known adds none."""

    units: tuple[str, ...]
    credits: int
    hours: int


@dataclass(frozen=True, slots=True)
class Eligibility:
    """``counted``: the achieved units that count; ``cheapest``: the one way with the fewest hours, then credits, then
    units; none when nothing is missing or no way exists. ``brought``: of the counted
    units those with a result from before Guildmark, each with its source."""

    eligible: bool
    counted: tuple[str, ...]
    missing: tuple[Missing, ...]
    cheapest: tuple[Way, ...]
    brought: tuple[tuple[str, str], ...] = ()

    def explain(self) -> tuple[str, ...]:
        """Sentences for people that say why, in their language."""
        if not self.eligible:
            return (*(missing.words() for missing in self.missing), *self._brought_words())
        sentence = trn(
            "All that the qualification asks for is achieved: {n} unit counts, {codes}.",
            "All that the qualification asks for is achieved: {n} units count, {codes}.",
            len(self.counted),
            codes=", ".join(self.counted),
        )
        return (sentence, *self._brought_words())

    def _brought_words(self) -> tuple[str, ...]:
        return tuple(
            tr("Unit {code} counts by a result {from_before}.", code=code, from_before=from_before(source))
            for code, source in self.brought
        )


def eligibility(
    qualification: Qualification,
    units: Mapping[str, Unit],
    outcomes: Mapping[str, str],
    brought: Mapping[str, str] = _NONE,
) -> Eligibility:
    """Every mandatory unit, and any ``choose`` of each group, achieved.

    ``outcomes`` holds the outcome of each unit that has one, ``brought`` the source of those that were not signed here
    but brought in from before. A unit that two groups list counts in both. A
    qualification that asks for nothing is earned by nobody.
    """
    counted = tuple(code for code in qualification.unit_codes() if outcomes.get(code) == COMPETENT)
    achieved = frozenset(counted)
    missing = _missing(qualification, units, achieved)
    ways = _cheapest(qualification, units, achieved) if missing else ()
    from_elsewhere = tuple((code, brought[code]) for code in counted if code in brought)
    return Eligibility(not missing, counted, missing, ways, from_elsewhere)


def _missing(qualification: Qualification, units: Mapping[str, Unit], achieved: frozenset[str]) -> tuple[Missing, ...]:
    if _asks_nothing(qualification):
        return (Missing(EMPTY, qualification.title),)
    needed = [
        Missing(UNIT, units[code].title if code in units else code, (code,))
        for code in dict.fromkeys(qualification.mandatory)
        if code not in achieved
    ]
    groups = [_missing_of(group, achieved) for group in qualification.groups]
    return (*needed, *(group for group in groups if group is not None))


def _missing_of(group: UnitGroup, achieved: frozenset[str]) -> Missing | None:
    listed = tuple(dict.fromkeys(group.units))
    if group.choose > len(listed):
        return Missing(UNREACHABLE, group.title, listed, group.choose - len(listed))
    lacking = _lacking(group, achieved)
    if not lacking:
        return None
    return Missing(GROUP, group.title, tuple(code for code in listed if code not in achieved), lacking)


def _asks_nothing(qualification: Qualification) -> bool:
    return not qualification.mandatory and all(group.choose <= 0 for group in qualification.groups)


def _lacking(group: UnitGroup, achieved: frozenset[str]) -> int:
    return max(0, group.choose - len(achieved.intersection(group.units)))


def _cheapest(qualification: Qualification, units: Mapping[str, Unit], achieved: frozenset[str]) -> tuple[Way, ...]:
    """The cheapest set of further units: they are taken or left one after the other, and for each state of what the
    groups lack only the cheapest choice is carried on."""
    codes, groups = qualification.unit_codes(), qualification.groups
    needed = frozenset(qualification.mandatory) - achieved
    nothing: _Choice = (0, 0, 0, ())
    best = {tuple(_lacking(group, achieved | needed) for group in groups): nothing}
    places = [place for place, code in enumerate(codes) if code not in achieved | needed]
    for done, place in enumerate(places, start=1):
        rest = {codes[other] for other in places[done:]}
        reach = tuple(len(rest.intersection(group.units)) for group in groups)
        best = _carried_on(_taken_or_left(best, groups, codes[place], _choice(units, codes[place], place)), reach)
    choice = best.get((0,) * len(groups))
    if choice is None or _asks_nothing(qualification):
        return ()
    chosen = needed.union(codes[place] for place in choice[-1])
    return (_way(units, tuple(code for code in codes if code in chosen)),)


def _taken_or_left(
    best: Mapping[_Lacking, _Choice], groups: tuple[UnitGroup, ...], code: str, added: _Choice
) -> Iterable[tuple[_Lacking, _Choice]]:
    for lacking, (hours, credits, count, places) in best.items():
        yield lacking, (hours, credits, count, places)
        less = tuple(max(0, n - (code in group.units)) for n, group in zip(lacking, groups, strict=True))
        yield less, (hours + added[0], credits + added[1], count + added[2], places + added[3])


def _carried_on(choices: Iterable[tuple[_Lacking, _Choice]], reach: _Lacking) -> dict[_Lacking, _Choice]:
    """The cheapest choice for each state that the units to come, ``reach`` of each group, can still complete."""
    carried: dict[_Lacking, _Choice] = {}
    for lacking, choice in choices:
        within = all(n <= most for n, most in zip(lacking, reach, strict=True))
        if within and (lacking not in carried or choice < carried[lacking]):
            carried[lacking] = choice
    return carried


def _choice(units: Mapping[str, Unit], code: str, place: int) -> _Choice:
    way = _way(units, (code,))
    return (way.hours, way.credits, 1, (place,))


def _way(units: Mapping[str, Unit], codes: tuple[str, ...]) -> Way:
    known = [units[code] for code in codes if code in units]
    return Way(codes, sum(unit.credits or 0 for unit in known), sum(unit.hours or 0 for unit in known))
