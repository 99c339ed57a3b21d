# SPDX-License-Identifier: Apache-2.0
"""The page of the first start: the doors, and the steps behind each of them."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.entrance import is_there
from app.ui.first_run.doors import JOIN, NEW, RESTORE, SAMPLE, Doors
from app.ui.first_run.ground import Ground
from app.ui.first_run.join_page import JoinPage
from app.ui.first_run.new_centre_page import NewCentrePage
from app.ui.first_run.recovery_page import RecoveryPage
from app.ui.first_run.restore_page import RestorePage
from app.ui.first_run.sample_page import SamplePage
from app.ui.first_run.step_page import StepPage


class FirstRunPage(QWidget):
    """``entered`` carries folder, name and passphrase of somebody who goes in at once; ``ready`` a folder that holds
    records now. ``at_doors_changed`` tells whether nothing is begun, so that the page may be made anew. Where there are
    centres already (``more``), ``left`` says that the person goes back to them."""

    entered = Signal(object, str, str)
    ready = Signal(object)
    at_doors_changed = Signal(bool)
    left = Signal()

    def __init__(self, ground: Ground, *, more: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.doors = Doors(more=more)
        self.doors.left.connect(self.left)
        self.doors.chosen.connect(self.open_door)
        self._steps = QStackedWidget()
        self._steps.addWidget(self.doors)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._steps)
        self.setFocusProxy(self.doors)

    def step(self) -> QWidget:
        """The step that is shown."""
        return self._steps.currentWidget() or self.doors

    @Slot(str)
    def open_door(self, key: str) -> None:
        """Show the first step behind this door."""
        made: dict[str, Callable[[], StepPage]] = {
            NEW: self._new,
            JOIN: self._join,
            RESTORE: self._restore,
            SAMPLE: self._sample,
        }
        if key == SAMPLE and is_there(self._ground.sample_folder):
            self.ready.emit(self._ground.sample_folder)
            return
        self._show(made[key]())

    @Slot()
    def show_doors(self) -> None:
        """Back to the doors; what was typed is forgotten."""
        step = self.step()
        if step is not self.doors:
            self._steps.removeWidget(step)
            step.deleteLater()
        self._steps.setCurrentWidget(self.doors)
        self.doors.setFocus()
        self.at_doors_changed.emit(True)

    def show_refusal(self, refusal: Refused) -> None:
        """Tell it on the step that is shown."""
        step = self.step()
        if isinstance(step, StepPage):
            step.show_refusal(refusal)

    def _show(self, step: StepPage) -> None:
        old = self.step()
        step.left.connect(self.show_doors)
        self._steps.addWidget(step)
        self._steps.setCurrentWidget(step)
        step.setFocus()
        self.at_doors_changed.emit(False)
        if old is not self.doors:
            self._steps.removeWidget(old)
            old.deleteLater()

    def _new(self) -> StepPage:
        page = NewCentrePage(self._ground)

        def keep_code(name: str, passphrase: str, code: str) -> None:
            recovery = RecoveryPage(page.centre.text().strip(), code)
            recovery.kept.connect(lambda: self.entered.emit(self._ground.folder, name, passphrase))
            self._show(recovery)

        page.founded.connect(keep_code)
        return page

    def _join(self) -> StepPage:
        page = JoinPage(self._ground)

        def keep_code(centre: str, code: str) -> None:
            recovery = RecoveryPage(centre, code)
            recovery.kept.connect(self._is_ready)
            self._show(recovery)

        page.joined.connect(keep_code)
        return page

    def _restore(self) -> StepPage:
        page = RestorePage(self._ground)
        page.restored.connect(self._is_ready)
        return page

    def _sample(self) -> StepPage:
        page = SamplePage(self._ground)
        page.chosen.connect(lambda name, word: self.entered.emit(self._ground.sample_folder, name, word))
        return page

    @Slot()
    def _is_ready(self) -> None:
        self.ready.emit(self._ground.folder)
