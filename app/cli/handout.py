# SPDX-License-Identifier: Apache-2.0
"""``handout``: who took which document, and what still lies in the office."""

from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import NEW_FILE
from app.cli.session import Session
from app.records.queries import handing_out
from app.services.handing_out import (
    IDENTITY_WORDS,
    Collection,
    correct_collection,
    record_collection,
    write_signature_list,
)
from app.translation import language, tr, trn


@click.group()
def handout() -> None:
    """Who took which document, and what still lies in the office."""


@handout.command()
@click.argument("numbers", metavar="NUMBER..", nargs=-1, required=True)
@click.option("--identity", type=click.Choice(list(IDENTITY_WORDS)), default="id-card", help="What was looked at.")
@click.option("--digits", default="", help="The last signs of it, at most four.")
@click.option("--proxy", default="", help="Who took them, if it was not the learner.")
@click.option("--on", "day", default="", help="The day, as 2026-03-31; today if none is named.")
@click.pass_obj
def record(session: Session, numbers: Sequence[str], identity: str, digits: str, proxy: str, day: str) -> Answer:
    """Documents were handed out."""
    act = record_collection(session.work(), Collection(numbers, identity, digits, proxy, day))
    words = trn("{n} document is handed out.", "{n} documents are handed out.", len(set(numbers)))
    return Answer({"act": act.hex(), "numbers": list(numbers)}, words)


@handout.command()
@click.argument("number")
@click.argument("day")
@click.pass_obj
def correct(session: Session, number: str, day: str) -> Answer:
    """The day on which a document was handed out, where it was written down wrongly or twice."""
    act = correct_collection(session.work(), number, day)
    return Answer({"act": act.hex(), "number": number}, tr("Changed."))


@handout.command("list")
@click.option("--cohort", default="", help="Only of this cohort.")
@click.option("--all", "every", is_flag=True, help="Those that were handed out, too.")
@click.pass_obj
def list_(session: Session, cohort: str, every: bool) -> Answer:
    """The documents that wait for their owners."""
    rows = [row for row in session.work().read(handing_out.hand_outs, cohort) if every or not row.collected]
    document = [
        {
            "number": row.number,
            "learner": row.learner.hex(),
            "name": row.name,
            "issued_on": row.issued_on,
            "collected_on": row.day or None,
            "identity": row.identity,
            "digits": row.digits,
            "taken_by": row.taken_by,
            "proxy": row.proxy,
            "disputed": row.twice,
        }
        for row in rows
    ]
    words = lines((row.number, row.name, row.issued_on, row.day or tr("waits"), row.taken_by) for row in rows)
    return Answer({"documents": document}, words)


@handout.command()
@click.argument("file", type=NEW_FILE)
@click.option("--cohort", default="", help="Only of this cohort.")
@click.pass_obj
def sheet(session: Session, file: Path, cohort: str) -> Answer:
    """Write the list on which people sign for their documents, as a PDF."""
    write_signature_list(session.work(), cohort, language(), file)
    return Answer({"file": str(file)}, tr("{file} is written.", file=file))
