# SPDX-License-Identifier: Apache-2.0
"""What learners have earned towards a qualification, from what is signed, and from results of before Guildmark."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial

from sqlalchemy import Connection

from app.domain.assessing import COMPETENT
from app.domain.eligibility import Eligibility, eligibility
from app.domain.standards import Qualification, Unit
from app.journal.clock import COUNTER_BITS
from app.journal.operation import OpId
from app.records.queries import brought, certificates, standards


@dataclass(frozen=True, slots=True)
class Standard:
    """A version of a qualification with its units, by code."""

    id: bytes
    qualification: Qualification
    units: dict[str, Unit]


@dataclass(frozen=True, slots=True)
class UnitAward:
    """A unit that the learner is competent in: since which day (ISO), and by which entry. ``brought``: nobody signed it
    here, it is a result from before, of this ``source``."""

    code: str
    on: str
    entry: OpId
    brought: bool = False
    source: str = ""


def standards_of(
    connection: Connection, code: str, learners: Collection[bytes] | None = None
) -> Callable[[bytes], Standard]:
    """Tells for each learner (of ``learners``, where many are asked about) which version of the qualification of this
    code counts: the one that they were last enrolled in, so that a correction holds nobody up who began before it; else
    the newest.

    Raises NotFound "no-such-qualification".
    """
    newest, _ = standards.qualification(connection, code)
    version = cache(partial(_version, connection))
    if learners is None:
        return lambda learner: version(standards.enrolled_version(connection, learner, code) or newest)
    enrolled = standards.enrolled_versions(connection, learners, code)
    return lambda learner: version(enrolled.get(learner, newest))


def _version(connection: Connection, id_: bytes) -> Standard:
    qualification = standards.qualification_version(connection, id_)
    return Standard(id_, qualification, standards.units_of(connection, id_))


def judge_eligibility(wanted: Standard, held: dict[str, UnitAward]) -> Eligibility:
    """The rules of the qualification over the units that the learner holds."""
    brought_in = {code: award.source for code, award in held.items() if award.brought}
    return eligibility(wanted.qualification, wanted.units, dict.fromkeys(held, COMPETENT), brought_in)


def awards(connection: Connection, learner: bytes) -> dict[str, UnitAward]:
    """The units that the learner is competent in, by code. A sign-off counts only while the marks under it are those
    that were signed, and nobody disagrees; a result from before only while nothing is signed here for its unit."""
    return awards_of(connection, [learner])[learner]


def awards_of(connection: Connection, learners: Collection[bytes]) -> dict[bytes, dict[str, UnitAward]]:
    """The same for each of many learners."""
    codes = standards.codes(connection)
    found: dict[bytes, dict[str, UnitAward]] = {learner: {} for learner in learners}
    for learner, results in brought.results_of(connection, learners).items():
        for one in results:
            if one.counts and one.code:
                found[learner][one.code] = UnitAward(one.code, one.achieved_on, one.ids[-1], True, one.source)
    for row in certificates.signed_results_of(connection, learners):
        if row.value == COMPETENT and row.unit in codes:
            code = codes[row.unit][0]
            found[row.learner][code] = UnitAward(code, _day(row.at >> COUNTER_BITS), certificates.signoff_id(row))
    return found


def _day(ms: int) -> str:
    """The day of a moment, as it is here."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone().date().isoformat()
