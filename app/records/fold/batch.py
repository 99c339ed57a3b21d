# SPDX-License-Identifier: Apache-2.0
"""What every fold of operations works with: the connection, the centre, the keys, and what was touched."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.learners import PRIVATE
from app.journal.operation import Operation, OpId
from app.journal.sealing import SubjectKey, Unreadable, unseal
from app.records import rows
from app.records.changes import Touched
from app.records.journal_tables import covered_key, subject_key


@dataclass(slots=True)
class Batch:
    """One run of the fold. ``own`` operations were written here under the rules, so nothing about them is in doubt.

    ``closed`` are private keys that are here and cannot be opened.
    ``plain`` holds sealed fields that were just written here and need no unsealing. ``broken`` are the operations of
    this run that break a rule. ``again`` are the records that must be folded anew from all their operations; ``anew``
    says that this is what is being done. ``moved`` are operations that are folded as if they were about somebody else,
    with the record that they were written about. ``told`` hears from time to time how many records of how many are
    being folded anew; what it raises ends the fold.
    """

    connection: Connection
    centre: bytes
    own: bool = False
    anew: bool = False
    touched: Touched = field(default_factory=Touched)
    keys: dict[bytes, SubjectKey] = field(default_factory=dict)
    closed: set[bytes] = field(default_factory=set)
    plain: dict[OpId, Mapping[str, Any]] = field(default_factory=dict)
    broken: set[OpId] = field(default_factory=set)
    again: set[bytes] = field(default_factory=set)
    moved: dict[OpId, bytes] = field(default_factory=dict)
    told: Callable[[int, int], None] = lambda done, of: None

    def insert(
        self, table: Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]], *, ignore: bool = False
    ) -> None:
        """Insert rows of this centre; ``values`` are tuples in the order of ``columns``."""
        rows.insert(self.connection, table, [(*row, self.centre) for row in values], (*columns, "centre"), ignore)

    def opened(self, operation: Operation) -> dict[str, Any]:
        """The body with the sealed fields that can be read here; an erased person's fields are left out."""
        fields: dict[str, Any] = dict(operation.body)
        if not operation.sealed:
            return fields
        plain = self.plain.get(operation.id)
        if plain is not None:
            return {**fields, **plain}
        about = self.moved.get(operation.id, operation.about)
        for key_id, data in operation.sealed.items():
            key = self.keys.get(key_id)
            if key is None:
                continue
            try:
                fields.update(unseal(key, data, operation.written_as, operation.kind, about))
            except Unreadable:
                continue
        return fields

    def load_keys(self, operations: Iterable[Operation]) -> None:
        """Bring in the keys that these operations are sealed under, as far as they are here."""
        wanted = {key for operation in operations for key in operation.sealed} - self.keys.keys()
        self.keys |= read_keys(self.connection, wanted)
        self.closed |= _closed(self.connection, wanted - self.keys.keys() - self.closed)


def _closed(connection: Connection, wanted: Iterable[bytes]) -> set[bytes]:
    """Those of these keys that are private and cannot be opened here. Everybody needs the others, so they are waited
    for."""
    found: set[bytes] = set()
    for chunk in rows.chunks(sorted(wanted)):
        query = select(covered_key.c.id).where(covered_key.c.id.in_(chunk), covered_key.c["class"] == PRIVATE)
        found.update(connection.execute(query).scalars())
    return found


def read_keys(connection: Connection, wanted: Iterable[bytes]) -> Mapping[bytes, SubjectKey]:
    """The subject keys of these ids that are here."""
    found: dict[bytes, SubjectKey] = {}
    for chunk in rows.chunks(sorted(wanted)):
        query = select(subject_key.c.id, subject_key.c.subject, subject_key.c["class"], subject_key.c.key)
        for row in connection.execute(query.where(subject_key.c.id.in_(chunk))):
            found[row[0]] = SubjectKey(*row)
    return found
