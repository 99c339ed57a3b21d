# SPDX-License-Identifier: Apache-2.0
"""``bundle``: records carried from laptop to laptop on a stick."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.answer import DONE, REFUSED, Answer, moment
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import PASSPHRASE, Session
from app.translation import tr, trn

if TYPE_CHECKING:
    from app.services.looking_in import Seen


@click.group()
def bundle() -> None:
    """Records carried from laptop to laptop on a stick."""


@bundle.command()
@click.argument("file", type=NEW_FILE)
@click.option("--to", "device", default="", help="Only what this laptop lacks; only it can open the file.")
@click.option("--no-files", is_flag=True, help="Without photos, films, pictures and issued pages.")
@click.pass_obj
def write(session: Session, file: Path, device: str, no_files: bool) -> Answer:
    """Write all records of the centre to FILE, which only its laptops can read."""
    from app.services.exchanging import BundleWish, write_bundle
    from app.services.receivers import receiver

    centre = session.centre()
    whom = receiver(centre, device) if device else None
    report = write_bundle(centre, file, BundleWish(whom, not no_files))
    document = {"file": str(file), "operations": report.operations, "files": report.files, "size": report.size}
    return Answer(document, tr("The records are written: {file}", file=file))


@bundle.command()
@click.argument("file", type=FILE)
@click.pass_obj
def read(session: Session, file: Path) -> Answer:
    """Take in the records in FILE; the same file again changes nothing."""
    from app.services.exchanging import read_bundle
    from app.services.kept_files import missing_words

    received = read_bundle(session.centre(), file)
    document = {
        "new": received.new,
        "duplicates": received.duplicates,
        "waiting": received.waiting,
        "refused": list(received.refused),
        "files": received.files,
        "missing_files": received.missing,
        "remarks": list(received.remarks),
    }
    words = [tr("New: {new}. Known before: {known}.", new=received.new, known=received.duplicates)]
    if received.missing:
        words.append(missing_words(received.missing))
    status = REFUSED if received.refused and not received.new else DONE
    return Answer(document, "\n".join((*words, *received.refused, *received.remarks)), status)


@bundle.command()
@click.argument("file", type=FILE)
@click.pass_obj
def show(session: Session, file: Path) -> Answer:
    """Say what is in FILE, without taking in anything. One that is for this laptop alone is opened with your
    passphrase."""
    from app.services.looking_in import look_into

    seen = look_into(file)
    if seen.closed and session.variable(PASSPHRASE):
        seen = look_into(file, session.centre().laptop.keys.box)
    header = seen.header
    document = {
        "centre": header.centre.hex(),
        "centre_name": header.centre_name,
        "device": header.device.hex(),
        "device_name": header.device_name,
        "receiver": header.receiver.hex(),
        "receiver_name": header.receiver_name,
        "written_at": moment(header.written_at),
        "operations": header.operations,
        "kinds": seen.kinds,
        "files": header.files,
        "file_bytes": header.file_bytes,
        "size": seen.size,
        "readable": not seen.closed,
        "whole": seen.whole,
    }
    return Answer(document, "\n".join(_told(seen)))


def _told(seen: "Seen") -> Iterator[str]:
    from app.records.queries.history import KIND_WORDS

    header = seen.header
    yield tr("Centre: {name}", name=header.centre_name)
    yield tr("Written by {name}, {when}", name=header.device_name, when=moment(header.written_at))
    yield tr("For {name} alone", name=header.receiver_name) if header.receiver else tr("For all laptops of the centre")
    yield trn("{n} entry", "{n} entries", header.operations)
    if seen.closed:
        yield tr("Only that laptop can see more.")
    for kind, count in sorted(seen.kinds.items(), key=lambda one: -one[1]):
        words = tr(KIND_WORDS[kind]) if kind in KIND_WORDS else tr("of a newer program")
        yield f"  {words}: {count}"
    yield trn("{n} file", "{n} files", header.files)
    yield tr("Whole") if seen.whole else tr("Damaged or cut short: what is whole can be read.")
