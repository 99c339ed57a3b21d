# SPDX-License-Identifier: Apache-2.0
"""Lists that leave as workbooks: a cohort to be edited and brought in again, results, registers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.domain.brought import from_before
from app.domain.learners import PRIVATE
from app.domain.refusals import BadInput
from app.domain.register import ISSUED, STATE_WORDS
from app.domain.rights import Command
from app.journal.clock import COUNTER_BITS
from app.records.queries import assessing, certificates, cohorts, exports, learners, people
from app.records.queries.certificates import CertificateRow
from app.records.queries.cohorts import CohortRow, Member
from app.records.queries.subjects import keys_of_all
from app.records.rows import chunks
from app.records.unit_of_work import Work
from app.services.import_plan import Edited
from app.services.progress import OnProgress
from app.translation import later, tr

if TYPE_CHECKING:
    from app.spreadsheets.cohort_export import Exported
    from app.spreadsheets.cohort_layout import Layout
    from app.spreadsheets.edited_cells import Origin
    from app.spreadsheets.reading.book import Sheet
    from app.spreadsheets.results_export import LearnerResults, RegisterRow, UnitOutcome

_ANOTHER_CENTRE: Final = later(
    "This workbook was written by another centre ({known}): here nobody has its Learner IDs. Nothing was changed. "
    "Import it in the records of that centre, or empty the column Learner ID in a copy and import the copy: then its "
    "learners are looked for by name and number."
)


def export_cohort(work: Work, code: str, path: Path, progress: OnProgress = lambda done, of: None) -> int:
    """Write the learners of a cohort so that the file can be edited and imported again; returns how many.

    Raises NotAllowed, NotFound "no-such-cohort", StorageTrouble; what ``progress`` raises leaves no file.
    """
    from app.spreadsheets.cohort_export import write_cohort_export
    from app.spreadsheets.edited_cells import Origin

    work.allow(Command.EXPORT_COHORT)

    def write(connection: Connection) -> int:
        group = cohorts.cohort(connection, code)
        ids = [member.learner for member in cohorts.members(connection, group.id)]
        name = people.centre(connection).name
        origin = Origin(work.centre, group.id, group.code, work.today().isoformat(), name)
        write_cohort_export(path, origin, _exported(connection, ids), len(ids), progress)
        return len(ids)

    return work.read(write)


def edited_cells(
    connection: Connection, centre: bytes, keys: "Sequence[Sequence[object]]", sheet: "Sheet", layout: "Layout"
) -> Edited:
    """The fields that a person has edited on this sheet of a cohort export, by learner id; emptied cells too.

    ``keys`` are the rows of the sheet ``KEYS_SHEET``. Learners of whom nothing is known are left out: all of them where
    the keys are damaged. Their rows are read as those of any other workbook. Raises BadInput "another-centre" where
    rows have the ids that another centre gave to its learners.
    """
    from app.spreadsheets.cohort_columns import LEARNER_ID
    from app.spreadsheets.edited_cells import edited, export_keys

    found = export_keys(keys)
    fields = layout.fields()
    own = fields.pop(LEARNER_ID, None)
    if found is None or own is None:
        return {}
    rows = [(str(row[own]).strip().lower(), {field: row[at] for field, at in fields.items()}) for row in sheet.rows]
    if found.origin.centre != centre:
        if any(learner in found.digests for learner, _ in rows):
            raise _of_another_centre(found.origin)
        return {}
    secrets = _secrets(connection, [bytes.fromhex(learner) for learner in found.digests])
    return edited(found, {id_.hex(): secret for id_, secret in secrets.items()}, rows)


def _of_another_centre(origin: "Origin") -> BadInput:
    known = ", ".join(filter(None, (origin.centre_name, origin.code, origin.written)))
    return BadInput("another-centre", _ANOTHER_CENTRE, known=known)


def export_results(work: Work, code: str, path: Path, progress: OnProgress = lambda done, of: None) -> int:
    """Write where each learner of a cohort stands in each unit; returns how many learners.

    Raises NotAllowed, NotFound "no-such-cohort", StorageTrouble.
    """
    from app.spreadsheets.results_export import write_results

    work.allow(Command.EXPORT_RESULTS)

    def write(connection: Connection) -> int:
        group = cohorts.cohort(connection, code)
        members = cohorts.members(connection, group.id)
        rows = _results(connection, group, members)
        return write_results(path, group.code, group.units, rows, progress, len(members))

    return work.read(write)


def export_marks(work: Work, code: str, unit: str, path: Path) -> int:
    """Write the workbook in which the marks of a cohort in a unit are filled in; returns how many learners.

    Raises NotAllowed, NotFound "no-such-cohort", "no-such-unit", StorageTrouble.
    """
    from app.spreadsheets.marks import write_marks_template

    work.allow(Command.EXPORT_COHORT)
    sheet = work.read(assessing.sheet, code, unit)
    seats = [(seat.learner.hex(), seat.name) for seat in sheet.seats]
    write_marks_template(path, sheet.unit.title, sheet.unit.criteria(), seats)
    return len(seats)


def export_learners(work: Work, path: Path, progress: OnProgress = lambda done, of: None) -> int:
    """Write all learners with what is known of them; returns how many. Raises NotAllowed, StorageTrouble."""
    from app.spreadsheets.results_export import write_learners

    work.allow(Command.EXPORT_REGISTER)

    def write(connection: Connection) -> int:
        rows = ((id_.hex(), details) for id_, details in exports.everybody(connection))
        return write_learners(path, rows, progress, learners.count(connection))

    return work.read(write)


def export_certificates(work: Work, path: Path, progress: OnProgress = lambda done, of: None) -> int:
    """Write the register of certificates; returns how many. Raises NotAllowed, StorageTrouble."""
    from app.spreadsheets.results_export import write_certificates

    work.allow(Command.EXPORT_REGISTER)

    def write(connection: Connection) -> int:
        found = certificates.register(connection, work.today().isoformat())
        return write_certificates(path, map(_register_row, found), progress, len(found))

    return work.read(write)


def _exported(connection: Connection, ids: Sequence[bytes]) -> "Iterator[Exported]":
    from app.spreadsheets.cohort_export import Exported

    for chunk in chunks(ids):
        secrets = _secrets(connection, chunk)
        for id_, details in exports.details_of(connection, chunk):
            yield Exported(id_, details, secrets.get(id_, b""))


def _secrets(connection: Connection, ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """A secret for each learner that every laptop of the centre has, and that is destroyed when they are erased."""
    keys = keys_of_all(connection, ids)
    return {id_: own[PRIVATE].key for id_, own in keys.items() if PRIVATE in own}


def _results(connection: Connection, group: CohortRow, members: Sequence[Member]) -> "Iterator[LearnerResults]":
    from app.spreadsheets.results_export import LearnerResults

    standing = [exports.outcomes(connection, unit) for unit in group.unit_ids]
    numbers = _numbers(connection, group)
    bibs = {member.learner: member.bib for member in members}
    for id_, known in exports.details_of(connection, bibs):
        reached = [_unit_outcome(unit.get(id_)) for unit in standing]
        said = (known.full_name, known.latin_name, known.birth_date)
        yield LearnerResults(id_.hex(), bibs[id_], *said, reached, numbers.get(id_, ()))


def _numbers(connection: Connection, group: CohortRow) -> dict[bytes, list[str]]:
    """What was issued to each learner for the cohort's qualification, or for any where it has none."""
    found: dict[bytes, list[str]] = {}
    for row in reversed(certificates.register(connection)):
        if row.issued_here and group.qualification in ("", row.qualification):
            found.setdefault(row.learner, []).append(row.number)
    return found


def _unit_outcome(found: exports.Outcome | None) -> "UnitOutcome | None":
    from app.spreadsheets.results_export import UnitOutcome

    if found is not None and found.before is not None:
        on = date.fromisoformat(found.before.achieved_on)
        return UnitOutcome(found.before.outcome, False, on, from_before(found.before.source))
    return UnitOutcome(found.outcome, found.signed, _day(found.at)) if found else None


def _day(stamp: int) -> date | None:
    return datetime.fromtimestamp((stamp >> COUNTER_BITS) / 1000, UTC).astimezone().date() if stamp else None


def _state(row: CertificateRow) -> str:
    """Nothing for a document that stands as it was issued."""
    if row.state == certificates.BROUGHT:
        return from_before(row.source)
    return "" if row.state == ISSUED else tr(STATE_WORDS[row.state])


def _register_row(row: CertificateRow) -> "RegisterRow":
    from app.spreadsheets.results_export import RegisterRow

    said = (row.name, row.title, row.qualification, row.document, row.issued_on)
    state = _state(row)
    return RegisterRow(row.number, row.learner.hex(), *said, state, row.replaced_by)
