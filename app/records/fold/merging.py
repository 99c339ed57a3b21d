# SPDX-License-Identifier: Apache-2.0
"""Folding merged learners: what is about the record that went stands under the one that goes on.

The learners whom words of merging connect are folded together, from all their operations, whenever one of them has a
new one. Then each fact is put under the learner whose record goes on, and the attempts of all of them at a unit stand
in one row. Of the record that went only its name is left, so it is in no list, search or count; without the merge the
same operations give the tables that they gave before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, delete, or_, select, update

from app.domain import merging as rules
from app.journal.canonical import to_bytes, to_text
from app.journal.operation import Operation, OpId
from app.records import rows, tables
from app.records.fold import slots
from app.records.fold.batch import Batch
from app.records.fold.cohorts import IN, OUT
from app.records.journal_tables import erased

_ANY: Final = select(tables.merge.c.seq).limit(1)
_ATTEMPTED: Final = frozenset({"mark.made", "note.written", "absence.set", "judgement.made", "signoff.made"})
_BROUGHT: Final = frozenset({"result.brought", "certificate.brought"})
_DOCUMENTS: Final = frozenset(
    {"certificate.issued", "certificate.revoked", "certificate.appealed", "appeal.decided", "certificate.reprinted"}
)
_CLAIMS: Final = frozenset({"claim.made", "claim.answered"})
_MOVED: Final = _ATTEMPTED | _BROUGHT | _DOCUMENTS | _CLAIMS | {"member.added", "member.removed", "enrolment.made"}
"""Kinds of facts that stand under the learner whose record goes on. Fields stay with their own record."""
SEEN: Final = "seen"
"""In the base of a merge: the words on fields of the record that goes, which the person who merged had before them."""

Attempted = tuple[bytes, bytes, int]
"""A learner as an operation names them, a version of a unit, and the number of the attempt there."""


@dataclass(slots=True)
class Merged:
    """Who stands under whom in this run, and as which attempt each of theirs stands."""

    survivors: dict[bytes, bytes] = field(default_factory=dict)
    attempts: dict[Attempted, int] = field(default_factory=dict)


def merged(batch: Batch, operations: Sequence[Operation]) -> None:
    """Two records are said to be one learner's, or not to be."""
    facts = []
    for one in operations:
        facts.append((one, (one.about,), str(one.body["into"]), (one.body.get("erased", 0), "")))
    slots.put(batch, tables.merge, facts)
    batch.touched.add("learner", {one.about for one in operations})
    if not batch.anew:
        batch.again |= {one.about for one in operations}


def left_alone(batch: Batch, operations: Sequence[Operation]) -> Sequence[Operation]:
    """Those of the operations that are about nobody who was merged; the others are folded anew with all of theirs."""
    if not rows.run(batch.connection, _ANY):
        return operations
    about = {one.about for one in operations}
    named = about & _next_to(batch.connection, about)
    batch.again |= named
    return [one for one in operations if one.about not in named]


def own(batch: Batch, operations: Sequence[Operation]) -> Sequence[Operation]:
    """Those of one's own new operations that can be folded at once: about nobody who was merged, or in an attempt of
    merged learners that stands already. For the others all of theirs are folded anew."""
    alone = left_alone(batch, operations)
    if len(alone) == len(operations):
        return operations
    found, known = list(alone), tables.renumbered
    aside = [one for one in operations if one.about in batch.again]
    for one in aside:
        if one.kind not in _ATTEMPTED:
            return alone
        of, unit, number = _attempted(one)
        place = (known.c.of == of, known.c.unit == unit, known.c.number == number)
        row = batch.connection.execute(select(known.c.learner, known.c.attempt).where(*place)).first()
        if row is None:
            return alone
        found.append(_moved(batch, one, row.learner, {_attempted(one): row.attempt}))
    batch.again -= {one.about for one in aside}
    return found


def connected(connection: Connection, records: Iterable[bytes]) -> set[bytes]:
    """These records, and all that words of merging connect with them, whether those stand or not."""
    found = set(records)
    if not rows.run(connection, _ANY):
        return found
    new = found
    while new:
        new = _next_to(connection, new) - found
        found = found | new
    return found


def settle(batch: Batch, operations: Sequence[Operation]) -> Merged:
    """Work out who stands under whom. ``operations`` are all that can be folded of the records that are folded anew."""
    words = _words(batch.connection, {one.about for one in operations if one.kind == "learner.merged"})
    if not words:
        return Merged()
    there = {one.about for one in operations if one.kind == "learner.added"}
    gone = _erased(batch.connection, there)
    effects = rules.effects({learner: word for learner, (_, word) in words.items()}, there, gone)
    for learner, effect in effects.items():
        place = (tables.merge.c.origin == words[learner][0].origin, tables.merge.c.seq == words[learner][0].seq)
        batch.connection.execute(update(tables.merge).where(*place).values(effect=effect))
    arrows = {learner: words[learner][1].into for learner, effect in effects.items() if effect == rules.STANDS}
    survivors = rules.survivors(arrows)
    return Merged(survivors, _numbered(operations, survivors))


def under_survivors(batch: Batch, operations: Sequence[Operation], found: Merged) -> list[Operation]:
    """The operations as they are to be folded: facts under the learner whose record goes on."""
    moved: list[Operation] = []
    seen = _seen(batch, operations, found)
    for one in operations:
        if one.kind == "learner.merged":
            continue
        survivor = found.survivors.get(one.about)
        if one.kind in _MOVED and (survivor or one.about in found.survivors.values()):
            moved.append(_moved(batch, one, survivor or one.about, found.attempts))
            continue
        moved.append(one)
        if survivor and one.kind == "learner.set" and one.id not in seen:
            moved.append(_moved(batch, one, survivor, found.attempts))
    return moved


