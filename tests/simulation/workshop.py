# SPDX-License-Identifier: Apache-2.0
"""What people do in the workshop: marks, notes, absences, judgements and sign-offs."""

from typing import Final

from app.domain.assessing import MARKS, OUTCOMES
from app.domain.rights import Command
from app.records import tables
from app.services import assessing
from app.services.signing import sign as sign_attempts
from tests.simulation.desk import Desk, NothingToDo


def mark(desk: Desk) -> None:
    learner, at = _enrolled(desk)
    wish = assessing.MarkWish(learner, _criterion(desk, at), desk.chance.choice(MARKS))
    assessing.record_mark(desk.work, at, wish)


def mark_all_that_remains(desk: Desk) -> None:
    learner, at = _enrolled(desk)
    assessing.record_remaining(desk.work, at, [learner], allow_critical=True)


def write_note(desk: Desk) -> None:
    learner, at = _enrolled(desk)
    assessing.write_note(desk.work, at, learner, _criterion(desk, at), f"note {desk.chance.randint(1, 9)}")


def set_absence(desk: Desk) -> None:
    learner, at = _enrolled(desk)
    assessing.set_absence(desk.work, at, learner, desk.chance.random() < 0.3)


def judge(desk: Desk) -> None:
    learner, at = _enrolled(desk)
    assessing.judge(desk.work, at, learner, desk.chance.choice(OUTCOMES))


def sign(desk: Desk) -> None:
    learner, at = _enrolled(desk)
    if not sign_attempts(desk.work, at, [learner], propose=True).signed:
        raise NothingToDo


def _enrolled(desk: Desk) -> tuple[bytes, assessing.Desk]:
    row = desk.pick(desk.rows(tables.enrolment))
    code = desk.pick(desk.rows(tables.unit, id=row.unit)).code
    return row.learner, desk.work.read(assessing.desk_of_learner, row.learner, code)


def _criterion(desk: Desk, at: assessing.Desk) -> str:
    return desk.pick([one.code for one in at.unit.criteria()])


ACTIONS: Final = {
    mark: (Command.RECORD_MARK, 14),
    mark_all_that_remains: (Command.RECORD_MARK, 6),
    write_note: (Command.WRITE_NOTE, 5),
    set_absence: (Command.SET_ABSENCE, 3),
    judge: (Command.JUDGE, 6),
    sign: (Command.SIGN, 10),
}
"""What may happen, the right that it needs, and how often it happens."""
