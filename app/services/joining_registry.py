# SPDX-License-Identifier: Apache-2.0
"""The centre shares its records with a registry: an administrator says so once, and all laptops know it from then on.

The registry is given the centre's keys to names and to what documents say, never the one to private fields.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.domain.names import clean_name
from app.domain.refusals import BadInput
from app.domain.rights import Command
from app.exchange.class_keys import for_registries, read_class_keys, sealed_for
from app.exchange.enrolment import LARGEST_ENROLMENT, Card, read_card
from app.exchange.join_request import JoinRequest, fingerprint
from app.exchange.stick_places import require_file
from app.journal.canonical import NotCanonical, parse, to_text
from app.records.queries.registries import RegistryRow, registries
from app.records.unit_of_work import Fact, Random, Work
from app.services.word_lists import words_of
from app.store.troubles import storage_errors
from app.translation import language, later

_KEY_BYTES: Final = 32
_NO_KEYS: Final = later("What came is not the card of a registry. Nothing was changed. Ask the registry for it again.")


@dataclass(frozen=True, slots=True)
class CardSeen:
    """What a registry's file says of it, and the two words that stand for its keys: whoever compares them with the
    registry's own knows that the file is from there."""

    card: Card
    words: str


def look_at_card(path: Path) -> CardSeen:
    """The card of a registry in a file. Nothing is trusted yet. Takes half a second.

    Raises BadInput "not-a-registry", NotFound, StorageTrouble.
    """
    require_file(path)
    with storage_errors(), path.open("rb") as file:
        data = file.read(LARGEST_ENROLMENT)
    try:
        card = read_card(parse(data))
    except (NotCanonical, KeyError) as error:
        raise BadInput("not-a-registry", _NO_KEYS) from error
    return CardSeen(card, card_words(card))


def card_words(card: Card) -> str:
    """Two words that stand for a registry's keys, in the language in use."""
    keys = JoinRequest(card.name, card.sign_key, card.box_key, language())
    return fingerprint(keys, words_of(language()))


def join_registry(work: Work, card: Card) -> bool:
    """Share the centre's records with a registry from now on. Returns False where that was said before.

    Saying it again with another address tells all laptops the new one. Whoever calls has made sure that the keys are
    the registry's. Raises NotAllowed, BadInput.
    """
    work.allow(Command.JOIN_REGISTRY)
    name = clean_name(card.name)
    if len(card.sign_key) != _KEY_BYTES:
        raise BadInput("not-a-registry", _NO_KEYS)
    row = RegistryRow(card.id, name, card.url, card.sign_key, card.box_key)
    with work.act() as act:
        if row in registries(act.connection):
            return False
        keys = _sealed(act.connection, card, work.random)
        body: dict[str, object] = {
            "name": name,
            "url": card.url,
            "sign_key": to_text(card.sign_key),
            "box_key": to_text(card.box_key),
            "keys": keys,
        }
        act.write(Fact("registry.joined", work.centre, body))
    return True


def _sealed(connection: Connection, card: Card, random: Random) -> dict[str, str]:
    keys = for_registries(read_class_keys(connection))
    try:
        return {to_text(card.id): sealed_for(card.id, card.box_key, keys, random)}
    except ValueError as error:  # no public key at all, or one to which nothing can be sealed
        raise BadInput("not-a-registry", _NO_KEYS) from error
