# SPDX-License-Identifier: Apache-2.0
"""What stands on a sheet around the list that is meant: other lists beside and below it, headers that come again on
each page, totals, dashes in cells of which there is nothing to say. The rules are the same whatever the list holds."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from app.spreadsheets.cells import CellProblem, cell_name
from app.spreadsheets.cohort_columns import NAMES
from app.spreadsheets.reading.book import Sheet, Value
from app.translation import later, tr

NOTHING: Final = frozenset({"", "-", "--", "---", "–", "—"})
"""What people write into a cell of which they have nothing to say."""
ANOTHER_LIST: Final = later("A second list begins here. Leave the row out, or put that list on a sheet of its own.")
A_TOTAL: Final = later("The row looks like a total, not like a learner. Leave it out.")

_TOTAL: Final = re.compile(
    r"\s*((grand |sub-?)?totals?|итого|всего|итог|жыйынтыгы|баары|барыгы|ҳамагӣ|ҷамъ"
    r"|tổng cộng|tổng số|ընդամենը|合计|总计|jumlah)"
    r"(?![^\W\d_])|\s*សរុប",
    re.IGNORECASE,
)
"""Words that stand before such a count; none of them is the name of a person."""


def of_another_list(used: Sequence[bool], fields: Mapping[int, str], telling: str = "") -> frozenset[int]:
    """The columns of lists with names of their own, behind an unused column; the list that says most is the one meant.

    ``used`` tells of each column whether anything stands in it; ``fields`` what its header stands for. A list with the
    field ``telling`` goes before others.
    """
    runs = ([at for at, _ in run] for filled, run in groupby(enumerate(used), key=lambda one: one[1]) if filled)
    lists = [run for run in runs if any(fields.get(at) in NAMES for at in run)]
    said = [{fields.get(at) for at in run} - {"", None} for run in lists]
    best = max(range(len(lists)), key=lambda n: (telling in said[n], len(said[n])), default=-1)
    return frozenset(at for n, run in enumerate(lists) if n != best for at in run)


def is_total(values: Sequence[Value]) -> bool:
    """The first cell of the row in which anything stands begins with a word that stands before a count."""
    first = next((value for value in values if value != ""), "")
    return isinstance(first, str) and _TOTAL.match(first) is not None


def are_headers_again(values: Sequence[Value], titles: Mapping[int, str]) -> bool:
    """The row repeats what stands above its columns (``titles``), as lists of several pages do."""
    filled = 0
    for at, title in titles.items():
        value = values[at]
        if value == "":
            continue
        if not isinstance(value, str) or value.strip() != title:
            return False
        filled += 1
    return filled > 1


def are_other_headers(values: Sequence[Value], field_of: Callable[[str], str]) -> bool:
    """The row holds headers of names and of something else, and nothing but words: another list begins there."""
    filled = [value for value in values if value != ""]
    if len(filled) < 2 or not all(isinstance(value, str) and not any(map(str.isdigit, value)) for value in filled):
        return False
    fields = {field_of(str(value)) for value in filled} - {""}
    return len(fields) > 1 and not fields.isdisjoint(NAMES)


def not_read(sheet: Sheet, row: int, index: int, title: str) -> CellProblem:
    """Says at the header in this row that its column, by its place, was left out."""
    cell = cell_name(sheet.first_row + row, sheet.first_column + index)
    return CellProblem(sheet.name, cell, tr("Nothing is read from the column {header}.", header=title))
