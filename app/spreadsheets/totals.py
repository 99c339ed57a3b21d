# SPDX-License-Identifier: Apache-2.0
"""Rows at the end of a list that count those above them."""

import re
from collections.abc import Sequence
from typing import Final

from app.spreadsheets.reading.book import Value

_TOTAL: Final = re.compile(
    r"\s*((grand |sub-?)?totals?|итого|всего|итог|жыйынтыгы|баары|барыгы|ҳамагӣ|ҷамъ"
    r"|tổng cộng|tổng số|ընդամենը|合计|总计|jumlah)"
    r"(?![^\W\d_])|\s*សរុប",
    re.IGNORECASE,
)
"""Words that stand before such a count; none of them is the name of a person."""


def is_total(values: Sequence[Value]) -> bool:
    """The first cell of the row in which anything stands begins with such a word."""
    first = next((value for value in values if value != ""), "")
    return isinstance(first, str) and _TOTAL.match(first) is not None
