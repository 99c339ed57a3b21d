# SPDX-License-Identifier: Apache-2.0
"""What a document rests on: the units that count towards it, and why, from what is verified at the moment."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from app.credentials.facts import CERTIFICATE, MICROCREDENTIAL, STATEMENT_OF_ATTAINMENT, DocumentType
from app.domain.refusals import BadInput, RuleBroken
from app.domain.standards import Qualification
from app.records.queries import standards
from app.services.eligibility import Standard, UnitAward, judge_eligibility, standards_of
from app.translation import later, tr, trn

_NO_DOCUMENT: Final = later("“{document}” is no type of document that is issued. The types are: {documents}.")
_NO_UNIT: Final = later("A microcredential is for one unit. Name the unit.")
_TYPES: Final[Mapping[str, DocumentType]] = {
    CERTIFICATE: CERTIFICATE,
    STATEMENT_OF_ATTAINMENT: STATEMENT_OF_ATTAINMENT,
    MICROCREDENTIAL: MICROCREDENTIAL,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What learners are to get a document for: ``wanted`` tells the version of the standard that counts for each.

    ``qualification`` is the code of the qualification, empty for a microcredential; ``unit`` that of its unit.
    """

    document: DocumentType
    qualification: str
    unit: str
    wanted: Callable[[bytes], Standard]


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands behind a document: the standard, the units that count, the sentences that say why, and for a
    document about units their codes with a space between."""

    wanted: Standard
    counted: Mapping[str, UnitAward]
    explanation: tuple[str, ...]
    covers: str = ""

    @property
    def completed_on(self) -> str:
        """The day (ISO) of the last unit that counts, empty where none does."""
        return max((award.on for award in self.counted.values()), default="")


def subject_of(
    connection: Connection,
    document: str,
    qualification: str,
    unit: str = "",
    learners: Collection[bytes] | None = None,
) -> Subject:
    """What a document of this type is for; ``learners`` where it is known of whom it will be asked.

    Raises BadInput "no-such-document", "no-qualification" or "no-unit", NotFound.
    """
    kind = _TYPES.get(document)
    if kind is None:
        raise BadInput("no-such-document", _NO_DOCUMENT, document=document, documents=", ".join(_TYPES))
    if kind == MICROCREDENTIAL:
        if not unit:
            raise BadInput("no-unit", _NO_UNIT)
        _, found = standards.unit(connection, unit)
        qualification_like = Qualification(found.code, found.title, (found.code,), language=found.language)
        alone = Standard(b"", qualification_like, {found.code: found})
        return Subject(kind, "", found.code, lambda learner: alone)
    if not qualification:
        raise BadInput("no-qualification", later("The cohort has no qualification of its own. Name one."))
    _, named = standards.qualification(connection, qualification)
    return Subject(kind, named.code, "", standards_of(connection, named.code, learners))


def ground_of(subject: Subject, learner: bytes, held: Mapping[str, UnitAward]) -> Ground:
    """What a learner who holds these units has earned. Raises RuleBroken "not-eligible", which says what is missing."""
    wanted = subject.wanted(learner)
    if subject.document == STATEMENT_OF_ATTAINMENT:
        return _statement(wanted, held)
    found = judge_eligibility(wanted, dict(held))
    if not found.eligible:
        raise RuleBroken("not-eligible", later("{why}"), why=" ".join(found.explain()))
    counted = {code: held[code] for code in found.counted}
    return Ground(wanted, counted, found.explain(), subject.unit)


def missing_units(subject: Subject, learner: bytes, held: Mapping[str, UnitAward]) -> tuple[str, ...]:
    """The codes of units that stand between the learner and the document, the first to look at first."""
    found = judge_eligibility(subject.wanted(learner), dict(held))
    return tuple(code for one in found.missing for code in one.units)


def _statement(wanted: Standard, held: Mapping[str, UnitAward]) -> Ground:
    counted = {code: held[code] for code in wanted.qualification.unit_codes() if code in held}
    title = wanted.qualification.title
    if not counted:
        sentence = later("No unit of “{title}” is achieved yet.")
        raise RuleBroken("not-eligible", sentence, title=title)
    codes = ", ".join(counted)
    words = trn(
        "{n} unit of “{title}” is achieved: {codes}.", "{n} units of “{title}” are achieved: {codes}.",
        len(counted), title=title, codes=codes,
    )  # fmt: skip
    whole = judge_eligibility(wanted, dict(held)).eligible
    more = (tr("The whole qualification is achieved.") if whole else tr("The qualification is not complete."),)
    return Ground(wanted, counted, (words, *more), " ".join(counted))
