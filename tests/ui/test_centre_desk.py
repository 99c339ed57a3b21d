# SPDX-License-Identifier: Apache-2.0
"""The assessment screen over real records: marks, notes, undo, signature, and what others write meanwhile."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.domain.assessing import CLEARED, COMPETENT, MET, NOT_YET
from app.domain.refusals import Refused
from app.records.queries import assessing as records
from app.records.queries import cohorts
from app.services import assessing
from app.services.assessing import Desk, MarkWish
from app.services.legacy_import import LegacyWish, import_legacy
from app.services.sample import COHORT
from app.ui.assess import PAGE
from app.ui.assess.assess_page import AssessPage
from app.ui.assess.centre_desk import PAUSE_MS, CentreDesk
from app.ui.assess.choose_page import AssessHome
from app.ui.assess.desk import EMPTY, Cell, Changed, Outcome
from app.ui.assess.finish import LearnerRow
from tests.services.before import before, result
from tests.ui.sample_sitting import ADMINISTRATOR, ASSESSOR, PASSPHRASES, Sitting, all_competent, seated, words
from tests.ui.screen_checks import RESOURCES, nameless, press, shared_mnemonics


class Heard:
    """What a desk answered."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def __call__(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    @property
    def changed(self) -> Changed:
        """The last answer, which was no refusal."""
        last = self.outcomes[-1]
        assert isinstance(last, Changed), str(last)
        return last

    @property
    def refusal(self) -> str:
        """The sentence of the last answer, which was a refusal."""
        last = self.outcomes[-1]
        assert isinstance(last, Refused)
        return str(last)


def unit_of(here: Sitting, at: int = 0) -> str:
    return here.centre.work.read(cohorts.cohort, COHORT).units[at]


def desk_of(here: Sitting) -> CentreDesk:
    sheet = here.centre.work.read(records.sheet, COHORT, unit_of(here))
    return CentreDesk(here.context, sheet, here.context)


def mark(here: Sitting, learner: bytes, criterion: str, mark: str) -> None:
    """Somebody marks without this desk: from another window, another laptop, the command line."""
    sheet = here.centre.work.read(records.sheet, COHORT, unit_of(here))
    at = Desk(sheet.unit_id, sheet.unit, COHORT)
    assessing.record_mark(here.centre.work, at, MarkWish(learner, criterion, mark))


def wait(here: Sitting) -> None:
    """As long as the desk waits before it reads what others wrote."""
    here.settle()
    QTest.qWait(PAUSE_MS + 50)
    here.settle()


def home(here: Sitting) -> AssessHome:
    page = here.show(PAGE.make)
    assert isinstance(page, AssessHome)
    return page


def session(page: AssessHome) -> AssessPage:
    assert page.session is not None
    return page.session


def stored(here: Sitting, learner: bytes, criterion: str) -> records.CellRow:
    cells = here.centre.work.read(records.sheet, COHORT, unit_of(here)).cells
    return cells.get((learner, criterion), records.CellRow())


