# SPDX-License-Identifier: Apache-2.0
"""Care of the records: ``backup``, ``restore`` and ``check``."""

from pathlib import Path

import click

from app.cli.answer import DONE, REFUSED, Answer
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.domain.refusals import StorageTrouble
from app.services import upkeep
from app.translation import tr


@click.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def backup(session: Session, file: Path) -> Answer:
    """Write a complete copy of the records to FILE, checked, and locked as they are."""
    upkeep.backup(session.centre(), file)
    return Answer({"file": str(file)}, tr("The backup is written and checked: {file}", file=file))


@click.command()
@click.argument("file", type=FILE)
@click.pass_obj
def restore(session: Session, file: Path) -> Answer:
    """Bring the backup in FILE back, into the new folder that --data names."""
    folder = session.folder
    upkeep.restore(file, folder)
    session.warn()
    return Answer({"data": str(folder.path)}, tr("The records are restored into {folder}.", folder=folder.path))


@click.command()
@click.pass_obj
def check(session: Session) -> Answer:
    """Check the file, its search and its tables."""
    try:
        faults = upkeep.check(session.centre())
    except StorageTrouble as trouble:
        faults = upkeep.damage(trouble)
    session.warn()
    words = "\n".join(faults) or tr("Everything is as it should be.")
    return Answer({"ok": not faults, "faults": list(faults)}, words, REFUSED if faults else DONE)
