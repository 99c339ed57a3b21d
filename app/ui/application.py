# SPDX-License-Identifier: Apache-2.0
"""The program with a window: first run, sign-in, the person's window, lock, end.

The sign-in page is painted before the database layer is imported; that is done by a thread while the passphrase is
typed.
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.refusals import Refused
from app.paths import PROGRAM, resources
from app.services.entrance import is_there, proposed_passphrase, who_may_enter
from app.services.machine import Machine
from app.store.folder import DataFolder
from app.translation import LANGUAGES, language, tr, use_language
from app.ui.background.change_bus import ChangeBus
from app.ui.gate import Gate
from app.ui.known_centres import KnownCentre, free_folder, known_centres, note_centre
from app.ui.quick_start import settle
from app.ui.settings_keeper import SettingsKeeper
from app.ui.sign_in.sign_in_page import Attempt, SignInPage
from app.ui.theme.apply import apply_theme, use_resources
from app.ui.theme.icons import Icon, icon
from app.ui.theme.tokens import Mode

if TYPE_CHECKING:
    from app.services.opening import OpenCentre
    from app.ui.background.runner import Runner
    from app.ui.background.task import Failure
    from app.ui.pages import Page
    from app.ui.sitting import Sitting

Pages = Callable[[], Sequence["Page"]]
END_SECONDS = 5.0
_SIZE = (1366, 768)
_REST_MS = 50


def run_window(app: QApplication, folder: DataFolder, machine: Machine, pages: Pages | None = None) -> int:
    """Show the window on this data folder until it is closed; the exit status. ``pages`` are all unless given."""
    program = Application(app, folder, machine, pages or every_page)
    sys.excepthook = lambda _kind, error, _trace: program.report(error)
    program.start()
    return app.exec()


def every_page() -> Sequence["Page"]:
    """All screens; imported only when somebody has signed in."""
    from app.ui.all_pages import PAGES

    return PAGES


class Application(QObject):
    """Holds what lives as long as the program: threads, settings, the open centre, the two windows."""

    opened = Signal()

    def __init__(self, app: QApplication, folder: DataFolder, machine: Machine, pages: Pages) -> None:
        super().__init__()
        self._app, self._folder, self._pages = app, folder, pages
        self.bus = ChangeBus(self)
        self._machine = replace(machine, publish=self.bus.publish)
        self.keeper = SettingsKeeper(machine.state)
        self._centre: OpenCentre | None = None
        self.sitting: Sitting | None = None
        self._ended = False
        app.setApplicationName(PROGRAM)
        app.setQuitOnLastWindowClosed(False)
        use_resources(resources())
        self._dress()
        app.setWindowIcon(icon(Icon.GRADUATION_CAP, "accent"))
        self.gate = Gate()
        self.gate.language_chosen.connect(self._choose_language)
        self.gate.closed.connect(self.end)

    @cached_property
    def runner(self) -> "Runner":
        """The threads; nobody needs them before somebody wants to come in."""
        from app.ui.background.runner import Runner

        made = Runner(self)
        made.failed.connect(self._failed)
        return made

    def start(self) -> None:
        """Show the first page, then get the rest of the program ready."""
        self.gate.painted.connect(self._rest, Qt.ConnectionType.SingleShotConnection)
        self.gate.resize(*_SIZE)
        self.show_entrance()
        small = self._app.primaryScreen().availableGeometry().width() <= _SIZE[0]
        self.gate.showMaximized() if small else self.gate.show()
        settle()

    @Slot()
    def _rest(self) -> None:
        """Wait until the whole page is on the screen: what a thread imports meanwhile would slow the paint."""
        QTimer.singleShot(_REST_MS, self, self._warm_up)

    @Slot()
    def _warm_up(self) -> None:
        Thread(target=_warm_up, daemon=True).start()

    @Slot()
    def show_entrance(self) -> None:
        """The page that fits what lies in the folder: four doors, or who may come in."""
        if not is_there(self._folder):
            self._show_doors(self._folder)
            return
        try:
            entries = who_may_enter(self._folder)
        except Refused as refusal:
            self.gate.show_page(self._trouble(refusal))
            return
        locked = self._centre is not None
        propose = partial(proposed_passphrase, language(), self._machine.random)
        centres = self._centres_here()
        page = SignInPage(entries, propose, self.keeper.last_person, locked=locked, centres=centres)
        page.attempted.connect(self.attempt)
        page.centre_chosen.connect(lambda one: self.change_centre(one.folder))
        page.another_wanted.connect(self.add_centre)
        self.gate.show_page(page)

    @Slot()
    def lock(self) -> None:
        """Hide everything until somebody has given a passphrase. The work of the person stays as it is."""
        if self.sitting is None or not self.sitting.window.isVisible():
            return
        self.sitting.window.remember_place()
        self.sitting.window.toast.forget()
        for window in QApplication.topLevelWidgets():
            if window not in (self.gate, self.sitting.window):
                window.close()
        self.show_entrance()
        _take_place(self.gate, self.sitting.window)

    @Slot()
    def end(self) -> None:
        """Finish what was asked for, close the records, end the program; once."""
        if self._ended:
            return
        self._ended = True
        if self.sitting is not None:
            self.sitting.context.exchanger.stop()
        if self._centre is not None:
            self.runner.command(self._centre.close)
            self._centre = None
        self.runner.drain(END_SECONDS)
        self.runner.stop()
        self.keeper.stop()
        if self.sitting is not None:
            self.sitting.leave()
        self.gate.hide()
        self.gate.deleteLater()
        self._app.quit()

    @Slot(object)
    def change_centre(self, folder: DataFolder) -> None:
        """Close the records that are open, and ask who works with the others."""
        self._close_records(lambda: self._use_folder(folder))

    @Slot()
    def add_centre(self) -> None:
        """Close the records that are open, and let one more centre come to this computer."""
        self._close_records(lambda: self._show_doors(free_folder(self._folder), more=True))

    def _close_records(self, then: Callable[[], object]) -> None:
        from app.ui.background.task import Ears

        def closed(_: object) -> None:
            if self.sitting is not None:
                self.sitting.leave()
            self._centre = self.sitting = None
            then()

        if self._centre is None:
            then()
            return
        page = self.gate.page()
        if isinstance(page, SignInPage):
            page.show_waiting(True)
        if self.sitting is not None:
            self.sitting.context.exchanger.stop()
        self.runner.command(self._centre.close, Ears(closed, closed))

    def _centres_here(self) -> tuple[KnownCentre, ...]:
        """Those on this computer; the one whose people are asked is the first, if it was ever open."""
        known = known_centres(self._machine.state)
        here = [one for one in known if one.folder.path == self._folder.path]
        here = here or [KnownCentre(self._folder.path.name, self._folder)]
        return (*here, *(one for one in known if one.folder.path != self._folder.path))

    def report(self, error: BaseException) -> None:
        """Note an unforeseen error, and tell the person what is kept."""
        from datetime import UTC, datetime

        from app.ui.reports import UNFORESEEN, write_report

        write_report(self._machine.state / "reports", error, datetime.now(UTC).strftime("%Y%m%dT%H%M%S"))
        if self.sitting is not None and self.sitting.window.isVisible():
            self.sitting.window.say(tr(UNFORESEEN))
        else:
            self._refuse(Refused("unforeseen", UNFORESEEN))

    def choose_before(self, theme: str, language_code: str) -> None:
        """Show the pages before the sign-in like this from now on."""
        self.keeper.keep_before(replace(self.keeper.before, theme=Mode(theme), language=language_code))
        self._dress()
        self.gate.dress()

    def _dress(self) -> None:
        settings = self.keeper.before
        code = settings.language
        if self.keeper.never_used:
            wish = QLocale.system().name()[:2]
            code = wish if wish in LANGUAGES else code
        use_language(code, resources() / "translations")
        apply_theme(self._app, settings.theme, settings.scale, settings.density)

    def _show_doors(self, folder: DataFolder, *, more: bool = False) -> None:
        from app.ui.first_run.first_run_page import FirstRunPage
        from app.ui.first_run.ground import Ground

        propose = partial(proposed_passphrase, language(), self._machine.random)
        page = FirstRunPage(Ground(folder, self._machine, self.runner, propose, resources()), more=more)
        page.left.connect(self.show_entrance)
        page.entered.connect(self._enter_new)
        page.ready.connect(self._use_folder)
        page.at_doors_changed.connect(self.gate.offer_languages)
        self.gate.show_page(page)

    def _trouble(self, refusal: Refused) -> QWidget:
        from app.ui.widgets.messages import Choice, MessagePage

        choices = (Choice(tr("&Try again"), self.show_entrance), Choice(tr("&Close the program"), self.end))
        return MessagePage(tr("The records cannot be opened now"), str(refusal), "", choices, refusal.code)

    @Slot(object)
    def _use_folder(self, folder: DataFolder) -> None:
        self._folder = folder
        self.show_entrance()

    @Slot(object, str, str)
    def _enter_new(self, folder: DataFolder, name: str, passphrase: str) -> None:
        """Go in at once, with what was chosen just now."""
        self._use_folder(folder)
        page = self.gate.page()
        if isinstance(page, SignInPage):
            page.people.choose(name)
            page.show_waiting(True)
            self.attempt(Attempt(name, passphrase))

    @Slot(object)
    def attempt(self, attempt: Attempt) -> None:
        """Let the person in whose passphrase or code this is; the page hears of a refusal."""
        from app.ui.background.task import Ears

        job = partial(_enter, self._centre, attempt) if self._centre else self._opening(attempt)
        self.runner.command(job, Ears(self._let_in, self._refuse))

    def _opening(self, attempt: Attempt) -> Callable[[], "OpenCentre"]:
        return partial(_open, self._folder, attempt, self._machine)

    def _refuse(self, refusal: Refused) -> None:
        from app.ui.pages import HearsRefusal

        page = self.gate.page()
        if isinstance(page, HearsRefusal):
            page.show_refusal(refusal)

    def _let_in(self, centre: "OpenCentre") -> None:
        from app.ui.sitting import Sitting

        self._centre = centre
        known = KnownCentre(centre.centre.name, self._folder)
        self.keeper.later(lambda: note_centre(self._machine.state, known))
        sitting = self.sitting
        if sitting is not None and sitting.person != centre.work.person:
            sitting.leave()
            sitting = None
        if sitting is None:
            settings = self.keeper.of(centre.work.person_name)
            use_language(settings.language, resources() / "translations")
            apply_theme(self._app, settings.theme, settings.scale, settings.density)
            sitting = Sitting(centre, self._pages(), self.runner, self.bus, self.keeper, resources() / "translations")
            sitting.lock_wanted.connect(self.lock)
            sitting.closed.connect(self.end)
            if centre.notices:
                sitting.window.show_page("home")
        self.sitting = sitting
        _take_place(sitting.window, self.gate)
        self.opened.emit()

    @Slot(object)
    def _failed(self, failure: "Failure") -> None:
        self.report(failure.error)

    @Slot(str)
    def _choose_language(self, code: str) -> None:
        self.choose_before(self.keeper.before.theme, code)
        self.show_entrance()


def _open(folder: DataFolder, attempt: Attempt, machine: Machine) -> "OpenCentre":
    from app.services.opening import open_centre, open_with_recovery

    if attempt.with_recovery:
        return open_with_recovery(folder, attempt.secret, machine, attempt.name, attempt.new_passphrase)
    return open_centre(folder, attempt.name, attempt.secret, machine, attempt.new_passphrase)


def _enter(centre: "OpenCentre", attempt: Attempt) -> "OpenCentre":
    centre.enter(attempt.name, attempt.secret, attempt.new_passphrase)
    return centre


def _take_place(fresh: QWidget, old: QWidget) -> None:
    """Show one window exactly where the other was."""
    fresh.setGeometry(old.geometry())
    fresh.showMaximized() if old.isMaximized() else fresh.show()
    fresh.activateWindow()
    old.hide()


def _warm_up() -> None:
    """Import what opening the records and showing the screens needs, while nobody waits for it."""
    from app.services.opening import get_ready

    get_ready()
    for name in ("app.ui.background.runner", "app.ui.sitting", "app.ui.all_pages"):
        importlib.import_module(name)
