# SPDX-License-Identifier: Apache-2.0
"""Cards that learners carry, each with a signed code: who somebody is, and that they were instructed in safety."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

from sqlalchemy import Connection

from app.credentials.facts import INDUCTION_CARD, CertificateFacts, DocumentType
from app.credentials.qr_text import qr_text
from app.domain.card_numbers import card_number, learner_number
from app.domain.issuing import months_after
from app.domain.learners import LearnerDetails
from app.domain.refusals import RuleBroken
from app.records.queries import certificates, cohorts, learners, standards
from app.services.eligibility import awards_of
from app.services.learners import require_living
from app.services.paper_wish import Content, PaperWish, day_of
from app.services.papers import Issuer, printed_name
from app.translation import later

_MONTHS: Final = 12
"""A card is valid so long where neither the person nor the end of the cohort says otherwise."""
_NOBODY: Final = later("There is nobody to make a card for. Name learners, or a cohort that somebody is in.")
_NOBODY_YET: Final = later("Nobody of these learners is competent in {unit} yet, so nobody has a card to get.")
_PAST: Final = later("The card would not be valid any more on the day of its issue. Name a later last day.")


@dataclass(frozen=True, slots=True)
class _Course:
    """What learners are here for: the cohort, what is learned there, and its language."""

    cohort: str
    end: str
    qualification: str
    title: str
    language: str


_NO_COURSE: Final = _Course("", "", "", "", "en")


def cards(connection: Connection, wish: PaperWish, issuer: Issuer) -> list[Content]:
    """A card for each learner of the wish, or of its cohort; one of induction about a unit is only for those who are
    competent in it.

    Raises NotFound, BadInput "day", RuleBroken "nobody", "erased" or "card-past".
    """
    chosen = list(wish.learners) or _everybody(connection, wish.cohort)
    if not chosen:
        raise RuleBroken("nobody", _NOBODY)
    title = ""
    if wish.unit:
        _, unit = standards.unit(connection, wish.unit)
        title, held = unit.title, awards_of(connection, chosen)
        chosen = [one for one in chosen if unit.code in held[one]]
        if not chosen:
            raise RuleBroken("nobody-yet", _NOBODY_YET, unit=unit.code)
    return [_card(connection, wish, issuer, learner, title) for learner in chosen]


def _card(connection: Connection, wish: PaperWish, issuer: Issuer, learner: bytes, title: str) -> Content:
    require_living(connection, learner)
    details, course = learners.details(connection, learner), _course(connection, wish, learner)
    day = day_of(wish.said.day, date.fromisoformat(issuer.today))
    until = _until(wish, course, day)
    number = _free_number(connection, wish.document, learner, day)
    facts = _facts(wish, issuer, number, details, title or course.title, (day, until))
    shown = {
        "learner.name": facts.name,
        "learner.latin_name": facts.latin_name,
        "learner.number": learner_number(learner),
        "cohort.code": course.cohort,
        "qualification.title": facts.title,
        "document.number": facts.number,
        "document.issued_on": day,
        "document.valid_until": until,
    }
    code = qr_text(facts, issuer.key, issuer.address) if issuer.key else ""
    photo = base64.b64decode(details.photo) if details.photo else b""
    return Content(course.language, course.qualification, shown, {}, code, photo)


def _facts(
    wish: PaperWish, issuer: Issuer, number: str, details: LearnerDetails, title: str, days: tuple[str, str]
) -> CertificateFacts:
    kind: DocumentType = "induction-card" if wish.document == INDUCTION_CARD else "learner-card"
    return CertificateFacts(
        number=number,
        name=printed_name(details),
        latin_name="" if details.latin_name == printed_name(details) else details.latin_name,
        title=title,
        qualification_code="",
        unit_codes=(),
        issuer_name=issuer.centre.name,
        centre_id=issuer.centre.id,
        issued_on=days[0],
        birth_year=None,
        document_type=kind,
        valid_until=days[1],
    )


def _free_number(connection: Connection, document: str, learner: bytes, day: str) -> str:
    """That of the card of this day, or of the one after those of the day that were revoked."""
    revoked = certificates.revoked_cards(connection)
    numbers = (card_number(document, learner, day, turn) for turn in count(1))
    return next(number for number in numbers if number not in revoked)


def _until(wish: PaperWish, course: _Course, day: str) -> str:
    said = day_of(wish.said.valid_until, date.fromisoformat(day)) if wish.said.valid_until else ""
    until = said or (course.end if course.end >= day else months_after(day, _MONTHS))
    if until < day:
        raise RuleBroken("card-past", _PAST)
    return until


def _everybody(connection: Connection, cohort: str) -> Sequence[bytes]:
    return [one.learner for one in cohorts.members(connection, cohorts.cohort(connection, cohort).id)] if cohort else []


def _course(connection: Connection, wish: PaperWish, learner: bytes) -> _Course:
    """The cohort of the wish, else the last one that the learner is in."""
    codes = [wish.cohort] if wish.cohort else learners.cohorts_of(connection, learner)
    if not codes:
        return _NO_COURSE
    row = max((cohorts.cohort(connection, one) for one in codes), key=lambda one: (one.start, one.code))
    if not row.qualification:
        return _Course(row.code, row.end, "", row.title, "en")
    found = standards.qualification(connection, row.qualification)[1]
    return _Course(row.code, row.end, found.code, found.title, found.language)
