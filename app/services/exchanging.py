# SPDX-License-Identifier: Apache-2.0
"""Carrying records between the centre's laptops in a file: writing one, reading one, looking at one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from app.domain.refusals import RuleBroken
from app.domain.rights import Command
from app.exchange.bundle import (
    Bundle,
    BundleHeader,
    read_header,
    read_pieces,
    write_bundle_file,
)
from app.exchange.frames import Fault
from app.exchange.key_cover import ClassKeys, CoveredKey, Random, cover, cover_erased
from app.journal.operation import Operation
from app.journal.sealing import SubjectKey
from app.journal.signing import Head
from app.records import log
from app.records.journal_tables import ahead, head, subject_key
from app.records.journal_tables import operation as journal
from app.records.queries import people
from app.services.carried import note_read, note_written
from app.services.erased_list import erased_subjects
from app.services.laptop import begin_origin, last_place, read_class_keys
from app.services.opening import OpenCentre
from app.services.taking_in import Brought, take_in
from app.translation import later

__all__ = ["Brought", "BundleReport", "read_bundle", "show_bundle", "write_bundle"]

_OTHER_CENTRE: Final = later(
    "This file holds the records of another centre, {name}. Nothing was changed. "
    "Choose a file that a laptop of your own centre wrote."
)


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What was written: how many entries, how many bytes."""

    operations: int
    size: int


def write_bundle(centre: OpenCentre, path: Path, welcome: bytes = b"") -> BundleReport:
    """Write all that this laptop knows to one file for another laptop of the centre.

    ``welcome`` is sealed for a laptop that joins. Raises NotAllowed, StorageTrouble.
    """
    centre.work.allow(Command.EXPORT_BUNDLE)
    centre.sign()
    report = centre.work.read(_write, centre, path, welcome)
    note_written(centre.work)
    return report


def read_bundle(centre: OpenCentre, path: Path) -> Brought:
    """Take in what another laptop wrote. Reading the same file again does no harm.

    What is whole is used; the rest is told. Raises NotAllowed, RuleBroken "other-centre", BadInput, StorageTrouble.
    """
    work = centre.work
    work.allow(Command.READ_BUNDLE)
    header = read_header(path)
    if header.centre != work.centre:
        raise RuleBroken("other-centre", _OTHER_CENTRE, name=header.centre_name)
    received = take_in(work.records, read_pieces(path), centre.laptop)
    if work.read(last_place, work.records.place.origin) != work.records.place:
        # A copy of this laptop wrote on under the same name: nothing more may be written under it here.
        begin_origin(work.records, work.author, "copied")
    centre.look_again()
    note_read(centre.work)
    return received


def show_bundle(path: Path) -> dict[str, object]:
    """What anybody may see of a file: whose it is, who wrote it, when (ms since 1970), and whether it is whole.

    Raises BadInput.
    """
    header = read_header(path)
    faults = [piece for piece in read_pieces(path) if isinstance(piece, Fault)]
    return {
        "centre": header.centre.hex(),
        "centre_name": header.centre_name,
        "device": header.device.hex(),
        "device_name": header.device_name,
        "written_at": header.written_at,
        "operations": header.operations,
        "whole": not faults,
    }


def _write(connection: Connection, centre: OpenCentre, path: Path, welcome: bytes) -> BundleReport:
    """Write the file from one unchanging view of the records."""
    row, own = people.centre(connection), centre.laptop.device
    name = next((device.name for device in people.devices(connection, own) if device.own), "")
    count = connection.execute(select(func.count()).select_from(journal)).scalar_one()
    class_keys, random = read_class_keys(connection), centre.machine.random
    header = BundleHeader(row.id, row.name, centre.machine.wall(), own, name, count)
    operations = chain(_journal(connection), _waiting(connection))
    erased = cover_erased(erased_subjects(connection), class_keys, random)
    keys = _covered(connection, class_keys, random)
    size = write_bundle_file(path, Bundle(header, _heads(connection), keys, erased, operations, welcome))
    return BundleReport(count, size)


def _journal(connection: Connection) -> Iterator[bytes]:
    stretches: Iterator[list[Operation]] = log.everything(connection)
    return (one.raw for stretch in stretches for one in stretch)


def _waiting(connection: Connection) -> Iterator[bytes]:
    """What came here without its proof may find it on the other laptop."""
    return iter(connection.execute(select(ahead.c.raw).order_by(ahead.c.origin, ahead.c.seq)).scalars().all())


def _heads(connection: Connection) -> list[Head]:
    return [Head(row.origin, row.seq, row.hash, row.device, row.sig) for row in connection.execute(select(head))]


def _covered(connection: Connection, class_keys: ClassKeys, random: Random) -> Iterator[CoveredKey]:
    query = select(subject_key.c.id, subject_key.c.subject, subject_key.c["class"], subject_key.c.key)
    for row in connection.execute(query.order_by(subject_key.c.id)).all():
        yield cover(SubjectKey(*row), class_keys, random)
