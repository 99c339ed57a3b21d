# SPDX-License-Identifier: Apache-2.0
"""``sync``: records exchanged with the registry over a network."""

from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from app.cli.answer import DONE, REFUSED, Answer, lines, moment
from app.cli.session import Session
from app.translation import tr, trn

if TYPE_CHECKING:
    from app.exchange.troubles import Trouble
    from app.services.syncing import Synced


@click.group()
def sync() -> None:
    """Records exchanged with the registry over a network."""


@sync.command()
@click.argument("url")
@click.argument("code")
@click.pass_obj
def enrol(session: Session, url: str, code: str) -> Answer:
    """Share the centre's records with the registry at URL, which gave out the one-time CODE."""
    from app.exchange.http import new_client
    from app.services.enrolling import enrol

    with closing(new_client()) as client:
        done = enrol(session.centre(), client, url, code)
    document = {"registry": {"id": done.id.hex(), "name": done.name, "url": done.url}, "new": done.new}
    return Answer(document, tr("The centre shares its records with {name} from now on.", name=done.name))


@sync.command()
@click.option("--compare", is_flag=True, help="Compare byte by byte what both hold, and mend it.")
@click.pass_obj
def run(session: Session, compare: bool) -> Answer:
    """Exchange records with the registry now."""
    from app.exchange.http import new_client
    from app.services import partners

    centre = session.centre()
    with closing(new_client()) as client:
        done = partners.exchange(centre, client)
        document = _document(done.values())
        if compare and not document["troubles"]:
            mended = partners.compare(centre, client).values()
            document["compared"] = sum(one.compared for one in mended)
            document["mended"] = sum(one.differed for one in mended)
    troubles = [str(trouble) for one in done.values() for trouble in one.troubles]
    words = tr("Sent: {sent}. New here: {new}.", sent=document["pushed"], new=document["pulled"])
    conflicts = document["conflicts"]
    asked = [trn("{n} question waits.", "{n} questions wait.", conflicts)] if conflicts else []
    return Answer(document, "\n".join((words, *asked, *document["rejected"], *troubles)), REFUSED if troubles else DONE)


@sync.command()
@click.pass_obj
def status(session: Session) -> Answer:
    """Say how far the registry has what is here."""
    from app.services.partners import partners

    found = session.centre().work.read(partners)
    document = [
        {"id": one.id.hex(), "name": one.name, "url": one.url, "last": moment(one.met_at), "waiting": one.waiting}
        for one in found
    ]
    return Answer({"registries": document}, lines((one.name, one.waiting, one.url) for one in found))


def _document(done: Iterable["Synced"]) -> dict[str, Any]:
    found = list(done)
    return {
        "pushed": sum(one.pushed for one in found),
        "pulled": sum(one.pulled for one in found),
        "duplicates": sum(one.duplicates for one in found),
        "conflicts": max(one.conflicts for one in found),
        "rejected": [sentence for one in found for sentence in one.rejected],
        "troubles": [_trouble(trouble) for one in found for trouble in one.troubles],
    }


def _trouble(trouble: "Trouble") -> dict[str, str]:
    return {"code": trouble.code, "message": str(trouble)}
