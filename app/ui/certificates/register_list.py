# SPDX-License-Identifier: Apache-2.0
"""Documents of the register as rows of a table, and in words: what one says, and what happened to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from app.domain.brought import from_before
from app.domain.documents import DOCUMENT_TYPES
from app.domain.register import (
    APPEALED,
    DISMISSED,
    EXPIRED,
    ISSUED,
    REPLACED,
    REPLACEMENT_WORDS,
    REVOCATION_WORDS,
    REVOKED,
    STATE_WORDS,
    UPHELD,
)
from app.records.queries.certificates import CertificateRow
from app.records.queries.document_history import DUPLICATED, DocumentEvent
from app.translation import later, tr
from app.ui.learner_columns import shown_date
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import CellKind, Coded, Column, Status

_HAPPENED: Final = {
    ISSUED: later("{day}: issued by {who}"),
    REPLACED: later("{day}: replaced by {number}, by {who}"),
    REVOKED: later("{day}: revoked by {who}"),
    APPEALED: later("{day}: appeal written down by {who}"),
    UPHELD: later("{day}: appeal upheld by {who}, it stands again"),
    DISMISSED: later("{day}: appeal dismissed by {who}, it stays revoked"),
    DUPLICATED: later("{day}: duplicate printed by {who}"),
}
_IN_PLACE: Final = later("{day}: issued by {who} in place of {number}")
_REASONS: Final = {**REPLACEMENT_WORDS, **REVOCATION_WORDS}


Ticks = Mapping[tuple[bytes, str], str]
"""How far documents have come, by learner and number."""
_NO_TICKS: Final[Ticks] = {}


def listed(rows: Mapping[bytes, CertificateRow], renewable: Collection[str], ticks: Ticks = _NO_TICKS) -> ListSource:
    """The documents, by their keys, as rows of a table."""
    columns = [
        Column("issued_on", tr("Issued"), 108, CellKind.DATE),
        Column("number", tr("Number"), 110),
        Column("name", tr("Name"), 120, grows=True),
        Column("title", tr("Title"), 70, grows=True),
        Column("state", tr("State"), 140, CellKind.STATUS),
        Column("document", tr("Type of document"), 130, hidden=True),
        Column("valid_until", tr("Valid until"), 108, CellKind.DATE, hidden=True),
    ]
    cells = ((key, _cells(row, row.number in renewable, ticks)) for key, row in rows.items())
    return ListSource(columns, list(cells))


def says(row: CertificateRow) -> str:
    """What a document says, in lines."""
    type_ = DOCUMENT_TYPES.get(row.document)
    until = tr("Valid until {day}", day=shown_date(row.valid_until)) if row.valid_until else ""
    lines = (
        row.name,
        tr(type_.words) if type_ else "",
        row.title,
        row.covers,
        row.number,
        tr("Issued {day}", day=shown_date(row.issued_on)),
        until,
    )
    return "\n".join(line for line in lines if line)


def happened(events: Iterable[DocumentEvent]) -> str:
    """What happened to a document, a line each."""
    return "\n".join(_line(event) for event in events)


def brought_words(row: CertificateRow) -> str:
    """What the register knows of a document from before, of which there is no page."""
    words = from_before(row.source)
    day = shown_date(row.issued_on)
    told = [row.number, row.title, row.issuer, day, "", f"{_begin(words)}.", tr("It is not signed here.")]
    if row.replaced_by:
        told.append(tr("{number} was issued in its place.", number=row.replaced_by))
    return "\n".join(told)


def state_of(row: CertificateRow, renewable: bool) -> Status:
    """The state of a document in a word."""
    if not row.issued_here:
        return Status(tr("Replaced") if row.replaced_by else tr("Brought in"))
    if row.contested:
        return Status(tr("In question"), "warn")
    if row.state == ISSUED and renewable:
        return Status(tr("Due for renewal"), "warn")
    words = tr("Under appeal") if row.state == APPEALED else _begin(tr(STATE_WORDS[row.state]))
    kinds: dict[str, Status] = {
        ISSUED: Status(words, "met"),
        EXPIRED: Status(words, "warn"),
        REPLACED: Status(words, "neutral"),
    }
    return kinds.get(row.state, Status(words, "not_yet"))


def _cells(row: CertificateRow, renewable: bool, ticks: Ticks) -> list[object]:
    day, last = (Coded(on, shown_date(on) if on else "") for on in (row.issued_on, row.valid_until))
    type_ = DOCUMENT_TYPES.get(row.document)
    kind = tr(type_.words) if type_ else row.document
    state = replace(state_of(row, renewable), tick=ticks.get((row.learner, row.number), ""))
    return [day, row.number, row.name, row.title, state, kind, last]


def _line(event: DocumentEvent) -> str:
    words = _IN_PLACE if event.kind == ISSUED and event.number else _HAPPENED.get(event.kind, "")
    told = tr(words, day=shown_date(event.on), who=event.who, number=event.number) if words else event.kind
    why = tr(_REASONS[event.reason]) if event.reason in _REASONS else event.reason
    return " · ".join(part for part in (told, why, event.words) if part)


def _begin(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
