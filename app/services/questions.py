# SPDX-License-Identifier: Apache-2.0
"""Settling a question that the records ask: a person says which of the answers is right."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table

from app.domain import assessing as rules
from app.domain.assessing import Attempt, Standing
from app.domain.refusals import NotFound, RuleBroken
from app.domain.rights import Command, allowed
from app.journal.canonical import to_bytes, to_text
from app.journal.operation import OpId, op_id
from app.records import tables
from app.records.queries import assessing, learners, questions, standards
from app.records.queries.merging import place_of
from app.records.queries.questions import KEPT, STRAY, TURN, Question
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Act, Fact, Work
from app.services.brought_facts import brought_again
from app.services.document_answers import DOCUMENT_KINDS, answer_document
from app.services.learners import change
from app.services.merging import answer_word
from app.services.stationery import said_again
from app.translation import later

__all__ = ["Question", "concerns", "may_answer", "questions_for", "resolve"]

_COMMANDS: Final = {
    "field": Command.SET_LEARNER, "mark": Command.RECORD_MARK, "judgement": Command.JUDGE,
    "merge": Command.MERGE_LEARNERS, "result": Command.IMPORT_LEGACY, "award": Command.REVOKE_CERTIFICATE,
    "ruling": Command.DECIDE_APPEAL, "claim": Command.CLAIM, "policy": Command.SET_POLICY,
    "sheet": Command.KEEP_STATIONERY,
}  # fmt: skip
_BY_OFFICE: Final = (Command.SET_CENTRE,)
_LOOKED_AFTER: Final = {"marks-changed": (Command.JUDGE, *_BY_OFFICE), "newer": (Command.SIGN, *_BY_OFFICE)}
"""Who looks after what only tells of something."""
_TABLES: Final = {"field": tables.register, "mark": tables.mark, "judgement": tables.judgement}


def may_answer(roles: frozenset[str], question: Question) -> bool:
    """Whether somebody with these roles may settle it: who may change a thing may say which of two is right."""
    return question.kind in _COMMANDS and allowed(roles, _COMMANDS[question.kind])


def concerns(roles: frozenset[str], question: Question) -> bool:
    """Whether somebody with these roles is asked: who may settle it, or may look after what it tells of."""
    if question.choices:
        return may_answer(roles, question)
    return any(allowed(roles, command) for command in _LOOKED_AFTER.get(question.kind, _BY_OFFICE))


def questions_for(connection: Connection, roles: frozenset[str]) -> list[Question]:
    """The open questions that somebody with these roles is asked."""
    return [question for question in questions.questions(connection) if concerns(roles, question)]


def resolve(work: Work, question_id: str, op: str) -> bytes:
    """Let the answer ``op`` stand, replacing all the others; returns the command's id.

    Raises NotFound "no-such-question", RuleBroken "no-such-answer", "signed" or "gaps", NotAllowed.
    """
    with work.act() as act:
        question = _question(act, question_id)
        if question.kind not in _COMMANDS or op not in {choice.op for choice in question.choices}:
            sentence = later("This is not one of the answers to the question. Nothing was changed.")
            raise RuleBroken("no-such-answer", sentence)
        work.allow(_COMMANDS[question.kind])
        rivals = tuple(op_id(choice.op) for choice in question.choices)
        if question.kind == "merge":
            act.write(_answer_merge(act, question, op))
        elif question.kind in DOCUMENT_KINDS:
            answer_document(act, work, question, op_id(op))
        elif question.kind == "result":
            act.write(brought_again(act.connection, question.about, op_id(op), rivals))
        elif question.kind == "sheet":
            act.write(said_again(act.connection, question, op_id(op), rivals))
        else:
            act.write(_answer(act, question, _row(act, _TABLES[question.kind], op_id(op)), rivals))
    return act.id


def _question(act: Act, question_id: str) -> Question:
    for question in questions.questions(act.connection):
        if question.id == question_id:
            return question
    raise NotFound("no-such-question", later("There is no such question any more. It may be settled already."))


def _row(act: Act, table: Table, chosen: OpId) -> dict[str, Any]:
    query = table.select().where(table.c.origin == chosen.origin, table.c.seq == chosen.seq, table.c.contested == 1)
    return dict(act.connection.execute(query).mappings().first() or {})


def _answer(act: Act, question: Question, row: Mapping[str, Any], rivals: tuple[OpId, ...]) -> Fact:
    value = str(row["value"])
    if question.kind == "field":
        field = str(row["field"])
        return change(act, question.about, {field: value}, keys_of(act.connection, question.about))
    unit, attempt = row["unit"], row["attempt"]
    place = place_of(act.connection, question.about, unit, attempt)
    body: dict[str, object] = {"unit": to_text(unit), "attempt": place.number}
    base = place.base({"slot": rivals})
    if question.kind == "judgement":
        _require_fitting(act, question.about, row)
        return Fact("judgement.made", place.about, {**body, "outcome": value}, base=base)
    _require_unsigned(act, question.about, unit, attempt)
    mark = {**body, "criterion": row["criterion"], "mark": value, "batch": 0}
    return Fact("mark.made", place.about, mark, base=base)


def _answer_merge(act: Act, question: Question, op: str) -> Fact:
    """Whose record the learner's is; of records that go round, the chosen one goes into no other."""
    table, chosen = tables.merge, op_id(op)
    query = table.select().where(table.c.origin == chosen.origin, table.c.seq == chosen.seq)
    row = act.connection.execute(query).one()
    if question.id.startswith(TURN):
        return answer_word(act.connection, to_bytes(row.value), "")
    into = "" if question.id.startswith(STRAY) else row.value
    return answer_word(act.connection, row.learner, into, knowing_erased=question.id.startswith(KEPT))


def _require_fitting(act: Act, learner: bytes, row: Mapping[str, Any]) -> None:
    """Competent can be the answer only where no criterion is open."""
    unit = standards.unit_version(act.connection, row["unit"])
    marks = assessing.marks_of(act.connection, learner, row["unit"], row["attempt"])
    name = learners.details(act.connection, learner).full_name
    rules.may_judge(unit, marks, row["value"], Standing(name, Attempt(row["attempt"])))


def _require_unsigned(act: Act, learner: bytes, unit: bytes, attempt: object) -> None:
    table = tables.signoff
    place = (table.c.learner == learner, table.c.unit == unit, table.c.attempt == attempt)
    if act.connection.execute(table.select().where(*place).limit(1)).first() is not None:
        sentence = later("This attempt is signed. What is signed is never changed: assess the unit again instead.")
        raise RuleBroken("signed", sentence)
