# SPDX-License-Identifier: Apache-2.0
"""The register of certificates and records of results."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.refusals import NotFound
from app.journal.operation import OpId
from app.records import tables
from app.records.queries import standards
from app.records.queries.attempts import CONTRADICTED, DOUBT
from app.translation import later


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A document that was issued. ``data`` is all that the paper says, as JSON."""

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


def register(connection: Connection) -> list[CertificateRow]:
    """Everything that was issued, the newest first."""
    table = tables.certificate
    codes = standards.codes(connection)
    found = connection.execute(select(table).order_by(table.c.at.desc(), table.c.origin, table.c.seq))
    return [_row(row, codes) for row in found]


def certificate(connection: Connection, number: str) -> CertificateRow:
    """The document of this number. Raises NotFound "no-such-certificate"."""
    table = tables.certificate
    row = connection.execute(select(table).where(table.c.number == number.strip().upper())).first()
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


def _row(row: Any, codes: dict[bytes, tuple[str, str]]) -> CertificateRow:
    code = codes.get(row.qualification, ("", ""))[0]
    return CertificateRow(
        row.number, row.learner, row.name, row.title, row.document, row.issued_on, code, row.qualification, row.act,
        row.data,
    )  # fmt: skip
