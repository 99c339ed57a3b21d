# SPDX-License-Identifier: Apache-2.0
"""Records exchanged by two laptops over a registry in a process of its own, on loopback: everything is signed, proven,
folded, and safe on the disk at both ends before it counts."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select

from app.bench import a_day
from app.bench.child import child
from app.bench.exchange_by_others import OTHERS, by_another
from app.bench.ground import Ground, Place
from app.bench.line import Line, line_to
from app.bench.measuring import worst_but
from app.bench.registry_process import Served, served
from app.cli.outside import Measured
from app.exchange.http import new_client
from app.records.journal_tables import operation
from app.services.enrolling import enrol
from app.services.opening import OpenCentre
from app.services.partners import exchange as exchange_now

if TYPE_CHECKING:
    import httpx

PUSH, PULL, PUSH_SIGNED, WITH_BROKEN = 1_500, 3_000, 800, 1_000
FIRST_SECONDS: Final = 60.0
_FIRST: Final = 50_000
BYTES_OF_A_DAY: Final = (60 * a_day.MARKS + 130) / (a_day.MARKS + 1)
BYTES_SIGNED: Final = 130
ROUND_TRIPS, BYTES_FOR_NOTHING = 2, 2_000
GROWTH: Final = 1.2
SEEN_WITHIN: Final = 0.06
_RISK: Final = 0.1
_SLOWEST, _SLOWEST_REQUEST = 0.05, 0.01
_TRIES: Final = 1_000
RATE: Final = "operations/s"


@dataclass(slots=True)
class _Room:
    """Laptops, the registry that serves them, and the line to it. ``done`` are the sheets that were worked through."""

    registry: Served
    line: Line
    client: "httpx.Client"
    first: Place
    second: Place
    third: Place
    done: int = 0

    def work(self, operations: int, *, one_by_one: bool = True) -> None:
        """A day's mix at the first laptop."""
        with a_day.sitting(self.first) as centre:
            self.done = a_day.work_through(centre, operations, self.done, one_by_one=one_by_one)

    def time(self, laptop: Place, operations: int) -> "_Taken":
        """What an exchange of this laptop takes, which must bring it to its end."""
        with a_day.sitting(laptop) as centre:
            return _taken(self.registry, operations, lambda: _exchanged(centre, self.client))


@dataclass(frozen=True, slots=True)
class _Taken:
    """Operations in a second of the clock, and CPU microseconds of both ends for each."""

    rate: float
    cpu: float


