# SPDX-License-Identifier: Apache-2.0
"""Whatever people, clocks, disks and sticks do: nothing that was saved is lost, and all laptops come to say the same.

``GUILDMARK_HISTORIES=10000`` runs more of them; ``GUILDMARK_SEED=17`` runs one history again.
"""

import os
from pathlib import Path

import pytest

from app.records import tables
from app.records.queries.questions import questions
from tests.simulation.agreement import differences, dump, unsound
from tests.simulation.world import Laptops, World, encrypted_laptops, in_memory_laptops

HISTORIES = int(os.environ.get("GUILDMARK_HISTORIES", "200"))
CHUNKS = 20
CHECKED_WHOLLY = 0.34
"""Every third history ends with the program's own check of everything, which folds the whole journal again."""
STEPS = 32


def _seeds(chunk: int) -> range:
    if "GUILDMARK_SEED" in os.environ:
        seed = int(os.environ["GUILDMARK_SEED"])
        return range(seed, seed + 1) if chunk == seed % CHUNKS else range(0)
    return range(chunk, HISTORIES, CHUNKS)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_laptops_that_exchanged_everything_agree_and_nothing_is_lost(chunk: int) -> None:
    for seed in _seeds(chunk):
        _live_through(seed, in_memory_laptops)


@pytest.mark.parametrize("seed", range(2))
def test_it_holds_on_encrypted_files_on_a_disk_as_well(seed: int, tmp_path: Path) -> None:
    _live_through(seed, lambda chance, wall: encrypted_laptops(tmp_path, chance, wall))


def _live_through(seed: int, laptops: Laptops) -> None:
    world = World(seed, laptops)
    try:
        world.run(STEPS)
        world.exchange_everything()
        _check(world)
    except Exception as error:
        told = "\n  ".join(world.told)
        again = f"GUILDMARK_SEED={seed} python -m pytest tests/simulation"
        raise AssertionError(f"History {seed} fails. Run it again: {again}\n  {told}") from error
    finally:
        world.close()


def _check(world: World) -> None:
    saved = world.acknowledged()
    first = world.laptops[0].read(dump)
    for laptop in world.laptops:
        assert laptop.held() == world.laptops[0].held(), f"{laptop.name} holds other entries"
        assert not saved - laptop.held(), f"{laptop.name} lacks {len(saved - laptop.held())} entries that were saved"
        assert laptop.read(questions) == world.laptops[0].read(questions), f"{laptop.name} asks other questions"
        assert not differences(first, laptop.read(dump)), f"{world.laptops[0].name} and {laptop.name} do not agree"
    if world.chance.random() < CHECKED_WHOLLY:
        assert not unsound(world.chance.choice(world.laptops))
    assert not first[tables.breach.name]
