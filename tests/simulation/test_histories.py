# SPDX-License-Identifier: Apache-2.0
"""Whatever people, clocks, disks, lines, sticks and servers do: nothing that was saved is lost, nothing is there twice,
and all come to say the same.

``GUILDMARK_HISTORIES=100000`` lives through more of them, for as many seconds as ``GUILDMARK_SECONDS`` says;
``GUILDMARK_SEED=17`` through one again, ``GUILDMARK_STEPS=3,5,9`` through those of its steps.
"""

import os
import random
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from app.services import syncing
from tests.simulation.connected import Connected
from tests.simulation.settling import check, settle
from tests.simulation.starts import Starting, anywhere, on_disks

HISTORIES = int(os.environ.get("GUILDMARK_HISTORIES", "300"))
SECONDS = float(os.environ.get("GUILDMARK_SECONDS", "1e9"))
CHUNKS = 20
LENGTHS: Final = (4, 6, 8, 10, 24)
SHRINKING: Final = 120
"""Runs of parts of a history that fails, to find a short one."""


def _seeds(chunk: int) -> range:
    if "GUILDMARK_SEED" in os.environ:
        seed = int(os.environ["GUILDMARK_SEED"])
        return range(seed, seed + 1) if chunk == seed % CHUNKS else range(0)
    return range(chunk, HISTORIES, CHUNKS)


def _steps(seed: int) -> Sequence[int]:
    if "GUILDMARK_STEPS" in os.environ:
        return [int(one) for one in os.environ["GUILDMARK_STEPS"].split(",")]
    return range(random.Random(f"length {seed}").choice(LENGTHS))


@pytest.fixture(autouse=True)
def _questions_are_counted_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each exchange the program counts them for its answer, which nobody reads here."""
    monkeypatch.setattr(syncing, "questions", lambda connection: [])


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_whatever_happens_nothing_is_lost_and_all_agree(chunk: int) -> None:
    until = time.monotonic() + SECONDS / CHUNKS
    for seed in _seeds(chunk):
        if time.monotonic() > until:
            break
        _live_through(seed, anywhere)


@pytest.mark.parametrize("seed", range(2))
def test_it_holds_on_encrypted_files_on_a_disk_as_well(seed: int, tmp_path: Path) -> None:
    _lived(seed, partial(on_disks, tmp_path), range(12))


def _live_through(seed: int, starting: Starting) -> None:
    try:
        _lived(seed, starting, _steps(seed))
    except Exception as error:
        steps = _shortest(seed, starting, list(_steps(seed)))
        _, told = _fails(seed, starting, steps)
        again = f"GUILDMARK_SEED={seed} GUILDMARK_STEPS={','.join(map(str, steps))}"
        said = "\n  ".join(told)
        raise AssertionError(
            f"History {seed} fails. Live through it again: {again} python -m pytest tests/simulation\n  {said}"
        ) from error


def _lived(seed: int, starting: Starting, steps: Sequence[int], told: list[str] | None = None) -> None:
    world = Connected(seed, starting)
    world.told = told if told is not None else []
    try:
        world.live(steps)
        settle(world)
        check(world)
    finally:
        world.close()


def _fails(seed: int, starting: Starting, steps: Sequence[int]) -> tuple[bool, list[str]]:
    told: list[str] = []
    try:
        _lived(seed, starting, steps, told)
    except Exception as error:  # noqa: BLE001 - whatever fails is what is looked for
        return True, [*told, f"{type(error).__name__}: {error}"[:2000]]
    return False, told


def _shortest(seed: int, starting: Starting, steps: list[int]) -> list[int]:
    """A short part of a history that fails still: halves are left out, then quarters, then single steps."""
    size, left = max(1, len(steps) // 2), SHRINKING
    while size and left > 0:
        for start in range(0, len(steps), size):
            fewer = steps[:start] + steps[start + size :]
            left -= 1
            if fewer and _fails(seed, starting, fewer)[0]:
                steps = fewer
                break
        else:
            size //= 2
    return steps
