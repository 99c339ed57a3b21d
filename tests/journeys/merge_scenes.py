# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner, and what leaves a cohort as a workbook: every state, one after the other."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton

from app.domain.learners import LearnerDetails
from app.records.queries import learners as register
from app.services.learners import add_learner
from app.ui.cohorts.cohort_card import CohortCard
from app.ui.context import Context
from app.ui.learners.learners_page import LearnersPage
from app.ui.take_back import TakeBack

_ADDRESS = "SAMPLE: a house behind the old market, the second street from the river, ask for the blue gate"


def merging(page: LearnersPage, context: Context, learner: bytes, settle: Callable[[], None]) -> Iterator[str]:
    """From the suggestion to the merge, and back; in the end the records are as they were."""
    work = context.centre.work
    known = work.read(register.details, learner)
    latin, born = known.latin_name or known.full_name, known.birth_date
    other = add_learner(work, LearnerDetails(latin, birth_date=born, phone="+000 12 345", address=_ADDRESS))
    page.show_list()
    settle()
    page.more.popup(page.more_button.mapToGlobal(page.more_button.rect().bottomLeft()))
    yield "learners-more"
    _close()
    page.pairs.show_twice()
    yield "learners-twice"
    page.pairs.show_merge(learner, other)
    yield "learners-merge"
    page.pairs.merging.fields.values["phone"][1].click()
    page.pairs.merging.fields.keep[1].click()
    yield "learners-merge-other"
    page.pairs.merging.fields.keep[0].click()
    settle()
    page.show_learner(other)
    settle()
    page.card.aside.same_button.click()
    yield "learners-find-other"
    _close()
    page.pairs.show_merge(learner, learner)
    yield "learners-merge-hindered"
    page.pairs.show_merge(learner, other)
    settle()
    page.pairs.merging.merge()
    settle()
    bar = page.card.aside.verticalScrollBar()
    bar.setValue(bar.maximum())
    yield "learners-merged"
    page.card.aside.history.findChildren(QPushButton)[0].click()
    yield "learners-take-back"
    for asked in page.card.aside.findChildren(TakeBack):
        asked.take.click()
    settle()
    page.show_list()


def exporting(card: CohortCard) -> Iterator[str]:
    """What a cohort can be written as."""
    made = card.exports.button
    menu = made.menu()
    assert menu is not None
    menu.popup(made.mapToGlobal(made.rect().bottomLeft()))
    yield "cohorts-export"
    _close()


def _close() -> None:
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and isinstance(each, QDialog | QMenu):
            each.close()
