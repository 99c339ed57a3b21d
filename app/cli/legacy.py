# SPDX-License-Identifier: Apache-2.0
"""``legacy``: what was before, brought in."""

from pathlib import Path
from typing import Any, Final

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.domain.dates import DAY_FIRST, MONTH_FIRST
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
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--report", type=NEW_FILE, help="Write the workbook again with the refused cells in red.")
@click.option("--dates", type=click.Choice([DAY_FIRST, MONTH_FIRST]), help="How dates such as 03/04/2005 are meant.")
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
    password = session.variable("GUILDMARK_WORKBOOK_PASSWORD")
    wish = LegacyWish(
        file,
        session.outside.translations,
        how["dry_run"],
        Rule(how["duplicates"]),
        how["dates"],
        password,
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
        "refused": [{"sheet": one.sheet, "cell": one.cell, "reason": one.reason} for one in result.refused],
        "warnings": [{"sheet": one.sheet, "cell": one.cell, "reason": one.reason} for one in result.warnings],
    }


def _counted(numbers: Numbers) -> dict[str, int]:
    return {"new": numbers.new, "changed": numbers.changed, "unchanged": numbers.unchanged}


def _words(result: LegacyResult) -> str:
    if result.refused:
        cells = lines((one.sheet, one.cell, one.reason) for one in result.refused)
        return tr("Nothing was taken in. Correct these cells, then import again:") + f"\n{cells}"
    counted = zip(_SHEETS.values(), map(_counted, result.numbers), strict=True)
    done = [tr(sentence, **numbers) for sentence, numbers in counted]
    return "\n".join([*done, *(one.reason for one in result.warnings)])
