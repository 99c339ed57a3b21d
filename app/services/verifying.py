# SPDX-License-Identifier: Apache-2.0
"""Checking a certificate: a PDF or a picture of it, its code, its credential or its number; with no network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import orjson

from app.credentials.facts import CertificateFacts, digest_of_text
from app.credentials.open_badge import token_in
from app.credentials.qr_text import digest_of_units, is_code
from app.credentials.typed_number import looks_typed
from app.credentials.verifying import (
    AnyList,
    Result,
    Verification,
    verify_credential,
    verify_document,
    verify_number,
    verify_text,
)
from app.domain.refusals import BadInput, Refused
from app.records.queries import certificates
from app.records.unit_of_work import Work
from app.services.document_reading import UNREADABLE, Document, look_into
from app.services.trusting import read_list
from app.store.troubles import storage_errors
from app.translation import later

IN_REGISTER: Final = later(
    "The register of this centre holds this number. Compare the name and the title with the page."
)
_SHOWN: Final = 3
_SEVERAL: Final = later("{file} holds codes of several certificates ({numbers}). Check one certificate at a time.")
_GREATEST_TEXT: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Registered:
    """What a register holds under a number. ``state`` is "issued", "revoked", "replaced" or "expired"."""

    number: str
    name: str
    title: str
    state: Literal["issued", "revoked", "replaced", "expired"]


Register = Callable[[str], Registered | None]
"""Looks a number up in the register of the centre; None where it is not there."""


def read_trust(path: Path) -> tuple[AnyList, ...]:
    """The trust list in a file; nothing where there is none. Raises BadInput when it is no trust list."""
    with storage_errors():
        return (read_list(path.read_bytes()),) if path.exists() else ()


def verify(file_or_text: str, trust: Sequence[AnyList], today: date, register: Register | None = None) -> Verification:
    """Whether this is a genuine certificate. A document is altered when its words are not those that its code proves.

    A picture has no words to compare: there a person must look whether it says what the facts say. A number alone is
    looked up in the lists, and in ``register`` where there is one. Raises BadInput for a file that is neither a PDF nor
    a picture nor a credential, or that holds codes of several certificates.
    """
    path = Path(file_or_text)
    if _is_file(path):
        return _verify_file(path, trust, today)
    text = file_or_text.strip()
    if is_code(text):
        return verify_text(text, trust, today)
    token = token_in(text.encode("utf-8", "replace"))
    if token:
        return verify_credential(token, trust, today)
    if looks_typed(text):
        return _verify_number(text, trust, register)
    return verify_text(text, trust, today)


def register_of(work: Work) -> Register:
    """Looks numbers up in the register of open records."""

    def look_up(number: str) -> Registered | None:
        try:
            row = work.read(certificates.certificate, number)
        except Refused:
            return None
        states: dict[str, Literal["revoked", "replaced", "expired"]] = {
            "revoked": "revoked",
            "appealed": "revoked",
            "replaced": "replaced",
            "expired": "expired",
        }
        return Registered(row.number, row.name, row.title, states.get(row.state, "issued"))

    return look_up


def _verify_number(text: str, trust: Sequence[AnyList], register: Register | None) -> Verification:
    found = verify_number(text, trust)
    held = register(found.number or text.strip()) if register else None
    if held is None:
        return found
    results: dict[str, Result] = {"revoked": "revoked", "replaced": "replaced", "expired": "expired"}
    result = found.result if found.result in results else results.get(held.state, "genuine")
    return replace(found, result=result, number=held.number, name=held.name, title=held.title, reason=IN_REGISTER)


def _verify_file(path: Path, trust: Sequence[AnyList], today: date) -> Verification:
    text = _text_of(path)
    if text:
        token = token_in(text)
        return verify_credential(token, trust, today) if token else verify_document(_object_in(text, path), today)
    document = look_into(path)
    found = [verify_text(text, trust, today) for text in document.codes]
    attached = token_in(document.credential)
    found += [verify_credential(attached, trust, today)] if attached else []
    ours = [one for one in found if one.result != "not-a-certificate"]
    if not ours:
        return Verification("not-a-certificate")
    numbers = list(dict.fromkeys(one.number for one in ours if one.number))
    if len(numbers) > 1:
        raise BadInput("several", _SEVERAL, file=path.name, numbers=", ".join(numbers[:_SHOWN]))
    worst = next((one for one in ours if one.result != "genuine"), ours[0])
    proven = [one.facts for one in ours if one.facts]
    if worst.result == "genuine" and not _agree(document, proven):
        return replace(worst, result="altered", facts=None)
    return _completed(worst, proven)


def _completed(found: Verification, proven: Sequence[CertificateFacts]) -> Verification:
    """With the texts for which its code has no room, where another code or the credential holds them."""
    if found.facts is None or not found.facts.left_out:
        return found
    facts = found.facts
    whole = {
        fact: getattr(other, fact)
        for fact, digest in facts.digests
        for other in proven
        if digest_of_text(getattr(other, fact)) == digest
    }
    units = next((one.unit_codes for one in proven if digest_of_units(one.unit_codes) == facts.units_digest), ())
    facts = replace(
        facts,
        **whole,
        unit_codes=facts.unit_codes or units,
        units_digest=b"" if units else facts.units_digest,
        digests=tuple(one for one in facts.digests if one[0] not in whole),
    )
    return replace(found, facts=facts, name=facts.name, title=facts.title)


def _agree(document: Document, facts: Sequence[CertificateFacts]) -> bool:
    """Whether the codes and the credential prove the same, and the page says it for everybody to see."""
    from app.documents.stating import states_all

    if len({_core(one) for one in facts}) > 1:
        return False
    if any(_is_of(line, one) for line in document.covered for one in facts):
        return False
    return not document.text or all(states_all(document.text, one) for one in facts)


def _is_of(line: str, facts: CertificateFacts) -> bool:
    """Whether a line of the page states one of the facts, or may state one that the code has no room for."""
    from app.documents.reading import states

    told = (facts.name, facts.latin_name, facts.title, facts.number)
    return bool(facts.digests) or any(len(line) > 1 and states(text, line) for text in told)


def _core(facts: CertificateFacts) -> tuple[object, ...]:
    """What the pages of one certificate have in common; a code may hold the name as its digest only."""
    name = dict(facts.digests).get("name") or digest_of_text(facts.name)
    return (facts.number, name, facts.qualification_code, facts.centre_id, facts.issued_on, facts.valid_until)


def _text_of(path: Path) -> bytes:
    """The content of a file that may be a credential; empty for any other file."""
    with storage_errors():
        if path.stat().st_size > _GREATEST_TEXT:
            return b""
        with path.open("rb") as file:
            start = file.read(16)
            return start + file.read() if start.lstrip().startswith((b"{", b"eyJ")) else b""


def _object_in(text: bytes, path: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("document-unreadable", UNREADABLE, file=path.name)
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
