# SPDX-License-Identifier: Apache-2.0
"""What was brought in from before: results and certificates that nobody signed here."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from app.domain.assessing import COMPETENT
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.queries import standards

_RESULT: Final = tables.brought_result
_PAPER: Final = tables.brought_certificate


@dataclass(frozen=True, slots=True)
class BroughtResult:
    """A result from before. ``replaced``: the unit is signed here, which counts instead; ``contested``: two laptops
    brought in different outcomes, so that it counts for nothing until a person says which is right.

    ``unit_id`` is empty where the unit was not in the standards; ``ids`` are the entries that stand for it.
    """

    unit_id: bytes
    code: str
    title: str
    outcome: str
    achieved_on: str
    source: str
    entry: str
    note: str
    assessed_by: str
    contested: bool
    replaced: bool
    named: str
    ids: tuple[OpId, ...]

    @property
    def counts(self) -> bool:
        """It is counted as an achieved unit."""
        return self.outcome == COMPETENT and not self.contested and not self.replaced


@dataclass(frozen=True, slots=True)
class BroughtCertificate:
    """A certificate from before. ``qualification_id`` is empty where the qualification was not in the standards;
    ``code`` is its code as it was written. ``ids`` are the entries that stand for it."""

    number: str
    learner: bytes
    qualification_id: bytes
    code: str
    document: str
    name: str
    title: str
    issued_on: str
    issuer: str
    source: str
    named: str
    act: bytes
    at: int
    ids: tuple[OpId, ...]


def results(connection: Connection, learner: bytes) -> list[BroughtResult]:
    """What was brought in about a learner, by unit and date."""
    return results_of(connection, [learner]).get(learner, [])


def results_of(connection: Connection, learners: Iterable[bytes]) -> dict[bytes, list[BroughtResult]]:
    """The same for many learners."""
    standing = _standing(connection, _RESULT, learners, 3)
    signed = _signed_codes(connection, {learner for learner, *_ in standing})
    found: dict[bytes, list[BroughtResult]] = defaultdict(list)
    for (learner, *_), facts in standing.items():
        last = facts[-1]
        ids = tuple(OpId(row.origin, row.seq) for row in facts)
        replaced = bool(last.code) and last.code in signed.get(learner, ())
        said = (last.code, last.title, last.value, last.achieved_on, last.source, last.entry, last.note)
        more = (last.assessed_by, bool(last.contested), replaced, last.named, ids)
        found[learner].append(BroughtResult(last.unit or b"", *said, *more))
    return {one: sorted(listed, key=_order) for one, listed in found.items()}


def counting_in(connection: Connection, code: str, among: Set[bytes] | None = None) -> dict[bytes, BroughtResult]:
    """Everybody (``among`` these) for whom a result from before counts in the unit of this code, with that result."""
    query = select(_RESULT.c.learner).where(_RESULT.c.code == code, _RESULT.c.current == 1).distinct()
    with_one = set(connection.execute(query).scalars())
    listed = results_of(connection, with_one if among is None else with_one & among)
    return {learner: one for learner, found in listed.items() for one in found if one.code == code and one.counts}


def certificates(connection: Connection, learner: bytes) -> list[BroughtCertificate]:
    """The certificates from before of one learner, the oldest first."""
    return sorted(_papers(connection, [learner]), key=lambda one: (one.issued_on, one.number))


def of_learner(connection: Connection, learner: bytes) -> tuple[list[BroughtResult], list[BroughtCertificate]]:
    """Both, as they are shown beside a learner."""
    return results(connection, learner), certificates(connection, learner)


def all_certificates(connection: Connection) -> list[BroughtCertificate]:
    """Every certificate from before."""
    return _papers(connection, None)


def learners_with(connection: Connection, named: Iterable[str]) -> dict[str, set[bytes]]:
    """Whose certificates from before have these numbers, by what of the number counts."""
    found: dict[str, set[bytes]] = defaultdict(set)
    for chunk in rows.chunks(sorted(set(named))):
        query = select(_PAPER.c.named, _PAPER.c.learner).where(_PAPER.c.named.in_(chunk), _PAPER.c.current == 1)
        for row in connection.execute(query):
            found[row.named].add(row.learner)
    return found


def replacements(connection: Connection, learner: bytes | None = None) -> dict[tuple[bytes, str], str]:
    """The number of the certificate issued here that stands in place of one from before, by learner and number; of one
    learner, or of all."""
    table = tables.certificate
    query = select(table.c.number, table.c.replaces).where(table.c.replaces != "").order_by(table.c.at, table.c.origin)
    if learner is not None:
        query = query.where(table.c.learner == learner)
    numbers = {id_: row.number for row in connection.execute(query) for id_ in rows.base_ids(row.replaces)}
    if not numbers:
        return {}
    papers = select(_PAPER.c.origin, _PAPER.c.seq, _PAPER.c.learner, _PAPER.c.named)
    found = connection.execute(papers if learner is None else papers.where(_PAPER.c.learner == learner))
    places = {OpId(row.origin, row.seq): (row.learner, row.named) for row in found}
    return {places[id_]: number for id_, number in numbers.items() if id_ in places}


def counts(connection: Connection) -> tuple[int, int]:
    """How many results and how many certificates from before there are."""
    slots = (
        select(*columns).where(columns[0].table.c.current == 1).distinct().subquery()
        for columns in ((_RESULT.c.learner, _RESULT.c.named, _RESULT.c.entry), (_PAPER.c.learner, _PAPER.c.named))
    )
    first, second = (connection.execute(select(func.count()).select_from(one)).scalar_one() for one in slots)
    return first, second


def _papers(connection: Connection, learners: Iterable[bytes] | None) -> list[BroughtCertificate]:
    return [
        BroughtCertificate(
            row.number, row.learner, row.qualification or b"", row.code, row.document, row.name, row.title,
            row.issued_on, row.issuer, row.source, row.named, row.act, row.at,
            tuple(OpId(one.origin, one.seq) for one in facts),
        )
        for facts in _standing(connection, _PAPER, learners, 2).values()
        for row in facts[-1:]
    ]  # fmt: skip


def _standing(
    connection: Connection, table: Table, learners: Iterable[bytes] | None, slot: int
) -> dict[tuple[Any, ...], list[Any]]:
    """The facts that stand in each slot; where laptops differ, the later word comes last."""
    query = select(table).where(table.c.current == 1).order_by(table.c.at, table.c.origin, table.c.seq)
    asked = (
        [query]
        if learners is None
        else [query.where(table.c.learner.in_(chunk)) for chunk in rows.chunks(sorted(set(learners)))]
    )
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for one in asked:
        for row in connection.execute(one):
            found[tuple(row[:slot])].append(row)
    return found


def _signed_codes(connection: Connection, learners: Set[bytes]) -> dict[bytes, set[str]]:
    """The codes of the units that each learner is signed in here, whatever the outcome."""
    if not learners:
        return {}
    table, codes = tables.signoff, standards.codes(connection)
    found: dict[bytes, set[str]] = defaultdict(set)
    for chunk in rows.chunks(sorted(learners)):
        query = select(table.c.learner, table.c.unit).where(table.c.learner.in_(chunk), table.c.current == 1)
        for row in connection.execute(query.distinct()):
            found[row.learner].add(codes.get(row.unit, ("", ""))[0])
    return found


def _order(one: BroughtResult) -> tuple[str, str, str]:
    return one.code or one.title, one.achieved_on, one.entry
