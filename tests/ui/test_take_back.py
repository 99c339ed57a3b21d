# SPDX-License-Identifier: Apache-2.0
"""Undo takes back what the person did last; anything older only after a look at what it would pass over."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.records.queries import cohorts, learners
from app.services.cohorts import CohortWish, open_cohort
from app.services.learner_cells import set_learners
from app.services.sample import COHORT
from app.ui.take_back import TakeBack, ask_to_take_back
from tests.ui.sample_sitting import Sitting, seated, words


def phone(here: Sitting, learner: bytes) -> str:
    return here.centre.work.read(learners.details, learner).phone


def somebody_telephoned(here: Sitting) -> bytes:
    """A learner whose telephone number was corrected in the window, where Undo is offered for it."""
    learner = here.centre.work.read(cohorts.members, here.centre.work.read(cohorts.cohort, COHORT).id)[0].learner
    wish = {learner: {"phone": "+855 12 000 001"}}
    here.context.do(lambda _: set_learners(here.centre.work, wish), done="Changed.", undo=True)
    here.settle()
    return learner


def test_undo_takes_the_last_work_back_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        learner = somebody_telephoned(here)
        here.undo[-1]()
        here.settle()
        assert here.said[-1] == "Undone."
        assert phone(here, learner) != "+855 12 000 001"


def test_undo_asks_before_it_passes_over_what_came_after(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        learner = somebody_telephoned(here)
        offered = here.undo[-1]
        work = here.centre.work
        open_cohort(work, CohortWish("NEW-1", units=work.read(cohorts.cohort, COHORT).units[:1]))
        page = here.show(lambda _: QWidget())
        here.context.take_back_asked.connect(
            lambda act, passed_over: ask_to_take_back(page, here.context, bytes(act), "Take it back?", passed_over)
        )
        offered()
        here.settle()
        assert phone(here, learner) == "+855 12 000 001"
        asked = page.findChild(TakeBack)
        assert asked is not None
        assert "You did more after this, and that stays as it is: cohort opened (NEW-1)." in words(asked)
        asked.take.click()
        here.settle()
        assert phone(here, learner) != "+855 12 000 001"
        assert here.centre.work.read(cohorts.cohort, "NEW-1").code == "NEW-1"
