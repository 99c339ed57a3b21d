# SPDX-License-Identifier: Apache-2.0
"""Folding certificates and records of results into their register."""

import json
from collections.abc import Sequence
from typing import Any, Final

from app.credentials.numbers import number_key
from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records.fold.batch import Batch
from app.records.rows import base_text
from app.records.tables import certificate

REPLACES: Final = "replaces"
"""In the base of a certificate: the certificates brought in from before that it stands in place of."""
_COLUMNS = ("origin", "seq", "number", "learner", "qualification", "document", "name", "title", "issued_on", "data")
_MORE = ("named", "replaces")
_WHO = ("actor", "act", "at")


def issued(batch: Batch, operations: Sequence[Operation]) -> None:
    """Certificates and records of results are issued. What they say is kept even for a learner who was erased."""
    rows = []
    for one in operations:
        body = batch.opened(one)
        data = str(body.get("data", ""))
        paper = _paper(data)
        texts = (str(paper.get("name", "")), str(paper.get("title", "")), str(body["issued_on"]), data)
        named = (str(body["number"]), one.about, to_bytes(body["qualification"]), str(body["document"]))
        more = (number_key(str(body["number"])), base_text(one.base.get(REPLACES, ())))
        rows.append((one.origin, one.seq, *named, *texts, *more, one.actor, one.act, one.at.number()))
    batch.insert(certificate, (*_COLUMNS, *_MORE, *_WHO), rows, ignore=not batch.own)
    batch.touched.add("certificate", {one.about for one in operations})


def _paper(data: str) -> dict[str, Any]:
    """What the document says; nothing where that cannot be read here."""
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
