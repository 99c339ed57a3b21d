# SPDX-License-Identifier: Apache-2.0
"""Awards judged again from what the registry itself has folded: whether the rules bear them out.

An award that they do not bear out is doubtful, not undone: staff look at it. The doubt goes by itself when what was
missing comes.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from app.credentials.facts import CERTIFICATE
from app.domain.refusals import NotFound
from app.journal.operation import OpId
from app.records import rows
from app.records.journal_tables import erased
from app.records.queries import standards
from app.records.queries.assessors import assessors_of
from app.records.queries.earned import Standard, UnitAward, awards_of, judge_eligibility
from app.records.queries.policies import policies
from app.records.tables import breach, certificate

_COLUMNS: Final = ("origin", "seq", "learner", "qualification", "document", "covers", "actor")


def doubts_about(connection: Connection, awards: Iterable[OpId]) -> dict[OpId, str]:
    """For each of these entries that is an award here: why it is doubtful, in a word and codes of units; empty where it
    is borne out. Names nobody."""
    found = _awards(connection, awards)
    learners = {row.learner for row in found}
    held, assessors = awards_of(connection, learners), assessors_of(connection, learners)
    gone = _erased(connection, learners)
    broken = _broken(connection, [OpId(row.origin, row.seq) for row in found])
    told: dict[OpId, str] = {}
    for row in found:
        place = OpId(row.origin, row.seq)
        if place in broken:
            told[place] = f"breach {broken[place]}"
        elif row.learner in gone:
            told[place] = ""  # nothing is left to judge by
        else:
            told[place] = _doubt(connection, row, held[row.learner], assessors.get(row.learner, {}))
    return told


def _doubt(
    connection: Connection, row: Any, held: Mapping[str, UnitAward], assessors: Mapping[str, Collection[bytes]]
) -> str:
    counted, lacking = _counted(connection, row, held)
    if lacking is not None:
        return f"not-eligible {' '.join(lacking)}".strip()
    if policies(connection, _code(connection, row)).signer_apart:
        own = [code for code in counted if row.actor in assessors.get(code, ())]
        if own:
            return f"signer-assessed {' '.join(own)}"
    return ""


def _counted(
    connection: Connection, row: Any, held: Mapping[str, UnitAward]
) -> tuple[Collection[str], Collection[str] | None]:
    """The units on which the award rests, and those that are lacking; None where none is."""
    if row.document != CERTIFICATE:
        named = row.covers.split()
        lacking = [code for code in named if code not in held]
        return named, lacking if lacking or not named else None
    try:
        qualification = standards.qualification_version(connection, row.qualification)
    except NotFound:
        return (), ()
    wanted = Standard(row.qualification, qualification, standards.units_of(connection, row.qualification))
    found = judge_eligibility(wanted, dict(held))
    missing = sorted({code for one in found.missing for code in one.units})
    return found.counted, None if found.eligible else missing


def _code(connection: Connection, row: Any) -> str:
    return standards.codes(connection).get(row.qualification, ("", ""))[0]


def _awards(connection: Connection, places: Iterable[OpId]) -> list[Any]:
    found: list[Any] = []
    columns = [certificate.c[name] for name in _COLUMNS]
    for chunk in rows.chunks(places):
        here = rows.among(connection, (certificate.c.origin, certificate.c.seq), chunk)
        found += connection.execute(select(*columns).where(here)).all()
    return found


def _erased(connection: Connection, learners: Collection[bytes]) -> set[bytes]:
    gone: set[bytes] = set()
    for chunk in rows.chunks(sorted(learners)):
        gone.update(connection.execute(select(erased.c.subject).where(erased.c.subject.in_(chunk))).scalars())
    return gone


def _broken(connection: Connection, places: Iterable[OpId]) -> dict[OpId, str]:
    found: dict[OpId, str] = {}
    for chunk in rows.chunks(places):
        query = select(breach.c.origin, breach.c.seq, breach.c.reason)
        here = rows.among(connection, (breach.c.origin, breach.c.seq), chunk)
        found |= {OpId(row.origin, row.seq): row.reason for row in connection.execute(query.where(here))}
    return found
