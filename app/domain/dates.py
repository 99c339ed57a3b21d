# SPDX-License-Identifier: Apache-2.0
"""Dates as people write them, and as they are kept: ISO texts."""

import re
from datetime import date
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

EARLIEST_BIRTH: Final = date(1900, 1, 1)

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


def read_date(text: str) -> date:
    """The day that is meant: ``2005-12-31``, or day, month, year such as ``31.12.2005``. Raises BadInput."""
    try:
        if written := _ISO.fullmatch(text):
            return date(int(written[1]), int(written[2]), int(written[3]))
        if written := _DAY_FIRST.fullmatch(text):
            return date(int(written[4]), int(written[3]), int(written[1]))
    except ValueError:
        raise BadInput("not-a-date", later("{found} is not a day of the calendar."), found=text) from None
    sentence = later("{found} is not a date. Write day.month.year, such as 31.12.2005.")
    raise BadInput("not-a-date", sentence, found=text)


def day_first(iso: str) -> str:
    """A date as forms ask for it, such as ``31.12.2005``; what is no ISO date as it is."""
    try:
        return date.fromisoformat(iso).strftime("%d.%m.%Y")
    except ValueError:
        return iso


def birth_date(day: date, today: date) -> str:
    """The date of birth as it is kept. Raises BadInput "birth-date" for one in the future or before 1900."""
    if not EARLIEST_BIRTH <= day <= today:
        sentence = later("Nobody here was born on {date}. Look at the year.")
        raise BadInput("birth-date", sentence, date=day.isoformat())
    return day.isoformat()
