# SPDX-License-Identifier: Apache-2.0
"""All that a stream holds up to a position, as one file: a laptop that knows nothing begins with it, then asks on."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from app.domain.learners import IDENTITY
from app.exchange.bundle import Bundle, write_bundle_file
from app.exchange.bundle_header import BundleHeader
from app.exchange.class_keys import read_class_keys
from app.exchange.key_cover import ClassKeys, CoveredKey, cover, cover_erased
from app.exchange.snapshot_card import SnapshotCard
from app.journal.sealing import SubjectKey
from app.journal.signing import Head
from app.records import log, positions
from app.records.journal_tables import covered_key, erased, head, subject_key
from app.records.journal_tables import operation as journal
from app.records.positions import Standing
from app.records.tables import centre as centre_table
from app.registry.registry import Registry
from app.store.troubles import storage_errors

_OLD_AFTER: Final = 2_000
"""So many positions behind, and a tenth of all, a new file is written."""
_SUFFIX: Final = ".bundle"
_NEW: Final = ".new"
"""Not whole yet: several servers may write one at once."""
_turn: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The file, and what the registry says of it."""

    path: Path
    card: SnapshotCard


def snapshot(registry: Registry, centre: bytes) -> Snapshot:
    """The newest file, or a new one where that is too old, or somebody was erased since. Raises NoSuchCentre."""
    with _turn:
        standing, gone = registry.stores.read(centre, _now)
        found = _newest(registry, centre, standing, gone)
        while found is None:
            found = registry.stores.read(centre, lambda connection: _write(registry, connection, centre))
            if registry.stores.read(centre, _now)[1] > found.card.position:  # somebody was erased while it was written
                found.path.unlink(missing_ok=True)
                found = None
        return found


def forget_snapshots(registry: Registry, centre: bytes) -> None:
    """Delete the files, as when somebody in them was erased."""
    with storage_errors():
        for path in _folder(registry, centre).glob(f"*{_SUFFIX}*"):
            path.unlink(missing_ok=True)


def _folder(registry: Registry, centre: bytes) -> Path:
    return registry.folder / "snapshots" / centre.hex()


def _now(connection: Connection) -> tuple[Standing, int]:
    standing = positions.standing(connection)
    assert standing is not None
    last = connection.execute(select(func.max(erased.c.pos))).scalar()
    return standing, last or 0


def _newest(registry: Registry, centre: bytes, standing: Standing, gone: int) -> Snapshot | None:
    best: Snapshot | None = None
    with storage_errors():
        for path in _folder(registry, centre).glob(f"*{_SUFFIX}"):
            epoch, position, mark, total = path.name.removesuffix(_SUFFIX).split("-")
            named = bytes.fromhex(epoch), int(position), bytes.fromhex(mark)
            card = SnapshotCard(*named, path.stat().st_size, bytes.fromhex(total))
            behind = standing.top - card.position
            if card.epoch != standing.epoch or card.position < gone or behind > max(_OLD_AFTER, standing.top // 10):
                path.unlink(missing_ok=True)
            elif best is None or best.card.position < card.position:
                best = Snapshot(path, card)
    return best


def _write(registry: Registry, connection: Connection, centre: bytes) -> Snapshot:
    """Write the file from one unchanging view of the records."""
    standing, _ = _now(connection)
    folder = _folder(registry, centre)
    with storage_errors():
        folder.mkdir(0o700, parents=True, exist_ok=True)
    new = folder / f"{registry.random(8).hex()}{_NEW}"
    write_bundle_file(new, _bundle(registry, connection, centre), registry.random)
    with storage_errors():
        with new.open("rb") as file:
            total = hashlib.file_digest(file, "sha256").digest()
        card = SnapshotCard(standing.epoch, standing.top, standing.mark, new.stat().st_size, total)
        parts = (card.epoch.hex(), str(card.position), card.mark.hex(), total.hex())
        path = new.rename(folder / f"{'-'.join(parts)}{_SUFFIX}")
    return Snapshot(path, card)


def _bundle(registry: Registry, connection: Connection, centre: bytes) -> Bundle:
    name = connection.execute(select(centre_table.c.name)).scalar() or ""
    count = connection.execute(select(func.count()).select_from(journal)).scalar_one()
    keys, random = read_class_keys(connection), registry.random
    header = BundleHeader(centre, name, registry.wall(), registry.identity.id, registry.identity.name, count)
    subjects = connection.execute(select(erased.c.subject).order_by(erased.c.subject)).scalars().all()
    can_cover = any(key_class == IDENTITY for key_class, _ in keys)
    gone = cover_erased(subjects, keys, random) if can_cover else b""
    heads = [Head(*row) for row in connection.execute(select(*(head.c[one] for one in _HEAD)))]
    operations = (one.raw for stretch in log.everything(connection) for one in stretch)
    return Bundle(header, heads, _keys(connection, keys, registry), gone, operations, in_lines=True)


_HEAD: Final = ("origin", "seq", "hash", "device", "sig")


def _keys(connection: Connection, keys: ClassKeys, registry: Registry) -> Iterator[CoveredKey]:
    closed = select(*(covered_key.c[name] for name in ("id", "subject", "class", "epoch", "boxed")))
    yield from (CoveredKey(*row) for row in connection.execute(closed.order_by(covered_key.c.id)).all())
    opened = select(*(subject_key.c[name] for name in ("id", "subject", "class", "key")))
    for row in connection.execute(opened.order_by(subject_key.c.id)).all():
        yield cover(SubjectKey(*row), keys, registry.random)
