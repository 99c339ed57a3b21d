# SPDX-License-Identifier: Apache-2.0
"""Claims: where an awarding body releases certificates, or a registry issues them, the centre asks for them.

Until the answer is read nothing is issued. What a registry issued whole is kept as its bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection

from app.credentials.claims import AnswerRow, ClaimAnswer, read_answer, write_claim
from app.credentials.facts import CERTIFICATE
from app.credentials.numbers import number_key
from app.credentials.roots import RootList
from app.domain.issuing import BY_CENTRE, Policies
from app.domain.learners import AWARD
from app.domain.refusals import BadInput, NotFound, Refused, RuleBroken
from app.domain.register import ACCEPTED, REFUSED
from app.domain.rights import Command
from app.journal.canonical import to_text
from app.journal.operation import ID_BYTES
from app.records import log
from app.records.queries import certificates, cohorts, learners, policies
from app.records.queries import claims as known_claims
from app.records.queries.claims import ClaimRow
from app.records.queries.registries import registries
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Act, Fact
from app.services.certificates import issuer_of, prepare
from app.services.grounds import Ground, Subject, ground_of, subject_of
from app.services.hindrances import Candidate, known_of, open_claim, require_none_yet, require_settled
from app.services.learners import require_living
from app.services.opening import OpenCentre
from app.services.originals import award_keys
from app.services.papers import Issuer, printed_name
from app.services.trusting import lists_in
from app.services.vault import vault_of
from app.store.durable import write_whole
from app.store.evidence_files import FileVault
from app.store.troubles import storage_errors
from app.translation import later

_NOT_NEEDED: Final = later(
    "The centre issues this qualification by itself, so nothing has to be claimed. Nothing was written."
)
_OPEN: Final = later("A claim for {learner} of {day} is open already.")
_ANSWERED: Final = later("The claim for {learner} of {day} is accepted already. Issue the document.")
_NO_CLAIM: Final = later("The answer is to a claim that this centre did not make, or that has not come here yet.")
_TAKEN: Final = later("The answer gives number {number}, which another document has. Nothing was read. Ask again.")


@dataclass(frozen=True, slots=True)
class ClaimWish:
    """For whom to claim: the learners of a cohort who have earned it, or those named; else as ``IssueWish``."""

    cohort: str
    out: Path
    qualification: str = ""
    document: str = CERTIFICATE
    unit: str = ""
    learners: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class ClaimRefusal:
    """A learner for whom nothing was claimed, and why, in words."""

    learner: bytes
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """The claim (None when there was nobody to claim for), the learners in it, and the others."""

    claim: bytes | None
    learners: tuple[bytes, ...]
    refused: tuple[ClaimRefusal, ...]


@dataclass(frozen=True, slots=True)
class AnswerRead:
    """What the answer of this authority says: the learners accepted, and those refused with the reason. ``act`` is None
    when all of it was known."""

    act: bytes | None
    authority: str
    accepted: tuple[bytes, ...]
    refused: tuple[ClaimRefusal, ...]


def claim(centre: OpenCentre, wish: ClaimWish) -> ClaimMade:
    """Write a claim for everybody who has earned the document and has none, into a signed file.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "no-claim-needed", StorageTrouble; then nothing is claimed.
    """
    centre.work.allow(Command.CLAIM)
    prepare(None, wish.out)
    id_ = centre.work.random(ID_BYTES)
    refused: list[ClaimRefusal] = []
    told: list[dict[str, Any]] = []
    with centre.work.act() as act:
        group = cohorts.cohort(act.connection, wish.cohort)
        chosen = list(wish.learners) or [one.learner for one in cohorts.members(act.connection, group.id)]
        code = wish.qualification or group.qualification
        subject = subject_of(act.connection, wish.document, code, wish.unit, chosen)
        rules = policies.policies(act.connection, subject.qualification)
        if rules.model == BY_CENTRE:
            raise RuleBroken("no-claim-needed", _NOT_NEEDED)
        issuer = issuer_of(act.connection, centre)
        known = known_of(act.connection, chosen, issuer.today)
        for learner in chosen:
            name = known.name(learner)
            try:
                one = Candidate(learner, name, known, subject, rules)
                ground = _claimable(act.connection, one, named=bool(wish.learners))
                told.append(_claim_one(act, one, ground, id_, issuer))
            except Refused as reason:
                refused.append(ClaimRefusal(learner, name, str(reason)))
        if told:
            _write_file(wish.out, id_, subject, rules, issuer, told)
    ids = tuple(bytes.fromhex(one["learner"]) for one in told)
    return ClaimMade(id_ if told else None, ids, tuple(refused))


def read_claim_answer(centre: OpenCentre, path: Path) -> AnswerRead:
    """Read the answer of an awarding body or a registry that this centre trusts. Reading it twice does no harm.

    Raises NotAllowed, BadInput "not-an-answer", "answer-altered", "unknown-signer" or "document-unusable", NotFound
    "no-such-claim", RuleBroken "number-taken", StorageTrouble; then nothing was read.
    """
    centre.work.allow(Command.CLAIM)
    with storage_errors():
        data = path.read_bytes()
    return take_claim_answer(centre, data)


def take_claim_answer(centre: OpenCentre, data: bytes) -> AnswerRead:
    """The same from the bytes of the answer."""
    centre.work.allow(Command.CLAIM)
    answer = read_answer(data, _trusted(centre))
    vault = vault_of(centre)
    accepted: list[bytes] = []
    refused: list[ClaimRefusal] = []
    wrote = False
    with centre.work.act() as act:
        waiting = _originals(act.connection, known_claims.claim(act.connection, answer.claim))
        if not {row.learner for row in answer.rows} <= waiting.keys():
            raise NotFound("no-such-claim", _NO_CLAIM)
        _require_free_numbers(act.connection, answer, waiting)
        for row in answer.rows:
            name = learners.names(act.connection, [waiting[row.learner].learner]).get(waiting[row.learner].learner, "")
            wrote |= _take_answer(act, answer, row, waiting[row.learner], vault, name)
            if row.outcome == ACCEPTED:
                accepted.append(row.learner)
            else:
                refused.append(ClaimRefusal(row.learner, name, row.reason))
    return AnswerRead(act.id if wrote else None, answer.authority, tuple(accepted), tuple(refused))


def _claimable(connection: Connection, one: Candidate, named: bool) -> Ground:
    """What is claimed; for a learner who is named also where they have a document, which is to be replaced."""
    require_living(connection, one.learner)
    require_settled(one)
    ground = ground_of(one.subject, one.learner, one.known.awards[one.learner])
    if not named:
        require_none_yet(one, ground)
    last = open_claim(one, ground)
    if last is not None and last.value != REFUSED:
        raise RuleBroken("claimed-already", _ANSWERED if last.accepted else _OPEN, learner=one.name, day=last.on)
    return ground


def _claim_one(act: Act, one: Candidate, ground: Ground, id_: bytes, issuer: Issuer) -> dict[str, Any]:
    details = learners.details(act.connection, one.learner)
    units = [
        {"code": code, "title": ground.wanted.units[code].title, "on": award.on, "from_before": award.brought}
        for code, award in ground.counted.items()
    ]
    said = {"units": units, "explanation": list(ground.explanation)}
    body = {
        "claim": to_text(id_),
        "qualification": to_text(ground.wanted.id) if ground.wanted.id else "",
        "document": one.subject.document,
        "covers": ground.covers,
        "on": issuer.today,
    }
    base = {
        "signoffs": tuple(award.entry for award in ground.counted.values() if not award.brought),
        "results": tuple(award.entry for award in ground.counted.values() if award.brought),
    }
    sealed = [(keys_of(act.connection, one.learner)[AWARD], {"data": orjson.dumps(said).decode()})]
    act.write(Fact("claim.made", one.learner, body, sealed, {name: ids for name, ids in base.items() if ids}))
    return {
        "learner": one.learner.hex(),
        "name": printed_name(details),
        **{name: getattr(details, name) for name in ("latin_name", "birth_date", "id_type", "id_number")},
        **said,
    }


def _write_file(
    out: Path, id_: bytes, subject: Subject, rules: Policies, issuer: Issuer, told: Sequence[dict[str, Any]]
) -> None:
    about, key = issuer.centre, issuer.key
    assert key is not None
    content = {
        "claim": id_.hex(),
        "centre": {"id": about.id.hex(), "name": about.name, "code": about.code, "country": about.country},
        "model": rules.model,
        "document": subject.document,
        "qualification": subject.qualification,
        "unit": subject.unit,
        "made_on": issuer.today,
        "made_by": issuer.name,
        "learners": list(told),
    }
    with storage_errors():
        write_whole(out, write_claim(content, key))


def _trusted(centre: OpenCentre) -> frozenset[bytes]:
    """Keys of roots, of others whose list a person added, and of registries that the centre shares its records with;
    never the centre's own."""
    found: set[bytes] = {one.sign_key for one in centre.work.read(registries)}
    for one in lists_in(centre.folder):
        if isinstance(one, RootList):
            found.add(one.key)
        elif one.centre_id != centre.work.centre:
            found |= one.signers()
    return frozenset(found)


