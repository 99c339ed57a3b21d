# SPDX-License-Identifier: Apache-2.0
"""Certificates in the window: issued, in the register, on paper and forms, handed out; rules and templates."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.documents.editing import Spot
from app.services.printing import stop_job
from app.services.spooling import UNKNOWN
from app.services.stationery import MoveWish, StationeryWish, move_sheets, receive_stationery
from app.ui.background.task import Task
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.certificates.paper_way import Machine, Sending
from app.ui.context import Context
from app.ui.templates.templates_page import TemplatesPage

FORMS, SECOND = "SAMPLE blue forms 2026", "Minh SAMPLE"
RUN = 2
Settle = Callable[[], None]


class NoPaper:
    """A way to paper on which nothing is printed."""

    def machines(self) -> list[Machine]:
        return [Machine("HP-LaserJet-1020", ("Auto", "Tray 1", "Manual")), Machine("Canon-G3010")]

    def send(self, owner: QWidget, context: Context, sending: Sending) -> Task:
        return context.look_up(lambda _: None, lambda _: sending.then(), sending.refused, owner=owner)

    def send_page(self, owner: QWidget, context: Context, printer: str, pdf: bytes) -> None:
        """The test page goes nowhere."""

    def says(self, printer: str) -> tuple[str, str]:
        return UNKNOWN, ""


def register(page: CertificatesPage, settle: Settle) -> Iterator[str]:
    """What is in the register, and what is asked before something becomes of a document."""
    page.go_to("register")
    settle()
    ways = page.register.ways
    ways.button.click()
    yield "certificates-register-ways"
    close_dialogs()
    for way, name in ((ways.replace, "replace"), (ways.revoke, "revoke")):
        way.trigger()
        yield f"certificates-{name}"
        close_dialogs()
    ways.revoke.trigger()
    asked = ways.asked
    assert asked is not None
    asked.words.setText("SAMPLE")
    asked.go.click()
    settle()
    yield "certificates-revoked"
    ways.appeal.trigger()
    yield "certificates-appeal"
    close_dialogs()


def forms(page: CertificatesPage, context: Context, settle: Settle) -> Iterator[str]:
    """No forms, a delivery, and what became of some."""
    page.go_to("forms")
    yield "forms-none"
    page.forms.show_receiving()
    yield "forms-receive"
    work = context.centre.work
    context.do(lambda _: receive_stationery(work, StationeryWish(FORMS, "AB-004401", "AB-004500")))
    settle()
    lost = MoveWish(FORMS, "4450-4452", "lost", "fell into the river on the way from the ministry")
    spoiled = MoveWish(FORMS, "4460", "spoiled", "coffee", SECOND)
    context.do(lambda _: [move_sheets(work, wish) for wish in (lost, spoiled)])
    settle()
    page.forms.receiving.left.emit()
    settle()
    yield "forms"


def printing(page: CertificatesPage, context: Context, numbers: Sequence[str], settle: Settle) -> Iterator[str]:
    """A run on forms that is pulled, a job that waits, sheets one by one, a printer that is measured."""
    flow = page.printing
    flow.way = NoPaper()
    yield from _pulled(page, numbers, settle)
    job = flow.job
    assert job is not None
    context.do(lambda _: stop_job(context.centre.work, job.id))
    settle()
    yield from _one_by_one(page, numbers, settle)
    page.print_documents(numbers[:1])
    settle()
    flow._on_calibrate()
    yield "print-calibrate"


def _pulled(page: CertificatesPage, numbers: Sequence[str], settle: Settle) -> Iterator[str]:
    """A first run whose second sheet is spoiled; then the job is left."""
    flow = page.printing
    _choose(page, numbers, settle)
    flow.setup.run.setValue(RUN)
    yield "print"
    flow.begin_printing()
    settle()
    yield "print-last-good"
    flow.running.last.setCurrentIndex(1)
    flow.running.spoiled.item(1).setCheckState(Qt.CheckState.Checked)
    yield "print-spoiled"
    flow.running.why.reason.setText("SAMPLE")
    flow.running.why.second.setCurrentIndex(1)
    flow.running._on_go_on()
    settle()
    yield "print-next"
    flow._on_back()
    settle()
    yield "print-waits"


def _one_by_one(page: CertificatesPage, numbers: Sequence[str], settle: Settle) -> Iterator[str]:
    """On forms that are put in by hand, by somebody who printed some of it before."""
    flow = page.printing
    _choose(page, numbers, settle)
    flow.setup.manual.setChecked(True)
    flow.setup.earlier.setCurrentIndex(1)
    yield "print-earlier"
    flow.setup.why.reason.setText("SAMPLE")
    flow.begin_printing()
    settle()
    yield "print-one-by-one"
    flow._send()
    settle()
    yield "print-came-out"
    flow._ask_to_stop()
    yield "print-stop"
    close_dialogs()
    flow.stop_job()
    settle()


def _choose(page: CertificatesPage, numbers: Sequence[str], settle: Settle) -> None:
    page.print_documents(numbers)
    settle()
    page.printing.setup.forms.setCurrentIndex(1)


def handing_out(page: CertificatesPage, settle: Settle) -> Iterator[str]:
    """Who still has a document waiting, and one that was fetched."""
    page.go_to("hand-out")
    settle()
    yield "hand-out"
    pane = page.handing_out
    pane.identity.setCurrentIndex(1)
    pane.digits.setText("1234")
    pane.proxy.setText("SAMPLE")
    pane.every.setChecked(True)
    pane.table.selectRow(0)
    pane.record()
    settle()
    yield "hand-out-done"


def rules(page: CertificatesPage, settle: Settle) -> Iterator[str]:
    """How the centre issues, and who signs."""
    page.go_to("rules")
    settle()
    yield "rules"
    page.rules.signatories.ask_new()
    yield "rules-signatory"
    close_dialogs()


def templates(page: TemplatesPage, settle: Settle) -> Iterator[str]:
    """The usual changes, and the editor with nothing, a name and a table chosen."""
    yield "templates"
    page.tabs.setCurrentIndex(1)
    settle()
    yield "templates-sheet"
    page.draft.choose(_named(page, "name"))
    settle()
    yield "templates-name"
    page.list.choose("record-of-results")
    settle()
    page.draft.choose(_named(page, "units"))
    page.draft.nudge(30, 0)
    settle()
    yield "templates-table"
    page.drop()


def _named(page: TemplatesPage, name: str) -> Spot:
    elements = page.draft.template.pages[0].elements
    return Spot(0, next(n for n, one in enumerate(elements) if one.name == name))


def close_dialogs() -> None:
    """Leave every question and menu as it is."""
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and isinstance(each, QDialog | QMenu):
            each.close()
