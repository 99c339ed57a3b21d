# SPDX-License-Identifier: Apache-2.0
"""Whether a page says what its code proves: every fact of the code in its own place, and no unit more."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from app.credentials.facts import RECORD_OF_RESULTS, CertificateFacts, TextFact, digest_of_text
from app.documents.dates import ways_of_writing, written_number
from app.documents.reading import unbroken
from app.documents.words import (
    BORN,
    COMPETENT,
    DOCUMENT_NUMBER,
    IN_LATIN,
    ISSUED,
    LEARNER,
    NUMBER,
    QUALIFICATION,
    words,
)
from app.translation import LANGUAGES

_LABELS: Final = (LEARNER, IN_LATIN, BORN, QUALIFICATION, DOCUMENT_NUMBER, NUMBER)
_LONGEST: Final = 6
"""A name or a title is broken into no more lines than this."""
_DAY: Final = r"(?:ថ្ងៃទី|ngày)?\d"
"""How a written date begins, whatever the language."""


def states_all(text: str, facts: CertificateFacts) -> bool:
    """Whether the text layer of a document states every fact that its code proves.

    What the code does not hold (titles of units, level, place, who signed) is not compared.
    """
    lines = [unbroken(line) for line in text.splitlines()]
    shortened = dict(facts.digests)
    texts: dict[TextFact, str] = {
        "name": facts.name,
        "latin_name": facts.latin_name,
        "title": facts.title,
        "issuer_name": facts.issuer_name,
    }
    alone = [text for fact, text in texts.items() if fact not in shortened] + [facts.number]
    return (
        all(_stands_alone(lines, fact) for fact in alone if fact)
        and (facts.document_type != RECORD_OF_RESULTS or _states_year(lines, facts.birth_year))
        and set(shortened.values()) <= _digests_in(lines, bool(shortened))
        and _states_code(lines, unbroken(facts.qualification_code))
        and any(_states_day(lines, unbroken(date)) for date in _dates(facts.issued_on))
        and (facts.document_type != RECORD_OF_RESULTS or _states_units(lines, facts.unit_codes))
    )


def _states_code(lines: list[str], code: str) -> bool:
    """Whether some line begins with the code of the qualification. A card has none."""
    return not code or any(re.match(re.escape(code) + r"(·|$)", line) for line in lines)


def _stands_alone(lines: list[str], fact: str) -> bool:
    """Whether some lines together say just this, or a label of the document and this."""
    wanted = {label + unbroken(fact) for label in _labels()}
    return any("".join(lines[at : at + n]) in wanted for at in range(len(lines)) for n in range(1, _LONGEST + 1))


def _digests_in(lines: list[str], wanted: bool) -> frozenset[bytes]:
    """The digests of all that stands alone on some lines, with and without a label before it."""
    if not wanted:
        return frozenset()
    said = {"".join(lines[at : at + n]) for at in range(len(lines)) for n in range(1, _LONGEST + 1)}
    bare = {text.removeprefix(label) for text in said for label in _labels()}
    return frozenset(map(digest_of_text, bare))


def _states_year(lines: list[str], year: int | None) -> bool:
    """Whether the year of birth stands alone, in whatever digits. A code without one proves none."""
    return year is None or any(_stands_alone(lines, written_number(year, code, "own")) for code in ("en", *LANGUAGES))


def _states_day(lines: list[str], date: str) -> bool:
    """Whether the date stands beside the words for the day of issue: units have days of their own."""
    said = _both_ways(ISSUED)
    for at, line in enumerate(lines):
        if line.startswith(date) or line.endswith(date):
            around = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
            if any(one in said for one in around) or any(line.startswith(one) for one in said):
                return True
    return False


def _states_units(lines: list[str], codes: tuple[str, ...]) -> bool:
    """Each unit begins a line, and there are no more results than units. A code too small for them proves none."""
    if not codes:
        return True
    whole = "".join(lines)
    alone = sum(line in _outcomes() for line in lines)
    results = alone or sum(len(re.findall(re.escape(outcome) + _DAY, whole)) for outcome in _outcomes())
    return results == len(codes) and all(any(line.startswith(unbroken(code)) for line in lines) for code in codes)


def _dates(iso_date: str) -> Iterator[str]:
    return ways_of_writing(iso_date)


@cache
def _labels() -> frozenset[str]:
    return frozenset({"", *(said for label in _LABELS for said in _both_ways(label))})


@cache
def _both_ways(label: str) -> frozenset[str]:
    """A label in each language, and in each two of them as a document in two languages has it."""
    alone = [unbroken(words(code)(label)) for code in LANGUAGES]
    return frozenset((*alone, *(f"{one}·{other}" for one in alone for other in alone)))


@cache
def _outcomes() -> frozenset[str]:
    return frozenset(unbroken(words(code)(COMPETENT)) for code in LANGUAGES)
