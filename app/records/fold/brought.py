# SPDX-License-Identifier: Apache-2.0
"""Folding what was before: results and certificates that were brought in, each replaced by a later word on the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.credentials.numbers import number_key
from app.domain.brought import unit_key
from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import tables
from app.records.fold import slots
from app.records.fold.batch import Batch


def results(batch: Batch, operations: Sequence[Operation]) -> None:
    """Results from before are brought in. What says who assessed is gone for a learner who was erased."""
    facts = []
    for one in operations:
        said = batch.opened(one)
        code, title = str(said["code"]), str(said["title"])
        slot = (one.about, unit_key(code, title), str(said["entry"]))
        texts = _texts(said, ("achieved_on", "source", "note", "assessed_by"))
        facts.append((one, slot, str(said["outcome"]), (_id(said["unit"]), code, title, *texts)))
    slots.put(batch, tables.brought_result, facts)
    batch.touched.add("brought_result", {one.about for one in operations})


def certificates(batch: Batch, operations: Sequence[Operation]) -> None:
    """Certificates from before are brought in. What they say is kept even for a learner who was erased."""
    facts = []
    for one in operations:
        said = batch.opened(one)
        number = str(said["number"])
        texts = _texts(said, ("code", "document", "name", "title", "issued_on", "issuer", "source"))
        facts.append((one, (one.about, number_key(number)), "", (_id(said["qualification"]), number, *texts)))
    slots.put(batch, tables.brought_certificate, facts)
    batch.touched.add("brought_certificate", {one.about for one in operations})


def _texts(said: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [str(said.get(name, "")) for name in names]


def _id(text: object) -> bytes | None:
    return to_bytes(text) if text else None
