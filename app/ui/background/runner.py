# SPDX-License-Identifier: Apache-2.0
"""All work off the GUI thread: one writer with two queues, two readers, errands, answers in the GUI thread.

A person's commands go before long work, and between the slices of long work. An errand waits for others, such as a
network, on a thread of its own, and has what it does to the records done between people's commands. Callbacks are
called in the GUI thread by a slot of the runner, so a caller may hand in any function; it is dropped when its
``owner`` no longer lives.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from sys import setswitchinterval
from threading import Event
from time import monotonic
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

from app.domain.refusals import Refused
from app.ui.background.lane import Lane
from app.ui.background.task import Cancelled, Control, Ears, Failure, Job, LongJob, SlicedJob, Task

T = TypeVar("T")

READERS = 2
_LOOK_UP_S: Final = 0.2
"""How often an errand that waits for its turn looks whether it should end."""
_TURN_S: Final = 0.0005
"""A table that is painted asks Python some hundred times, and each time waits until a thread that computes gives way:
with the five milliseconds that Python takes by itself, one look at a table lasted two seconds beside a long job."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits for a task, and whether closing the window may end it early (never a person's command), or even does
    not wait for its end."""

    ears: Ears[Any]
    key: str
    may_end_early: bool
    awaited: bool = True


class Runner(QObject):
    """Runs jobs and brings their answers. ``refused`` and ``failed`` carry what no caller wants to hear itself.

    From the first runner on, threads of the program give way to each other every half millisecond.
    """

    refused = Signal(object)
    failed = Signal(object)
    idle = Signal(bool)
    _arrived = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        setswitchinterval(_TURN_S)
        self._writer = Lane("writer")
        self._readers = Lane("reader", READERS)
        self._errands = Lane("errand")
        self._open: dict[Task, _Waiting] = {}
        self._newest: dict[str, Task] = {}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def command(self, job: Job[T], ears: Ears[T] | None = None) -> Task:
        """Run what a person asked for: on the writer thread, before all long work, in the order asked."""
        return self.wish(lambda _: job(), ears)

    def wish(self, job: LongJob[T], ears: Ears[T] | None = None) -> Task:
        """As ``command``, for a wish that may take longer and reports through its ``Control``."""
        task = self._task(ears, may_end_early=False)
        self._writer.add(self._whole(task, job), first=True)
        return task

    def long(self, job: LongJob[T], ears: Ears[T] | None = None) -> Task:
        """Run long work in one piece on the writer thread (one transaction); it reports through its ``Control``."""
        task = self._task(ears)
        self._writer.add(self._whole(task, job), first=False)
        return task

    def slices(self, job: SlicedJob[T], ears: Ears[T] | None = None) -> Task:
        """Run long work that yields between its transactions; a person's commands go in between."""
        task = self._task(ears)
        self._writer.add(self._sliced(task, job), first=False)
        return task

    def read(self, job: Job[T], ears: Ears[T] | None = None, *, key: str = "") -> Task:
        """Run a question on a reader thread. A later question of the same ``key`` makes the answer of this one moot."""
        task = self._task(ears, key)
        if key:
            if key in self._newest:
                self._newest[key].cancel()
            self._newest[key] = task
        self._readers.add(self._whole(task, lambda _: job()), first=True)
        return task

    def report(self, job: LongJob[T], ears: Ears[T] | None = None) -> Task:
        """Run long work that only reads, on a reader thread; it reports through its ``Control``."""
        task = self._task(ears)
        self._readers.add(self._whole(task, job), first=False)
        return task

    def errand(self, job: LongJob[T], ears: Ears[T] | None = None) -> Task:
        """Run work that waits for others on a thread of its own; what it does to the records it hands to ``turn``."""
        task = self._task(ears, awaited=False)
        self._errands.add(self._whole(task, job), first=False)
        return task

    def turn(self, work: Job[T], control: Control) -> T:
        """For an errand: do a short piece of work on the writer thread, after all that people wait for.

        Raises what the work raises; Cancelled, with nothing done, once the errand should end.
        """
        done, outcome = Event(), list[tuple[str, Any]]()

        def step() -> bool:
            outcome.append(_outcome(control, work))
            done.set()
            return False

        self._writer.add(step, first=False)
        while not done.wait(_LOOK_UP_S):
            if self._writer.stopped:
                raise Cancelled
        kind, value = outcome[0]
        if kind == _CANCELLED:
            raise Cancelled
        if kind != _DONE:
            raise value.error if isinstance(value, Failure) else value
        found: T = value
        return found

    @property
    def busy(self) -> bool:
        """Something has not been delivered yet."""
        return bool(self._open)

    def drain(self, timeout: float) -> bool:
        """Finish everything: commands run, long work is asked to end. False when ``timeout`` seconds were too short.

        Errands are asked to end and not waited for: they may be waiting for a network, and do nothing any more.

        Blocks the GUI thread and delivers all answers; for closing the window.
        """
        end = monotonic() + timeout
        for task, waiting in self._open.items():
            if not waiting.awaited:
                task.cancel()
        while any(waiting.awaited for waiting in self._open.values()):
            for task, waiting in self._open.items():
                if waiting.may_end_early:
                    task.cancel()
            left = end - monotonic()
            idle = left > 0 and self._writer.wait_until_idle(left) and self._readers.wait_until_idle(left)
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
            if not idle:
                return False
        return True

    def stop(self, timeout: float = 1.0) -> bool:
        """End the threads after their present step; the runner takes no more work. True when they have ended."""
        ended = self._writer.stop(timeout) and self._readers.stop(timeout)
        self._errands.stop(timeout)
        return ended

    def _task(self, ears: Ears[Any] | None, key: str = "", *, may_end_early: bool = True, awaited: bool = True) -> Task:
        control = Control(lambda: self._arrived.emit(task, _PROGRESS, None))
        task = Task(control, self)
        self._open[task] = _Waiting(ears or Ears(), key, may_end_early, awaited)
        if len(self._open) == 1:
            self.idle.emit(False)
        return task

    def _whole(self, task: Task, job: Callable[[Control], object]) -> Callable[[], bool]:
        def step() -> bool:
            outcome = _outcome(task.control, lambda: job(task.control))
            if shiboken6.isValid(self):  # an errand may end after all else has
                self._arrived.emit(task, *outcome)
            return False

        return step

    def _sliced(self, task: Task, job: SlicedJob[Any]) -> Callable[[], bool]:
        pieces: list[Generator[None, None, Any]] = []

        def step() -> bool:
            kind, value = _outcome(task.control, lambda: _advance(pieces, job, task.control))
            if kind == _DONE and value is _MORE:
                return True
            for piece in pieces:
                piece.close()
            self._arrived.emit(task, kind, value)
            return False

        return step

    @Slot(object, str, object)
    def _deliver(self, task: Task, kind: str, value: object) -> None:
        if kind == _PROGRESS:
            task.progress.emit(*task.control.heard())
            return
        waiting = self._open.pop(task)
        ears, key = waiting.ears, waiting.key
        moot = bool(key) and self._newest.get(key) is not task
        if key and not moot:
            del self._newest[key]
        try:
            if not moot and (ears.owner is None or shiboken6.isValid(ears.owner)):
                self._tell(ears, kind, value)
        finally:
            task.finished.emit()
            task.deleteLater()
            if not self._open:
                self.idle.emit(True)

    def _tell(self, ears: Ears[Any], kind: str, value: object) -> None:
        if kind == _DONE and ears.on_done:
            ears.on_done(value)
        elif isinstance(value, Refused):
            (ears.on_refused or self.refused.emit)(value)
        elif isinstance(value, Failure):
            (ears.on_failed or self.failed.emit)(value)
        elif kind == _CANCELLED and ears.on_cancelled:
            ears.on_cancelled()


_DONE, _REFUSED, _FAILED, _CANCELLED, _PROGRESS = "done", "refused", "failed", "cancelled", "progress"
_MORE = object()


def _outcome(control: Control, job: Callable[[], object]) -> tuple[str, object]:
    """Run it and say how it ended. The one place where an unforeseen error becomes a value."""
    if control.cancelled:
        return _CANCELLED, None
    try:
        return _DONE, job()
    except Cancelled:
        return _CANCELLED, None
    except Refused as refusal:
        return _REFUSED, refusal
    except Exception as error:  # noqa: BLE001 - a thread must hand every error to the window, which reports it
        return _FAILED, Failure(error)


def _advance(
    pieces: list[Generator[None, None, Any]], job: Callable[[Control], Generator[None, None, Any]], control: Control
) -> object:
    """The next slice of the work, begun when it has not been yet; its answer when that was the last."""
    if not pieces:
        pieces.append(job(control))
    try:
        next(pieces[0])
    except StopIteration as end:
        return end.value
    return _MORE
