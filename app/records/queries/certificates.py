# SPDX-License-Identifier: Apache-2.0
"""The register of certificates and records of results."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from app.credentials.numbers import number_key
from app.domain.refusals import NotFound, RuleBroken
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.queries import brought, standards
from app.records.queries.attempts import CONTRADICTED, DOUBT
from app.translation import later

ISSUED: Final = "issued"
BROUGHT: Final = "brought"
"""How a document came into the register: it was issued here, or brought in from before."""
_NO_DOCUMENT: Final = later(
    "{number} was brought in from before Guildmark. The register knows what it says, and has no page of it to print."
)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A document that was issued, or one from before that was brought in (``state``). ``data`` is all that the paper
    says, as JSON; empty for one from before, of which ``issuer`` and ``source`` tell, and ``replaced_by`` the number of
    the one that was issued here in its place."""

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


def register(connection: Connection) -> list[CertificateRow]:
    """Everything that was issued or brought in from before, the newest entry first."""
    table = tables.certificate
    codes = standards.codes(connection)
    found = connection.execute(select(table).order_by(table.c.at.desc(), table.c.origin, table.c.seq))
    listed = [(row.at, _row(row, codes)) for row in found]
    replaced = brought.replacements(connection)
    for one in brought.all_certificates(connection):
        listed.append((one.at, _brought_row(one, codes, replaced.get((one.learner, one.named), ""))))
    return [row for _, row in sorted(listed, key=lambda one: -one[0])]


def certificate(connection: Connection, number: str) -> CertificateRow:
    """The issued document of this number. Raises NotFound "no-such-certificate", RuleBroken "brought-in" for one from
    before, of which there is nothing but what the register says."""
    table = tables.certificate
    row = connection.execute(select(table).where(table.c.number == number.strip().upper())).first()
    if row is None and brought.learners_with(connection, [number_key(number)]):
        raise RuleBroken("brought-in", _NO_DOCUMENT, number=number)
    if row is None:
        raise NotFound("no-such-certificate", later("No certificate {number} was issued here."), number=number)
    return _row(row, standards.codes(connection))


def issued_to(connection: Connection, learner: bytes, qualification_id: bytes, document: str) -> str:
    """The number of the document that the learner has for this qualification, in any version of it, or empty."""
    table, version, wanted = tables.certificate, tables.qualification, tables.qualification.alias()
    code = select(wanted.c.code).where(wanted.c.id == qualification_id).scalar_subquery()
    versions = select(version.c.id).where(version.c.code == code)
    place = (table.c.learner == learner, table.c.qualification.in_(versions), table.c.document == document)
    return connection.execute(select(table.c.number).where(*place).limit(1)).scalar() or ""


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


def issued_under(connection: Connection, stem: str) -> int:
    """How many documents have a number that begins with these parts: country, centre and tag."""
    table = tables.certificate
    query = select(func.count()).select_from(table)
    return connection.execute(query.where(table.c.number.between(f"{stem}-", f"{stem}-~"))).scalar_one()


def signed_results(connection: Connection, learner: bytes) -> list[Any]:
    """The learner's sign-offs that stand, match their marks and are contradicted by no judgement: rows with ``unit``,
    ``value``, ``at``, ids."""
    table = tables.signoff
    place = (table.c.learner == learner, table.c.current == 1, DOUBT == 0, ~CONTRADICTED)
    columns = (table.c.unit, table.c.attempt, table.c.value, table.c.at, table.c.origin, table.c.seq)
    query = select(*columns).where(*place).order_by(table.c.unit, table.c.attempt)
    return list(connection.execute(query))


def signoff_id(row: Any) -> OpId:
    """Which sign-off a row of ``signed_results`` is."""
    return OpId(row.origin, row.seq)


def _brought_row(
    one: brought.BroughtCertificate, codes: dict[bytes, tuple[str, str]], replaced_by: str
) -> CertificateRow:
    code = codes.get(one.qualification_id, ("", ""))[0] or one.code
    said = (one.number, one.learner, one.name, one.title, one.document, one.issued_on)
    return CertificateRow(*said, code, one.qualification_id, one.act, "", BROUGHT, one.issuer, one.source, replaced_by)


def _row(row: Any, codes: dict[bytes, tuple[str, str]]) -> CertificateRow:
    code = codes.get(row.qualification, ("", ""))[0]
    return CertificateRow(
        row.number, row.learner, row.name, row.title, row.document, row.issued_on, code, row.qualification, row.act,
        row.data,
    )  # fmt: skip
