# SPDX-License-Identifier: Apache-2.0
"""What a document says, frozen when it is issued, so that it can be printed again word for word."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials.facts import CERTIFICATE, RECORD_OF_RESULTS, CertificateFacts, DocumentType
from app.credentials.open_badge import CREDENTIAL_FILE, enveloped
from app.credentials.qr_text import qr_text
from app.documents.data import CertificateData, UnitLine
from app.documents.words import COMPETENT, DUPLICATE, FROM_BEFORE, FROM_SOURCE, words, written_date
from app.domain.learners import LearnerDetails
from app.domain.refusals import RuleBroken
from app.domain.rights import ROLE_WORDS, Role
from app.journal.canonical import to_bytes, to_text
from app.records.queries.certificates import CertificateRow
from app.records.queries.people import CentreRow
from app.services.eligibility import Standard, UnitAward
from app.translation import later

if TYPE_CHECKING:
    from app.documents.dressed import Dressed
    from app.documents.faults import Fault
    from app.documents.template import Template

_LONGEST: Final = 46_000
"""Bytes: sealed, with all that goes around it, it stays below the 64 KiB of one entry."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a document looks: the ids (hexadecimal) of the templates of its first part and of its record of results,
    empty for the program's own; facts that are shown and not signed; pictures by fact, by the SHA-256 of their file."""

    templates: tuple[str, str] = ("", "")
    facts: tuple[tuple[str, str], ...] = ()
    images: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Materials:
    """What pages are made with: templates by id (hexadecimal), and files by their SHA-256."""

    templates: Mapping[str, "Template"] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


_PLAIN_LOOK: Final = Look()
_NO_MATERIALS: Final = Materials()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, and for a certificate its record of results, under one number, each with a signed code of its own.

    ``credential`` is the same as a digital credential (VC-JWT), empty where none was made.
    """

    certificate: CertificateData
    record: CertificateData
    look: Look = _PLAIN_LOOK
    credential: str = ""

    @property
    def parts(self) -> tuple[tuple[CertificateData, str], ...]:
        """What is printed, each with the id of its template. Only a certificate has its record with it."""
        first, second = self.look.templates
        whole = ((self.certificate, first), (self.record, second))
        return whole if self.certificate.facts.document_type == CERTIFICATE else whole[:1]


@dataclass(frozen=True, slots=True)
class Issuer:
    """In whose name a document is issued: the centre, the person who signs it (with the id), and the date (ISO).

    Without a ``key`` documents have no code: they are only looked at. ``address`` is the web address where documents
    can be checked, or empty.
    """

    centre: CentreRow
    name: str
    key: Ed25519PrivateKey | None
    today: str
    person: bytes = b""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What type of document it is, its last day (ISO, empty for none), and the number of the one that it replaces."""

    document: DocumentType = CERTIFICATE
    valid_until: str = ""
    replaces: str = ""


_PLAIN: Final = Terms()


def compose_paper(
    number: str,
    learner: LearnerDetails,
    wanted: Standard,
    held: Mapping[str, UnitAward],
    issuer: Issuer,
    terms: Terms = _PLAIN,
) -> Paper:
    """The document for a learner who holds these units, signed. Raises RuleBroken when it would not fit its code."""
    lines = tuple(_line(wanted, held[code]) for code in wanted.qualification.unit_codes() if code in held)
    facts = CertificateFacts(
        number=number,
        name=printed_name(learner),
        latin_name=learner.latin_name,
        title=wanted.qualification.title,
        qualification_code=wanted.qualification.code,
        unit_codes=tuple(line.code for line in lines),
        issuer_name=issuer.centre.name,
        centre_id=issuer.centre.id,
        issued_on=issuer.today,
        birth_year=int(learner.birth_date[:4]) if learner.birth_date else None,
        document_type=terms.document,
        valid_until=terms.valid_until,
    )
    language = wanted.qualification.language
    certificate = CertificateData(
        facts,
        wanted.qualification.level,
        issuer.centre.name,
        issuer.centre.place,
        issuer.name,
        _as_title(words(language)(ROLE_WORDS[Role.ADMINISTRATOR])),
        lines,
        _code(facts, issuer),
        language,
    )
    stated = replace(facts, document_type=RECORD_OF_RESULTS)
    return Paper(certificate, replace(certificate, facts=stated, qr_text=_code(stated, issuer)))


def printed_name(learner: LearnerDetails) -> str:
    """The name that documents carry."""
    return learner.printed_name or learner.full_name


def marked_duplicate(pages: bytes, row: CertificateRow, count: int, today: str) -> bytes:
    """Issued pages with the mark of a duplicate, in the language of the document."""
    from app.documents.marking import marked

    language = "en" if is_foreign(row.data) else thawed(row.data).certificate.language
    say = words(language)
    text = say(DUPLICATE).format(n=count, number=row.number, day=written_date(today, language))
    return marked(pages, text, language)


def is_foreign(text: str) -> bool:
    """Whether what is kept of a document is only what it is called: its pages were made elsewhere."""
    return "certificate" not in orjson.loads(text or "{}")


def joined_pages(files: list[bytes]) -> bytes:
    """Issued pages as one file for the printer, in this order."""
    from app.documents.marking import joined

    return joined(files)


def as_preview(paper: Paper) -> Paper:
    """The same document marked so that nobody takes it for an issued one."""
    certificate, record = (replace(part, sample=True) for part in (paper.certificate, paper.record))
    return Paper(certificate, record, paper.look)


