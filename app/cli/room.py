# SPDX-License-Identifier: Apache-2.0
"""``room``: records exchanged with laptops in the same room, and a further laptop that joins there."""

import platform
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.session import Session
from app.domain.refusals import NotFound
from app.translation import later, tr

if TYPE_CHECKING:
    from app.services.room import Room

_LOOK_SECONDS: Final = 0.3
_ASK_SECONDS: Final = 2.0
_NOBODY: Final = later(
    "No laptop in this room shares its records. Nothing was exchanged. Let somebody share on the other laptop, "
    "or type the address that it shows."
)


@click.group()
def room() -> None:
    """Laptops in the same room, without a registry or a stick."""


@room.command()
@click.option("--minutes", type=click.FloatRange(0, 24 * 60), default=60.0, show_default=True, help="For how long.")
@click.option("--admit", "words", multiple=True, help="Let in the new laptop that shows these two words.")
@click.pass_obj
def share(session: Session, minutes: float, words: tuple[str, ...]) -> Answer:
    """Share the records with laptops in this room, until interrupted."""
    from app.services.room import open_room

    centre, turn = session.centre(), threading.RLock()
    codes: dict[str, dict[str, str]] = {}

    def in_turn(work: Callable[[], Any]) -> Any:
        with turn:
            return work()

    opened = open_room(centre, in_turn, lambda: None)
    try:
        click.echo(tr("Shared at {address}", address=", ".join(opened.addresses)), err=True)
        until, told = time.monotonic() + minutes * 60, set[bytes]()
        while time.monotonic() < until:
            codes |= in_turn(lambda: _let_in(opened, words, told))
            time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        opened.close()
    document = {"seen": list(opened.seen), "admitted": [{"device": name, "codes": its} for name, its in codes.items()]}
    said = [tr("Exchanged with: {names}", names=", ".join(opened.seen) or "-")]
    said += [f"{name}\n{lines(its.items())}" for name, its in codes.items()]
    return Answer(document, "\n".join(said))


@room.command()
@click.pass_obj
def find(session: Session) -> Answer:
    """Look for laptops that share their records in this room."""
    from app.services.room_visits import find_rooms

    found = find_rooms(session.machine())
    document = [{"name": one.name, "centre": one.centre_name, "address": one.address} for one in found]
    said = lines((one.address, one.name, one.centre_name) for one in found)
    return Answer({"rooms": document}, said or tr("No laptop in this room shares its records."))


@room.command()
@click.argument("address", default="")
@click.pass_obj
def exchange(session: Session, address: str) -> Answer:
    """Exchange records with the laptop at ADDRESS, or with all of this centre that are found."""
    from app.services.room_visits import exchange_in_room, find_rooms

    centre = session.centre()
    places = [address] if address else [
        one.address for one in find_rooms(centre.machine) if one.centre_name == centre.centre.name
    ]  # fmt: skip
    if not places:
        raise NotFound("no-room", _NOBODY)
    done = [exchange_in_room(centre, place) for place in places]
    troubles = [trouble for one in done for trouble in one.troubles]
    pushed, pulled = sum(one.pushed for one in done), sum(one.pulled for one in done)
    document = {
        "pushed": pushed, "pulled": pulled, "conflicts": max(one.conflicts for one in done),
        "troubles": [{"code": one.code, "message": str(one)} for one in troubles],
    }  # fmt: skip
    said = tr("Sent: {sent}. New here: {new}.", sent=pushed, new=pulled)
    return Answer(document, "\n".join((said, *map(str, troubles))), REFUSED if troubles else DONE)


@room.command()
@click.argument("address")
@click.option("--device", default="", help="What this laptop is called.")
@click.pass_obj
def join(session: Session, address: str, device: str) -> Answer:
    """On a new laptop: join the centre of the laptop at ADDRESS, once somebody there has let it in."""
    from app.services.joining import accept
    from app.services.room_visits import ask_room, fetch_answer

    machine = session.machine()
    asked = ask_room(session.folder, device or platform.node() or "laptop", address, machine)
    click.echo(
        tr("Let an administrator admit it there, where the same words must show: {words}", words=asked.words), err=True
    )
    with tempfile.TemporaryDirectory(prefix="guildmark-") as folder:
        answer = Path(folder) / "answer"
        while not fetch_answer(asked, answer):
            time.sleep(_ASK_SECONDS)
        joined = accept(session.folder, answer, machine)
    session.warn()
    document = {
        "centre": joined.centre, "people": list(joined.people), "recovery_code": joined.recovery_code,
        "words": asked.words,
    }  # fmt: skip
    told = tr(
        "This laptop now holds the records of {centre}. Its recovery code, shown only now: {code}\n"
        "These people may sign in:",
        centre=joined.centre,
        code=joined.recovery_code,
    )
    return Answer(document, "\n".join((told, *joined.people)))


def _let_in(opened: "Room", words: tuple[str, ...], told: set[bytes]) -> dict[str, dict[str, str]]:
    """Let in who shows these words; the others are told of once. Codes for the first sign-in there, by laptop."""
    wanted = {" ".join(one.split()) for one in words}
    codes = {}
    for one in opened.asking:
        if one.words in wanted:
            codes[one.name] = dict(opened.admit(one.device).codes)
        elif one.device not in told:
            told.add(one.device)
            said = tr(
                "{name} asks to join. Its screen shows “{words}”, or it is another one.", name=one.name, words=one.words
            )
            click.echo(said, err=True)
    return codes
