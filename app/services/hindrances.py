# SPDX-License-Identifier: Apache-2.0
"""What can stand between a learner and a document: each check raises a sentence, or lets pass."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import Connection, select

from app.domain.issuing import BY_CENTRE, BY_REGISTRY, Policies
from app.domain.learners import FIELD_CLASSES, SERIOUS_FIELDS, LearnerDetails
from app.domain.printed_names import doubts
from app.domain.refusals import RuleBroken
from app.domain.register import EXPIRED
from app.journal.clock import EARLIEST_BELIEVABLE_MS
from app.records import rows, tables
from app.records.queries.assessors import assessors_of
from app.records.queries.certificates import CertificateRow, issued_to_all
from app.records.queries.claims import ClaimRow, claims_of
from app.records.queries.learners import fields_of
from app.records.queries.merging import in_question
from app.services.eligibility import UnitAward, awards_of
from app.services.grounds import Ground, Subject
from app.services.signing import NEWER
from app.translation import later

_EARLIEST: Final = datetime.fromtimestamp(EARLIEST_BELIEVABLE_MS / 1000, UTC).date()
_FIELDS_KEPT: Final = tuple(FIELD_CLASSES)
_SIGNER: Final = later(
    "{signer} assessed {learner} in {units}. Who assessed a learner does not sign their certificate: "
    "somebody else issues it."
)
_NOT_CLAIMED: Final = later(
    "Nothing was claimed for {learner} yet. Write a claim and read the answer of the awarding body or registry first."
)
_NOT_ANSWERED: Final = later("The claim for {learner} of {day} is not answered yet. Read the answer first.")
_TWO_ANSWERS: Final = later("Two answers to the claim for {learner} disagree. Settle that first.")
_REFUSED: Final = later("The claim for {learner} was refused: {reason}")
_NO_NUMBER: Final = later("The answer of the registry names no number for {learner}. Ask for a complete answer.")
_CLOCK: Final = later(
    "The clock of this laptop says {day}, which cannot be. Set it first: the day is printed, and decides whose "
    "signature counts."
)
_HAS_ONE: Final = later("{learner} has certificate {number} for this qualification. Print it again instead.")
_HAS_OLD: Final = later("{learner} has certificate {number}, which was valid until {day}. Renew it instead.")
_FIELDS: Final = later("Two people wrote different names, birth dates or ID numbers for {learner}. Settle that first.")
_MERGED: Final = later("Two people merged the records of {learner} differently. Settle that first.")


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say of some learners, read at once: units held, documents, claims, who assessed them in which
    unit; ``newer`` have entries of a newer program, ``contested`` have serious fields in question, ``in_question`` were
    merged differently; and all that is written down about them."""

    awards: Mapping[bytes, dict[str, UnitAward]]
    issued: Mapping[bytes, list[CertificateRow]]
    claims: Mapping[bytes, list[ClaimRow]]
    assessors: Mapping[bytes, Mapping[str, set[bytes]]]
    newer: frozenset[bytes]
    contested: frozenset[bytes]
    in_question: frozenset[bytes]
    details: Mapping[bytes, LearnerDetails]

    def name(self, learner: bytes) -> str:
        """The name of one of them, empty where nothing is left of it."""
        return self.details[learner].full_name if learner in self.details else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A learner before the checks: who they are, what is known, what they want, and what they have earned."""

    learner: bytes
    name: str
    known: Known = field(repr=False)
    subject: Subject
    rules: Policies

    @property
    def issued(self) -> list[CertificateRow]:
        """The documents that they have."""
        return self.known.issued.get(self.learner, [])


def known_of(connection: Connection, learners: Collection[bytes], today: str) -> Known:
    """What the records say of these learners on this day (ISO)."""
    register, newer = tables.register, tables.newer
    contested = select(register.c.about).where(register.c.contested == 1, register.c.field.in_(sorted(SERIOUS_FIELDS)))
    found: list[set[bytes]] = [set(), set()]
    for chunk in rows.chunks(sorted(set(learners))):
        found[0].update(connection.execute(contested.where(register.c.about.in_(chunk))).scalars())
        found[1].update(connection.execute(select(newer.c.about).where(newer.c.about.in_(chunk))).scalars())
    return Known(
        awards_of(connection, learners),
        issued_to_all(connection, learners, today),
        claims_of(connection, learners),
        assessors_of(connection, learners),
        frozenset(found[1]),
        frozenset(found[0]),
        frozenset(in_question(connection, learners)),
        {id_: LearnerDetails(**fields) for id_, fields in fields_of(connection, list(learners), _FIELDS_KEPT).items()},
    )


def require_settled(one: Candidate) -> None:
    """Nothing is issued on what is in question. Raises RuleBroken "newer" or "contested"."""
    if one.learner in one.known.newer:
        raise RuleBroken("newer", NEWER, learner=one.name)
    if one.learner in one.known.contested:
        raise RuleBroken("contested", _FIELDS, learner=one.name)
    if one.learner in one.known.in_question:
        raise RuleBroken("contested", _MERGED, learner=one.name)


def require_believable_day(today: str) -> None:
    """Nothing is issued on a laptop whose battery was empty: nobody could ever verify a document of such a day. Raises
    RuleBroken "clock-wrong"."""
    if date.fromisoformat(today) < _EARLIEST:
        raise RuleBroken("clock-wrong", _CLOCK, day=today)


def require_printed_name(details: LearnerDetails) -> None:
    """The name on documents is the same person's as the full name, which may have changed since. Raises RuleBroken
    "printed-name"."""
    doubt = doubts(details.full_name, details.printed_name)
    if doubt:
        raise RuleBroken("printed-name", later("{why}"), why=doubt)


def require_none_yet(one: Candidate, ground: Ground) -> None:
    """Nobody gets a second document of the same beside a first one. Raises RuleBroken "issued-already"."""
    same = standing_for(one, ground.covers)
    if same is None:
        return
    if same.state == EXPIRED:
        raise RuleBroken("issued-already", _HAS_OLD, learner=one.name, number=same.number, day=same.valid_until)
    raise RuleBroken("issued-already", _HAS_ONE, learner=one.name, number=same.number)


def standing_for(one: Candidate, covers: str) -> CertificateRow | None:
    """The document of the same subject that the learner has, one that counts before one that expired."""
    wanted = (one.subject.document, one.subject.qualification, covers)
    same = [row for row in one.issued if row.subject == wanted and (row.counts or row.state == EXPIRED)]
    return max(same, key=lambda row: row.counts, default=None)


def require_other_signer(one: Candidate, ground: Ground, signers: Mapping[bytes, str]) -> None:
    """Who signs is not who assessed, where the policy says so. Raises RuleBroken "signer-assessed"."""
    if not one.rules.signer_apart:
        return
    by_unit = one.known.assessors.get(one.learner, {})
    for signer, name in signers.items():
        units = [code for code in ground.counted if signer in by_unit.get(code, ())]
        if units:
            raise RuleBroken("signer-assessed", _SIGNER, signer=name, learner=one.name, units=", ".join(units))


def accepted_claim(one: Candidate, ground: Ground) -> ClaimRow | None:
    """The claim on whose answer the document rests; None where the centre issues by itself. Raises RuleBroken
    "not-claimed", "not-answered", "claim-refused" or "no-number"."""
    if one.rules.model == BY_CENTRE:
        return None
    last = open_claim(one, ground)
    if last is None:
        raise RuleBroken("not-claimed", _NOT_CLAIMED, learner=one.name)
    if last.contested:
        raise RuleBroken("not-answered", _TWO_ANSWERS, learner=one.name)
    if not last.answered:
        raise RuleBroken("not-answered", _NOT_ANSWERED, learner=one.name, day=last.on)
    if not last.accepted:
        raise RuleBroken("claim-refused", _REFUSED, learner=one.name, reason=last.words)
    if one.rules.model == BY_REGISTRY and not last.number:
        raise RuleBroken("no-number", _NO_NUMBER, learner=one.name)
    return last


def open_claim(one: Candidate, ground: Ground) -> ClaimRow | None:
    """The last claim for this document on which none was issued yet."""
    wanted = (one.subject.document, one.subject.qualification, ground.covers)
    used = {row.claim for row in one.issued}
    mine = [claim for claim in one.known.claims.get(one.learner, ()) if claim.subject == wanted]
    return next((claim for claim in reversed(mine) if claim.claim not in used), None)
