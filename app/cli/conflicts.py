# SPDX-License-Identifier: Apache-2.0
"""``conflicts``: questions that only a person can answer."""

import click

from app.cli.answer import Answer, lines, moment
from app.cli.session import Session
from app.records.queries import questions as queries
from app.records.queries.questions import Question
from app.services import questions
from app.translation import tr


@click.group()
def conflicts() -> None:
    """Questions that only a person can answer, such as two different birth dates."""


@conflicts.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All open questions with their choices."""
    found = session.work().read(queries.questions)
    words = "\n\n".join(
        lines([(one.id, one.text), *((choice.op, choice.text, choice.who) for choice in one.choices)]) for one in found
    )
    return Answer({"conflicts": [_document(one) for one in found]}, words or tr("There are no open questions."))


@conflicts.command()
@click.argument("question", metavar="ID")
@click.option("--keep", required=True, metavar="OP", help="Which of the choices holds.")
@click.pass_obj
def resolve(session: Session, question: str, keep: str) -> Answer:
    """Answer a question."""
    questions.resolve(session.work(), question, keep)
    return Answer({"id": question, "kept": keep}, tr("The question is answered."))


def _document(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind,
        "about": question.about.hex(),
        "text": question.text,
        "choices": [
            {"op": choice.op, "text": choice.text, "who": choice.who, "at": moment(choice.at)}
            for choice in question.choices
        ],
    }
