# SPDX-License-Identifier: Apache-2.0
"""Folding claims to an awarding body or a registry, and its answers."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.register import CLAIMED
from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import tables
from app.records.fold import slots
from app.records.fold.batch import Batch

_TEXTS = ("document", "covers", "number", "file", "data", "on")


def made(batch: Batch, operations: Sequence[Operation]) -> None:
    """A document is claimed for learners."""
    _put(batch, operations, lambda body: CLAIMED)


def answered(batch: Batch, operations: Sequence[Operation]) -> None:
    """Claims are answered: accepted or refused."""
    _put(batch, operations, lambda body: str(body["outcome"]))


def _put(batch: Batch, operations: Sequence[Operation], value: Callable[[dict[str, Any]], str]) -> None:
    facts = []
    for one in operations:
        said = batch.opened(one)
        qualification = to_bytes(said["qualification"]) if said["qualification"] else None
        texts = (str(said.get(name, "")) for name in _TEXTS)
        facts.append((one, (one.about, to_bytes(said["claim"])), value(said), (qualification, *texts)))
    slots.put(batch, tables.claim, facts)
    batch.touched.add("claim", {one.about for one in operations})