def pdf_of(paper: Paper, materials: Materials = _NO_MATERIALS) -> bytes:
    """The document as the PDF that its learner keeps, with its credential in it. Raises RuleBroken when a text on it
    cannot be printed whole."""
    from app.documents.attachments import Attachment
    from app.documents.dressed import render_dressed

    # What it is called is the name of the standard in every language: the bytes must never change.
    attached = Attachment(CREDENTIAL_FILE, enveloped(paper.credential), "application/json", "Open Badges 3.0")
    return render_dressed(_dressed(paper, materials), [attached] if paper.credential else [])


def pdf_for_forms(paper: Paper, materials: Materials) -> bytes:
    """The same pages without what the centre's forms have on them already."""
    from app.documents.dressed import render_dressed

    return render_dressed(_dressed(paper, materials), stationery=True)


def is_for_forms(paper: Paper, materials: Materials) -> bool:
    """Whether the template says that what lies behind a page is on the forms already. Of a certificate with its record
    the certificate's counts: that is what stands on forms."""
    id_ = paper.look.templates[0]
    backgrounds = [layout.background for layout in materials.templates[id_].pages] if id_ else []
    return any(one is not None and one.preprinted for one in backgrounds)


def pdf_of_all(papers: list[Paper], materials: Materials = _NO_MATERIALS) -> bytes:
    """Many documents as one PDF for the printer, in this order; their credentials are in the files of the learners."""
    from app.documents.dressed import render_dressed

    return render_dressed([one for paper in papers for one in _dressed(paper, materials)])


def record_of(paper: Paper, materials: Materials, template: "Template | None" = None) -> bytes:
    """The record of results alone, in the template that it was issued in, or in this one where it was issued with
    none."""
    from app.documents.dressed import Dressed, render_dressed

    if template is None:
        return render_dressed(_dressed(paper, materials)[1:])
    images = {fact: materials.files[name] for fact, name in paper.look.images}
    files = {name: materials.files[name] for name in template.files()}
    return render_dressed([Dressed(paper.record, template, dict(paper.look.facts), {**images, **files})])


def faults_of_paper(paper: Paper, materials: Materials) -> "tuple[Fault, ...]":
    """What would go wrong on paper, without writing a page; each once."""
    from app.documents.dressed import faults_of

    return tuple(dict.fromkeys(fault for one in _dressed(paper, materials) for fault in faults_of(one)))


def _dressed(paper: Paper, materials: Materials) -> "list[Dressed]":
    from app.documents.dressed import Dressed

    images = {fact: materials.files[name] for fact, name in paper.look.images}
    found = []
    for data, id_ in paper.parts:
        template = materials.templates[id_] if id_ else None
        files = {name: materials.files[name] for name in template.files()} if template else {}
        found.append(Dressed(data, template, dict(paper.look.facts), {**images, **files}))
    return found


def foreign(name: str, title: str, explanation: tuple[str, ...]) -> str:
    """What is known of a document whose pages were made elsewhere, as ``frozen``."""
    content = {"name": name, "title": title, "eligibility": list(explanation)}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def frozen(paper: Paper, explanation: tuple[str, ...], replaces: str = "") -> str:
    """All that the document says as JSON, with the words why it was issued; its credential is kept beside it.

    Raises RuleBroken "too-long" when that is more than one entry can keep.
    """
    content = {
        "name": paper.certificate.facts.name,
        "title": paper.certificate.facts.title,
        "certificate": asdict(paper.certificate),
        "record": {"document_type": paper.record.facts.document_type, "qr_text": paper.record.qr_text},
        "eligibility": list(explanation),
        "replaces": replaces,
        "look": asdict(paper.look),
    }
    text = orjson.dumps(content, default=to_text, option=orjson.OPT_SORT_KEYS).decode()
    if len(orjson.dumps(text)) + len(paper.credential) > _LONGEST:
        sentence = later("The titles of the units are too long to be kept with the certificate of {learner}.")
        raise RuleBroken("too-long", sentence, learner=paper.certificate.facts.name)
    return text


def thawed(text: str, credential: str = "") -> Paper:
    """The document behind ``frozen``, with the credential that is kept beside it."""
    found = orjson.loads(text)
    certificate, record = _data(found["certificate"]), found["record"]
    facts = replace(certificate.facts, document_type=record["document_type"])
    look = _PLAIN_LOOK if "look" not in found else _look(found["look"])
    return Paper(certificate, replace(certificate, facts=facts, qr_text=record["qr_text"]), look, credential)


def _look(said: dict[str, Any]) -> Look:
    first, second = said["templates"]
    facts, images = (tuple((str(name), str(value)) for name, value in said[part]) for part in ("facts", "images"))
    return Look((first, second), facts, images)


def _data(fields: dict[str, Any]) -> CertificateData:
    stated = fields["facts"]
    facts = CertificateFacts(
        **{
            **stated,
            "unit_codes": tuple(stated["unit_codes"]),
            "centre_id": to_bytes(stated["centre_id"]),
            "units_digest": to_bytes(stated["units_digest"]),
            "digests": (),
        }
    )
    return CertificateData(**{**fields, "facts": facts, "units": tuple(UnitLine(**line) for line in fields["units"])})


def _code(facts: CertificateFacts, issuer: Issuer) -> str:
    return qr_text(facts, issuer.key, issuer.address) if issuer.key else ""


def _as_title(word: str) -> str:
    return word[:1].upper() + word[1:]


def _line(wanted: Standard, held: UnitAward) -> UnitLine:
    unit = wanted.units[held.code]
    title = _marked(unit.title, held.source, wanted.qualification.language) if held.brought else unit.title
    return UnitLine(unit.code, title, COMPETENT, held.on, unit.credits, unit.hours)


def _marked(title: str, source: str, language: str) -> str:
    """The title of a unit with a result from before, so that nobody takes it for one that was signed here."""
    say = words(language)
    if not source:
        return say(FROM_BEFORE).format(title=title)
    return say(FROM_SOURCE).format(title=title, source=source)
