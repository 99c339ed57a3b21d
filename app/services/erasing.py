# SPDX-License-Identifier: Apache-2.0
"""Erasing a learner: their keys are destroyed, so that nobody can read again what was written about them."""

from collections.abc import Sequence

from app.domain.refusals import RuleBroken
from app.domain.rights import Command
from app.records.queries import certificates, learners, people
from app.records.queries.merging import MERGE, everybody, merges_of
from app.records.unit_of_work import Fact
from app.services.erased_list import note_erasures
from app.services.opening import OpenCentre
from app.store.records_file import checkpoint
from app.translation import later, tr


def erase_learner(centre: OpenCentre, learner: bytes) -> tuple[str, ...]:
    """Erase a learner for ever, with the records that were merged into theirs; what issued documents say stays, as
    the law demands.

    Returns sentences about the copies that this cannot reach. Raises NotAllowed, NotFound, RuleBroken "erased" or
    "merged".
    """
    work = centre.work
    work.allow(Command.ERASE_LEARNER)
    with work.act() as act:
        if not learners.details(act.connection, learner).full_name:
            raise RuleBroken("erased", later("This learner is erased already. Nothing was changed."))
        both = everybody(act.connection, learner)
        rests = merges_of(act.connection, both[1:])
        act.write_all([Fact("subject.erased", one, base={MERGE: rests} if rests else {}) for one in both])
    checkpoint(centre.database.writer, emptying=True)
    note_erasures(work.records, centre.machine.state)
    return _unreached(centre, both)


def _unreached(centre: OpenCentre, erased: Sequence[bytes]) -> tuple[str, ...]:
    sentence = later(
        "Backups and sticks written before now still hold the data. Put back on this laptop, they are erased again."
    )
    told = [tr(sentence)]
    devices = centre.work.read(people.devices, centre.laptop.device)
    others = ", ".join(row.name for row in devices if not row.own and not row.revoked)
    if others:
        told.append(tr("These laptops erase the learner when they next read a stick from here: {names}.", names=others))
    if any(row.learner in erased for row in centre.work.read(certificates.register)):
        told.append(tr("Certificates that were issued stay in the register, as the law demands."))
    return tuple(told)
