# SPDX-License-Identifier: Apache-2.0
"""An administrator's laptop lets a new one join through a registry: it gives out a code, sees who asks with it, and
admits the laptop that shows the same two words, or refuses it.

Each laptop sees only those who ask with a code that it gave out itself. Everything here asks the registry over the
network; the work on the records is done in ``manner.turn``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from app.domain.names import clean_name
from app.domain.refusals import BadInput, NotFound
from app.domain.rights import Command
from app.exchange import protocol
from app.exchange.enrolment import Card
from app.exchange.http import HttpPeer
from app.exchange.join_answer import seal_welcome
from app.exchange.join_request import JoinRequest
from app.exchange.joining_by_code import answer_bytes, asked_with, code_id, new_code, read_asking
from app.exchange.protocol import BAD_MESSAGE
from app.exchange.troubles import Garbled
from app.journal.canonical import to_bytes, to_text
from app.records.queries.registries import registries
from app.services.join_codes import GivenCode, given_codes, keep_code
from app.services.joining import Admitted, admit_once, first_codes, welcome_to, words
from app.services.opening import OpenCentre
from app.services.partners import exchange_with
from app.services.syncing import AT_ONCE, Manner
from app.translation import later

_REFUSED: Final = b""
_GONE: Final = later(
    "No laptop that asks to join shows these words. Nothing was changed. Look at the words on the new laptop again."
)


@dataclass(frozen=True, slots=True)
class JoinCode:
    """A one-time code for one new laptop, and until when it counts (ms since 1970)."""

    code: str = field(repr=False)
    until: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A laptop that asks to join: its id, what it is called, and the two words that it must show to its person."""

    device: bytes
    name: str
    words: str
    request: JoinRequest = field(repr=False)
    given: GivenCode = field(repr=False)


def new_join_code(centre: OpenCentre, peer: HttpPeer, manner: Manner = AT_ONCE) -> JoinCode:
    """Have the registry take a request of one new laptop, which asks with this code within a day.

    Tell the code, and the registry's address, by another way than the network. Raises NotAllowed, a trouble (NotGiven
    "too-many-codes").
    """
    centre.work.allow(Command.ADMIT_DEVICE)
    code = new_code(centre.machine.random)
    said = peer.ask("/joining", protocol.message({"code": to_text(code_id(code))}))
    given = GivenCode(code, _until(said))
    manner.turn(lambda: _keep(centre, given))
    return JoinCode(code, given.until)


def waiting(centre: OpenCentre, peer: HttpPeer) -> tuple[Asking, ...]:
    """Those who ask at the registry with codes of this laptop and are not answered yet. The first look at each takes
    half a second, for its words.

    Raises NotAllowed, a trouble.
    """
    centre.work.allow(Command.ADMIT_DEVICE)
    try:
        found = protocol.read_message(peer.look("/joining"))["asking"]
        waits = [read_asking(to_bytes(one)) for one in found]
    except BAD_MESSAGE as error:
        raise Garbled from error
    known = {code_id(one.code): one for one in centre.work.read(given_codes)}
    asked = ((known[one.code], asked_with(one, known[one.code].code)) for one in waits if one.code in known)
    return tuple(_shown((given, request) for given, request in asked if request is not None))


def asking_with(found: tuple[Asking, ...], spoken: str) -> Asking:
    """The one of them that shows these two words. Raises NotFound "no-such-words"."""
    for one in found:
        if one.words.casefold().split() == spoken.casefold().split():
            return one
    raise NotFound("no-such-words", _GONE)


def admit_through_registry(
    centre: OpenCentre, peer: HttpPeer, asking: Asking, manner: Manner = AT_ONCE
) -> Admitted:  # fmt: skip
    """Admit a laptop whose words were compared: write it down, send that to the registry, and leave the welcome there,
    sealed for that laptop.

    Whatever breaks off, the same again goes on, with the same codes for people. Raises NotAllowed, BadInput,
    RuleBroken "revoked", StorageTrouble, a trouble.
    """
    centre.work.allow(Command.ADMIT_DEVICE)
    given: GivenCode = manner.turn(lambda: _admitted(centre, peer, asking))
    synced = exchange_with(centre, peer, manner)
    for trouble in synced.troubles:
        raise trouble
    _answer(peer, given)
    return Admitted(asking.name, asking.words, dict(given.people))


def refuse_through_registry(centre: OpenCentre, peer: HttpPeer, asking: Asking) -> None:
    """Tell a laptop that it may not join. Raises NotAllowed, a trouble."""
    centre.work.allow(Command.ADMIT_DEVICE)
    answer = answer_bytes(asking.device, _REFUSED, asking.given.code)
    _answer(peer, replace(asking.given, device=asking.device, answer=answer))


def _admitted(centre: OpenCentre, peer: HttpPeer, asking: Asking) -> GivenCode:
    """The laptop is admitted in the records, and its answer is kept until it has arrived."""
    admit_once(centre, asking.request)
    kept = next((one for one in centre.work.read(given_codes) if one.code == asking.given.code), asking.given)
    if kept.device == asking.device:
        return kept
    welcome = welcome_to(centre, _card(centre, peer))
    sealed = seal_welcome(welcome, asking.request.box_key, centre.machine.random)
    answer = answer_bytes(asking.device, sealed, kept.code)
    answered = replace(kept, device=asking.device, answer=answer, people=first_codes(welcome))
    _keep(centre, answered)
    return answered


def _answer(peer: HttpPeer, given: GivenCode) -> None:
    said = {"code": to_text(code_id(given.code)), "answer": to_text(given.answer)}
    peer.ask("/joining/answers", protocol.message(said))


def _card(centre: OpenCentre, peer: HttpPeer) -> Card:
    row = next(one for one in centre.work.read(registries) if one.sign_key == peer.server_key)
    return Card(row.name, row.url, row.sign_key, row.box_key)


def _keep(centre: OpenCentre, given: GivenCode) -> None:
    with centre.work.records.transaction() as batch:
        keep_code(batch.connection, given)


def _shown(asked: Iterator[tuple[GivenCode, JoinRequest]]) -> Iterator[Asking]:
    for given, request in asked:
        try:
            name = clean_name(request.name)
        except BadInput:  # none of our laptops
            continue
        yield Asking(request.device, name, _words(request), request, given)


@lru_cache(64)
def _words(request: JoinRequest) -> str:
    """Drawn once for each request: they are looked at again and again."""
    return words(request)


def _until(said: bytes) -> int:
    try:
        return int(protocol.read_message(said)["expires_at"])
    except BAD_MESSAGE as error:
        raise Garbled from error


__all__ = [
    "Admitted", "Asking", "JoinCode", "admit_through_registry", "asking_with", "new_join_code",
    "refuse_through_registry", "waiting",
]  # fmt: skip
