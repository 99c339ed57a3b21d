# SPDX-License-Identifier: Apache-2.0
"""Folding what is issued into the register, and what is said of it later: revoked, appealed against, printed again."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.credentials.numbers import number_key, parts_of
from app.domain.register import APPEALED, REVOKED
from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import tables
from app.records.fold import slots
from app.records.fold.batch import Batch
from app.records.rows import base_text

REPLACES: Final = "replaces"
"""In the base of a certificate: the certificates brought in from before that it stands in place of."""
_COLUMNS = ("origin", "seq", "number", "learner", "qualification", "document", "name", "title", "issued_on", "data")
_MORE = ("named", "replaces", "stem", "counter")
_SAID = ("covers", "valid_until", "reason", "file", "credential")
_WHO = ("supersedes", "claim", "actor", "act", "at")


def issued(batch: Batch, operations: Sequence[Operation]) -> None:
    """Certificates and other documents are issued. What they say is kept even for a learner who was erased."""
    rows = []
    for one in operations:
        body = batch.opened(one)
        data, number = str(body.get("data", "")), str(body["number"])
        paper = _paper(data)
        texts = (str(paper.get("name", "")), str(paper.get("title", "")), str(body["issued_on"]), data)
        qualification = to_bytes(body["qualification"]) if body["qualification"] else b""
        named = (number, one.about, qualification, str(body["document"]))
        more = (number_key(number), base_text(one.base.get(REPLACES, ())), *parts_of(number))
        said = [str(body.get(name, "")) for name in _SAID]
        old, claim = number_key(str(body.get("supersedes", ""))), body.get("claim") or ""
        who = (old, to_bytes(claim) if claim else None, one.actor, one.act, one.at.number())
        rows.append((one.origin, one.seq, *named, *texts, *more, *said, *who))
    batch.insert(tables.certificate, (*_COLUMNS, *_MORE, *_SAID, *_WHO), rows, ignore=not batch.own)
    batch.touched.add("certificate", {one.about for one in operations})


def revoked(batch: Batch, operations: Sequence[Operation]) -> None:
    """Documents are revoked."""
    _rule(batch, operations, lambda body: REVOKED)


def appealed(batch: Batch, operations: Sequence[Operation]) -> None:
    """Somebody appeals against a revocation."""
    _rule(batch, operations, lambda body: APPEALED)


def decided(batch: Batch, operations: Sequence[Operation]) -> None:
    """Appeals are decided: the document stands again, or stays revoked."""
    _rule(batch, operations, lambda body: str(body["outcome"]))


def reprinted(batch: Batch, operations: Sequence[Operation]) -> None:
    """Duplicates are printed."""
    columns = ("origin", "seq", "learner", "named", "on", "marked", "words", "actor", "at")
    rows = []
    for one in operations:
        said = batch.opened(one)
        texts = (number_key(str(said["number"])), str(said["on"]), said["marked"], str(said.get("words", "")))
        rows.append((one.origin, one.seq, one.about, *texts, one.actor, one.at.number()))
    batch.insert(tables.reprint, columns, rows, ignore=not batch.own)
    batch.touched.add("certificate", {one.about for one in operations})


def _rule(batch: Batch, operations: Sequence[Operation], value: Callable[[dict[str, Any]], str]) -> None:
    facts = []
    for one in operations:
        said = batch.opened(one)
        number = str(said["number"])
        texts = (number, *(str(said.get(name, "")) for name in ("reason", "words", "on")))
        facts.append((one, (one.about, number_key(number)), value(said), texts))
    slots.put(batch, tables.ruling, facts)
    batch.touched.add("certificate", {one.about for one in operations})


def _paper(data: str) -> dict[str, Any]:
    """What the document says; nothing where that cannot be read here."""
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