def _originals(connection: Connection, rows: Sequence[ClaimRow]) -> dict[bytes, ClaimRow]:
    """The claim for each learner, by the record that it was made about."""
    written = log.by_id(connection, [row.ids[0] for row in rows])
    return {written[row.ids[0]].about: row for row in rows}


def _require_free_numbers(connection: Connection, answer: ClaimAnswer, waiting: dict[bytes, ClaimRow]) -> None:
    seen: set[str] = set()
    for row in answer.rows:
        named = number_key(row.number)
        taken = certificates.is_taken(connection, row.number) and waiting[row.learner].number != row.number
        if named and (named in seen or taken):
            raise RuleBroken("number-taken", _TAKEN, number=row.number)
        seen.add(named)


def _take_answer(act: Act, answer: ClaimAnswer, row: AnswerRow, before: ClaimRow, vault: FileVault, name: str) -> bool:
    from app.documents.foreign_pages import require_plain_pages

    if row.pages:
        require_plain_pages(row.pages, name)
        if not row.number:
            raise BadInput("not-an-answer", later("This file is not an answer to a claim. Nothing was read."))
    file = vault.put(row.pages) if row.pages else ""
    same = (row.outcome, row.number, file, row.reason) == (before.value, before.number, before.file, before.words)
    if before.answered and same and not before.contested:
        return False
    written = log.by_id(act.connection, [before.ids[0]])[before.ids[0]]
    body: dict[str, object] = {
        "claim": written.body["claim"],
        "qualification": written.body["qualification"],
        "document": before.document,
        "covers": before.covers,
        "on": answer.answered_on,
        "outcome": row.outcome,
        "number": row.number,
        "file": file,
        "signed_by": answer.signed_by.hex(),
    }
    sealed = [(key, {"data": row.reason}) for key in award_keys(act.connection, row.learner)]
    act.write(Fact("claim.answered", row.learner, body, sealed, {"slot": before.ids}))
    return True
