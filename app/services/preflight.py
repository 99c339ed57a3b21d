# SPDX-License-Identifier: Apache-2.0
"""Before documents are issued: who of a cohort is ready, who needs attention and why, and where to put it right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlalchemy import Connection

from app.credentials.facts import CERTIFICATE
from app.domain.printed_names import mixed_scripts
from app.domain.refusals import Refused
from app.domain.register import EXPIRED
from app.domain.rights import Command
from app.records.queries import cohorts, policies
from app.records.unit_of_work import Work
from app.services.awarding import Order, from_before, signers_of
from app.services.certificates import order_of
from app.services.grounds import Ground, ground_of, missing_units, subject_of
from app.services.hindrances import (
    Candidate,
    accepted_claim,
    known_of,
    require_believable_day,
    require_other_signer,
    require_settled,
    standing_for,
)
from app.services.opening import OpenCentre
from app.services.proofs import Proof
from app.translation import later, tr

DUE_SOON_DAYS: Final = 7
"""So many days before a document is due it is told."""

_IN_PLACE: Final = later("It takes the place of {numbers}, issued before Guildmark.")
PlaceKind = Literal["learner", "question", "unit", "template", "policy", "claim", "register", "person", ""]
READY: Final = "ready"
ATTENTION: Final = "needs-attention"
ISSUED: Final = "issued"
_OVERDUE: Final = later("It was due on {day}, {days} days ago.")
_BEFORE_IT: Final = later(
    "The clock of this laptop says {today}, but the last unit was assessed on {day}. Look which is right: the day is "
    "printed."
)
_SOON: Final = later("It is due on {day}.")
_RENEW: Final = later("Certificate {number} was valid until {day}. It can be renewed.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing is put right: a field of the learner, a question, a unit in assessment (its code), a template or a
    policy (its key), the claims, the register, the people."""

    kind: PlaceKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Something to attend to: a fixed word, a sentence, and the place. ``blocks``: nothing is issued before."""

    code: str
    words: str
    place: Place
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where a learner stands: ``READY``, ``ATTENTION`` or ``ISSUED`` with the ``number``.

    ``due_on`` (ISO) is the day by which the document is to be issued, empty where nothing is earned.
    """

    learner: bytes
    name: str
    state: str
    needs: tuple[Need, ...]
    number: str = ""
    due_on: str = ""


@dataclass(frozen=True, slots=True)
class PreflightWish:
    """Of whom and for what, as ``IssueWish``."""

    cohort: str
    qualification: str = ""
    document: str = CERTIFICATE
    unit: str = ""


def preflight(centre: OpenCentre, wish: PreflightWish) -> tuple[Readiness, ...]:
    """Where each learner of a cohort stands before documents are issued; nothing is written.

    Raises NotAllowed, NotFound, BadInput "no-qualification", "no-such-document" or "no-unit".
    """
    work = centre.work
    work.allow(Command.VIEW)

    def ask(connection: Connection) -> tuple[Readiness, ...]:
        group = cohorts.cohort(connection, wish.cohort)
        inside = cohorts.members(connection, group.id)
        ids = [one.learner for one in inside]
        subject = subject_of(connection, wish.document, wish.qualification or group.qualification, wish.unit, ids)
        rules = policies.policies(connection, subject.qualification)
        order = order_of(connection, centre, subject)
        known = known_of(connection, ids, order.issuer.today)
        look = _Look(connection, order, Proof(order))
        return tuple(look.at(Candidate(one.learner, one.name, known, subject, rules)) for one in inside)

    return work.read(ask)


def overdue(work: Work, rows: tuple[Readiness, ...]) -> tuple[Readiness, ...]:
    """Those whose document is earned, not issued, and past its day."""
    today = work.today().isoformat()
    return tuple(row for row in rows if row.state != ISSUED and row.due_on and row.due_on < today)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the rows of one list share."""

    connection: Connection
    order: Order
    proof: Proof

    def at(self, one: Candidate) -> Readiness:
        try:
            ground = ground_of(self.order.subject, one.learner, one.known.awards[one.learner])
        except Refused as reason:
            units = missing_units(self.order.subject, one.learner, one.known.awards[one.learner])
            place = Place("unit", units[0] if units else "")
            needs = (Need(reason.code, str(reason), place), *self._settled(one))
            return Readiness(one.learner, one.name, ATTENTION, needs)
        has = standing_for(one, ground.covers)
        if has is not None:
            words = tr(_RENEW, number=has.number, day=has.valid_until)
            needs = (Need("expired", words, Place("register", has.number)),) if has.state == EXPIRED else ()
            return Readiness(one.learner, one.name, ISSUED, needs, has.number)
        due = one.rules.due_on(ground.completed_on)
        needs = tuple(self._needs(one, ground, due))
        state = ATTENTION if any(need.blocks for need in needs) else READY
        return Readiness(one.learner, one.name, state, needs, "", due)

    def _needs(self, one: Candidate, ground: Ground, due: str) -> Iterator[Need]:
        yield from self._settled(one)
        checks: tuple[tuple[Callable[[], object], Place], ...] = (
            (
                lambda: require_other_signer(one, ground, signers_of(self.order.dress, self.order.issuer)),
                Place("person"),
            ),
            (lambda: accepted_claim(one, ground), Place("claim")),
            (lambda: require_believable_day(self.order.issuer.today), Place("")),
        )
        for check, place in checks:
            yield from _refused(check, place)
        details = one.known.details[one.learner]
        for code, words, field in self.proof.faults(details, ground):
            yield Need(code, words, Place("learner", field) if field else Place("template"))
        odd = mixed_scripts(details.full_name)
        if odd:
            yield Need("mixed-scripts", odd, Place("learner", "full_name"), blocks=False)
        yield from self._days(ground)
        yield from self._clock(due)
        yield from self._before(one, ground)

    def _before(self, one: Candidate, ground: Ground) -> Iterator[Need]:
        if self.order.subject.document != CERTIFICATE:
            return
        old = [paper.number for paper in from_before(self.connection, one.learner, ground.wanted)]
        if old:
            words = tr(_IN_PLACE, numbers=", ".join(old))
            yield Need("takes-place", words, Place("register", old[0]), blocks=False)

    def _settled(self, one: Candidate) -> Iterator[Need]:
        return _refused(lambda: require_settled(one), Place("question", one.learner.hex()))

    def _days(self, ground: Ground) -> Iterator[Need]:
        """The day of a document lies before that of an assessment: one of two clocks was wrong."""
        today = self.order.issuer.today
        if today < ground.completed_on:
            words = tr(_BEFORE_IT, today=today, day=ground.completed_on)
            yield Need("before-assessment", words, Place(""), blocks=False)

    def _clock(self, due: str) -> Iterator[Need]:
        today = self.order.issuer.today
        if due < today:
            past = (date.fromisoformat(today) - date.fromisoformat(due)).days
            yield Need("overdue", tr(_OVERDUE, day=due, days=past), Place("policy", "clock-days"), blocks=False)
        elif due <= (date.fromisoformat(today) + timedelta(days=DUE_SOON_DAYS)).isoformat():
            yield Need("due-soon", tr(_SOON, day=due), Place("policy", "clock-days"), blocks=False)


def _refused(check: Callable[[], object], place: Place) -> Iterator[Need]:
    try:
        check()
    except Refused as reason:
        yield Need(reason.code, str(reason), place)
