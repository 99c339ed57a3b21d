# SPDX-License-Identifier: Apache-2.0
"""``undo``: taking back what was done."""

import click

from app.cli.answer import Answer
from app.cli.parameters import id_of
from app.cli.session import Session
from app.services import undo as service
from app.translation import tr


@click.command()
@click.argument("act", default="")
@click.pass_obj
def undo(session: Session, act: str) -> Answer:
    """Take back what ACT names, or one's own last work."""
    done = service.undo(session.work(), id_of(act) if act else None)
    return Answer({"act": done.act.hex(), "words": done.words}, tr("Taken back: {words}", words=done.words))
