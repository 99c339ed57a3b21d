# SPDX-License-Identifier: Apache-2.0
"""Checking a certificate: from a PDF, a picture, or the text of its code; with no network and no records."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from app.credentials.trust import TrustList, read_trust_list
from app.credentials.verifying import Verification, verify_text
from app.domain.refusals import BadInput
from app.store.troubles import storage_errors
from app.translation import later

_SHOWN: Final = 3
_SEVERAL: Final = later("{file} holds codes of several certificates ({numbers}). Check one certificate at a time.")


def read_trust(path: Path) -> tuple[TrustList, ...]:
    """The trust list in a file; nothing where there is none. Raises BadInput when it is no trust list."""
    with storage_errors():
        return (read_trust_list(path.read_bytes()),) if path.exists() else ()


def verify(file_or_text: str, trust: tuple[TrustList, ...], today: date) -> Verification:
    """Whether this is a genuine certificate. A document is altered when its words are not those that its code proves.

    A picture has no words to compare: there a person must look whether it says what the facts say. Raises BadInput for
    a file that is neither a PDF nor a picture, or that holds codes of several certificates.
    """
    path = Path(file_or_text)
    if not _is_file(path):
        return verify_text(file_or_text.strip(), trust, today)
    return _verify_file(path, trust, today)


def _verify_file(path: Path, trust: tuple[TrustList, ...], today: date) -> Verification:
    from app.documents.reading import codes_in, text_of
    from app.documents.stating import states_all

    found = [verify_text(text, trust, today) for text in codes_in(path)]
    ours = [one for one in found if one.result != "not-a-certificate"]
    if not ours:
        return Verification("not-a-certificate")
    numbers = list(dict.fromkeys(one.number for one in ours if one.number))
    if len(numbers) > 1:
        raise BadInput("several", _SEVERAL, file=path.name, numbers=", ".join(numbers[:_SHOWN]))
    worst = next((one for one in ours if one.result != "genuine"), ours[0])
    text = text_of(path)
    if not text or worst.result != "genuine" or all(states_all(text, one.facts) for one in ours if one.facts):
        return worst
    return replace(worst, result="altered", facts=None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
