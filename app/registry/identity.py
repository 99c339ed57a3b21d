# SPDX-License-Identifier: Apache-2.0
"""Who a registry is: its name, its address and its keys, which lie in its book under the key file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from app.domain.refusals import StorageTrouble
from app.exchange.enrolment import Card
from app.journal.signing import id_of, public_key, reference_stream
from app.registry.book import get_own, set_own
from app.store.keys import KEY_BYTES, box, public_half, subkey, unbox
from app.translation import later

REFERENCE: Final = "reference"
"""In the book: the name of the stream on which the registry publishes."""
_SIGN: Final = "sign-key"
_BOX: Final = "box-key"
_NAME: Final = "name"
_URL: Final = "url"
_OTHER_KEY: Final = later(
    "The key file does not belong to this registry. Nothing was changed. Name the key file that was made with it."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A registry with its private keys (32 bytes each): Ed25519 to sign, X25519 to open what is sealed to it."""

    name: str
    url: str
    sign: bytes = field(repr=False)
    box: bytes = field(repr=False)

    @property
    def sign_key(self) -> bytes:
        """What its signatures are checked with."""
        return public_key(self.sign)

    @property
    def card(self) -> Card:
        """What it tells everybody of itself."""
        return Card(self.name, self.url, self.sign_key, public_half(self.box))

    @property
    def id(self) -> bytes:
        """Its id, which follows from its keys."""
        return id_of(self.sign_key, public_half(self.box))

    @property
    def reference(self) -> bytes:
        """The name of the stream on which it publishes."""
        return reference_stream(self.sign_key)


def create_identity(connection: Connection, name: str, url: str, key: bytes, random: Callable[[int], bytes]) -> None:
    """Write a new registry's name and fresh keys into its book."""
    sign, boxing = random(KEY_BYTES), random(KEY_BYTES)
    set_own(connection, _NAME, name.encode())
    set_own(connection, _URL, url.encode())
    set_own(connection, _SIGN, box(_own_key(key), sign, _SIGN.encode(), random))
    set_own(connection, _BOX, box(_own_key(key), boxing, _BOX.encode(), random))
    set_own(connection, REFERENCE, reference_stream(public_key(sign)))


def is_made(connection: Connection) -> bool:
    """Whether the book says who the registry is."""
    return get_own(connection, _SIGN) is not None


def read_identity(connection: Connection, key: bytes) -> Identity:
    """Who the registry is. Raises StorageTrouble "wrong-key"."""
    private = [unbox(_own_key(key), get_own(connection, name) or b"", name.encode()) for name in (_SIGN, _BOX)]
    if private[0] is None or private[1] is None:
        raise StorageTrouble("wrong-key", _OTHER_KEY)
    texts = [(get_own(connection, name) or b"").decode() for name in (_NAME, _URL)]
    return Identity(texts[0], texts[1], private[0], private[1])


def set_url(connection: Connection, url: str) -> None:
    """The registry is reached at another address from now on."""
    set_own(connection, _URL, url.encode())


def _own_key(key: bytes) -> bytes:
    return subkey(key, "registry keys")
