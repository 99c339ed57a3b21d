# SPDX-License-Identifier: Apache-2.0
"""Answers to questions about documents: which one stays, which word on one holds, which answer, which rule."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.domain.register import APPEALED, CLAIMED, DUPLICATE, REVOKED, UPHELD
from app.journal.canonical import to_text
from app.journal.operation import OpId, op_id
from app.records import tables
from app.records.queries import certificates
from app.records.queries.asking import Question
from app.records.queries.certificates import CertificateRow
from app.records.queries.documents_asked import REPLACED_TOO
from app.records.unit_of_work import Act, Fact, Work
from app.services.originals import award_keys
from app.services.revoking import write_ruling

DOCUMENT_KINDS: Final = frozenset({"award", "ruling", "claim", "policy"})
"""Kinds of questions that are about documents and have choices."""


def answer_document(act: Act, work: Work, question: Question, chosen: OpId) -> None:
    """Let this choice of a question hold."""
    rivals = tuple(op_id(choice.op) for choice in question.choices)
    if question.kind == "award":
        _keep_one(act, work, question, chosen)
    elif question.kind == "ruling" and question.id.startswith(REPLACED_TOO):
        _settle_replaced(act, work, question, chosen)
    elif question.kind == "ruling":
        _rule(act, work, question, chosen)
    elif question.kind == "claim":
        act.write(_claim_again(act, question.about, chosen, rivals))
    else:
        act.write(_policy_again(act, work, chosen, rivals))


def _keep_one(act: Act, work: Work, question: Question, chosen: OpId) -> None:
    named = {op_id(choice.op) for choice in question.choices}
    for row in certificates.issued_to(act.connection, question.about):
        if row.id in named and row.id != chosen:
            write_ruling(act, work, row, "certificate.revoked", {"reason": DUPLICATE})


def _settle_replaced(act: Act, work: Work, question: Question, chosen: OpId) -> None:
    """The new document stands, and the old one counts as replaced; or the new one is revoked as the old one is."""
    rows = certificates.issued_to(act.connection, question.about)
    new = next(row for row in rows if row.id in {op_id(choice.op) for choice in question.choices})
    old = next(row for row in rows if row.replaced_by == new.number)
    if chosen == new.id:
        write_ruling(act, work, old, "appeal.decided", {"outcome": UPHELD})
        return
    reason = certificates.rulings(act.connection, old.learner, old.number)[-1].reason
    write_ruling(act, work, new, "certificate.revoked", {"reason": reason or DUPLICATE})


def _rule(act: Act, work: Work, question: Question, chosen: OpId) -> None:
    row, ruling = _of_ruling(act, question, chosen)
    if ruling.value == REVOKED:
        write_ruling(act, work, row, "certificate.revoked", {"reason": ruling.reason}, ruling.words)
    elif ruling.value == APPEALED:
        write_ruling(act, work, row, "certificate.appealed", {}, ruling.words)
    else:
        write_ruling(act, work, row, "appeal.decided", {"outcome": ruling.value}, ruling.words)


def _of_ruling(act: Act, question: Question, chosen: OpId) -> tuple[CertificateRow, certificates.Ruling]:
    for row in certificates.issued_to(act.connection, question.about):
        for ruling in certificates.rulings(act.connection, row.learner, row.number):
            if ruling.id == chosen:
                return row, ruling
    raise LookupError("a ruling without its document")


def _claim_again(act: Act, learner: bytes, chosen: OpId, rivals: Sequence[OpId]) -> Fact:
    table = tables.claim
    place = (table.c.origin == chosen.origin, table.c.seq == chosen.seq)
    row = act.connection.execute(select(table).where(*place)).one()
    body: dict[str, object] = {
        "claim": to_text(row.claim), "qualification": to_text(row.qualification) if row.qualification else "",
        **{name: getattr(row, name) for name in ("document", "covers", "on", "number", "file")},
        "outcome": row.value, "signed_by": "",
    }  # fmt: skip
    sealed = [(key, {"data": row.data}) for key in award_keys(act.connection, learner)]
    return Fact(
        "claim.made" if row.value == CLAIMED else "claim.answered", learner, body, sealed, {"slot": tuple(rivals)}
    )


def _policy_again(act: Act, work: Work, chosen: OpId, rivals: Sequence[OpId]) -> Fact:
    table = tables.policy
    place = (table.c.origin == chosen.origin, table.c.seq == chosen.seq)
    row = act.connection.execute(select(table).where(*place)).one()
    body = {"qualification": row.qualification, "name": row.name, "value": row.value}
    return Fact("policy.set", work.centre, body, base={"slot": tuple(rivals)})
