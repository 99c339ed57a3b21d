# SPDX-License-Identifier: Apache-2.0
"""A new laptop joins its centre through a registry: it asks with a one-time code, an administrator admits it on another
laptop, and the first exchange is the registry's snapshot, then what came after it.

Nothing of the network is trusted: whoever knows the code gave the answer, and the answer names the registry's key.
"""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.domain.refusals import BadInput, RuleBroken
from app.exchange.enrolment import Card
from app.exchange.http import Asker, HttpPeer
from app.exchange.http_entrance import ask_to_join, card_at
from app.exchange.http_snapshot import drop_parts
from app.exchange.join_answer import Welcome, open_welcome
from app.exchange.joining_by_code import asking_bytes, read_answer
from app.exchange.troubles import Trouble, WrongPeer
from app.records.unit_of_work import Author, Records
from app.services.first_exchange import Pause, fetch_patiently, take_snapshot, take_tail
from app.services.joining import asked_keys, asking, words
from app.services.laptop import Laptop
from app.services.machine import Machine
from app.services.meeting import Own
from app.services.new_laptop import NOT_WHOLE, Joined, make_laptop
from app.services.syncing import AT_ONCE, Manner
from app.services.taking_in import Beside
from app.store.folder import DataFolder
from app.translation import later

if TYPE_CHECKING:
    import httpx

ASK_AGAIN_SECONDS: Final = 5.0

_REFUSED: Final = later(
    "The administrator did not let this laptop join. Nothing was changed. "
    "Ask them why, and for a new code if it was a mistake."
)


@dataclass(frozen=True, slots=True)
class Way:
    """How to the registry: a client, its address, and the one-time code that the administrator told."""

    client: "httpx.Client" = field(repr=False)
    url: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A laptop that has asked to join. ``words`` are the two that the administrator's laptop must show too."""

    folder: DataFolder
    way: Way
    words: str
    device: bytes
    message: bytes = field(repr=False)


def ask_through_registry(folder: DataFolder, device_name: str, way: Way, machine: Machine) -> Asked:
    """Ask to join the centre whose administrator told the code. Asking again with the same folder and code, also after
    a new start of the program, is the same request.

    Raises BadInput "code-mistyped", "code-refused", StorageTrouble, a trouble.
    """
    request, signed = asking(folder, device_name, machine)
    message = asking_bytes(signed, way.code)
    ask_to_join(way.client, way.url, message)
    return Asked(folder, way, words(request), request.device, message)


def look_for_answer(asked: Asked, machine: Machine) -> Welcome | None:
    """The administrator's answer; None while there is none.

    Raises RuleBroken "join-refused" where this laptop may not join; BadInput "answer-false" where somebody else
    answered, "code-refused", "no-request"; a trouble.
    """
    answer = ask_to_join(asked.way.client, asked.way.url, asked.message)
    if not answer:
        return None
    sealed = read_answer(answer, asked.device, asked.way.code)
    if not sealed:
        raise RuleBroken("join-refused", _REFUSED)
    return open_welcome(sealed, asked_keys(asked.folder, machine).box)


def wait_for_answer(asked: Asked, machine: Machine, pause: Pause = time.sleep) -> Welcome:
    """The administrator's answer, once there is one; a line that breaks is waited out. Raises as ``look_for_answer``,
    and what ``pause`` raises."""
    while True:
        wait = ASK_AGAIN_SECONDS
        try:
            welcome = look_for_answer(asked, machine)
        except Trouble as trouble:
            if not trouble.again:
                raise
            welcome, wait = None, max(wait, trouble.seconds)
        if welcome is not None:
            return welcome
        pause(wait)


def join_through_registry(
    asked: Asked, welcome: Welcome, machine: Machine, manner: Manner = AT_ONCE, pause: Pause = time.sleep
) -> Joined:
    """Make this laptop's records: the registry's snapshot, then what came after it; wholly or not at all.

    ``open_centre`` opens them, and an ordinary exchange goes on from there. What came of the snapshot is kept where the
    line breaks for long, and is used when this is done again. ``manner.told`` hears bytes, then entries.
    Raises BadInput "answer-damaged", StorageTrouble, a trouble.
    """
    folder, keys, registry = asked.folder, asked_keys(asked.folder, machine), welcome.registry
    if registry is None:
        raise BadInput("answer-damaged", NOT_WHOLE)
    peer = _peer(asked, registry, Asker(welcome.centre, asked.device, keys.sign, machine.wall, machine.random))
    place = folder.path.with_name(f"{folder.path.name}.coming")
    path, card = fetch_patiently(peer, place, manner, pause)

    def bring(records: Records, laptop: Laptop, beside: Beside) -> None:
        take_snapshot(records, laptop, beside, path, manner)
        own = Own(records, laptop, Author(welcome.sponsor.person))
        take_tail(own, peer, (registry, card), manner)

    joined = make_laptop(folder, keys, welcome, machine, bring)
    drop_parts(place)
    return joined


def _peer(asked: Asked, registry: Card, asker: Asker) -> HttpPeer:
    """The registry that the welcome names, at the address where the code was asked with. Raises WrongPeer, a
    trouble."""
    way = asked.way
    if card_at(way.client, way.url).sign_key != registry.sign_key:
        raise WrongPeer
    return HttpPeer(way.client, way.url, registry.sign_key, asker)
