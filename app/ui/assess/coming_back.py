# SPDX-License-Identifier: Apache-2.0
"""Coming back to a checklist after the program ended without a word.

The place of a person is kept every few seconds, so it may be some marks behind. The marks themselves are not: whoever
marked after the place was kept goes on where that last mark led.
"""

from app.ui.assess.desk import CellKey
from app.ui.assess.model import GridModel


def last_mark(model: GridModel, person: str) -> tuple[int, CellKey] | None:
    """When (ms since 1970) and where this person marked last on the sheet; None before the first mark."""
    found = [
        (round(cell.at.timestamp() * 1000), model.place_of(key) or (0, 0), key)
        for key, cell in model.cells.items()
        if cell.at is not None and cell.by == person
    ]
    if not found:
        return None
    at, _, key = max(found)
    return at, key
