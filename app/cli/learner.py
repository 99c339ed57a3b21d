# SPDX-License-Identifier: Apache-2.0
"""``learner``: the people who learn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any, Final, TypeVar

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE
from app.cli.session import Session
from app.domain.learners import LearnerDetails
from app.records.queries import learners as queries
from app.records.queries.learners import LearnerRow, Page
from app.records.unit_of_work import Work
from app.services.erasing import erase_learner
from app.services.learners import add_learner, set_learner, set_photo
from app.translation import tr

_PAGE: Final = 1000
_PHOTO: Final = "photo"
_FIELDS: Final = tuple(field.name for field in fields(LearnerDetails))
_ADDED: Final = tuple(name for name in _FIELDS if name not in ("full_name", _PHOTO))
Command = TypeVar("Command", bound=Callable[..., Any])


def _with_details(command: Command) -> Command:
    """An option for each field of a learner but the name, which is the argument, and the photo."""
    for name in reversed(_ADDED):
        command = click.option(f"--{name.replace('_', '-')}", name, default="")(command)
    return command


@click.group()
def learner() -> None:
    """The people who learn."""


@learner.command()
@click.argument("name")
@_with_details
@click.pass_obj
def add(session: Session, /, name: str, **details: str) -> Answer:
    """Add a learner; NAME is the whole name as the identity document writes it."""
    made = add_learner(session.work(), LearnerDetails(full_name=name, **details))
    return Answer({"id": made.hex(), "name": name}, tr("{name} is added.", name=name))


@learner.command("set")
@click.argument("learner_id", metavar="ID")
@click.argument("field", type=click.Choice(_FIELDS))
@click.argument("value")
@click.pass_obj
def set_(session: Session, learner_id: str, field: str, value: str) -> Answer:
    """Change one thing that is written down about a learner; a photo is the name of a picture file."""
    work = session.work()
    who = work.read(queries.known, learner_id)
    if field == _PHOTO:
        set_photo(work, who, FILE.convert(value, None, None))
        changed = True
    else:
        changed = set_learner(work, who, {field: value})
    words = tr("Changed.") if changed else tr("It was so before; nothing was changed.")
    return Answer({"id": who.hex(), "changed": changed}, words)


@learner.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All learners, by name."""
    return _listed(list(_everybody(session.work())))


@learner.command()
@click.argument("text")
@click.pass_obj
def find(session: Session, text: str) -> Answer:
    """Learners by any part of a name or number, in any script, with accents or without."""
    return _listed(session.work().read(queries.find, text))


@learner.command()
@click.argument("learner_id", metavar="ID")
@click.pass_obj
def show(session: Session, learner_id: str) -> Answer:
    """All that is known of a learner."""
    work = session.work()
    who = work.read(queries.known, learner_id)
    details = asdict(work.read(queries.details, who))
    results = work.read(queries.results, who)
    document = {
        "id": who.hex(),
        "name": details["full_name"],
        **details,
        "cohorts": list(work.read(queries.cohorts_of, who)),
        "units": [
            {
                "id": one.unit_id.hex(),
                "code": one.code,
                "title": one.title,
                "attempt": one.attempt,
                "outcome": one.outcome,
                "signed": one.signed,
            }
            for one in results
        ],
    }
    known = [(name, value) for name, value in details.items() if value and name != _PHOTO]
    return Answer(document, lines([*known, *((one.code, one.outcome) for one in results)]))


@learner.command()
@click.argument("learner_id", metavar="ID")
@click.pass_obj
def erase(session: Session, learner_id: str) -> Answer:
    """Destroy what is known of a learner for ever; what the law demands of issued documents stays."""
    who = session.work().read(queries.known, learner_id)
    unreached = erase_learner(session.centre(), who)
    document = {"id": who.hex(), "unreached": list(unreached)}
    return Answer(document, "\n".join((tr("The learner is erased."), *unreached)))


def _everybody(work: Work) -> Iterator[LearnerRow]:
    """Page after page: each begins behind the last row of the one before."""
    wanted = Page(n=_PAGE)
    while rows := work.read(queries.page, wanted):
        yield from rows
        wanted = Page(n=_PAGE, key=rows[-1].key, skip=1)


def _listed(rows: Sequence[LearnerRow]) -> Answer:
    document = [
        {
            "id": row.id.hex(),
            "name": row.name,
            "latin_name": row.latin_name,
            "birth_date": row.birth_date,
            "id_number": row.id_number,
        }
        for row in rows
    ]
    return Answer({"learners": document}, lines((row.id.hex(), row.name, row.birth_date) for row in rows))
