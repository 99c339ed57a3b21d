# SPDX-License-Identifier: Apache-2.0
"""Folding what becomes of paper: stationery and its sheets, print jobs, documents handed out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import tables
from app.records.fold import slots
from app.records.fold.batch import Batch
from app.records.fold.registers import fold_again_if_known

_STATIONERY: Final = ("name", "document", "prefix", "first", "last", "width", "day")
_JOB: Final = ("part", "order", "printer", "tray", "duplex", "manual", "run")
_JOB_COLUMNS: Final = (
    "id", "origin", "actor", "at", "numbers", "pages", "part", "direction", "printer", "tray", "duplex", "manual",
    "run", "stationery", "form", "preprinted", "duplicates", "marked_on",
)  # fmt: skip
_RUN_COLUMNS: Final = ("origin", "seq", "job", "good", "spoiled", "stationery", "form", "at", "actor")


def received(batch: Batch, operations: Sequence[Operation]) -> None:
    """Pre-printed sheets come."""
    fold_again_if_known(batch, tables.stationery, [one.about for one in operations])
    rows = [(one.about, *(one.body[name] for name in _STATIONERY), one.at.number()) for one in operations]
    batch.insert(tables.stationery, ("id", *_STATIONERY, "at"), rows, ignore=not batch.own)
    batch.touched.add("stationery", {one.about for one in operations})


def moved(batch: Batch, operations: Sequence[Operation]) -> None:
    """Sheets are loaded, printed, spoiled, lost ...: one word on each sheet of a run."""
    facts = []
    for one in operations:
        body: Mapping[str, Any] = one.body
        said = (str(body["reason"]), str(body["day"]), _id(body["second"]), _id(body["job"]))
        for at, serial in enumerate(range(body["first"], body["last"] + 1)):
            document = str(body["certificates"][at]) if body["certificates"] else ""
            value = f"{body['state']} {document}".strip()
            facts.append((one, (one.about, serial), value, (body["state"], document, *said)))
    slots.put(batch, tables.sheet, facts)
    batch.touched.add("sheet", {one.about for one in operations})


def begun(batch: Batch, operations: Sequence[Operation]) -> None:
    """Print jobs begin."""
    fold_again_if_known(batch, tables.print_job, [one.about for one in operations])
    rows = []
    for one in operations:
        lists = (json.dumps(one.body["numbers"]), json.dumps(one.body["pages"]))
        said = (*(one.body[name] for name in _JOB), _id(one.body["stationery"]), one.body["form"])
        marked = (json.dumps(one.body.get("duplicates", [])), str(one.body.get("marked_on", "")))
        more = (str(one.body.get("preprinted", "")), *marked)
        rows.append((one.about, one.origin, one.actor, one.at.number(), *lists, *said, *more))
    batch.insert(tables.print_job, _JOB_COLUMNS, rows, ignore=not batch.own)
    batch.touched.add("print_job", {one.about for one in operations})


def came_out(batch: Batch, operations: Sequence[Operation]) -> None:
    """It is told which sheets of a job came out well."""
    rows = []
    for one in operations:
        lists = (json.dumps(one.body["good"]), json.dumps(one.body["spoiled"]))
        form = (_id(one.body["stationery"]), one.body["form"])
        rows.append((one.origin, one.seq, one.about, *lists, *form, one.at.number(), one.actor))
    batch.insert(tables.print_run, _RUN_COLUMNS, rows, ignore=not batch.own)
    batch.touched.add("print_job", {one.about for one in operations})


def ended(batch: Batch, operations: Sequence[Operation]) -> None:
    """Print jobs end."""
    rows = [(one.origin, one.seq, one.about, str(one.body["how"]), one.at.number()) for one in operations]
    batch.insert(tables.print_end, ("origin", "seq", "job", "how", "at"), rows, ignore=not batch.own)
    batch.touched.add("print_job", {one.about for one in operations})


def collected(batch: Batch, operations: Sequence[Operation]) -> None:
    """Documents are handed out."""
    facts = []
    for one in operations:
        said = batch.opened(one)
        texts = [str(said.get(name, "")) for name in ("day", "identity", "taken_by", "digits")]
        slot = (one.about, str(said["number"]))
        facts.append((one, slot, str(said["day"]), (*texts, said["proxy"])))
    slots.put(batch, tables.collected, facts)
    batch.touched.add("collected", {one.about for one in operations})


def _id(value: object) -> bytes | None:
    return to_bytes(value) if value else None
