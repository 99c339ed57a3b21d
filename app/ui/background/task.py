# SPDX-License-Identifier: Apache-2.0
"""One piece of work off the GUI thread, as the GUI thread sees it and as the work itself sees it."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from threading import Event
from typing import Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.refusals import Refused


class Cancelled(Exception):
    """Raised inside the work at its next progress report after the person pressed Cancel."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that the program did not foresee: for a report, never shown to people as it stands."""

    error: Exception


class Control:
    """What the work holds: it reports how far it is, and learns there that it should end."""

    def __init__(self, report: Callable[[], None]) -> None:
        self._report = report
        self._wish = Event()
        self._told = Event()
        self.state = (0, 0)

    def progress(self, n: int, m: int) -> None:
        """``n`` of ``m`` rows are done; call it between rows. Raises Cancelled when the person has cancelled."""
        if self._wish.is_set():
            raise Cancelled
        self.state = (n, m)
        if not self._told.is_set():
            self._told.set()
            self._report()

    @property
    def cancelled(self) -> bool:
        """The person wishes the work to end."""
        return self._wish.is_set()

    def cancel(self) -> None:
        """Wish that the work ends at its next report."""
        self._wish.set()

    def heard(self) -> tuple[int, int]:
        """The latest state; from now on the next report is sent again. So a fast job cannot flood the window."""
        self._told.clear()
        return self.state


class Task(QObject):
    """A piece of work under way. Signals arrive in the GUI thread; ``finished`` comes last, whatever happened."""

    progress = Signal(int, int)
    finished = Signal()

    def __init__(self, control: Control, parent: QObject) -> None:
        super().__init__(parent)
        self.control = control

    def cancel(self) -> None:
        """Ask the work to end; what it has committed stays, what it has not is rolled back."""
        self.control.cancel()


T = TypeVar("T")
Job: TypeAlias = Callable[[], T]
LongJob: TypeAlias = Callable[[Control], T]
SlicedJob: TypeAlias = Callable[[Control], Generator[None, None, T]]


@dataclass(frozen=True, slots=True)
class Ears(Generic[T]):
    """Whom to tell in the GUI thread. Nobody is told when ``owner`` (a QObject) no longer lives."""

    on_done: Callable[[T], object] | None = None
    on_refused: Callable[[Refused], object] | None = None
    on_failed: Callable[[Failure], object] | None = None
    on_cancelled: Callable[[], object] | None = None
    owner: QObject | None = None
