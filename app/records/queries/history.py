# SPDX-License-Identifier: Apache-2.0
"""Who did what when: the commands that people gave, the newest first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, case, func, literal, select, tuple_

from app.journal.canonical import to_text
from app.journal.clock import COUNTER_BITS
from app.journal.kinds import KINDS
from app.journal.operation import NOBODY, Operation, OpId
from app.records import log, rows, tables
from app.records.journal_tables import operation as journal
from app.records.queries.merging import everybody
from app.records.queries.people import names
from app.translation import later, tr

KIND_WORDS: Final = {
    "centre.founded": later("centre founded"),
    "centre.set": later("centre changed"),
    "device.admitted": later("laptop admitted"),
    "device.revoked": later("laptop taken out"),
    "registry.joined": later("records shared with a registry"),
    "origin.begun": later("laptop began to write"),
    "person.added": later("person added"),
    "person.set": later("person changed"),
    "person.key_added": later("person got a new signature"),
    "unit.published": later("standards imported"),
    "qualification.published": later("standards imported"),
    "trust.published": later("list of trust published"),
    "learner.added": later("learners added"),
    "learner.set": later("learner changed"),
    "learner.merged": later("two records of a learner merged"),
    "subject.erased": later("learner erased"),
    "cohort.opened": later("cohort opened"),
    "cohort.set": later("cohort changed"),
    "member.added": later("learners put into a cohort"),
    "member.removed": later("learners taken out of a cohort"),
    "enrolment.made": later("learners enrolled"),
    "mark.made": later("marks"),
    "note.written": later("note"),
    "absence.set": later("absence"),
    "judgement.made": later("judgement"),
    "signoff.made": later("signature"),
    "certificate.issued": later("certificates issued"),
    "certificate.revoked": later("certificate revoked"),
    "certificate.appealed": later("appeal against a revocation"),
    "appeal.decided": later("appeal decided"),
    "certificate.reprinted": later("certificate printed again"),
    "claim.made": later("certificates claimed"),
    "claim.answered": later("answer to a claim read"),
    "block.leased": later("numbers leased"),
    "policy.set": later("rule of issuing set"),
    "template.published": later("template brought in"),
    "signatory.added": later("signatory added"),
    "signatory.set": later("signatory changed"),
    "result.brought": later("results from before brought in"),
    "certificate.brought": later("certificates from before brought in"),
    "stationery.received": later("forms received"),
    "sheet.moved": later("forms"),
    "job.begun": later("printing begun"),
    "job.sheets": later("sheets printed"),
    "job.ended": later("printing ended"),
    "document.collected": later("documents handed out"),
    "act.undone": later("taken back"),
}
"""What each kind of entry is called in a list of what was done."""
assert KIND_WORDS.keys() == KINDS.keys()
_FIRST: Final = "!"
_BEFORE_OTHERS: Final = case(
    (journal.c.kind.in_(("learner.added", "learner.merged")), literal(_FIRST) + journal.c.kind), else_=journal.c.kind
)


@dataclass(frozen=True, slots=True)
class ActRow:
    """One command: when (ms since 1970), who, in words what, how many entries, and whether it was taken back.

    ``kind`` is that of the entry that it is named by: one that makes a learner or a merge before others.
    """

    act: bytes
    at: int
    who: str
    words: str
    operations: int
    undone: bool
    kind: str = ""


def acts(
    connection: Connection, learner: bytes | None = None, limit: int = 200, kinds: Sequence[str] = ()
) -> list[ActRow]:
    """The latest commands, or those that concern one learner; with ``kinds`` only those with such entries."""
    last = func.max(journal.c.at).label("last")
    columns = (journal.c.act, last, func.max(journal.c.actor).label("actor"), func.min(_BEFORE_OTHERS).label("kind"))
    query = select(*columns, func.count().label("operations")).group_by(journal.c.act)
    if learner is not None:
        query = query.where(journal.c.about.in_(everybody(connection, learner)))
    if kinds:
        query = query.where(journal.c.kind.in_(kinds))
    undone = set(connection.execute(select(tables.undone.c.act)).scalars())
    who = names(connection)
    found = [
        (row, row.kind.removeprefix(_FIRST))
        for row in connection.execute(query.order_by(last.desc(), journal.c.act).limit(limit))
    ]
    return [
        ActRow(
            row.act, row.last >> COUNTER_BITS, who.get(row.actor, ""), tr(KIND_WORDS.get(kind, kind)),
            row.operations, row.act in undone, kind,
        )
        for row, kind in found
    ]  # fmt: skip


def operations_of(connection: Connection, act: bytes) -> list[Operation]:
    """All that one command wrote."""
    return list(log.where(connection, journal.c.act == act))


def is_undone(connection: Connection, act: bytes) -> bool:
    """Whether the command was taken back."""
    return connection.execute(select(tables.undone.c.act).where(tables.undone.c.act == act)).first() is not None


def last_act_of(connection: Connection, person: bytes, but: Collection[str] = ()) -> bytes | None:
    """The person's last command that was not taken back; one with entries of these kinds is passed over."""
    return connection.execute(_acts_of(person, but).limit(1)).scalar()


