# SPDX-License-Identifier: Apache-2.0
"""The register of certificates and records of results."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, Select, func, select

from app.credentials.numbers import number_key
from app.domain.card_numbers import holder_of
from app.domain.refusals import NotFound, RuleBroken
from app.domain.register import EXPIRED, ISSUED, MICROCREDENTIAL, REPLACED, REVOKED, counts, state_of
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.queries import brought, standards
from app.records.queries.attempts import CONTRADICTED, DOUBT
from app.translation import later

BROUGHT: Final = "brought"
"""The state of a document that was brought in from before."""
_NO_ENTRY: Final = OpId(b"", 0)
_NO_DOCUMENT: Final = later(
    "{number} was brought in from before Guildmark. The register knows what it says, and has no page of it to print."
)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A document that was issued, with its ``state`` (``app.domain.register``), or one from before that was brought in.
    ``data`` is all that the paper says, as JSON; empty for one from before, of which ``issuer`` and ``source`` tell.
    ``replaced_by`` is the number of the one that was issued here in its place.

    ``covers`` are the codes of units where it is about them; ``file`` is the SHA-256 of its pages, empty for one that
    was issued before pages were kept; ``supersedes`` is what counts of the number (``number_key``) of the one that it
    stands in place of, for a ``reason``; ``contested``: laptops say different things of whether it stands.
    """

    number: str
    learner: bytes
    name: str
    title: str
    document: str
    issued_on: str
    qualification: str
    qualification_id: bytes
    act: bytes
    data: str
    state: str = ISSUED
    issuer: str = ""
    source: str = ""
    replaced_by: str = ""
    covers: str = ""
    valid_until: str = ""
    supersedes: str = ""
    reason: str = ""
    file: str = ""
    credential: str = ""
    contested: bool = False
    claim: bytes = b""
    id: OpId = _NO_ENTRY

    @property
    def issued_here(self) -> bool:
        """It was issued by this program, whatever came of it since."""
        return self.state != BROUGHT

    @property
    def counts(self) -> bool:
        """It still is the learner's: no second one is given beside it."""
        return counts(self.state)

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is about: two documents of one learner with the same subject are one too many."""
        return self.document, "" if self.document == MICROCREDENTIAL else self.qualification, self.covers


@dataclass(frozen=True, slots=True)
class Ruling:
    """A word on whether a document stands, and by which entry."""

    id: OpId
    value: str
    number: str
    reason: str
    words: str
    on: str
    who: bytes


def register(connection: Connection, today: str = "") -> list[CertificateRow]:
    """Everything that was issued or brought in from before, the newest entry first, as it stands ``today`` (ISO; where
    it is empty, nothing is expired)."""
    codes = standards.codes(connection)
    found = _issued(connection, None)
    standing = _Standing(connection, None)
    listed = [(row.at, _row(row, codes, standing, today)) for row in found]
    replaced = brought.replacements(connection)
    for one in brought.all_certificates(connection):
        listed.append((one.at, _brought_row(one, codes, replaced.get((one.learner, one.named), ""))))
    return [row for _, row in sorted(listed, key=lambda one: -one[0])]


def certificate(connection: Connection, number: str, today: str = "") -> CertificateRow:
    """The issued document of this number. Raises NotFound "no-such-certificate", RuleBroken "brought-in" for one from
    before, of which there is nothing but what the register says."""
    table = tables.certificate
    row = connection.execute(select(table).where(table.c.named == number_key(number))).first()
    if row is None and brought.learners_with(connection, [number_key(number)]):
        raise RuleBroken("brought-in", _NO_DOCUMENT, number=number)
    if row is None:
        raise NotFound("no-such-certificate", later("No certificate {number} was issued here."), number=number)
    return _row(row, standards.codes(connection), _Standing(connection, [row.learner]), today)


def issued_to(connection: Connection, learner: bytes, today: str = "") -> list[CertificateRow]:
    """What was issued to a learner, the oldest first."""
    return issued_to_all(connection, [learner], today).get(learner, [])


def issued_to_all(
    connection: Connection, learners: Collection[bytes], today: str = ""
) -> dict[bytes, list[CertificateRow]]:
    """The same for many learners."""
    codes, standing = standards.codes(connection), _Standing(connection, learners)
    found: dict[bytes, list[CertificateRow]] = defaultdict(list)
    for row in reversed(_issued(connection, learners)):
        found[row.learner].append(_row(row, codes, standing, today))
    return found


def rulings(connection: Connection, learner: bytes, number: str) -> list[Ruling]:
    """The words that stand on a document of a learner: none, one, or several that laptops wrote apart."""
    table = tables.ruling
    place = (table.c.learner == learner, table.c.named == number_key(number), table.c.current == 1)
    query = select(table).where(*place).order_by(table.c.at, table.c.origin, table.c.seq)
    return [
        Ruling(OpId(row.origin, row.seq), row.value, row.number, row.reason, row.words, row.on, row.actor)
        for row in connection.execute(query)
    ]


def duplicates(connection: Connection, number: str) -> int:
    """How many marked duplicates of a document were printed."""
    table = tables.reprint
    query = select(func.count()).select_from(table)
    return connection.execute(query.where(table.c.named == number_key(number), table.c.marked == 1)).scalar_one()


def withdrawn(connection: Connection) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of documents and cards that were revoked, and of documents that were replaced."""
    found = register(connection)
    revoked = frozenset(row.number for row in found if row.issued_here and row.state not in (ISSUED, REPLACED, EXPIRED))
    replaced = frozenset(row.number for row in found if row.issued_here and row.state == REPLACED)
    return revoked | revoked_cards(connection), replaced


