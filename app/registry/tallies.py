# SPDX-License-Identifier: Apache-2.0
"""What is counted of each centre for staff: its awards, and its claims without an answer.

A centre is counted again when it has sent more since, so that a page over all centres does not read all records.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select

from app.domain.register import CERTIFICATE, CLAIMED, counts, state_of
from app.records import rows, tables
from app.records.queries import standards
from app.registry.accounts import Account, accounts
from app.registry.book import contact
from app.registry.registry import Registry
from app.registry.staff_book import tally, withdrawn

_AGAIN_AFTER_MS: Final = 6 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Awards:
    """So many certificates that stand, of one qualification (its code), for learners of one sex, in one month."""

    centre: str
    qualification: str
    sex: str
    month: str
    count: int


def all_awards(registry: Registry) -> Sequence[Awards]:
    """The awards of all centres, by the names of the centres."""
    return [
        Awards(centre.name, *row) for centre, counted in _counted(registry) for row in counted["awards"]
    ]  # fmt: skip


def centres_with_claims(registry: Registry) -> Sequence[bytes]:
    """The centres in whose records a claim stands to which they have read no answer."""
    return [centre.centre for centre, counted in _counted(registry) if counted["claims"]]


def count_again(registry: Registry, centre: bytes) -> None:
    """Something about the centre's documents changed at the registry itself."""
    gone = delete(tally).where(tally.c.centre == centre)
    registry.stores.write_book(lambda connection: connection.execute(gone).rowcount)


def _counted(registry: Registry) -> list[tuple[Account, dict[str, Any]]]:
    served, marks, known = registry.stores.read_book(_known)
    found = []
    for one in served:
        if not one.centre:
            continue
        mark, held = marks.get(one.centre, 0), known.get(one.centre)
        if held is None or held.mark != mark or registry.wall() - held.at > _AGAIN_AFTER_MS:
            found.append((one, _count(registry, one.centre, mark)))
        else:
            found.append((one, json.loads(held.content)))
    return found


def _known(connection: Connection) -> tuple[Sequence[Account], dict[bytes, int], dict[bytes, Any]]:
    query = select(contact.c.centre, func.max(contact.c.pushed)).group_by(contact.c.centre)
    marks = {centre: mark for centre, mark in connection.execute(query)}
    return accounts(connection), marks, {row.centre: row for row in connection.execute(select(tally))}


def _count(registry: Registry, centre: bytes, mark: int) -> dict[str, Any]:
    without = select(withdrawn.c.named).where(withdrawn.c.centre == centre)
    revoked = registry.stores.read_book(lambda connection: set(connection.execute(without).scalars()))
    counted = registry.stores.read(centre, partial(_of_records, revoked=revoked))

    def write(connection: Connection) -> None:
        connection.execute(delete(tally).where(tally.c.centre == centre))
        values = [(centre, mark, registry.wall(), json.dumps(counted))]
        rows.insert(connection, tally, values, ("centre", "mark", "at", "content"), ignore=True)

    registry.stores.write_book(write)
    return counted


def _of_records(connection: Connection, revoked: Collection[str]) -> dict[str, Any]:
    codes = {version: code for version, (code, _) in standards.codes(connection).items()}
    return {"awards": _awards(connection, revoked, codes), "claims": _claims(connection)}


def _awards(connection: Connection, revoked: Collection[str], codes: dict[bytes, str]) -> list[list[Any]]:
    paper, who = tables.certificate, tables.learner
    columns = (paper.c.learner, paper.c.named, paper.c.supersedes, paper.c.qualification, paper.c.issued_on)
    query = select(*columns, who.c.sex).outerjoin(who, who.c.id == paper.c.learner)
    issued = connection.execute(query.where(paper.c.document == CERTIFICATE)).all()
    replaced = {(row.learner, row.supersedes) for row in issued if row.supersedes}
    rulings = _rulings(connection)
    found: Counter[tuple[str, str, str]] = Counter()
    for row in issued:
        place = (row.learner, row.named)
        state = state_of(rulings.get(place, ()), place in replaced, "", "")
        if counts(state) and row.named not in revoked:
            found[codes.get(row.qualification, ""), row.sex or "", row.issued_on[:7]] += 1
    return [[*key, count] for key, count in sorted(found.items())]


def _rulings(connection: Connection) -> dict[tuple[bytes, str], list[str]]:
    table, found = tables.ruling, defaultdict[tuple[bytes, str], list[str]](list)
    query = select(table.c.learner, table.c.named, table.c.value).where(table.c.current == 1)
    for row in connection.execute(query):
        found[row.learner, row.named].append(row.value)
    return found


def _claims(connection: Connection) -> int:
    table = tables.claim
    query = select(func.count()).select_from(table).where(table.c.current == 1, table.c.value == CLAIMED)
    return connection.execute(query).scalar_one()
