# SPDX-License-Identifier: Apache-2.0
"""The register in the window: states, what happened to a document, and what can become of it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.domain.register import DISMISSED, OTHER, UPHELD
from app.exchange.enrolment import Card
from app.journal.signing import public_key
from app.services.certificates import IssueWish, issue
from app.services.joining_registry import join_registry
from app.services.policies import set_policy
from app.services.reprinting import pages_of
from app.services.sample import COHORT
from app.services.ticks import ticks_of_units
from app.store.keys import public_half
from app.ui.certificates import PAGE
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.certificates.register_pane import RegisterPane
from app.ui.certificates.register_questions import Asked
from tests.ui.sample_sitting import ASSESSOR, Sitting, all_competent, seated
from tests.ui.screen_checks import nameless, press, shared_mnemonics


def opened(here: Sitting, number: str) -> RegisterPane:
    page = here.show(PAGE.make)
    assert isinstance(page, CertificatesPage)
    page.go_to(f"register {number}")
    here.settle()
    return page.register


def state(pane: RegisterPane, number: str) -> str:
    rows = pane.table.rows
    return next(str(rows.index(n, 4).data()) for n in range(rows.rowCount()) if rows.index(n, 1).data() == number)


def asked(pane: RegisterPane, action: QAction) -> Asked:
    action.trigger()
    assert pane.ways.asked is not None
    return pane.ways.asked


def possible(pane: RegisterPane) -> list[str]:
    ways = pane.ways
    every = (ways.replace, ways.renew, ways.duplicate, ways.revoke, ways.appeal, ways.decide)
    return [each.text().replace("&", "").rstrip(".") for each in every if each.isEnabled() and each.isVisible()]


def test_a_document_is_revoked_appealed_for_and_stands_again(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        pane = opened(here, made.number)
        assert made.name in pane.facts.text()
        assert possible(pane) == ["Replace", "Revoke"]
        question = asked(pane, pane.ways.revoke)
        assert question.windowTitle() == f"Revoke {made.number} of {made.name}?"
        question.choice.setCurrentIndex(question.choice.findData(OTHER))
        assert not question.go.isEnabled(), "another reason is told in words"
        question.words.setText("The photo shows somebody else")
        question.go.click()
        here.settle()
        assert state(pane, made.number) == "Revoked"
        assert "The photo shows somebody else" in pane.history.text()
        assert possible(pane) == ["Write down an appeal"]
        asked(pane, pane.ways.appeal).go.click()
        here.settle()
        assert (state(pane, made.number), possible(pane)) == ("Under appeal", ["Decide the appeal"])
        question = asked(pane, pane.ways.decide)
        question.choice.setCurrentIndex(question.choice.findData(UPHELD))
        question.go.click()
        here.settle()
        assert (state(pane, made.number), possible(pane)) == ("Issued", ["Replace", "Revoke"])
        assert len(pane.history.text().splitlines()) == 4


def test_escape_and_the_button_that_keeps_change_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        pane = opened(here, made.number)
        press(asked(pane, pane.ways.revoke), Qt.Key.Key_Escape)
        here.settle()
        assert (state(pane, made.number), here.said) == ("Issued", [])


def test_a_replacement_names_the_old_one_and_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        pane = opened(here, made.number)
        question = asked(pane, pane.ways.replace)
        question.choice.setCurrentIndex(question.choice.findData("damaged"))
        question.words.setText("the torn sheet")
        question.go.click()
        here.settle()
        assert pane.number != made.number
        assert f"in place of {made.number}" in pane.history.text()
        assert "damaged" in pane.history.text()
        pane.go_to(made.number)
        here.settle()
        assert (state(pane, made.number), possible(pane)) == ("Replaced", [])


def test_one_that_ends_soon_is_due_for_renewal(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        set_policy(here.centre.work, "validity-months", "2")
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        pane = opened(here, made.number)
        assert state(pane, made.number) == "Due for renewal"
        asked(pane, pane.ways.renew).go.click()
        here.settle()
        pane.go_to(made.number)
        here.settle()
        assert state(pane, made.number) == "Replaced"


def test_a_duplicate_is_marked_where_the_rules_say_so(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        set_policy(here.centre.work, "duplicates", "marked")
        pane = opened(here, made.number)
        assert "Write a duplicate" in possible(pane)
        pane.ways.write_duplicate(made.number, "for the employer", tmp_path / "again.pdf")
        here.settle()
        assert (tmp_path / "again.pdf").read_bytes() != pages_of(here.centre, made.number)
        assert "for the employer" in pane.history.text()
        assert (nameless(pane), shared_mnemonics(pane)) == ([], [])


def test_an_assessor_may_write_down_an_appeal_and_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        pane = opened(here, made.number)
        pane.ways._revoke(made.number, "error", "")
        here.settle()
        pane.ways._appeal(made.number, "", "")
        here.settle()
        pane.ways._decide(made.number, DISMISSED, "The facts stand")
        here.settle()
        assert "The facts stand" in pane.history.text()
    with seated(tmp_path, ASSESSOR) as here:
        assert possible(opened(here, made.number)) == ["Write down an appeal"]


def test_each_document_says_how_far_it_has_come(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        (made,) = issue(here.centre, IssueWish(COHORT)).issued
        assert here.centre.work.read(ticks_of_units, made.learner, here.centre.laptop.device) == {}, "nobody is there"
        join_registry(here.centre.work, Card("Ministry SAMPLE", "", public_key(bytes(32)), public_half(bytes(32))))
        rows = opened(here, made.number).table.rows
        (column,) = [n for n, one in enumerate(rows.columns) if one.key == "state"]
        said = str(rows.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole))
        assert said.endswith(", Waits on this laptop")
