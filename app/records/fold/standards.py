# SPDX-License-Identifier: Apache-2.0
"""Folding units and qualifications: one operation for each version, its rows for reading."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select, update

from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records.fold import registers
from app.records.fold.batch import Batch
from app.records.tables import criterion, element, published_list, qualification, qualification_unit, unit, unit_group

_UNIT = ("id", "code", "title", "language", "hours", "credits", "published_at")
_ELEMENT = ("unit", "position", "code", "title")
_CRITERION = ("unit", "position", "element", "code", "text", "critical")
_QUALIFICATION = ("id", "code", "title", "level", "sector", "language", "published_at")
_GROUP = ("qualification", "position", "title", "choose")
_SAID = ("part", "parts", "list", "name", "content")
_LIST = ("id", *_SAID, "at")
_MEMBER = ("qualification", "position", "group", "unit")


def unit_published(batch: Batch, operations: Sequence[Operation]) -> None:
    """Versions of units; the same version published twice is one, known from its latest publication."""
    for one in _latest(batch, unit, operations):
        body: Mapping[str, Any] = one.body
        texts = (body["code"], body["title"], body["language"])
        row = (one.about, *texts, body.get("hours"), body.get("credits"), one.at.number())
        batch.insert(unit, _UNIT, [row])
        elements = list(enumerate(body["elements"]))
        rows = [(one.about, n, part["code"], part["title"]) for n, part in elements]
        batch.insert(element, _ELEMENT, rows)
        listed = [(n, item) for n, part in elements for item in part["criteria"]]
        batch.insert(
            criterion,
            _CRITERION,
            [
                (one.about, place, n, item["code"], item["text"], item["critical"])
                for place, (n, item) in enumerate(listed)
            ],
        )
    batch.touched.add("unit", {one.about for one in operations})


def qualification_published(batch: Batch, operations: Sequence[Operation]) -> None:
    """Versions of qualifications; group 0 is the units that everybody needs."""
    for one in _latest(batch, qualification, operations):
        body: Mapping[str, Any] = one.body
        texts = (body["code"], body["title"], body["level"], body["sector"], body["language"])
        batch.insert(qualification, _QUALIFICATION, [(one.about, *texts, one.at.number())])
        groups = [("", len(body["mandatory"]), body["mandatory"])]
        groups += [(group["title"], group["choose"], group["units"]) for group in body["groups"]]
        rows = [(one.about, n, title, choose) for n, (title, choose, _) in enumerate(groups)]
        batch.insert(unit_group, _GROUP, rows)
        listed = [(n, to_bytes(member)) for n, (_, _, members) in enumerate(groups) for member in members]
        batch.insert(
            qualification_unit, _MEMBER, [(one.about, place, n, member) for place, (n, member) in enumerate(listed)]
        )
    batch.touched.add("qualification", {one.about for one in operations})


def list_published(batch: Batch, operations: Sequence[Operation]) -> None:
    """Lists of trust; the same part published twice is one, of the first operation by name and place."""
    registers.fold_again_if_known(batch, published_list, [one.about for one in operations])
    rows = []
    for one in operations:
        if one.id not in batch.broken:
            said: Mapping[str, Any] = one.body
            rows.append((one.about, *(said[name] for name in _SAID), one.at.number()))
    batch.insert(published_list, _LIST, rows, ignore=True)
    batch.touched.add("published_list", {one.about for one in operations})


def _latest(batch: Batch, table: Table, operations: Iterable[Operation]) -> list[Operation]:
    """Those that are new here, once each; for the others only the time of publication moves on."""
    last = {one.about: one for one in sorted(operations, key=lambda one: one.at.number())}
    new = []
    for about, one in last.items():
        known = batch.connection.execute(select(table.c.published_at).where(table.c.id == about)).scalar()
        if known is None:
            new.append(one)
        elif known < one.at.number():
            place = table.c.id == about
            batch.connection.execute(update(table).where(place).values(published_at=one.at.number()))
    return new
