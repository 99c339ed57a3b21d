# SPDX-License-Identifier: Apache-2.0
"""``learner``: the people who learn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.domain.brought import from_before
from app.domain.learners import LearnerDetails
from app.domain.refusals import RuleBroken
from app.records.queries import brought
from app.records.queries import learners as queries
from app.records.queries.brought import BroughtCertificate, BroughtResult
from app.records.queries.learners import LearnerRow, Page
from app.records.queries.merging import joined_into, where_it_went
from app.records.unit_of_work import Work
from app.services.erasing import erase_learner
from app.services.exporting import export_learners
from app.services.learners import add_learner, set_learner, set_photo
from app.services.merging import MergePreview, RecordOfTwo, merge_learners, preview_merge
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
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def export(session: Session, file: Path) -> Answer:
    """Write all learners with what is known of them as a workbook."""
    n = export_learners(session.work(), file, session.progress())
    return Answer({"file": str(file), "learners": n}, tr("The workbook is written: {file}", file=file))


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
    try:
        who = work.read(queries.known, learner_id)
    except RuleBroken:
        return _gone(work, bytes.fromhex(learner_id))
    details = asdict(work.read(queries.details, who))
    results = work.read(queries.results, who)
    before, papers = work.read(brought.results, who), work.read(brought.certificates, who)
    document = {
        "id": who.hex(),
        "name": details["full_name"],
        **details,
        "merged": [{"id": one.learner.hex(), "name": one.name} for one in work.read(joined_into, who)],
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
        "before": {"results": [_result(one) for one in before], "certificates": [_paper(one) for one in papers]},
    }
    known = [(name, value) for name, value in details.items() if value and name != _PHOTO]
    units = [(one.code, one.outcome) for one in results]
    units += [(one.code or one.title, f"{one.outcome}, {from_before(one.source)}") for one in before]
    units += [(one.number, f"{one.title}, {from_before(one.source)}") for one in papers]
    return Answer(document, lines([*known, *units]))


def _result(one: BroughtResult) -> dict[str, object]:
    return {
        "unit": one.unit_id.hex(),
        **{name: getattr(one, name) for name in ("code", "title", "outcome", "achieved_on", "source")},
        **{name: getattr(one, name) for name in ("entry", "assessed_by", "note", "contested", "replaced")},
    }


def _paper(one: BroughtCertificate) -> dict[str, object]:
    names = ("number", "document", "name", "title", "code", "issued_on", "issuer", "source")
    return {name: getattr(one, name) for name in names}


@learner.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--take", multiple=True, metavar="FIELD=A|B", help="Whose value of a field is right; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.pass_obj
def merge(session: Session, first: str, second: str, take: Sequence[str], dry_run: bool) -> Answer:
    """Merge two records of one learner: all that hangs on B goes to A, and B is in no list any more."""
    work = session.work()
    survivor, duplicate = work.read(queries.known, first), work.read(queries.known, second)
    found = preview_merge(work, survivor, duplicate)
    chosen = dict(_taken(found, one) for one in take)
    if dry_run:
        return Answer(_merge_document(found, chosen, None), _merge_words(found, chosen))
    act = merge_learners(work, survivor, duplicate, chosen)
    words = tr("The two records are one now. To take it back: undo {act}", act=act.hex())
    return Answer(_merge_document(found, chosen, act), words)


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


def _gone(work: Work, learner: bytes) -> Answer:
    went = work.read(where_it_went, learner)
    assert went is not None
    survivor = work.read(queries.details, went.survivor).full_name
    words = tr("The record of {learner} was merged into that of {survivor}: {id}",
               learner=went.name, survivor=survivor, id=went.survivor.hex())  # fmt: skip
    return Answer({"id": went.learner.hex(), "name": went.name, "merged_into": went.survivor.hex()}, words)


def _taken(found: MergePreview, choice: str) -> tuple[str, str]:
    """The field and the value of "FIELD=A" or "FIELD=B"."""
    name, _, side = choice.partition("=")
    if name not in _FIELDS or side not in ("A", "B"):
        sentence = tr("“{choice}” is no choice. Write a field and whose value is right, as in phone=B.", choice=choice)
        raise click.BadParameter(sentence, param_hint="--take")
    differing = {one.field: one for one in found.fields}
    if name not in differing:
        return name, ""
    return name, differing[name].survivor if side == "A" else differing[name].duplicate


def _merge_document(found: MergePreview, chosen: Mapping[str, str], act: bytes | None) -> dict[str, object]:
    return {
        "act": act.hex() if act else None,
        "survivor": _record(found.survivor),
        "duplicate": _record(found.duplicate),
        "fields": [{**asdict(one), "taken": chosen.get(one.field, one.proposed)} for one in found.fields],
        "hinders": list(found.hinders),
    }


def _record(one: RecordOfTwo) -> dict[str, object]:
    return {
        "id": one.learner.hex(),
        "name": one.name,
        "units": [
            {"code": unit.code, "attempt": unit.attempt, "outcome": unit.outcome, "signed": unit.signed}
            for unit in one.units
        ],
        "cohorts": list(one.cohorts),
        "certificates": list(one.certificates),
        "brought": [
            {"unit": result.code or result.title, "outcome": result.outcome, "date": result.achieved_on}
            for result in one.brought
        ],
        "merged": [went.learner.hex() for went in one.merged],
    }


def _merge_words(found: MergePreview, chosen: Mapping[str, str]) -> str:
    """Field by field: what A says, what B says, and what would stand; then what hangs on each."""
    shown = [one for one in found.fields if one.field != _PHOTO]
    rows: list[tuple[object, ...]] = [
        (one.field, one.survivor, one.duplicate, f"-> {chosen.get(one.field, one.proposed)}") for one in shown
    ]
    for letter, one in (("A", found.survivor), ("B", found.duplicate)):
        units = ", ".join(f"{unit.code} {unit.outcome}".strip() for unit in one.units)
        rows.append((letter, one.name, units, ", ".join(one.cohorts), ", ".join(one.certificates)))
    return lines([*rows, *((reason,) for reason in found.hinders)])
