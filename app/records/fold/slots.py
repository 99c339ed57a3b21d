# SPDX-License-Identifier: Apache-2.0
"""Facts of which a later one replaces earlier ones of the same slot: a cell of a checklist, a field of a record.

What stands in a slot depends only on the set of facts in it, so they may come in any order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, Update, bindparam, select, update

from app.journal.merge import Touch, heads
from app.journal.operation import Operation, OpId
from app.records import rows
from app.records.fold.batch import Batch

SLOTS: Final[dict[str, tuple[str, ...]]] = {
    "register": ("about", "field"),
    "mark": ("learner", "unit", "attempt", "criterion"),
    "note": ("learner", "unit", "attempt", "criterion"),
    "absence": ("learner", "unit", "attempt"),
    "judgement": ("learner", "unit", "attempt"),
    "signoff": ("learner", "unit", "attempt"),
    "member": ("learner", "cohort"),
    "merge": ("learner",),
    "ruling": ("learner", "named"),
    "claim": ("learner", "claim"),
    "policy": ("about", "qualification", "name"),
    "brought_result": ("learner", "named", "entry"),
    "brought_certificate": ("learner", "named"),
}
"""The columns that name a slot, by table."""

FACT: Final = ("origin", "seq", "value", "base", "at", "actor", "act", "current", "contested")
"""The columns that every slot table shares."""


def fact_row(operation: Operation, value: str, base: Sequence[OpId]) -> tuple[Any, ...]:
    """The columns that every slot table shares, for one fact that stands until something replaces it."""
    return (
        operation.origin, operation.seq, value, rows.base_text(base),
        operation.at.number(), operation.actor, operation.act, 1, 0,
    )  # fmt: skip


def put(batch: Batch, table: Table, facts: Sequence[tuple[Operation, tuple[Any, ...], str, tuple[Any, ...]]]) -> None:
    """Add facts (operation, slot, value, extra columns) and settle their slots."""
    slot_columns = SLOTS[table.name]
    extra = tuple(column.name for column in table.columns if column.name not in (*slot_columns, *FACT, "centre"))
    written = [
        (*slot, *fact_row(operation, value, _base(operation, slot)), *more) for operation, slot, value, more in facts
    ]
    batch.insert(table, (*slot_columns, *FACT, *extra), written, ignore=not batch.own)
    if batch.own:
        _replace(batch, table, ((slot, _base(operation, slot)) for operation, slot, _, _ in facts))
    else:
        settle(batch, table, {slot for _, slot, _, _ in facts})


def _base(operation: Operation, slot: tuple[Any, ...]) -> tuple[OpId, ...]:
    """What the fact replaces: facts about one slot name it "slot"; a record's fields each have their own name."""
    return operation.base.get("slot") or operation.base.get(str(slot[-1]), ())


def _replace(batch: Batch, table: Table, replaced: Iterable[tuple[tuple[Any, ...], tuple[OpId, ...]]]) -> None:
    """An own fact names all that stood before it, so nothing else needs to be looked at."""
    names = (*SLOTS[table.name], "origin", "seq")
    for slot, base in replaced:
        for one in base:
            rows.run(batch.connection, _flagging(table), **_its(names, (*slot, *one)), now_current=0, now_contested=0)


@cache
def _flagging(table: Table) -> Update:
    """What says of one fact of this table whether it stands, and whether another one stands beside it."""
    flags: dict[str, Any] = {"current": bindparam("now_current"), "contested": bindparam("now_contested")}
    return update(table).where(*_is(table, (*SLOTS[table.name], "origin", "seq"))).values(flags)


def _is(table: Table, names: Iterable[str]) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(f"its_{name}") for name in names]


def _its(names: Sequence[str], values: tuple[Any, ...]) -> dict[str, Any]:
    return {f"its_{name}": value for name, value in zip(names, values, strict=True)}


def settle(batch: Batch, table: Table, slots: Iterable[tuple[Any, ...]]) -> None:
    """Work out anew what stands in these slots, and write it where it changed."""
    wanted = set(slots)
    names = (*SLOTS[table.name], "origin", "seq")
    for slot, facts in _facts_of(batch, table, wanted).items():
        touches = [Touch(OpId(row.origin, row.seq), rows.base_ids(row.base), row.at, row.value) for row in facts]
        standing = heads(touches)
        contested = len({touch.value for touch in touches if touch.id in standing}) > 1
        for row, touch in zip(facts, touches, strict=True):
            current = int(touch.id in standing)
            flags = (current, int(bool(current and contested)))
            if (row.current, row.contested) != flags:
                its = _its(names, (*slot, row.origin, row.seq))
                rows.run(batch.connection, _flagging(table), **its, now_current=flags[0], now_contested=flags[1])


def _facts_of(batch: Batch, table: Table, wanted: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[Any]]:
    names = SLOTS[table.name]
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    its = _its(names[1:], next(iter(wanted))[1:]) if len(wanted) == 1 else {}
    for chunk in rows.chunks(sorted({slot[0] for slot in wanted})):
        for row in batch.connection.execute(_reading(table, one=len(wanted) == 1), {"first": chunk, **its}):
            slot = tuple(row[: len(names)])
            if slot in wanted:
                found[slot].append(row)
    return found


@cache
def _reading(table: Table, one: bool) -> Select[Any]:
    """The facts in the slots with these first columns, or in one slot."""
    names = SLOTS[table.name]
    columns = [table.c[name] for name in (*names, "origin", "seq", "base", "at", "value", "current", "contested")]
    query = select(*columns).where(table.c[names[0]].in_(bindparam("first", expanding=True)))
    return query.where(*_is(table, names[1:])) if one else query


def standing(batch: Batch, table: Table, slot: tuple[Any, ...]) -> list[Any]:
    """The rows that stand in a slot: none, one, or several that disagree."""
    return list(batch.connection.execute(_standing(table), _its(SLOTS[table.name], slot)))


@cache
def _standing(table: Table) -> Select[Any]:
    return select(table).where(*_is(table, SLOTS[table.name]), table.c.current == 1)
