# SPDX-License-Identifier: Apache-2.0
"""``bundle``: records carried from laptop to laptop on a stick."""

from pathlib import Path

import click

from app.cli.answer import DONE, REFUSED, Answer, moment
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.services import exchanging
from app.translation import tr


@click.group()
def bundle() -> None:
    """Records carried from laptop to laptop on a stick."""


@bundle.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def write(session: Session, file: Path) -> Answer:
    """Write all records of the centre to FILE, which only its laptops can read."""
    report = exchanging.write_bundle(session.centre(), file)
    document = {"file": str(file), "operations": report.operations}
    return Answer(document, tr("The records are written: {file}", file=file))


@bundle.command()
@click.argument("file", type=FILE)
@click.pass_obj
def read(session: Session, file: Path) -> Answer:
    """Take in the records in FILE; the same file again changes nothing."""
    received = exchanging.read_bundle(session.centre(), file)
    document = {
        "new": received.new,
        "duplicates": received.duplicates,
        "waiting": received.waiting,
        "refused": list(received.refused),
    }
    words = tr("New: {new}. Known before: {known}.", new=received.new, known=received.duplicates)
    status = REFUSED if received.refused and not received.new else DONE
    return Answer(document, "\n".join((words, *received.refused)), status)


@bundle.command()
@click.argument("file", type=FILE)
@click.pass_obj
def show(session: Session, file: Path) -> Answer:
    """Say what FILE is, without opening any records."""
    seen = exchanging.show_bundle(file)
    found = seen | {"written_at": moment(int(str(seen["written_at"])))}
    return Answer(found, "\n".join(f"{name}: {value}" for name, value in found.items()))
