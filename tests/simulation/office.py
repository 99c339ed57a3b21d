# SPDX-License-Identifier: Apache-2.0
"""What people do in the office: learners, cohorts, enrolments, people, certificates, erasures, taking back."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select

from app.credentials.numbers import number_key
from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.learners import AWARD, PRIVATE, LearnerDetails
from app.domain.rights import Command
from app.journal.canonical import canonical, to_text
from app.journal.operation import NOBODY, OpId
from app.records import tables
from app.records.fold.awards import REPLACES
from app.records.journal_tables import operation as journal
from app.records.queries.bases import standing_on
from app.records.queries.merging import MERGE, everybody, merges_of
from app.records.queries.questions import questions
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Fact
from app.services import cohorts, learners, merging
from app.services.merging import preview_merge
from app.services.questions import resolve
from app.services.undo import undo
from tests.simulation.desk import Desk, NothingToDo
from tests.simulation.ground import STAFF, standards


def add_learner(desk: Desk) -> None:
    name = f"SAMPLE Learner {desk.chance.randint(1, 99)}"
    learners.add_learner(desk.work, LearnerDetails(full_name=name, birth_date="2004-05-06", phone="0700"))


def set_learner(desk: Desk) -> None:
    fields = {
        "full_name": f"SAMPLE Name {desk.chance.randint(1, 5)}",
        "birth_date": f"2004-05-0{desk.chance.randint(1, 5)}",
        "phone": f"070{desk.chance.randint(1, 5)}",
        "notes": f"note {desk.chance.randint(1, 5)}",
    }
    some = desk.chance.sample(sorted(fields), desk.chance.choice([1, 1, 1, 3]))
    if not learners.set_learner(desk.work, desk.learner(), {field: fields[field] for field in some}):
        raise NothingToDo


def open_cohort(desk: Desk) -> None:
    code = f"C{desk.chance.randint(1, 6)}"
    cohorts.open_cohort(desk.work, cohorts.CohortWish(code, "Q1", assessors=(desk.work.person_name,)))


def set_cohort(desk: Desk) -> None:
    field, value = desk.chance.choice([("title", "Morning"), ("title", "Evening"), ("end", "2026-12-01")])
    if not cohorts.set_cohort(desk.work, desk.cohort(), {field: value}):
        raise NothingToDo


def add_members(desk: Desk) -> None:
    chosen = sorted({desk.learner() for _ in range(3)})
    if not cohorts.add_members(desk.work, desk.cohort(), chosen).act:
        raise NothingToDo


def remove_members(desk: Desk) -> None:
    cohorts.remove_members(desk.work, desk.cohort(), [desk.learner()])


def enrol_cohort(desk: Desk) -> None:
    if not cohorts.enrol_cohort(desk.work, desk.cohort()).act:
        raise NothingToDo


def enrol_learner(desk: Desk) -> None:
    if not cohorts.enrol_learner(desk.work, desk.learner(), unit=desk.chance.choice(["U1", "U2"])).act:
        raise NothingToDo


def set_person(desk: Desk) -> None:
    person = desk.pick(desk.rows(tables.person)).id
    field, value = desk.chance.choice(
        [
            ("roles", desk.chance.choice(list(STAFF.values()))),
            ("name", f"SAMPLE Person {desk.chance.randint(1, 9)}"),
            ("disabled", desk.chance.choice(["", "yes"]) if person != desk.person else ""),
        ]
    )
    base = desk.work.read(standing_on, person, [field])
    desk.write(Fact("person.set", person, {field: value}, base=base))


def set_centre(desk: Desk) -> None:
    founding = select(journal.c.origin, journal.c.seq).where(journal.c.kind == "centre.founded")
    first = OpId(*desk.work.read(lambda connection: connection.execute(founding).one()))
    said = desk.rows(tables.register, about=desk.work.centre, field="place", current=1)
    base = {"place": tuple(OpId(row.origin, row.seq) for row in said) or (first,)}
    desk.write(Fact("centre.set", desk.work.centre, {"place": f"Street {desk.chance.randint(1, 5)}"}, base=base))


def import_standards_again(desk: Desk) -> None:
    desk.write(*standards())


def issue(desk: Desk) -> None:
    row = desk.pick(desk.rows(tables.signoff, current=1, value="competent"))
    key = desk.work.read(keys_of, row.learner)[AWARD]
    said = {"name": "SAMPLE Learner", "title": "Electrical installation", "qr": "GLMK1"}
    body = {
        "number": f"KG-SMPL-{desk.chance.randint(1, 10**6)}",
        "qualification": to_text(desk.pick(desk.rows(tables.qualification)).id),
        "document": "certificate",
        "issued_on": "2026-11-22",
    }
    base: dict[str, tuple[OpId, ...]] = {"signoffs": (OpId(row.origin, row.seq),)}
    old = desk.rows(tables.brought_certificate, learner=row.learner, current=1)
    base |= {REPLACES: tuple(OpId(one.origin, one.seq) for one in old)} if old else {}
    desk.write(Fact("certificate.issued", row.learner, body, ((key, {"data": canonical(said).decode()}),), base))


def bring_in_result(desk: Desk) -> None:
    learner, entry = desk.learner(), f"{desk.chance.randint(1, 2)}"
    units = [to_text(row.id) for row in desk.rows(tables.unit, code="U1")]
    body = {
        "unit": desk.chance.choice([*units, ""]), "code": "U1", "title": "Work", "source": "Book",
        "outcome": desk.chance.choice([COMPETENT, NOT_YET_COMPETENT]), "achieved_on": "2019-05-06", "entry": entry,
    }  # fmt: skip
    standing = desk.rows(tables.brought_result, learner=learner, named="u1", entry=entry, current=1)
    key = desk.work.read(keys_of, learner)[PRIVATE]
    sealed = ((key, {"note": "", "assessed_by": f"SAMPLE {desk.chance.randint(1, 3)}"}),)
    desk.write(Fact("result.brought", learner, body, sealed, _slot(standing)))


def bring_in_certificate(desk: Desk) -> None:
    learner, number = desk.learner(), desk.chance.choice(["OLD 1", "OLD-2"])
    body = {
        "number": number, "document": "certificate", "title": "Work", "code": "Q1", "issued_on": "2019-06-01",
        "issuer": "School", "source": "Book", "qualification": to_text(desk.pick(desk.rows(tables.qualification)).id),
    }  # fmt: skip
    standing = desk.rows(tables.brought_certificate, learner=learner, named=number_key(number), current=1)
    key = desk.work.read(keys_of, learner)[AWARD]
    sealed = ((key, {"name": f"SAMPLE {desk.chance.randint(1, 3)}"}),)
    desk.write(Fact("certificate.brought", learner, body, sealed, _slot(standing)))


def _slot(standing: Sequence[Any]) -> dict[str, tuple[OpId, ...]]:
    return {"slot": tuple(OpId(row.origin, row.seq) for row in standing)} if standing else {}


def merge_learners(desk: Desk) -> None:
    survivor, duplicate = desk.learner(), desk.learner()
    differing = preview_merge(desk.work, survivor, duplicate).fields
    chosen = {one.field: desk.chance.choice([one.survivor, one.duplicate]) for one in differing}
    merging.merge_learners(desk.work, survivor, duplicate, chosen)


def erase(desk: Desk) -> None:
    learner = desk.learner()
    both = desk.work.read(everybody, learner)
    base = {MERGE: rests} if (rests := desk.work.read(merges_of, both[1:])) else {}
    desk.write(*(Fact("subject.erased", one, base=base) for one in both))


def take_back(desk: Desk) -> None:
    """Take back the last thing one did, or any act of anybody that can be taken back."""
    acts = select(journal.c.act).distinct().order_by(journal.c.act)
    any_act = desk.pick(desk.work.read(lambda connection: connection.execute(acts).scalars().all()))
    undo(desk.work, desk.chance.choice([None, any_act]))


def settle_a_question(desk: Desk) -> None:
    asked = [question for question in desk.work.read(questions) if question.choices]
    question = desk.pick(asked)
    resolve(desk.work, question.id, desk.pick(question.choices).op)


def learn_something_new(desk: Desk) -> None:
    """A laptop whose program is newer writes what the others do not know yet."""
    about = desk.pick([desk.learner(), desk.chance.randbytes(16), NOBODY])
    desk.laptop.write_of_newer_program(desk.person, desk.chance.choice(["appeal.made", "mark.made"]), about)


def break_off(desk: Desk) -> None:
    """A command that is refused half way leaves nothing behind."""
    learner, before = desk.learner(), (desk.laptop.records.place, desk.laptop.held())
    try:
        with desk.work.act() as act:
            act.write(Fact("member.added", learner, {"cohort": to_text(learner), "bib": 1}))
            raise NothingToDo
    except NothingToDo:
        assert (desk.laptop.records.place, desk.laptop.held()) == before


ACTIONS: Final = {
    add_learner: (Command.ADD_LEARNER, 5),
    set_learner: (Command.SET_LEARNER, 9),
    open_cohort: (Command.OPEN_COHORT, 3),
    set_cohort: (Command.SET_COHORT, 3),
    add_members: (Command.SET_MEMBERS, 6),
    remove_members: (Command.SET_MEMBERS, 3),
    enrol_cohort: (Command.ENROL, 3),
    enrol_learner: (Command.ENROL, 4),
    set_person: (Command.SET_PERSON, 4),
    set_centre: (Command.SET_CENTRE, 1),
    import_standards_again: (Command.IMPORT_STANDARDS, 1),
    issue: (Command.ISSUE_CERTIFICATE, 8),
    bring_in_result: (Command.IMPORT_LEGACY, 5),
    bring_in_certificate: (Command.IMPORT_LEGACY, 5),
    merge_learners: (Command.MERGE_LEARNERS, 6),
    erase: (Command.ERASE_LEARNER, 1),
    take_back: (Command.UNDO, 8),
    settle_a_question: (Command.RECORD_MARK, 6),
    learn_something_new: (Command.VIEW, 1),
    break_off: (Command.SET_MEMBERS, 1),
}
"""What may happen, the right that it needs, and how often it happens."""
