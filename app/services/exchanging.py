# SPDX-License-Identifier: Apache-2.0
"""Carrying records between the centre's laptops in a file: writing one, reading one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, select

from app.domain.refusals import RuleBroken
from app.domain.rights import Command
from app.exchange.bundle import Bundle, read_header, read_pieces, write_bundle_file
from app.exchange.bundle_header import BundleHeader
from app.exchange.carried_files import Load, short_ids
from app.exchange.key_cover import ClassKeys, CoveredKey, Random, cover, cover_erased
from app.exchange.said import Believed
from app.journal.operation import OpId
from app.journal.sealing import SubjectKey
from app.journal.signing import Head
from app.records import log
from app.records.frontier import beneath, frontier, lacking
from app.records.journal_tables import ahead, covered_key, head, subject_key
from app.records.journal_tables import operation as journal
from app.records.queries import people
from app.services.after_arrival import after_arrival
from app.services.carried import note_read, note_written
from app.services.erased_list import erased_subjects
from app.services.holdings import held_by, kept_holdings, own_holding, stamped
from app.services.kept_files import held_files, load_of
from app.services.laptop import begin_origin, last_place, read_class_keys
from app.services.meeting import told_nobody
from app.services.opening import OpenCentre
from app.services.progress import OnProgress
from app.services.receivers import Receiver
from app.services.syncing import AT_ONCE, Manner
from app.services.taking_in import Beside, Brought, take_in
from app.services.trusting import files_in
from app.services.vault import vault_of
from app.translation import later

__all__ = ["Brought", "BundleReport", "BundleWish", "read_bundle", "write_bundle"]

_OPERATION_BYTES: Final = 200
"""What an entry takes in a file, about: to ask for room before hours are spent on writing."""
_TOLD_EVERY: Final = 200
_OTHER_CENTRE: Final = later(
    "This file holds the records of another centre, {name}. Nothing was changed. "
    "Choose a file that a laptop of your own centre wrote."
)


@dataclass(frozen=True, slots=True)
class BundleWish:
    """How a file is to be written: sealed for one laptop, with what that one lacks; with photos and other files or not;
    ``welcome`` is sealed for a laptop that joins."""

    receiver: Receiver | None = None
    files: bool = True
    welcome: bytes = b""


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What was written: how many entries, how many files, how many bytes; how far each stretch of entries goes."""

    operations: int
    size: int
    files: int
    places: Mapping[bytes, int]


_ALL: Final = BundleWish()


def write_bundle(
    centre: OpenCentre, path: Path, wish: BundleWish = _ALL, told: OnProgress = told_nobody
) -> BundleReport:
    """Write to one file all that this laptop knows, or what the receiver lacks. ``told`` hears how many entries are
    written, and may raise to end it: nothing is left of the file then. Raises NotAllowed, StorageTrouble."""
    work = centre.work
    work.allow(Command.EXPORT_BUNDLE)
    at = stamped(work.records, centre.laptop)
    report = work.read(_write, centre, path, (wish, told), at)
    note_written(work, report.places)
    return report


def read_bundle(centre: OpenCentre, path: Path, manner: Manner = AT_ONCE) -> Brought:
    """Take in what another laptop wrote. Reading the same file again does no harm, nor does ending it in the middle.

    What is whole is used; the rest is told. Raises NotAllowed, RuleBroken "other-centre", BadInput, StorageTrouble.
    """
    work = centre.work
    work.allow(Command.READ_BUNDLE)
    header = read_header(path)
    if header.centre != work.centre:
        raise RuleBroken("other-centre", _OTHER_CENTRE, name=header.centre_name)
    beside = Beside(centre.folder, vault_of(centre), work.today())
    pieces = read_pieces(path, centre.laptop.keys.box)
    received = take_in(work.records, pieces, centre.laptop, beside, manner, header.operations)
    manner.turn(lambda: _after_reading(centre))
    return received


def _after_reading(centre: OpenCentre) -> None:
    records = centre.work.records
    if records.read(last_place, records.place.origin) != records.place:
        # A copy of this laptop wrote on under the same name: nothing more may be written under it here.
        begin_origin(records, centre.work.author, "copied")
    after_arrival(centre)
    note_read(centre.work)


