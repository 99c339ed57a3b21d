# SPDX-License-Identifier: Apache-2.0
"""The papers around certificates, made from the records: cards, orders, grade sheets, minutes, supplements, the record
of destroyed forms, a record of results once more. They stand in no register; a card has a signed code all the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.documents.words import words
from app.domain.documents import CARDS, OFFICIAL_PAPERS, SIGNATORIES
from app.domain.refusals import BadInput, RuleBroken
from app.domain.rights import ROLE_WORDS, Command, Role
from app.records.queries import certificates, policies
from app.records.queries.policies import TemplateRow
from app.services.cards import cards
from app.services.certificates import issuer_of
from app.services.cohort_papers import commission_minutes, enrolment_order, grade_sheet
from app.services.destroyed_forms import destruction_record
from app.services.looks import materials_of, template_for
from app.services.opening import OpenCentre
from app.services.paper_wish import Content, PaperWish
from app.services.papers import Issuer, is_foreign, record_of, thawed
from app.services.supplements import supplement
from app.services.vault import vault_of
from app.store.durable import write_whole
from app.store.evidence_files import FileVault
from app.store.troubles import storage_errors
from app.translation import language, later

if TYPE_CHECKING:
    from app.documents.data import DocumentData
    from app.documents.template import Template

_NO_TYPE: Final = later("“{document}” is no paper that is made here. There are: {documents}.")
_NO_RECORD: Final = later("The pages of {number} were made elsewhere. There is no record of results to it here.")


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper as a PDF: how many documents are in it, and of how many of them a photo is shown but not there."""

    pages: bytes
    documents: int
    without_photo: int = 0


def make_paper(centre: OpenCentre, wish: PaperWish) -> MadePaper:
    """The paper of the wish as a PDF, in the template of the rules. Cards are signed by the person who makes them.

    Raises NotAllowed, NotFound, BadInput "no-such-document", "no-number", "no-members", "no-batch" or "day", RuleBroken
    where there is nothing to make it from or a text cannot be printed whole.
    """
    work = centre.work
    work.allow(Command.MAKE_PAPER)
    if wish.document not in OFFICIAL_PAPERS:
        raise BadInput("no-such-document", _NO_TYPE, document=wish.document, documents=", ".join(OFFICIAL_PAPERS))
    if wish.document in CARDS:
        work.allow(Command.ISSUE_CERTIFICATE)
    if wish.document == _RECORD:
        return work.read(_record, vault_of(centre), wish.certificate)
    return work.read(_made, centre, wish)


def write_paper(centre: OpenCentre, wish: PaperWish, path: Path) -> MadePaper:
    """Write that paper as a file. Raises as ``make_paper``, and StorageTrouble."""
    made = make_paper(centre, wish)
    with storage_errors():
        write_whole(path, made.pages)
    return made


_RECORD: Final = "record-of-results"


def _made(connection: Connection, centre: OpenCentre, wish: PaperWish) -> MadePaper:
    from app.documents.rendering import render
    from app.documents.template import read_template

    issuer, vault = issuer_of(connection, centre), vault_of(centre)
    contents = _contents(connection, wish, issuer, centre)
    rules = policies.policies(connection, contents[0].qualification)
    row = template_for(connection, wish.document, wish.template or rules.template(wish.document))
    template = read_template(row.content.encode())
    around = _Around(connection, issuer, vault, template)
    parts = [(template, around.data(wish.document, one)) for one in contents]
    photos = "learner.photo" in template.shown().names
    return MadePaper(render(parts), len(parts), sum(photos and not one.photo for one in contents))


def _contents(connection: Connection, wish: PaperWish, issuer: Issuer, centre: OpenCentre) -> Sequence[Content]:
    today = centre.work.today()
    if wish.document in CARDS:
        return cards(connection, wish, issuer)
    if wish.document == "supplement":
        return [supplement(connection, wish)]
    if wish.document == "destruction-act":
        return [destruction_record(connection, wish, today, language())]
    return [_OF_COHORTS[wish.document](connection, wish, today)]


