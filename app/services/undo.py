# SPDX-License-Identifier: Apache-2.0
"""Taking a command back: an import, marks, an enrolment. What is signed, or what later work rests on, stays."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.domain.differences import Difference, between
from app.domain.learners import FIELD_CLASSES
from app.domain.refusals import NotFound, RuleBroken
from app.domain.rights import Command
from app.journal.canonical import to_bytes, to_text
from app.journal.kinds import KINDS, known
from app.journal.operation import NOBODY, Operation
from app.records import tables
from app.records.fold.merging import SEEN
from app.records.queries import history, learners, merging
from app.records.queries.subjects import erased
from app.records.unit_of_work import Act, Fact, Work
from app.services.progress import OnProgress
from app.translation import later, tr

FINAL: Final = frozenset(
    {
        "centre.founded",
        "device.admitted",
        "device.revoked",
        "registry.joined",
        "origin.begun",
        "person.key_added",
        "act.undone",
    }
    | {kind.name for kind in KINDS.values() if kind.signed}
)
"""Kinds that are never taken back: what is signed, what trust rests on, and a taking back itself."""
_NO_WORK: Final = frozenset({"act.undone", "origin.begun", "person.key_added"})
"""Kinds that nobody takes for their last work: what was taken back is gone, the rest is written by signing in."""
_ASSESSED: Final = ("mark.made", "note.written", "absence.set")
_NOTHING: Final = dict.fromkeys(FIELD_CLASSES, "")
_NAMES_SHOWN: Final = 3
_PARTS, _READ = 100, 20
"""What progress counts in, and so many of them when the entries are read."""
_LAST_STAYS: Final = later(
    "Your last work stays as it is: {last}. What was signed, issued or admitted is not taken back. Nothing was changed."
)
_LAST_STAYS_NOT_EARLIER: Final = later(
    "Your last work stays as it is: {last}. What was signed, issued or admitted is not taken back. Nothing was "
    "changed. Before that you did this: {earlier}. To take that back, name it by its number: {act}"
)
_SIGNED_IN: Final = later(
    "{names} signed in since then, and stays among the people. Nothing was changed. "
    "Let them sign in no more instead, on the page People."
)


@dataclass(frozen=True, slots=True)
class Undone:
    """The command that was taken back, in words what it had done, and how many entries it had."""

    act: bytes
    words: str
    operations: int


def undo(work: Work, act: bytes | None = None, progress: OnProgress = lambda done, of: None) -> Undone:
    """Take back this command, or the person's last one: never one before it that they may not think of.

    Raises NotAllowed, NotFound "no-such-act", RuleBroken "signed", "final" or "rests-on" with names. What ``progress``
    raises ends it, with nothing done.
    """
    work.allow(Command.UNDO)
    with work.act() as taking_back:
        progress(0, _PARTS)
        operations = _free_operations(taking_back, work, act)
        _take_back(taking_back, operations, progress)
    first = operations[0]
    return Undone(first.act, tr(history.KIND_WORDS[first.kind]), len(operations))


def preview_undo(
    work: Work, act: bytes | None = None, progress: OnProgress = lambda done, of: None
) -> tuple[Difference, ...]:
    """The cells of learners that taking this command back would change; nothing is written. Raises as ``undo``.

    Of a learner who would be gone all cells become empty; of a record that would be there again all were empty before.
    It is tried and given up, so that it tells what the records themselves would say. What ``progress`` raises ends it.
    """
    work.allow(Command.UNDO)
    found: list[Difference] = []
    with suppress(_Tried), work.act() as taking_back:
        progress(0, _PARTS)
        operations = _free_operations(taking_back, work, act)
        touched = sorted({one.about for one in operations})
        before = learners.fields_of(taking_back.connection, touched, tuple(FIELD_CLASSES))
        _take_back(taking_back, operations, progress)
        after = learners.fields_of(taking_back.connection, touched, tuple(FIELD_CLASSES))
        for learner in touched:
            known, then = before.get(learner, _NOTHING), after.get(learner, _NOTHING)
            found += between(learner, known["full_name"] or then["full_name"], known, then)
        raise _Tried
    return tuple(found)


def undo_if_last(work: Work, act: bytes, progress: OnProgress = lambda done, of: None) -> tuple[str, ...]:
    """Take back this command if it is the person's last one. Else nothing is changed, and answered is what they did
    after it, in sentences: that it would be passed over. Raises as ``undo``."""
    work.allow(Command.UNDO)
    since = work.read(history.acts_after, work.person, act, _NO_WORK)
    if since:
        return work.read(_passed_over, since)
    undo(work, act, progress)
    return ()


def may_try(kind: str) -> bool:
    """Whether a command with entries of this kind may be taken back at all; what stands in the way is told then."""
    return kind not in FINAL


class _Tried(Exception):
    """Ends a transaction that was only to be looked at."""


def _free_operations(taking_back: Act, work: Work, act: bytes | None) -> list[Operation]:
    connection = taking_back.connection
    wanted = act or _last_act(connection, work.person)
    operations = history.operations_of(connection, wanted) if wanted else []
    if not operations or history.is_undone(connection, operations[0].act):
        raise NotFound("no-such-act", later("There is nothing to take back."))
    _require_free(connection, operations)
    return operations


def _take_back(taking_back: Act, operations: list[Operation], progress: OnProgress) -> None:
    """Folding the records anew takes most of the time: reading was a fifth, what follows is another."""
    taking_back.batch.told = lambda done, of: progress(_READ + (_PARTS - 2 * _READ) * done // max(1, of), _PARTS)
    taking_back.write(Fact("act.undone", NOBODY, {"act": to_text(operations[0].act)}))
    progress(_PARTS - _READ, _PARTS)


def _last_act(connection: Connection, person: bytes) -> bytes | None:
    """The person's last command. Raises RuleBroken "final" where that one stays, with what stands before it."""
    last = history.last_act_of(connection, person, _NO_WORK)
    operations = history.operations_of(connection, last) if last else []
    if not any(one.kind in FINAL for one in operations):
        return last
    told = _what(connection, operations)
    earlier = history.last_act_of(connection, person, FINAL)
    before = history.operations_of(connection, earlier) if earlier else []
    if earlier is None or not _is_free(connection, before):
        raise RuleBroken("final", _LAST_STAYS, last=told)
    what = _what(connection, before)
    raise RuleBroken("final", _LAST_STAYS_NOT_EARLIER, last=told, earlier=what, act=earlier.hex())


