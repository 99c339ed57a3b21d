# SPDX-License-Identifier: Apache-2.0
"""Certificates: who has earned one, issuing them, printing them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from app.credentials.facts import CERTIFICATE
from app.credentials.numbers import certificate_number, tag_from
from app.domain.learners import AWARD, SERIOUS_FIELDS
from app.domain.refusals import BadInput, Refused, RuleBroken, StorageTrouble
from app.domain.rights import Command
from app.journal.canonical import to_text
from app.records import tables
from app.records.fold.awards import REPLACES
from app.records.queries import brought, certificates, cohorts, learners, standards
from app.records.queries.merging import is_in_question
from app.records.queries.people import centre as centre_row
from app.records.queries.subjects import has_newer, keys_of
from app.records.unit_of_work import Act, Fact, Work
from app.services.eligibility import Standard, awards, judge_eligibility, standards_of
from app.services.learners import require_living
from app.services.opening import OpenCentre
from app.services.papers import Issuer, Paper, as_preview, compose_paper, frozen, pdf_of, pdf_of_all, thawed
from app.services.progress import OnProgress
from app.services.signing import NEWER
from app.store.durable import write_whole
from app.store.fitness import check_writable
from app.store.troubles import storage_errors
from app.translation import later, tr

_NO_TAG: Final = "000000"
_NOT_WRITTEN: Final = later(
    "The {n} certificates are issued and stand in the register, but their files could not all be written. "
    "Make room or choose another folder, and print them again from the register."
)


@dataclass(frozen=True, slots=True)
class IssueWish:
    """Whom to give certificates: the learners of a cohort (or those named) for a qualification (the cohort's if empty).

    ``out`` is the folder for one file each, ``merged`` one file for the printer.
    """

    cohort: str
    qualification: str = ""
    learners: Sequence[bytes] = ()
    out: Path | None = None
    merged: Path | None = None


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A certificate that was issued; ``file`` is None where no folder was named."""

    number: str
    learner: bytes
    name: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A learner who got no certificate, and why, in words."""

    learner: bytes
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Who got a certificate and who did not; ``act`` is None when nobody did."""

    act: bytes | None
    issued: tuple[IssuedRow, ...]
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A learner of a cohort, before certificates are issued: the number they have already, or whether and why not."""

    learner: bytes
    name: str
    eligible: bool
    number: str
    why: tuple[str, ...]


def waiting(work: Work, cohort: str, qualification: str = "") -> list[WaitingRow]:
    """Where each learner of a cohort stands. Raises NotFound, BadInput "no-qualification"."""

    def ask(connection: Connection) -> list[WaitingRow]:
        group = cohorts.cohort(connection, cohort)
        wanted = standards_of(connection, _named(qualification, group.qualification))
        inside = cohorts.members(connection, group.id)
        return [_waiting_row(connection, one, wanted(one.learner)) for one in inside]

    return work.read(ask)


def issue(centre: OpenCentre, wish: IssueWish, progress: OnProgress = lambda done, of: None) -> Issue:
    """Issue a certificate with its record of results to everybody who has earned it; the others are told why not.

    What is issued stays issued even where its file cannot be written: it can be printed again. Raises NotAllowed,
    NotFound, BadInput, RuleBroken "no-signature", StorageTrouble.
    """
    work = centre.work
    work.allow(Command.ISSUE_CERTIFICATE)
    _prepare(wish)
    papers: list[tuple[bytes, Paper]] = []
    refused: list[RefusedRow] = []
    with work.act() as act:
        group = cohorts.cohort(act.connection, wish.cohort)
        wanted = standards_of(act.connection, _named(wish.qualification, group.qualification))
        issuer = _issuer(act.connection, centre)
        chosen = list(wish.learners) or [one.learner for one in cohorts.members(act.connection, group.id)]
        for done, learner in enumerate(chosen, start=1):
            try:
                papers.append((learner, _issue_one(act, learner, wanted(learner), issuer)))
            except Refused as reason:
                name = learners.names(act.connection, [learner]).get(learner, "")
                refused.append(RefusedRow(learner, name, str(reason)))
            progress(done, len(chosen))
    try:
        return Issue(act.id if papers else None, _written(papers, wish), tuple(refused))
    except StorageTrouble as trouble:
        raise StorageTrouble("files-not-written", _NOT_WRITTEN, n=len(papers)) from trouble


def reprint(work: Work, number: str) -> bytes:
    """The document of this number as a PDF, as it was issued. Raises NotAllowed, NotFound."""
    work.allow(Command.VIEW)
    return pdf_of(thawed(work.read(certificates.certificate, number).data))


def preview(centre: OpenCentre, learner: bytes, qualification: str) -> bytes:
    """How the learner's document would look, marked as none, with the units held so far.

    Raises NotFound, RuleBroken "erased".
    """

    def ask(connection: Connection) -> Paper:
        issuer = _issuer(connection, centre)
        # A fresh key that nobody trusts: the code of a preview proves nothing.
        throwaway = Ed25519PrivateKey.from_private_bytes(centre.machine.random(32))
        known = Issuer(issuer.centre, issuer.name, throwaway, issuer.today)
        number = certificate_number(issuer.centre.country, issuer.centre.code, _NO_TAG, 0)
        wanted = standards_of(connection, qualification)(learner)
        require_living(connection, learner)
        details = learners.details(connection, learner)
        return as_preview(compose_paper(number, details, wanted, awards(connection, learner), known))

    return pdf_of(centre.work.read(ask))


def _issue_one(act: Act, learner: bytes, wanted: Standard, issuer: Issuer) -> Paper:
    connection = act.connection
    require_living(connection, learner)
    details = learners.details(connection, learner)
    _require_settled(connection, learner, details.full_name)
    number = certificates.issued_to(connection, learner, wanted.id, CERTIFICATE)
    if number:
        sentence = later("{learner} has certificate {number} for this qualification. Print it again instead.")
        raise RuleBroken("issued-already", sentence, learner=details.full_name, number=number)
    held = awards(connection, learner)
    found = judge_eligibility(wanted, held)
    if not found.eligible:
        raise RuleBroken("not-eligible", later("{why}"), why=" ".join(found.explain()))
    counted = {code: held[code] for code in found.counted}
    paper = compose_paper(_next_number(act, issuer), details, wanted, counted, issuer)
    pdf_of(paper)
    body = {
        "number": paper.certificate.facts.number,
        "qualification": to_text(wanted.id),
        "document": CERTIFICATE,
        "issued_on": issuer.today,
    }
    sealed = [(keys_of(connection, learner)[AWARD], {"data": frozen(paper, found.explain())})]
    base = {
        "signoffs": tuple(award.entry for award in counted.values() if not award.brought),
        "results": tuple(award.entry for award in counted.values() if award.brought),
        REPLACES: tuple(id_ for one in _from_before(connection, learner, wanted) for id_ in one.ids),
    }
    base = {name: ids for name, ids in base.items() if ids}
    act.write(Fact("certificate.issued", learner, body, sealed, base))
    return paper


def _next_number(act: Act, issuer: Issuer) -> str:
    """Numbers go on from the last one given out under this laptop's present name, so no two laptops meet; one that
    stands in the register already, however it came there, is left out."""
    named = (issuer.centre.country, issuer.centre.code, tag_from(act.place.origin))
    stem = certificate_number(*named, 0).rsplit("-", 2)[0]
    counter = certificates.issued_under(act.connection, stem) + 1
    while certificates.is_taken(act.connection, certificate_number(*named, counter)):
        counter += 1
    return certificate_number(*named, counter)


def _from_before(connection: Connection, learner: bytes, wanted: Standard) -> list[brought.BroughtCertificate]:
    """The learner's certificates from before for this qualification, which a new one stands in place of."""
    papers = [one for one in brought.certificates(connection, learner) if one.document == CERTIFICATE]
    if not papers:
        return []
    done, codes = brought.replacements(connection, learner), standards.codes(connection)
    mine = ((one, codes.get(one.qualification_id, ("", ""))[0] or one.code) for one in papers)
    return [one for one, code in mine if code == wanted.qualification.code and (learner, one.named) not in done]


def _require_settled(connection: Connection, learner: bytes, name: str) -> None:
    """Nothing is issued on what is in question."""
    if has_newer(connection, learner):
        raise RuleBroken("newer", NEWER, learner=name)
    register = tables.register
    query = select(register.c.field).where(register.c.about == learner, register.c.contested == 1)
    if SERIOUS_FIELDS & set(connection.execute(query).scalars()):
        sentence = later(
            "Two people wrote different names, birth dates or ID numbers for {learner}. Settle that first."
        )
        raise RuleBroken("contested", sentence, learner=name)
    if is_in_question(connection, learner):
        sentence = later("Two people merged the records of {learner} differently. Settle that first.")
        raise RuleBroken("contested", sentence, learner=name)


def _waiting_row(connection: Connection, member: cohorts.Member, wanted: Standard) -> WaitingRow:
    found = judge_eligibility(wanted, awards(connection, member.learner))
    number = certificates.issued_to(connection, member.learner, wanted.id, CERTIFICATE)
    why = found.explain()
    if found.eligible and not number:
        old = [one.number for one in _from_before(connection, member.learner, wanted)]
        why += (tr("It takes the place of {numbers}, issued before Guildmark.", numbers=", ".join(old)),) if old else ()
    return WaitingRow(member.learner, member.name, found.eligible and not number, number, why)


def _named(qualification: str, of_cohort: str) -> str:
    if not (qualification or of_cohort):
        raise BadInput("no-qualification", later("The cohort has no qualification of its own. Name one."))
    return qualification or of_cohort


def _issuer(connection: Connection, centre: OpenCentre) -> Issuer:
    key = Ed25519PrivateKey.from_private_bytes(centre.private)
    return Issuer(centre_row(connection), centre.work.person_name, key, centre.work.today().isoformat())


def _prepare(wish: IssueWish) -> None:
    """Find out before anything is issued whether files can be written there."""
    with storage_errors():
        for folder in filter(None, (wish.out, wish.merged.parent if wish.merged else None)):
            folder.mkdir(parents=True, exist_ok=True)
            check_writable(folder)


def _written(papers: Sequence[tuple[bytes, Paper]], wish: IssueWish) -> tuple[IssuedRow, ...]:
    issued = []
    with storage_errors():
        for learner, paper in papers:
            facts = paper.certificate.facts
            file = wish.out / f"{facts.number}.pdf" if wish.out else None
            if file is not None:
                write_whole(file, pdf_of(paper))
            issued.append(IssuedRow(facts.number, learner, facts.name, file))
        if wish.merged and papers:
            write_whole(wish.merged, pdf_of_all([paper for _, paper in papers]))
    return tuple(issued)
