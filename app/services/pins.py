# SPDX-License-Identifier: Apache-2.0
"""A PIN shows that the same person still sits at the open records. It opens nothing and signs nothing by itself.

Its check value lies inside the encrypted file, so that no PIN can be guessed from a stolen laptop; wrong tries are
counted there too, so that starting the program again gives no new ones.
"""

from typing import Final

from sqlalchemy import Connection

from app.domain.passphrases import check_pin
from app.domain.refusals import BadInput
from app.records.unit_of_work import Work
from app.services.laptop import forget_local, get_local, set_local
from app.store.keyring import WEAKEST
from app.store.keys import SALT_BYTES, derive, same
from app.store.unlocking import WrongPassphrase
from app.translation import later

TRIES: Final = 5

_WRONG: Final = later("This PIN does not fit. Nothing was changed.")
_LOCKED: Final = later("The PIN was wrong {tries} times. Type your passphrase instead; after that the PIN works again.")


def set_pin(work: Work, pin: str) -> None:
    """Give the person who is signed in a PIN on this laptop; an empty text takes it away. Raises BadInput."""
    clean = check_pin(pin) if pin else ""
    with work.records.transaction() as batch:
        forget_local(batch.connection, _tries(work))
        if not clean:
            forget_local(batch.connection, _check(work))
            return
        salt = work.random(SALT_BYTES)
        set_local(batch.connection, _check(work), salt + derive(clean, salt, WEAKEST).secret)


def has_pin(work: Work) -> bool:
    """Whether the person who is signed in has a PIN on this laptop."""
    return work.read(get_local, _check(work)) is not None


def fits(work: Work, secret: str) -> bool:
    """Whether this is the person's PIN; False for what is not written like a PIN, or where they have none.

    Raises WrongPassphrase "wrong-pin", BadInput "pin-locked" after five wrong ones.
    """
    kept = work.read(get_local, _check(work))
    try:
        pin = check_pin(secret)
    except BadInput:
        return False
    if kept is None:
        return False
    if work.read(_wrong_tries, _tries(work)) >= TRIES:
        raise BadInput("pin-locked", _LOCKED, tries=TRIES)
    salt, secret_bytes = kept[:SALT_BYTES], kept[SALT_BYTES:]
    if same(derive(pin, salt, WEAKEST).secret, secret_bytes):
        trust_again(work)
        return True
    with work.records.transaction() as batch:
        wrong = _wrong_tries(batch.connection, _tries(work)) + 1
        set_local(batch.connection, _tries(work), bytes([wrong]))
    raise WrongPassphrase("wrong-pin", _WRONG)


def trust_again(work: Work) -> None:
    """Forget the wrong tries: the person has shown that it is them."""
    if work.read(_wrong_tries, _tries(work)):
        with work.records.transaction() as batch:
            forget_local(batch.connection, _tries(work))


def _wrong_tries(connection: Connection, name: str) -> int:
    return int.from_bytes(get_local(connection, name) or b"", "big")


def _check(work: Work) -> str:
    return f"pin {work.person.hex()}"


def _tries(work: Work) -> str:
    return f"pin-tries {work.person.hex()}"
