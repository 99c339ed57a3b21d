# SPDX-License-Identifier: Apache-2.0
"""One cell that would change, and one that cannot: what a person looks at before anything is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that changes: ``record`` is the record's id (empty: a new one), ``name`` how the record is called,
    ``field`` a key of ``FIELD_CLASSES``, ``before`` and ``after`` its text as it is kept and as it would be."""

    record: bytes
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One cell that stays as it is: what was ``written`` for it, and the ``reason`` as a sentence."""

    record: bytes
    name: str
    field: str
    written: str
    reason: str


def between(record: bytes, name: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """The fields of ``after`` that say something else than ``before``, in the order of ``after``."""
    return [
        Difference(record, name, field, before.get(field, ""), text)
        for field, text in after.items()
        if before.get(field, "") != text
    ]


def records_in(cells: Iterable[Difference | RefusedCell]) -> int:
    """How many records these cells belong to; each new record counts by its name."""
    return len({cell.record or cell.name for cell in cells})
