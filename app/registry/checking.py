# SPDX-License-Identifier: Apache-2.0
"""The public check of a certificate, by its code or by its number.

Who holds the code has the document in hand: they are told what its signature proves. A number alone can be guessed, so
for it nobody's name is told; whoever has the document may type the name on it and hears whether it is the same.
Documents from before the program are not found: nobody proved them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, Literal

from sqlalchemy import Connection, func, select

from app.credentials import cose
from app.credentials.facts import CertificateFacts
from app.credentials.qr_text import envelope_in, facts_in
from app.credentials.roots import RootList, read_root_list
from app.credentials.roots import is_root_list as is_root
from app.credentials.trust import TrustedKey, TrustList, read_trust_list
from app.credentials.typed_number import looks_typed, typed_number
from app.credentials.verifying import AnyList, verify_text
from app.domain.card_numbers import holder_of
from app.domain.refusals import Refused
from app.domain.register import APPEALED, DOCUMENTS, EXPIRED, REPLACED, REVOKED
from app.domain.rights import Command, allowed
from app.domain.searching import words
from app.journal.clock import COUNTER_BITS
from app.records.queries.certificates import CertificateRow, revoked_cards
from app.records.queries.published_lists import published_lists
from app.records.tables import centre as centre_table
from app.records.tables import certificate, person, person_key
from app.registry.accounts import accounts
from app.registry.book import contact
from app.registry.registry import Registry
from app.registry.sightings import open_doubts
from app.registry.where_issued import centres_with
from app.registry.withdrawing import row_in, withdrawal_of
from app.store.keys import stamp, subkey

Result = Literal[
    "genuine", "altered", "revoked", "replaced", "expired", "examined", "not-here", "contradicted",
    "unknown-issuer", "unknown-number", "mistyped", "not-a-certificate",
]  # fmt: skip
LONGEST_NUMBER: Final = 60
_STATES: Final[dict[str, Result]] = {
    REVOKED: "revoked", APPEALED: "revoked", REPLACED: "replaced", EXPIRED: "expired",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """What the register says of a document to whoever knows its number: nothing about its holder."""

    number: str
    document: str
    title: str
    qualification: str
    issuer: str
    issued_on: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. ``facts`` are there where a signature holds, ``stated`` where a number was found. ``heard`` is
    when the centre last sent its records (ms; 0 where it is not told). ``agrees``: the name that was typed is the one
    on the document; None where none was typed. ``stands_for`` names the root that vouches for the centre."""

    result: Result
    facts: CertificateFacts | None = None
    stated: Stated | None = None
    heard: int = 0
    agrees: bool | None = None
    stands_for: str = ""
    list_date: str = ""


def check_code(registry: Registry, text: str, lists: Sequence[AnyList]) -> Checked:
    """Check the text of a code. ``lists`` are those that the registry published: they tell of other centres."""
    today = _today(registry)
    try:
        envelope = envelope_in(text)
        facts = facts_in(envelope.payload)
    except ValueError:
        return Checked("altered")
    served = any(one.centre == facts.centre_id for one in registry.stores.read_book(accounts))
    if not served:
        found = verify_text(text, lists, today)
        return Checked(found.result, found.facts, stands_for=found.stands_for, list_date=found.list_date)
    own = registry.stores.read(facts.centre_id, partial(_signers, facts=facts, kid=envelope.key_id, today=today))
    proven = verify_text(text, [own], today)
    if proven.facts is None:
        return Checked(proven.result)
    if not _may_award(facts, lists):
        return Checked("unknown-issuer", proven.facts)
    return _against_register(registry, proven.facts, today)


def check_number(registry: Registry, typed: str, name: str = "") -> Checked:
    """Check a number that somebody typed. For one that nobody gave out the same is done and said as for one that a
    centre does not hold."""
    meant = typed_number(typed) or " ".join(typed.split())[:LONGEST_NUMBER]
    holders = registry.stores.read_book(partial(centres_with, number=meant))
    today = _today(registry)
    row = None
    centre = b""
    for centre in holders or _anybody(registry, meant):
        row = row_in(registry, centre, meant, today.isoformat())
        if row is not None:
            break
    if row is None or not holders:
        mistyped = looks_typed(typed) and not typed_number(typed) and not holder_of(typed.strip().upper())
        return Checked("mistyped" if mistyped else "unknown-number")
    result, heard, issuer = _standing(registry, centre, row)
    stated = Stated(
        row.number, row.document, row.title, row.qualification, issuer, row.issued_on, row.valid_until
    )  # fmt: skip
    agrees = same_name(name, row.name) if name.strip() else None
    return Checked(result, stated=stated, heard=heard, agrees=agrees)


def read_published(connection: Connection) -> tuple[AnyList, ...]:
    """The lists of trust that the registry published and that can be read."""
    found: list[AnyList] = []
    for content in published_lists(connection):
        try:
            found.append(read_root_list(content) if is_root(content) else read_trust_list(content))
        except Refused:
            continue
    return tuple(found)


def same_name(typed: str, name: str) -> bool:
    """Whether two names have the same words, in whatever order and capitals."""
    return sorted(words(typed)) == sorted(words(name))


