# SPDX-License-Identifier: Apache-2.0
"""What a document says, frozen when it is issued, so that it can be printed again word for word."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials.facts import CERTIFICATE, RECORD_OF_RESULTS, CertificateFacts, DocumentType
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

_NAME_ROOM: Final = (640.0, 36.0, 8.0, 4, 62.0)
_LONGEST: Final = 46_000
"""Bytes: sealed, with all that goes around it, it stays below the 64 KiB of one entry."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate with its record of results: two pages of one number, each with its own signed code."""

    certificate: CertificateData
    record: CertificateData


@dataclass(frozen=True, slots=True)
class Issuer:
    """In whose name a document is issued: the centre, the person who signs it (with the id), and the date (ISO).

    ``address`` is the web address where documents can be checked, or empty.
    """

    centre: CentreRow
    name: str
    key: Ed25519PrivateKey
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
        qr_text(facts, issuer.key, issuer.address),
        language,
    )
    stated = replace(facts, document_type=RECORD_OF_RESULTS)
    return Paper(certificate, replace(certificate, facts=stated, qr_text=qr_text(stated, issuer.key, issuer.address)))


def printed_name(learner: LearnerDetails) -> str:
    """The name that documents carry."""
    return learner.full_name


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
    return Paper(replace(paper.certificate, sample=True), replace(paper.record, sample=True))


def pdf_of(paper: Paper) -> bytes:
    """The document as a PDF of two pages. Raises RuleBroken when a text on it cannot be printed whole."""
    return pdf_of_all([paper])


def pdf_of_all(papers: list[Paper]) -> bytes:
    """Many documents as one PDF, in this order."""
    from app.documents.issue import render_merged

    return render_merged([page for paper in papers for page in (paper.certificate, paper.record)])


@dataclass(frozen=True, slots=True)
class Fault:
    """What would go wrong on paper: a fixed word, a sentence, and the field of the learner that it is about, or empty
    where it is the template."""

    code: str
    words: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Looks at documents before they are made, without writing a page."""

    issuer: Issuer

    def faults(self, learner: LearnerDetails, wanted: Standard, held: Mapping[str, UnitAward]) -> tuple[Fault, ...]:
        """What would go wrong with this learner's document."""
        from app.documents.fitting import Room, fit
        from app.documents.fonts import SERIF_BOLD

        found = []
        for field, text in (("full_name", printed_name(learner)), ("latin_name", learner.latin_name)):
            try:
                fit(text, SERIF_BOLD, Room(*_NAME_ROOM))
            except RuleBroken as broken:
                found.append(Fault(broken.code, str(broken), field))
        return tuple(found)


def foreign(name: str, title: str, explanation: tuple[str, ...]) -> str:
    """What is known of a document whose pages were made elsewhere, as ``frozen``."""
    content = {"name": name, "title": title, "eligibility": list(explanation)}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def frozen(paper: Paper, explanation: tuple[str, ...], replaces: str = "") -> str:
    """All that the document says as JSON, with the words why it was issued.

    Raises RuleBroken "too-long" when that is more than one entry can keep.
    """
    content = {
        "name": paper.certificate.facts.name,
        "title": paper.certificate.facts.title,
        "certificate": asdict(paper.certificate),
        "record": {"document_type": paper.record.facts.document_type, "qr_text": paper.record.qr_text},
        "eligibility": list(explanation),
        "replaces": replaces,
    }
    text = orjson.dumps(content, default=to_text, option=orjson.OPT_SORT_KEYS).decode()
    if len(orjson.dumps(text)) > _LONGEST:
        sentence = later("The titles of the units are too long to be kept with the certificate of {learner}.")
        raise RuleBroken("too-long", sentence, learner=paper.certificate.facts.name)
    return text


def thawed(text: str) -> Paper:
    """The document behind ``frozen``."""
    found = orjson.loads(text)
    certificate, record = _data(found["certificate"]), found["record"]
    facts = replace(certificate.facts, document_type=record["document_type"])
    return Paper(certificate, replace(certificate, facts=facts, qr_text=record["qr_text"]))


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
