# SPDX-License-Identifier: Apache-2.0
"""Learners of whom there were two records: where the record that went is to be found, and what rests on the merge."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from app.domain.merging import ROUND, STANDS, SURVIVOR_ERASED, way_of
from app.domain.refusals import NotFound, Refused, RuleBroken
from app.journal.canonical import to_bytes
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.journal_tables import erased
from app.records.journal_tables import operation as journal
from app.translation import later

MERGE: Final = "merge"
"""In the base of a fact: the merges without which it would not have been written so."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A record that went: whose it was, and the learner whose record goes on."""

    learner: bytes
    name: str
    survivor: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """How an attempt is to be named in an operation: by the record that it was begun under, and its number there.

    ``rests`` are the merges without which it would not be this attempt.
    """

    about: bytes
    number: int
    rests: tuple[OpId, ...] = ()

    def base(self, base: dict[str, tuple[OpId, ...]]) -> dict[str, tuple[OpId, ...]]:
        """What a fact about the attempt replaces, with what it rests on."""
        return {**base, MERGE: self.rests} if self.rests else base


def joined_into(connection: Connection, survivor: bytes) -> list[Joined]:
    """The records that went into this learner's."""
    table = tables.joined
    query = select(table.c.learner, table.c.name, table.c.survivor).where(table.c.survivor == survivor)
    return [Joined(*row) for row in connection.execute(query.order_by(table.c.learner))]


def where_it_went(connection: Connection, learner: bytes) -> Joined | None:
    """Into whose record this learner's went; None for one who has a record, or never had one."""
    table = tables.joined
    row = connection.execute(
        select(table.c.learner, table.c.name, table.c.survivor).where(table.c.learner == learner)
    ).first()
    return Joined(*row) if row else None


def where_they_went(connection: Connection, learners: Iterable[bytes]) -> dict[bytes, bytes]:
    """Of these learners those whose record went into another's, with the learner whose record goes on."""
    joined = tables.joined
    query = select(joined.c.learner, joined.c.survivor)
    found: dict[bytes, bytes] = {}
    for chunk in rows.chunks(sorted(learners)):
        found |= {row.learner: row.survivor for row in connection.execute(query.where(joined.c.learner.in_(chunk)))}
    return found


def no_such_learner(connection: Connection, learner: bytes) -> Refused:
    """The refusal for a learner who has no record here: it says where the record went, if it went somewhere."""
    went = where_it_went(connection, learner)
    if went is None:
        return NotFound("no-such-learner", later("This learner is not in the records."))
    name = select(tables.learner.c.full_name).where(tables.learner.c.id == went.survivor)
    sentence = later("The record of {learner} was merged into that of {survivor}. Go on there.")
    survivor = connection.execute(name).scalar() or "?"
    return RuleBroken("merged", sentence, learner=went.name or "?", survivor=survivor, id=went.survivor.hex())


def everybody(connection: Connection, learner: bytes) -> list[bytes]:
    """The learner, and the records that went into theirs."""
    return [learner, *(one.learner for one in joined_into(connection, learner))]


def whose(connection: Connection, records: Iterable[bytes]) -> dict[bytes, bytes]:
    """These records, and of merged learners all of theirs: for each the one that goes on, which may be itself."""
    table = tables.joined
    wanted = set(records)
    found = {one: one for one in wanted}
    for column in (table.c.learner, table.c.survivor):
        for chunk in rows.chunks(sorted(set(found.values()))):
            query = select(table.c.learner, table.c.survivor).where(column.in_(chunk))
            for row in connection.execute(query):
                found |= {row.learner: row.survivor, row.survivor: row.survivor}
    return found


def place_of(connection: Connection, learner: bytes, unit: bytes, attempt: int) -> Place:
    """How to write about an attempt of this learner: under the record that it was begun under.

    A new attempt is the learner's own, numbered after all of their own, so that no other one is taken for it.
    """
    joined = [one.learner for one in joined_into(connection, learner)]
    if not joined:
        return Place(learner, attempt)
    table = tables.renumbered
    query = select(table).where(table.c.learner == learner, table.c.unit == unit)
    begun = {row.attempt: row for row in connection.execute(query)}
    others = {row.of for row in begun.values()} - {learner}
    if attempt in begun:
        about, number = begun[attempt].of, begun[attempt].number
        rests = {about} if about != learner else set()
    else:
        about, number = learner, max([attempt, *(row.number + 1 for row in begun.values() if row.of == learner)])
        rests = others
    if about == learner:
        rests = rests | _enrolled_by(connection, learner, unit)
    return Place(about, number, merges_of(connection, rests))


