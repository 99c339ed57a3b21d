# SPDX-License-Identifier: Apache-2.0
"""The fold: operations become rows of tables, in whatever order they come. It never refuses.

What an operation does depends on the set of operations that have come, not on their order. Where that is hard to say
step by step (an undo, an erasure, a key that comes late), the records concerned are folded anew from all of theirs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from app.journal.kinds import KINDS
from app.journal.operation import Operation
from app.records.fold import (
    assessing,
    awards,
    brought,
    claims,
    cohorts,
    erasing,
    issuing,
    merging,
    paper,
    people,
    registers,
    standards,
    undoing,
)
from app.records.fold.admitting import released, sort_out
from app.records.fold.again import forget
from app.records.fold.batch import Batch
from app.records.fold.breaches import BEARING_ON_TRUST, flag, recheck

Handler = Callable[[Batch, Sequence[Operation]], None]


def _adds(record: str) -> Handler:
    return lambda batch, operations: registers.add(batch, record, operations)


def _changes(record: str) -> Handler:
    return lambda batch, operations: registers.change(batch, record, operations)


HANDLERS: Final[dict[str, Handler]] = {
    "centre.founded": people.founded,
    "centre.set": _changes("centre"),
    "person.added": people.added,
    "person.set": people.changed,
    "person.key_added": people.key_added,
    "device.admitted": people.device_admitted,
    "device.revoked": people.device_revoked,
    "registry.joined": people.registry_joined,
    "origin.begun": people.origin_begun,
    "unit.published": standards.unit_published,
    "qualification.published": standards.qualification_published,
    "trust.published": standards.list_published,
    "learner.added": _adds("learner"),
    "learner.set": _changes("learner"),
    "learner.merged": merging.merged,
    "subject.erased": erasing.erased,
    "cohort.opened": _adds("cohort"),
    "cohort.set": _changes("cohort"),
    "member.added": cohorts.added,
    "member.removed": cohorts.removed,
    "enrolment.made": cohorts.enrolled,
    "mark.made": assessing.marked,
    "note.written": assessing.noted,
    "absence.set": assessing.absent,
    "judgement.made": assessing.judged,
    "signoff.made": assessing.signed,
    "certificate.issued": awards.issued,
    "certificate.revoked": awards.revoked,
    "certificate.appealed": awards.appealed,
    "appeal.decided": awards.decided,
    "certificate.reprinted": awards.reprinted,
    "claim.made": claims.made,
    "claim.answered": claims.answered,
    "block.leased": issuing.leased,
    "policy.set": issuing.policy_set,
    "template.published": issuing.template_published,
    "signatory.added": _adds("signatory"),
    "signatory.set": _changes("signatory"),
    "result.brought": brought.results,
    "certificate.brought": brought.certificates,
    "stationery.received": paper.received,
    "sheet.moved": paper.moved,
    "job.begun": paper.begun,
    "job.sheets": paper.came_out,
    "job.ended": paper.ended,
    "document.collected": paper.collected,
    "act.undone": undoing.undone,
}
"""What folds each kind. The order is the order in which the kinds of one run are folded."""

_RANK: Final = {kind: rank for rank, kind in enumerate(HANDLERS)}
assert _RANK.keys() == KINDS.keys()


def fold_own(batch: Batch, operations: Sequence[Operation]) -> None:
    """Fold what was written here a moment ago, under the rules."""
    batch.own = True
    for kind, run in _by_kind(merging.own(batch, operations)):
        HANDLERS[kind](batch, run)
    _fold_again(batch)


def fold(batch: Batch, operations: Iterable[Operation]) -> None:
    """Fold operations that are in the journal already, wherever they came from."""
    batch.own = False
    _fold_arrived(batch, list(operations))
    _fold_again(batch)


def _fold_arrived(batch: Batch, operations: Sequence[Operation]) -> None:
    ready = sort_out(batch, merging.left_alone(batch, operations))
    flag(batch, ready)
    _run(batch, ready)
    _after(batch, operations)


def _fold_again(batch: Batch) -> None:
    while batch.again:
        batch.own, batch.anew = False, True
        records, batch.again = merging.connected(batch.connection, batch.again), set()
        _fold_anew(batch, records)
    batch.anew = False


def _fold_anew(batch: Batch, records: set[bytes]) -> None:
    operations = forget(batch, records)
    ready = sort_out(batch, operations)
    flag(batch, ready)
    merging.merged(batch, [one for one in ready if one.kind == "learner.merged"])
    wider = merging.connected(batch.connection, records)
    if wider != records:
        batch.again |= wider
        return
    found = merging.settle(batch, ready)
    _run(batch, merging.under_survivors(batch, ready, found))
    merging.hide(batch, found)
    _after(batch, operations)


def _run(batch: Batch, ready: Sequence[Operation]) -> None:
    for kind, run in _by_kind(sorted(ready, key=lambda one: one.id)):
        HANDLERS[kind](batch, run)


def _after(batch: Batch, operations: Sequence[Operation]) -> None:
    if not BEARING_ON_TRUST.isdisjoint(one.kind for one in operations):
        recheck(batch)
    batch.again |= released(batch, operations)


def _by_kind(operations: Sequence[Operation]) -> Iterator[tuple[str, Sequence[Operation]]]:
    if len(operations) == 1:
        yield operations[0].kind, operations
        return
    runs: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        runs[operation.kind].append(operation)
    yield from sorted(runs.items(), key=lambda run: _RANK[run[0]])
