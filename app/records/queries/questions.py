# SPDX-License-Identifier: Apache-2.0
"""What the records ask of people: where laptops say different things, or something came against a rule.

Every question follows from the tables alone, so that laptops with the same entries ask the same.
"""

from collections.abc import Iterator
from itertools import repeat
from typing import Final

from sqlalchemy import Connection, select

from app.domain.learners import SERIOUS_FIELDS
from app.domain.merging import ROUND, way_of
from app.journal.canonical import to_bytes
from app.records import tables
from app.records.fold.breaches import SIGNATURE
from app.records.journal_tables import branch
from app.records.queries import documents_asked as documents
from app.records.queries import forms_asked as forms
from app.records.queries import merging
from app.records.queries.asking import Choice, Facts, Kind, Question, choice, choices_of, contested
from app.records.queries.attempts import CONTRADICTED, DOUBT, is_doubtful
from app.translation import later, tr

__all__ = ["KEPT", "RIVAL", "STRAY", "TURN", "Choice", "Kind", "Question", "questions"]

RIVAL, TURN, STRAY, KEPT = "merge-rival", "merge-turn", "merge-stray", "merge-kept"
"""How the ids of questions about merges begin: the learner of whom the question is follows."""
_FIELD_ASKED: Final = {
    "full_name": later("Two people wrote different names for {learner}. Which is on the ID card?"),
    "birth_date": later("Two people wrote different birth dates for {learner}. Which is on the ID card?"),
    "id_number": later("Two people wrote different ID numbers for {learner}. Which is on the ID card?"),
}


def questions(connection: Connection) -> list[Question]:
    """Everything that waits for a person's decision."""
    facts = Facts(connection)
    disagreed = (_fields, _marks, _judgements, _brought, *documents.ASKING, forms.disputed, _rivals, _rounds)
    parts = (*disagreed, _erasures, _signed_marks, _breaches, _newer, _copies)
    return [question for part in parts for question in part(connection, facts)]


def _fields(connection: Connection, facts: Facts) -> Iterator[Question]:
    for (about, field), rows in contested(connection, tables.register, 2).items():
        if field not in SERIOUS_FIELDS or rows[0].record != "learner":
            continue
        sentence = tr(_FIELD_ASKED[field], learner=facts.learner(about))
        yield Question(f"field-{about.hex()}-{field}", "field", about, sentence, choices_of(rows, facts))


def _marks(connection: Connection, facts: Facts) -> Iterator[Question]:
    for (learner, unit, attempt, criterion), rows in contested(connection, tables.mark, 4).items():
        if attempt <= facts.signed.get((learner, unit), 0):
            continue  # the signature is what to look at then
        sentence = tr("Criterion {criterion} of unit {unit} was marked differently for {learner}. Which mark stands?",
                      criterion=criterion, unit=facts.unit(unit), learner=facts.learner(learner))  # fmt: skip
        id_ = f"mark-{learner.hex()}-{unit.hex()}-{attempt}-{criterion}"
        yield Question(id_, "mark", learner, sentence, choices_of(rows, facts))


def _judgements(connection: Connection, facts: Facts) -> Iterator[Question]:
    for (learner, unit, attempt), rows in contested(connection, tables.judgement, 3).items():
        if attempt < facts.signed.get((learner, unit), 0):
            continue
        sentence = tr("Unit {unit} was judged differently for {learner}. Which judgement stands?",
                      unit=facts.unit(unit), learner=facts.learner(learner))  # fmt: skip
        id_ = f"judgement-{learner.hex()}-{unit.hex()}-{attempt}"
        yield Question(id_, "judgement", learner, sentence, choices_of(rows, facts))


