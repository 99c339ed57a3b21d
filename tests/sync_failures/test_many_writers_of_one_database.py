# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 8 to 11, on PostgreSQL."""

import itertools
import os
import random
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest
from httpx import Request, Response
from sqlalchemy import Connection, select

from app.exchange.answering import Covers, answer_pull
from app.exchange.bundle import Operations, read_pieces
from app.exchange.class_keys import read_class_keys
from app.exchange.protocol import Wanted
from app.exchange.wire import Parcel
from app.journal.canonical import LARGEST_INTEGER
from app.records import positions, tables
from app.records.positions import Range
from app.records.queries.questions import questions
from app.registry.postgres import PostgresStores
from app.registry.snapshots import snapshot
from app.registry.stores import Answer, Deed
from app.registry.taking import take
from app.services import learners
from tests.registry.postgres_server import postgres_server
from tests.registry.registry_samples import Server, a_registry
from tests.simulation.laptop import Laptop
from tests.simulation.mishaps import PowerCut
from tests.sync_failures.push_ground import Fault, Outside, Push, between_statements, fall, hang_up, outside_of
from tests.sync_failures.site_ground import Answering, Site, at

pytestmark = pytest.mark.xdist_group("postgres")
LOST = int(os.environ.get("GUILDMARK_LOST_CONNECTIONS", "6"))
"""So often a connection is lost."""
_ROUNDS: Final = 2


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A registry in PostgreSQL. Each test has a centre of its own there."""
    with postgres_server() as running:
        server = a_registry(tmp_path_factory.mktemp("registry"), running.make("nation"))
        yield server
        server.close()


@pytest.fixture(scope="module")
def push(nation: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Push]:
    """A laptop that has given everything but its last marks."""
    with at(nation, tmp_path_factory.mktemp("push"), 2, 8) as site, outside_of(nation) as outside:
        site.batch(site.laptops[1])
        made = Push(site, outside)
        made.whole = made.seen()
        yield made
        site.settle()
        assert site.agree(), "after all that went wrong"


def test_08_a_fault_between_any_two_statements_of_a_push_leaves_it_whole_or_undone(push: Push) -> None:
    """morango PR#164, kolibri#9524: what was taken for a transaction was one of another connection, so that a fault
    left half of an exchange in the database. Tests that run inside a transaction of their own cannot see it."""
    undone = 0
    for number in itertools.count(1):
        push.next_batch_if_whole()
        fault = Fault(number, push.outside, fall)
        with suppress(PowerCut), between_statements(fault):
            push.give()
        assert push.seen() in (push.before, push.whole), f"half of it, after statement {number}"
        undone += push.seen() == push.before
        if fault.count < number:
            break
    assert push.seen() == push.whole, "the same push again, with no fault left"
    assert 20 < undone < number - 1, "it fell before the commit, and after it"


def test_08_a_connection_lost_between_any_two_statements_is_no_reason_to_lose_or_double_a_push(push: Push) -> None:
    """The same, where the database lets go: the server does it again by itself."""
    push.next_batch_if_whole()
    fault = Fault(0, push.outside, hang_up)
    with between_statements(fault):
        push.give()
    for number in range(2, fault.count, max(1, fault.count // LOST)):
        push.next_batch_if_whole()
        with between_statements(Fault(number, push.outside, hang_up)):
            assert set(push.give()) <= set("ad")
        assert push.seen() == push.whole, f"statement {number}"


def test_09_what_is_written_while_an_exchange_runs_is_never_taken_for_sent(nation: Server, tmp_path: Path) -> None:
    """kolibri PR#6591: marks for "must be sent" were taken away at the end of an exchange, also from records that were
    written meanwhile; under READ COMMITTED they never appeared anywhere."""
    with at(nation, tmp_path, 2, 9) as site:
        assert site.server.registry.stores.write(site.centre, isolation) == "read committed"
        with ThreadPoolExecutor(len(site.laptops)) as threads:
            written = set().union(*threads.map(partial(_exchange_and_write, site), site.laptops))
        assert len(written) >= 2 * _ROUNDS
        site.settle()
        assert written <= site.held()
        assert [site.waiting(one) for one in site.laptops] == [0] * 2
        assert site.agree()


def isolation(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SHOW transaction_isolation").scalar())


def _exchange_and_write(site: Site, laptop: Laptop) -> set[bytes]:
    """Exchange a few times; somebody marks while each request is under way, and while its answer is."""
    written: set[bytes] = set()

    def meanwhile(request: Request, answering: Answering) -> Response:
        if len(written) >= _ROUNDS * 4:
            return answering(request)
        written.update(one.hash for one in site.marks(laptop, 1))
        answer = answering(request)
        written.update(one.hash for one in site.marks(laptop, 1))
        return answer

    for _ in range(_ROUNDS):
        assert not site.sync(laptop, meanwhile).troubles
    return written


def test_10_of_two_merges_at_one_moment_the_earlier_word_never_wins(nation: Server, tmp_path: Path) -> None:
    """sqliteai/sqlite-sync#70: two merges into one row on PostgreSQL read what stood there before either had written;
    whoever committed last won, also with the older version."""
    with at(nation, tmp_path, 2, 10) as site, outside_of(nation) as outside:
        for laptop in site.laptops:
            site.batch(laptop)
        for order in (site.laptops, site.laptops[::-1]):
            for laptop, name in zip(site.laptops, ("SAMPLE Earlier", "SAMPLE Later"), strict=True):
                site.server.clock.now += 1_000
                learners.set_learner(site.work(laptop), site.learner(), {"full_name": f"{name} {order[0].name}"})
            _give_at_one_moment(site, order, outside)
            shown = site.server.registry.stores.read(site.centre, partial(name_of, learner=site.learner()))
            assert shown == (f"SAMPLE Later {order[0].name}", 1), "the later word is shown, and both are asked about"
            site.settle()
            assert site.laptops[0].read(partial(name_of, learner=site.learner())) == shown
        assert site.agree()


def name_of(connection: Connection, learner: bytes) -> tuple[str, int]:
    """A learner's name, and how many questions there are."""
    name = select(tables.learner.c.full_name).where(tables.learner.c.id == learner)
    return str(connection.execute(name).scalar()), len(questions(connection))


