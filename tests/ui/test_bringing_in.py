# SPDX-License-Identifier: Apache-2.0
"""What was before, on the screen: read, looked at, put right, imported, taken back; in the register and on the card."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.dates import MONTH_FIRST
from app.records.queries import certificates as register
from app.records.queries import cohorts
from app.records.queries.brought import results
from app.services.sample import COHORT
from app.services.undo import undo
from app.ui.certificates import PAGE
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.learners import PAGE as LEARNERS
from app.ui.learners.learners_page import LearnersPage
from tests.services.before import before, certificate, result
from tests.ui.sample_sitting import ASSESSOR, Sitting, seated, words
from tests.ui.screen_checks import nameless, shared_mnemonics

UNIT = "MEF201-EN"


def shown(here: Sitting) -> CertificatesPage:
    page = here.show(PAGE.make)
    assert isinstance(page, CertificatesPage)
    page.go_to("register")
    here.settle()
    page.register.before.click()
    return page


def somebody(here: Sitting) -> bytes:
    group = here.centre.work.read(cohorts.cohort, COHORT)
    return here.centre.work.read(cohorts.members, group.id)[0].learner


def test_a_workbook_is_shown_imported_and_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page, learner = shown(here), somebody(here)
        page.bringing_in.show_file(
            before(tmp_path, [result(learner, UNIT)], [certificate(learner, "OLD 5", code="MEF2-EN")])
        )
        here.settle()
        assert [pill.text() for pill in page.bringing_in.pills if pill.isVisible()] == [
            "Results: 1 new, 0 changed, 0 as before", "Certificates: 1 new, 0 changed, 0 as before",
        ]  # fmt: skip
        assert page.bringing_in.go.text() == "&Import 2 rows"
        page.bringing_in.go.click()
        here.settle()
        assert here.said[-1] == "before.xlsx is imported."
        assert page.place() == "register OLD 5"
        assert [pill.text() for pill in page.register.counted if pill.isVisible()] == ["1 brought in"]
        assert "It is not signed here." in page.register.view.sentence
        assert not page.register.print_button.isVisible()
        (row,) = here.centre.work.read(register.register)
        undo(here.centre.work, row.act)
        here.settle()
        assert "No certificate was issued yet" in words(page)


def test_refused_cells_are_listed_and_nothing_can_be_imported(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        page.bringing_in.show_file(before(tmp_path, [result(("Nobody SAMPLE", "2001-01-01"))]))
        here.settle()
        rows = page.bringing_in.problems.rows
        assert [str(rows.index(0, n).data()) for n in range(1, 3)] == ["Results", "B2"]
        assert not page.bringing_in.go.isEnabled()
        page.bringing_in.save_remarks(tmp_path / "remarks.xlsx")
        here.settle()
        assert (tmp_path / "remarks.xlsx").exists()
        assert (nameless(page), shared_mnemonics(page)) == ([], [])


def test_dates_that_may_be_meant_either_way_are_asked_about(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page, learner = shown(here), somebody(here)
        assert not page.bringing_in.dates.isVisible()
        page.bringing_in.show_file(before(tmp_path, [result(learner, UNIT, on="03/04/2019")]))
        here.settle()
        assert page.bringing_in.dates.isVisible()
        ask = page.bringing_in.question
        assert ask.isVisible()
        assert [each.text() for each in ask.orders.values()] == [
            "Day first: 03/04/2019 is 3 Apr 2019", "Month first: 03/04/2019 is 4 Mar 2019",
        ]  # fmt: skip
        ask.orders[MONTH_FIRST].click()
        here.settle()
        page.bringing_in.go.click()
        here.settle()
        assert here.centre.work.read(results, learner)[0].achieved_on == "2019-03-04"


def test_learners_who_may_be_known_are_left_to_the_person(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page, learner = shown(here), somebody(here)
        group = here.centre.work.read(cohorts.cohort, COHORT)
        name = here.centre.work.read(cohorts.members, group.id)[0].name
        path = before(tmp_path, [result(learner, UNIT)], learners=[(name, "", "NEW-1")])
        page.bringing_in.show_file(path)
        here.settle()
        assert page.bringing_in.own.isVisible()
        page.bringing_in.own.click()
        here.settle()
        assert page.bringing_in.go.text() == "&Import 2 rows"


def test_the_card_of_a_learner_says_where_results_are_from(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page, learner = shown(here), somebody(here)
        page.bringing_in.show_file(
            before(tmp_path, [result(learner, UNIT)], [certificate(learner, "OLD 5", title="Old")])
        )
        here.settle()
        page.bringing_in.go.click()
        here.settle()
        people = here.show(LEARNERS.make)
        assert isinstance(people, LearnersPage)
        people.go_to(learner.hex())
        here.settle()
        said = words(people)
        assert "From before Guildmark" in said
        assert "brought in from before Guildmark: Book 3" in said
        assert "OLD 5" in said


def test_the_template_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        page.bringing_in.write_template(tmp_path / "before.xlsx")
        here.settle()
        page.bringing_in.show_file(tmp_path / "before.xlsx")
        here.settle()
        assert "hold no rows yet" in page.bringing_in.told.text()
        page.bringing_in.header.findChildren(type(page.bringing_in.go))[0].click()
        assert page.place().startswith("register")


def test_only_who_may_import_is_offered_it(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = here.show(PAGE.make)
        assert isinstance(page, CertificatesPage)
        page.go_to("register")
        here.settle()
        assert not page.register.before.isVisible()
