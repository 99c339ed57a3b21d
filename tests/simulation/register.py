# SPDX-License-Identifier: Apache-2.0
"""What happens to issued documents, and to the rules by which they are issued."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from app.credentials.numbers import number_key
from app.domain.learners import AWARD
from app.domain.register import ACCEPTED, APPEALED, CLAIMED, DISMISSED, REFUSED, REVOKED, UPHELD
from app.domain.rights import Command
from app.journal.canonical import canonical, to_text
from app.journal.operation import OpId
from app.records import tables
from app.records.queries.bases import standing_on
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Fact
from tests.simulation.desk import Desk, NothingToDo

_ON: Final = "2026-11-23"


def revoke(desk: Desk) -> None:
    _rule(desk, "certificate.revoked", {"reason": desk.chance.choice(["error", "other"])}, {"", UPHELD})


def appeal(desk: Desk) -> None:
    _rule(desk, "certificate.appealed", {}, {REVOKED, DISMISSED})


def decide_appeal(desk: Desk) -> None:
    _rule(desk, "appeal.decided", {"outcome": desk.chance.choice([UPHELD, DISMISSED])}, {APPEALED})


def reprint(desk: Desk) -> None:
    paper = desk.pick(desk.rows(tables.certificate))
    body = {"number": paper.number, "marked": 1, "on": _ON}
    desk.write(Fact("certificate.reprinted", paper.learner, body, _award(desk, paper.learner, "torn")))


def replace(desk: Desk) -> None:
    paper = desk.pick(desk.rows(tables.certificate))
    body = {
        "number": f"KG-SMPL-{desk.chance.randint(1, 10**6)}", "qualification": to_text(paper.qualification),
        "document": paper.document, "issued_on": _ON, "supersedes": paper.number, "reason": "lost",
    }  # fmt: skip
    desk.write(Fact("certificate.issued", paper.learner, body, _award(desk, paper.learner, "")))


def claim(desk: Desk) -> None:
    learner, id_ = desk.learner(), desk.chance.randbytes(16)
    body = {
        "claim": to_text(id_), "qualification": to_text(desk.pick(desk.rows(tables.qualification)).id),
        "document": "certificate", "covers": "", "on": _ON,
    }  # fmt: skip
    desk.write(Fact("claim.made", learner, body, _award(desk, learner, "ground")))


def answer_claim(desk: Desk) -> None:
    row = desk.pick(desk.rows(tables.claim, current=1))
    if row.value != CLAIMED and desk.chance.random() < 0.5:
        raise NothingToDo
    body = {
        "claim": to_text(row.claim), "qualification": to_text(row.qualification), "document": row.document,
        "covers": "", "on": _ON, "outcome": desk.chance.choice([ACCEPTED, REFUSED]), "number": "", "file": "",
        "signed_by": "",
    }  # fmt: skip
    standing = desk.rows(tables.claim, learner=row.learner, claim=row.claim, current=1)
    desk.write(Fact("claim.answered", row.learner, body, _award(desk, row.learner, "words"), _slot(standing)))


def lease(desk: Desk) -> None:
    first = desk.chance.randint(1, 9) * 100
    body = {
        "origin": to_text(desk.laptop.records.place.origin), "prefix": "MOL-", "first": first, "last": first + 99,
        "width": 5, "authority": "Ministry", "qualification": "",
    }  # fmt: skip
    desk.write(Fact("block.leased", desk.chance.randbytes(16), body))


def set_policy(desk: Desk) -> None:
    slot = {"qualification": desk.chance.choice(["", "Q1"]), "name": desk.chance.choice(["model", "clock-days"])}
    standing = desk.rows(tables.policy, **slot, current=1)
    body = {**slot, "value": desk.chance.choice(["1", "2"])}
    desk.write(Fact("policy.set", desk.work.centre, body, base=_slot(standing)))


def publish_template(desk: Desk) -> None:
    body = {"name": "Plain", "document": "certificate", "content": f'{{"n":{desk.chance.randint(1, 3)}}}'}
    desk.write(Fact("template.published", hashlib.sha256(canonical(body)).digest()[:16], body))


def add_signatory(desk: Desk) -> None:
    body = dict.fromkeys(("person", "qualifications", "valid_from", "valid_until", "picture"), "")
    desk.write(Fact("signatory.added", desk.chance.randbytes(16), {"name": "SAMPLE Head", "role": "Head", **body}))


def set_signatory(desk: Desk) -> None:
    about = desk.pick(desk.rows(tables.signatory)).id
    base = desk.work.read(standing_on, about, ["role"])
    desk.write(Fact("signatory.set", about, {"role": desk.chance.choice(["Director", "Deputy"])}, base=base))


def _rule(desk: Desk, kind: str, said: dict[str, object], after: set[str]) -> None:
    paper = desk.pick(desk.rows(tables.certificate))
    standing = desk.rows(tables.ruling, learner=paper.learner, named=number_key(paper.number), current=1)
    if not ({row.value for row in standing} or {""}) & after:
        raise NothingToDo
    body = {"number": paper.number, "on": _ON, **said}
    desk.write(Fact(kind, paper.learner, body, _award(desk, paper.learner, "words"), _slot(standing)))


def _award(desk: Desk, learner: bytes, words: str) -> Sequence[Any]:
    return ((desk.work.read(keys_of, learner)[AWARD], {"words": words, "data": words}),)


def _slot(standing: Sequence[Any]) -> dict[str, tuple[OpId, ...]]:
    return {"slot": tuple(OpId(row.origin, row.seq) for row in standing)} if standing else {}


ACTIONS: Final = {
    revoke: (Command.REVOKE_CERTIFICATE, 4),
    appeal: (Command.APPEAL, 2),
    decide_appeal: (Command.DECIDE_APPEAL, 2),
    reprint: (Command.REPRINT, 2),
    replace: (Command.ISSUE_CERTIFICATE, 3),
    claim: (Command.CLAIM, 3),
    answer_claim: (Command.CLAIM, 3),
    lease: (Command.LEASE_BLOCK, 1),
    set_policy: (Command.SET_POLICY, 3),
    publish_template: (Command.PUBLISH_TEMPLATE, 2),
    add_signatory: (Command.SET_SIGNATORY, 1),
    set_signatory: (Command.SET_SIGNATORY, 1),
}
"""What may happen, the right that it needs, and how often it happens."""
