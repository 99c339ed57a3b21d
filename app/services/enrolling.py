# SPDX-License-Identifier: Apache-2.0
"""The centre enrols at a registry with the one-time code that it was given, over the network.

The registry shows that it knows the code before it is told anything but who asks: the centre's keys follow only then.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.domain.refusals import RuleBroken
from app.domain.rights import Command
from app.exchange.class_keys import for_registries, read_class_keys, sealed_for
from app.exchange.enrolment import Card, Enrolment, enrolment_bytes, read_answer
from app.exchange.http_entrance import ask_to_enrol, card_at
from app.exchange.troubles import WrongPeer
from app.journal.signing import public_key
from app.records import log
from app.records.queries.people import devices
from app.services.joining_registry import join_registry
from app.services.opening import OpenCentre
from app.store.codes import read_code
from app.store.keys import public_half
from app.translation import later

if TYPE_CHECKING:
    import httpx

_NOT_FOUNDED: Final = later("This centre has no records yet. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The registry with which the centre shares its records from now on; ``new`` where it did not before."""

    name: str
    url: str
    id: bytes
    new: bool


def enrol(centre: OpenCentre, client: "httpx.Client", url: str, code: str) -> Enrolled:
    """Share the centre's records with the registry at an address, which gave out the code.

    The same again does no harm. Raises NotAllowed, BadInput "code-mistyped", "code-unknown", a trouble.
    """
    centre.work.allow(Command.JOIN_REGISTRY)
    read_code(code)
    seen = card_at(client, url)
    asked = centre.work.read(_enrolment, centre)
    card = _admitted(client, url, asked, code, seen.sign_key)
    if card.sign_key != seen.sign_key:
        raise WrongPeer
    keys = for_registries(centre.work.read(read_class_keys))
    sealed = sealed_for(card.id, card.box_key, keys, centre.machine.random)
    _admitted(client, url, replace(asked, class_keys=sealed), code, card.sign_key)
    new = join_registry(centre.work, replace(card, url=url.rstrip("/")))
    return Enrolled(card.name, url.rstrip("/"), card.id, new)


def _admitted(client: "httpx.Client", url: str, asked: Enrolment, code: str, server_key: bytes) -> Card:
    answer = ask_to_enrol(client, url, enrolment_bytes(asked, code, server_key))
    return read_answer(answer, asked, code)


def _enrolment(connection: Connection, centre: OpenCentre) -> Enrolment:
    founding = log.founding(connection)
    if founding is None:
        raise RuleBroken("no-records", _NOT_FOUNDED)
    laptop = centre.laptop
    name = next((row.name for row in devices(connection, laptop.device) if row.own), "")
    keys = public_key(laptop.keys.sign), public_half(laptop.keys.box)
    return Enrolment(laptop.device, name, *keys, founding.raw)
