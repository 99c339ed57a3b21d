# SPDX-License-Identifier: Apache-2.0
"""Sample data that travels with templates in a pack: facts and rows to look at them with."""

from collections.abc import Mapping
from typing import Final

import orjson

from app.domain.documents import FIELDS, ROW_FIELDS
from app.domain.refusals import BadInput
from app.translation import later

UNREADABLE: Final = later("{file} is not a certificate pack of Guildmark, or it is damaged. Nothing was brought in.")
_LONGEST_FACT: Final = 400
_MOST_ROWS: Final = 200

Rows = Mapping[str, tuple[Mapping[str, str], ...]]


def written_sample(facts: Mapping[str, str], rows: Rows) -> bytes:
    """Sample data as it stands in a pack: the same data always gives the same bytes."""
    sample = {"facts": dict(facts), "rows": {name: list(listed) for name, listed in rows.items()}}
    return orjson.dumps(sample, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def read_sample(content: bytes, name: str) -> tuple[dict[str, str], dict[str, tuple[Mapping[str, str], ...]]]:
    """The facts and rows that this version knows; the rest is passed over. Raises BadInput "pack-unreadable" naming the
    file."""
    found = json_of(content, name)
    facts, rows = found.get("facts", {}), found.get("rows", {})
    if not isinstance(facts, dict) or not isinstance(rows, dict):
        raise BadInput("pack-unreadable", UNREADABLE, file=name)
    known = {rows_name: frozenset(fields) for rows_name, fields in ROW_FIELDS.items()}
    return _texts(facts, frozenset(FIELDS)), {
        rows_name: tuple(_texts(row, known[rows_name]) for row in listed[:_MOST_ROWS] if isinstance(row, dict))
        for rows_name, listed in rows.items()
        if rows_name in known and isinstance(listed, list)
    }


def _texts(found: Mapping[object, object], known: frozenset[str]) -> dict[str, str]:
    return {
        str(key): value
        for key, value in found.items()
        if key in known and isinstance(value, str) and len(value) <= _LONGEST_FACT
    }


def json_of(content: bytes, name: str) -> dict[str, object]:
    """The object in a part of the file ``name``. Raises BadInput "pack-unreadable"."""
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise BadInput("pack-unreadable", UNREADABLE, file=name) from error
    if not isinstance(found, dict):
        raise BadInput("pack-unreadable", UNREADABLE, file=name)
    return found
