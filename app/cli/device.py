# SPDX-License-Identifier: Apache-2.0
"""``device``: the laptops of the centre."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import click

from app.cli.answer import Answer, lines, moment
from app.cli.parameters import id_of
from app.cli.session import Session
from app.records.queries import people
from app.translation import later, tr

if TYPE_CHECKING:
    from app.exchange.http import HttpPeer
    from app.services.admitting_through_registry import Asking
    from app.services.opening import OpenCentre

_CODE: Final = later(
    "The code for one new laptop, until {until}: {code}\nTell it to whoever sits there, with the address {url}, "
    "and not over the same network."
)
_ADMITTED: Final = later("{device} is admitted. Codes for the first sign-in there:")


@click.group()
def device() -> None:
    """The laptops of the centre."""


@device.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All laptops that hold these records."""
    centre = session.centre()
    rows = centre.work.read(people.devices, centre.laptop.device)
    document = [
        {
            "id": row.id.hex(),
            "name": row.name,
            "own": row.own,
            "revoked": row.revoked,
            "operations": row.operations,
            "last_seen": moment(row.last_seen),
        }
        for row in rows
    ]
    return Answer({"devices": document}, lines((row.id.hex(), row.name) for row in rows))


@device.command()
@click.argument("device_id")
@click.pass_obj
def revoke(session: Session, device_id: str) -> Answer:
    """Shut a laptop out of the centre, for ever."""
    from app.services.shutting_out import revoke_device

    revoke_device(session.centre(), id_of(device_id))
    return Answer({"revoked": device_id}, tr("The laptop is shut out. What it wrote stays."))


@device.command()
@click.pass_obj
def code(session: Session) -> Answer:
    """A one-time code with which one new laptop may ask to join through the registry."""
    from app.records.queries.registries import registries
    from app.services.admitting_through_registry import new_join_code

    with _registry(session) as (centre, peer):
        made = new_join_code(centre, peer)
        url = next(one.url for one in centre.work.read(registries) if one.sign_key == peer.server_key)
    until = moment(made.until)
    return Answer({"code": made.code, "url": url, "until": until}, tr(_CODE, code=made.code, url=url, until=until))


@device.command()
@click.pass_obj
def waiting(session: Session) -> Answer:
    """New laptops that ask at the registry with codes of this one."""
    from app.services.admitting_through_registry import waiting

    with _registry(session) as (centre, peer):
        found = waiting(centre, peer)
    document = [{"id": one.device.hex(), "name": one.name, "words": one.words} for one in found]
    return Answer({"waiting": document}, lines((one.name, one.words) for one in found) or tr("No laptop asks to join."))


@device.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def admit(session: Session, words: tuple[str, ...]) -> Answer:
    """Admit the laptop that asks at the registry and shows these two WORDS."""
    from app.services.admitting_through_registry import admit_through_registry

    with _registry(session) as (centre, peer):
        done = admit_through_registry(centre, peer, _asking(centre, peer, words))
    codes = [{"name": name, "code": code} for name, code in done.codes.items()]
    told = f"{tr(_ADMITTED, device=done.device_name)}\n{lines(done.codes.items())}"
    return Answer({"device": done.device_name, "words": done.words, "codes": codes}, told)


@device.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def refuse(session: Session, words: tuple[str, ...]) -> Answer:
    """Tell the laptop that asks at the registry and shows these two WORDS that it may not join."""
    from app.services.admitting_through_registry import refuse_through_registry

    with _registry(session) as (centre, peer):
        asking = _asking(centre, peer, words)
        refuse_through_registry(centre, peer, asking)
    return Answer({"refused": asking.device.hex()}, tr("{device} is told that it may not join.", device=asking.name))


@contextmanager
def _registry(session: Session) -> Iterator[tuple["OpenCentre", "HttpPeer"]]:
    """The open records, and the registry to ask. Raises RuleBroken "no-registry"."""
    from app.exchange.http import new_client
    from app.services.partners import registry_peers

    centre = session.centre()
    with closing(new_client()) as client:
        yield centre, registry_peers(centre, client)[0]


def _asking(centre: "OpenCentre", peer: "HttpPeer", words: tuple[str, ...]) -> "Asking":
    from app.services.admitting_through_registry import asking_with, waiting

    return asking_with(waiting(centre, peer), " ".join(words))
