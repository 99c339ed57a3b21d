# SPDX-License-Identifier: Apache-2.0
"""Documents that the registry itself revokes: those that it answered for or has put its word under.

The centre's records stay as they are, for only its own people write there. What the registry says of the document, to
whoever checks it here, is that it is revoked.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from app.credentials.numbers import number_key
from app.credentials.typed_number import typed_number
from app.domain.refusals import NotFound, Refused, RuleBroken
from app.domain.register import REVOKED, revocation_reason
from app.records import rows
from app.records.queries import certificates
from app.records.queries.certificates import CertificateRow
from app.registry.book import account, countersigned
from app.registry.registry import Registry
from app.registry.staff_book import withdrawn
from app.registry.stores import NoSuchCentre
from app.registry.tallies import count_again
from app.registry.where_issued import centres_with
from app.translation import later

_NONE: Final = later("No document with the number {number} is in the registry's records. Nothing was changed.")
_NOT_OURS: Final = later(
    "The registry has not put its word under {number} yet, and did not answer for it. Nothing was changed. "
    "Ask the centre to revoke it."
)
_ALREADY: Final = later("{number} is revoked already. Nothing was changed.")
_COLUMNS: Final = ("centre", "named", "number", "reason", "words", "at")
_STANDS: Final = later("The registry has not revoked {number}. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the registry revoked a document: why (a code of ``REVOCATION_WORDS``), in what words, when (ms)."""

    reason: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Registered:
    """A document in a centre's records. ``vouched``: the registry answered for it or put its word under it."""

    centre: bytes
    centre_name: str
    row: CertificateRow
    vouched: bool
    withdrawal: Withdrawal | None


def look_up(registry: Registry, number: str, today: str) -> Registered:
    """The document of this number, however it is typed. Raises NotFound."""
    meant = typed_number(number) or number
    for centre in registry.stores.read_book(partial(centres_with, number=meant)):
        row = row_in(registry, centre, meant, today)
        if row is not None:
            name, vouched, gone = registry.stores.read_book(partial(_about, centre=centre, row=row))
            return Registered(centre, name, row, vouched, gone)
    raise NotFound("no-such-document", _NONE, number=number)


def row_in(registry: Registry, centre: bytes, number: str, today: str) -> CertificateRow | None:
    """The issued document of this number in the records of one centre; None where it is not there."""

    def read(connection: Connection) -> CertificateRow | None:
        try:
            return certificates.certificate(connection, number, today)
        except Refused:  # not there, or brought in from before: nobody proved it here
            return None

    try:
        return registry.stores.read(centre, read)
    except NoSuchCentre:
        return None


def withdraw(registry: Registry, number: str, reason: str, words: str) -> Registered:
    """Revoke a document. Raises NotFound, BadInput "no-reason", RuleBroken "not-ours", "revoked-already"."""
    found = look_up(registry, number, "")
    code, told = revocation_reason(reason)
    if found.withdrawal or found.row.state == REVOKED:
        raise RuleBroken("revoked-already", _ALREADY, number=found.row.number)
    if not found.vouched:
        raise RuleBroken("not-ours", _NOT_OURS, number=found.row.number)
    said = (code, told or " ".join(words.split()), registry.wall())
    values = [(found.centre, number_key(found.row.number), found.row.number, *said)]
    registry.stores.write_book(lambda connection: rows.insert(connection, withdrawn, values, _COLUMNS, ignore=True))
    count_again(registry, found.centre)
    return found


def restore(registry: Registry, number: str) -> Registered:
    """Take the registry's own revocation back. Raises NotFound, RuleBroken "not-revoked"."""
    found = look_up(registry, number, "")
    if found.withdrawal is None:
        raise RuleBroken("not-revoked", _STANDS, number=found.row.number)
    place = (withdrawn.c.centre == found.centre, withdrawn.c.named == number_key(found.row.number))
    gone = delete(withdrawn).where(*place)
    registry.stores.write_book(lambda connection: connection.execute(gone).rowcount)
    count_again(registry, found.centre)
    return found


def withdrawal_of(connection: Connection, centre: bytes, number: str) -> Withdrawal | None:
    """What the registry says against a document."""
    place = (withdrawn.c.centre == centre, withdrawn.c.named == number_key(number))
    row: Any = connection.execute(select(withdrawn).where(*place)).first()
    return Withdrawal(row.reason, row.words, row.at) if row else None


def _about(connection: Connection, centre: bytes, row: CertificateRow) -> tuple[str, bool, Withdrawal | None]:
    name = connection.execute(select(account.c.name).where(account.c.centre == centre)).scalar() or ""
    place = (countersigned.c.centre == centre, countersigned.c.origin == row.id.origin)
    upto = connection.execute(select(countersigned.c.seq).where(*place)).scalar() or 0
    vouched = bool(row.claim) or row.id.seq <= upto
    return name, vouched, withdrawal_of(connection, centre, row.number)
