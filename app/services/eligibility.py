# SPDX-License-Identifier: Apache-2.0
"""Whether a learner has earned a qualification, from what is signed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from sqlalchemy import Connection

from app.domain.assessing import COMPETENT
from app.domain.eligibility import Eligibility, eligibility
from app.domain.standards import Qualification, Unit
from app.journal.clock import COUNTER_BITS
from app.journal.operation import OpId
from app.records.queries import certificates, learners, standards
from app.records.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Standard:
    """A version of a qualification with its units, by code."""

    id: bytes
    qualification: Qualification
    units: dict[str, Unit]


@dataclass(frozen=True, slots=True)
class UnitAward:
    """A unit that the learner is signed competent in: since when (ms since 1970), and by which sign-off."""

    code: str
    at: int
    signoff: OpId


def missing(work: Work, learner: bytes, qualification: str) -> Eligibility:
    """What stands between the learner and the qualification of this code. Raises NotFound."""

    def ask(connection: Connection) -> Eligibility:
        learners.details(connection, learner)
        wanted = standards_of(connection, qualification)(learner)
        return judge_eligibility(wanted, awards(connection, learner))

    return work.read(ask)


def standards_of(connection: Connection, code: str) -> Callable[[bytes], Standard]:
    """Tells for each learner which version of the qualification of this code counts: the one that they were last
    enrolled in, so that a correction holds nobody up who began before it; else the newest.

    Raises NotFound "no-such-qualification".
    """
    newest, _ = standards.qualification(connection, code)
    version = cache(partial(_version, connection))
    return lambda learner: version(standards.enrolled_version(connection, learner, code) or newest)


def _version(connection: Connection, id_: bytes) -> Standard:
    qualification = standards.qualification_version(connection, id_)
    return Standard(id_, qualification, standards.units_of(connection, id_))


def judge_eligibility(wanted: Standard, held: dict[str, UnitAward]) -> Eligibility:
    """The rules of the qualification over the units that the learner holds."""
    return eligibility(wanted.qualification, wanted.units, dict.fromkeys(held, COMPETENT))


def awards(connection: Connection, learner: bytes) -> dict[str, UnitAward]:
    """The units that the learner is signed competent in, by code. A sign-off counts only while the marks under it are
    the marks that were signed, and nobody disagrees."""
    codes = standards.codes(connection)
    found = {}
    for row in certificates.signed_results(connection, learner):
        if row.value == COMPETENT and row.unit in codes:
            code = codes[row.unit][0]
            found[code] = UnitAward(code, row.at >> COUNTER_BITS, certificates.signoff_id(row))
    return found
