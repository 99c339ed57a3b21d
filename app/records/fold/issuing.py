# SPDX-License-Identifier: Apache-2.0
"""Folding how the centre issues: its policies, the numbers it leased, its templates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import tables
from app.records.fold import registers, slots
from app.records.fold.batch import Batch

_BLOCK = ("id", "owner", "prefix", "first", "last", "width", "authority", "qualification", "at")


def policy_set(batch: Batch, operations: Sequence[Operation]) -> None:
    """Policies are set, each in place of what stood before."""
    facts: list[tuple[Operation, tuple[Any, ...], str, tuple[Any, ...]]] = []
    for one in operations:
        slot = (one.about, str(one.body["qualification"]), str(one.body["name"]))
        facts.append((one, slot, str(one.body["value"]), ()))
    slots.put(batch, tables.policy, facts)
    batch.touched.add("policy", {one.about for one in operations})


def leased(batch: Batch, operations: Sequence[Operation]) -> None:
    """Blocks of numbers are leased, each for one laptop."""
    registers.fold_again_if_known(batch, tables.block, [one.about for one in operations])
    rows = []
    for one in operations:
        said: Any = one.body
        numbers = (said["prefix"], said["first"], said["last"], said["width"])
        texts = (said["authority"], said["qualification"])
        rows.append((one.about, to_bytes(said["origin"]), *numbers, *texts, one.at.number()))
    batch.insert(tables.block, _BLOCK, rows, ignore=not batch.own)
    batch.touched.add("block", {one.about for one in operations})


def template_published(batch: Batch, operations: Sequence[Operation]) -> None:
    """Templates are published; the same one twice is one, known from its latest publication."""
    table = tables.template
    for one in operations:
        said: Any = one.body
        known = batch.connection.execute(select(table.c.published_at).where(table.c.id == one.about)).scalar()
        row = (one.about, said["name"], said["document"], said["content"], one.at.number())
        if known is None:
            batch.insert(table, ("id", "name", "document", "content", "published_at"), [row])
        elif known < one.at.number():
            moved = update(table).where(table.c.id == one.about).values(published_at=one.at.number())
            batch.connection.execute(moved)
    batch.touched.add("template", {one.about for one in operations})
