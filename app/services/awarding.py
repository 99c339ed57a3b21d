# SPDX-License-Identifier: Apache-2.0
"""Giving one learner one document: the rules are asked at the moment of issue, and all that it says is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from app.credentials.facts import CERTIFICATE
from app.credentials.status_list import Block
from app.domain.learners import AWARD
from app.journal.canonical import to_text
from app.journal.operation import OpId
from app.records.fold.awards import REPLACES
from app.records.queries import brought, learners, policies, standards
from app.records.queries.certificates import CertificateRow
from app.records.queries.claims import ClaimRow
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Act, Fact
from app.services.badges import with_badge
from app.services.eligibility import Standard
from app.services.grounds import Ground, Subject, ground_of
from app.services.hindrances import (
    Candidate,
    Known,
    accepted_claim,
    require_believable_day,
    require_none_yet,
    require_other_signer,
    require_printed_name,
    require_settled,
)
from app.services.learners import require_living
from app.services.looks import Dress, look_for, materials_for, publish_templates
from app.services.numbering import next_number
from app.services.papers import Issuer, Paper, Terms, compose_paper, foreign, frozen, pdf_of
from app.store.evidence_files import FileVault


@dataclass(frozen=True, slots=True)
class InPlaceOf:
    """The document that a new one takes the place of, for which reason, and what was shown as evidence, in words."""

    old: CertificateRow
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be issued, in whose name, where pages are kept, how they look, and the numbers of authorities."""

    subject: Subject
    issuer: Issuer
    vault: FileVault
    dress: Dress
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A document that was issued: its number, the name on it, and its pages as they are kept. ``paper`` is None for one
    that a registry made."""

    learner: bytes
    number: str
    name: str
    pages: bytes
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a document rests on once nothing stands in the way."""

    learner: bytes
    ground: Ground
    claim: ClaimRow | None
    instead: InPlaceOf | None


def award(act: Act, learner: bytes, order: Order, known: Known, instead: InPlaceOf | None = None) -> Given:
    """Issue a document to a learner who has earned it. Raises NotFound, RuleBroken, which says what stands in the way;
    then nothing was written."""
    connection, issuer, subject = act.connection, order.issuer, order.subject
    name = require_living(connection, learner)
    require_believable_day(issuer.today)
    rules = policies.policies(connection, subject.qualification)
    one = Candidate(learner, name, known, subject, rules)
    require_settled(one)
    ground = ground_of(subject, learner, known.awards[learner])
    if instead is None:
        require_none_yet(one, ground)
    require_other_signer(one, ground, signers_of(order.dress, issuer))
    basis = _Basis(learner, ground, accepted_claim(one, ground), instead)
    if basis.claim is not None and basis.claim.file:
        return _given_by_registry(act, order, basis, name)
    given = basis.claim.number if basis.claim else ""
    number = given or next_number(act, issuer.centre, rules, subject.qualification)
    terms = Terms(subject.document, rules.valid_until(issuer.today), instead.old.number if instead else "")
    details = learners.details(connection, learner)
    require_printed_name(details)
    look = look_for(order.dress, details, ground, terms, issuer, order.vault)
    plain = compose_paper(number, details, ground.wanted, ground.counted, issuer, terms)
    paper = with_badge(replace(plain, look=look), issuer, order.blocks)
    pages = pdf_of(paper, materials_for(order.dress, order.vault, look))
    data = frozen(paper, ground.explanation, terms.replaces)
    publish_templates(act, order.dress)
    said = {"number": number, "valid_until": terms.valid_until, "file": order.vault.put(pages)}
    _write(act, order, basis, said, {"data": data, "credential": paper.credential})
    return Given(learner, number, paper.certificate.facts.name, pages, paper)


def signers_of(dress: Dress, issuer: Issuer) -> dict[bytes, str]:
    """Who signs a document, by their ids: the person who issues it, and those of the staff whose names stand on it."""
    named = {bytes.fromhex(one.person): one.name for one in dress.signatories if one.person}
    return {issuer.person: issuer.name, **named}


def from_before(connection: Connection, learner: bytes, wanted: Standard) -> list[brought.BroughtCertificate]:
    """The learner's certificates from before for this qualification, which a new one stands in place of."""
    papers = [one for one in brought.certificates(connection, learner) if one.document == CERTIFICATE]
    if not papers:
        return []
    done, codes = brought.replacements(connection, learner), standards.codes(connection)
    mine = ((one, codes.get(one.qualification_id, ("", ""))[0] or one.code) for one in papers)
    return [one for one, code in mine if code == wanted.qualification.code and (learner, one.named) not in done]


def _given_by_registry(act: Act, order: Order, basis: _Basis, name: str) -> Given:
    """The registry issued the document itself: its pages are kept and printed as they came."""
    assert basis.claim is not None
    pages, number = order.vault.get(basis.claim.file), basis.claim.number
    data = foreign(name, basis.ground.wanted.qualification.title, basis.ground.explanation)
    _write(act, order, basis, {"number": number, "valid_until": "", "file": basis.claim.file}, {"data": data})
    return Given(basis.learner, number, name, pages, None)


def _write(act: Act, order: Order, basis: _Basis, said: dict[str, str], kept: dict[str, str]) -> None:
    instead, ground = basis.instead, basis.ground
    body: dict[str, object] = {
        **said,
        "qualification": to_text(ground.wanted.id) if ground.wanted.id else "",
        "document": order.subject.document,
        "issued_on": order.issuer.today,
        "covers": ground.covers,
        "supersedes": instead.old.number if instead else "",
        "reason": instead.reason if instead else "",
        "claim": to_text(basis.claim.claim) if basis.claim else "",
    }
    key = keys_of(act.connection, basis.learner)[AWARD]
    sealed = {**kept, "words": instead.words if instead else ""}
    act.write(Fact("certificate.issued", basis.learner, body, [(key, sealed)], _base(act.connection, order, basis)))


def _base(connection: Connection, order: Order, basis: _Basis) -> dict[str, tuple[OpId, ...]]:
    counted = basis.ground.counted.values()
    old: Sequence[brought.BroughtCertificate] = ()
    if order.subject.document == CERTIFICATE:
        old = from_before(connection, basis.learner, basis.ground.wanted)
    base: dict[str, tuple[OpId, ...]] = {
        "signoffs": tuple(award.entry for award in counted if not award.brought),
        "results": tuple(award.entry for award in counted if award.brought),
        REPLACES: tuple(id_ for one in old for id_ in one.ids),
        "supersedes": (basis.instead.old.id,) if basis.instead else (),
        "claim": basis.claim.ids if basis.claim else (),
    }
    return {name: ids for name, ids in base.items() if ids}
