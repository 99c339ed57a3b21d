# SPDX-License-Identifier: Apache-2.0
"""The property that all of it rests on: every order, cut and repetition of the same entries gives the same tables and
the same questions, which are also those of the bytes on disk."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.queries.questions import Question, questions
from app.records.receiving import Arrival
from tests.records.scribe import Anew, refolded_otherwise, take_in
from tests.simulation.agreement import Dump, differences, dump
from tests.simulation.carrier import in_pieces, packed
from tests.simulation.files import in_memory
from tests.simulation.world import World, in_memory_laptops

STEPS = 30


@pytest.mark.long
@settings(max_examples=12)
@given(seed=st.integers(0, 10**9), chance=st.randoms(use_true_random=False))
def test_every_order_cut_and_repetition_gives_the_same_tables_and_questions(seed: int, chance: random.Random) -> None:
    world = World(seed, in_memory_laptops)
    world.run(STEPS)
    world.exchange_everything()
    centre, laptop = world.laptops[0].owner.centre, world.laptops[0]
    everything = packed(laptop)
    shown = laptop.read(dump), laptop.read(questions)
    world.close()
    anew: Anew = {}
    for pieces in ([everything], in_pieces(everything, chance), [*in_pieces(everything, chance), everything]):
        _compare(shown, _received(centre, pieces, anew))


def _compare(first: tuple[Dump, list[Question]], second: tuple[Dump, list[Question]]) -> None:
    assert not differences(first[0], second[0])
    assert first[1] == second[1]


def _received(centre: bytes, pieces: Iterable[Arrival], anew: Anew) -> tuple[Dump, list[Question]]:
    """What a laptop that knew nothing shows; between two pieces it shows what the bytes on its disk give."""
    file = in_memory()
    for piece in pieces:
        take_in(file, centre, piece)
        assert not refolded_otherwise(file, centre, anew)
    with file.reader.connect() as connection:
        found = dump(connection), questions(connection)
    file.close()
    return found
