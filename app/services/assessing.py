# SPDX-License-Identifier: Apache-2.0
"""Assessment: marks, notes, absences and judgements. Signing is in ``signing``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table

from app.domain import assessing as rules
from app.domain.assessing import CLEARED, MET, Standing
from app.domain.names import clean_text
from app.domain.refusals import RuleBroken
from app.domain.rights import Command
from app.domain.standards import Unit
from app.journal.canonical import to_text
from app.journal.operation import OpId
from app.journal.sealing import SubjectKey
from app.records import tables
from app.records.queries import assessing, cohorts, standards
from app.records.queries.merging import Place
from app.records.queries.standing import standing_in
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Act, Fact, Work
from app.translation import later

LONGEST_NOTE: Final = 4_000


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an assessor works: a version of a unit, and the cohort that is assessed in it (empty for none)."""

    unit_id: bytes
    unit: Unit
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class MarkWish:
    """One criterion of one learner to be marked. ``batch``: it came from "all remaining"; ``note``: None leaves it."""

    learner: bytes
    criterion: str
    mark: str
    batch: bool = False
    note: str | None = None


def desk(connection: Connection, cohort: str, unit: str) -> Desk:
    """The desk of a cohort and a unit, by their codes. Raises NotFound."""
    group = cohorts.cohort(connection, cohort)
    unit_id = assessing.unit_of_cohort(group, unit)
    return Desk(unit_id, standards.unit_version(connection, unit_id), group.code)


def desk_of_learner(connection: Connection, learner: bytes, unit: str) -> Desk:
    """The desk for one learner in the version of the unit that they are enrolled in. Raises NotFound."""
    unit_id = assessing.enrolled_unit(connection, learner, unit)
    return Desk(unit_id, standards.unit_version(connection, unit_id))


def desk_for(work: Work, cohort: str, unit: str, learner: bytes) -> Desk:
    """The unit of the cohort; without a cohort the version of the unit that the learner is enrolled in."""
    return work.read(desk, cohort, unit) if cohort else work.read(desk_of_learner, learner, unit)


def record_mark(work: Work, at: Desk, wish: MarkWish) -> bytes:
    """Mark one criterion; returns the command's id. Raises NotAllowed, RuleBroken, BadInput."""
    return record_marks(work, at, [wish])


def record_marks(work: Work, at: Desk, wishes: Sequence[MarkWish]) -> bytes:
    """Mark several criteria as one command, all or nothing; the last of several for one cell. Raises as above."""
    work.allow(Command.RECORD_MARK)
    last = {(wish.learner, wish.criterion): wish for wish in wishes}
    with work.act() as act:
        notes = [_note(act, at, *cell, wish.note) for cell, wish in last.items() if wish.note is not None]
        act.write_all([_mark(act, at, wish) for wish in last.values()] + notes)
    return act.id


def record_remaining(
    work: Work, at: Desk, ids: Sequence[bytes], criterion: str = "", allow_critical: bool = False
) -> bytes:
    """Mark as met what is unmarked: for these learners, in one criterion or in all. It is recorded as such.

    Absent and signed learners are left out; so are critical criteria unless allowed. Raises RuleBroken
    "nothing-remains" when there is nothing to mark.
    """
    work.allow(Command.RECORD_MARK)
    with work.act() as act:
        wishes = [
            wish for learner in ids for wish in _remaining(act.connection, at, learner, criterion, allow_critical)
        ]
        if not wishes:
            sentence = later("Nothing is left to mark here. Critical criteria are marked one by one.")
            raise RuleBroken("nothing-remains", sentence)
        act.write_all([_mark(act, at, wish) for wish in wishes])
    return act.id


def write_note(work: Work, at: Desk, learner: bytes, criterion: str, text: str) -> bytes:
    """Replace the note of one cell; an empty text removes it. Raises NotAllowed, RuleBroken, BadInput."""
    work.allow(Command.WRITE_NOTE)
    with work.act() as act:
        act.write(_note(act, at, learner, criterion, text))
    return act.id


