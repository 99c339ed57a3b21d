# SPDX-License-Identifier: Apache-2.0
"""A batch of a laptop is taken in: one transaction for the records of its centre, then what staff must know of it."""

from dataclasses import replace
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from app.domain.learners import PRIVATE
from app.exchange.answering import answer_push, open_with, stand
from app.exchange.class_keys import for_registries, keys_for, read_class_keys, write_class_keys
from app.exchange.protocol import RECEIPT, PushAnswer
from app.exchange.signatures import receipt_part, sign_answer
from app.exchange.wire import Parcel, batch_hash
from app.journal.operation import MalformedOperation, Operation, OpId, read
from app.records.fold.batch import Batch
from app.records.journal_tables import class_key, covered_key
from app.registry import sightings
from app.registry.devices import require_not_revoked
from app.registry.judging import doubts_about
from app.registry.registry import Registry
from app.registry.sightings import open_doubts
from app.registry.snapshots import forget_snapshots
from app.registry.where_issued import note_numbers

_ERASING: Final = b'"subject.erased"'
_ISSUING: Final = b'"certificate.issued"'
_BRINGING_KEYS: Final = (b'"registry.joined"', b'"device.revoked"')


def take(registry: Registry, centre: bytes, device: bytes, parcel: Parcel) -> PushAnswer:
    """Take the batch in, and give the registry's signed word that it holds it. Raises NotAdmitted, NoSuchCentre."""

    doubtful = registry.stores.read_book(partial(open_doubts, centre=centre))
    issued = _awards(parcel)
    note_numbers(registry, centre, issued.values())

    def deed(connection: Connection) -> tuple[PushAnswer, dict[OpId, str]]:
        require_not_revoked(connection, device)
        answer = _taken(registry, connection, centre, parcel)
        return answer, doubts_about(connection, doubtful | issued.keys())

    answer, judged = registry.stores.write(centre, deed)
    if parcel.erased or any(_ERASING in raw for raw in parcel.operations):
        forget_snapshots(registry, centre)
    clones = ((OpId(origin, 0), "") for origin in answer.cloned)
    sightings.note(registry, centre, sightings.CLONE, clones)
    sightings.note(registry, centre, sightings.DOUBT, ((place, why) for place, why in judged.items() if why))
    for place in doubtful:
        if not judged.get(place, "gone"):
            sightings.settle(registry, centre, sightings.DOUBT, place)
    word = receipt_part(batch_hash(parcel), answer.standing.top)
    return replace(answer, receipt=sign_answer(RECEIPT, word, registry.identity.sign))


def _awards(parcel: Parcel) -> dict[OpId, str]:
    """The entries of a batch that issue a document, with its number."""
    raws = (raw for raw in parcel.operations if _ISSUING in raw)
    found = (one for one in map(_read, raws) if one is not None and one.kind == "certificate.issued")
    return {OpId(one.origin, one.seq): str(one.body.get("number", "")) for one in found}


def _read(raw: bytes) -> Operation | None:
    try:
        return read(raw)
    except MalformedOperation:
        return None


def _taken(registry: Registry, connection: Connection, centre: bytes, parcel: Parcel) -> PushAnswer:
    batch = Batch(connection, centre)
    answer = answer_push(batch, parcel, registry.clock(), read_class_keys(connection))
    brings = any(mark in raw for raw in parcel.operations for mark in _BRINGING_KEYS)
    if not (brings or _something_is_closed(connection)):
        return answer
    keys = keys_for(connection, registry.identity.id, registry.identity.box)
    write_class_keys(connection, for_registries(keys))
    if not open_with(batch, read_class_keys(connection)):
        return answer
    return replace(answer, standing=stand(connection), placed=None)


def _something_is_closed(connection: Connection) -> bool:
    """Whether a key lies here closed that the registry is meant to read."""
    closed = select(covered_key.c.id).where(covered_key.c["class"] != PRIVATE).limit(1)
    known = select(class_key.c.epoch).limit(1)
    return connection.execute(closed).first() is not None or connection.execute(known).first() is None
