# SPDX-License-Identifier: Apache-2.0
"""All benches by their names; those of one run share what they measure on."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from app.bench import NAMES
from app.bench.certificates import certificates
from app.bench.documents import documents
from app.bench.exchange import exchange
from app.bench.ground import Ground
from app.bench.importing import importing
from app.bench.likeness import likeness
from app.bench.mark import mark
from app.bench.planning import planning
from app.bench.proof import proof
from app.bench.reading import reading
from app.bench.refold import refold
from app.bench.search import search
from app.bench.sizes import sizes
from app.bench.start import start
from app.bench.table import table
from app.bench.writing import writing
from app.cli.outside import Measured

BENCHES: Final[dict[str, Callable[[Ground], Sequence[Measured]]]] = {
    "start": start,
    "table": table,
    "search": search,
    "mark": mark,
    "read": reading,
    "import": importing,
    "plan": planning,
    "likeness": likeness,
    "refold": refold,
    "certificates": certificates,
    "documents": documents,
    "proof": proof,
    "export": writing,
    "exchange": exchange,
}
assert tuple(BENCHES) == NAMES


def measured(name: str) -> Sequence[Measured]:
    """The figures of the bench of this name."""
    return BENCHES[name](_ground())


@cache
def _ground() -> Ground:
    return Ground(sizes(os.environ))
