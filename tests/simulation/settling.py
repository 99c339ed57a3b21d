# SPDX-License-Identifier: Apache-2.0
"""The end of a connected history: everything is exchanged on good roads, and then nobody lacks anything."""

from contextlib import closing
from typing import Final

from app.records import tables
from app.records.queries.questions import questions
from app.records.refolding import fold_everything
from tests.simulation import sticks
from tests.simulation.agreement import Dump, differences, dump, tables_of, unsound
from tests.simulation.connected import Connected, held_by, ids_in
from tests.simulation.files import RecordsFile
from tests.simulation.laptop import Laptop
from tests.simulation.meeting import exchanged
from tests.simulation.mishaps import clear

_ROUNDS: Final = 5
"""Three where no copy of a laptop is met: one that is goes on under another name, which all others hear of then."""
_CHECKED_WHOLLY: Final = 0.1
"""So many histories end with the program's own check of chains, heads, signatures and tables; all others with a fold
anew of one laptop's entries, which says the same of the tables."""
_THINGS: Final = (
    "SELECT hash FROM operation UNION ALL SELECT id FROM subject_key UNION ALL SELECT id FROM covered_key "
    "UNION ALL SELECT subject FROM erased"
)


def settle(world: Connected) -> None:
    """Exchange until nobody lacks anything; three rounds are enough."""
    first = world.admitted()[0]
    for laptop in world.laptops:
        if laptop.itself.device in world.revoked:
            sticks.read(sticks.written(laptop), first)
    for number in range(_ROUNDS):
        for server in world.servers:
            for laptop in world.admitted()[:: -1 if number % 2 else 1]:
                synced = exchanged(laptop, server.peer(laptop.itself.device, clear), server)
                assert not synced.troubles, f"{laptop.name} and {server.name}: {synced.troubles}"
                if not _lacking(world):
                    return
    raise AssertionError(f"after {_ROUNDS} rounds {_lacking(world)}")


def _lacking(world: Connected) -> str:
    held = {one.name: ids_in(one.disk.file, _THINGS) for one in world.admitted()}
    held |= {one.name: ids_in(one.file, _THINGS) for one in world.servers}
    everything = set().union(*held.values())
    return ", ".join(f"{name} lacks {len(everything - found)}" for name, found in held.items() if found != everything)


def check(world: Connected) -> None:
    """Nobody lost anything, nothing is there twice, and all say the same."""
    saved, admitted = world.acknowledged(), world.admitted()
    first = admitted[0]
    shown, asked = tables_of(first.disk.file), first.read(questions)
    for laptop in admitted:
        lost = saved - held_by(laptop.disk.file)
        assert not lost, f"{laptop.name} lacks {len(lost)} entries that were saved"
        _same(shown, tables_of(laptop.disk.file), f"{first.name} and {laptop.name}")
        _once(laptop.disk.file)
    last = world.chance.choice(admitted)
    assert last.read(questions) == asked, f"{last.name} asks other questions"
    assert not shown[tables.breach.name]
    _registries_agree(world, saved)
    checked = world.chance.choice(admitted)
    faults = unsound(checked) if world.chance.random() < _CHECKED_WHOLLY else _folded_otherwise(checked)
    assert not faults, faults


def _same(one: Dump, other: Dump, who: str) -> None:
    assert one == other, f"{who} do not agree: {differences(one, other)}"


def _once(file: RecordsFile) -> None:
    """No entry stands twice, none waits for a proof that came, and no key of an erased person is left."""
    for query in (
        "SELECT count(*) - count(DISTINCT hash) FROM operation",
        "SELECT count(*) FROM ahead",
        "SELECT count(*) FROM subject_key JOIN erased USING (subject) WHERE class != 'award'",
        "SELECT count(*) FROM covered_key JOIN erased USING (subject) WHERE class != 'award'",
        "SELECT count(*) FROM learner JOIN erased ON subject = id WHERE full_name != ''",
    ):
        with closing(file.reader.raw_connection()) as driver:
            assert driver.cursor().execute(query).fetchall() == [(0,)], query


def _registries_agree(world: Connected, saved: set[bytes]) -> None:
    first, *others = world.servers
    for server in world.servers:
        lost = saved - held_by(server.file)
        assert not lost, f"{server.name} lacks {len(lost)} entries that were saved"
        _once(server.file)
    for server in others:
        _same(tables_of(first.file), tables_of(server.file), f"{first.name} and {server.name}")


def _folded_otherwise(laptop: Laptop) -> list[str]:
    """Where the tables differ from those that the bytes on disk give when they are folded anew."""
    before = laptop.read(dump)
    with laptop.disk.file.writer.connect() as connection:
        transaction = connection.begin()
        fold_everything(connection, laptop.owner.centre)
        after = dump(connection)
        transaction.rollback()
    return differences(before, after)
