# SPDX-License-Identifier: Apache-2.0
"""The fixed words of documents, in the document's own language, which may differ from the screen's."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.documents.dates import written_date as written_date
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
BADGE_CRITERIA: Final = later("Each unit was assessed against its criteria, and the result is competent.")
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


def words(language: str, folder: Path | None = None) -> Words:
    """Looks up the document's words in this language; English where a translation is missing."""
    return _catalogue(language, folder or resources() / "translations")


@lru_cache(maxsize=16)
def _catalogue(language: str, folder: Path) -> Words:
    return translation_for(language, folder).gettext
