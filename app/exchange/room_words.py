# SPDX-License-Identifier: Apache-2.0
"""How a new laptop and the one that it asks come to the same two words, which nobody between them can steer.

The new laptop promises a number before it hears that of the other side, and shows it afterwards: the words are drawn by
both at once. If they were drawn from keys alone, whoever stands between could look for fitting keys beforehand, slowly
but once for ever; so they have one try with each request, whatever they computed.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from app.exchange.join_request import JoinRequest, two_words
from app.journal.canonical import canonical, parse, to_bytes, to_text

NUMBER_BYTES: Final = 32
_PROMISED: Final = b"guildmark room promise 1\0"
_DRAWN: Final = b"guildmark room words 1\0"


def promise(request: JoinRequest, number: bytes) -> bytes:
    """The new laptop's word for its number, which does not tell it."""
    return hashlib.sha256(_PROMISED + _keys(request) + number).digest()


def keeps(promised: bytes, request: JoinRequest, number: bytes) -> bool:
    """Whether this is the number that the new laptop promised."""
    return hmac.compare_digest(promised, promise(request, number))


def drawn_words(request: JoinRequest, hub_key: bytes, numbers: tuple[bytes, bytes], words: Sequence[str]) -> str:
    """The two words, from the keys of both and from their numbers, that of the new laptop first."""
    return two_words(hashlib.sha256(_DRAWN + _keys(request) + hub_key + b"".join(numbers)).digest(), words)


def asking(request: bytes, promised: bytes) -> bytes:
    """The message with which a new laptop asks; ``request`` as it would stand in a file."""
    return canonical({"request": to_text(request), "promise": to_text(promised)})


def read_asking(message: bytes) -> tuple[bytes, bytes]:
    """Request and promise of ``asking``. Raises one of protocol.BAD_MESSAGE."""
    fields = parse(message)
    return to_bytes(fields["request"]), to_bytes(fields["promise"])


def showing(number: bytes) -> bytes:
    """The message that shows the promised number."""
    return canonical({"number": to_text(number)})


def read_number(message: bytes) -> bytes:
    """The number in a message. Raises one of protocol.BAD_MESSAGE."""
    number = to_bytes(parse(message)["number"])
    if len(number) != NUMBER_BYTES:
        raise ValueError("a number has 32 bytes")
    return number


def _keys(request: JoinRequest) -> bytes:
    return request.sign_key + request.box_key