def _is_free(connection: Connection, operations: list[Operation]) -> bool:
    with suppress(RuleBroken):
        _require_free(connection, operations)
        return True
    return False


def _passed_over(connection: Connection, acts: Sequence[bytes]) -> tuple[str, ...]:
    """What these commands, the newest first, did; and whether that could be taken back."""
    shown = [history.operations_of(connection, act) for act in acts[:_NAMES_SHOWN]]
    listed = "; ".join(_what(connection, operations) for operations in shown)
    more = " …" if len(acts) > _NAMES_SHOWN else ""
    sentences = [tr("You did more after this, and that stays as it is: {listed}.", listed=listed + more)]
    if any(one.kind in FINAL for one in shown[0]):
        sentences.append(tr("What was signed, issued or admitted is not taken back."))
    return tuple(sentences)


def _what(connection: Connection, operations: Sequence[Operation]) -> str:
    """In words what a command did, and to whom where they have names."""
    telling = next((one.kind for one in operations if one.kind in FINAL), operations[0].kind)
    named = _names(connection, [one for one in operations if one.kind == telling and one.about != NOBODY])
    words = _words(telling)
    return f"{words} ({named})" if named.strip("?, …") else words


def _require_free(connection: Connection, operations: list[Operation]) -> None:
    if not all(known(one.kind, one.ver) for one in operations):
        sentence = later("A newer version of the program wrote this. Update the program on this laptop first.")
        raise RuleBroken("newer", sentence)
    if any(one.kind in FINAL for one in operations):
        sentence = later("What was signed, issued or admitted is not taken back. Nothing was changed.")
        raise RuleBroken("final", sentence)
    signed = [one for one in operations if one.kind in _ASSESSED and _is_signed(connection, one)]
    if signed:
        sentence = later("This is signed for {names}. What is signed is never changed.")
        raise RuleBroken("signed", sentence, names=_names(connection, signed))
    resting = [*_resting_on(connection, operations), *_resting_on_merge(connection, operations)]
    if any(one.kind == "learner.merged" for one in operations) and any(one.kind == "subject.erased" for one in resting):
        raise erased()
    if any(one.kind == "person.key_added" for one in resting):
        raise RuleBroken("rests-on", _SIGNED_IN, names=_names(connection, resting))
    if resting:
        sentence = later("Later work rests on this ({words}: {names}). Take that back first.")
        raise RuleBroken("rests-on", sentence, words=_words(resting[0].kind), names=_names(connection, resting))


