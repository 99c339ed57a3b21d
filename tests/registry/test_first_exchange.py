# SPDX-License-Identifier: Apache-2.0
"""The first exchange of a new laptop: a snapshot that goes on wherever the line breaks, then what came after it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.exchange.troubles import Trouble
from app.records import log, peers
from app.records.journal_tables import operation as journal
from app.records.queries import people
from app.services.joining_through_registry import (
    join_through_registry,
    wait_for_answer,
)
from app.services.opening import OpenCentre
from app.services.partners import exchange
from app.store.keyring import WEAKEST
from tests.registry.joining_ground import DARA, Town, a_town, digests, ends_after, joined, newcomer, no_pause
from tests.registry.loopback import Line
from tests.services.centre_samples import (
    enter_learner,
    learners,
    opened,
)


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


@pytest.fixture(scope="module")
def one_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture
def town(one_town: Town, tmp_path: Path) -> Town:
    """The same office for all, with computers of their own for each."""
    return replace(one_town, path=tmp_path)


def test_what_came_after_the_snapshot_comes_too_and_what_is_private_opens(town: Town) -> None:
    joined(town, "first")

    def work(centre: OpenCentre) -> None:
        for n in range(20):
            enter_learner(centre, f"SAMPLE {n}")

    town.exchange(town.office, work)
    workshop, _ = joined(town)
    town.exchange(town.office)
    town.exchange(workshop)
    town.exchange(town.office)
    town.exchange(workshop)
    assert digests(workshop) == digests(town.office)
    with opened(workshop) as centre:
        assert not centre.work.read(peers.any_covered)


def test_nothing_that_the_snapshot_brought_is_sent_back_or_taken_twice(town: Town) -> None:
    workshop, _ = joined(town)
    with opened(workshop) as centre:
        (done,) = exchange(centre, town.client).values()
        mine = journal.c.origin == centre.work.records.place.origin
        own = centre.work.read(lambda connection: list(log.where(connection, mine)))
    assert [one.kind for one in own] == ["origin.begun", "person.key_added"]
    assert (done.pushed, done.pulled, done.duplicates, done.troubles) == (2, 0, 0, ())


@pytest.mark.parametrize("cut", [250, 700])
def test_a_line_that_breaks_in_every_part_is_gone_on_with(town: Town, cut: int) -> None:
    """Nothing is asked for twice but the last byte."""
    line = Line(cut=cut)
    at, _ = joined(town, line=line)
    starts = [int(one[6:-1]) for one in line.ranges if one]
    assert starts == [n * (cut - 1) + cut - 1 for n in range(len(starts))]
    assert len(starts) > 3
    with opened(at) as centre:
        assert learners(centre) >= {DARA}
    assert not list(at.path.glob("*.part"))


def test_wherever_the_line_breaks_for_good_the_next_try_goes_on_there(town: Town) -> None:
    """The program is ended at each step of the snapshot in turn."""
    at, line = newcomer(town), Line(cut=250)
    asked = town.ask(at, town.code(), line)
    town.admit(asked.words)
    welcome = wait_for_answer(asked, at.machine, ends_after(3))
    size = 0
    while not at.folder.path.exists():
        try:
            join_through_registry(asked, welcome, at.machine, pause=ends_after(1))
        except KeyboardInterrupt:
            (part,) = at.path.glob("*.part")
            assert part.stat().st_size > size
            size = part.stat().st_size
    assert len(line.ranges) > 10
    assert line.ranges.count("") == 1
    with opened(at) as centre:
        assert learners(centre) >= {DARA}


def test_a_line_that_brings_nothing_more_is_told_and_what_came_is_kept(town: Town) -> None:
    at, line = newcomer(town), Line(cut=900)
    asked = town.ask(at, town.code(), line)
    town.admit(asked.words)
    welcome = wait_for_answer(asked, at.machine, ends_after(3))

    def dies(seconds: float) -> None:
        line.there = False

    with pytest.raises(Trouble):
        join_through_registry(asked, welcome, at.machine, pause=dies)
    (part,) = at.path.glob("*.part")
    assert part.stat().st_size == 900
    assert not at.folder.path.exists()
    line.there, line.cut = True, 0
    join_through_registry(asked, welcome, at.machine, pause=no_pause)
    assert line.ranges[-1] == "bytes=899-"


@pytest.mark.parametrize("where", [0, 0.6, 0.999])
def test_a_snapshot_with_a_flipped_bit_is_refused(town: Town, where: float) -> None:
    def flipped(content: bytes) -> bytes:
        changed = bytearray(content)
        changed[int(len(content) * where)] ^= 4
        return bytes(changed)

    at, line = newcomer(town), Line(damaged=flipped)
    asked = town.ask(at, town.code(), line)
    town.admit(asked.words)
    welcome = wait_for_answer(asked, at.machine, ends_after(3))
    with pytest.raises(Trouble, match="damaged on the way"):
        join_through_registry(asked, welcome, at.machine, pause=no_pause)
    assert not at.folder.path.exists()
    assert not list(at.path.glob("*.part"))
    line.damaged = bytes
    join_through_registry(asked, welcome, at.machine, pause=no_pause)


def test_an_older_snapshot_that_does_not_know_the_laptop_yet_is_completed_by_the_tail(town: Town) -> None:
    joined(town, "first")
    folder = town.server.place.folder / "snapshots"
    before = {path.name for path in folder.rglob("*.bundle")}
    second, _ = joined(town, "second")
    assert {path.name for path in folder.rglob("*.bundle")} == before
    with opened(second) as centre:
        assert [row.name for row in centre.work.read(people.devices, centre.laptop.device) if row.own] == ["Workshop"]