def acts_after(connection: Connection, person: bytes, act: bytes, but: Collection[str] = ()) -> list[bytes]:
    """The person's commands after this one that were not taken back, the newest first; ``but`` as above."""
    its_last = select(func.max(journal.c.at)).where(journal.c.act == act).scalar_subquery()
    query = _acts_of(person, but).where(journal.c.at > its_last, journal.c.act != act)
    return list(dict.fromkeys(connection.execute(query).scalars()))


def _acts_of(person: bytes, but: Collection[str]) -> Select[Any]:
    """The command of each entry of this person, the newest first."""
    passed_over = select(journal.c.act).where(journal.c.actor == person, journal.c.kind.in_(but))
    standing = select(journal.c.act).where(journal.c.actor == person, journal.c.act.not_in(select(tables.undone.c.act)))
    return standing.where(journal.c.act.not_in(passed_over)).order_by(journal.c.at.desc(), journal.c.seq.desc())


def standing_about(connection: Connection, records: set[bytes], but: bytes) -> list[Operation]:
    """Every entry about these records that stands, but those of one command."""
    undone = set(connection.execute(select(tables.undone.c.act)).scalars())
    found = log.about(connection, records - {NOBODY})
    return [one for one in found if one.act != but and one.act not in undone]


def abouts(connection: Connection, ids: Iterable[OpId]) -> dict[OpId, bytes]:
    """The record that each of these entries is about, as it was written."""
    found: dict[OpId, bytes] = {}
    for chunk in rows.chunks(sorted(ids)):
        query = select(journal.c.origin, journal.c.seq, journal.c.about)
        for row in connection.execute(query.where(tuple_(journal.c.origin, journal.c.seq).in_(chunk))):
            found[OpId(row.origin, row.seq)] = row.about
    return found


def naming(connection: Connection, records: set[bytes], but: bytes) -> list[Operation]:
    """Entries of other commands that name one of these cohorts or standards and stand: members, enrolments, cohorts,
    qualifications; and merges into one of these learners."""
    member, enrolment, link = tables.member, tables.enrolment, tables.qualification_unit
    ids: set[OpId] = set()
    about = _cohorts_naming(connection, records)
    for chunk in rows.chunks(sorted(records)):
        for table, column in ((member, member.c.cohort), (enrolment, enrolment.c.unit)):
            query = select(table.c.origin, table.c.seq).where(column.in_(chunk))
            ids.update(OpId(row.origin, row.seq) for row in connection.execute(query))
        merges = select(tables.merge.c.origin, tables.merge.c.seq)
        into = merges.where(tables.merge.c.value.in_(map(to_text, chunk)))
        ids.update(OpId(row.origin, row.seq) for row in connection.execute(into))
        about.update(connection.execute(select(link.c.qualification).where(link.c.unit.in_(chunk))).scalars())
    named = [one for one in log.by_id(connection, ids).values() if one.act != but]
    return named + standing_about(connection, about - records, but)


def _cohorts_naming(connection: Connection, records: set[bytes]) -> set[bytes]:
    wanted = set(map(to_text, records))
    cohort = tables.cohort
    found = connection.execute(select(cohort.c.id, cohort.c.qualification, cohort.c.units))
    return {row.id for row in found if wanted.intersection((row.qualification, *row.units.split()))}


def called(connection: Connection, records: Iterable[bytes]) -> dict[bytes, str]:
    """What people call these records: names of learners and of people, codes of cohorts and standards."""
    wanted, found = set(records), dict[bytes, str]()
    coded = ((table, "code") for table in (tables.cohort, tables.unit, tables.qualification))
    joined = tables.joined
    went = connection.execute(select(joined.c.learner, joined.c.name).where(joined.c.learner.in_(wanted)))
    found.update((row.learner, row.name) for row in went)
    named = ((table, "name") for table in (tables.person, tables.stationery))
    for table, name in ((tables.learner, "full_name"), *named, *coded):
        query = select(table.c.id, table.c[name]).where(table.c.id.in_(wanted))
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found