def _against_register(registry: Registry, facts: CertificateFacts, today: date) -> Checked:
    """What the register says of a document whose signature holds."""
    row = row_in(registry, facts.centre_id, facts.number, today.isoformat())
    heard = registry.stores.read_book(partial(_heard, centre=facts.centre_id))
    if row is None:
        return Checked(_without_entry(registry, facts, today), facts, heard=heard)
    result, heard, issuer = _standing(registry, facts.centre_id, row)
    if result == "genuine" and not _is_said_of(row, facts):
        result = "contradicted"
    whole = facts if facts.issuer_name else replace(facts, issuer_name=issuer)
    return Checked(result, whole, heard=heard)


def _without_entry(registry: Registry, facts: CertificateFacts, today: date) -> Result:
    """What a document is worth that has no entry in the register. Cards never have one."""
    if facts.number in registry.stores.read(facts.centre_id, revoked_cards):
        return "revoked"
    if facts.valid_until and facts.valid_until < today.isoformat():
        return "expired"
    return "not-here" if facts.document_type in DOCUMENTS else "genuine"


def _standing(registry: Registry, centre: bytes, row: CertificateRow) -> tuple[Result, int, str]:
    """What a document is worth now, when the centre last sent its records, and what the centre is called."""

    def read(connection: Connection) -> tuple[Result, int]:
        heard = _heard(connection, centre)
        if withdrawal_of(connection, centre, row.number) is not None:
            return "revoked", heard
        if row.state in _STATES:
            return _STATES[row.state], heard
        return "examined" if row.id in open_doubts(connection, centre) else "genuine", heard

    result, heard = registry.stores.read_book(read)
    name = registry.stores.read(centre, lambda connection: connection.execute(select(centre_table.c.name)).scalar())
    return result, heard, name or ""


def _is_said_of(row: CertificateRow, facts: CertificateFacts) -> bool:
    """Whether the register holds this very document; of a record of results it holds the certificate."""
    if facts.document_type in DOCUMENTS and row.document != facts.document_type:
        return False
    return (row.issued_on, row.qualification) == (facts.issued_on, facts.qualification_code)


def _may_award(facts: CertificateFacts, lists: Sequence[AnyList]) -> bool:
    """Whether the roots that the registry published, where one names the centre, let it award this on that day."""
    roots = [one for one in lists if isinstance(one, RootList)]
    grants = [grant for root in roots for grant in root.grants_of(facts.centre_id)]
    return not grants or any(
        grant.covers(facts.issued_on) and grant.awards(facts.qualification_code) for grant in grants
    )


def _signers(connection: Connection, facts: CertificateFacts, kid: bytes, today: date) -> TrustList:
    """Whose key the code names, as the centre's own records say: people who may issue, and those who did, up to their
    last document. A key counts from the day on which it was added, or from the first document of its person."""
    columns = (person_key.c.public_key, person_key.c.added_at, person.c.id, person.c.roles, person.c.disabled)
    query = select(*columns).join(person, person.c.id == person_key.c.person).order_by(person_key.c.id)
    keys = []
    for row in connection.execute(query).all():
        if cose.key_id(row.public_key) != kid:
            continue
        may = allowed(row.roles.split(), Command.ISSUE_CERTIFICATE) and not row.disabled
        first, last = _issued_between(connection, row.id)
        if may or last:
            added = _day_before(row.added_at)
            keys.append(TrustedKey(row.public_key, min(added, first or added), "" if may else last))
    said = connection.execute(select(centre_table.c.name, centre_table.c.country)).first()
    name, country = (said.name, said.country) if said else ("", "")
    return TrustList(name, facts.centre_id, country, tuple(keys), today.isoformat())


def _issued_between(connection: Connection, who: bytes) -> tuple[str, str]:
    """The days of somebody's first and last document; empty for nobody's."""
    query = select(func.min(certificate.c.issued_on), func.max(certificate.c.issued_on))
    first, last = connection.execute(query.where(certificate.c.actor == who)).one()
    return first or "", last or ""


def _day_before(at: int) -> str:
    """The day before a stamp's day in UTC: west of there the centre's own day was that one."""
    return (datetime.fromtimestamp((at >> COUNTER_BITS) / 1000, UTC) - timedelta(days=1)).date().isoformat()


def _heard(connection: Connection, centre: bytes) -> int:
    return connection.execute(select(func.max(contact.c.last_at)).where(contact.c.centre == centre)).scalar() or 0


def _anybody(registry: Registry, number: str) -> list[bytes]:
    """A centre to look into for a number that nobody gave out, so that it takes as long as for one that stands."""
    served = [one.centre for one in registry.stores.read_book(accounts) if one.centre]
    if not served:
        return []
    drawn = stamp(subkey(registry.key, "looking elsewhere"), number.encode(errors="replace"))
    return [served[int.from_bytes(drawn[:4], "big") % len(served)]]


def _today(registry: Registry) -> date:
    return datetime.fromtimestamp(registry.wall() / 1000, UTC).date()
