# SPDX-License-Identifier: Apache-2.0
"""``cohort``: groups of learners who are taught and assessed together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.cli.workbooks import DATES, DRY_RUN, REPORT, cells_document, cells_words, nothing_taken_in, password_of
from app.domain.routes import ROUTES
from app.records.queries import cohorts as queries
from app.records.queries import learners
from app.records.queries.cohorts import CohortRow
from app.records.unit_of_work import Work
from app.services.cohort_import import Into
from app.services.cohorts import CohortWish, add_members, enrol_cohort, open_cohort, remove_members, set_cohort
from app.services.exporting import export_cohort, export_results
from app.services.import_plan import Rule
from app.services.mappings import kept_mappings, mapping_for, save_mapping
from app.services.workbook_import import ImportResult, ImportWish, Opening, import_cohort
from app.spreadsheets.cohort_mapping import read_mapping
from app.spreadsheets.cohort_template import write_cohort_template
from app.translation import tr, trn


@click.group()
def cohort() -> None:
    """Groups of learners who are taught and assessed together."""


@cohort.command("open")
@click.argument("code")
@click.option("--qualification", default="", help="The code of the qualification that the cohort works for.")
@click.option("--unit", "units", multiple=True, help="The code of a unit, where not all are taught. Again for each.")
@click.option("--assessor", "assessors", multiple=True, help="The name of an assessor. Again for each.")
@click.option("--start", default="", help="The first day, as 2026-03-31.")
@click.option("--end", default="", help="The last day.")
@click.option("--title", default="", help="What the cohort is called, besides its code.")
@click.pass_obj
def open_(session: Session, /, code: str, **wish: Any) -> Answer:
    """Open a cohort."""
    made = open_cohort(session.work(), CohortWish(code=code, **wish))
    return Answer({"id": made.hex(), "code": code}, tr("Cohort {code} is open.", code=code))


@cohort.command("set")
@click.argument("code")
@click.option("--title", help="What the cohort is called, besides its code; empty for nothing.")
@click.option("--start", help="The first day, as 2026-03-31; empty for not known.")
@click.option("--end", help="The last day; empty for not known.")
@click.option(
    "--assessor", "assessors", multiple=True, help="Who assesses it from now on. Again for each; empty: nobody."
)
@click.pass_obj
def set_(session: Session, /, code: str, assessors: Sequence[str], **said: str | None) -> Answer:
    """Change what is said of a cohort; what is not named stays."""
    fields = {name: value for name, value in said.items() if value is not None}
    if assessors:
        fields["assessors"] = "\n".join(assessors)
    if not fields:
        raise click.UsageError("Give at least one of --title, --start, --end, --assessor.")
    act = set_cohort(session.work(), code, fields)
    words = tr("Changed.") if act else tr("It was so before; nothing was changed.")
    return Answer({"act": act.hex() if act else None, "code": code}, words)


@cohort.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All cohorts."""
    rows = session.work().read(queries.cohorts)
    return Answer(
        {"cohorts": [_row(row) for row in rows]},
        lines((row.code, row.title, row.qualification, row.learners) for row in rows),
    )


@cohort.command()
@click.argument("code")
@click.option("--learner", "ids", multiple=True, required=True, help="The id of a learner. Again for each.")
@click.pass_obj
def add(session: Session, code: str, ids: Sequence[str]) -> Answer:
    """Put learners into a cohort."""
    work = session.work()
    done = add_members(work, code, _known(work, ids))
    words = trn("{n} learner added.", "{n} learners added.", done.learners)
    return Answer({"act": done.act.hex() if done.act else None, "learners": done.learners}, words)


@cohort.command()
@click.argument("code")
@click.option("--learner", "ids", multiple=True, required=True, help="The id of a learner. Again for each.")
@click.pass_obj
def remove(session: Session, code: str, ids: Sequence[str]) -> Answer:
    """Take learners out of a cohort; what was recorded of them stays."""
    work = session.work()
    leaving = _known(work, ids)
    act = remove_members(work, code, leaving)
    words = trn("{n} learner was taken out.", "{n} learners were taken out.", len(leaving))
    return Answer({"act": act.hex(), "learners": len(leaving)}, words)


@cohort.command()
@click.argument("code")
@click.option("--qualification", default="", help="Another qualification than the cohort's own.")
@click.option("--route", type=click.Choice(ROUTES), help="For all of them; else each learner's own.")
@click.pass_obj
def enrol(session: Session, code: str, qualification: str, route: str | None) -> Answer:
    """Enrol all learners of a cohort to the units of its qualification."""
    done = enrol_cohort(session.work(), code, qualification, route or "")
    document = {"act": done.act.hex() if done.act else None, "learners": done.learners, "units": done.units}
    return Answer(document, trn("{n} learner is enrolled.", "{n} learners are enrolled.", done.learners))


@cohort.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def template(session: Session, file: Path) -> Answer:
    """Write the workbook in which a cohort is filled in."""
    write_cohort_template(file)
    return Answer({"file": str(file)}, tr("The workbook is written: {file}", file=file))


