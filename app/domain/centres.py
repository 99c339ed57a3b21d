# SPDX-License-Identifier: Apache-2.0
"""What a centre goes by: its short code and its country, as they stand in certificate numbers."""

import re
from typing import Final

from app.domain.countries import COUNTRIES
from app.domain.refusals import BadInput
from app.translation import later

_CODE: Final = re.compile(r"[A-Z0-9]{2,8}")


def clean_centre_code(text: str) -> str:
    """The code in capitals: 2 to 8 of the letters A to Z and the digits. Raises ``BadInput``."""
    code = _capitals(text)
    if not _CODE.fullmatch(code):
        sentence = later("A centre code has 2 to 8 letters A to Z or digits, such as PP01. “{written}” has not.")
        raise BadInput("centre-code", sentence, written=text.strip())
    return code


def clean_country(text: str) -> str:
    """The country in capitals: two letters of ISO 3166-1 (KH, VN, KG). Raises ``BadInput``."""
    country = _capitals(text)
    if country not in COUNTRIES:
        sentence = later("A country is written with its two letters, such as KH or VN. “{written}” is not.")
        raise BadInput("country", sentence, written=text.strip())
    return country


def _capitals(text: str) -> str:
    trimmed = text.strip()
    return trimmed.upper() if trimmed.isascii() else trimmed