def _brought(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two laptops brought in one result from before with different outcomes."""
    for (learner, named, entry), rows in contested(connection, tables.brought_result, 3).items():
        sentence = tr("Different results from before were brought in for {learner} in unit {unit}. Which one is right?",
                      unit=rows[-1].code or rows[-1].title, learner=facts.learner(learner))  # fmt: skip
        yield Question(f"result-{learner.hex()}-{named}-{entry}", "result", learner, sentence, choices_of(rows, facts))


def _rivals(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two people merged one record into two others, or one of them said that it is nobody else's."""
    for (learner,), rows in contested(connection, tables.merge, 1).items():
        text = later("The record {record} was merged into different ones. Which of them is of the same learner?")
        said = (facts.record(to_bytes(row.value)) if row.value else tr("a learner of their own") for row in rows)
        choices = tuple(map(choice, rows, said, repeat(facts)))
        yield Question(f"{RIVAL}-{learner.hex()}", "merge", learner, tr(text, record=facts.record(learner)), choices)


def _rounds(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two people merged two records the one into the other, each the other way round."""
    table = tables.merge
    rows = {row.learner: row for row in connection.execute(select(table).where(table.c.effect != ""))}
    arrows = {learner: to_bytes(row.value) for learner, row in rows.items()}
    for learner in sorted(learner for learner, row in rows.items() if row.effect == ROUND):
        into = {arrows[one]: rows[one] for one in way_of(arrows, learner)}
        choices = tuple(choice(into[one], facts.record(one), facts) for one in sorted(into))
        text = later("{records}: these records were merged, each into the other. Whose record goes on?")
        records = " / ".join(choice.text for choice in choices)
        yield Question(f"{TURN}-{min(into).hex()}", "merge", learner, tr(text, records=records), choices)


def _erasures(connection: Connection, facts: Facts) -> Iterator[Question]:
    """One of two merged records was erased by somebody who did not know of the merge."""
    for row in merging.left_by_erased(connection):
        text = later(
            "{record} was merged into a record that was erased elsewhere. If it is the same learner, erase this one "
            "too, on the learner's page. If not, let it stay by itself."
        )
        alone = choice(row, tr("a learner of their own"), facts)
        sentence = tr(text, record=facts.record(row.learner))
        yield Question(f"{STRAY}-{row.learner.hex()}", "merge", row.learner, sentence, (alone,))
    for row, survivor in merging.with_erased(connection):
        text = later(
            "A record that was merged into {record} was erased elsewhere. If it is the same learner, erase this one "
            "too, on the learner's page. If this one is to stay, say so."
        )
        stays = choice(row, tr("{record} stays", record=facts.record(survivor)), facts)
        sentence = tr(text, record=facts.record(survivor))
        yield Question(f"{KEPT}-{row.learner.hex()}", "merge", survivor, sentence, (stays,))


def _signed_marks(connection: Connection, facts: Facts) -> Iterator[Question]:
    table = tables.signoff
    query = select(table).where(table.c.current == 1, (DOUBT > 0) | CONTRADICTED)
    found = connection.execute(query.order_by(table.c.learner, table.c.unit, table.c.attempt, table.c.origin))
    last = {(row.learner, row.unit): row for row in found}
    for (learner, unit), row in last.items():
        if row.attempt < facts.signed[learner, unit] or not is_doubtful(connection, learner, unit, row.attempt):
            continue
        text = later(
            "What {person} signed for {learner} in unit {unit} and what stands there now are not the same. "
            "Look at the checklist together: it counts for no certificate until it is assessed again."
        )
        sentence = tr(text, person=facts.person(row.actor), learner=facts.learner(learner), unit=facts.unit(unit))
        yield Question(f"signed-{learner.hex()}-{unit.hex()}-{row.attempt}", "marks-changed", learner, sentence)


def _breaches(connection: Connection, facts: Facts) -> Iterator[Question]:
    table = tables.breach
    query = select(table).order_by(table.c.about, table.c.origin, table.c.seq)
    for row in connection.execute(query):
        text = (
            later("An entry that says it is signed by {person} does not carry their signature.")
            if row.reason == SIGNATURE
            else later("{person} wrote an entry without having the role for it.")
        )
        kind: Kind = "signature" if row.reason == SIGNATURE else "rights"
        id_ = f"{kind}-{row.origin.hex()}-{row.seq}"
        yield Question(id_, kind, row.about, tr(text, person=facts.person(row.actor)))


def _newer(connection: Connection, facts: Facts) -> Iterator[Question]:
    table = tables.newer
    for about in connection.execute(select(table.c.about).distinct().order_by(table.c.about)).scalars():
        text = later(
            "{learner}: there are entries of a newer version of the program. They are kept. Update the program "
            "on this laptop before you sign or issue anything here."
        )
        yield Question(f"newer-{about.hex()}", "newer", about, tr(text, learner=facts.learner(about)))


def _copies(connection: Connection, facts: Facts) -> Iterator[Question]:
    table = tables.origin
    query = select(branch.c.origin, tables.device.c.name).outerjoin(table, table.c.id == branch.c.origin)
    query = query.outerjoin(tables.device, tables.device.c.id == table.c.device).distinct()
    for origin, name in connection.execute(query.order_by(branch.c.origin)):
        text = later(
            "Two copies of the laptop {laptop} were used at the same time. The entries of both are here. "
            "Use one of them only."
        )
        yield Question(f"copy-{origin.hex()}", "copy", origin, tr(text, laptop=name or ""))
