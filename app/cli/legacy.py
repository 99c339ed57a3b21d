# SPDX-License-Identifier: Apache-2.0
"""``legacy``: what was before, brought in."""

from pathlib import Path
from typing import Any, Final

import click

from app.cli.answer import DONE, REFUSED, Answer
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.cli.workbooks import DATES, DRY_RUN, REPORT, cells_document, nothing_taken_in, password_of
from app.services.import_plan import Rule
from app.services.legacy_import import LegacyResult, LegacyWish, Numbers, import_legacy
from app.translation import later, tr

_SHEETS: Final = {
    "learners": later("Learners: {new} new, {changed} changed, {unchanged} as before."),
    "results": later("Results: {new} new, {changed} changed, {unchanged} as before."),
    "certificates": later("Certificates: {new} new, {changed} changed, {unchanged} as before."),
}


@click.group()
def legacy() -> None:
    """Results and certificates from before this program."""


@legacy.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def template(session: Session, file: Path) -> Answer:
    """Write the workbook in which results and certificates from before are filled in."""
    from app.spreadsheets.brought_template import write_brought_template

    write_brought_template(file)
    return Answer({"file": str(file)}, tr("The workbook is written: {file}", file=file))


@legacy.command("import")
@click.argument("file", type=FILE)
@DRY_RUN
@REPORT
@DATES
@click.option(
    "--duplicates",
    type=click.Choice([Rule.ASK, Rule.OWN, Rule.SAME]),
    default=Rule.ASK,
    help="Whether a row of the sheet of learners that may be about somebody known is refused, a learner of its own, "
    "or the same one.",
)
@click.pass_obj
def import_(session: Session, /, file: Path, **how: Any) -> Answer:
    """Bring in what a workbook says of before: all of it, or nothing where a cell is refused.

    The password of a protected workbook is taken from GUILDMARK_WORKBOOK_PASSWORD.
    """
    wish = LegacyWish(
        file,
        session.outside.translations,
        how["dry_run"],
        Rule(how["duplicates"]),
        how["dates"],
        password_of(session),
        how["report"],
    )
    result = import_legacy(session.work(), wish, session.progress())
    return Answer(_document(result), _words(result), REFUSED if result.refused else DONE)


def _document(result: LegacyResult) -> dict[str, Any]:
    sheets = dict(zip(_SHEETS, result.numbers, strict=True))
    together = (sum(getattr(one, name) for one in result.numbers) for name in ("new", "changed", "unchanged"))
    return {
        "act": result.act.hex() if result.act else None,
        **dict(zip(("new", "changed", "unchanged"), together, strict=True)),
        **{name: _counted(numbers) for name, numbers in sheets.items()},
        "refused": cells_document(result.refused),
        "warnings": cells_document(result.warnings),
    }


def _counted(numbers: Numbers) -> dict[str, int]:
    return {"new": numbers.new, "changed": numbers.changed, "unchanged": numbers.unchanged}


def _words(result: LegacyResult) -> str:
    if result.refused:
        return nothing_taken_in(result.refused)
    counted = zip(_SHEETS.values(), map(_counted, result.numbers), strict=True)
    done = [tr(sentence, **numbers) for sentence, numbers in counted]
    return "\n".join([*done, *(one.reason for one in result.warnings)])