@cohort.command("import")
@click.argument("file", type=FILE)
@click.option("--cohort", "code", default="", help="The cohort that the learners join.")
@click.option("--enrol", is_flag=True, help="Enrol them in the units of the cohort too.")
@DRY_RUN
@REPORT
@click.option("--sheet", default="", help="The name of the sheet, where the file has several; a hidden one too.")
@DATES
@click.option("--mapping", "mappings", type=FILE, multiple=True, help="A file that says what the columns mean.")
@click.option("--leave-out-refused", is_flag=True, help="Import the other rows where cells are refused.")
@click.option(
    "--duplicates",
    type=click.Choice([Rule.OWN.value, Rule.SAME.value]),
    default=Rule.OWN.value,
    help="Whether a row that may be about somebody known is a learner of its own, or the same one.",
)
@click.pass_obj
def import_(session: Session, /, file: Path, code: str, enrol: bool, **how: Any) -> Answer:
    """Take in learners from a workbook: all of them, or none where a cell is refused.

    The password of a protected workbook is taken from GUILDMARK_WORKBOOK_PASSWORD.
    """
    known = (*(read_mapping(path) for path in how["mappings"]), *kept_mappings(session.folder))
    opening = Opening(session.outside.translations, password_of(session), how["sheet"], how["dates"], known)
    into, rule = Into(code, enrol), Rule(how["duplicates"])
    wish = ImportWish(file, opening, into, how["dry_run"], rule, how["leave_out_refused"], how["report"])
    result = import_cohort(session.work(), wish, session.progress())
    whole = wish.leave_out_refused or not result.refused
    return Answer(_imported(result), _import_words(result), DONE if whole else REFUSED)


@cohort.command()
@click.argument("file", type=FILE)
@click.argument("mapping", type=NEW_FILE)
@click.option("--sheet", default="", help="The name of the sheet, where the file has several.")
@DATES
@click.option("--column", "columns", multiple=True, help="HEADER=FIELD: what a column means; no field: it is left out.")
@click.pass_obj
def mapping(session: Session, /, file: Path, mapping: Path, columns: Sequence[str], **how: Any) -> Answer:
    """Write what the columns of a workbook mean as a file: for its next import, and for other centres."""
    opening = Opening(session.outside.translations, password_of(session), how["sheet"], how["dates"])
    said = dict(one.rsplit("=", 1) for one in columns if "=" in one)
    made = mapping_for(file, opening, said, session.outside.today())
    save_mapping(mapping, made)
    document = {"file": str(mapping), "columns": [{"title": title, "field": field} for title, field in made.columns]}
    return Answer(document, lines(made.columns))


@cohort.command()
@click.argument("code")
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def export(session: Session, code: str, file: Path) -> Answer:
    """Write the learners of a cohort as a workbook that can be edited and imported again."""
    n = export_cohort(session.work(), code, file, session.progress())
    return Answer({"file": str(file), "learners": n}, tr("The workbook is written: {file}", file=file))


@cohort.command()
@click.argument("code")
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def results(session: Session, code: str, file: Path) -> Answer:
    """Write where each learner of a cohort stands in each unit as a workbook."""
    n = export_results(session.work(), code, file, session.progress())
    return Answer({"file": str(file), "learners": n}, tr("The workbook is written: {file}", file=file))


def _known(work: Work, ids: Sequence[str]) -> list[bytes]:
    """The learners of these ids, each once."""
    return list(dict.fromkeys(work.read(learners.known, one) for one in ids))


def _row(row: CohortRow) -> dict[str, Any]:
    return {
        "id": row.id.hex(),
        "code": row.code,
        "title": row.title,
        "qualification": row.qualification,
        "units": list(row.units),
        "learners": row.learners,
        "start": row.start,
        "end": row.end,
    }


def _imported(result: ImportResult) -> dict[str, Any]:
    return {
        "act": result.act.hex() if result.act else None,
        "new": result.new,
        "changed": result.changed,
        "unchanged": result.unchanged,
        "rows": [{"row": row, "id": learner.hex()} for row, learner in result.rows],
        "duplicates": [
            {"row": one.row, "id": one.id.hex(), "name": one.name, "why": one.why} for one in result.duplicates
        ],
        "refused": cells_document(result.refused),
        "warnings": cells_document(result.warnings),
    }


def _import_words(result: ImportResult) -> str:
    warnings = [f"{one.cell}: {one.reason}" for one in result.warnings]
    if result.refused and not result.rows:
        return "\n".join([nothing_taken_in(result.refused), *warnings])
    done = tr(
        "New learners: {new}. Changed: {changed}. As before: {unchanged}.",
        new=result.new,
        changed=result.changed,
        unchanged=result.unchanged,
    )
    alike = [lines([(one.row, one.name, one.why)]) for one in result.duplicates]
    left_out = [tr("Rows with these cells were left out:"), cells_words(result.refused)] if result.refused else []
    return "\n".join([done, *left_out, *alike, *warnings])
