# SPDX-License-Identifier: Apache-2.0
"""What every screen is given: the open centre, the threads, the news, and a voice in the window."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.domain.refusals import Refused
from app.translation import tr
from app.ui.background.change_bus import ChangeBus
from app.ui.background.exchanger import Exchanger
from app.ui.background.runner import Runner
from app.ui.background.task import Control, Ears, Failure, Task
from app.ui.reports import UNFORESEEN
from app.ui.ui_settings import UiSettings

if TYPE_CHECKING:
    from app.services.opening import OpenCentre
    from app.ui.widgets.toast import Follow

T = TypeVar("T")


class Context(QObject):
    """One person's sitting at the open centre. ``centre.work`` is the person's work; ``settings`` how they like it.

    Callbacks are called in the GUI thread. When a callback is a method of a widget that is gone by then, it is not
    called. ``said``, ``page_wanted`` and ``choice_wanted`` are heard by the window; ``taken_back`` tells it which
    command was; ``place_changed`` that the person is somewhere else on the page, which is worth keeping at once;
    ``take_back_asked`` wants a look at what taking a command back would change, and carries what came after it.
    ``kept`` is for what pages must not lose when the window makes them anew, in another language or text size.
    ``exchanger`` exchanges records with registries by itself, once the window has started it.
    """

    said = Signal(str, object)
    taken_back = Signal(bytes)
    page_wanted = Signal(str, str)
    choice_wanted = Signal(str, object)
    lock_wanted = Signal()
    place_changed = Signal()
    take_back_asked = Signal(bytes, str)

    def __init__(
        self,
        centre: "OpenCentre",
        runner: Runner,
        bus: ChangeBus,
        settings: UiSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.centre, self.runner, self.bus, self.settings = centre, runner, bus, settings
        self.kept: dict[str, object] = {}
        self.exchanger = Exchanger(self, self)

    def read(
        self,
        query: Callable[..., T],
        *args: object,
        then: Callable[[T], object],
        key: str = "",
        refused: Callable[[Refused], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Put a question to the records on a reader thread; ``then`` gets the answer.

        A later question of the same ``key`` makes the answer of this one moot. ``refused`` hears a refusal instead of
        the foot of the window. ``owner`` is what must live for anyone to be told, where ``then`` is no method of it.
        """
        job = partial(self.centre.work.read, query, *args)
        return self.runner.read(job, Ears(then, refused, owner=owner or _owner(then)), key=key)

    def read_now(self, query: Callable[..., T], *args: object) -> T:
        """The answer at once, in the GUI thread: only for rows of paged tables, which take milliseconds."""
        return self.centre.work.read(query, *args)

    def do(
        self,
        job: Callable[[Control], T],
        then: Callable[[T], object] | None = None,
        done: str = "",
        undo: bool = False,
        refused: Callable[[Refused], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Carry out a wish on the writer thread, before all long work.

        ``done`` is told at the foot of the window; with ``undo`` a way to take the wish back is offered there, for
        wishes that answer an act's id or something with an ``act``. ``refused`` hears a refusal in place of the foot.
        ``owner`` is what must live for the two to be called, where they are no methods of it.
        """
        hearer = owner or _owner(then) or _owner(refused)

        def heard(value: T) -> None:
            if then is not None and _lives(hearer):
                then(value)
            if done:
                self.say(done, self.way_back(value) if undo else None)

        def heard_refusal(refusal: Refused) -> None:
            if refused is not None and _lives(hearer):
                refused(refusal)
            else:
                self.say(str(refusal))

        def heard_failure(failure: Failure) -> None:
            self.runner.failed.emit(failure)
            if refused is not None and _lives(hearer):
                refused(Refused("unforeseen", UNFORESEEN))

        return self.runner.wish(job, Ears(heard, heard_refusal, heard_failure, owner=self))

    def errand(
        self,
        job: Callable[[Control], T],
        then: Callable[[T], object],
        refused: Callable[[Refused], object],
        cancelled: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Work that waits for a network, on a thread of its own; closing the window does not wait for it.

        What was not foreseen is reported, and ``refused`` hears a sentence about it.
        """
        return self.runner.errand(job, self._told(then, refused, cancelled, owner))

    def look_up(
        self,
        job: Callable[[Control], T],
        then: Callable[[T], object],
        refused: Callable[[Refused], object],
        cancelled: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Long work that only reads, such as a workbook or a plan, on a reader thread: wishes do not wait for it.

        What was not foreseen is reported, and ``refused`` hears a sentence about it.
        """
        return self.runner.report(job, self._told(then, refused, cancelled, owner))

    def say(self, text: str, then: "Callable[[], object] | Follow | None" = None) -> None:
        """Tell something at the foot of the window, perhaps with a way to take it back or with what may follow.

        Without a text the page tells it itself, and only the menu offers the way back.
        """
        self.said.emit(text, then)

    def show_page(self, key: str, place: str = "") -> None:
        """Go to another page, and to a place on it."""
        self.page_wanted.emit(key, place)

    def choose(self, what: str, value: object) -> None:
        """Choose how the window is: "language", "theme", "scale" or "density"."""
        self.choice_wanted.emit(what, value)

    def lock(self) -> None:
        """Ask for the passphrase before anyone goes on."""
        self.lock_wanted.emit()

    def way_back(self, value: object) -> Callable[[], object] | None:
        """What takes back the command of this answer: an act's id, or something with an ``act``; None without one."""
        from app.ui.widgets.toast import WayBack

        act = value if isinstance(value, bytes) else getattr(value, "act", None)
        return WayBack(act, self._take_back_if_last) if act else None

    def take_back(self, act: bytes) -> Task:
        """Take this command back."""
        from app.services.undo import undo

        work = self.centre.work
        return self.do(lambda control: undo(work, act, control.progress), lambda _: self._say_undone(act), owner=self)

    def _told(
        self,
        then: Callable[[T], object],
        refused: Callable[[Refused], object],
        cancelled: Callable[[], object] | None,
        owner: QObject | None,
    ) -> Ears[T]:
        def failed(failure: Failure) -> None:
            self.runner.failed.emit(failure)
            refused(Refused("unforeseen", UNFORESEEN))

        return Ears(then, refused, failed, cancelled, owner or _owner(then))

    def _take_back_if_last(self, act: bytes) -> None:
        """Take it back at once where it is what the person did last; else they are asked, and told what came after."""
        from app.services.undo import undo_if_last

        def heard(passed_over: tuple[str, ...]) -> None:
            if passed_over:
                self.take_back_asked.emit(act, " ".join(passed_over))
            else:
                self._say_undone(act)

        self.do(lambda control: undo_if_last(self.centre.work, act, control.progress), heard)

    def _say_undone(self, act: bytes) -> None:
        self.say(tr("Undone."))
        self.taken_back.emit(act)


def _lives(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)


def _owner(hearer: Callable[..., Any] | None) -> QObject | None:
    """The QObject whose method this is, if it is one: it must live for the method to be called."""
    owner = getattr(hearer, "__self__", None)
    return owner if isinstance(owner, QObject) else None
