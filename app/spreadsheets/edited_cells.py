# SPDX-License-Identifier: Apache-2.0
"""Which cells of an exported cohort a person has edited since: told by a short digest of each cell as it was written.

The digests stand on a sheet that no spreadsheet program offers, by learner, so rows may be sorted and files saved by
any program. Each digest is made with a secret of its learner that stays in the records: who has only the file learns
nothing from it, also of a column that was taken out.
"""

import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Final

from app.spreadsheets.cohort_columns import COLUMNS, LEARNER_ID

KEYS_SHEET: Final = "guildmark"
"""The name of the sheet of digests, the same in every language."""
VERSION: Final = 1
FIELDS: Final = tuple(column.field for column in COLUMNS if column.field != LEARNER_ID)

_MARK: Final = "guildmark cohort export"
_PURPOSE: Final = b"cohort export 1"
_BYTES: Final = 6
_LETTERS: Final = 8
"""Letters of one digest."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export comes from: ids of centre and cohort, the cohort's code, when it was written (ISO date), and what
    the centre is called (empty in older exports)."""

    centre: bytes
    cohort: bytes
    code: str
    written: str
    centre_name: str = ""


@dataclass(frozen=True, slots=True)
class ExportKeys:
    """What the sheet of digests holds: the digest of each field by learner id."""

    origin: Origin
    digests: Mapping[str, Mapping[str, str]]


def heading(origin: Origin) -> list[tuple[str, ...]]:
    """The first rows of the sheet of digests."""
    return [
        (_MARK, str(VERSION)),
        (origin.centre.hex(), origin.cohort.hex(), origin.code, origin.written, origin.centre_name),
        FIELDS,
    ]


def digests(secret: bytes, cells: Iterable[object]) -> str:
    """The digests of a learner's cells, in the order of ``FIELDS``."""
    return "".join([_digest(secret, field, cell) for field, cell in zip(FIELDS, cells, strict=True)])


def export_keys(rows: Sequence[Sequence[object]]) -> ExportKeys | None:
    """The sheet of digests as it is read; None where it is damaged or of a newer program: then it tells nothing."""
    with suppress(ValueError, IndexError):
        mark, version = rows[0][:2]
        if mark != _MARK or str(version) != str(VERSION):
            return None
        centre, cohort, code, written, *name = map(str, rows[1][:5])
        fields = [str(field) for field in rows[2] if field]
        listed = {bytes.fromhex(str(row[0])).hex(): _by_field(fields, str(row[1])) for row in rows[3:]}
        origin = Origin(bytes.fromhex(centre), bytes.fromhex(cohort), code, written, *name)
        return ExportKeys(origin, {learner: found for learner, found in listed.items() if found})
    return None


def edited(
    keys: ExportKeys, secrets: Mapping[str, bytes], rows: Iterable[tuple[str, Mapping[str, object]]]
) -> dict[str, frozenset[str]]:
    """The fields that a person has edited, by learner id; an emptied cell is edited too.

    ``rows`` are learner ids with the values of the columns that are there; a column that is not there is not edited.
    ``secrets`` are those of the learners by id. Rows of learners who were not in the export, or who have no secret any
    more, are left out: nothing is known of what they said before.
    """
    found: dict[str, frozenset[str]] = {}
    for learner, values in rows:
        before, secret = keys.digests.get(learner), secrets.get(learner)
        if before is None or secret is None:
            continue
        cells = ((field, values[field]) for field in FIELDS if field in values and field in before)
        changed = frozenset(field for field, cell in cells if before[field] != _digest(secret, field, cell))
        found[learner] = found.get(learner, frozenset()) | changed
    return found


def _by_field(fields: Sequence[str], joined: str) -> dict[str, str]:
    parts = [joined[start : start + _LETTERS] for start in range(0, len(joined), _LETTERS)]
    return dict(zip(fields, parts, strict=True)) if len(joined) == _LETTERS * len(fields) else {}


def _digest(secret: bytes, field: str, cell: object) -> str:
    said = f"{field}\n{_said(cell)}".encode("utf-8", "surrogatepass")
    return b64encode(blake2b(said, digest_size=_BYTES, key=secret, person=_PURPOSE).digest()).decode()


def _said(cell: object) -> str:
    """What a cell says, whichever program saved it: as a date, a number or a text."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFC", "\n".join(str(cell).splitlines())).strip()
