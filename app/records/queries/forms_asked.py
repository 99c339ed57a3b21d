# SPDX-License-Identifier: Apache-2.0
"""Questions about forms: what laptops say differently of one pre-printed sheet."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from sqlalchemy import Connection

from app.domain.stationery import STATE_WORDS
from app.journal.operation import OpId
from app.records import tables
from app.records.queries import stationery
from app.records.queries.asking import Facts, Question, choice, contested
from app.translation import later, tr


def disputed(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two laptops used one form for two documents, or said different things of it."""
    for id_, serials, rows in _disputed_forms(connection):
        row = stationery.by_id(connection, id_)
        forms = " – ".join(row.stock.written(serial) for serial in dict.fromkeys((serials[0], serials[-1])))
        text = later("Two laptops say different things of the form {form} of “{name}”. Which one is right?")
        choices = tuple(map(choice, rows, map(_of_form, rows), repeat(facts)))
        id_text = f"sheet-{id_.hex()}-{serials[0]}-{serials[-1]}"
        yield Question(id_text, "sheet", id_, tr(text, form=forms, name=row.name), choices)


def _disputed_forms(connection: Connection) -> Iterator[tuple[bytes, list[int], list[Any]]]:
    """Forms next to each other of which the same words say different things, with those words about the first."""
    run: list[int] = []
    last: tuple[bytes, list[Any]] = b"", []
    for (id_, serial), rows in contested(connection, tables.sheet, 2).items():
        same = id_ == last[0] and _said_of(rows) == _said_of(last[1]) and serial == run[-1] + 1
        if run and not same:
            yield *last[:1], run, last[1]
        run, last = ([*run, serial], last) if same else ([serial], (id_, rows))
    if run:
        yield *last[:1], run, last[1]


def _said_of(rows: list[Any]) -> list[tuple[OpId, bool]]:
    """Which words; those with a document on each form differ from form to form."""
    return [(OpId(row.origin, row.seq), bool(row.certificate) and row.certificate) for row in rows]


def _of_form(row: Any) -> str:
    return " ".join(filter(None, (tr(STATE_WORDS[row.state]), row.certificate)))