def shown_place(connection: Connection, about: bytes, unit: bytes, number: int) -> tuple[bytes, int]:
    """Where an attempt stands that an operation names so: the learner, and the number in their row of attempts."""
    table = tables.renumbered
    query = select(table.c.learner, table.c.attempt).where(
        table.c.of == about, table.c.unit == unit, table.c.number == number
    )
    row = connection.execute(query).first()
    return (row.learner, row.attempt) if row else (about, number)


def merges_of(connection: Connection, learners: Iterable[bytes]) -> tuple[OpId, ...]:
    """The entries by which these learners' records went into others, all the way to the one that goes on."""
    wanted = set(learners)
    if not wanted:
        return ()
    words = {row.learner: row for row in words_that_stand(connection)}
    arrows = {learner: to_bytes(row.value) for learner, row in words.items()}
    steps = {step for learner in wanted for step in way_of(arrows, learner) if step in words}
    return tuple(sorted(OpId(words[step].origin, words[step].seq) for step in steps))


def going_through(connection: Connection, learners: Iterable[bytes]) -> set[bytes]:
    """These learners, and those whose records go into others by way of theirs."""
    arrows = {row.learner: to_bytes(row.value) for row in words_that_stand(connection)}
    wanted = set(learners)
    return wanted | {one for one in arrows if not wanted.isdisjoint(way_of(arrows, one))}


def words_that_stand(connection: Connection) -> list[Any]:
    """The rows of all merges that have their effect."""
    table = tables.merge
    return list(connection.execute(select(table).where(table.c.effect == STANDS).order_by(table.c.learner)))


def words_on(connection: Connection, learner: bytes) -> list[Any]:
    """The rows of all words that stand on whose record this learner's is: none, one, or several that disagree."""
    table = tables.merge
    query = select(table).where(table.c.learner == learner, table.c.current == 1)
    return list(connection.execute(query.order_by(table.c.origin, table.c.seq)))


def left_by_erased(connection: Connection) -> list[Any]:
    """The words on learners who are not erased, by which they would have gone into a record that is erased."""
    table, learner = tables.merge, tables.learner
    query = select(table).join(learner, learner.c.id == table.c.learner)
    query = query.where(table.c.effect == SURVIVOR_ERASED, learner.c.erased == 0)
    return list(connection.execute(query.order_by(table.c.learner)))


def with_erased(connection: Connection) -> list[tuple[Any, bytes]]:
    """The words by which erased learners went into a record that is not erased, said in ignorance of that, with the
    learner whose record it is."""
    table, joined, learner = tables.merge, tables.joined, tables.learner
    query = select(table, joined.c.survivor).join(joined, joined.c.learner == table.c.learner)
    query = query.join(erased, erased.c.subject == table.c.learner).join(learner, learner.c.id == joined.c.survivor)
    query = query.where(table.c.effect == STANDS, table.c.erased == 0, learner.c.erased == 0)
    return [(row, row.survivor) for row in connection.execute(query.order_by(table.c.learner))]


def is_in_question(connection: Connection, learner: bytes) -> bool:
    """Whether people disagree on whose records belong to this learner."""
    return bool(in_question(connection, [learner]))


def in_question(connection: Connection, learners: Iterable[bytes]) -> set[bytes]:
    """Those of the learners of whose records people disagree."""
    table = tables.merge
    disputed = select(table.c.learner, table.c.value).where(table.c.contested == 1)
    turned = select(table.c.learner, table.c.value).where(table.c.effect == ROUND)
    rows_ = [*connection.execute(disputed), *connection.execute(turned)]
    concerned = {row.learner for row in rows_} | {to_bytes(row.value) for row in rows_ if row.value}
    return {one for one in learners if concerned and not concerned.isdisjoint(everybody(connection, one))}


def _enrolled_by(connection: Connection, learner: bytes, unit: bytes) -> set[bytes]:
    """Whose enrolments in the unit the learner goes by, if none of their own."""
    table = tables.enrolment
    there = and_(journal.c.origin == table.c.origin, journal.c.seq == table.c.seq)
    query = select(journal.c.about).join(table, there).where(table.c.learner == learner, table.c.unit == unit)
    whose = set(connection.execute(query).scalars())
    return set() if learner in whose else whose
