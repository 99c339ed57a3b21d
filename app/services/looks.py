# SPDX-License-Identifier: Apache-2.0
"""How documents look: the templates that the policies name, who signs, and pictures; chosen once, kept for ever."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.credentials.facts import CERTIFICATE, RECORD_OF_RESULTS
from app.domain.issuing import PICTURES, Policies
from app.domain.learners import LearnerDetails
from app.domain.refusals import NotFound
from app.domain.signatories import Signatory
from app.journal.canonical import canonical
from app.journal.operation import ID_BYTES
from app.records.queries import policies
from app.records.queries.policies import TemplateRow
from app.records.unit_of_work import Act, Fact
from app.services.grounds import Ground, Subject
from app.services.papers import Issuer, Look, Materials, Paper, Terms
from app.store.evidence_files import FileVault
from app.translation import later

if TYPE_CHECKING:
    from app.documents.template import Template

_MOST_SIGNATORIES: Final = 6
_NO_TEMPLATE: Final = later("There is no template “{name}” for this type of document. There are: {names}.")


@dataclass(frozen=True, slots=True)
class Dress:
    """The templates of a document and of its record of results, who signs, the centre's pictures by fact, and the names
    of all facts that stand on the pages."""

    templates: tuple[TemplateRow, TemplateRow]
    read: "tuple[Template, Template]"
    signatories: tuple[Signatory, ...]
    pictures: Mapping[str, str]
    shown: frozenset[str]


def dress_for(connection: Connection, subject: Subject, rules: Policies, issuer: Issuer, chosen: str = "") -> Dress:
    """How documents about this subject look: in the template ``chosen`` by its name, or that of the policy.

    Raises NotFound "no-such-template".
    """
    from app.documents.template import read_template

    first = template_for(connection, subject.document, chosen or rules.template(subject.document))
    record = template_for(connection, RECORD_OF_RESULTS, rules.template(RECORD_OF_RESULTS))
    both = (first, record) if subject.document == CERTIFICATE else (first, first)
    read = (read_template(both[0].content.encode()), read_template(both[1].content.encode()))
    named = (row.signatory for row in policies.signatories(connection))
    signing = tuple(one for one in named if one.may_sign(subject.qualification, issuer.today))
    pictures = {f"centre.{name}": rules.values[name] for name in PICTURES if rules.values[name]}
    shown = frozenset(name for one in read for name in one.shown().names)
    return Dress(both, read, signing[:_MOST_SIGNATORIES], pictures, shown)


def template_for(connection: Connection, document: str, name: str) -> TemplateRow:
    """The template of this name for a type of document: the centre's, or one that comes with the program; the usual
    one where no name is given. Raises NotFound "no-such-template"."""
    own = _own_templates(document)
    if (name or document) in own:
        return own[name or document]
    known = {row.name: row for row in policies.templates(connection) if row.document == document}
    if name in known:
        return known[name]
    raise NotFound("no-such-template", _NO_TEMPLATE, name=name, names=", ".join(sorted({*known, *own})))


def content_id(body: Mapping[str, object]) -> bytes:
    """The id of a template: it is named by its content."""
    return hashlib.sha256(canonical(body)).digest()[:ID_BYTES]


def look_for(
    dress: Dress, learner: LearnerDetails, ground: Ground, terms: Terms, issuer: Issuer, vault: FileVault
) -> Look:
    """How this learner's document looks; their photo is kept where the template shows it."""
    shown = dress.shown
    facts = {name: value for name, value in _facts(dress, learner, ground, terms, issuer) if value and name in shown}
    images = {name: value for name, value in dress.pictures.items() if name in shown}
    images |= {f"signatory.{n}.image": one.picture for n, one in enumerate(dress.signatories, start=1) if one.picture}
    if "learner.photo" in shown and learner.photo:
        images["learner.photo"] = vault.put(base64.b64decode(learner.photo))
    ids = (dress.templates[0].id.hex(), dress.templates[1].id.hex())
    return Look(ids, tuple(sorted(facts.items())), tuple(sorted(images.items())))


def publish_templates(act: Act, dress: Dress) -> None:
    """Keep the templates that a document is made with, where they are not kept yet."""
    for row in dict.fromkeys(dress.templates):
        if policies.template_of(act.connection, row.id) is None:
            body = {"name": row.name, "document": row.document, "content": row.content}
            act.write(Fact("template.published", row.id, body))


def materials_of(connection: Connection, vault: FileVault, papers: Iterable[Paper]) -> Materials:
    """What the pages of these documents are made with. Raises NotFound "no-such-template" or "file-missing"."""
    from app.documents.template import read_template

    templates: dict[str, Template] = {}
    files: dict[str, bytes] = {}
    for paper in papers:
        for _, id_ in paper.parts:
            if id_ and id_ not in templates:
                row = policies.template_of(connection, bytes.fromhex(id_))
                if row is None:
                    raise NotFound("no-such-template", _NO_TEMPLATE, name=id_[:6], names="–")
                templates[id_] = read_template(row.content.encode())
        named = (*(name for _, name in paper.look.images), *_files(templates.values()))
        files |= {name: vault.get(name) for name in named if name not in files}
    return Materials(templates, files)


def materials_for(dress: Dress, vault: FileVault, look: Look) -> Materials:
    """The same for a document that is about to be made."""
    templates = {row.id.hex(): read for row, read in zip(dress.templates, dress.read, strict=True)}
    named = (*(name for _, name in look.images), *_files(dress.read))
    return Materials(templates, {name: vault.get(name) for name in dict.fromkeys(named)})


def _files(templates: "Iterable[Template]") -> Iterator[str]:
    for one in templates:
        yield from one.files()


def _facts(
    dress: Dress, learner: LearnerDetails, ground: Ground, terms: Terms, issuer: Issuer
) -> Iterator[tuple[str, str]]:
    yield from ((f"learner.{name}", str(getattr(learner, name))) for name in ("birth_date", "birth_place", "id_number"))
    qualification = ground.wanted.qualification
    yield "qualification.sector", qualification.sector
    yield "centre.code", issuer.centre.code
    yield "centre.country", issuer.centre.country
    yield "document.replaces", terms.replaces
    yield "document.check_address", issuer.address
    yield "document.partial", f"{qualification.code} {qualification.title}" if ground.covers else ""
    for n, one in enumerate(dress.signatories, start=1):
        yield f"signatory.{n}.name", one.name
        yield f"signatory.{n}.role", one.role


@cache
def _own_templates(document: str) -> dict[str, TemplateRow]:
    from app.documents.starting import templates_for
    from app.documents.template import written_template

    found = {}
    for one in templates_for(document):
        body = {"name": one.key, "document": document, "content": written_template(one).decode()}
        found[one.key] = TemplateRow(content_id(body), one.key, document, body["content"])
    return found
