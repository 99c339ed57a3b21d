# SPDX-License-Identifier: Apache-2.0
"""Certificates and records of results in the templates that come with the program."""

from collections.abc import Iterator, Sequence

from app.documents.data import CertificateData, DocumentData, UnitLine
from app.documents.rendering import render as render_parts
from app.documents.starting import starting_template
from app.documents.words import Words, words


def render(data: CertificateData) -> bytes:
    """The document that the facts say it is. Raises RuleBroken when a text on it cannot be printed whole."""
    return render_merged([data])


def render_merged(documents: Sequence[CertificateData]) -> bytes:
    """Many documents as one file for the printer, in this order; at least one.

    Raises RuleBroken for the first that cannot be printed whole: nothing is left out quietly.
    """
    return render_parts([(starting_template(one.facts.document_type), document_data(one)) for one in documents])


def document_data(data: CertificateData) -> DocumentData:
    """The same facts by the names that templates use."""
    say = words(data.language)
    rows = {"units": tuple(dict(_row(unit, say)) for unit in data.units)}
    facts = dict(_facts(data))
    return DocumentData(data.facts.document_type, facts, rows, {}, data.qr_text, data.language, sample=data.sample)


def _facts(data: CertificateData) -> Iterator[tuple[str, str]]:
    facts = data.facts
    yield "learner.name", facts.name
    yield "learner.latin_name", facts.latin_name
    yield "learner.birth_year", "" if facts.birth_year is None else str(facts.birth_year)
    yield "qualification.title", facts.title
    yield "qualification.code", facts.qualification_code
    yield "qualification.level", data.level
    yield "centre.name", data.centre_name
    yield "document.number", facts.number
    yield "document.issued_on", facts.issued_on
    yield "document.valid_until", facts.valid_until
    yield "document.place", data.place
    yield "signatory.1.name", data.signatory_name
    yield "signatory.1.role", data.signatory_role


def _row(unit: UnitLine, say: Words) -> Iterator[tuple[str, str]]:
    yield "unit.code", unit.code
    yield "unit.title", unit.title
    yield "unit.outcome", say(unit.outcome) if unit.outcome else ""
    yield "unit.date", unit.awarded_on
    yield "unit.credits", "" if unit.credits is None else str(unit.credits)
    yield "unit.hours", "" if unit.hours is None else str(unit.hours)
