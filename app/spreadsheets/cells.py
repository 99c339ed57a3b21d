# SPDX-License-Identifier: Apache-2.0
"""Single cells: their names, their texts, and what is wrong with them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from app.domain.dates import DAY_FIRST, DateOrder, birth_date, read_date
from app.domain.refusals import BadInput
from app.spreadsheets.reading.book import Sheet, Value
from app.translation import tr

_FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffd-\uffff\ud800-\udfff]"
    r"|_x[Dd][89A-Fa-f][0-9A-Fa-f]{2}_"
)
"""Control characters, marks that turn the writing direction, replacement characters and halves of characters
(bare, or in the escaped spelling of workbooks)."""

_EXACT: Final = 10**15
"""Numbers from here on have lost digits: a workbook keeps fifteen."""

_DAY_ZERO: Final = date(1899, 12, 30)
_FIRST_DAY: Final = 7_306
_LAST_DAY: Final = 54_788
"""Workbooks count days so; numbers between these may be days from 1920 to 2049, and are no years."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell: ``cell`` like "B7", ``reason`` a whole sentence in the language in use."""

    sheet: str
    cell: str
    reason: str


class BadCell(ValueError):
    """The cell cannot be used; ``str()`` is the reason, a sentence for people."""


def cell_name(row: int, column: int) -> str:
    """The name of a cell as workbooks show it, both counted from zero: (6, 1) is "B7"."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """The letters of a column as workbooks show them, counted from zero: 27 is "AB"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean_text(text: str) -> str:
    """The text composed (NFC), trimmed, runs of white space as one space. Raises BadCell for unusable characters."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return " ".join(text.split())
    if _FORBIDDEN.search(text):
        raise BadCell(tr("The cell holds invisible or damaged characters. Type it again."))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def kept_text(value: Value) -> str:
    """The text as it is, lines and inner spaces too, without white space around it. Raises BadCell as ``text_of``."""
    if not isinstance(value, str):
        return text_of(value)
    if _FORBIDDEN.search(value):
        raise BadCell(tr("The cell holds invisible or damaged characters. Type it again."))
    return value.replace("\r\n", "\n").strip()


def not_longer(text: str, longest: int) -> str:
    """The text. Raises BadCell where it has more characters than that."""
    if len(text) > longest:
        raise BadCell(tr("The text is longer than {longest} characters.", longest=longest))
    return text


def text_of(value: Value) -> str:
    """What the cell says, as text: whole numbers without a decimal point. Raises BadCell where that is not known."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return tr("Yes") if value else tr("No")
    if isinstance(value, int | float):
        return _number_text(value)
    raise BadCell(tr("The cell holds a date or a time where text is expected. Format it as text and type it again."))


def _number_text(value: float) -> str:
    if not abs(value) < _EXACT:
        raise BadCell(tr("The number is too long: the workbook has lost its last digits. Format the cell as text."))
    return str(int(value)) if value == int(value) else repr(value)


def date_of(value: Value, today: date, order: DateOrder = DAY_FIRST) -> str:
    """A date of birth as ISO text: a real date, or one that is written as ``read_date`` reads it in this order.

    Raises BadCell for what is no date, lies in the future or before 1900.
    """
    try:
        return birth_date(day_of(value, order), today)
    except BadInput as reason:
        raise BadCell(str(reason)) from None


def day_of(value: Value, order: DateOrder = DAY_FIRST) -> date:
    """The day that the cell says. Raises BadInput for what is no day, BadCell for a bare number that may be one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return read_date(clean_text(value), order)
    if isinstance(value, float | int) and _FIRST_DAY <= value <= _LAST_DAY and value == int(value):
        day = (_DAY_ZERO + timedelta(days=int(value))).strftime("%d.%m.%Y")
        raise BadCell(tr("{number} is a number. If {day} is meant, write it so.", number=int(value), day=day))
    return read_date(text_of(value) if isinstance(value, float) else str(value), order)


def choice_of(value: Value, words: dict[str, str]) -> str | None:
    """The choice whose word the cell holds, whatever its capitals; None where no word fits."""
    return words.get(text_of(value).casefold().rstrip("."))


def fault_problems(sheet: Sheet, first_row: int = 0) -> dict[tuple[int, int], CellProblem]:
    """The cells from this row on that show an error or a formula without a result, by place."""
    errors = sheet.faults.errors
    reasons = {place: tr("The cell shows the error {error}.", error=error) for place, error in errors.items()}
    uncalculated = tr("The formula was never calculated. Open the file in a spreadsheet program and save it.")
    reasons |= dict.fromkeys(sheet.faults.uncalculated, uncalculated)
    return {
        place: CellProblem(sheet.name, cell_name(*place), reason)
        for place, reason in sorted(reasons.items())
        if place[0] >= first_row
    }


def is_blank(value: Value) -> bool:
    """True for an empty cell and for one of white space only; zero is not blank."""
    return not value or value.isspace() if isinstance(value, str) else False


def plain(value: Value) -> Value:
    """The value as it may be written into another workbook."""
    return str(value) if isinstance(value, timedelta | time) else value
