# SPDX-License-Identifier: Apache-2.0
"""What a centre prints: the types of documents, and the facts that a template can put on each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.translation import later

Kind = Literal["text", "name", "date", "number", "image", "code"]
Rows = Literal["units", "learners", "members", "sheets", "sections"]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document. ``signed``: it carries a signed code and a number. ``tables`` are the rows it may list."""

    key: str
    words: str
    signed: bool
    tables: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A named fact. ``rows`` is empty for a fact of the document, else the table whose rows have it."""

    kind: Kind
    words: str
    rows: Rows | Literal[""] = ""


DOCUMENT_TYPES: Final[Mapping[str, DocumentType]] = {
    one.key: one
    for one in (
        DocumentType("certificate", later("Certificate"), True, ("units",)),
        DocumentType("statement-of-attainment", later("Statement of attainment"), True, ("units",)),
        DocumentType("record-of-results", later("Record of results"), True, ("units",)),
        DocumentType("microcredential", later("Microcredential"), True, ("units",)),
        DocumentType("learner-card", later("Learner card"), True),
        DocumentType("induction-card", later("Induction card"), True),
        DocumentType("supplement", later("Certificate supplement"), False, ("sections", "units")),
        DocumentType("enrolment-order", later("Order of enrolment"), False, ("learners",)),
        DocumentType("grade-sheet", later("Grade sheet"), False, ("learners",)),
        DocumentType("commission-minutes", later("Minutes of the commission"), False, ("learners", "members")),
        DocumentType("destruction-act", later("Record of destroyed forms"), False, ("sheets", "members")),
    )
}
"""All types by their keys, the awards first."""

AWARDS: Final = ("certificate", "statement-of-attainment", "record-of-results", "microcredential")
"""What goes into the register of certificates, with a number and a signed code."""

CARDS: Final = ("learner-card", "induction-card")
"""What learners carry, with a signed code; not in the register."""

OFFICIAL_PAPERS: Final = (
    *CARDS, "supplement", "enrolment-order", "grade-sheet", "commission-minutes", "destruction-act",
    "record-of-results",
)  # fmt: skip
"""What is made from the records besides issuing; the last is the one that goes with a certificate, once more."""

SIGNATORIES: Final = 6
"""Most people who can sign one document."""

_PLAIN: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("learner.name", "name", later("Learner's name as printed")),
    ("learner.latin_name", "name", later("Name in Latin letters")),
    ("learner.birth_date", "date", later("Date of birth")),
    ("learner.birth_year", "number", later("Year of birth")),
    ("learner.birth_place", "text", later("Place of birth")),
    ("learner.id_number", "text", later("Number of the identity document")),
    ("learner.number", "text", later("Learner number")),
    ("learner.student_identifier", "text", later("National student identifier")),
    ("learner.photo", "image", later("Photo")),
    ("qualification.title", "text", later("Title of the qualification")),
    ("qualification.title_2", "text", later("Title in the second language")),
    ("qualification.code", "text", later("Code of the qualification")),
    ("qualification.level", "text", later("Level")),
    ("qualification.sector", "text", later("Sector")),
    ("qualification.credits", "number", later("Credits")),
    ("qualification.hours", "number", later("Hours")),
    ("centre.name", "name", later("Name of the centre")),
    ("centre.name_2", "name", later("Name of the centre in the second language")),
    ("centre.code", "text", later("Code of the centre")),
    ("centre.place", "text", later("Place of the centre")),
    ("centre.address", "text", later("Address of the centre")),
    ("centre.country", "text", later("Country")),
    ("centre.web", "text", later("Web address of the centre")),
    ("centre.logo", "image", later("Logo of the centre")),
    ("centre.seal", "image", later("Seal of the centre")),
    ("awarding.name", "name", later("Name of the awarding body")),
    ("awarding.logo", "image", later("Logo of the awarding body")),
    ("awarding.number", "text", later("Number given by the awarding body")),
    ("mark.training", "image", later("Mark of nationally recognised training")),
    ("mark.framework", "image", later("Mark of the qualifications framework")),
    ("document.number", "text", later("Certificate number")),
    ("document.issued_on", "date", later("Date of issue")),
    ("document.valid_until", "date", later("Valid until")),
    ("document.place", "text", later("Place of issue")),
    ("document.form_number", "text", later("Form number")),
    ("document.replaces", "text", later("Number of the replaced document")),
    ("document.check_address", "text", later("Where to check the document")),
    ("document.code", "code", later("Signed code")),
    ("document.partial", "text", later("Qualification that the units are part of")),
    ("decision.number", "text", later("Number of the decision")),
    ("decision.date", "date", later("Date of the decision")),
    ("decision.text", "text", later("What was decided")),
    ("cohort.code", "text", later("Cohort")),
    ("cohort.start", "date", later("Start")),
    ("cohort.end", "date", later("End")),
    ("cohort.assessor", "name", later("Assessor")),
)
_OF_ROWS: Final[tuple[tuple[Rows, str, Kind, str], ...]] = (
    ("units", "unit.code", "text", later("Code of the unit")),
    ("units", "unit.title", "text", later("Title of the unit")),
    ("units", "unit.title_2", "text", later("Title of the unit in the second language")),
    ("units", "unit.outcome", "text", later("Outcome")),
    ("units", "unit.grade", "text", later("Grade")),
    ("units", "unit.date", "date", later("Date")),
    ("units", "unit.credits", "number", later("Credits")),
    ("units", "unit.hours", "number", later("Hours")),
    ("learners", "learner.name", "name", later("Learner's name")),
    ("learners", "learner.latin_name", "name", later("Name in Latin letters")),
    ("learners", "learner.birth_date", "date", later("Date of birth")),
    ("learners", "learner.birth_year", "number", later("Year of birth")),
    ("learners", "learner.id_number", "text", later("Number of the identity document")),
    ("learners", "learner.number", "text", later("Learner number")),
    ("learners", "learner.route", "text", later("Route")),
    ("learners", "learner.result", "text", later("Result")),
    ("learners", "learner.grade", "text", later("Grade")),
    ("learners", "learner.date", "date", later("Date")),
    ("learners", "learner.certificate", "text", later("Certificate number")),
    ("learners", "learner.notes", "text", later("Notes")),
    ("members", "member.name", "name", later("Member's name")),
    ("members", "member.role", "text", later("Role")),
    ("members", "member.organisation", "text", later("Organisation")),
    ("sheets", "sheet.form_number", "text", later("Form number")),
    ("sheets", "sheet.kind", "text", later("Kind of form")),
    ("sheets", "sheet.state", "text", later("State")),
    ("sheets", "sheet.reason", "text", later("Reason")),
    ("sheets", "sheet.date", "date", later("Date")),
    ("sections", "section.title", "text", later("Heading")),
    ("sections", "section.title_2", "text", later("Heading in the second language")),
    ("sections", "section.text", "text", later("Text")),
)
_OF_SIGNATORIES: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("name", "name", later("Name of the signatory")),
    ("role", "text", later("Role of the signatory")),
    ("role_2", "text", later("Role of the signatory in the second language")),
    ("image", "image", later("Signature")),
)


def _signatories() -> Iterator[tuple[str, Field]]:
    for number in range(1, SIGNATORIES + 1):
        for part, kind, words in _OF_SIGNATORIES:
            yield f"signatory.{number}.{part}", Field(kind, words)


FIELDS: Final[Mapping[str, Field]] = {
    **{key: Field(kind, words) for key, kind, words in _PLAIN},
    **dict(_signatories()),
}
"""The facts of a document by their names."""

ROW_FIELDS: Final[Mapping[Rows, Mapping[str, Field]]] = {
    rows: {key: Field(kind, words, rows) for of, key, kind, words in _OF_ROWS if of == rows}
    for rows in ("units", "learners", "members", "sheets", "sections")
}
"""The facts of one row of each table; every row also has "row.number", counted from 1."""

SIGNED_FIELDS: Final = (
    "learner.name",
    "learner.latin_name",
    "qualification.title",
    "qualification.code",
    "document.number",
    "document.issued_on",
    "centre.name",
)
"""What a code proves: a template binds these as fields that stand alone, never inside a sentence."""
