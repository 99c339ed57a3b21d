# SPDX-License-Identifier: Apache-2.0
"""Results and registers as workbooks, in the language in use."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.credentials.facts import CERTIFICATE, RECORD_OF_RESULTS
from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.learners import LearnerDetails
from app.domain.routes import ROUTE_WORDS
from app.spreadsheets.cohort_columns import COLUMNS
from app.spreadsheets.cohort_template import day_or_text, shown
from app.spreadsheets.plain_table import Progress, write_table
from app.spreadsheets.sheet_xml import Cell
from app.translation import later, tr

OUTCOME_WORDS: Final = {COMPETENT: later("Competent"), NOT_YET_COMPETENT: later("Not yet competent")}
DOCUMENT_WORDS: Final = {CERTIFICATE: later("Certificate"), RECORD_OF_RESULTS: later("Record of results")}


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """A result in one unit, and the day of it; ``outcome`` is empty until it is judged. ``before`` are the words for
    one that was brought in from before."""

    outcome: str
    signed: bool
    on: date | None
    before: str = ""


@dataclass(frozen=True, slots=True)
class LearnerResults:
    """A learner of a cohort with their results, None for a unit that they are not enrolled in, and the numbers of
    what was issued to them."""

    learner_id: str
    bib: int
    name: str
    latin_name: str
    birth_date: str
    outcomes: Sequence[UnitOutcome | None]
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document: issued here, or brought in from before as the words ``before`` say, and perhaps replaced since."""

    number: str
    learner_id: str
    name: str
    title: str
    qualification: str
    document: str
    issued_on: str
    before: str = ""
    replaced_by: str = ""


def write_results(
    path: Path, title: str, units: Sequence[str], rows: Iterable[LearnerResults], progress: Progress, of: int
) -> int:
    """One row for each learner; for each unit, by code, the outcome in words and the day. Raises as ``write_table``."""
    fixed = (tr("Learner ID"), tr("Bib"), tr("Full name"), tr("Name in Latin letters"), tr("Birth date"))
    of_units = [text for unit in units for text in (unit, tr("{unit}: date", unit=unit))]
    headers = [*fixed, *of_units, tr("Numbers of certificates")]
    return write_table(path, title, headers, map(_result_row, rows), progress, of)


def write_certificates(path: Path, rows: Iterable[RegisterRow], progress: Progress, of: int) -> int:
    """The register of what was issued. Raises as ``write_table``."""
    headers = (
        tr("Number"), tr("Learner ID"), tr("Full name"), tr("Document"), tr("Qualification"), tr("Title"),
        tr("Issued on"), tr("State"), tr("Replaced by"),
    )  # fmt: skip
    return write_table(path, tr("Certificates"), headers, map(_register_row, rows), progress, of)


def write_learners(path: Path, rows: Iterable[tuple[str, LearnerDetails]], progress: Progress, of: int) -> int:
    """All learners (id, details) in the columns of the cohort template. Raises as ``write_table``."""
    headers = [tr(column.header) for column in COLUMNS]
    return write_table(path, tr("Learners"), headers, _learner_rows(rows), progress, of)


def _result_row(row: LearnerResults) -> Sequence[Cell]:
    of_units = [cell for one in row.outcomes for cell in _outcome_cells(one)]
    fixed = (row.learner_id, row.bib, row.name, row.latin_name, day_or_text(row.birth_date))
    return [*fixed, *of_units, ", ".join(row.numbers)]


def _outcome_cells(one: UnitOutcome | None) -> tuple[Cell, Cell]:
    if one is None:
        return None, None
    if not one.outcome:
        return tr("Enrolled"), None
    words = tr(OUTCOME_WORDS[one.outcome]) if one.outcome in OUTCOME_WORDS else one.outcome
    if one.before:
        return tr("{outcome}, {from_before}", outcome=words, from_before=one.before), one.on
    return words if one.signed else tr("{outcome}, not signed yet", outcome=words), one.on


def _register_row(row: RegisterRow) -> Sequence[Cell]:
    document = tr(DOCUMENT_WORDS[row.document]) if row.document in DOCUMENT_WORDS else row.document
    said = (row.number, row.learner_id, row.name, document, row.qualification, row.title, day_or_text(row.issued_on))
    return *said, row.before or tr("issued here"), row.replaced_by


def _learner_rows(rows: Iterable[tuple[str, LearnerDetails]]) -> Iterator[Sequence[Cell]]:
    words = {route: tr(word) for route, word in ROUTE_WORDS.items()}
    return ([shown(column.field, learner, words) for column in COLUMNS] for learner in rows)
