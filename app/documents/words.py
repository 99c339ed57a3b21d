# SPDX-License-Identifier: Apache-2.0
"""The fixed words of documents, in the document's own language, which may differ from the screen's."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.paths import resources
from app.translation import later, translation_for

Words = Callable[[str], str]

TITLES: Final = {
    "certificate": later("Certificate"),
    "record-of-results": later("Record of results"),
    "statement-of-attainment": later("Statement of attainment"),
    "microcredential": later("Microcredential"),
}
SAMPLE: Final = later("SAMPLE")
THIS_CERTIFIES: Final = later("This is to certify that")
HAS_MET: Final = later("has met all the requirements of the qualification")
LEVEL: Final = later("Level {level}")
NUMBER: Final = later("Certificate number")
ISSUED: Final = later("Date of issue")
VALID_UNTIL: Final = later("Valid until")
SCAN: Final = later("Scan to check this document")
LEARNER: Final = later("Name")
IN_LATIN: Final = later("Name in Latin letters")
BORN: Final = later("Year of birth")
QUALIFICATION: Final = later("Qualification")
DOCUMENT_NUMBER: Final = later("Document number")
CODE: Final = later("Code")
UNIT: Final = later("Unit")
OUTCOME: Final = later("Outcome")
COMPETENT: Final = later("Competent")
FROM_BEFORE: Final = later("{title} (result from an earlier register)")
FROM_SOURCE: Final = later("{title} (result from an earlier register: {source})")
AWARDED: Final = later("Date")
CREDITS: Final = later("Credits")
HOURS: Final = later("Hours")
DUPLICATE: Final = later("Duplicate No. {n} of {number}, {day}")
CONTINUED: Final = later("continued")
PAGE_OF: Final = later("Page {page} of {pages}")

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
}
_DATES: Final = {
    "en": "{day} {month} {year}",
    "ru": "{day} {month} {year} г.",
    "km": "ថ្ងៃទី {day} ខែ{month} ឆ្នាំ {year}",
    "vi": "ngày {day} tháng {number} năm {year}",
}


def words(language: str, folder: Path | None = None) -> Words:
    """Looks up the document's words in this language; English where a translation is missing."""
    return _catalogue(language, folder or resources() / "translations")


def written_date(iso_date: str, language: str) -> str:
    """A date that is read one way only, the month in words where the language has them."""
    day = date.fromisoformat(iso_date)
    form = _DATES.get(language, _DATES["en"])
    month = _MONTHS.get(language, _MONTHS["en"]).split()[day.month - 1]
    return form.format(day=day.day, month=month, number=day.month, year=day.year)


@lru_cache(maxsize=16)
def _catalogue(language: str, folder: Path) -> Words:
    return translation_for(language, folder).gettext