def exchange(ground: Ground) -> Sequence[Measured]:
    """A day's mix and judgements alone are pushed and pulled; a new laptop takes all; lines break; nothing is to do."""
    n = ground.sizes.exchanged
    with _room(ground) as room:
        push, pull, found = _a_day(room, n)
        found += [
            *_signed(room, n // 4),
            *_nothing(room),
            *_broken(room, n),
            *_growth(room, ground),
            *_first(room, ground),
        ]
    return [*found, *_others(ground, n, push, pull)]


@contextmanager
def _room(ground: Ground) -> Iterator[_Room]:
    """The second laptop joined by file, and both have exchanged everything."""
    first = a_day.a_centre(ground.path / "first", ground.sizes.cohort)
    registry_folder = ground.path / "registry"
    with served(registry_folder) as registry, line_to(registry.url) as line, closing(new_client()) as client:
        with a_day.sitting(first, a_day.ADMINISTRATOR.name) as centre:
            enrol(centre, client, line.url, registry.code)
        second, third = (a_day.another_laptop(first, ground.path / name) for name in ("second", "third"))
        for laptop in (first, second, third, first):
            with a_day.sitting(laptop) as centre:
                _exchanged(centre, client)
        yield _Room(registry, line, client, first, second, third)


def _a_day(room: _Room, n: int) -> tuple[_Taken, _Taken, list[Measured]]:
    """What both laptops take for a day's mix."""
    room.work(n)
    room.line.forget()
    push = room.time(room.first, n)
    sent = room.line.bytes / n
    pull = room.time(room.second, n)
    return (
        push,
        pull,
        [
            Measured("exchange.push", push.rate, PUSH, 1, RATE, at_least=True),
            Measured("exchange.pull", pull.rate, PULL, 1, RATE, at_least=True),
            Measured("exchange.push-cpu", push.cpu, 1, None, "us"),
            Measured("exchange.pull-cpu", pull.cpu, 1, None, "us"),
            Measured("exchange.bytes-of-a-day", sent, BYTES_OF_A_DAY, 1, "bytes"),
        ],
    )


def _signed(room: _Room, n: int) -> Sequence[Measured]:
    """Nothing but what a person signed."""
    with a_day.sitting(room.first) as centre:
        a_day.sign_much(centre, n)
    room.line.forget()
    push = room.time(room.first, n)
    return (
        Measured("exchange.push-signed", push.rate, PUSH_SIGNED, 1, RATE, at_least=True),
        Measured("exchange.bytes-signed", room.line.bytes / n, BYTES_SIGNED, 1, "bytes"),
    )


def _nothing(room: _Room) -> Sequence[Measured]:
    """An exchange when both have everything."""
    with a_day.sitting(room.first) as centre:
        _exchanged(centre, room.client)
        room.line.forget()
        _exchanged(centre, room.client)
    time.sleep(_SLOWEST)  # the line hears of the end a moment later
    trips = max(1, len(room.line.taken))
    return (
        Measured("exchange.nothing-trips", trips, ROUND_TRIPS, 1, "round trips"),
        Measured("exchange.nothing-bytes", room.line.bytes, BYTES_FOR_NOTHING, 1, "bytes"),
    )


def _broken(room: _Room, operations: int) -> Sequence[Measured]:
    """A day's mix pushed over a line that breaks at one request in ten; whatever broke off is tried again at once."""
    room.work(operations)
    room.line.forget()
    room.line.risk = _RISK
    with a_day.sitting(room.first) as centre:
        done = _taken(room.registry, operations, lambda: _in_the_end(centre, room.client))
    room.line.risk = 0.0
    return (
        Measured("exchange.push-over-broken-lines", done.rate, WITH_BROKEN, 1, RATE, at_least=True),
        Measured("exchange.slowest-request", worst_but(_SLOWEST_REQUEST, room.line.taken), 3.0, 1, "s of the clock"),
        Measured("exchange.requests-broken", room.line.broken, len(room.line.taken) + room.line.broken, None, ""),
    )


def _growth(room: _Room, ground: Ground) -> Sequence[Measured]:
    """What an operation takes at all ends when few wait and when many do; then the third laptop takes all since its
    first day, while somebody marks there."""
    room.time(room.second, 1)
    taken = list[float]()
    for n in (ground.sizes.exchanged, ground.sizes.exchanged_much):
        room.work(n, one_by_one=False)
        taken.append(room.time(room.first, n).cpu + room.time(room.second, n).cpu)
    marks = child("marks_while_arriving", room.third.path, ground.sizes.marks)
    return (
        Measured("exchange.growth", taken[1], taken[0], GROWTH, "us"),
        Measured("exchange.mark-while-arriving-p95", worst_but(_SLOWEST, marks), SEEN_WITHIN, 1, "s of the clock"),
    )


def _first(room: _Room, ground: Ground) -> Sequence[Measured]:
    """A laptop that has nothing yet gets all there is; seconds for 50,000 operations."""
    begun = time.perf_counter()
    newest = a_day.another_laptop(room.first, ground.path / "newest")
    with a_day.sitting(room.first) as centre:
        _exchanged(centre, room.client)
    with a_day.sitting(newest) as centre:
        _exchanged(centre, room.client)
        operations = centre.work.read(_count)
    seconds = (time.perf_counter() - begun) / operations * _FIRST
    return (Measured("exchange.first-50000", seconds, FIRST_SECONDS, 1, "s of the clock"),)


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(operation)).scalar_one())


def _others(ground: Ground, n: int, push: _Taken, pull: _Taken) -> Iterator[Measured]:
    """Against the programs of others that are to be had here."""
    for name, times in OTHERS.items():
        other = by_another(name, ground.path / name, n)
        if other is not None:
            yield Measured(f"exchange.push-over-{name}", push.rate, other.push, times, RATE, at_least=True)
            yield Measured(f"exchange.pull-over-{name}", pull.rate, other.pull, times, RATE, at_least=True)


def _taken(registry: Served, operations: int, job: Callable[[], object]) -> _Taken:
    server, own, begun = registry.cpu(), time.process_time(), time.perf_counter()
    job()
    seconds, used = time.perf_counter() - begun, time.process_time() - own + registry.cpu() - server
    return _Taken(operations / seconds, used / operations * 1e6)


def _exchanged(centre: OpenCentre, client: "httpx.Client") -> None:
    for done in exchange_now(centre, client).values():
        for trouble in done.troubles:
            raise trouble


def _in_the_end(centre: OpenCentre, client: "httpx.Client") -> None:
    for _ in range(_TRIES):
        if not any(done.troubles for done in exchange_now(centre, client).values()):
            return
    raise AssertionError("the exchange never came to its end")
