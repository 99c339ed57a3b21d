# SPDX-License-Identifier: Apache-2.0
"""Every state of every screen, one after the other: for pictures, and for tests that measure what people see.

Each scene brings the program somewhere and gives the name of what is shown; whoever goes through them looks then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtWidgets import QLineEdit, QRadioButton, QScrollBar, QWidget

from app.domain.assessing import MET, NOT_YET
from app.paths import resources
from app.records.queries import assessing, cohorts, people
from app.records.queries.cohorts import CohortRow
from app.records.unit_of_work import Work
from app.services.assessing import Desk, MarkWish, desk, record_marks
from app.services.joining import join_request
from app.services.machine import Machine
from app.services.opening import open_centre
from app.services.sample import USERS, SampleUser, make_sample
from app.services.signing import sign
from app.spreadsheets.sample import write_sample_cohort
from app.store.folder import DataFolder
from app.ui.application import Application
from app.ui.assess.choose_page import AssessHome
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.cohorts.changing import ChangeCohort
from app.ui.cohorts.cohorts_page import CohortsPage
from app.ui.context import Context
from app.ui.devices.devices_page import DevicesPage
from app.ui.exchange.exchange_page import ExchangePage
from app.ui.first_run.doors import JOIN, NEW, RESTORE, SAMPLE
from app.ui.first_run.first_run_page import FirstRunPage
from app.ui.first_run.join_page import JoinPage
from app.ui.first_run.new_centre_page import NewCentrePage
from app.ui.first_run.restore_page import RestorePage
from app.ui.first_run.sample_page import SamplePage
from app.ui.importing.import_page import ImportPage
from app.ui.known_centres import KnownCentre, note_centre
from app.ui.learners.learners_page import LearnersPage
from app.ui.main_window import MainWindow
from app.ui.people.people_page import PeoplePage
from app.ui.settings.settings_page import SettingsPage
from app.ui.sign_in.sign_in_page import Attempt, SignInPage
from app.ui.standards.standards_page import StandardsPage
from app.ui.templates.templates_page import TemplatesPage
from app.ui.widgets.nav_rail import NavButton
from app.ui.widgets.tab_stops import bring_into_sight
from tests.journeys import certificate_scenes as certificates
from tests.journeys import exchange_scenes as exchanging
from tests.journeys.before_scenes import before_scenes
from tests.journeys.certificate_scenes import close_dialogs
from tests.journeys.import_scenes import importing
from tests.journeys.merge_scenes import exporting, merging
from tests.journeys.table_scenes import tables

READY = 4
"""So many learners have everything that a certificate needs."""
NOT_MET = 7
"""One of so many marks of the half-done practical is not yet met."""
P = TypeVar("P", bound=QWidget)
Scenes = Iterator[str]


@dataclass(frozen=True, slots=True)
class Stage:
    """A program that runs, a folder for what it reads and writes, and how to wait until it has answered."""

    program: Application
    place: Path
    settle: Callable[[], None]

    @property
    def window(self) -> MainWindow:
        """The window of whoever has signed in."""
        assert self.program.sitting is not None
        return self.program.sitting.window

    @property
    def context(self) -> Context:
        """What the pages of the window were given."""
        assert self.program.sitting is not None
        return self.program.sitting.context

    def cohort(self) -> CohortRow:
        """The cohort of the sample."""
        return self.context.centre.work.read(cohorts.cohorts)[0]

    def page(self, key: str, kind: type[P]) -> P:
        """Go to this page of the window; what was said on the one before is gone."""
        self.window.show_page(key)
        self.window.toast.hide()
        self.settle()
        return cast(P, self.window.page(key))

    def entrance(self, kind: type[P]) -> P:
        """What the window before the records shows."""
        return cast(P, self.program.gate.page())


def work_in(folder: DataFolder, machine: Machine) -> None:
    """The sample with units that are signed and a practical that is half done: an empty centre tells little."""
    make_sample(folder, machine, resources())
    centre = open_centre(folder, USERS[1].name, USERS[1].passphrase, machine)
    try:
        cohort = centre.work.read(cohorts.cohorts)[0]
        *done, half = [centre.work.read(desk, cohort.code, unit) for unit in cohort.units]
        learners = [seat.learner for seat in centre.work.read(assessing.sheet, half.cohort, half.unit.code).seats]
        for at in done:
            _finish(centre.work, at, learners[:-2])
        _finish(centre.work, half, learners[:READY])
        codes = [criterion.code for criterion in half.unit.criteria()]
        cells = [(learner, code) for code in codes[: 2 * len(codes) // 3] for learner in learners[READY:]]
        record_marks(
            centre.work, half, [MarkWish(*cell, MET if n % NOT_MET else NOT_YET) for n, cell in enumerate(cells)]
        )
    finally:
        centre.close()


def _finish(work: Work, at: Desk, learners: list[bytes]) -> None:
    codes = [criterion.code for criterion in at.unit.criteria()]
    record_marks(work, at, [MarkWish(learner, code, MET) for learner in learners for code in codes])
    sign(work, at, learners, propose=True)


def first_start(stage: Stage) -> Scenes:
    """The four doors and what lies behind each, up to the recovery code of a new centre."""
    page = stage.entrance(FirstRunPage)
    yield "first-run"
    for door in (JOIN, RESTORE, SAMPLE):
        page.open_door(door)
        yield f"first-run-{door}"
        yield from _behind(stage, page)
        page.show_doors()
    page.open_door(NEW)
    yield "first-run-new"
    step = cast(NewCentrePage, page.step())
    step.go_on()
    yield "first-run-new-errors"
    for field, text in ((step.centre, "SAMPLE Centre"), (step.code, "SAMPLE"), (step.admin, "Dara SAMPLE")):
        field.setText(text)
    step.country.setCurrentIndex(1)
    step.go_on()
    yield "first-run-recovery-code"


def _behind(stage: Stage, page: FirstRunPage) -> Scenes:
    step = page.step()
    if isinstance(step, JoinPage):
        step.device.setText("SAMPLE laptop")
        step.request(stage.place / "SAMPLE laptop.guildmark-request")
        yield "first-run-join-words"
    elif isinstance(step, RestorePage):
        (stage.place / "no backup").write_text("no backup", encoding="utf-8")
        step.restore(stage.place / "no backup")
        yield "first-run-restore-refused"
    elif isinstance(step, SamplePage):
        step.go_on()
        stage.settle()
        yield "first-run-sample-people"


def of_person(stage: Stage, user: SampleUser, shown: Callable[[Stage], Scenes]) -> Scenes:
    """What this person sees once they have signed in."""
    stage.program.attempt(Attempt(user.name, user.passphrase))
    stage.settle()
    yield from shown(stage)


def sign_in(stage: Stage) -> Scenes:
    """Who works now, a wrong passphrase, a forgotten one."""
    page = stage.entrance(SignInPage)
    page.people.choose(USERS[0].name)
    yield "sign-in"
    stage.program.attempt(Attempt(USERS[0].name, "not mine at all"))
    yield "sign-in-refused"
    page._other_way.click()
    yield "sign-in-forgotten"
    for name, folder in (("SAMPLE Workshop on the Hill", "centre-2"), ("SAMPLE Training Centre", "centre")):
        (stage.place / folder).mkdir(exist_ok=True)
        one = KnownCentre(name, DataFolder(stage.place / folder))
        one.folder.database.touch()
        note_centre(stage.place / "state", one)
    stage.program.show_entrance()
    yield "sign-in-centres"
    stage.program.add_centre()
    yield "sign-in-another-centre"


def administrator(stage: Stage) -> Scenes:
    """Everything that an administrator comes to."""
    stage.window.show_page("home")
    yield "home"
    yield from _learners(stage)
    yield from tables(stage)
    yield from _cohorts(stage)
    yield from _import(stage)
    yield from _certificates(stage)
    yield from _standards(stage)
    yield from _laptop(stage)
    yield from _people(stage)
    yield from _settings(stage)
    yield from _around(stage)
    yield from _exchange(stage)


def _learners(stage: Stage) -> Scenes:
    page = stage.page("learners", LearnersPage)
    page.show_list()
    yield "learners"
    for text, name in (("so", "found"), ("qqqq", "nobody")):
        page.search.setText(text)
        page.search.asked.emit(text)
        yield f"learners-{name}"
    page.search.clear()
    page.search.asked.emit("")
    learner = stage.context.centre.work.read(cohorts.members, stage.cohort().id)[0].learner
    page.show_learner(learner)
    yield "learners-card"
    page.card.aside.take_photo(_photo(stage))
    yield "learners-photo"
    bar = max(page.card.findChildren(QScrollBar), key=lambda each: each.maximum())
    bar.setValue(bar.maximum())
    yield "learners-card-end"
    page.card.erase_button.click()
    yield "learners-erase"
    close_dialogs()
    stage.window.toast.hide()
    yield from merging(page, stage.context, learner, stage.settle)
    page.show_new()
    cast(QLineEdit, page.card.form.editor("birth_date")).setText("31.02.2001")
    page.card.save()
    stage.window.toast.hide()
    yield "learners-new-errors"
    page.card.revert()
    page.show_list()


def _photo(stage: Stage) -> Path:
    from PySide6.QtGui import QColor, QImage, QPainter

    drawn = QImage(320, 400, QImage.Format.Format_RGB32)
    drawn.fill(QColor("#9DB4CC"))
    painter = QPainter(drawn)
    painter.setBrush(QColor("#33455B"))
    painter.drawEllipse(100, 70, 120, 140)
    painter.drawEllipse(40, 240, 240, 300)
    painter.end()
    path = stage.place / "photo.png"
    drawn.save(str(path))
    return path


def _cohorts(stage: Stage) -> Scenes:
    page = stage.page("cohorts", CohortsPage)
    page.show_list()
    yield "cohorts"
    page.show_cohort(stage.cohort().code)
    yield "cohorts-card"
    yield from exporting(page.card)
    page.card.add_button.click()
    yield "cohorts-add"
    close_dialogs()
    page.card.table.selectRow(1)
    page.card.change_button.click()
    yield "cohorts-change"
    changing = page.card.findChildren(ChangeCohort)[-1]
    changing.form.end.setText("soon")
    changing.save()
    yield "cohorts-change-errors"
    close_dialogs()
    page.card.table.clearSelection()
    page.show_opening()
    yield "cohorts-new"
    page.opening.shared.start.setText("soon")
    page.opening.save()
    yield "cohorts-new-errors"
    page.opening.shared.start.clear()
    page.opening.code.setText("WELD-2")
    page.opening.save()
    yield "cohorts-card-empty"


def _import(stage: Stage) -> Scenes:
    page = stage.page("import", ImportPage)
    page.go_to("into WELD-2")
    yield from importing(page, stage.place, stage.settle)
    good = stage.place / "learners.xlsx"
    write_sample_cohort(good, resources())
    page.take_file(good)
    stage.settle()
    page.plan.go.click()
    stage.settle()
    page.writing.show_result()
    stage.settle()
    yield "cohorts-imported"
    stage.window.toast.hide()
    stage.page("cohorts", CohortsPage).show_list()


def _certificates(stage: Stage) -> Scenes:
    page = stage.page("certificates", CertificatesPage)
    page.go_to(f"issue {stage.cohort().code}")
    yield "certificates"
    page.issuing.table.selectRow(1)
    yield "certificates-attention"
    folder = stage.place / "certificates"
    folder.mkdir(exist_ok=True)
    page.issuing.table.clearSelection()
    page.issuing.issue_to(folder)
    yield "certificates-issued"
    numbers = list(page.issuing.issued._numbers)
    yield from certificates.forms(page, stage.context, stage.settle)
    yield from certificates.printing(page, stage.context, numbers, stage.settle)
    yield from certificates.handing_out(page, stage.settle)
    yield from certificates.rules(page, stage.settle)
    page.go_to("register")
    yield "certificates-register"
    yield from certificates.register(page, stage.settle)
    learner = stage.context.read_now(cohorts.members, stage.cohort().id)[1].learner
    yield from before_scenes(page, stage.place, stage.settle, learner)
    card = stage.page("learners", LearnersPage)
    card.show_learner(learner)
    stage.settle()
    bar = card.card.aside.verticalScrollBar()
    bar.setValue(bar.maximum())
    yield "before-learner"
    card.show_list()
    page = stage.page("certificates", CertificatesPage)
    page.go_to("check")
    yield "certificates-check"
    page.checking.check_file(min(folder.glob("*.pdf")))
    yield "certificates-genuine"
    page.checking.check("no code at all")
    yield "certificates-no-certificate"
    page.go_to("issue")
    yield from certificates.templates(stage.page("templates", TemplatesPage), stage.settle)


def _standards(stage: Stage) -> Scenes:
    page = stage.page("standards", StandardsPage)
    yield "standards"
    page.import_file(resources() / "sample" / "welding-en.yaml")
    yield "standards-imported"
    page.remarks.hide()
    (stage.place / "no standards.yaml").write_text("units: 5", encoding="utf-8")
    page.import_file(stage.place / "no standards.yaml")
    yield "standards-refused"
    page.remarks.hide()


def _laptop(stage: Stage) -> Scenes:
    page = stage.page("devices", DevicesPage)
    yield "devices"
    page.backup.back_up(stage.place / "SAMPLE.guildmark-backup")
    stage.settle()
    page.check.check()
    stage.settle()
    request = stage.place / "SAMPLE laptop.guildmark-request"
    join_request(DataFolder(stage.place / "other"), "SAMPLE laptop 2", request, stage.context.centre.machine)
    page.admit.open(request)
    yield "devices-joining"
    page.admit.admit(stage.place / "SAMPLE laptop.guildmark-answer")
    yield "devices-joined"
    bring_into_sight(page.laptops.table)
    page.laptops.table.selectRow(page.laptops.table.rows.rowCount() - 1)
    yield "devices-laptops"
    page.laptops.gone_button.click()
    yield "devices-no-longer-ours"
    close_dialogs()


def _people(stage: Stage) -> Scenes:
    page = stage.page("people", PeoplePage)
    other = next(row for row in stage.context.centre.work.read(people.people) if row.name == USERS[2].name)
    page.show_person(other.id)
    yield "people"
    page.card.disable.click()
    yield "people-end"
    page.card.show_person(other)
    page.card.new_code.click()
    yield "people-code"
    page.show_adding()
    page.adding.add()
    yield "people-new"
    page.show_person(other.id)


def _settings(stage: Stage) -> Scenes:
    page = stage.page("settings", SettingsPage)
    yield "settings"
    page.passphrase.show_fields()
    yield "settings-passphrase"
    page.passphrase.hide_fields()
    page.recovery.make.click()
    yield "settings-recovery-code"


def _around(stage: Stage) -> Scenes:
    """What belongs to no page: questions, help, menus, messages, work under way, the locked window."""
    window = stage.window
    window.show_page("help")
    yield "help"
    window.show_page("home")
    window.say("SAMPLE", lambda: None)
    yield "message"
    window.toast.hide()
    next(each for each in window.findChildren(NavButton) if each.item.key == "menu").click()
    yield "menu"
    close_dialogs()


def _exchange(stage: Stage) -> Scenes:
    """The roads on which records travel, and what two laptops wrote differently; then the locked window."""
    page = stage.page("exchange", ExchangePage)
    answer = stage.place / "SAMPLE laptop.guildmark-answer"
    machine = replace(stage.context.centre.machine, publish=lambda changes: None)
    exchanging.disagree(stage.context, DataFolder(stage.place / "other"), answer, machine, stage.place / "stick")
    page.stick.read(stage.place / "stick")
    stage.settle()
    yield from exchanging.exchange(page, stage.context, stage.place, stage.settle)
    stage.window.show_page("home")
    stage.settle()
    yield "home-questions"
    stage.window.show_page("conflicts")
    yield "conflicts"
    stage.window.lock_requested.emit()
    yield "locked"


def assessor(stage: Stage) -> Scenes:
    """A practical from the choice of the unit to the signatures."""
    stage.window.show_page("home")
    yield "home"
    home = stage.page("assess", AssessHome)
    yield "assess"
    row = stage.cohort()
    home.go_to(f"{row.code} {row.units[-1]}\n")
    stage.settle()
    page = home.session
    assert page is not None
    page.presenter.move_to(3, READY + 1)
    yield "assess-grid"
    page.bar.edit_note()
    yield "assess-note"
    page.show_marking()
    page.show_keys()
    yield "assess-keys"
    close_dialogs()
    page.switch_view()
    yield "assess-tiles"
    page.switch_view()
    page.show_finish()
    yield "assess-finish"
    page.finish.rows[READY].findChildren(QRadioButton)[1].click()
    page.finish.secret.edit.setText("not mine at all")
    page.finish.secret.edited.emit("not mine at all")
    page.finish.sign.click()
    yield "assess-finish-refused"
    home.leave()


def reader(stage: Stage) -> Scenes:
    """What somebody sees who may look at much and change little."""
    work = stage.context.centre.work
    learner = work.read(cohorts.members, stage.cohort().id)[0].learner
    for key in list(stage.window._pages):
        stage.window.show_page(key)
        yield key
        if key == "learners":
            stage.page(key, LearnersPage).show_learner(learner)
            yield f"{key}-card"
        elif key == "cohorts":
            stage.page(key, CohortsPage).show_cohort(stage.cohort().code)
            yield f"{key}-card"


OF_ROLES = (administrator, assessor, reader, reader)
"""What each of the people of the sample sees, in their order."""