def set_absence(work: Work, at: Desk, learner: bytes, absent: bool) -> bytes:
    """Say that a learner is away, or here again. Raises NotAllowed, RuleBroken."""
    work.allow(Command.SET_ABSENCE)
    with work.act() as act:
        stood = standing_in(act.connection, learner, at.unit_id)
        rules.may_assess(at.unit, stood.standing)
        base = _base(act, tables.absence, (learner, at.unit_id, stood.standing.attempt.number))
        act.write(_fact("absence.set", at, stood.place, {"absent": int(absent)}, base))
    return act.id


def judge(work: Work, at: Desk, learner: bytes, outcome: str) -> bytes:
    """Judge a learner's attempt. Raises NotAllowed, RuleBroken "gaps" and others, BadInput."""
    work.allow(Command.JUDGE)
    with work.act() as act:
        write_judgement(act, at, learner, outcome)
    return act.id


def write_judgement(act: Act, at: Desk, learner: bytes, outcome: str) -> None:
    """Write a judgement within a command, by the same rules."""
    stood = standing_in(act.connection, learner, at.unit_id)
    number = stood.standing.attempt.number
    marks = assessing.marks_of(act.connection, learner, at.unit_id, number)
    rules.may_judge(at.unit, marks, outcome, stood.standing)
    base = _base(act, tables.judgement, (learner, at.unit_id, number))
    act.write(_fact("judgement.made", at, stood.place, {"outcome": outcome}, base))


def standing_of(connection: Connection, at: Desk, learner: bytes) -> Standing:
    """Where a learner stands in the unit, as the rules want to know it. Raises NotFound, RuleBroken "erased"."""
    return standing_in(connection, learner, at.unit_id).standing


def _mark(act: Act, at: Desk, wish: MarkWish) -> Fact:
    stood = standing_in(act.connection, wish.learner, at.unit_id, wish.criterion)
    rules.may_mark(at.unit, wish.criterion, wish.mark, stood.standing)
    said = {"criterion": wish.criterion, "mark": wish.mark, "batch": int(wish.batch)}
    return _fact("mark.made", at, stood.place, said, {"slot": stood.marks} if stood.marks else {})


def _note(act: Act, at: Desk, learner: bytes, criterion: str, text: str) -> Fact:
    note = clean_text(text, LONGEST_NOTE)
    stood = standing_in(act.connection, learner, at.unit_id)
    rules.may_mark(at.unit, criterion, CLEARED, stood.standing)
    base = _base(act, tables.note, (learner, at.unit_id, stood.standing.attempt.number, criterion))
    private = keys_of(act.connection, stood.place.about)["private"]
    return _fact("note.written", at, stood.place, {"criterion": criterion}, base, [(private, {"text": note})])


def _remaining(
    connection: Connection, at: Desk, learner: bytes, criterion: str, allow_critical: bool
) -> list[MarkWish]:
    standing = standing_of(connection, at, learner)
    if standing.absent or standing.attempt.signed or not standing.enrolled:
        return []
    marks = assessing.marks_of(connection, learner, at.unit_id, standing.attempt.number)
    criteria = [one for one in at.unit.criteria() if not criterion or one.code == criterion]
    codes = rules.remaining(criteria, marks, allow_critical=allow_critical)
    return [MarkWish(learner, code, MET, batch=True) for code in codes]


def _fact(
    kind: str,
    at: Desk,
    place: Place,
    said: Mapping[str, object],
    base: dict[str, tuple[OpId, ...]],
    sealed: Sequence[tuple[SubjectKey, Mapping[str, str]]] = (),
) -> Fact:
    body = {"unit": to_text(at.unit_id), "attempt": place.number, **said}
    return Fact(kind, place.about, body, sealed, place.base(base))


def _base(act: Act, table: Table, slot: tuple[object, ...]) -> dict[str, tuple[OpId, ...]]:
    standing = assessing.standing(act.connection, table, slot)
    return {"slot": standing.ids} if standing.ids else {}
