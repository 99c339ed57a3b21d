# SPDX-License-Identifier: Apache-2.0
"""Questions about documents: two of one kind, what laptops say differently of one, answers and rules that differ."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Column, Connection, func, select

from app.credentials.numbers import number_key
from app.domain.issuing import AS_FOR_ALL, POLICIES
from app.domain.register import CERTIFICATE, ISSUED, REPLACED
from app.records import tables
from app.records.queries import certificates
from app.records.queries.asking import Choice, Facts, Question, choice, choices_of, contested
from app.records.queries.certificates import CertificateRow
from app.translation import later, tr

_PAPER: Final = tables.certificate
_RULED: Final = select(tables.ruling.c.learner).where(tables.ruling.c.current == 1)
_AS_FOR_ALL: Final = later("as for all qualifications")
_NOT_SET: Final = later("not set")
REPLACED_TOO: Final = "ruling-replaced"
"""How the id of a question begins where one laptop revoked a document that another one replaced."""


def awarded_twice(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two laptops gave a learner the same document."""
    for same in _several(connection, _PAPER.c.learner, lambda row: (row.learner, *row.subject)):
        text = (
            later("Two certificates for “{title}” were issued to {learner}. Which one stays? The other is revoked.")
            if same[0].document == CERTIFICATE
            else later("Two documents for “{title}” were issued to {learner}. Which one stays? The other is revoked.")
        )
        sentence = tr(text, title=same[0].title, learner=same[0].name)
        id_ = f"award-{same[0].learner.hex()}-{same[0].number}"
        yield Question(id_, "award", same[0].learner, sentence, tuple(_papers(connection, same, facts)))


def numbered_twice(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Copies of one laptop gave out one number for two documents."""
    for same in _several(connection, _PAPER.c.named, lambda row: number_key(row.number)):
        if len({row.learner for row in same}) < 2:
            continue
        text = later(
            "Number {number} stands on the documents of {names}, because a copy of a laptop was used. "
            "Replace one of them."
        )
        named = ", ".join(row.name for row in same)
        id_ = f"number-{number_key(same[0].number)}"
        yield Question(id_, "number", same[0].learner, tr(text, number=same[0].number, names=named))


def ruled_differently(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Laptops say different things of whether a document stands."""
    for (learner, named), rows in contested(connection, tables.ruling, 2).items():
        if not any(number_key(row.number) == named for row in certificates.issued_to(connection, learner)):
            continue  # the document has not come
        sentence = tr("Different things were written of certificate {number}. What holds?", number=rows[-1].number)
        yield Question(f"ruling-{learner.hex()}-{named}", "ruling", learner, sentence, choices_of(rows, facts))


def revoked_and_replaced(connection: Connection, facts: Facts) -> Iterator[Question]:
    """One laptop revoked a document while another one replaced it."""
    followed = select(_PAPER.c.learner).where(_PAPER.c.supersedes != "").distinct()
    learners = sorted(set(connection.execute(followed.where(_PAPER.c.learner.in_(_RULED))).scalars()))
    issued = certificates.issued_to_all(connection, learners)
    found = {(row.learner, row.number): row for learner in learners for row in issued[learner]}
    for row in found.values():
        new = found.get((row.learner, row.replaced_by))
        if new is None or new.state != ISSUED or row.contested or row.state in (ISSUED, REPLACED):
            continue
        text = later("Certificate {old} was revoked, and {new} was issued in its place. Does {new} stand?")
        words = certificates.rulings(connection, row.learner, row.number)
        rulings = tables.ruling
        place = (rulings.c.origin == words[-1].id.origin, rulings.c.seq == words[-1].id.seq)
        ruling = connection.execute(select(rulings).where(*place)).one()
        choices = (
            choice(ruling, tr("{number} is revoked too", number=new.number), facts),
            *_papers(connection, [new], facts),
        )
        id_ = f"{REPLACED_TOO}-{row.learner.hex()}-{row.number}"
        yield Question(id_, "ruling", row.learner, tr(text, old=row.number, new=new.number), choices)


def answered_differently(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two answers to one claim disagree."""
    for (learner, claim), rows in contested(connection, tables.claim, 2).items():
        sentence = tr(
            "Two answers to the claim for {learner} disagree. Which one holds?", learner=facts.learner(learner)
        )
        yield Question(f"claim-{learner.hex()}-{claim.hex()}", "claim", learner, sentence, choices_of(rows, facts))


def set_differently(connection: Connection, facts: Facts) -> Iterator[Question]:
    """Two people set a rule of issuing differently."""
    for (about, code, name), rows in contested(connection, tables.policy, 3).items():
        known = POLICIES.get(name)
        if known is None:
            continue
        text = later("Two people set a rule of issuing differently ({rule}; {code}). Which one holds?")
        sentence = tr(text, rule=tr(known.words), code=code or tr("all qualifications"))
        words = {**dict(known.choices), AS_FOR_ALL: _AS_FOR_ALL if code else _NOT_SET}
        choices = tuple(choice(row, tr(words.get(row.value, "{value}"), value=row.value), facts) for row in rows)
        yield Question(f"policy-{code}-{name}", "policy", about, sentence, choices)


ASKING: Final = (
    awarded_twice, numbered_twice, ruled_differently, revoked_and_replaced, answered_differently, set_differently,
)  # fmt: skip


def _several(
    connection: Connection, column: Column[Any], key: Callable[[CertificateRow], object]
) -> list[list[CertificateRow]]:
    """Documents that stand, and are the same in something; ``column`` tells which can be."""
    often = select(column).group_by(column).having(func.count() > 1)
    whose = select(_PAPER.c.learner).where(column.in_(often)).distinct()
    learners = sorted(connection.execute(whose).scalars())
    issued = certificates.issued_to_all(connection, learners)
    found: dict[object, list[CertificateRow]] = defaultdict(list)
    for row in (row for learner in learners for row in issued[learner]):
        if row.counts:
            found[key(row)].append(row)
    several = [sorted(same, key=lambda row: (row.number, row.id)) for same in found.values() if len(same) > 1]
    return sorted(several, key=lambda same: (same[0].number, same[0].id))


def _papers(connection: Connection, papers: list[CertificateRow], facts: Facts) -> Iterator[Choice]:
    table = tables.certificate
    for paper in papers:
        place = (table.c.origin == paper.id.origin, table.c.seq == paper.id.seq)
        row = connection.execute(select(table).where(*place)).one()
        yield choice(row, tr("{number} of {day}", number=paper.number, day=paper.issued_on), facts)
