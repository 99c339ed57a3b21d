# SPDX-License-Identifier: Apache-2.0
"""``paper``: the papers around certificates, made from the records."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.answer import Answer
from app.cli.parameters import NEW_FILE
from app.cli.session import Session
from app.domain.documents import DOCUMENT_TYPES, OFFICIAL_PAPERS
from app.records.queries import learners as register
from app.services.paper_wish import PaperWish, Said
from app.translation import tr, trn


@click.group()
def paper() -> None:
    """Cards, orders, grade sheets, minutes, supplements, records: made from what is written down."""


@paper.command()
@click.argument("document", metavar="TYPE", type=click.Choice(OFFICIAL_PAPERS))
@click.option("--cohort", default="", help="The cohort that it is about.")
@click.option("--learner", "learners", multiple=True, help="Whom a card is for. Again for each.")
@click.option("--batch", default="", help="The name of the forms that a record of destroyed forms is about.")
@click.option("--certificate", default="", help="The number that a supplement or a record of results goes with.")
@click.option("--qualification", default="", help="What it is about, where the cohort or the certificate does not say.")
@click.option("--unit", default="", help="A grade sheet of this unit; induction cards for those competent in it.")
@click.option("--template", default="", help="Another template than that of the rule.")
@click.option("--number", default="", help="The number of the order or the decision.")
@click.option("--date", "day", default="", help="Its day, or the day of the card, as 2026-03-31; today otherwise.")
@click.option("--member", "members", multiple=True, help="A member of the commission: “NAME; ROLE”. Again for each.")
@click.option("--decision", "text", default="", help="What was decided, in words.")
@click.option("--valid-until", default="", help="The last day of a card; the end of the cohort or a year otherwise.")
@click.option("--occupations", default="", help="For a supplement: work that the certificate prepares for.")
@click.option("--entry", default="", help="For a supplement: who is admitted.")
@click.option("--next-level", default="", help="For a supplement: what the holder can go on to.")
@click.option("--out", type=NEW_FILE, required=True, help="The PDF file.")
@click.pass_obj
def make(session: Session, /, document: str, learners: Sequence[str], out: Path, **how: Any) -> Answer:
    """Make a paper of this TYPE as a PDF."""
    from app.services.official_papers import write_paper

    centre, members = session.centre(), tuple(_member(one) for one in how.pop("members"))
    known = ("number", "day", "text", "valid_until", "occupations", "entry", "next_level")
    said = Said(members=members, **{name: how.pop(name) for name in known})
    ids = [centre.work.read(register.known, one) for one in learners]
    made = write_paper(centre, PaperWish(document, learners=ids, said=said, **how), out)
    words = [tr("{file} is written.", file=out)]
    if made.without_photo:
        words.append(trn("{n} learner has no photo.", "{n} learners have no photo.", made.without_photo))
    found = {"document": document, "file": str(out), "documents": made.documents, "without_photo": made.without_photo}
    return Answer(found, "\n".join(words))


@paper.command("types")
@click.pass_obj
def types(session: Session) -> Answer:
    """The types of papers that can be made."""
    found = [{"type": one, "name": tr(DOCUMENT_TYPES[one].words)} for one in OFFICIAL_PAPERS]
    return Answer({"types": found}, "\n".join(f"{one['type']}  {one['name']}" for one in found))


def _member(text: str) -> tuple[str, str]:
    name, _, role = (part.strip() for part in text.partition(";"))
    return name, role