def _give_at_one_moment(site: Site, laptops: Sequence[Laptop], outside: Outside) -> None:
    """Two servers take a batch each. The first has merged and not committed when the second comes, and has to wait."""
    first, second = (site.batch(one) for one in laptops)
    holding, registry = Holding(site), site.server.registry
    with closing(holding), ThreadPoolExecutor(2) as threads:
        one = threads.submit(take, replace(registry, stores=holding), site.centre, laptops[0].itself.device, first)
        holding.wait()
        other = threads.submit(take, registry, site.centre, laptops[1].itself.device, second)
        assert _somebody_waits(outside), "the second must not read what the first is about to change"
        holding.go_on.set()
        for answer in (one.result(), other.result()):
            assert set(answer.verdicts) <= set("ad")


def _somebody_waits(outside: Outside) -> bool:
    """Whether a transaction comes to wait for another one's lock."""
    until = monotonic() + 10
    while monotonic() < until:
        found = outside.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()
        if found:
            return True
        sleep(0.01)
    return False


class Holding(PostgresStores):
    """Another server on the same database: before it commits, it waits until it may go on."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.server.place.database, random.Random(9).randbytes, 1)
        self.go_on = threading.Event()
        self._reached = threading.Event()

    def wait(self) -> None:
        """Wait until it stands before its commit."""
        assert self._reached.wait(20)

    def write(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        def held(connection: Connection) -> Answer:
            answer = deed(connection)
            self._reached.set()
            assert self.go_on.wait(20)
            return answer

        return super().write(centre, held)


def test_11_nothing_appears_below_what_a_reader_has_read_also_beside_a_snapshot(nation: Server, tmp_path: Path) -> None:
    """electric#2311, #2313, #1469, #4773: an entry whose number was given out before a snapshot and committed after it
    was in neither the snapshot nor what followed, and the reader believed to know everything."""
    with at(nation, tmp_path, 2, 11) as site:
        office, van = site.laptops
        for laptop in site.laptops:
            site.batch(laptop)
        own = {one.hash for one in (*site.marks(office, 3), *site.marks(van, 3))}
        holding, registry = Holding(site), site.server.registry
        with closing(holding), ThreadPoolExecutor(2) as threads:
            slow = replace(registry, stores=holding)
            one = threads.submit(take, slow, site.centre, office.itself.device, site.batch(office))
            holding.wait()
            other = threads.submit(take, registry, site.centre, van.itself.device, site.batch(van))
            begun = snapshot(registry, site.centre)
            early = read_on(site, 0)
            holding.go_on.set()
            one.result(), other.result()
        from_snapshot = hashes_in(begun.path) + read_on(site, begun.card.position)
        assert len(early) == len(set(early))
        everything = read_on(site, 0)
        assert everything[: len(early)] == early, "nothing came in below"
        assert sorted(from_snapshot) == sorted(everything), "each entry once: in the snapshot, or after it"
        assert own <= set(everything) == site.held()
        assert not own & set(early), "nothing is seen before it is committed"


def read_on(site: Site, after: int) -> list[bytes]:
    """The hashes of all entries after a position, in their order; no position is left out."""
    found: list[bytes] = []
    while True:
        parcel = site.server.registry.stores.read(site.centre, partial(_next, site=site, after=after))
        assert (parcel.cover.after, len(parcel)) == (after, parcel.cover.to - after), "a gap among the positions"
        found += [sha256(raw).digest() for raw in parcel.operations]
        after = parcel.cover.to
        if after == parcel.cover.top:
            return found


def _next(connection: Connection, site: Site, after: int) -> Parcel:
    standing = positions.standing(connection)
    assert standing is not None
    covers = Covers(read_class_keys(connection), site.server.registry.random)
    wanted = Wanted(Range(after + 1, LARGEST_INTEGER), standing.epoch, most=4)
    return answer_pull(connection, site.centre, wanted, covers)


def hashes_in(path: Path) -> list[bytes]:
    """The hashes of the entries in a file."""
    pieces = [one for one in read_pieces(path) if isinstance(one, Operations)]
    return [sha256(raw).digest() for one in pieces for raw in one.raws]