def _resting_on(connection: Connection, operations: list[Operation]) -> list[Operation]:
    ids = {one.id for one in operations}
    begun = {one.about for one in operations if KINDS[one.kind].creates}
    whose = merging.whose(connection, {one.about for one in operations})
    enrolled = {
        (whose[one.about], unit) for one in operations if one.kind == "enrolment.made" for unit in _texts(one, "units")
    }
    later_ones = history.standing_about(connection, set(whose), operations[0].act)
    found = [
        one
        for one in later_ones
        if one.about in begun
        or any(base in ids for bases in one.base.values() for base in bases)
        or (whose[one.about], one.body.get("unit")) in enrolled
    ]
    return found + history.naming(connection, begun, operations[0].act)


def _resting_on_merge(connection: Connection, operations: list[Operation]) -> list[Operation]:
    """Later work about one of two merged records that builds on entries about the other: a certificate, a correction.

    What was written of the other's attempts names the merge itself.
    """
    gone = {one.about for one in operations if one.kind == "learner.merged"}
    if not gone:
        return []
    apart = merging.going_through(connection, gone)
    whose = merging.whose(connection, {one.about for one in operations})
    later_ones = history.standing_about(connection, set(whose), operations[0].act)
    rests = {
        one.id: {id_ for name, ids in one.base.items() if name != SEEN for id_ in ids}
        for one in later_ones
        if one.kind != "learner.merged"
    }
    about = history.abouts(connection, set().union(*rests.values()))
    return [
        one
        for one in later_ones
        if any((one.about in apart) != (about[id_] in apart) for id_ in rests.get(one.id, ()) if id_ in about)
    ]


def _is_signed(connection: Connection, one: Operation) -> bool:
    table = tables.signoff
    number = one.body["attempt"]
    assert isinstance(number, int)
    unit = to_bytes(one.body["unit"])
    learner, attempt = merging.shown_place(connection, one.about, unit, number)
    query = select(table.c.seq).where(table.c.learner == learner, table.c.unit == unit, table.c.attempt == attempt)
    return connection.execute(query.limit(1)).first() is not None


def _words(kind: str) -> str:
    return tr(history.KIND_WORDS[kind]) if kind in KINDS else kind


def _names(connection: Connection, operations: list[Operation]) -> str:
    about = list(dict.fromkeys(one.about for one in operations))
    named = history.called(connection, about[:_NAMES_SHOWN])
    listed = ", ".join(named.get(learner, "?") for learner in about[:_NAMES_SHOWN])
    return listed + (" …" if len(about) > _NAMES_SHOWN else "")


def _texts(one: Operation, name: str) -> list[object]:
    values = one.body.get(name, [])
    return list(values) if isinstance(values, list) else []
