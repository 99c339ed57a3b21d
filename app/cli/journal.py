# SPDX-License-Identifier: Apache-2.0
"""``journal``: everything that was ever done, and whether it still holds."""

from datetime import datetime

import click

from app.cli.answer import DONE, REFUSED, Answer, lines, moment
from app.cli.session import Session
from app.domain.refusals import StorageTrouble
from app.records.queries import history
from app.records.queries import learners as learner_queries
from app.records.verifying import JournalReport
from app.services.upkeep import damage, verify_journal
from app.translation import tr, trn


@click.group()
def journal() -> None:
    """Everything that was ever done."""


@journal.command()
@click.pass_obj
def verify(session: Session) -> Answer:
    """Check every entry, every signature, and that the tables say what the entries say."""
    try:
        report = verify_journal(session.centre())
    except StorageTrouble as trouble:
        report = JournalReport(0, damage(trouble))
    ok = not report.faults
    document = {"ok": ok, "operations": report.operations, "faults": list(report.faults)}
    words = trn("{n} entry is checked.", "{n} entries are checked.", report.operations)
    result = tr("Everything is as it should be.") if ok else "\n".join(report.faults)
    return Answer(document, f"{words} {result}", DONE if ok else REFUSED)


@journal.command()
@click.option("--learner", default="", help="The id of a learner: only what concerns them.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="At most so many, the newest.")
@click.pass_obj
def show(session: Session, learner: str, limit: int) -> Answer:
    """What was done, by whom and when."""
    work = session.work()
    who = work.read(learner_queries.known, learner) if learner else None
    rows = work.read(history.acts, who, limit)
    document = [
        {
            "act": row.act.hex(),
            "at": moment(row.at),
            "who": row.who,
            "words": row.words,
            "operations": row.operations,
            "undone": row.undone,
        }
        for row in rows
    ]
    return Answer({"acts": document}, lines((row.act.hex(), _moment(row.at), row.who, row.words) for row in rows))


def _moment(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000).astimezone().isoformat(timespec="minutes")
