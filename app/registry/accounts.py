# SPDX-License-Identifier: Apache-2.0
"""The centres that a registry serves, and how the first laptop of each comes in: by a one-time code, or by a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from app.domain.names import clean_name
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.exchange import enrolment as enrolling
from app.exchange.class_keys import for_registries, opened, write_class_keys
from app.exchange.enrolment import Enrolment
from app.journal.operation import ID_BYTES
from app.registry.book import account, enrolled, enrolment_code
from app.registry.registry import Registry
from app.store.keys import box, subkey, unbox
from app.translation import later

CODE_LASTS_MS: Final = 24 * 60 * 60 * 1000

_KNOWN: Final = later("The registry serves a centre with the code {short} already. Nothing was changed.")
_UNKNOWN: Final = later("The registry serves no centre with the code {short}. Nothing was changed.")
_NO_CODE: Final = later("A centre needs a short code, as on its certificates. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Account:
    """A centre that the registry serves. ``centre`` is empty until its first laptop has enrolled."""

    id: bytes
    code: str
    name: str
    country: str
    centre: bytes
    added_at: int


class NotEnrolled(ValueError):
    """The enrolment is not taken; the word says why: unknown, used, expired, another-centre, malformed."""


def add_account(registry: Registry, name: str, code: str, country: str) -> Account:
    """Serve a centre from now on. Raises BadInput, RuleBroken "centre-known"."""
    named, short = clean_name(name), code.strip()
    if not short:
        raise BadInput("no-code", _NO_CODE)
    new = Account(registry.random(ID_BYTES), short, named, country.strip().upper(), b"", registry.wall())

    def write(connection: Connection) -> None:
        if any(one.code.casefold() == short.casefold() for one in accounts(connection)):
            raise RuleBroken("centre-known", _KNOWN, short=short)
        values = {"id": new.id, "code": new.code, "name": new.name, "country": new.country, "added_at": new.added_at}
        connection.execute(insert(account).values(centre=None, **values))

    registry.stores.write_book(write)
    return new


def accounts(connection: Connection) -> Sequence[Account]:
    """All centres that are served, by their codes."""
    rows = connection.execute(select(account).order_by(account.c.code))
    return [Account(one.id, one.code, one.name, one.country, one.centre or b"", one.added_at) for one in rows]


def find_account(connection: Connection, code: str) -> Account:
    """The centre with this code, however it is written. Raises NotFound "no-such-centre"."""
    for one in accounts(connection):
        if one.code.casefold() == code.strip().casefold():
            return one
    raise NotFound("no-such-centre", _UNKNOWN, short=code)


def give_code(registry: Registry, code: str) -> tuple[str, int]:
    """A fresh one-time code for a centre, and until when it counts (ms since 1970). Raises NotFound."""
    fresh, until = enrolling.new_code(registry.random), registry.wall() + CODE_LASTS_MS
    one, key = enrolling.code_id(fresh), enrolling.code_key(fresh)

    def write(connection: Connection) -> None:
        of = find_account(connection, code)
        boxed = box(_codes_key(registry), key, one, registry.random)
        connection.execute(insert(enrolment_code).values(id=one, account=of.id, boxed=boxed, expires_at=until))

    registry.stores.write_book(write)
    return fresh, until


def enrol(registry: Registry, data: bytes) -> bytes:
    """Let a laptop in that knows a code; the answer. Asking again with the same code and laptop gives it again.

    Raises NotEnrolled, NotCanonical.
    """
    one, asked = enrolling.read_enrolment(data)
    if not enrolling.is_of_its_centre(asked):
        raise NotEnrolled("malformed")

    def write(connection: Connection) -> bytes:
        key = _redeem(registry, connection, one, data, asked)
        _admit(registry, connection, asked)
        return key

    key = registry.stores.write_book(write)
    registry.stores.add(asked.centre)
    keys = for_registries(opened(asked.class_keys, registry.identity.id, registry.identity.box))
    registry.stores.write(asked.centre, lambda connection: write_class_keys(connection, keys))
    return enrolling.answer_bytes(registry.identity.card, asked, key)


def bind(registry: Registry, code: str, centre: bytes) -> None:
    """Serve this centre under an account without a code: staff have its file in their hands. Raises RuleBroken."""

    def write(connection: Connection) -> None:
        _bind(connection, find_account(connection, code), centre)

    registry.stores.write_book(write)
    registry.stores.add(centre)


def _redeem(registry: Registry, connection: Connection, one: bytes, data: bytes, asked: Enrolment) -> bytes:
    row = connection.execute(select(enrolment_code).where(enrolment_code.c.id == one).with_for_update()).first()
    key = unbox(_codes_key(registry), row.boxed, one) if row else None
    if row is None or key is None or not enrolling.asks_with_code(data, key, registry.identity.sign_key):
        raise NotEnrolled("unknown")
    if row.used_by not in (None, asked.device):
        raise NotEnrolled("used")
    if row.expires_at < registry.wall():
        raise NotEnrolled("expired")
    of = next(account for account in accounts(connection) if account.id == row.account)
    try:
        _bind(connection, of, asked.centre)
    except RuleBroken as error:
        raise NotEnrolled("another-centre") from error
    connection.execute(update(enrolment_code).where(enrolment_code.c.id == one).values(used_by=asked.device))
    return key


def _bind(connection: Connection, of: Account, centre: bytes) -> None:
    taken = select(func.count()).select_from(account).where(account.c.centre == centre, account.c.id != of.id)
    if of.centre not in (b"", centre) or connection.execute(taken).scalar_one():
        sentence = later("The code {short} belongs to the records of another centre. Nothing was changed.")
        raise RuleBroken("another-centre", sentence, short=of.code)
    connection.execute(update(account).where(account.c.id == of.id).values(centre=centre))


def _admit(registry: Registry, connection: Connection, asked: Enrolment) -> None:
    there = (enrolled.c.centre == asked.centre, enrolled.c.device == asked.device)
    if connection.execute(select(enrolled.c.at).where(*there)).first() is None:
        values = {"centre": asked.centre, "device": asked.device, "sign_key": asked.sign_key}
        connection.execute(insert(enrolled).values(name=asked.name, at=registry.wall(), **values))


def _codes_key(registry: Registry) -> bytes:
    return subkey(registry.key, "enrolment codes")
