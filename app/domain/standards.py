# SPDX-License-Identifier: Apache-2.0
"""What learners are assessed against: units with their criteria, and qualifications made of units."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """One performance criterion. ``code`` is unique in its unit; a critical one must be met, and seen, by itself."""

    code: str
    text: str
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a unit (element of competency, learning outcome) with its criteria in order."""

    code: str
    title: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One version of a unit of the catalogue; it may serve several qualifications."""

    code: str
    title: str
    elements: tuple[Element, ...]
    hours: int | None = None
    credits: int | None = None
    language: str = "en"

    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria of the unit, in order."""
        return tuple(criterion for element in self.elements for criterion in element.criteria)


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Elective units of which any ``choose`` are needed."""

    title: str
    choose: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qualification:
    """One version of a qualification: unit codes that are all needed, and groups of electives."""

    code: str
    title: str
    mandatory: tuple[str, ...]
    groups: tuple[UnitGroup, ...] = ()
    level: str = ""
    sector: str = ""
    language: str = "en"

    def unit_codes(self) -> tuple[str, ...]:
        """Every unit that counts towards it, each once, mandatory ones first."""
        return tuple(dict.fromkeys((*self.mandatory, *(code for group in self.groups for code in group.units))))


@dataclass(frozen=True, slots=True)
class StandardsPack:
    """What one file of standards brings: units and the qualifications made of them."""

    units: tuple[Unit, ...]
    qualifications: tuple[Qualification, ...]
    warnings: tuple[str, ...] = ()
