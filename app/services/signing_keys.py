# SPDX-License-Identifier: Apache-2.0
"""The signing keys of this laptop's people, each under a secret that only the person's own passphrase gives.

While a passphrase is being changed, a key lies under the old secret and the new one, so that it is lost at no moment.
"""

from typing import Final

from sqlalchemy import Connection, select, update

from app.journal.canonical import to_text
from app.journal.signing import public_key, signer
from app.records import rows
from app.records.journal_tables import person_secret
from app.records.unit_of_work import Author, Fact, Records
from app.store.keys import KEY_BYTES
from app.store.unlocking import Random, unwrap_for_person_secret, wrap_for_person_secret

_WRAP_BYTES: Final = 12 + KEY_BYTES + 16
"""Nonce, key and tag of one wrap; ``person_secret.wrapped`` holds one of them, or two during a change."""
_COLUMNS: Final = ("public_key", "person", "wrapped", "retired")


def key_of(records: Records, person: bytes, secret: bytes) -> bytes:
    """The person's private signing key. Where none of theirs opens here, they get a new one, which is announced."""
    return records.read(own_key, person, secret) or _new_key(records, person, secret)


def own_key(connection: Connection, person: bytes, secret: bytes) -> bytes | None:
    """The person's private signing key, if this secret opens one that they still use."""
    rows_of = select(person_secret).where(person_secret.c.person == person, person_secret.c.retired == 0)
    for row in connection.execute(rows_of):
        for at in range(0, len(row.wrapped), _WRAP_BYTES):
            private = unwrap_for_person_secret(secret, row.wrapped[at : at + _WRAP_BYTES], person)
            if private is not None:
                return private
    return None


def keep_key(connection: Connection, person: bytes, private: bytes, secret: bytes, random: Random) -> None:
    """Keep a person's new signing key; their earlier ones on this laptop sign nothing more."""
    _retire(connection, person)
    wrapped = wrap_for_person_secret(secret, private, person, random)
    rows.insert(connection, person_secret, [(public_key(private), person, wrapped, 0)], _COLUMNS)


def wrap_again(
    connection: Connection, person: bytes, private: bytes, secrets: tuple[bytes, ...], random: Random
) -> None:
    """Put a person's signing key under these secrets and no others: the old and the new one during a change."""
    wrapped = b"".join(wrap_for_person_secret(secret, private, person, random) for secret in secrets)
    mine = person_secret.c.public_key == public_key(private)
    connection.execute(update(person_secret).where(mine).values(wrapped=wrapped))


def _new_key(records: Records, person: bytes, secret: bytes) -> bytes:
    private = records.random(KEY_BYTES)
    with records.act(Author(person, signer(private))) as act:
        keep_key(act.connection, person, private, secret, records.random)
        body = {"public_key": to_text(public_key(private)), "device": to_text(records.device)}
        act.write(Fact("person.key_added", person, body))
    return private


def _retire(connection: Connection, person: bytes) -> None:
    theirs = (person_secret.c.person == person, person_secret.c.retired == 0)
    connection.execute(update(person_secret).where(*theirs).values(retired=1))