def test_a_mark_is_answered_after_its_commit_with_just_that_cell(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        desk, heard = desk_of(here), Heard()
        learner = desk.sheet().seats[0].learner
        desk.record_mark(learner, "1.1", MET, heard)
        assert heard.outcomes == []
        here.settle()
        assert stored(here, learner, "1.1").mark == MET
        assert list(heard.changed.cells) == [(learner, "1.1")]
        cell = heard.changed.cells[learner, "1.1"]
        assert (cell.mark, cell.by, cell.batch) == (MET, ASSESSOR, False)
        assert cell.at is not None
        assert desk.sheet().cells[learner, "1.1"] == cell


def test_quick_marks_are_all_kept_in_their_order(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        desk, heard = desk_of(here), Heard()
        seats = desk.sheet().seats
        for seat in seats:
            for wish in (MET, NOT_YET):
                desk.record_mark(seat.learner, "1.1", wish, heard)
        wait(here)
        assert len(heard.outcomes) == 2 * len(seats)
        assert {desk.sheet().cells[seat.learner, "1.1"].mark for seat in seats} == {NOT_YET}


def test_undo_takes_back_the_last_wish_and_then_the_one_before(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        desk, heard = desk_of(here), Heard()
        first, second = (seat.learner for seat in desk.sheet().seats[:2])
        desk.record_mark(first, "1.1", NOT_YET, heard)
        desk.write_note(first, "1.1", "no goggles", heard)
        desk.record_remaining("1.1", None, heard)
        desk.undo(heard)
        here.settle()
        assert desk.sheet().cells.get((second, "1.1"), EMPTY).mark == CLEARED
        assert desk.sheet().cells[first, "1.1"].note == "no goggles"
        desk.undo(heard)
        desk.undo(heard)
        here.settle()
        assert desk.sheet().cells.get((first, "1.1"), EMPTY) == EMPTY
        desk.undo(heard)
        here.settle()
        assert heard.refusal == "There is nothing to undo."


def test_all_remaining_leaves_absent_learners_and_critical_criteria(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        desk, heard = desk_of(here), Heard()
        away, there = (seat.learner for seat in desk.sheet().seats[:2])
        desk.set_absent(away, True, heard)
        desk.record_remaining("1.1", None, heard)
        desk.record_remaining(None, there, heard)
        here.settle()
        assert desk.sheet().seats[0].absent
        assert (away, "1.1") not in desk.sheet().cells
        met = {code for learner, code in desk.sheet().cells if learner == there}
        assert met == {known.code for known in desk.sheet().unit.criteria() if not known.critical}
        assert desk.sheet().cells[there, "1.1"].batch


def test_a_rule_is_answered_in_words_and_nothing_changes(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        desk, heard = desk_of(here), Heard()
        desk.judge(desk.sheet().seats[0].learner, COMPETENT, heard)
        here.settle()
        assert desk.sheet().seats[0].full_name in heard.refusal
        assert desk.sheet().seats[0].outcome == ""


def test_signing_wants_the_persons_own_secret_and_locks_the_learner(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        desk, heard = desk_of(here), Heard()
        learner = desk.sheet().seats[0].learner
        for known in desk.sheet().unit.criteria():
            desk.record_mark(learner, known.code, MET, heard)
        desk.judge(learner, COMPETENT, heard)
        desk.sign((learner,), "not the passphrase", heard)
        here.settle()
        assert heard.refusal
        assert not desk.sheet().seats[0].signed
        desk.sign((learner, desk.sheet().seats[1].learner), PASSPHRASES[ASSESSOR], heard)
        wait(here)
        assert desk.sheet().seats[1].full_name in heard.refusal
        assert desk.sheet().seats[0].signed
        desk.record_mark(learner, "1.1", NOT_YET, heard)
        here.settle()
        assert heard.refusal
        assert stored(here, learner, "1.1").mark == MET


def test_what_others_write_meanwhile_arrives_on_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = home(here)
        page.go_to(f"{COHORT} {unit_of(here)}")
        here.settle()
        learner = session(page).model.seats[2].learner
        mark(here, learner, "1.2", NOT_YET)
        wait(here)
        assert session(page).model.cell((learner, "1.2")).mark == NOT_YET


def test_keys_mark_real_records_and_the_page_comes_back_to_its_cell(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = home(here)
        page.go_to(f"{COHORT} {unit_of(here)}")
        here.settle()
        learner = session(page).model.seats[0].learner
        press(session(page).grid, Qt.Key.Key_Y)
        here.settle()
        assert stored(here, learner, "1.1").mark == MET
        assert page.busy_assessing()
        place = page.place()
        page.leave()
        here.settle()
        assert (page.place(), page.busy_assessing()) == ("", False)
        again = home(here)
        again.go_to(place)
        here.settle()
        assert again.place() == place
        assert session(again).model.cell((learner, "1.1")).mark == MET
        assert (session(again).presenter.row, session(again).presenter.column) == (0, 1)


def test_leaving_a_session_keeps_the_note_that_was_being_written(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = home(here)
        page.go_to(f"{COHORT} {unit_of(here)}")
        here.settle()
        learner = session(page).model.seats[0].learner
        press(session(page).grid, Qt.Key.Key_M)
        QTest.keyClicks(session(page).bar.note, "good bead")
        session(page).header.leave.click()
        here.settle()
        assert stored(here, learner, "1.1").note == "good bead"


def test_cohort_and_unit_are_chosen_with_the_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path, ASSESSOR) as here:
        page = home(here)
        told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
        testers = [QAbstractItemModelTester(table.rows, told) for table in (page.cohorts, page.units)]
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
        assert page.cohorts.rows.index(0, 0).data() == COHORT
        units = [page.units.rows.index(n, 0).data() for n in range(testers[1].model().rowCount())]
        assert units == sorted(here.centre.work.read(cohorts.cohort, COHORT).units)
        page.units.selectRow(1)
        press(page.units, Qt.Key.Key_Return)
        here.settle()
        assert session(page).model.sheet.unit.code == units[1]
        assert session(page).model.cells
        assert nameless(session(page)) == []


def test_a_practical_that_is_gone_leads_to_the_choice(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = home(here)
        page.go_to("GONE-1 MEF201")
        here.settle()
        assert page.session is None
        assert "GONE-1" in here.said[-1]


def test_assessing_is_for_assessors(qtbot: QtBot, tmp_path: Path) -> None:
    assert PAGE.roles == {"assessor"}
    with seated(tmp_path, ADMINISTRATOR) as here:
        desk, heard = desk_of(here), Heard()
        desk.record_mark(desk.sheet().seats[0].learner, "1.1", MET, heard)
        here.settle()
        assert "assessor" in heard.refusal
        assert desk.sheet().cells.get((desk.sheet().seats[0].learner, "1.1"), EMPTY) == Cell()


def test_a_result_from_before_is_told_on_the_sheet_and_at_the_end(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        unit = unit_of(here)
        page = home(here)
        page.go_to(f"{COHORT} {unit}")
        here.settle()
        opened = page.findChild(AssessPage)
        assert opened is not None
        first, second = (seat.learner for seat in opened.model.seats[:2])
        path = before(tmp_path, [result(first, unit), result(second, unit, "Not yet competent")])
        import_legacy(here.centre.work, LegacyWish(path, RESOURCES / "translations"))
        wait(here)
        said = "Competent, 3 Jun 2019; brought in from before Guildmark: Book 3"
        assert [seat.before for seat in opened.model.seats[:2]] == [said, ""]
        across = Qt.Orientation.Horizontal
        assert said in str(opened.model.headerData(0, across, Qt.ItemDataRole.AccessibleTextRole))
        assert said in str(opened.model.headerData(0, across, Qt.ItemDataRole.ToolTipRole))
        row = LearnerRow(opened.model, opened.model.seats[0])
        qtbot.addWidget(row)
        row.show()
        assert "Achieved before" in words(row)
        assert said in words(row)
