# SPDX-License-Identifier: Apache-2.0
"""The month's stock of forms as a workbook, in the language in use."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from app.spreadsheets.plain_table import write_table
from app.translation import tr


@dataclass(frozen=True, slots=True)
class StockRow:
    """One delivery: its name, first and last form, and how many forms in each column of the report."""

    name: str
    first: str
    last: str
    opening: int
    received: int
    used: int
    spoiled: int
    lost: int
    returned: int
    closing: int
    destroyed: int


def write_stock(path: Path, month: str, rows: Iterable[StockRow]) -> int:
    """One row for each delivery; returns how many. Raises as ``write_table``."""
    headers = (
        tr("Forms"), tr("First form"), tr("Last form"), tr("In stock at the start"), tr("Received"), tr("Used"),
        tr("Spoiled"), tr("Lost"), tr("Given back"), tr("In stock at the end"), tr("Destroyed of the spoiled ones"),
    )  # fmt: skip
    return write_table(path, tr("Forms {month}", month=month), headers, map(astuple, rows))
