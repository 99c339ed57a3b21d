# SPDX-License-Identifier: Apache-2.0
"""``template``: how documents look, and the packs that carry templates between centres."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.domain.documents import DOCUMENT_TYPES
from app.translation import tr, trn

if TYPE_CHECKING:
    from app.documents.certificate_pack import Pack
    from app.documents.checking import Finding


@click.group()
def template() -> None:
    """How documents look: list, check, bring in and hand on templates."""


@template.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All templates; the star is at those that documents are made with."""
    from app.services.templates import list_templates

    rows = list_templates(session.work())
    document = [
        {"key": one.key, "document": one.document, "name": one.name, "own": one.own, "used": one.used} for one in rows
    ]
    words = lines(("*" if one.used else "", one.key, tr(DOCUMENT_TYPES[one.document].words), one.name) for one in rows)
    return Answer({"templates": document}, words)


@template.command()
@click.argument("key")
@click.pass_obj
def show(session: Session, key: str) -> Answer:
    """What a template is made of, and what is wrong with it."""
    from app.services.templates import check_template, name_of, open_template

    found = open_template(session.work(), key)
    wrong = check_template(session.centre(), found)
    width, height = found.paper.millimetres
    own = found.typeface
    elements = sum(1 for _ in found.elements())
    document = {"key": found.key, "document": found.document_type, "name": name_of(found), "width": width,
                "height": height, "pages": len(found.pages), "elements": elements, "rules": found.rules or "generic",
                "typeface": own and {"name": own.name, "licence": own.licence},
                "findings": [_finding(one) for one in wrong]}  # fmt: skip
    head = (found.key, name_of(found), f"{width:g} x {height:g} mm", trn("{n} element", "{n} elements", elements))
    return Answer(document, lines([head, *((one.words,) for one in wrong)]))


@template.command()
@click.argument("file", type=FILE)
@click.pass_obj
def check(session: Session, file: Path) -> Answer:
    """Look a template file or a certificate pack through. Needs no records; writes nothing."""
    from app.documents.checking import findings
    from app.documents.sample_data import PEOPLE, sample_data

    said = []
    wrong: list[Finding] = []
    pack = _pack_in(file)
    for one in pack.templates:
        shown = (replace(sample_data(one, who), images=pack.files) for who in PEOPLE)
        found = list(dict.fromkeys(found for data in shown for found in findings(one, data)))
        wrong += found
        said.append({"key": one.key, "findings": [_finding(each) for each in found]})
    is_sound = all(one.is_news for one in wrong)
    words = lines((one.words,) for one in wrong) if wrong else tr("Nothing is wrong with it.")
    return Answer({"templates": said, "sound": is_sound}, words, status=DONE if is_sound else REFUSED)


@template.command("import")
@click.argument("file", type=FILE)
@click.pass_obj
def import_(session: Session, file: Path) -> Answer:
    """Bring in a certificate pack or a template file."""
    from app.documents.certificate_pack import file_bytes
    from app.services.templates import import_pack

    kept = import_pack(session.centre(), file_bytes(file), file.name)
    words = trn("{n} template is kept: {keys}.", "{n} templates are kept: {keys}.", len(kept),
                keys=", ".join(one.key for one in kept))  # fmt: skip
    return Answer({"templates": [one.key for one in kept]}, words)


@template.command()
@click.argument("key")
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def export(session: Session, key: str, file: Path) -> Answer:
    """Write a template with its pictures and sample data as a certificate pack."""
    from app.services.templates import export_pack
    from app.store.durable import write_whole
    from app.store.troubles import storage_errors

    content = export_pack(session.centre(), key)
    with storage_errors():
        write_whole(file, content)
    return Answer({"file": str(file), "bytes": len(content)}, tr("{file} is written.", file=file.name))


@template.command()
@click.argument("key")
@click.argument("file", type=FILE, required=False)
@click.option("--licence", default="", help="The sentence that lets documents carry the typeface.")
@click.pass_obj
def typeface(session: Session, key: str, file: Path | None, licence: str) -> Answer:
    """Set names and titles in a typeface of your own (.ttf); without a file all in the program's again."""
    from app.documents.certificate_pack import file_bytes
    from app.documents.editing import with_typeface
    from app.services.templates import keep_template, keep_typeface, open_template

    centre = session.centre()
    found = open_template(session.work(), key)
    own = keep_typeface(centre, file_bytes(file), file.stem, licence) if file else None
    kept = keep_template(centre, with_typeface(found, own))
    words = tr("The template is kept as {key}.", key=kept.key)
    return Answer({"template": kept.key, "typeface": own and own.name}, words)


@template.command()
@click.argument("key")
@click.pass_obj
def use(session: Session, key: str) -> Answer:
    """Make documents of its type with this template from now on."""
    from app.services.templates import use_template

    act = use_template(session.work(), key)
    words = tr("Documents are made with this template from now on.") if act else tr("It was so already.")
    return Answer({"act": act.hex() if act else None}, words)


def _pack_in(file: Path) -> "Pack":
    from app.documents.certificate_pack import Pack, file_bytes, read_pack
    from app.documents.template import read_template

    data = file_bytes(file)
    return read_pack(data, file.name) if data[:2] == b"PK" else Pack((read_template(data),))


def _finding(one: "Finding") -> dict[str, Any]:
    return {"code": one.code, "words": one.words, "place": one.spot.place if one.spot else None}
