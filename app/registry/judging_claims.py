# SPDX-License-Identifier: Apache-2.0
"""Claims of a centre as the registry judges them, from what it has folded itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from app.credentials.facts import CERTIFICATE
from app.domain.issuing import BY_REGISTRY
from app.domain.refusals import NotFound
from app.domain.register import CLAIMED
from app.journal.operation import OpId
from app.records import log
from app.records.queries import standards
from app.records.queries.earned import Standard, UnitAward, awards_of, judge_eligibility
from app.records.queries.learners import names
from app.records.queries.policies import policies
from app.records.tables import breach, claim
from app.translation import tr

_MADE: Final = select(claim).where(claim.c.value == CLAIMED).order_by(claim.c.on, claim.c.claim, claim.c.learner)


@dataclass(frozen=True, slots=True)
class ClaimedFor:
    """A learner of a claim: the record that it names, their name, and why the rules do not bear it out, in words; empty
    where they do."""

    record: bytes
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """A claim: for which document and qualification (its code), of which day (ISO). ``numbered``: the answer gives the
    numbers of the documents."""

    centre: bytes
    claim: bytes
    document: str
    qualification: str
    made_on: str
    numbered: bool
    learners: tuple[ClaimedFor, ...]


def claim_here(connection: Connection, centre: bytes, claim_id: bytes) -> ClaimSeen | None:
    """The claim with this id, if the centre's records hold it."""
    found = _judged(connection, centre, connection.execute(_MADE.where(claim.c.claim == claim_id)))
    return found[0] if found else None


def waiting_claims(connection: Connection, centre: bytes, but: Collection[bytes]) -> list[ClaimSeen]:
    """The claims of a centre to which it has read no answer, ``but`` for these."""
    waiting = connection.execute(_MADE.where(claim.c.current == 1))
    return _judged(connection, centre, (row for row in waiting if row.claim not in but))


def _judged(connection: Connection, centre: bytes, made: Iterable[Any]) -> list[ClaimSeen]:
    parts: dict[bytes, list[Any]] = defaultdict(list)
    for row in made:
        parts[row.claim].append(row)
    codes = standards.codes(connection) if parts else {}
    return [_seen(connection, centre, found, codes) for found in parts.values()]


def _seen(
    connection: Connection, centre: bytes, found: list[Any], codes: dict[bytes, tuple[str, str]]
) -> ClaimSeen:  # fmt: skip
    learners = sorted({row.learner for row in found})
    held, called = awards_of(connection, learners), names(connection, learners)
    written = log.by_id(connection, [OpId(row.origin, row.seq) for row in found])
    broken = _broken(connection)
    judged = []
    for row in found:
        place = OpId(row.origin, row.seq)
        why = tr("The claim was not made by somebody who may claim.") if place in broken else ""
        why = why or _why_not(connection, row, held[row.learner])
        judged.append(ClaimedFor(written[place].about, called.get(row.learner, ""), why))
    first = found[0]
    code = codes.get(first.qualification or b"", ("", ""))[0]
    numbered = policies(connection, code).model == BY_REGISTRY
    return ClaimSeen(centre, first.claim, first.document, code, first.on, numbered, tuple(judged))


def _why_not(connection: Connection, row: Any, held: dict[str, UnitAward]) -> str:
    if row.document != CERTIFICATE:
        lacking = [code for code in row.covers.split() if code not in held]
        missing = tr("Not achieved here yet: {units}.", units=", ".join(lacking))
        return missing if lacking or not row.covers else ""
    try:
        qualification = standards.qualification_version(connection, row.qualification or b"")
    except NotFound:
        return tr("The registry does not know this version of the qualification.")
    wanted = Standard(row.qualification, qualification, standards.units_of(connection, row.qualification))
    found = judge_eligibility(wanted, held)
    return "" if found.eligible else " ".join(found.explain())


def _broken(connection: Connection) -> set[OpId]:
    return {OpId(row.origin, row.seq) for row in connection.execute(select(breach.c.origin, breach.c.seq))}
