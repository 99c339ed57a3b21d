# SPDX-License-Identifier: Apache-2.0
"""Every store numbers what it holds, and knows which stretches others hold."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from app.journal.operation import read
from app.records import peers, positions
from app.records.journal_tables import NUMBERED, covered_key, erased
from app.records.journal_tables import operation as journal
from app.records.positions import Range
from tests.records.scribe import Scribe, sample_centre, take_in
from tests.simulation.files import RecordsFile, in_memory

EPOCH = b"e" * 16
PEER = b"p" * 16


@pytest.fixture
def file() -> Iterator[RecordsFile]:
    copy = sample_centre().laptops[0].disk.file.copied()
    with copy.writer.begin() as connection:
        positions.begin(connection, sample_centre().owner.centre, EPOCH)
    yield copy
    copy.close()


def all_positions(connection: Connection) -> list[int]:
    return sorted(one for table in NUMBERED for one in connection.execute(select(table.c.pos)).scalars())


def test_everything_that_travels_gets_one_position_and_none_is_left_out(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        top = positions.allot(connection)
        assert all_positions(connection) == list(range(1, top + 1))
        assert top > 10


def test_asking_twice_gives_no_new_positions(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        assert positions.allot(connection) == positions.allot(connection)


def test_what_comes_later_stands_above_what_was_there(file: RecordsFile) -> None:
    scribe = Scribe("later")
    with file.writer.begin() as connection:
        before = positions.allot(connection)
    take_in(file, sample_centre().owner.centre, scribe.parcel(scribe.write("note.of_tomorrow", b"r" * 16)))
    with file.writer.begin() as connection:
        after = positions.allot(connection)
        came = positions.things(connection, [Range(before + 1, after)])
    assert [read(raw).kind for raw in came.operations] == ["note.of_tomorrow"]
    assert (len(came), after - before) == (2, 2), "the entry and its proof"


def test_a_transaction_that_fails_gives_its_positions_back(file: RecordsFile) -> None:
    with pytest.raises(RuntimeError), file.writer.begin() as connection:
        positions.allot(connection)
        raise RuntimeError("power cut")
    with file.writer.begin() as connection:
        top = positions.allot(connection)
        assert all_positions(connection) == list(range(1, top + 1))


def test_nothing_is_numbered_before_somebody_asks() -> None:
    with in_memory().writer.begin() as connection, pytest.raises(LookupError):
        positions.allot(connection)


def test_the_entries_of_one_laptop_stand_in_their_order(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        positions.allot(connection)
        rows = connection.execute(select(journal.c.origin, journal.c.seq).order_by(journal.c.pos)).all()
    for origin in {row.origin for row in rows}:
        seqs = [row.seq for row in rows if row.origin == origin]
        assert seqs == sorted(seqs)


@pytest.mark.parametrize("most", [1, 2, 7, 500])
def test_reading_in_steps_gives_everything_once(file: RecordsFile, most: int) -> None:
    with file.writer.begin() as connection:
        top = positions.allot(connection)
        whole = positions.things(connection, [Range(1, top)], most=10_000)
        after, seen = 0, 0
        while after < top:
            step = positions.things(connection, [Range(after + 1, top)], most=most)
            assert after < step.to
            assert len(step) <= most
            after, seen = step.to, seen + len(step)
    assert seen == len(whole) == top


def test_reading_stops_at_so_many_bytes_but_always_gives_one_thing(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        top = positions.allot(connection)
        assert len(positions.things(connection, [Range(1, top)], size=1)) == 1
        some = positions.things(connection, [Range(1, top)], size=3_000)
    assert 1 < len(some) < top
    assert sum(map(len, some.operations)) <= 3_000


def test_a_destroyed_key_leaves_its_position_vacant(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        connection.execute(covered_key.insert().values(
            id=b"k" * 16, subject=b"s" * 16, epoch=1, boxed=b"b", **{"class": "private"}))  # fmt: skip
        connection.execute(erased.insert().values(subject=b"x" * 16))
        top = positions.allot(connection)
        connection.execute(covered_key.delete())
        things = positions.things(connection, [Range(1, top)])
    assert (len(things), things.to) == (top - 1, top)
    assert things.erased == [b"x" * 16]


def test_the_mark_of_a_position_is_that_of_what_stands_there(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        top = positions.allot(connection)
        marks = [positions.mark_at(connection, position) for position in range(1, top + 1)]
        standing = positions.standing(connection)
    assert len(set(marks)) == top
    assert standing == positions.Standing(EPOCH, top, marks[-1])


def test_a_new_name_of_the_numbering_keeps_the_positions(file: RecordsFile) -> None:
    with file.writer.begin() as connection:
        top = positions.allot(connection)
        positions.begin(connection, sample_centre().owner.centre, b"x" * 16)
        positions.renew(connection, b"n" * 16)
        standing = positions.standing(connection)
    assert standing is not None
    assert (standing.epoch, standing.top) == (b"n" * 16, top)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=30), st.integers(0, 70))
def test_stretches_hold_what_was_noted_and_lack_the_rest(noted: list[tuple[int, int]], top: int) -> None:
    file = in_memory()
    with file.writer.begin() as connection:
        for first, more in noted:
            peers.add(connection, peers.GIVEN, PEER, Range(first, first + more))
        known = peers.known(connection, peers.GIVEN, PEER)
        lacking = peers.lacking(connection, peers.GIVEN, PEER, top)
    file.close()
    held = {one for first, more in noted for one in range(first, first + more + 1)}
    assert {one for stretch in known for one in range(stretch.first, stretch.last + 1)} == held
    assert {one for stretch in lacking for one in range(stretch.first, stretch.last + 1)} == set(
        range(1, top + 1)
    ) - held
    assert all(one.last + 1 < other.first for one, other in pairwise(known)), "joined"


def test_what_is_known_of_one_peer_says_nothing_of_another() -> None:
    file = in_memory()
    with file.writer.begin() as connection:
        peers.add_all(connection, peers.TAKEN, PEER, [1, 2, 3, 7])
        other = b"q" * 16
        peers.add(connection, peers.TAKEN, other, Range(1, 9))
        assert peers.known(connection, peers.TAKEN, PEER) == [Range(1, 3), Range(7, 7)]
        assert peers.known(connection, peers.GIVEN, PEER) == []
        peers.forget(connection, PEER)
        assert peers.known(connection, peers.TAKEN, PEER) == []
        assert peers.known(connection, peers.TAKEN, other) == [Range(1, 9)]
    file.close()


def test_peers_and_their_receipts_are_kept() -> None:
    file = in_memory()
    row = peers.PeerRow(PEER, "SAMPLE registry", "https://registry.example", b"k" * 32)
    with file.writer.begin() as connection:
        assert peers.find(connection, PEER) is None
        peers.keep(connection, row)
        peers.keep(connection, row)
        assert peers.peers(connection) == [row]
        for _ in range(2):
            peers.keep_receipt(connection, PEER, b"b" * 32, 7, b"sig", 1)
    file.close()
