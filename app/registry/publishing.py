# SPDX-License-Identifier: Apache-2.0
"""What the registry publishes for all centres: standards, lists of trust.

It writes them on a stream of its own, under a name of its own, and vouches for them as a laptop does for its entries.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from app.credentials.roots import is_root_list, read_root_list
from app.credentials.trust import read_trust_list
from app.journal.chain import Belonging, Place, compose
from app.journal.clock import HybridClock
from app.journal.kinds import KINDS
from app.journal.operation import ID_BYTES, NOBODY, Draft, Operation
from app.journal.signing import sign_head
from app.records import log, positions, rows
from app.records.fold.batch import Batch
from app.records.fold.folding import fold_own
from app.records.journal_tables import head, local
from app.records.journal_tables import operation as journal
from app.records.standards_facts import facts_of
from app.records.tables import published_list
from app.records.unit_of_work import Fact
from app.registry.registry import Registry
from app.spreadsheets.standards_reading import read_standards
from app.store.troubles import storage_errors

_ORIGIN: Final = "origin"
_PART: Final = 16_000
"""Characters of a list in one entry: at most 64 KiB, whatever they are."""
_HEAD: Final = ("origin", "seq", "hash", "device", "sig")


def publish_standards(registry: Registry, paths: Sequence[Path], mappings: Path) -> int:
    """Publish the standards in these files, all or nothing; returns how many units and qualifications are new.

    Raises BadInput, StorageTrouble.
    """
    packs = [read_standards(path, mappings) for path in paths]
    return _publish(registry, lambda connection: [fact for pack in packs for fact in facts_of(connection, pack)])


def publish_list(registry: Registry, path: Path) -> bool:
    """Publish a list of trust, of a centre or of a root, with the documents that do not count any more; returns whether
    it is new. Raises BadInput, StorageTrouble."""
    with storage_errors():
        content = path.read_bytes()
    return bool(_publish(registry, lambda connection: _list_facts(connection, content)))


def begin_origin(connection: Connection, origin: bytes) -> None:
    """Publish under another name from now on, as after the registry was put back from a backup."""
    connection.execute(local.delete().where(local.c.name == _ORIGIN))
    rows.insert(connection, local, [(_ORIGIN, origin)], ("name", "value"))


def _publish(registry: Registry, wanted: Callable[[Connection], list[Fact]]) -> int:
    def deed(connection: Connection) -> int:
        new = wanted(connection)
        if new:
            _write(registry, connection, new)
        return len(new)

    return registry.stores.write(registry.identity.reference, deed)


def _write(registry: Registry, connection: Connection, facts: Sequence[Fact]) -> None:
    stream = registry.identity.reference
    place = _place(connection, registry)
    last = connection.execute(select(func.max(journal.c.at))).scalar() or 0
    clock, command = HybridClock(registry.wall, last), Belonging(stream, registry.random(ID_BYTES), NOBODY)
    written: list[Operation] = []
    for fact in facts:
        draft = Draft(fact.kind, fact.about, fact.body)
        one = compose(draft, place, command, ver=KINDS[fact.kind].ver, at=clock.tick())
        place = Place(one.origin, one.seq, one.hash)
        written.append(one)
    log.append(connection, stream, written)
    fold_own(Batch(connection, stream), written)
    signed = sign_head(place, registry.identity.id, registry.identity.sign)
    rows.insert(connection, head, [(signed.origin, signed.seq, signed.hash, signed.device, signed.sig)], _HEAD)
    positions.allot(connection)


def _place(connection: Connection, registry: Registry) -> Place:
    """Where the registry's own entries end."""
    origin = connection.execute(select(local.c.value).where(local.c.name == _ORIGIN)).scalar()
    if origin is None:
        origin = registry.random(ID_BYTES)
        begin_origin(connection, origin)
    query = select(journal.c.seq, journal.c.hash).where(journal.c.origin == origin).order_by(journal.c.seq.desc())
    row = connection.execute(query.limit(1)).first()
    return Place(origin) if row is None else Place(origin, row.seq, row.hash)


def _list_facts(connection: Connection, content: bytes) -> list[Fact]:
    about = hashlib.sha256(content).digest()[:ID_BYTES]
    if connection.execute(select(published_list.c.part).where(published_list.c.id == about).limit(1)).first():
        return []
    root = is_root_list(content)
    name = read_root_list(content).name if root else read_trust_list(content).issuer_name
    text = content.decode()
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
    said = {"list": "root" if root else "centre", "name": name, "parts": len(parts)}
    return [
        Fact("trust.published", about, {**said, "part": number, "content": part}) for number, part in enumerate(parts)
    ]
