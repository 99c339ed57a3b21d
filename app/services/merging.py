# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner become one: looked at first, decided field by field, and taken back like anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.domain.differences import Difference, between
from app.domain.learner_fields import check_together
from app.domain.learners import FIELD_CLASSES, SERIOUS_FIELDS
from app.domain.refusals import BadInput, Refused, RuleBroken
from app.domain.rights import Command
from app.journal.canonical import to_text
from app.journal.operation import OpId
from app.records import log, tables
from app.records.fold.merging import SEEN
from app.records.queries import brought, learners, merging
from app.records.queries.brought import BroughtResult
from app.records.queries.learners import UnitResult
from app.records.queries.merging import MERGE, Joined, everybody
from app.records.queries.subjects import erased, has_newer, keys_of
from app.records.unit_of_work import Fact, Work
from app.services.learners import change
from app.services.signing import NEWER
from app.translation import later

_FIELDS_SAID: Final = frozenset({"learner.added", "learner.set"})


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field in which the two records differ. ``proposed`` is one of the two values: the one that is not empty, else
    the survivor's. ``serious``: a wrong value would be on certificates, so a person should look."""

    field: str
    survivor: str
    duplicate: str
    proposed: str
    serious: bool


@dataclass(frozen=True, slots=True)
class RecordOfTwo:
    """One of the two records: whose it is, and what hangs on it. ``cohorts`` are codes, ``certificates`` numbers,
    those from before among them; ``brought`` are results from before, ``merged`` records that went into it before."""

    learner: bytes
    name: str
    units: tuple[UnitResult, ...]
    cohorts: tuple[str, ...]
    certificates: tuple[str, ...]
    merged: tuple[Joined, ...]
    brought: tuple[BroughtResult, ...] = ()


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do. ``hinders`` are the reasons, in words, for which it would be refused now."""

    survivor: RecordOfTwo
    duplicate: RecordOfTwo
    fields: tuple[FieldChoice, ...]
    hinders: tuple[str, ...]

    def differences(self, chosen: Mapping[str, str] | None = None) -> list[Difference]:
        """The cells of the survivor that change, with these choices of values and the proposed ones for the rest."""
        before = {one.field: one.survivor for one in self.fields}
        after = {one.field: (chosen or {}).get(one.field, one.proposed) for one in self.fields}
        return between(self.survivor.learner, self.survivor.name, before, after)


def preview_merge(work: Work, survivor: bytes, duplicate: bytes) -> MergePreview:
    """What merging the record of ``duplicate`` into that of ``survivor`` would do; nothing is changed.

    Raises NotAllowed, NotFound "no-such-learner", RuleBroken "merged" for a record that went already.
    """
    work.allow(Command.MERGE_LEARNERS)
    return work.read(_preview, survivor, duplicate)


def propose_merge(work: Work, one: bytes, other: bytes) -> MergePreview:
    """As ``preview_merge``; the record on which more hangs is the one that stays, and ``one`` where they are equal."""
    found = preview_merge(work, one, other)
    if _weight(found.duplicate) > _weight(found.survivor):
        return preview_merge(work, other, one)
    return found


def _weight(record: RecordOfTwo) -> tuple[int, ...]:
    judged = sum(bool(unit.outcome) for unit in record.units)
    return len(record.certificates), judged, len(record.units), len(record.merged), len(record.cohorts)


def merge_learners(work: Work, survivor: bytes, duplicate: bytes, chosen: Mapping[str, str]) -> bytes:
    """Merge the record of ``duplicate`` into that of ``survivor``; returns the command's id, by which it is taken back.

    ``chosen`` names for fields one of the two values; for the others the proposed one is taken. Raises NotAllowed,
    NotFound "no-such-learner", RuleBroken "same-learner", "merged", "erased", "newer", BadInput "no-such-value".
    """
    work.allow(Command.MERGE_LEARNERS)
    with work.act() as act:
        connection = act.connection
        found = _preview(connection, survivor, duplicate)
        _require_free(connection, survivor, duplicate)
        _require_offered(found, chosen)
        act.write(_merge(connection, survivor, duplicate))
        changed = {one.field: one.after for one in found.differences(chosen)}
        if changed:
            check_together(changed)
            act.write(change(act, survivor, changed, keys_of(connection, survivor)))
    return act.id


def answer_word(connection: Connection, learner: bytes, into: str, *, knowing_erased: bool = False) -> Fact:
    """The fact that settles whose record this learner's is: ``into`` is the id of the other as text, or empty."""
    standing = [OpId(row.origin, row.seq) for row in merging.words_on(connection, learner)]
    seen = {id_ for one in log.by_id(connection, standing).values() for id_ in one.base.get(SEEN, ())}
    base = {"slot": tuple(standing), SEEN: tuple(sorted(seen))}
    body: dict[str, object] = {"into": into, "erased": 1} if knowing_erased else {"into": into}
    return Fact("learner.merged", learner, body, base={name: ids for name, ids in base.items() if ids})


