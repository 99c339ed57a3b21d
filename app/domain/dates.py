# SPDX-License-Identifier: Apache-2.0
"""Dates as people write them, and as they are kept: ISO texts."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from app.domain.refusals import BadInput
from app.translation import later

EARLIEST_BIRTH: Final = date(1900, 1, 1)

DateOrder = Literal["dmy", "mdy"]
"""Which of two numbers before a year is the day, where both could be: ``03/04/2005`` is in April or in March."""
DAY_FIRST: Final[DateOrder] = "dmy"
MONTH_FIRST: Final[DateOrder] = "mdy"

_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:([-./])(\d{1,2})\2(\d{1,2})|\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日)")
_NUMBERS: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_IN_WORDS: Final = re.compile(
    r"(?:(?:ngày )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]*(?P<month>[^\d\s,.-]+\.?|tháng \d{1,2})"
    r"|(?P<first>[^\d\s,.-]+\.?)\s*(?P<second>\d{1,2})(?:st|nd|rd|th)?,)"
    r"[\s,.-]*(?:năm )?(?P<year>\d{4})(?:\s?г\.?|թ\.?)?"
)
_LAST_SHORT_YEAR: Final = 25
"""Of years in two figures those up to here are meant as 20.., the others as 19..."""
_MIDNIGHT: Final = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")

_MONTHS: Final = {
    word: number
    for number, listed in enumerate(
        (
            "january jan января январь янв январи មករា հունվարի հունվար",
            "february feb февраля февраль фев феврали កុម្ភៈ កុម្ភ: փետրվարի փետրվար",
            "march mar марта март мар марти មីនា մարտի մարտ",
            "april apr апреля апрель апр апрели មេសា ապրիլի ապրիլ",
            "may мая май маи ឧសភា մայիսի մայիս",
            "june jun июня июнь июн июни មិថុនា հունիսի հունիս",
            "july jul июля июль июл июли កក្កដា հուլիսի հուլիս",
            "august aug августа август авг августи សីហា օգոստոսի օգոստոս",
            "september sep sept сентября сентябрь сен сент сентябри កញ្ញា սեպտեմբերի սեպտեմբեր",
            "october oct октября октябрь окт октябри តុលា հոկտեմբերի հոկտեմբեր",
            "november nov ноября ноябрь ноя нояб ноябри វិច្ឆិកា նոյեմբերի նոյեմբեր",
            "december dec декабря декабрь дек декабри ធ្នូ դեկտեմբերի դեկտեմբեր",
        ),
        start=1,
    )
    for word in listed.split()
}
"""Names of months as people of the centres write them, some in the form that follows a day."""


def read_date(text: str, order: DateOrder = DAY_FIRST) -> date:
    """The day that is meant: ``2005-12-31``; day, month, year such as ``31.12.2005``; or a month by its name.

    ``order`` tells how ``03/04/2005`` is meant; with dots the day always comes first. A year of two figures
    is one from 1926 to 2025. Raises BadInput "not-a-date".
    """
    written = _MIDNIGHT.sub("", text.strip())
    try:
        found = _year_first(written) or _numbers(written, order) or _in_words(written)
    except ValueError:
        raise BadInput("not-a-date", later("{found} is not a day of the calendar."), found=text) from None
    if found is None:
        sentence = later("{found} is not a date. Write day.month.year, such as 31.12.2005.")
        raise BadInput("not-a-date", sentence, found=text)
    return found


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """The order in which these dates are written; None where they may as well be meant the other way."""
    orders, doubtful = set[DateOrder](), False
    for text in texts:
        written = _NUMBERS.fullmatch(_MIDNIGHT.sub("", text.strip()))
        if written is None or written[2] == ".":
            continue
        first, second = int(written[1]), int(written[3])
        if first > 12 >= second:
            orders.add(DAY_FIRST)
        elif second > 12 >= first:
            orders.add(MONTH_FIRST)
        else:
            doubtful |= first != second
    if len(orders) == 1:
        return orders.pop()
    return None if doubtful else DAY_FIRST


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


def _year_first(text: str) -> date | None:
    written = _YEAR_FIRST.fullmatch(text)
    return date(int(written[1]), int(written[3] or written[5]), int(written[4] or written[6])) if written else None


def _numbers(text: str, order: DateOrder) -> date | None:
    written = _NUMBERS.fullmatch(text)
    if written is None:
        return None
    first, second = int(written[1]), int(written[3])
    month_first = order == MONTH_FIRST and written[2] != "."
    day, month = (second, first) if month_first else (first, second)
    return date(_whole_year(written[4]), month, day)


def _in_words(text: str) -> date | None:
    written = _IN_WORDS.fullmatch(text.casefold())
    if written is None:
        return None
    word = (written["month"] or written["first"]).rstrip(".")
    month = int(word.split()[1]) if word.startswith("tháng ") else _MONTHS.get(word)
    return date(int(written["year"]), month, int(written["day"] or written["second"])) if month else None


def _whole_year(figures: str) -> int:
    year = int(figures)
    if len(figures) == 4:
        return year
    return 2000 + year if year <= _LAST_SHORT_YEAR else 1900 + year
