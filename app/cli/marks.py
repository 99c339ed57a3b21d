# SPDX-License-Identifier: Apache-2.0
"""``marks``: what assessors saw, criterion by criterion."""

from pathlib import Path
from typing import Any, Final

import click

from app.cli.answer import REFUSED, Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.cli.workbooks import cells_document, nothing_taken_in
from app.domain.assessing import LETTERS, mark_of_letter
from app.records.queries import assessing as queries
from app.records.queries import learners
from app.records.queries.assessing import AssessmentSheet, SeatRow
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.exporting import export_marks
from app.services.marks_import import import_marks
from app.translation import tr, trn

_LETTER_OF: Final = {mark: letter for letter, mark in LETTERS.items()}


@click.group()
def marks() -> None:
    """What assessors saw, criterion by criterion."""


@marks.command()
@click.option("--learner", required=True, help="The id of the learner.")
@click.option("--unit", required=True, help="The code of the unit.")
@click.option("--criterion", required=True, help="The code of the criterion.")
@click.option("--mark", required=True, help="Y met, N not yet, X not applicable.")
@click.option("--cohort", default="", help="The code of the cohort, where the learner is in several.")
@click.option("--note", help="What the assessor wants to remember.")
@click.pass_obj
def record(session: Session, /, learner: str, mark: str, note: str | None, **where: str) -> Answer:
    """Record one mark."""
    work = session.work()
    who = work.read(learners.known, learner)
    at = assessing.desk_for(work, where["cohort"], where["unit"], who)
    wish = MarkWish(who, where["criterion"], mark_of_letter(mark), note=note)
    act = assessing.record_mark(work, at, wish)
    return Answer({"act": act.hex()}, tr("Saved."))


@marks.command()
@click.option("--cohort", required=True, help="The code of the cohort.")
@click.option("--unit", required=True, help="The code of the unit.")
@click.pass_obj
def show(session: Session, cohort: str, unit: str) -> Answer:
    """The marks of a cohort in a unit: one line for each learner."""
    sheet = session.work().read(queries.sheet, cohort, unit)
    return Answer(_document(sheet), _words(sheet))


@marks.command()
@click.option("--cohort", required=True, help="The code of the cohort.")
@click.option("--unit", required=True, help="The code of the unit.")
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def template(session: Session, cohort: str, unit: str, file: Path) -> Answer:
    """Write the workbook in which the marks of a cohort in a unit are filled in."""
    export_marks(session.work(), cohort, unit, file)
    return Answer({"file": str(file)}, tr("The workbook is written: {file}", file=file))


@marks.command("import")
@click.argument("file", type=FILE)
@click.option("--unit", default="", help="The code of the unit, where the workbook alone does not tell it.")
@click.pass_obj
def import_(session: Session, file: Path, unit: str) -> Answer:
    """Take in marks from a filled-in workbook: all of them, or none where a cell is refused."""
    result = import_marks(session.work(), file, session.outside.translations, unit)
    document = {
        "act": result.act.hex() if result.act else None,
        "new": result.new,
        "unchanged": result.unchanged,
        "refused": cells_document(result.refused),
    }
    if not result.refused:
        return Answer(document, trn("{n} mark is recorded.", "{n} marks are recorded.", result.new))
    return Answer(document, nothing_taken_in(result.refused), REFUSED)


def _document(sheet: AssessmentSheet) -> dict[str, Any]:
    return {
        "cohort": sheet.cohort.code,
        "unit": sheet.unit.code,
        "title": sheet.unit.title,
        "criteria": [{"code": one.code, "text": one.text, "critical": one.critical} for one in sheet.unit.criteria()],
        "learners": [_seat(sheet, seat) for seat in sheet.seats],
    }


def _seat(sheet: AssessmentSheet, seat: SeatRow) -> dict[str, Any]:
    return {
        "id": seat.learner.hex(),
        "bib": seat.bib,
        "name": seat.name,
        "attempt": seat.attempt,
        "absent": seat.absent,
        "outcome": seat.outcome,
        "signed": seat.signed,
        "marks": _letters(sheet, seat),
        "notes": {
            code: cell.note for (learner, code), cell in sheet.cells.items() if learner == seat.learner and cell.note
        },
    }


def _letters(sheet: AssessmentSheet, seat: SeatRow) -> dict[str, str]:
    """The letter of each criterion that has a mark, in the order of the unit."""
    cells = ((one.code, sheet.cells.get((seat.learner, one.code))) for one in sheet.unit.criteria())
    return {code: _LETTER_OF[cell.mark] for code, cell in cells if cell and cell.mark in _LETTER_OF}


def _words(sheet: AssessmentSheet) -> str:
    codes = [one.code for one in sheet.unit.criteria()]
    rows: list[tuple[object, ...]] = [("", *codes)]
    for seat in sheet.seats:
        letters = _letters(sheet, seat)
        rows.append((f"{seat.bib} {seat.name}", *(letters.get(code, "") for code in codes)))
    return lines(rows)