def _merge(connection: Connection, survivor: bytes, duplicate: bytes) -> Fact:
    """It names what was said about the fields until now: that is decided here, and only what comes later counts."""
    both = everybody(connection, duplicate)
    said = tuple(sorted(one.id for one in log.about(connection, both) if one.kind in _FIELDS_SAID))
    before = tuple(OpId(row.origin, row.seq) for row in merging.words_on(connection, duplicate))
    rests = merging.merges_of(connection, both[1:])
    base = {"slot": before, SEEN: said, MERGE: rests}
    filled = {name: ids for name, ids in base.items() if ids}
    return Fact("learner.merged", duplicate, {"into": to_text(survivor)}, base=filled)


def _preview(connection: Connection, survivor: bytes, duplicate: bytes) -> MergePreview:
    ours, theirs = learners.details(connection, survivor), learners.details(connection, duplicate)
    pairs = ((field, getattr(ours, field), getattr(theirs, field)) for field in FIELD_CLASSES)
    fields = tuple(
        FieldChoice(field, mine, other, mine or other, field in SERIOUS_FIELDS)
        for field, mine, other in pairs
        if mine != other
    )
    records = (_record(connection, survivor, ours.full_name), _record(connection, duplicate, theirs.full_name))
    return MergePreview(*records, fields, _hinders(connection, survivor, duplicate))


def _record(connection: Connection, learner: bytes, name: str) -> RecordOfTwo:
    table = tables.certificate
    numbers = select(table.c.number).where(table.c.learner == learner).order_by(table.c.number)
    return RecordOfTwo(
        learner,
        name,
        tuple(learners.results(connection, learner)),
        tuple(learners.cohorts_of(connection, learner)),
        (*connection.execute(numbers).scalars(), *(one.number for one in brought.certificates(connection, learner))),
        tuple(merging.joined_into(connection, learner)),
        tuple(brought.results(connection, learner)),
    )


def _hinders(connection: Connection, survivor: bytes, duplicate: bytes) -> tuple[str, ...]:
    try:
        _require_free(connection, survivor, duplicate)
    except Refused as reason:
        return (str(reason),)
    return ()


def _require_free(connection: Connection, survivor: bytes, duplicate: bytes) -> None:
    if survivor == duplicate:
        sentence = later("This is one and the same record. Choose two records of the learner.")
        raise RuleBroken("same-learner", sentence)
    for learner in (survivor, duplicate):
        name = learners.details(connection, learner).full_name
        if not name:
            raise erased()
        if has_newer(connection, learner):
            raise RuleBroken("newer", NEWER, learner=name)


def _require_offered(found: MergePreview, chosen: Mapping[str, str]) -> None:
    offered = {one.field: (one.survivor, one.duplicate) for one in found.fields}
    for field, value in chosen.items():
        if field in offered and value not in offered[field]:
            sentence = later("“{value}” stands in neither of the two records. Merge first, then correct the field.")
            raise BadInput("no-such-value", sentence, value=value)
