# SPDX-License-Identifier: Apache-2.0
"""Elements of templates and their properties in the words of the screen."""

from collections.abc import Mapping
from typing import Final

from app.documents.editing import kind_of
from app.documents.elements.kinds import Barcode, Element, Field, Image, Seal, Signature, Table, Text, Wording
from app.documents.phrases import PHRASES
from app.domain.documents import FIELDS, ROW_FIELDS
from app.translation import language, later, tr

KIND_WORDS: Final[Mapping[str, str]] = {
    "text": later("Words"),
    "field": later("Fact"),
    "table": later("Table"),
    "image": later("Picture"),
    "signature": later("Signature"),
    "seal": later("Seal"),
    "qr": later("Code to scan"),
    "barcode": later("Barcode"),
    "line": later("Line"),
    "rect": later("Rectangle"),
    "microtext": later("Microtext"),
    "guilloche": later("Woven ornament"),
}
ROWS_WORDS: Final[Mapping[str, str]] = {
    "units": later("Units"),
    "learners": later("Learners"),
    "members": later("Members of the commission"),
    "sheets": later("Forms"),
    "sections": later("Sections of the supplement"),
}
_OTHER_FACTS: Final[Mapping[str, str]] = {
    "page.number": later("Page number"),
    "page.count": later("Number of pages"),
    "row.number": later("Number of the row"),
    "row.blank": later("Nothing, to be filled in by hand"),
}
_LONGEST: Final = 60


def element_words(element: Element) -> str:
    """What an element is: its kind, and what it shows."""
    kind, about = tr(KIND_WORDS[kind_of(element)]), _about(element)
    return f"{kind}: {about}" if about else kind


def fact_words(name: str) -> str:
    """A fact in words; who signs with their number."""
    if name in _OTHER_FACTS:
        return tr(_OTHER_FACTS[name])
    found = FIELDS.get(name) or next((rows[name] for rows in ROW_FIELDS.values() if name in rows), None)
    if found is None:
        return tr(ROWS_WORDS[name]) if name in ROWS_WORDS else name
    number = name.split(".")[1] if name.startswith("signatory.") else ""
    return f"{tr(found.words)} {number}".strip()


def said(wording: Wording) -> str:
    """The words of an element in the language of the screen."""
    if wording.words:
        return tr(PHRASES[wording.words])
    texts = dict(wording.text)
    return texts.get(language()) or texts.get("en") or next(iter(texts.values()), "")


def _about(element: Element) -> str:
    if isinstance(element, Text):
        words = said(element.wording)
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    if isinstance(element, Field | Barcode):
        return fact_words(element.bind)
    if isinstance(element, Image | Seal):
        return fact_words(element.bind) if element.bind else ""
    if isinstance(element, Table):
        return tr(ROWS_WORDS[element.rows])
    return str(element.number) if isinstance(element, Signature) else element.name