def hide(batch: Batch, found: Merged) -> None:
    """Leave of the records that went only their names, and what to find them again by."""
    if not found.survivors:
        return
    learner, connection = tables.learner, batch.connection
    gone = sorted(found.survivors)
    names: dict[bytes, str] = {}
    for chunk in rows.chunks(gone):
        query = select(learner.c.id, learner.c.full_name).where(learner.c.id.in_(chunk))
        names |= dict(connection.execute(query).all())
        for column in (learner.c.id, tables.register.c.about):
            connection.execute(delete(column.table).where(column.in_(chunk)))
    written = [(one, found.survivors[one], names.get(one, "")) for one in gone]
    batch.insert(tables.joined, ("learner", "survivor", "name"), written)
    for one, survivor, _ in written:
        for table in (tables.newer, tables.breach):
            connection.execute(update(table).where(table.c.about == one).values(about=survivor))
    _stay_inside(connection, set(found.survivors.values()))
    columns = ("learner", "unit", "attempt", "of", "number")
    places = [
        (found.survivors.get(of, of), unit, attempt, of, number)
        for (of, unit, number), attempt in found.attempts.items()
    ]
    batch.insert(tables.renumbered, columns, places)
    batch.touched.add("learner", {*found.survivors, *found.survivors.values()})


def _stay_inside(connection: Connection, survivors: Set[bytes]) -> None:
    """Who left a cohort under one record and is in it under the other one is in it."""
    member, inside = tables.member, tables.member.alias()
    same = (inside.c.learner == member.c.learner, inside.c.cohort == member.c.cohort)
    stays = select(inside.c.seq).where(*same, inside.c.current == 1, inside.c.value == IN).exists()
    for chunk in rows.chunks(sorted(survivors)):
        left = (member.c.learner.in_(chunk), member.c.current == 1, member.c.value == OUT)
        connection.execute(update(member).where(*left, stays).values(current=0))


def _next_to(connection: Connection, records: Iterable[bytes]) -> set[bytes]:
    """The learners of all words of merging that name one of these records."""
    merge = tables.merge
    found: set[bytes] = set()
    for chunk in rows.chunks(records):
        either = or_(merge.c.learner.in_(chunk), merge.c.value.in_([to_text(one) for one in chunk]))
        for row in connection.execute(select(merge.c.learner, merge.c.value).where(either)):
            found |= {row.learner, to_bytes(row.value)} if row.value else {row.learner}
    return found


def _words(connection: Connection, learners: Set[bytes]) -> dict[bytes, tuple[OpId, rules.Word]]:
    """The word on each learner that counts: of several that stand the later one, as for any field."""
    merge = tables.merge
    last: dict[bytes, Any] = {}
    for chunk in rows.chunks(sorted(learners)):
        query = select(merge).where(merge.c.learner.in_(chunk), merge.c.current == 1)
        last |= {
            row.learner: row for row in connection.execute(query.order_by(merge.c.at, merge.c.origin, merge.c.seq))
        }
    return {
        learner: (OpId(row.origin, row.seq), rules.Word(to_bytes(row.value), (row.at, row.origin, row.seq)))
        for learner, row in last.items()
        if row.value
    }


def _erased(connection: Connection, learners: Set[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in rows.chunks(sorted(learners)):
        found.update(connection.execute(select(erased.c.subject).where(erased.c.subject.in_(chunk))).scalars())
    return found


def _numbered(operations: Sequence[Operation], survivors: Mapping[bytes, bytes]) -> dict[Attempted, int]:
    """The attempts of merged learners at each unit in one row: by the time of the first word in each."""
    goes_on = set(survivors.values())
    first: dict[Attempted, Any] = {}
    for one in operations:
        if one.kind in _ATTEMPTED and (one.about in survivors or one.about in goes_on):
            order = (one.at.number(), one.id)
            first[_attempted(one)] = min(first.get(_attempted(one), order), order)
    inside: dict[tuple[bytes, bytes], list[Attempted]] = defaultdict(list)
    for attempted in sorted(first, key=lambda attempted: first[attempted]):
        inside[survivors.get(attempted[0], attempted[0]), attempted[1]].append(attempted)
    return {attempted: n for row in inside.values() for n, attempted in enumerate(row, 1)}


def _attempted(one: Operation) -> Attempted:
    number = one.body["attempt"]
    assert isinstance(number, int)
    return one.about, to_bytes(one.body["unit"]), number


def _seen(batch: Batch, operations: Sequence[Operation], found: Merged) -> set[OpId]:
    """What people had before them when they merged: it was decided then, and says nothing any more."""
    if not found.survivors:
        return set()
    merge = tables.merge
    query = select(merge.c.origin, merge.c.seq).where(merge.c.effect == rules.STANDS)
    standing = {OpId(*row) for row in batch.connection.execute(query)}
    return {id_ for one in operations if one.id in standing for id_ in one.base.get(SEEN, ())}


def _moved(batch: Batch, one: Operation, survivor: bytes, attempts: Mapping[Attempted, int]) -> Operation:
    """The operation under another learner; what is sealed in it is opened as it was written."""
    batch.moved[one.id] = one.about
    body = {**one.body, "attempt": attempts[_attempted(one)]} if one.kind in _ATTEMPTED else one.body
    return one._replace(about=survivor, body=body)
