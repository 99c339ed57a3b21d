# SPDX-License-Identifier: Apache-2.0
"""Papers are asked for where a person looks for them: in the cohort, at the learner, in the register, at the forms."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.domain.documents import CARDS
from app.domain.issuing import MARKED
from app.records.queries import certificates, cohorts, learners
from app.services.certificates import IssueWish, issue
from app.services.paper_wish import PaperWish
from app.services.policies import set_policy
from app.services.sample import COHORT
from app.services.stationery import MoveWish, StationeryWish, move_sheets, receive_stationery
from app.translation import language
from app.ui.certificates import PAGE as CERTIFICATES
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.cohorts import PAGE as COHORTS
from app.ui.cohorts.cohorts_page import CohortsPage
from app.ui.learners import PAGE as LEARNERS
from app.ui.learners.learners_page import LearnersPage
from app.ui.official_papers import PaperQuestion, ask_for_paper
from tests.ui.sample_sitting import ASSESSOR, Sitting, all_competent, seated, words
from tests.ui.screen_checks import nameless, shared_mnemonics
from tests.ui.test_printing_documents import Tray

TYPES = ("enrolment-order", "grade-sheet", "commission-minutes", *CARDS, "destruction-act", "supplement")


def written(here: Sitting, asked: PaperQuestion | None, path: Path) -> str:
    """What the paper says that is asked for here."""
    assert asked is not None
    assert asked.errors() == {}
    asked.write(path)
    here.settle()
    return text_of(path)


@pytest.mark.parametrize("document", TYPES)
def test_every_question_can_be_answered_with_the_keyboard_and_read_aloud(
    qtbot: QtBot, tmp_path: Path, document: str
) -> None:
    with seated(tmp_path / "centre") as here:
        page = QWidget()
        here.pages.append(page)
        page.show()
        asked = ask_for_paper(here.context, page, PaperWish(document), ("U1", "U2"))
        assert nameless(asked) == []
        assert shared_mnemonics(asked) == []


def test_the_minutes_of_a_cohort_are_written_with_members_and_number(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path / "centre") as here:
        page = here.show(COHORTS.make)
        assert isinstance(page, CohortsPage)
        page.show_cohort(COHORT)
        here.settle()
        assert shared_mnemonics(page.card) == []
        page.card.papers.ask("commission-minutes")
        asked = page.card.papers.asked
        assert asked is not None
        assert asked.errors().keys() == {"number", "members"}
        asked.day.setText("31.02.2026")
        assert asked.errors().keys() == {"number", "members", "day"}
        asked.number.setText("12-K")
        asked.day.setText("02.03.2026")
        asked.members.setPlainText("Anna SAMPLE; Chair\n\nDara SAMPLE")
        text = written(here, asked, tmp_path / "minutes.pdf")
        assert all(states(text, one) for one in ("12-K", "2 March 2026", "Anna SAMPLE", "Chair", "Dara SAMPLE"))


def test_whoever_assesses_makes_grade_sheets_and_no_cards(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path / "centre", ASSESSOR) as here:
        page = here.show(COHORTS.make)
        assert isinstance(page, CohortsPage)
        page.show_cohort(COHORT)
        here.settle()
        menu = page.card.papers.button.menu()
        assert menu is not None
        assert [one.text() for one in menu.actions()] == [
            "&Order of enrolment...", "&Grade sheet...", "&Minutes of the commission...",
        ]  # fmt: skip
        page.card.papers.ask("grade-sheet")
        group = here.centre.work.read(cohorts.cohort, COHORT)
        asked = page.card.papers.asked
        assert asked is not None
        asked.unit.setCurrentIndex(asked.unit.findData(group.units[0]))
        assert states(written(here, asked, tmp_path / "grades.pdf"), group.units[0])


def test_a_learner_gets_a_card(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path / "centre") as here:
        learner = here.centre.work.read(cohorts.members, here.centre.work.read(cohorts.cohort, COHORT).id)[0].learner
        page = here.show(LEARNERS.make)
        assert isinstance(page, LearnersPage)
        page.go_to(learner.hex())
        here.settle()
        page.card.aside.card_button.click()
        text = written(here, page.card.aside.asked, tmp_path / "card.pdf")
        assert states(text, here.centre.work.read(learners.details, learner).full_name)
        assert page_count((tmp_path / "card.pdf").read_bytes()) == 2


def test_the_register_makes_supplements_and_prints_duplicates(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path / "centre", 1)
    with seated(tmp_path / "centre") as here:
        number = issue(here.centre, IssueWish(COHORT)).issued[0].number
        set_policy(here.centre.work, "duplicates", MARKED)
        page, tray = here.show(CERTIFICATES.make), Tray()
        assert isinstance(page, CertificatesPage)
        page.go_to(f"register {number}")
        here.settle()
        page.register.files.ask_supplement()
        asked = page.register.files.asked
        assert asked is not None
        asked.texts["occupations"].setText("Mason on small sites")
        assert states(written(here, asked, tmp_path / "supplement.pdf"), "Mason on small sites")
        page.printing.way = tray
        page.register.ways.print_duplicate.trigger()
        question = page.register.ways.asked
        assert question is not None
        question.words.setText("for the employer")
        question.go.click()
        here.settle()
        assert "marked as a duplicate" in words(page.printing.setup)
        page.printing.begin_printing()
        here.settle()
        assert page.printing.job is not None
        assert page.printing.job.duplicates == {number: 1}
        assert here.centre.work.read(certificates.duplicates, number) == 1


def test_the_run_says_what_the_printer_says_until_it_is_answered(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path / "centre", 1)
    with seated(tmp_path / "centre") as here:
        number = issue(here.centre, IssueWish(COHORT)).issued[0].number
        page, tray = here.show(CERTIFICATES.make), Tray()
        assert isinstance(page, CertificatesPage)
        tray.word = ("held", "Out of paper")
        page.printing.way = tray
        page.print_documents([number])
        here.settle()
        page.printing.begin_printing()
        here.settle()
        assert page.printing.running.printer.text() == "Office has stopped. Out of paper"
        tray.word = ("printed", "")
        page.printing.watch.ask()
        here.settle()
        assert page.printing.running.printer.text() == "Office has taken all of them."
        page.printing.running.go_on.click()
        here.settle()
        assert page.printing.running.printer.isHidden()


def test_the_record_of_destroyed_forms_and_the_report_of_any_month_are_at_the_forms(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with seated(tmp_path / "centre") as here:
        work = here.centre.work
        receive_stationery(work, StationeryWish("SAMPLE forms", "0001", "0009"))
        move_sheets(work, MoveWish("SAMPLE forms", "3", "spoiled", "torn", "Minh SAMPLE"))
        page = here.show(CERTIFICATES.make)
        assert isinstance(page, CertificatesPage)
        page.go_to("forms")
        here.settle()
        assert shared_mnemonics(page.forms) == []
        page.forms.record_button.click()
        asked = page.forms.asked
        assert asked is not None
        asked.number.setText("3")
        text = written(here, asked, tmp_path / "record.pdf")
        assert all(states(text, one) for one in ("0003", "torn", "Minh SAMPLE"))
        today = work.today()
        page.forms.offer_months(replace_year(today.isoformat()[:7], today.year - 1))
        assert page.forms.month.count() == 13
        assert page.forms.month.itemText(0) == f"{QLocale(language()).standaloneMonthName(today.month)} {today.year}"
        assert page.forms.month.itemData(12) == replace_year(today.isoformat()[:7], today.year - 1)


def replace_year(month: str, year: int) -> str:
    return f"{year}{month[4:]}"
