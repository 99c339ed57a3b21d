# SPDX-License-Identifier: Apache-2.0
"""Standards that somebody looks at before they are published: kept in the book, so that any server shows them."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from app import paths
from app.domain.refusals import BadInput
from app.domain.standards import Qualification, StandardsPack, Unit
from app.journal.operation import ID_BYTES
from app.records import tables
from app.records.standards_facts import facts_of
from app.registry.publishing import publish_standards
from app.registry.registry import Registry
from app.registry.staff_book import pack_draft
from app.spreadsheets.standards_reading import read_standards
from app.translation import later

SUFFIXES: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".yaml", ".yml")
_KEPT_MS: Final = 24 * 60 * 60 * 1000
_OTHER: Final = later("{file} is neither a workbook (.xlsx) nor a YAML file (.yaml).")
_EMPTY: Final = later("The file {file} is empty. Nothing was read.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read: what it holds, and how many of its units and qualifications are new."""

    id: bytes
    name: str
    pack: StandardsPack
    new: int


@dataclass(frozen=True, slots=True)
class Published:
    """What the registry published: titles by code, the newest version of each."""

    qualifications: Sequence[tuple[str, str]]
    units: Sequence[tuple[str, str]]


def keep_draft(registry: Registry, staff: bytes, name: str, content: bytes) -> bytes:
    """Read the file and keep it, to be looked at; its id. Raises BadInput where it cannot be published."""
    if not content:
        raise BadInput("empty-file", _EMPTY, file=name)
    _new_in(registry, _read(name, content))
    id_, now = registry.random(ID_BYTES), registry.wall()

    def write(connection: Connection) -> None:
        connection.execute(delete(pack_draft).where(pack_draft.c.at < now - _KEPT_MS))
        connection.execute(insert(pack_draft).values(id=id_, staff=staff, name=name, content=content, at=now))

    registry.stores.write_book(write)
    return id_


def draft(registry: Registry, staff: bytes, id_: bytes) -> Draft | None:
    """What somebody looks at; None where it is not theirs, or gone. Raises BadInput where it cannot be published any
    more."""
    row = _row(registry, staff, id_)
    if row is None:
        return None
    pack = _read(row.name, row.content)
    return Draft(id_, row.name, pack, _new_in(registry, pack))


def publish_draft(registry: Registry, staff: bytes, id_: bytes) -> int | None:
    """Publish what somebody looked at; how many units and qualifications are new. None where it is gone already, as
    after the same wish before."""
    row = _row(registry, staff, id_)
    if row is None:
        return None
    with _as_file(row.name, row.content) as path:
        count = publish_standards(registry, [path], paths.resources() / "mappings")
    drop_draft(registry, staff, id_)
    return count


def drop_draft(registry: Registry, staff: bytes, id_: bytes) -> None:
    """Forget what somebody looked at."""
    gone = delete(pack_draft).where(pack_draft.c.id == id_, pack_draft.c.staff == staff)
    registry.stores.write_book(lambda connection: connection.execute(gone).rowcount)


def published(registry: Registry) -> Published:
    """All that the registry published."""

    def read(connection: Connection) -> Published:
        return Published(*(_titles(connection, table) for table in (tables.qualification, tables.unit)))

    return registry.stores.read(registry.identity.reference, read)


def criteria_of(unit: Unit) -> int:
    """How many criteria a unit has."""
    return len(unit.criteria())


def units_of(qualification: Qualification) -> int:
    """How many units count towards a qualification."""
    return len(qualification.unit_codes())


def _new_in(registry: Registry, pack: StandardsPack) -> int:
    """How many units and qualifications of a file are new. Raises BadInput where it cannot be published."""
    return registry.stores.read(registry.identity.reference, lambda connection: len(facts_of(connection, pack)))


def _titles(connection: Connection, table: Any) -> Sequence[tuple[str, str]]:
    query = select(table.c.code, table.c.title).order_by(table.c.published_at)
    return sorted({row.code: row.title for row in connection.execute(query)}.items())


def _row(registry: Registry, staff: bytes, id_: bytes) -> Any:
    query = select(pack_draft.c.name, pack_draft.c.content)
    mine = query.where(pack_draft.c.id == id_, pack_draft.c.staff == staff)
    return registry.stores.read_book(lambda connection: connection.execute(mine).first())


def _read(name: str, content: bytes) -> StandardsPack:
    """What the file holds. Raises BadInput, which names the file as its sender does."""
    with _as_file(name, content) as path:
        try:
            return read_standards(path, paths.resources() / "mappings")
        except BadInput as error:
            facts = {fact: name if said == path.name else said for fact, said in error.facts.items()}
            raise BadInput(error.code, error.text, **facts) from error


@contextmanager
def _as_file(name: str, content: bytes) -> Iterator[Path]:
    """The content as a file of that kind, for readers that want one. Its name on the disk is never what somebody
    sent."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput("unknown-file", _OTHER, file=name)
    with tempfile.TemporaryDirectory(prefix="guildmark-") as folder:
        path = Path(folder) / f"standards{suffix}"
        path.write_bytes(content)
        yield path
