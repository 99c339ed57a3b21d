# SPDX-License-Identifier: Apache-2.0
"""The rule for duplicates, asked when documents go to paper once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from app.domain.printing import OTHER_PAGES
from app.domain.refusals import RuleBroken
from app.domain.stationery import LOST, PRINTED
from app.records.queries import certificates, policies, print_jobs, stationery
from app.records.queries.certificates import CertificateRow
from app.records.unit_of_work import Act
from app.services.reprinting import write_duplicate
from app.translation import later

_SAME: Final = later(
    "By the rules {number} is printed again just as it was issued, without a mark. Nothing was begun. An administrator "
    "can change the rule for duplicates."
)


@dataclass(frozen=True, slots=True)
class AgainWish:
    """Documents that go to paper, what of each; ``every``: all of them are duplicates, ``words`` say why."""

    numbers: Sequence[str]
    part: str
    every: bool
    words: str


def mark_again(act: Act, today: str, wish: AgainWish) -> Mapping[str, int]:
    """Keep that marked duplicates are printed ``today`` (ISO); which documents, and the how manieth each is.

    The other pages of one that was marked on its form bear the same mark.

    Raises NotFound, RuleBroken "not-marked" where all shall be marked and the rules mark none.
    """
    if wish.part == OTHER_PAGES and not wish.every:
        counts = print_jobs.last_marks(act.connection)
        return {one: counts[one] for one in wish.numbers if counts.get(one)}
    rows = [certificates.certificate(act.connection, one) for one in wish.numbers]
    marking = [row for row in rows if _is_marked(act.connection, row)]
    if wish.every and len(marking) < len(rows):
        same = next(row for row in rows if row not in marking)
        raise RuleBroken("not-marked", _SAME, number=same.number)
    due = marking if wish.every else _out_there(act.connection, marking)
    return {row.number: write_duplicate(act, row, wish.words, today) for row in due}


def to_be_marked(connection: Connection, numbers: Sequence[str]) -> tuple[str, ...]:
    """Those that the rules mark, because they are out there already."""
    rows = (certificates.certificate(connection, one) for one in numbers)
    marking = [row for row in rows if _is_marked(connection, row)]
    return tuple(row.number for row in _out_there(connection, marking))


def _out_there(connection: Connection, rows: Sequence[CertificateRow]) -> list[CertificateRow]:
    """Those of which a good print is out there, as far as it is written down: on a form that is printed or lost since,
    or on plain paper. One that was spoiled before anybody had it does not count."""
    if not rows:
        return []
    plain = print_jobs.on_plain_paper(connection)
    return [row for row in rows if row.number in plain or _is_on_a_form(connection, row.number)]


def _is_on_a_form(connection: Connection, number: str) -> bool:
    return any(one.state in (PRINTED, LOST) for one in stationery.sheets_of(connection, number))


def _is_marked(connection: Connection, row: CertificateRow) -> bool:
    return policies.policies(connection, row.qualification).marks_duplicates
