# SPDX-License-Identifier: Apache-2.0
"""The exchange with registries, which goes on by itself while the records are open and is never in anybody's way.

``app.exchange.loop`` decides when; here it hears what happens in the window. Nothing is ever asked or told by a dialog:
whoever wants to know looks at the sentence on the page, or at the foot of the window.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.refusals import Refused
from app.exchange.loop import Plan
from app.services.exchange_state import ExchangeState, exchange_state
from app.ui.background.change_bus import Changes
from app.ui.background.hints import Hints
from app.ui.background.system_proxy import proxy_for
from app.ui.background.task import Control, Ears, Failure, Task

if TYPE_CHECKING:
    import httpx

    from app.services.syncing import Synced
    from app.ui.context import Context

LOOK_MS: Final = 1_000
_READ_MS: Final = 1_000
_SLICE_S: Final = 0.02
_DICE: Final = 2**32
_SIGNED: Final = frozenset({"signoff", "certificate", "ruling"})
_NO_WORK: Final = frozenset({"peer", "carried"})
"""What the exchange itself notes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last exchange ended: entries sent and new here, sentences about what was left out, and what hindered it,
    with the name of the registry for each (empty where all was hindered)."""

    sent: int = 0
    new: int = 0
    left_out: tuple[str, ...] = ()
    troubles: tuple[tuple[str, Refused], ...] = ()


class Exchanger(QObject):
    """``changed`` tells that the state, the outcome or whether it is under way is another one.

    It knows nothing before ``begin``, and does nothing by itself before ``start``. ``client`` makes the client of the
    network for an address; another one may be put in its place.
    """

    changed = Signal()

    def __init__(self, context: "Context", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.client: Callable[[str], httpx.Client] = _client
        self.state: ExchangeState | None = None
        self.outcome = Outcome()
        self.task: Task | None = None
        self.hints = Hints(self)
        self.plan = Plan()
        self._again = False
        self._pause = _timer(self, _READ_MS, self.read, once=True)
        self._clock = _timer(self, LOOK_MS, self._look)
        self.hints.connected.connect(self._on_connected)
        context.bus.changed.connect(self._on_changed)

    @property
    def running(self) -> bool:
        """Whether an exchange is under way."""
        return self.task is not None

    def begin(self) -> None:
        """Learn how things stand, once; from then on follow every change."""
        if self.state is None and not self._pause.isActive():
            self.read()

    def start(self) -> None:
        """Exchange by itself from now on."""
        self.begin()
        self.hints.listen()
        self._clock.start()

    def stop(self) -> None:
        """Begin nothing any more; what is under way ends where it stands, and nothing is lost."""
        self._clock.stop()
        self._pause.stop()
        self.cancel()

    @Slot()
    def exchange_now(self) -> None:
        """A person asks for it now."""
        self.plan = self.plan.wanted(self._now())
        if not self.running:
            self._exchange()

    @Slot()
    def cancel(self) -> None:
        """End it where it stands."""
        if self.task is not None:
            self.task.cancel()

    @Slot()
    def read(self) -> None:
        """Learn how things stand."""
        device = self._context.centre.work.records.device
        self._context.read(exchange_state, device, then=self._on_state, key="exchange.state")

    @Slot(object)
    def _on_state(self, state: ExchangeState) -> None:
        self.state = state
        if self._again and state.waiting:
            self.plan = self.plan.wrote(self._now(), self._dice())
        self._again = False
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        """Is it time? While somebody types, the next moment will do."""
        wanted = self.state is not None and self.state.by_network and not self.running
        if wanted and self.plan.is_due(self._now()) and not self.hints.typing():
            self._exchange()

    def _exchange(self) -> None:
        centre, runner = self._context.centre, self._context.runner
        address = next((one.url for one in self.state.partners if one.url), "") if self.state else ""

        def job(control: Control) -> "Mapping[str, Synced]":
            from app.services.partners import exchange
            from app.services.syncing import Manner

            manner = Manner(lambda work: runner.turn(work, control), _SLICE_S, control.progress)
            with closing(self.client(address)) as client:
                return exchange(centre, client, manner)

        ears = Ears(self._on_done, self._on_refused, self._on_failed, self._on_cancelled, self)
        self.task = runner.errand(job, ears)
        self.changed.emit()

    def _on_done(self, done: "Mapping[str, Synced]") -> None:
        troubles = tuple((name, trouble) for name, one in done.items() for trouble in one.troubles)
        sent, new = (sum(counts) for counts in zip(*((one.pushed, one.pulled) for one in done.values()), strict=True))
        self._ended(Outcome(sent, new, tuple(words for one in done.values() for words in one.rejected), troubles))

    def _on_refused(self, refusal: Refused) -> None:
        self._ended(Outcome(troubles=(("", refusal),)))

    def _on_failed(self, failure: Failure) -> None:
        from app.ui.reports import UNFORESEEN

        self._context.runner.failed.emit(failure)
        self._ended(Outcome(troubles=(("", Refused("unforeseen", UNFORESEEN)),)))

    def _on_cancelled(self) -> None:
        """The person ended it: it comes again at its usual time."""
        self._ended(Outcome())

    def _ended(self, outcome: Outcome) -> None:
        from app.exchange.troubles import Trouble, Unreachable

        now, dice = self._now(), self._dice()
        hindered = [one if isinstance(one, Trouble) else Unreachable() for _, one in outcome.troubles]
        well = self.plan.went_well(now, dice, sparing=self.hints.metered)
        self.plan = self.plan.hindered(now, hindered[0], dice) if hindered else well
        self.outcome, self.task, self._again = outcome, None, True
        self.read()
        self.changed.emit()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.state is None:
            return
        if not self._pause.isActive():
            self._pause.start()
        if self.running or not changes.tables - _NO_WORK:
            return
        hear = self.plan.signed if changes.tables & _SIGNED else self.plan.wrote
        self.plan = hear(self._now(), self._dice())

    @Slot()
    def _on_connected(self) -> None:
        self.plan = self.plan.connected(self._now(), self._dice())

    def _now(self) -> int:
        return self._context.centre.machine.wall()

    def _dice(self) -> float:
        return int.from_bytes(self._context.centre.machine.random(4), "big") / _DICE


def _client(address: str) -> "httpx.Client":
    from app.exchange.http import new_client

    return new_client(proxy_for(address))


def _timer(owner: QObject, interval: int, act: Callable[[], object], *, once: bool = False) -> QTimer:
    made = QTimer(owner)
    made.setInterval(interval)
    made.setSingleShot(once)
    made.timeout.connect(act)
    return made
