# SPDX-License-Identifier: Apache-2.0
"""The centre shares its records with a registry: an administrator says so once, and all laptops know it from then on.

The registry is given the centre's keys to names and to what documents say, never the one to private fields.
"""

from typing import Final

from sqlalchemy import Connection

from app.domain.names import clean_name
from app.domain.refusals import BadInput
from app.domain.rights import Command
from app.exchange.class_keys import for_registries, read_class_keys, sealed_for
from app.exchange.enrolment import Card
from app.journal.canonical import to_text
from app.records.queries.registries import RegistryRow, registries
from app.records.unit_of_work import Fact, Random, Work
from app.translation import later

_KEY_BYTES: Final = 32
_NO_KEYS: Final = later("What came is not the card of a registry. Nothing was changed. Ask the registry for it again.")


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
