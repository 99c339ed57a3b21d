# SPDX-License-Identifier: Apache-2.0
"""Revoking a document, appealing against it, and deciding the appeal. Nothing is deleted."""

from collections.abc import Mapping
from typing import Final

from app.domain.card_numbers import holder_of
from app.domain.refusals import BadInput, RuleBroken
from app.domain.register import APPEALED, DISMISSED, REPLACED, REVOKED, STATE_WORDS, UPHELD, revocation_reason
from app.domain.rights import Command
from app.records.queries import certificates, learners
from app.records.queries.certificates import CertificateRow
from app.records.unit_of_work import Act, Fact, Work
from app.services.opening import OpenCentre
from app.services.originals import award_keys, original_of
from app.services.trusting import renew_trust
from app.translation import later, tr

_NOT_SO: Final = later("Certificate {number} is {state}. Nothing was changed.")
_REPLACED: Final = later("Certificate {number} was replaced by {by}. Revoke that one. Nothing was changed.")
_OUTCOMES: Final = later("An appeal is decided by “upheld” or “dismissed”. Nothing was changed.")


def revoke(centre: OpenCentre, number: str, reason: str, words: str = "") -> bytes:
    """Revoke a document or a card for a reason (a code of ``REVOCATION_WORDS``, perhaps with words, or words alone);
    returns the command.

    Raises NotAllowed, NotFound, BadInput "no-reason", RuleBroken "revoked-already", "replaced-already" or "brought-in".
    """
    work = centre.work
    work.allow(Command.REVOKE_CERTIFICATE)
    code, told = revocation_reason(reason)
    told = told or " ".join(words.split())
    with work.act() as act:
        if holder_of(number):
            _revoke_card(act, work, number, code, told)
        else:
            _revoke_document(act, work, number, code, told)
    renew_trust(centre)
    return act.id


def _revoke_document(act: Act, work: Work, number: str, code: str, told: str) -> None:
    row = certificates.certificate(act.connection, number)
    if row.state == REPLACED:
        raise RuleBroken("replaced-already", _REPLACED, number=row.number, by=row.replaced_by)
    _require(row.state not in (REVOKED, APPEALED), row, "revoked-already")
    write_ruling(act, work, row, "certificate.revoked", {"reason": code}, told)


def _revoke_card(act: Act, work: Work, number: str, code: str, told: str) -> None:
    """A card stands in no register: its number says whose it is."""
    learner = learners.beginning_with(act.connection, holder_of(number))
    if number in certificates.revoked_cards(act.connection):
        raise RuleBroken("revoked-already", _NOT_SO, number=number, state=tr(STATE_WORDS[REVOKED]))
    _write_ruling(act, work, (learner, learner, number), "certificate.revoked", {"reason": code}, told)


def appeal(work: Work, number: str, words: str) -> bytes:
    """Write down that somebody appeals against a revocation, and what they say; returns the command.

    Raises NotAllowed, NotFound, RuleBroken "not-revoked".
    """
    work.allow(Command.APPEAL)
    with work.act() as act:
        row = certificates.certificate(act.connection, number)
        _require(row.state == REVOKED, row, "not-revoked")
        write_ruling(act, work, row, "certificate.appealed", {}, words)
    return act.id


def decide_appeal(centre: OpenCentre, number: str, outcome: str, words: str = "") -> bytes:
    """Decide an appeal: ``UPHELD``, the document stands again, or ``DISMISSED``; returns the command.

    Raises NotAllowed, NotFound, BadInput "no-outcome", RuleBroken "no-appeal".
    """
    work = centre.work
    work.allow(Command.DECIDE_APPEAL)
    if outcome not in (UPHELD, DISMISSED):
        raise BadInput("no-outcome", _OUTCOMES)
    with work.act() as act:
        row = certificates.certificate(act.connection, number)
        _require(row.state == APPEALED, row, "no-appeal")
        write_ruling(act, work, row, "appeal.decided", {"outcome": outcome}, words)
    renew_trust(centre)
    return act.id


def write_ruling(
    act: Act, work: Work, row: CertificateRow, kind: str, said: Mapping[str, object], words: str = ""
) -> None:
    """A word on whether a document stands, in place of all that stand now."""
    _write_ruling(act, work, (original_of(act.connection, row), row.learner, row.number), kind, said, words)


def _write_ruling(
    act: Act, work: Work, place: tuple[bytes, bytes, str], kind: str, said: Mapping[str, object], words: str
) -> None:
    """``place``: about whom it is written, in whose record it is found, and the number."""
    about, learner, number = place
    body = {"number": number, "on": work.today().isoformat(), **said}
    sealed = [(key, {"words": words}) for key in award_keys(act.connection, about)] if words else []
    before = tuple(one.id for one in certificates.rulings(act.connection, learner, number))
    act.write(Fact(kind, about, body, sealed, {"slot": before} if before else {}))


def _require(holds: bool, row: CertificateRow, code: str) -> None:
    if not holds:
        raise RuleBroken(code, _NOT_SO, number=row.number, state=tr(STATE_WORDS[row.state]))
