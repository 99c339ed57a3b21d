# SPDX-License-Identifier: Apache-2.0
"""One laptop with the program on it: a data folder, the notes beside it, and the real window."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.store.folder import DataFolder
from app.ui.application import Application, every_page
from app.ui.background.task import Failure
from app.ui.main_window import MainWindow
from app.ui.sitting import Sitting
from tests.ui.screen_checks import dress
from tests.ui.sitting_room import quick_machine

PATIENCE = 30.0
"""Seconds after which something that did not come will not come any more; busy machines are slow."""
SIZE = (1366, 768)


class Laptop:
    """The program is started and switched off as people do; what goes wrong unforeseen is told at once."""

    def __init__(self, place: Path) -> None:
        self.folder = DataFolder(place / "centre")
        self.machine = quick_machine(place)
        self._program: Application | None = None
        self._failures: list[Failure] = []

    def switch_on(self) -> None:
        """Start the program and see its first page."""
        self._program = Application(dress(), self.folder, self.machine, every_page)
        self._program.runner.failed.connect(self._failures.append)
        self._program.start()
        self.program.gate.showNormal()
        self.program.gate.resize(*SIZE)
        self.settle()

    def switch_off(self) -> None:
        """Close the window, if the program runs, and wait until everything is written."""
        if self._program is None:
            return
        program, self._program = self._program, None
        self.look_here(program)
        _seen(program).close()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @property
    def program(self) -> Application:
        """The program that runs."""
        assert self._program is not None, "the laptop is switched off"
        return self._program

    @property
    def sitting(self) -> Sitting:
        """Whoever has signed in."""
        assert self.program.sitting is not None, "nobody has signed in"
        return self.program.sitting

    @property
    def window(self) -> MainWindow:
        """The window of whoever has signed in."""
        return self.sitting.window

    @property
    def signed_in(self) -> bool:
        """Whether somebody's window is open."""
        return _seen(self.program) is not self.program.gate

    def look_here(self, program: Application | None = None) -> QWidget:
        """Turn to this laptop: the window that it shows."""
        seen = _seen(program or self.program)
        if not seen.isActiveWindow() and QApplication.activeModalWidget() is None:
            seen.activateWindow()
            QCoreApplication.processEvents()
        return seen

    def settle(self) -> None:
        """Wait until all that was asked for is answered and shown."""
        quiet, end = 0, time.monotonic() + PATIENCE
        while quiet < 3:
            assert time.monotonic() < end, "something is still running"
            QCoreApplication.processEvents()
            quiet = 0 if self.program.runner.busy else quiet + 1
            time.sleep(0.001)
        for failure in self._failures:
            raise failure.error

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until this can be seen."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"this never came: {what}"
            QCoreApplication.processEvents()
            time.sleep(0.002)
            for failure in self._failures:
                raise failure.error
        self.settle()


def _seen(program: Application) -> QWidget:
    sitting = program.sitting
    return sitting.window if sitting is not None and sitting.window.isVisible() else program.gate
