# SPDX-License-Identifier: Apache-2.0
"""Printing from the window: by key and by mouse, on forms and one by one, pulled and resumed; forms; handing out."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.documents.preview import page_count
from app.domain.refusals import Refused
from app.domain.stationery import PRINTED, SPOILED
from app.records.queries import handing_out, print_jobs, stationery
from app.services.certificates import IssueWish, issue
from app.services.printers import load_printers
from app.services.sample import COHORT
from app.services.stationery import StationeryWish, receive_stationery
from app.translation import later
from app.ui.background.task import Task
from app.ui.certificates import PAGE
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.certificates.paper_way import Machine, PaintWay, Sending
from app.ui.certificates.printing import paper
from app.ui.context import Context
from app.ui.home import PAGE as HOME
from tests.ui.sample_sitting import Sitting, all_competent, seated, words
from tests.ui.screen_checks import clipped, nameless, press, shared_mnemonics

FORMS, SECOND = "SAMPLE forms", "Minh SAMPLE"
Look = Callable[[], None]


class Tray:
    """A way to paper on which nothing is printed; ``gone`` is a printer that vanished."""

    def __init__(self) -> None:
        self.sent: list[list[str]] = []
        self.tested: list[bytes] = []
        self.gone = False
        self.word = ("", "")

    def machines(self) -> list[Machine]:
        return [Machine("Office", ("Tray1", "Manual")), Machine("Back")]

    def send(self, owner: QWidget, context: Context, sending: Sending) -> Task:
        def carry_out(_: object) -> None:
            if self.gone:
                raise Refused("printer-gone", later("The printer is gone."))
            self.sent.append([sheet.form or sheet.number for sheet in sending.run])

        return context.look_up(carry_out, lambda _: sending.then(), sending.refused, owner=owner)

    def says(self, printer: str) -> tuple[str, str]:
        return self.word

    def send_page(self, owner: QWidget, context: Context, printer: str, pdf: bytes) -> None:
        self.tested.append(pdf)


def begun(here: Sitting, learners: int = 4, first: str = "004401") -> tuple[CertificatesPage, Tray, list[str]]:
    """The page on its way to print so many documents, with forms in stock."""
    work = here.centre.work
    receive_stationery(work, StationeryWish(FORMS, first, f"{int(first) + 19:0{len(first)}d}"))
    numbers = [row.number for row in issue(here.centre, IssueWish(COHORT)).issued]
    assert len(numbers) == learners
    page, tray = here.show(PAGE.make), Tray()
    assert isinstance(page, CertificatesPage)
    page.printing.way = tray
    page.print_documents(numbers)
    here.settle()
    return page, tray, numbers


def on_forms(here: Sitting) -> dict[str, str]:
    """Which state each form is in about which something was said."""
    work = here.centre.work
    (row,) = work.read(stationery.deliveries)
    return {row.stock.written(n): one.state for n, one in sorted(work.read(stationery.sheets, row.id).items())}


def choose_forms(page: CertificatesPage) -> None:
    page.printing.setup.forms.setCurrentIndex(1)


def test_by_key_a_run_is_printed_on_forms_answered_and_the_job_ends(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 4)
    with seated(tmp_path) as here:
        page, tray, _ = begun(here)
        setup = page.printing.setup
        assert setup.printer.hasFocus() or setup.printer.currentText() == "Office"
        press(setup.forms, Qt.Key.Key_Down)
        assert (setup.forms.currentText(), setup.part.currentText()) == (f"{FORMS} · 20 left", "The first page only")
        press(page.printing.go, Qt.Key.Key_Space)
        here.settle()
        assert tray.sent == [["004401", "004402", "004403", "004404"]]
        running = page.printing.running
        assert running.last.hasFocus() and running.last.currentText() == "All of them came out well"
        press(running.go_on, Qt.Key.Key_Space)
        here.settle()
        assert on_forms(here) == dict.fromkeys(tray.sent[0], PRINTED)
        assert here.said[-1] == "All sheets are printed."
        assert page.place() == "issue WELD-1"


def test_by_mouse_a_pulled_sheet_and_a_spoiled_one_are_told_and_the_job_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 4)
    with seated(tmp_path) as here:
        page, tray, _ = begun(here)
        choose_forms(page)
        click(page.printing.go)
        here.settle()
        running = page.printing.running
        running.last.setCurrentIndex(running.last.findData(3))
        running.spoiled.item(1).setCheckState(Qt.CheckState.Checked)
        assert running.why.isVisibleTo(page)
        click(running.go_on)
        here.settle()
        assert "Say why" in running.wrong.text()
        running.why.reason.setText("jam")
        running.why.second.setCurrentIndex(running.why.second.findData(SECOND))
        click(running.go_on)
        here.settle()
        assert tray.sent[1] == ["004404", "004405"]
        assert on_forms(here)["004402"] == SPOILED
        click(page.printing.header.back)
        here.settle()
        assert "A print job is not finished: 2 of 4 sheets are left for Office" in words(page)
        home = here.show(HOME.make)
        assert "1 print job is not finished" in words(home)


def test_an_unfinished_job_is_resumed_after_a_new_start(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 4)
    with seated(tmp_path) as here:
        page, tray, _ = begun(here)
        choose_forms(page)
        tray.gone = True
        page.printing.begin_printing()
        here.settle()
        assert page.printing.running.wrong.text() == "The printer is gone."
    with seated(tmp_path) as here:
        again, tray = here.show(PAGE.make), Tray()
        assert isinstance(again, CertificatesPage)
        again.printing.way = tray
        again.go_to("resume")
        here.settle()
        running = again.printing.running
        assert running.last.isVisibleTo(again)
        running.last.setCurrentIndex(running.last.findData(0))
        click(running.go_on)
        here.settle()
        assert len(tray.sent[0]) == 4
        again.printing.stop_job()
        here.settle()
        assert here.said[-1] == "The print job is stopped."
        assert set(on_forms(here).values()) == {"in-stock"}
        assert not again.unfinished.isVisibleTo(again)


def test_one_by_one_the_form_is_named_and_enter_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 2)
    with seated(tmp_path) as here:
        page, tray, numbers = begun(here, 2)
        choose_forms(page)
        page.printing.setup.manual.setChecked(True)
        page.printing.begin_printing()
        here.settle()
        running = page.printing.running
        name = here.centre.work.read(print_jobs.names_on, numbers)[numbers[0]]
        assert running.title.text() == f"Put in form No. 004401 for {name}"
        for _ in range(3):
            QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
            here.settle()
        assert (tray.sent, on_forms(here)["004401"]) == ([["004401"], ["004402"]], PRINTED)
        click(running.bad)
        running.why.reason.setText("upside down")
        running.why.second.setCurrentIndex(running.why.second.findData(SECOND))
        click(running.bad)
        here.settle()
        assert on_forms(here)["004402"] == SPOILED
        assert "004403" in running.title.text()


def test_a_printer_is_measured_and_what_was_measured_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        page, tray, _ = begun(here, 1)
        click(page.printing.setup.calibrate)
        calibrating = page.printing.calibrating
        click(next(each for each in calibrating.findChildren(QPushButton) if "test page" in each.text()))
        here.settle()
        assert page_count(tray.tested[0]) == 1
        calibrating.numbers[0].setValue(22.5)
        click(calibrating.keep_button)
        here.settle()
        found = load_printers(here.centre.machine.state).deviations["Office", "", "upright"]
        assert (found.dx, found.dy) == (2.5, 0)
        calibrating.numbers[3].setValue(10)
        calibrating.keep()
        here.settle()
        assert "Measure again" in calibrating.wrong.text()


def test_windows_paints_the_pages_and_every_one_is_counted(qtbot: QtBot, tmp_path: Path) -> None:
    class ToFile(PaintWay):
        def _printer(self, name: str) -> QPrinter:
            printer = paper(QPrinter())
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(tmp_path / "paper.pdf"))
            return printer

    all_competent(tmp_path, 2)
    with seated(tmp_path) as here:
        page, _, _ = begun(here, 2)
        page.printing.way = ToFile()
        page.printing.begin_printing()
        here.settle()
        qtbot.waitUntil(lambda: page.printing.running.last.isVisibleTo(page), timeout=20_000)
        assert page_count((tmp_path / "paper.pdf").read_bytes()) == 4


def test_forms_are_received_moved_and_reported(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = here.show(PAGE.make)
        assert isinstance(page, CertificatesPage)
        page.go_to("forms")
        here.settle()
        pane = page.forms
        click(pane.receive_button)
        for editor, text in (
            (pane.receiving.name, FORMS),
            (pane.receiving.first, "A-01"),
            (pane.receiving.last, "A-09"),
        ):
            QTest.keyClicks(editor, text)
        press(pane.receiving.last, Qt.Key.Key_Return)
        here.settle()
        pane.forms.setText("3-4")
        pane.why.reason.setText("wet")
        click(pane.say_button)
        here.settle()
        assert "second person" in pane.wrong.text()
        pane.why.second.setCurrentIndex(pane.why.second.findData(SECOND))
        click(pane.say_button)
        here.settle()
        assert on_forms(here) == {"A-03": SPOILED, "A-04": SPOILED}
        assert pane.sheets.rows.rowCount() == 2
        pane.write_report(here.centre.work.today().isoformat()[:7], tmp_path / "stock.xlsx")
        here.settle()
        sheet = load_workbook(tmp_path / "stock.xlsx").active
        assert sheet is not None and sheet["A2"].value == FORMS


def test_a_document_is_handed_out_to_a_proxy_and_leaves_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 2)
    with seated(tmp_path) as here:
        issue(here.centre, IssueWish(COHORT))
        page = here.show(PAGE.make)
        assert isinstance(page, CertificatesPage)
        page.go_to("hand-out")
        here.settle()
        pane = page.handing_out
        assert pane.table.rows.rowCount() == 2
        pane.digits.setText("0042")
        QTest.keyClicks(pane.proxy, "Uncle SAMPLE")
        press(pane.proxy, Qt.Key.Key_Return)
        here.settle()
        assert pane.table.rows.rowCount() == 1
        taken = [row for row in here.centre.work.read(handing_out.hand_outs) if row.collected]
        assert [(row.taken_by, row.digits) for row in taken] == [("Uncle SAMPLE", "0042")]
        pane.every.setChecked(True)
        assert pane.table.rows.rowCount() == 2
        pane.write_list(tmp_path / "list.pdf")
        here.settle()
        assert page_count((tmp_path / "list.pdf").read_bytes()) == 1


def test_everything_has_a_name_and_nothing_is_cut(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 3)
    with seated(tmp_path) as here:
        page, _, _ = begun(here, 3)

        def looks_well() -> None:
            here.settle()
            assert (nameless(page), shared_mnemonics(page), clipped(page)) == ([], [], [])

        choose_forms(page)
        looks_well()
        page.printing.begin_printing()
        looks_well()
        page.printing.running.spoiled.item(0).setCheckState(Qt.CheckState.Checked)
        looks_well()
        click(page.printing.header.back)
        for place in ("hand-out", "forms"):
            page.go_to(place)
            looks_well()
        page.forms.show_receiving()
        looks_well()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
