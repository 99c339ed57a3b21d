# SPDX-License-Identifier: Apache-2.0
"""The fields of learners and what they keep, in words."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QLocale

from app.domain.routes import ROUTE_WORDS
from app.spreadsheets.cohort_columns import COLUMNS
from app.translation import language, later, tr

SEX_WORDS: Final = {"F": later("Female"), "M": later("Male"), "X": later("Other")}
_CHOICES: Final[dict[str, Mapping[str, str]]] = {"sex": SEX_WORDS, "route": ROUTE_WORDS}
_HEADERS: Final = {column.field: column.header for column in COLUMNS}


def field_words(field: str) -> str:
    """What a field is called."""
    return tr(_HEADERS[field]) if field in _HEADERS else field


def field_text(field: str, text: str) -> str:
    """What a field keeps as lists show it: a day with its month in words, the word of a choice."""
    if field == "birth_date":
        return day_text(text)
    words = _CHOICES.get(field, {})
    return tr(words[text]) if text in words else text


def day_text(iso: str) -> str:
    """An ISO date with the month in words, so that nobody reads it otherwise; anything else as it is."""
    day = QLocale(language()).toDate(iso, "yyyy-MM-dd")
    return QLocale(language()).toString(day, "d MMM yyyy") if day.isValid() else iso
