# SPDX-License-Identifier: Apache-2.0
"""What a cohort goes by and when it runs, and the bib numbers of its members."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

from app.domain.refusals import BadInput, RuleBroken
from app.translation import later

LONGEST_CODE: Final = 40

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def clean_code(text: str) -> str:
    """The code of a cohort as it is kept: letters of any script, digits and ``- _ . /``, 1 to 40 of them, composed
    (NFC). Capitals are kept; whether another code differs only in capitals is for the caller to see.

    Raises ``BadInput``.
    """
    code = unicodedata.normalize("NFC", text.strip())
    if not 1 <= len(code) <= LONGEST_CODE or not all(map(_belongs, code)):
        sentence = later("“{written}” is no code: 1 to {limit} letters, digits or the signs - _ . / without spaces.")
        raise BadInput("cohort-code", sentence, written=code, limit=LONGEST_CODE)
    return code


def check_dates(start: str, end: str) -> None:
    """Nothing, when both are ISO dates or empty (not known) and the cohort does not end before it starts.

    Raises ``BadInput`` for what is no date and ``RuleBroken`` for the wrong order.
    """
    for text in (start, end):
        if text and not _is_date(text):
            sentence = later("“{date}” is not a date. Write it as 2026-03-31: year, month, day.")
            raise BadInput("not-a-date", sentence, date=text)
    if start and end and end < start:
        sentence = later("The end, {end}, lies before the start, {start}. Nothing was changed.")
        raise RuleBroken("dates-order", sentence, start=start, end=end)


def next_bib(bibs: Iterable[int]) -> int:
    """The bib number of the next member: above all that were ever given, so that none is worn by two."""
    return max(bibs, default=0) + 1


def _belongs(letter: str) -> bool:
    return letter in "-_./" or unicodedata.category(letter)[0] in "LMN"


def _is_date(text: str) -> bool:
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
