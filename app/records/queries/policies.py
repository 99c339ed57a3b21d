# SPDX-License-Identifier: Apache-2.0
"""How the centre issues: its policies, its templates, and who signs."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.domain.issuing import AS_FOR_ALL, Policies, policies_of
from app.domain.names import sort_key
from app.domain.signatories import FIELDS, Signatory
from app.journal.operation import OpId
from app.records import tables

Slot = tuple[str, str]
"""The code of a qualification, empty for all, and the key of a policy."""
_TABLE: Final = tables.policy


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template that is used: the last one of its name and type of document. ``content`` is the template as JSON."""

    id: bytes
    name: str
    document: str
    content: str


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    """A signatory and the record that they are."""

    id: bytes
    signatory: Signatory


def policies(connection: Connection, qualification: str = "") -> Policies:
    """The policies for the qualification of this code, or for all. Where laptops say different things, the later word
    counts until a person has settled it."""
    said = set_policies(connection)
    return policies_of(said.get("", {}), said.get(qualification, {}) if qualification else {})


def set_policies(connection: Connection) -> dict[str, dict[str, str]]:
    """What was set and not taken back, by the code of the qualification (empty for all) and key."""
    query = select(_TABLE.c.qualification, _TABLE.c.name, _TABLE.c.value).where(_TABLE.c.current == 1)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(query.order_by(_TABLE.c.at, _TABLE.c.origin, _TABLE.c.seq)):
        if row.value == AS_FOR_ALL:
            found[row.qualification].pop(row.name, None)
        else:
            found[row.qualification][row.name] = row.value
    return found


def policy_words(connection: Connection, slot: Slot) -> tuple[OpId, ...]:
    """The entries that stand for a policy now."""
    query = select(_TABLE.c.origin, _TABLE.c.seq).where(
        _TABLE.c.qualification == slot[0], _TABLE.c.name == slot[1], _TABLE.c.current == 1
    )
    return tuple(OpId(*row) for row in connection.execute(query.order_by(_TABLE.c.origin, _TABLE.c.seq)))


def templates(connection: Connection) -> list[TemplateRow]:
    """The templates that are used, by type of document and name."""
    table = tables.template
    query = select(table).order_by(table.c.published_at, table.c.id)
    last = {
        (row.document, row.name): TemplateRow(row.id, row.name, row.document, row.content)
        for row in connection.execute(query)
    }
    return [last[key] for key in sorted(last)]


def template_of(connection: Connection, id_: bytes) -> TemplateRow | None:
    """The template of this id, whether a later one of its name is used or not."""
    table = tables.template
    row = connection.execute(select(table).where(table.c.id == id_)).first()
    return TemplateRow(row.id, row.name, row.document, row.content) if row else None


def signatories(connection: Connection) -> list[SignatoryRow]:
    """Everybody who signs or signed documents, by name."""
    table = tables.signatory
    rows = [
        SignatoryRow(row.id, Signatory(*(getattr(row, name) for name in FIELDS)))
        for row in connection.execute(select(table))
    ]
    return sorted(rows, key=lambda row: (sort_key(row.signatory.name), row.id))
