# SPDX-License-Identifier: Apache-2.0
"""Certificates and other documents: who has earned one, and issuing them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.credentials.facts import CERTIFICATE
from app.credentials.numbers import certificate_number
from app.domain.refusals import Refused, StorageTrouble
from app.domain.rights import Command
from app.records.queries import cohorts, learners, policies
from app.records.queries.people import centre as centre_row
from app.services.awarding import Given, Order, award
from app.services.eligibility import UnitAward, awards
from app.services.grounds import Ground, Subject, subject_of
from app.services.hindrances import known_of
from app.services.learners import require_living
from app.services.looks import dress_for, look_for, materials_for, materials_of
from app.services.opening import OpenCentre
from app.services.papers import (
    Issuer,
    Materials,
    Paper,
    Terms,
    as_preview,
    compose_paper,
    joined_pages,
    pdf_of,
    pdf_of_all,
)
from app.services.progress import OnProgress
from app.services.trusting import leased_places
from app.services.vault import vault_of
from app.store.durable import write_whole
from app.store.fitness import check_writable
from app.store.troubles import storage_errors
from app.translation import later

_NO_TAG: Final = "000000"
_NOT_WRITTEN: Final = later(
    "The {n} certificates are issued and stand in the register, but their files could not all be written. "
    "Make room or choose another folder, and print them again from the register."
)


@dataclass(frozen=True, slots=True)
class IssueWish:
    """Whom to give documents: the learners of a cohort (or those named) for a qualification (the cohort's if empty).

    ``out`` is the folder for one file each, ``merged`` one file for the printer. ``document`` is the type; a
    microcredential is for one ``unit`` (its code). ``template`` names another template than that of the policy.
    """

    cohort: str
    qualification: str = ""
    learners: Sequence[bytes] = ()
    out: Path | None = None
    merged: Path | None = None
    document: str = CERTIFICATE
    unit: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A certificate that was issued; ``file`` is None where no folder was named."""

    number: str
    learner: bytes
    name: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A learner who got no certificate, and why, in words and as a code."""

    learner: bytes
    name: str
    why: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Who got a certificate and who did not; ``act`` is None when nobody did."""

    act: bytes | None
    issued: tuple[IssuedRow, ...]
    refused: tuple[RefusedRow, ...]


def issue(centre: OpenCentre, wish: IssueWish, progress: OnProgress = lambda done, of: None) -> Issue:
    """Issue a document to everybody who has earned it; the others are told why not.

    What is issued stays issued even where its file cannot be written: it can be printed again. Raises NotAllowed,
    NotFound, BadInput, RuleBroken "no-signature", StorageTrouble.
    """
    work = centre.work
    work.allow(Command.ISSUE_CERTIFICATE)
    prepare(wish.out, wish.merged)
    given: list[Given] = []
    refused: list[RefusedRow] = []
    with work.act() as act:
        group = cohorts.cohort(act.connection, wish.cohort)
        chosen = list(wish.learners) or [one.learner for one in cohorts.members(act.connection, group.id)]
        code = wish.qualification or group.qualification
        subject = subject_of(act.connection, wish.document, code, wish.unit, chosen)
        order = order_of(act.connection, centre, subject, wish.template)
        known = known_of(act.connection, chosen, order.issuer.today)
        for done, learner in enumerate(chosen, start=1):
            try:
                given.append(award(act, learner, order, known))
            except Refused as reason:
                if isinstance(reason, StorageTrouble):
                    raise
                refused.append(RefusedRow(learner, known.name(learner), str(reason), reason.code))
            progress(done, len(chosen))
    try:
        return Issue(act.id if given else None, _written(centre, given, wish), tuple(refused))
    except StorageTrouble as trouble:
        raise StorageTrouble("files-not-written", _NOT_WRITTEN, n=len(given)) from trouble


def preview(
    centre: OpenCentre, learner: bytes, qualification: str, document: str = CERTIFICATE, unit: str = ""
) -> bytes:
    """How the learner's document would look, marked as none, with the units held so far.

    Raises NotFound, BadInput as ``issue``, RuleBroken "erased".
    """

    def ask(connection: Connection) -> tuple[Paper, Materials]:
        subject = subject_of(connection, document, qualification, unit)
        order = order_of(connection, centre, subject)
        # A fresh key that nobody trusts: the code of a preview proves nothing.
        throwaway = Ed25519PrivateKey.from_private_bytes(centre.machine.random(32))
        issuer = replace(order.issuer, key=throwaway)
        number = certificate_number(issuer.centre.country, issuer.centre.code, _NO_TAG, 0)
        require_living(connection, learner)
        wanted, held = subject.wanted(learner), awards(connection, learner)
        ground = Ground(wanted, held if subject.qualification else _only(held, subject.unit), ())
        details, terms = learners.details(connection, learner), Terms(subject.document)
        paper = compose_paper(number, details, ground.wanted, ground.counted, issuer, terms)
        look = look_for(order.dress, details, ground, terms, issuer, order.vault)
        return as_preview(replace(paper, look=look)), materials_for(order.dress, order.vault, look)

    return pdf_of(*centre.work.read(ask))


def _only(held: dict[str, UnitAward], unit: str) -> dict[str, UnitAward]:
    return {unit: held[unit]} if unit in held else {}


def order_of(connection: Connection, centre: OpenCentre, subject: Subject, template: str = "") -> Order:
    """What is to be issued by the person who is signed in. Raises NotFound "no-such-template", StorageTrouble."""
    issuer = issuer_of(connection, centre)
    rules = policies.policies(connection, subject.qualification)
    dress = dress_for(connection, subject, rules, issuer, template)
    return Order(subject, issuer, vault_of(centre), dress, leased_places(connection))


def issuer_of(connection: Connection, centre: OpenCentre) -> Issuer:
    """In whose name the person who is signed in issues today."""
    key, work = Ed25519PrivateKey.from_private_bytes(centre.private), centre.work
    address = policies.policies(connection).address
    return Issuer(centre_row(connection), work.person_name, key, work.today().isoformat(), work.person, address)


def prepare(out: Path | None, merged: Path | None = None) -> None:
    """Find out before anything is issued whether files can be written there. Raises StorageTrouble."""
    with storage_errors():
        for folder in filter(None, (out, merged.parent if merged else None)):
            folder.mkdir(parents=True, exist_ok=True)
            check_writable(folder)


def _written(centre: OpenCentre, given: Sequence[Given], wish: IssueWish) -> tuple[IssuedRow, ...]:
    issued = []
    with storage_errors():
        for one in given:
            file = wish.out / f"{one.number}.pdf" if wish.out else None
            if file is not None:
                write_whole(file, one.pages)
            issued.append(IssuedRow(one.number, one.learner, one.name, file))
        if wish.merged and given:
            write_whole(wish.merged, _merged(centre, given))
    return tuple(issued)


def _merged(centre: OpenCentre, given: Sequence[Given]) -> bytes:
    papers = [one.paper for one in given if one.paper is not None]
    if len(papers) < len(given):
        return joined_pages([one.pages for one in given])
    return pdf_of_all(papers, centre.work.read(materials_of, vault_of(centre), papers))
