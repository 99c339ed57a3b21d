# SPDX-License-Identifier: Apache-2.0
"""Checking a certificate: from a PDF, a picture, or the text of its code; with no network and no records."""

from datetime import date
from pathlib import Path

from app.credentials.trust import TrustList, read_trust_list
from app.credentials.verifying import Verification, verify_text
from app.store.troubles import storage_errors


def read_trust(path: Path) -> tuple[TrustList, ...]:
    """The trust list in a file; nothing where there is none. Raises BadInput when it is no trust list."""
    with storage_errors():
        return (read_trust_list(path.read_bytes()),) if path.exists() else ()


def verify(file_or_text: str, trust: tuple[TrustList, ...], today: date) -> Verification:
    """Whether this is a genuine certificate. A document is altered when its words are not those that its code proves.

    Raises BadInput for a file that is neither a PDF nor a picture.
    """
    path = Path(file_or_text)
    if not _is_file(path):
        return verify_text(file_or_text.strip(), trust, today)
    return _verify_file(path, trust, today)


def _verify_file(path: Path, trust: tuple[TrustList, ...], today: date) -> Verification:
    from app.documents.reading import codes_in, states, text_of

    found = [verify_text(text, trust, today) for text in codes_in(path)]
    ours = [one for one in found if one.result != "not-a-certificate"]
    if not ours:
        return Verification("not-a-certificate")
    worst = next((one for one in ours if one.result != "genuine"), ours[0])
    text = text_of(path)
    says_so = all(states(text, fact) for one in ours for fact in (one.name, one.number, one.title))
    if text and worst.result == "genuine" and not says_so:
        return Verification("altered", worst.number, worst.name, worst.title, worst.list_date)
    return worst


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
