# SPDX-License-Identifier: Apache-2.0
"""What the printer says while sheets are on their way: asked now and then, off the GUI thread."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.services.spooling import HELD, PRINTED, WAITING
from app.translation import later, tr
from app.ui.background.task import Ears
from app.ui.context import Context

EVERY: Final = 3_000
"""Milliseconds from one question to the next."""
_WORDS: Final = {
    WAITING: later("{printer} is still at it."),
    HELD: later("{printer} has stopped."),
    PRINTED: later("{printer} has taken all of them."),
}
Says = Callable[[str], tuple[str, str]]
"""The state of what was sent to this printer, and the words of the printing system."""


class PrinterWatch(QObject):
    """``told`` carries a sentence, empty where the printing system says nothing."""

    told = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._printer = ""
        self._says: Says = lambda _: ("", "")
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.ask)

    def begin(self, printer: str, says: Says) -> None:
        """Ask about this printer from now on, until it has taken everything."""
        self._printer, self._says = printer, says
        self._timer.start()
        self.ask()

    def stop(self) -> None:
        """Nobody waits for the printer any more."""
        self._timer.stop()
        self.told.emit("")

    @Slot()
    def ask(self) -> None:
        """Put the question once."""
        printer, says = self._printer, self._says
        self._context.runner.read(lambda: says(printer), Ears(self._on_told, owner=self), key="print.state")

    @Slot(object)
    def _on_told(self, found: tuple[str, str]) -> None:
        if not self._timer.isActive():
            return
        state, why = found
        sentence = tr(_WORDS[state], printer=self._printer) if state in _WORDS else ""
        self.told.emit(" ".join(filter(None, (sentence, why))))
        if state not in (WAITING, HELD):
            self._timer.stop()