_OF_COHORTS: Final = {
    "enrolment-order": enrolment_order,
    "grade-sheet": grade_sheet,
    "commission-minutes": commission_minutes,
}


class _Around:
    """What stands on every paper of the centre: its name and pictures, and who signs; read once for many papers."""

    def __init__(self, connection: Connection, issuer: Issuer, vault: FileVault, template: "Template") -> None:
        self._connection, self._issuer, self._vault = connection, issuer, vault
        self._files = {name: vault.get(name) for name in template.files()}
        self._shown = template.shown().names
        self._known: dict[str, tuple[dict[str, str], dict[str, bytes]]] = {}

    def data(self, document: str, one: Content) -> "DocumentData":
        """What is printed of one paper. Raises NotFound "file-missing"."""
        from app.documents.data import DocumentData

        if one.qualification not in self._known:
            self._known[one.qualification] = self._facts(one)
        facts, images = self._known[one.qualification]
        photo = {"learner.photo": one.photo} if one.photo else {}
        everything = {**self._files, **images, **photo}
        said = {name: value for name, value in {**facts, **one.facts}.items() if value}
        return DocumentData(document, said, one.rows, everything, one.qr_text, one.language)

    def _facts(self, one: Content) -> tuple[dict[str, str], dict[str, bytes]]:
        issuer, rules = self._issuer, policies.policies(self._connection, one.qualification)
        centre = issuer.centre
        facts = {
            "centre.name": centre.name,
            "centre.code": centre.code,
            "centre.place": centre.place,
            "centre.address": centre.place,
            "centre.country": centre.country,
            "document.place": centre.place,
            "document.issued_on": issuer.today,
            "document.check_address": rules.address,
        }
        pictures = {f"centre.{name}": rules.values[name] for name in ("logo", "seal")}
        for n, (name, role, picture) in enumerate(self._signing(one), start=1):
            facts |= {f"signatory.{n}.name": name, f"signatory.{n}.role": role}
            pictures[f"signatory.{n}.image"] = picture
        return facts, {
            name: self._vault.get(file) for name, file in pictures.items() if file and name in self._shown_images()
        }

    def _shown_images(self) -> frozenset[str]:
        signed = {f"signatory.{n}.image" for n in range(1, SIGNATORIES + 1)}
        return frozenset(self._shown) | signed

    def _signing(self, one: Content) -> list[tuple[str, str, str]]:
        """Who signs, with role and picture: the signatories of the rules, else whoever makes the paper."""
        named = (row.signatory for row in policies.signatories(self._connection))
        signing = [each for each in named if each.may_sign(one.qualification, self._issuer.today)]
        if not signing:
            role = words(one.language)(ROLE_WORDS[Role.ADMINISTRATOR])
            return [(self._issuer.name, role[:1].upper() + role[1:], "")]
        return [(each.name, each.role, each.picture) for each in signing[:SIGNATORIES]]


def _record(connection: Connection, vault: FileVault, number: str) -> MadePaper:
    """The record of results that goes with a document of the register, as it was issued."""
    if not number:
        raise BadInput("no-certificate", later("Name the certificate that the record of results goes with."))
    row = certificates.certificate(connection, number)
    if is_foreign(row.data):
        raise RuleBroken("made-elsewhere", _NO_RECORD, number=row.number)
    paper = thawed(row.data)
    materials = materials_of(connection, vault, [paper])
    usual = _usual_record(connection, row.qualification) if len(paper.parts) == 1 else None
    files = {name: vault.get(name) for name in usual.files()} if usual else {}
    return MadePaper(record_of(paper, replace(materials, files={**materials.files, **files}), usual), 1)


def _usual_record(connection: Connection, qualification: str) -> "Template":
    from app.documents.template import read_template

    rules = policies.policies(connection, qualification)
    row: TemplateRow = template_for(connection, _RECORD, rules.template(_RECORD))
    return read_template(row.content.encode())
