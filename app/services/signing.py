# SPDX-License-Identifier: Apache-2.0
"""Signing assessments: what is signed is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import assessing as rules
from app.domain.refusals import Refused, RuleBroken
from app.domain.rights import Command, allowed
from app.journal.canonical import to_text
from app.records import tables
from app.records.fold.assessing import digest_of
from app.records.queries import assessing, cohorts, learners
from app.records.queries.merging import place_of
from app.records.queries.subjects import has_newer
from app.records.unit_of_work import Act, Fact, Work
from app.services.assessing import Desk, standing_of, write_judgement
from app.translation import later

NEWER = later(
    "{learner} has entries of a newer version of the program. "
    "Update the program on this laptop before you sign or issue anything for them."
)


@dataclass(frozen=True, slots=True)
class NotSigned:
    """A learner whose attempt was not signed, and why, in words."""

    learner: bytes
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose attempts were signed by this command, and whose were not; ``act`` is None when nobody's was."""

    act: bytes | None
    signed: tuple[bytes, ...]
    refused: tuple[NotSigned, ...]


def sign(work: Work, at: Desk, ids: Sequence[bytes] = (), propose: bool = False) -> Signed:
    """Sign the attempts of these learners, or of everybody in the desk's cohort; those that cannot be signed are told.

    With ``propose``, learners who are not judged yet are judged competent where every criterion is met. Raises
    NotAllowed, RuleBroken "no-signature".
    """
    work.allow(Command.SIGN)
    chosen = list(ids) or _everybody(work, at)
    signed: list[bytes] = []
    refused: list[NotSigned] = []
    with work.act() as act:
        for learner in chosen:
            try:
                _sign_one(act, work, at, learner, propose)
                signed.append(learner)
            except Refused as reason:
                name = learners.names(act.connection, [learner]).get(learner, "")
                refused.append(NotSigned(learner, name, str(reason)))
    return Signed(act.id if signed else None, tuple(signed), tuple(refused))


def _sign_one(act: Act, work: Work, at: Desk, learner: bytes, propose: bool) -> None:
    standing = standing_of(act.connection, at, learner)
    number = standing.attempt.number
    marks = assessing.marks_of(act.connection, learner, at.unit_id, number)
    if has_newer(act.connection, learner):
        raise RuleBroken("newer", NEWER, learner=standing.learner)
    _require_agreement(act, at, learner, number, standing.learner)
    if propose and not standing.attempt.outcome and allowed(work.roles, Command.JUDGE):
        outcome = rules.proposed_outcome(at.unit, marks)
        if outcome == rules.COMPETENT:
            write_judgement(act, at, learner, outcome)
            standing = standing_of(act.connection, at, learner)
    rules.may_sign(at.unit, marks, standing)
    attempted = (learner, at.unit_id, number)
    place = place_of(act.connection, learner, at.unit_id, number)
    body = {
        "unit": to_text(at.unit_id),
        "attempt": place.number,
        "outcome": standing.attempt.outcome,
        "digest": to_text(digest_of(act.connection, attempted)),
    }
    judged = assessing.standing(act.connection, tables.judgement, attempted).ids
    act.write(Fact("signoff.made", place.about, body, base=place.base({"judgement": judged})))


def _require_agreement(act: Act, at: Desk, learner: bytes, number: int, name: str) -> None:
    """Marks or judgements on which two people disagree are settled before anything is signed."""
    if assessing.in_question(act.connection, learner, at.unit_id, number):
        sentence = later("Two people marked or judged {learner} differently in unit {unit}. Settle that first.")
        raise RuleBroken("contested", sentence, learner=name, unit=at.unit.code)


def _everybody(work: Work, at: Desk) -> list[bytes]:
    group = work.read(cohorts.cohort, at.cohort)
    return [member.learner for member in work.read(cohorts.members, group.id)]
