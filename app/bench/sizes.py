# SPDX-License-Identifier: Apache-2.0
"""How much is measured: as much as the goals speak of, or a little to see that the benches run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SMALL_VARIABLE: Final = "GUILDMARK_BENCH_SMALL"


@dataclass(frozen=True, slots=True)
class Sizes:
    """``few``, ``many`` and ``most`` are learners of a centre; ``imported`` those of a workbook; ``wide`` rows of
    a table of many columns; ``cohort`` learners who are assessed; ``exchanged`` operations; ``rounds`` is how often
    something is repeated for its median."""

    few: int
    many: int
    most: int
    imported: int
    rounds: int
    marks: int
    steps: int
    searched: int
    certificates: int
    documents: int
    wide: int
    cohort: int
    exchanged: int
    exchanged_much: int


FULL: Final = Sizes(10_000, 100_000, 1_000_000, 10_000, 7, 300, 60, 4, 60, 1_000, 100_000, 1_400, 10_400, 104_000)
SMALL: Final = Sizes(100, 200, 400, 60, 1, 12, 4, 2, 3, 3, 300, 2, 52, 104)


def sizes(environment: Mapping[str, str]) -> Sizes:
    """Full size, unless the environment asks for the small one."""
    return SMALL if environment.get(SMALL_VARIABLE) == "1" else FULL
