# SPDX-License-Identifier: Apache-2.0
"""What all commands that read a workbook share: their options, its password, and how cells are told."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from app.cli.answer import lines
from app.cli.parameters import NEW_FILE
from app.cli.session import Session
from app.domain.dates import DAY_FIRST, MONTH_FIRST
from app.translation import tr

if TYPE_CHECKING:
    from app.spreadsheets.cells import CellProblem

DATES: Final = click.option(
    "--dates", type=click.Choice([DAY_FIRST, MONTH_FIRST]), help="How dates such as 03/04/2005 are meant."
)
DRY_RUN: Final = click.option("--dry-run", is_flag=True, help="Only say what would be done.")
REPORT: Final = click.option("--report", type=NEW_FILE, help="Write the workbook again with the refused cells in red.")


def password_of(session: Session) -> str:
    """The password of a protected workbook; empty where none is given."""
    return session.variable("GUILDMARK_WORKBOOK_PASSWORD")


def cells_document(problems: "Iterable[CellProblem]") -> list[dict[str, str]]:
    """Cells and what is wrong with them, for scripts."""
    return [{"sheet": one.sheet, "cell": one.cell, "reason": one.reason} for one in problems]


def cells_words(problems: "Iterable[CellProblem]") -> str:
    """The same for people, a cell a line."""
    return lines((one.sheet, one.cell, one.reason) for one in problems)


def nothing_taken_in(problems: "Iterable[CellProblem]") -> str:
    """These cells kept all of it out."""
    return tr("Nothing was taken in. Correct these cells, then import again:") + f"\n{cells_words(problems)}"