def _write(
    connection: Connection, centre: OpenCentre, path: Path, wished: tuple[BundleWish, OnProgress], at: int
) -> BundleReport:
    """Write the file from one unchanging view of the records."""
    wish, told = wished
    laptop, random = centre.laptop, centre.machine.random
    class_keys, vault = read_class_keys(connection), vault_of(centre)
    held, known = held_by(connection, wish.receiver.id) if wish.receiver else ({}, frozenset())
    here = held_files(connection, vault)
    load = _load(centre, here if wish.files else {}, known, class_keys)
    count = _count(connection, held)
    said = own_holding(connection, centre.work.centre, laptop, at, here)
    bundle = Bundle(
        _header(connection, centre, wish, (count, load)),
        _heads(connection),
        _covered(connection, class_keys, random),
        cover_erased(erased_subjects(connection), class_keys, random),
        chain(_counted(_journal(connection, held), count, told), _waiting(connection)),
        wish.welcome,
        (said, *kept_holdings(connection).values()),
        _believed(centre),
        load.pieces(),
        wish.receiver.box_key if wish.receiver else b"",
    )
    sign = Ed25519PrivateKey.from_private_bytes(laptop.keys.sign).sign
    size = write_bundle_file(path, bundle, random, sign, load.size + count * _OPERATION_BYTES)
    return BundleReport(count, size, len(load.files), beneath(connection, frontier(connection)))


def _header(connection: Connection, centre: OpenCentre, wish: BundleWish, inside: tuple[int, Load]) -> BundleHeader:
    row, own = people.centre(connection), centre.laptop.device
    name = next((device.name for device in people.devices(connection, own) if device.own), "")
    count, load = inside
    whom = (wish.receiver.id, wish.receiver.name) if wish.receiver else (b"", "")
    return BundleHeader(
        row.id, row.name, centre.machine.wall(), own, name, count, *whom,
        files=len(load.files), file_bytes=sum(size for _, _, size in load.files),
    )  # fmt: skip


def _load(centre: OpenCentre, files: Mapping[str, str], known: frozenset[bytes], class_keys: ClassKeys) -> Load:
    """The files that go along: all that are here, but those that the receiver said it holds."""
    held = {name for short, name in short_ids(files, class_keys).items() if short in known}
    return load_of(vault_of(centre), {name: of for name, of in files.items() if name not in held}, class_keys)


def _believed(centre: OpenCentre) -> list[Believed]:
    """Lists of trust that people added; the centre's own is made of its records on every laptop."""
    centre_id, laptop = centre.work.centre, centre.laptop
    return [
        Believed(centre_id, laptop.device, data).signed(laptop.keys.sign) for data in files_in(centre.folder, own=False)
    ]


def _count(connection: Connection, held: Mapping[bytes, int]) -> int:
    """How many entries of the journal are not among those held elsewhere."""
    count = connection.execute(select(func.count()).select_from(journal)).scalar_one()
    for origin, seq in held.items():
        there = select(func.count()).select_from(journal).where(journal.c.origin == origin, journal.c.seq <= seq)
        count -= connection.execute(there).scalar_one()
    return count


def _journal(connection: Connection, held: Mapping[bytes, int]) -> Iterator[bytes]:
    for stretch in log.everything(connection):
        yield from (one.raw for one in stretch if lacking(held, OpId(one.origin, one.seq)))


def _counted(raws: Iterator[bytes], of: int, told: OnProgress) -> Iterator[bytes]:
    """The same, while somebody is told how many of them have gone by."""
    for n, raw in enumerate(raws):
        if not n % _TOLD_EVERY:
            told(n, of)
        yield raw


def _waiting(connection: Connection) -> Iterator[bytes]:
    """What came here without its proof may find it on the other laptop."""
    return iter(connection.execute(select(ahead.c.raw).order_by(ahead.c.origin, ahead.c.seq)).scalars().all())


def _heads(connection: Connection) -> list[Head]:
    return [Head(row.origin, row.seq, row.hash, row.device, row.sig) for row in connection.execute(select(head))]


def _covered(connection: Connection, class_keys: ClassKeys, random: Random) -> Iterator[CoveredKey]:
    query = select(subject_key.c.id, subject_key.c.subject, subject_key.c["class"], subject_key.c.key)
    for row in connection.execute(query.order_by(subject_key.c.id)).all():
        yield cover(SubjectKey(*row), class_keys, random)
    yield from _closed_keys(connection)


def _closed_keys(connection: Connection) -> list[CoveredKey]:
    """Keys that could not be opened here: they are passed on as they came."""
    closed = covered_key.c
    query = select(closed.id, closed.subject, closed["class"], closed.epoch, closed.boxed).order_by(closed.id)
    return [CoveredKey(*row) for row in connection.execute(query)]
