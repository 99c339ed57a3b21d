# SPDX-License-Identifier: Apache-2.0
"""One person at the open records: their window, their settings, the foot of the window."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.rights import ROLE_WORDS, Role
from app.services.questions import Question, questions_for
from app.translation import tr
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.context import Context
from app.ui.file_drop import FileDrop
from app.ui.main_window import MainWindow
from app.ui.pages import Page, TakesFiles, pages_for
from app.ui.settings_keeper import SettingsKeeper
from app.ui.status_line import Status
from app.ui.take_back import ask_to_take_back
from app.ui.ui_settings import UiSettings
from app.ui.widgets.moments import moment_words

if TYPE_CHECKING:
    from app.services.opening import OpenCentre

_PLACE_MS, _STANDING_MS = 2000, 1000
_LEARNERS, _HELP, _QUESTIONS = "learners", "help", "conflicts"
_TOPICS = {"people": "people", "standards": "standards", "cohorts": "learners", "learners": "learners"}
_TOPICS |= {"assess": "assess", "certificates": "certificates", "devices": "laptops", "conflicts": "exchange"}
_TOPICS |= {"import": "import", "exchange": "exchange"}
"""The page of the guide that speaks of each page of the program."""


class Sitting(QObject):
    """Joins the window of a person with what it needs. ``lock_wanted`` and ``closed`` come from the window.

    Where the person is on their page is kept every two seconds, so that a power cut costs no more than that.
    """

    lock_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        centre: "OpenCentre",
        pages: Sequence[Page],
        runner: Runner,
        bus: ChangeBus,
        keeper: SettingsKeeper,
        translations: Path,
    ) -> None:
        super().__init__()
        self.person = centre.work.person
        self._name = centre.work.person_name
        self._roles = centre.work.roles
        self._keeper = keeper
        settings = keeper.of(self._name)
        self.context = Context(centre, runner, bus, settings, self)
        shown = pages_for(self._roles, pages)
        self.window = MainWindow(centre.centre.name, shown, self.context, runner, settings, translations)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_STANDING_MS)
        self._pause.timeout.connect(self._read)
        self._join()
        self._keep(self.window.settings)
        self._clock = QTimer(self)
        self._clock.setInterval(_PLACE_MS)
        self._clock.timeout.connect(self.window.remember_place)
        self._clock.start()
        self.context.exchanger.start()
        self._read()

    def leave(self) -> None:
        """Another person works now."""
        self.context.exchanger.stop()
        self._clock.stop()
        self._pause.stop()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()

    def _join(self) -> None:
        window, context = self.window, self.context
        choices: dict[str, Callable[[object], None]] = {
            "language": window.choose_language,
            "theme": window.choose_theme,
            "scale": window.choose_scale,
            "density": window.choose_density,
        }
        context.said.connect(window.say)
        context.taken_back.connect(window.withdraw)
        context.page_wanted.connect(window.show_page)
        # later: a choice may make the pages anew, and the button that chose is on one of them
        context.choice_wanted.connect(lambda what, value: QTimer.singleShot(0, window, lambda: choices[what](value)))
        context.lock_wanted.connect(self.lock_wanted)
        context.place_changed.connect(window.remember_place)
        context.take_back_asked.connect(self._ask_to_take_back)
        window.lock_requested.connect(self.lock_wanted)
        window.help_requested.connect(self._help)
        window.desk.help_wanted.connect(lambda: window.show_page(_HELP, "tables"))
        window.search_requested.connect(self._search)
        context.bus.changed.connect(self._soon)
        context.exchanger.changed.connect(self._show_standing)
        window.closed.connect(self.closed)
        self._take_drops()
        window.settings_changed.connect(self._keep)
        self._show_standing()

    @Slot(bytes, str)
    def _ask_to_take_back(self, act: bytes, passed_over: str) -> None:
        ask_to_take_back(self.window, self.context, bytes(act), tr("Take it back?"), passed_over)

    def _take_drops(self) -> None:
        """Let files that are dropped on the window go to the page that takes them."""
        for page in self.window.pages:
            if page.takes:
                drop = FileDrop(self.window, page.takes)
                drop.dropped.connect(partial(self._take, page.key))

    def _take(self, key: str, files: Sequence[Path]) -> None:
        self.window.show_page(key)
        page = self.window.page(key)
        if isinstance(page, TakesFiles):
            page.take_file(files[0], len(files) - 1)

    @Slot(object)
    def _keep(self, settings: UiSettings) -> None:
        language_changed = settings.language != self.context.settings.language
        self.context.settings = settings
        self._keeper.keep(self._name, settings)
        if language_changed:
            self._show_standing()

    @Slot()
    def _show_standing(self) -> None:
        roles = ", ".join(tr(ROLE_WORDS[role]) for role in Role if role in self._roles)
        state, now = self.context.exchanger.state, self.context.centre.machine.wall()
        last = moment_words(state.last, now) if state and state.last else ""
        waiting = state.waiting if state else 0
        self.window.show_standing(Status(True, last, waiting, f"{self._name} · {roles}"))

    @Slot()
    def _read(self) -> None:
        self.context.read(questions_for, self._roles, then=self._on_questions, key="window.questions")

    @Slot(object)
    def _on_questions(self, found: Sequence[Question]) -> None:
        """The page of questions is there while there are any that this person may decide."""
        self.window.set_present(_QUESTIONS, bool(found))

    @Slot(object)
    def _soon(self, _changes: object) -> None:
        """Marks come one a second: the window follows them at its own pace."""
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _help(self) -> None:
        self.window.show_page(_HELP, _TOPICS.get(self.window.current, "begin"))

    @Slot()
    def _search(self) -> None:
        self.window.show_page(_LEARNERS)
        page = self.window.page(_LEARNERS)
        if page is not None:
            page.setFocus()
