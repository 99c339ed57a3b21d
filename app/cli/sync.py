# SPDX-License-Identifier: Apache-2.0
"""``sync``: records exchanged with the registry over a network."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from app.cli.answer import DONE, REFUSED, Answer, lines, moment
from app.cli.parameters import FILE, id_of
from app.cli.session import Session
from app.domain.refusals import BadInput
from app.translation import later, tr, trn

if TYPE_CHECKING:
    from app.exchange.troubles import Trouble
    from app.services.partners import Partner
    from app.services.syncing import Synced


_OTHER_WORDS: Final = later(
    "The file has other words than the registry told you. Nothing was changed. Ask the registry for its file again."
)


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
@click.argument("file", type=FILE)
@click.option("--words", default="", help="The two words that the registry told you. Without them they are only shown.")
@click.pass_obj
def join(session: Session, file: Path, words: str) -> Answer:
    """Share the centre's records, by stick too, with the registry whose FILE this is."""
    from app.services.joining_registry import join_registry, look_at_card

    seen = look_at_card(file)
    document: dict[str, Any] = {"registry": {"id": seen.card.id.hex(), "name": seen.card.name, "url": seen.card.url}}
    if not words.strip():
        text = later("{name} has the two words “{words}”. Ask it whether they are its own.")
        shown = tr(text, name=seen.card.name, words=seen.words)
        return Answer({**document, "words": seen.words, "joined": False}, shown)
    if words.split() != seen.words.split():
        raise BadInput("other-words", _OTHER_WORDS)
    document |= {"joined": True, "new": join_registry(session.work(), seen.card)}
    return Answer(document, tr("The centre shares its records with {name} from now on.", name=seen.card.name))


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
    words = lines(_standing(one) for one in found) or tr("The centre shares its records with no registry.")
    return Answer({"registries": document}, words)


def _standing(one: "Partner") -> tuple[str, str, str, str]:
    waits = trn("{n} record waits", "{n} records wait", one.waiting)
    met = tr("last reached {when}", when=moment(one.met_at)) if one.met_at else tr("not reached yet")
    return one.name, waits, met, one.url or tr("by stick only")


@sync.command()
@click.argument("claim")
@click.pass_obj
def answer(session: Session, claim: str) -> Answer:
    """Ask the registry for its answer to CLAIM, which was sent with the records."""
    from app.exchange.http import new_client
    from app.services.asking_registry import ask_for_answer
    from app.services.partners import registry_peers

    centre = session.centre()
    with closing(new_client()) as client:
        done = [ask_for_answer(centre, peer, id_of(claim)) for peer in registry_peers(centre, client)[:1]]
    accepted = [learner.hex() for one in done for learner in one.accepted]
    refused = [{"learner": row.learner.hex(), "name": row.name, "why": row.why} for one in done for row in one.refused]
    words = [trn("{n} learner is accepted.", "{n} learners are accepted.", len(accepted))]
    words += [lines((row["name"], row["why"]) for row in refused)] if refused else []
    return Answer({"accepted": accepted, "refused": refused}, "\n".join(words))


@sync.command()
@click.argument("count", type=click.IntRange(1, 10_000))
@click.option("--qualification", default="", help="Only for the qualification with this code.")
@click.pass_obj
def numbers(session: Session, count: int, qualification: str) -> Answer:
    """Lease COUNT numbers of documents from the registry for this laptop."""
    from app.exchange.http import new_client
    from app.services.asking_registry import lease_from
    from app.services.partners import registry_peers

    centre = session.centre()
    with closing(new_client()) as client:
        block = lease_from(centre, registry_peers(centre, client)[0], count, qualification)
    return Answer({"block": block.hex()}, trn("{n} number is leased.", "{n} numbers are leased.", count))


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
