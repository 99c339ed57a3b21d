# SPDX-License-Identifier: Apache-2.0
"""Where an import goes: the button counts those for whom something would change, and says where nobody is enrolled."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.learners import LearnerDetails
from app.records.queries import cohorts
from app.services.cohorts import CohortWish, add_members, open_cohort, remove_members
from app.services.learners import add_learner
from app.services.sample import COHORT
from app.spreadsheets.sample import write_sample_cohort
from app.ui.importing import PAGE
from app.ui.importing.import_page import ImportPage
from tests.ui.sample_sitting import Sitting, seated, words
from tests.ui.screen_checks import RESOURCES


def shown(here: Sitting, path: Path, cohort: str = COHORT) -> ImportPage:
    page = here.show(PAGE.make)
    assert isinstance(page, ImportPage)
    page.go_to(f"into {cohort}")
    here.settle()
    page.take_file(path)
    here.settle()
    assert page.steps.currentWidget() is page.plan
    return page


def whole_cohort(folder: Path) -> Path:
    """The workbook of the sample cohort."""
    write_sample_cohort(folder / "list.xlsx", RESOURCES)
    return folder / "list.xlsx"


def one_learner(folder: Path) -> Path:
    path = folder / "one.csv"
    path.write_text("Full name,Birth date\nFresh One SAMPLE,2001-02-03\n", encoding="utf-8")
    return path


def test_the_button_counts_only_those_for_whom_something_would_change(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        work = here.centre.work
        group = work.read(cohorts.cohort, COHORT)
        everybody = [one.learner for one in work.read(cohorts.members, group.id)]
        remove_members(work, COHORT, everybody[:2])
        open_cohort(work, CohortWish("NEXT", units=["MEF201-EN"]))
        add_members(work, "NEXT", everybody[:5])
        page = shown(here, whole_cohort(tmp_path))
        assert page.plan.go.text() == f"&Put 2 learners into {COHORT}"
        add_members(work, "NEXT", everybody)
        page.go_to("into NEXT")
        here.settle()
        assert page.plan.go.text() == "Nothing to import"


def test_a_cohort_that_was_opened_meanwhile_can_be_gone_to(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, whole_cohort(tmp_path))
        open_cohort(here.centre.work, CohortWish("FRESH"))
        page.go_to("into FRESH")
        here.settle()
        assert page.plan.go.text() == "&Put 12 learners into FRESH"
        page.plan.destination.choose("")
        assert page.plan.go.text() == "Nothing to import"


def test_members_who_are_not_enrolled_yet_are_counted_while_enrolment_is_ticked(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        work = here.centre.work
        fresh = add_learner(work, LearnerDetails("Fresh One SAMPLE", birth_date="2001-02-03"))
        add_members(work, COHORT, [fresh])
        page = shown(here, one_learner(tmp_path))
        assert page.plan.go.text() == f"&Enrol 1 learner in {COHORT}"
        page.plan.destination.enrol.click()
        assert page.plan.go.text() == "Nothing to import"


def test_a_cohort_without_units_says_that_nobody_is_enrolled(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        open_cohort(here.centre.work, CohortWish("EMPTY"))
        page = shown(here, one_learner(tmp_path))
        into = page.plan.destination
        assert (into.enrol.isVisible(), into.without_units.isVisible()) == (True, False)
        page.go_to("into EMPTY")
        here.settle()
        assert (into.enrol.isVisible(), into.without_units.isVisible()) == (False, True)
        assert not into.into.enrol
        page.plan.go.click()
        here.settle()
        assert "They are in cohort EMPTY." in words(page.done)


def test_an_import_that_ends_while_another_page_is_shown_is_told_at_the_foot(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, one_learner(tmp_path))
        page.plan.go.click()
        page.hide()
        here.settle()
        assert here.said[-1] == f"1 learner is new. They are in cohort {COHORT}."
        assert here.undo[-1] is not None
