# SPDX-License-Identifier: Apache-2.0
"""Signed documents in the templates that a centre chose for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.documents.attachments import Attachment
from app.documents.data import CertificateData, DocumentData
from app.documents.faults import Fault, faults
from app.documents.issue import document_data
from app.documents.rendering import render
from app.documents.starting import starting_template
from app.documents.template import Template


@dataclass(frozen=True, slots=True)
class Dressed:
    """One document and how it looks: its template (None for the program's own), facts that are not signed but shown,
    and pictures by the name of their fact or the SHA-256 of a template's file."""

    data: CertificateData
    template: Template | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)


def render_dressed(
    documents: Sequence[Dressed], attachments: Sequence[Attachment] = (), stationery: bool = False
) -> bytes:
    """All of them as one PDF, in this order; at least one. With ``stationery``, what the centre's forms have on them
    already is left out. Raises RuleBroken when a text cannot be printed whole, BadInput for a picture that cannot."""
    return render([(_template(one), _data(one)) for one in documents], attachments, stationery)


def faults_of(one: Dressed) -> tuple[Fault, ...]:
    """What would go wrong with a document, without writing a page."""
    return faults(_template(one), _data(one))


def _template(one: Dressed) -> Template:
    return one.template or starting_template(one.data.facts.document_type)


def _data(one: Dressed) -> DocumentData:
    plain = document_data(one.data)
    return replace(plain, facts={**plain.facts, **one.facts}, images=dict(one.images))
