# SPDX-License-Identifier: Apache-2.0
"""What the centre claimed of an awarding body or a registry for its learners, and what was answered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, select

from app.domain.register import ACCEPTED, CLAIMED
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.queries import standards

_TABLE: Final = tables.claim


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim for one learner as it stands: ``value`` is claimed, accepted or refused.

    ``number`` and ``file`` (SHA-256) are what the answer gave; ``words`` the ground of the claim or the reason of the
    answer. ``contested``: laptops read answers that disagree. ``ids`` are the entries that stand.
    """

    claim: bytes
    learner: bytes
    value: str
    document: str
    qualification: str
    covers: str
    number: str
    file: str
    words: str
    on: str
    contested: bool
    ids: tuple[OpId, ...]

    @property
    def subject(self) -> tuple[str, str, str]:
        """What was claimed, as ``CertificateRow.subject``."""
        return self.document, self.qualification, self.covers

    @property
    def answered(self) -> bool:
        """An answer was read."""
        return self.value != CLAIMED

    @property
    def accepted(self) -> bool:
        """The document may be issued."""
        return self.value == ACCEPTED


def claims_of(connection: Connection, learners: Collection[bytes]) -> dict[bytes, list[ClaimRow]]:
    """The claims for these learners, the oldest first."""
    found: dict[bytes, list[ClaimRow]] = defaultdict(list)
    for chunk in rows.chunks(sorted(set(learners))):
        for row in _standing(connection, _TABLE.c.learner.in_(chunk)):
            found[row.learner].append(row)
    return found


def claim(connection: Connection, id_: bytes) -> list[ClaimRow]:
    """All learners of one claim; nobody where it is not known."""
    return _standing(connection, _TABLE.c.claim == id_)


def _standing(connection: Connection, which: ColumnElement[bool]) -> list[ClaimRow]:
    codes = standards.codes(connection)
    query = select(_TABLE).where(which, _TABLE.c.current == 1)
    found: dict[tuple[bytes, bytes], list[Any]] = defaultdict(list)
    for row in connection.execute(query.order_by(_TABLE.c.at, _TABLE.c.origin, _TABLE.c.seq)):
        found[row.learner, row.claim].append(row)
    return [_row(words, codes) for words in found.values()]


def _row(words: list[Any], codes: dict[bytes, tuple[str, str]]) -> ClaimRow:
    last = words[-1]
    code = codes.get(last.qualification or b"", ("", ""))[0]
    said = (last.value, last.document, code, last.covers, last.number, last.file, last.data, last.on)
    ids = tuple(OpId(one.origin, one.seq) for one in words)
    return ClaimRow(last.claim, last.learner, *said, bool(last.contested), ids)
