# SPDX-License-Identifier: Apache-2.0
"""``standards``: qualifications, their units and criteria."""

from pathlib import Path
from typing import Any

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.domain.refusals import NotFound
from app.domain.standards import Qualification, Unit
from app.records.queries import standards as queries
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.standards import import_standards
from app.spreadsheets.sample import write_sample_standards
from app.translation import tr, trn


@click.group()
def standards() -> None:
    """Qualifications, their units and criteria."""


@standards.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def template(session: Session, file: Path) -> Answer:
    """Write the workbook in which standards are filled in, with a sample qualification as an example."""
    write_sample_standards(file, session.outside.resources)
    return Answer({"file": str(file)}, tr("The workbook is written: {file}", file=file))


@standards.command("import")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.pass_obj
def import_(session: Session, files: tuple[Path, ...]) -> Answer:
    """Take in standards from workbooks or YAML files; the same file again changes nothing."""
    found = import_standards(session.work(), files, session.outside.resources / "mappings")
    document = {
        "act": found.act.hex() if found.act else None,
        "qualifications": found.qualifications,
        "units": found.units,
        "elements": found.elements,
        "criteria": found.criteria,
        "warnings": list(found.warnings),
    }
    words = trn("{n} unit with its criteria is taken in.", "{n} units with their criteria are taken in.", found.units)
    return Answer(document, "\n".join((words, *found.warnings)))


@standards.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All qualifications and units."""
    work = session.work()
    qualifications, units = work.read(queries.qualifications), work.read(queries.units)
    document = {
        "qualifications": [_qualification_row(row) for row in qualifications],
        "units": [_unit_row(row) for row in units],
    }
    titles = [*((row.code, row.title) for row in qualifications), *((row.code, row.title) for row in units)]
    return Answer(document, lines(titles))


@standards.command()
@click.argument("code")
@click.pass_obj
def show(session: Session, code: str) -> Answer:
    """A qualification with its rules and units, or a unit with its elements and criteria."""
    work = session.work()
    try:
        found, qualification = work.read(queries.qualification, code)
    except NotFound:
        unit_id, unit = work.read(queries.unit, code)
        return Answer({"id": unit_id.hex(), **_unit(unit)}, _unit_words(unit))
    units = work.read(queries.units_of, found)
    document = {"id": found.hex(), **_qualification(qualification), "units": [_unit(unit) for unit in units.values()]}
    words = [f"{qualification.code}\t{qualification.title}", *(f"{unit.code}\t{unit.title}" for unit in units.values())]
    return Answer(document, "\n".join(words))


def _qualification_row(row: QualificationRow) -> dict[str, Any]:
    return {
        "id": row.id.hex(),
        "code": row.code,
        "title": row.title,
        "level": row.level,
        "sector": row.sector,
        "language": row.language,
        "units": row.units,
        "elements": row.elements,
        "criteria": row.criteria,
    }


def _unit_row(row: UnitRow) -> dict[str, Any]:
    return {
        "id": row.id.hex(),
        "code": row.code,
        "title": row.title,
        "language": row.language,
        "elements": row.elements,
        "criteria": row.criteria,
    }


def _qualification(qualification: Qualification) -> dict[str, Any]:
    return {
        "code": qualification.code,
        "title": qualification.title,
        "level": qualification.level,
        "sector": qualification.sector,
        "language": qualification.language,
        "mandatory": list(qualification.mandatory),
        "groups": [
            {"title": group.title, "choose": group.choose, "units": list(group.units)} for group in qualification.groups
        ],
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "title": unit.title,
        "language": unit.language,
        "hours": unit.hours,
        "credits": unit.credits,
        "elements": [
            {
                "code": element.code,
                "title": element.title,
                "criteria": [
                    {"code": one.code, "text": one.text, "critical": one.critical} for one in element.criteria
                ],
            }
            for element in unit.elements
        ],
    }


def _unit_words(unit: Unit) -> str:
    rows = [(unit.code, unit.title)]
    for element in unit.elements:
        rows.append((element.code, element.title))
        rows += [
            (one.code, tr("{criterion} (critical)", criterion=one.text) if one.critical else one.text)
            for one in element.criteria
        ]
    return lines(rows)