def revoked_cards(connection: Connection) -> frozenset[str]:
    """The numbers of cards that were revoked. Cards stand in no register."""
    table = tables.ruling
    revoked = select(table.c.number).where(table.c.current == 1, table.c.value == REVOKED)
    return frozenset(number for number in connection.execute(revoked).scalars() if holder_of(number))


def all_numbers(connection: Connection) -> frozenset[str]:
    """The numbers of all documents that were issued here."""
    return frozenset(connection.execute(select(tables.certificate.c.number)).scalars())


def is_taken(connection: Connection, number: str) -> bool:
    """Whether a document in the register has this number, in whatever spelling, issued here or brought in."""
    named, table = number_key(number), tables.certificate
    issued = connection.execute(select(table.c.seq).where(table.c.named == named).limit(1)).first()
    return issued is not None or bool(brought.learners_with(connection, [named]))


def issued_numbers(connection: Connection, named: Iterable[str]) -> set[str]:
    """Which of these numbers were given out here, by what of them counts."""
    table, found = tables.certificate, set[str]()
    for chunk in rows.chunks(sorted(set(named))):
        found.update(connection.execute(select(table.c.named).where(table.c.named.in_(chunk))).scalars())
    return found


def last_counter(connection: Connection, stem: str, first: int = 0, last: int | None = None) -> int:
    """The greatest counter of the numbers with this stem, between ``first`` and ``last``; 0 where there is none."""
    table = tables.certificate
    query = select(func.max(table.c.counter)).where(table.c.stem == stem, table.c.counter >= first)
    query = query if last is None else query.where(table.c.counter <= last)
    return connection.execute(query).scalar() or 0


def signed_results(connection: Connection, learner: bytes) -> list[Any]:
    """The learner's sign-offs that stand, match their marks and are contradicted by no judgement: rows with ``unit``,
    ``value``, ``at``, ids."""
    return signed_results_of(connection, [learner])


def signed_results_of(connection: Connection, learners: Collection[bytes]) -> list[Any]:
    """The same for many learners: rows with ``learner`` besides."""
    table = tables.signoff
    columns = ("learner", "unit", "attempt", "value", "at", "origin", "seq")
    query = select(*(table.c[name] for name in columns)).where(table.c.current == 1, DOUBT == 0, ~CONTRADICTED)
    ordered = query.order_by(table.c.learner, table.c.unit, table.c.attempt)
    return list(_of(connection, ordered, table.c.learner, learners))


def signoff_id(row: Any) -> OpId:
    """Which sign-off a row of ``signed_results`` is."""
    return OpId(row.origin, row.seq)


def _brought_row(
    one: brought.BroughtCertificate, codes: dict[bytes, tuple[str, str]], replaced_by: str
) -> CertificateRow:
    code = codes.get(one.qualification_id, ("", ""))[0] or one.code
    said = (one.number, one.learner, one.name, one.title, one.document, one.issued_on)
    return CertificateRow(*said, code, one.qualification_id, one.act, "", BROUGHT, one.issuer, one.source, replaced_by)


class _Standing:
    """What was said of the documents of some learners, or of all: read once."""

    def __init__(self, connection: Connection, learners: Collection[bytes] | None) -> None:
        ruling, paper = tables.ruling, tables.certificate
        rulings = select(ruling.c.learner, ruling.c.named, ruling.c.value, ruling.c.contested)
        follow = select(paper.c.learner, paper.c.supersedes, paper.c.number).where(paper.c.supersedes != "")
        self.rulings: dict[tuple[bytes, str], list[str]] = defaultdict(list)
        self.contested: set[tuple[bytes, str]] = set()
        self.followers: dict[tuple[bytes, str], str] = {}
        for row in _of(connection, rulings.where(ruling.c.current == 1), ruling.c.learner, learners):
            self.rulings[row.learner, row.named].append(row.value)
            if row.contested:
                self.contested.add((row.learner, row.named))
        for row in _of(connection, follow.order_by(paper.c.at, paper.c.origin), paper.c.learner, learners):
            self.followers[row.learner, row.supersedes] = row.number


def _of(
    connection: Connection, query: Select[Any], column: Column[Any], learners: Collection[bytes] | None
) -> Iterable[Any]:
    if learners is None:
        return connection.execute(query).all()
    parts = (query.where(column.in_(chunk)) for chunk in rows.chunks(sorted(set(learners))))
    return [row for part in parts for row in connection.execute(part)]


def _issued(connection: Connection, learners: Collection[bytes] | None) -> list[Any]:
    table = tables.certificate
    query = select(table).order_by(table.c.at.desc(), table.c.origin, table.c.seq)
    return list(_of(connection, query, table.c.learner, learners))


def _row(row: Any, codes: dict[bytes, tuple[str, str]], standing: _Standing, today: str) -> CertificateRow:
    code, place = codes.get(row.qualification, ("", ""))[0], (row.learner, row.named)
    follower = standing.followers.get(place, "")
    state = state_of(standing.rulings.get(place, ()), bool(follower), row.valid_until, today)
    return CertificateRow(
        row.number, row.learner, row.name, row.title, row.document, row.issued_on, code, row.qualification, row.act,
        row.data, state, replaced_by=follower, covers=row.covers, valid_until=row.valid_until,
        supersedes=row.supersedes, reason=row.reason, file=row.file, credential=row.credential,
        contested=place in standing.contested, claim=row.claim or b"", id=OpId(row.origin, row.seq),
    )  # fmt: skip
