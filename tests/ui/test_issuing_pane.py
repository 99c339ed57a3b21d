# SPDX-License-Identifier: Apache-2.0
"""The list before documents are issued: ready, or what to attend to and the way there."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.register import CERTIFICATE, MICROCREDENTIAL, STATEMENT
from app.records.queries import certificates as register
from app.records.queries import cohorts
from app.services.certificates import IssueWish, issue
from app.services.learners import set_learner
from app.services.policies import set_policy
from app.services.sample import COHORT
from app.ui.certificates import PAGE
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.certificates.issuing_pane import IssuingPane
from tests.ui.sample_sitting import Sitting, all_competent, seated, words
from tests.ui.screen_checks import nameless, press, shared_mnemonics

READY = 2


def opened(here: Sitting) -> IssuingPane:
    page = here.show(PAGE.make)
    assert isinstance(page, CertificatesPage)
    page.go_to(f"issue {COHORT}")
    here.settle()
    return page.issuing


def _ns_after(now: Callable[[], int], days: int) -> int:
    return now() + days * 86_400 * 10**9


def learners(here: Sitting) -> list[cohorts.Member]:
    return here.centre.work.read(cohorts.members, here.centre.work.read(cohorts.cohort, COHORT).id)


def row_of(pane: IssuingPane, name: str) -> int:
    rows = pane.table.rows
    return next(n for n in range(rows.rowCount()) if rows.index(n, 1).data() == name)


def take(here: Sitting, pane: IssuingPane, document: str) -> None:
    pane.choices.document.setCurrentIndex(pane.choices.document.findData(document))
    pane.choices.document.activated.emit(pane.choices.document.currentIndex())
    here.settle()


def test_enter_and_the_button_lead_to_what_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        pane, last = opened(here), learners(here)[-1]
        pane.table.selectRow(row_of(pane, last.name))
        here.settle()
        press(pane.table, Qt.Key.Key_Return)
        (way,) = [each for each in pane.needs.findChildren(QPushButton) if each.isVisibleTo(pane)]
        assert way.text() == "See the assessment"
        way.click()
        assert here.wanted == [("cohorts", COHORT)] * 2, "an administrator does not assess"


def test_a_name_that_cannot_be_printed_leads_to_its_field(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        first = learners(here)[0]
        set_learner(here.centre.work, first.learner, {"full_name": "Ali 🙂"})
        pane = opened(here)
        pane.table.selectRow(row_of(pane, "Ali 🙂"))
        here.settle()
        assert "🙂" in words(pane.needs)
        press(pane.table, Qt.Key.Key_Return)
        assert here.wanted == [("learners", f"{first.learner.hex()} full_name")]


def test_only_what_needs_attention_is_shown_and_still_all_that_is_ready_is_issued(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        pane = opened(here)
        pane.only.click()
        assert pane.table.rows.rowCount() == len(learners(here)) - READY
        assert len(pane.chosen()) == READY
        pane.only.click()
        assert pane.table.rows.rowCount() == len(learners(here))


def test_what_is_overdue_is_counted_and_told_with_its_day(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_competent(tmp_path, READY)
    with monkeypatch.context() as later:
        later.setattr(time, "time_ns", partial(_ns_after, time.time_ns, 40))
        with seated(tmp_path) as here:
            pane = opened(here)
            assert (pane.counts.ready.text(), pane.counts.late.text()) == (f"{READY} ready", f"{READY} overdue")
            pane.table.selectRow(row_of(pane, learners(here)[0].name))
            here.settle()
            assert "10 days ago" in words(pane.needs)


def test_a_statement_and_a_microcredential_are_issued_for_their_units(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        pane = opened(here)
        take(here, pane, STATEMENT)
        assert pane.counts.ready.text() == f"{READY} ready"
        take(here, pane, MICROCREDENTIAL)
        assert pane.choices.unit.isVisibleTo(pane)
        assert not pane.choices.qualification.isVisibleTo(pane)
        assert pane.counts.ready.text() == f"{READY} ready"
        assert pane.view.picture is not None
        pane.issue_to(tmp_path / "out")
        here.settle()
        assert [row.document for row in here.centre.work.read(register.register)] == [MICROCREDENTIAL] * READY
        take(here, pane, CERTIFICATE)
        assert pane.choices.button.text() == f"&Issue {READY} documents..."


def test_where_an_awarding_body_answers_the_claim_is_written_here(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        pane = opened(here)
        assert not pane.claims.isVisibleTo(pane)
        set_policy(here.centre.work, "model", "claim")
        here.settle()
        assert pane.claims.isVisibleTo(pane)
        assert pane.counts.attention.text() == f"{len(learners(here))} need attention"
        pane.claims.write_claim(tmp_path / "claim.json")
        here.settle()
        assert (tmp_path / "claim.json").exists()
        assert pane.claims.told.text().startswith(f"{READY} learners are in the claim.")
        (tmp_path / "answer.json").write_bytes(b"{}")
        pane.claims.read_answer(tmp_path / "answer.json")
        here.settle()
        assert here.said == ["This file is not an answer to a claim. Nothing was read."]
        assert (nameless(pane), shared_mnemonics(pane)) == ([], [])


def test_what_was_issued_leads_to_the_register(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        made = issue(here.centre, IssueWish(COHORT))
        pane = opened(here)
        pane.table.selectRow(row_of(pane, made.issued[0].name))
        here.settle()
        press(pane.table, Qt.Key.Key_Return)
        assert here.wanted == [("certificates", f"register {made.issued[0].number}")]
