# SPDX-License-Identifier: Apache-2.0
"""The one-time codes that this laptop gave out to new laptops, inside the encrypted file, until they count no more.

With a code its answer is kept: an answer that did not arrive is sent again as it was, with the same codes for people.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select

from app.exchange.joining_by_code import code_id
from app.records.journal_tables import local
from app.services.laptop import forget_local, set_local

_NAME: Final = "joining-code "
_KEPT_MS: Final = 2 * 24 * 3600 * 1000
"""A day for the code, and a day for the answer."""


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code, until when it counts (ms since 1970), the laptop that was answered with it, the answer, and each person's
    code for their first sign-in there."""

    code: str = field(repr=False)
    until: int
    device: bytes = b""
    answer: bytes = field(default=b"", repr=False)
    people: Mapping[str, str] = field(default_factory=dict, repr=False)


def given_codes(connection: Connection) -> Sequence[GivenCode]:
    """All codes that are kept."""
    query = select(local.c.value).where(local.c.name.startswith(_NAME)).order_by(local.c.name)
    return [_read(value) for value in connection.execute(query).scalars()]


def keep_code(connection: Connection, given: GivenCode) -> None:
    """Keep a code, in place of what was known of it, and forget those that count no more.

    All times are the registry's: this laptop's own clock may be wrong.
    """
    for one in given_codes(connection):
        if one.until < given.until - _KEPT_MS:
            forget_local(connection, _name(one))
    set_local(connection, _name(given), _written(given))


def _name(given: GivenCode) -> str:
    return f"{_NAME}{code_id(given.code).hex()}"


def _written(given: GivenCode) -> bytes:
    fields = {
        "code": given.code, "until": given.until, "device": given.device.hex(), "answer": given.answer.hex(),
        "people": dict(given.people),
    }  # fmt: skip
    return json.dumps(fields).encode()


def _read(value: bytes) -> GivenCode:
    fields = json.loads(value)
    device, answer = bytes.fromhex(fields["device"]), bytes.fromhex(fields["answer"])
    return GivenCode(fields["code"], fields["until"], device, answer, fields["people"])
