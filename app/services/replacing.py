# SPDX-License-Identifier: Apache-2.0
"""A new document in place of an old one, which it names: replaced with a reason and evidence, or renewed."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from app.domain.refusals import RuleBroken
from app.domain.register import EXPIRED, ISSUED, LOST, NAME_CHANGE, RENEWAL, STATE_WORDS, replacement_reason
from app.domain.rights import Command
from app.records.queries import certificates, learners, policies
from app.records.queries.certificates import CertificateRow
from app.records.unit_of_work import Act
from app.services.awarding import Given, InPlaceOf, award
from app.services.certificates import order_of, prepare
from app.services.grounds import subject_of
from app.services.hindrances import known_of
from app.services.opening import OpenCentre
from app.services.papers import printed_name
from app.services.trusting import renew_trust
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import later, tr

_NOT_NOW: Final = later("Certificate {number} is {state}. No other one is issued in its place.")
_CONTESTED: Final = later("Laptops say different things of certificate {number}. Settle that question first.")
_FOR_EVER: Final = later("Certificate {number} is valid for ever. There is nothing to renew.")
_TOO_EARLY: Final = later("Certificate {number} is valid until {day}. It can be renewed from {first} on.")


@dataclass(frozen=True, slots=True)
class Replaced:
    """The new document, the number of the old one, and the file that was written (None where no folder was named)."""

    act: bytes
    given: Given
    old: str
    file: Path | None


def replace(centre: OpenCentre, number: str, reason: str = "", evidence: str = "", out: Path | None = None) -> Replaced:
    """Issue a document with a new number in place of this one. ``reason`` is a code of ``REPLACEMENT_WORDS``; where
    none is given it is the change of the name, or that it was lost. ``evidence`` says what was shown.

    What the learner holds and is called is asked anew. Raises NotAllowed, NotFound, BadInput "no-such-reason",
    RuleBroken "not-replaceable" and all that stands in the way of issuing, StorageTrouble.
    """
    centre.work.allow(Command.ISSUE_CERTIFICATE)
    code = replacement_reason(reason) if reason.strip() else ""
    return _in_place_of(centre, number, code, evidence, out)


def renew(centre: OpenCentre, number: str, evidence: str = "", out: Path | None = None) -> Replaced:
    """Issue a document with a new last day in place of one that is about to expire, or has. Raises as ``replace``,
    and RuleBroken "not-renewable"."""
    centre.work.allow(Command.ISSUE_CERTIFICATE)
    return _in_place_of(centre, number, RENEWAL, evidence, out)


def _in_place_of(centre: OpenCentre, number: str, reason: str, words: str, out: Path | None) -> Replaced:
    work = centre.work
    prepare(out)
    today = work.today().isoformat()
    with work.act() as act:
        old = certificates.certificate(act.connection, number, today)
        _require_standing(old)
        if reason == RENEWAL:
            _require_time(old, policies.policies(act.connection, old.qualification).renewal_days, work.today())
        given = _award(act, centre, old, reason or _reason(act, old), words)
    renew_trust(centre)
    file = out / f"{given.number}.pdf" if out else None
    if file is not None:
        with storage_errors():
            write_whole(file, given.pages)
    return Replaced(act.id, given, old.number, file)


def _award(act: Act, centre: OpenCentre, old: CertificateRow, reason: str, words: str) -> Given:
    subject = subject_of(act.connection, old.document, old.qualification, old.covers)
    order = order_of(act.connection, centre, subject)
    known = known_of(act.connection, [old.learner], order.issuer.today)
    return award(act, old.learner, order, known, InPlaceOf(old, reason, words))


def _reason(act: Act, old: CertificateRow) -> str:
    return LOST if printed_name(learners.details(act.connection, old.learner)) == old.name else NAME_CHANGE


def _require_standing(old: CertificateRow) -> None:
    if old.contested:
        raise RuleBroken("not-replaceable", _CONTESTED, number=old.number)
    if old.state not in (ISSUED, EXPIRED):
        raise RuleBroken("not-replaceable", _NOT_NOW, number=old.number, state=tr(STATE_WORDS[old.state]))


def _require_time(old: CertificateRow, days: int, today: date) -> None:
    if not old.valid_until:
        raise RuleBroken("not-renewable", _FOR_EVER, number=old.number)
    first = date.fromisoformat(old.valid_until) - timedelta(days=days)
    if today < first:
        day, begins = old.valid_until, first.isoformat()
        raise RuleBroken("not-renewable", _TOO_EARLY, number=old.number, day=day, first=begins)
