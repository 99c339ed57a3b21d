# SPDX-License-Identifier: Apache-2.0
"""How well likeness of names tells who is meant, for each script, and how quickly.

The goals are those of pairs in which one thing is other (transliterated, without accents, turned round, or one slip),
against as many pairs of different people with like names in the same writings. The ``combined`` figures, which have no
goal, are of pairs with two or three of these at once.

**Recall** is the share of the pairs of one person (``app.bench.name_pairs``) that are reported at all; **precision**
the share of pairs of one person among all that are reported. Names alone decide; the ``dated`` figures are of the same
pairs with birth dates as workbooks have them, equal for one person and different for two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from app.bench.ground import Ground
from app.bench.likeness_speed import speed
from app.bench.name_pairs import HALVES, LOCALES, Pair, halves, pairs
from app.cli.outside import Measured
from app.domain.likeness import Alikes, Somebody

RECALL: Final = 0.95
PRECISION: Final = 0.98
_BORN: Final = "2001-02-03"
_BORN_LATER: Final = "2003-09-17"


@dataclass(frozen=True, slots=True)
class Count:
    """How many pairs are of one person, and how many of these and of the others are reported."""

    pairs: int
    found: int
    wrong: int


def measured(listed: Iterable[Pair], dated: bool = False) -> Count:
    """What comes of these pairs; ``dated`` with birth dates on both sides."""
    asked = found = wrong = 0
    for pair in listed:
        known, born = (_BORN, _BORN if pair.same else _BORN_LATER) if dated else ("", "")
        reported = bool(Alikes([pair.known.known(known)]).find(Somebody("", (pair.written,), born)))
        asked += pair.same
        found += reported and pair.same
        wrong += reported and not pair.same
    return Count(asked, found, wrong)


def likeness(ground: Ground) -> Sequence[Measured]:
    """Recall and precision for each script and half; the CPU seconds of 10,000 rows among 100,000 people."""
    listed = halves()
    figures: list[Measured] = []
    for half, (script, locales) in product(HALVES, LOCALES.items()):
        rows = [(one, listed[half, one]) for one in locales if (half, one) in listed]
        every = [pair for locale, names in rows for pair in pairs(names, locale)]
        simple = [pair for pair in every if not pair.combined]
        combined = [pair for pair in every if pair.combined]
        name = f"{script}-{half}"
        if every:
            figures += _figures(name, measured(simple), RECALL, PRECISION)
            figures += _figures(f"dated-{name}", measured(simple, dated=True), RECALL, PRECISION)
            figures += _figures(f"combined-{name}", measured(combined))
    return figures + speed(ground.sizes.many, ground.sizes.imported, ground.sizes.rounds)


def _figures(name: str, count: Count, recall: float | None = None, precision: float | None = None) -> list[Measured]:
    found, told = count.found, count.found + count.wrong
    return [
        Measured(f"likeness.recall-{name}", found, count.pairs, recall, "found", at_least=True),
        Measured(f"likeness.precision-{name}", found, told, precision, "right", at_least=True),
    ]
