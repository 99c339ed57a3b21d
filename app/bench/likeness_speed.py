# SPDX-License-Identifier: Apache-2.0
"""How quickly likeness of names is told among people of whom hardly two have one name."""

import random
from collections.abc import Iterator, Sequence
from typing import Final

from app.bench.measuring import cpu, in_turn
from app.bench.people import learners
from app.cli.outside import Measured
from app.domain.likeness import Alikes, Somebody, forget

SECONDS: Final = 4.0
GROWTH: Final = 1.3
_ROUNDS: Final = 3
_SYLLABLES: Final = (
    "ba ber chi dan el fo gar hu is jo ka lin mo nor pe qui ro san tu va wil yan zo",
    "ба бек чы дан эл фо гар ху ис жо ка лин мо нор пе ки ро сан ту ва вил ян зо",
)


def speed(many: int, rows: int, rounds: int) -> list[Measured]:
    """People known and rows asked for, each with a slip of the finger: seconds of it all, and those of one row among
    all rows against one among a fifth of them."""
    people = list(_people(many))
    asked = [Somebody(-1, (one.names[0][1:],), one.birth_date) for one in people[:: max(1, many // rows)]][:rows]
    few = asked[: max(1, rows // 5)]
    known = Alikes(people)

    def found(among: Sequence[Somebody]) -> float:
        forget()
        return cpu(lambda: [known.find(one) for one in among])

    jobs = (lambda: _all(people, asked), lambda: found(few), lambda: found(asked))
    whole, some, every = in_turn(min(rounds, _ROUNDS), *jobs)
    return [
        Measured(f"likeness.seconds-{many}", whole, SECONDS, 1.0),
        Measured("likeness.row-growth", every / len(asked), some / len(few), GROWTH),
    ]


def _all(people: Sequence[Somebody], asked: Sequence[Somebody]) -> float:
    forget()

    def job() -> None:
        known = Alikes(people)
        for one in asked:
            known.find(one)

    return cpu(job)


def _people(number: int) -> Iterator[Somebody]:
    dice = random.Random(5)
    syllables = [one.split() for one in _SYLLABLES]
    for one in learners(number):
        family = "".join(dice.choices(dice.choice(syllables), k=dice.randrange(2, 4))).capitalize()
        yield Somebody(one.id_number, (f"{family} {one.given_names}",), one.birth_date, one.id_number)
