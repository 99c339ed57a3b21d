# SPDX-License-Identifier: Apache-2.0
"""Which field a column seems to hold, by its values alone: for headers that say nothing."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from typing import Final

from app.domain.dates import read_date
from app.domain.refusals import BadInput
from app.spreadsheets.cell_words import SEX_WORDS
from app.spreadsheets.reading.book import Value

_ENOUGH: Final = 0.8
"""Of the values so many must look alike."""
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,20}")
_NAME: Final = re.compile(r"[^\W\d_]+([ .'’‘ʼ\u200b\u200c\u200d-]+[^\W\d_]+){1,5}\.?")
_YOUNGEST: Final = 10
_OLDEST: Final = 90

Look = Callable[[Value], bool]


def guess(values: Sequence[Value], taken: Collection[str], today: date) -> str:
    """The field that these values seem to be of; empty where that is not clear, or another column has the field."""
    looks: dict[str, Look] = {**_LOOKS, "birth_date": partial(_is_birth_date, today=today)}
    for field, fits in looks.items():
        if field not in taken and sum(map(fits, values)) >= _ENOUGH * len(values) and _varies(field, values):
            return field
    return ""


def _is_email(value: Value) -> bool:
    return isinstance(value, str) and bool(_EMAIL.fullmatch(value.strip()))


def _is_birth_date(value: Value, today: date) -> bool:
    """A day on which somebody was born who is old enough to learn a trade and young enough to."""
    if isinstance(value, str):
        try:
            value = read_date(value)
        except BadInput:
            return False
    return isinstance(value, date) and _YOUNGEST <= today.year - value.year <= _OLDEST


def _is_sex(value: Value) -> bool:
    return isinstance(value, str) and value.strip().casefold().rstrip(".") in SEX_WORDS


def _is_phone(value: Value) -> bool:
    return isinstance(value, str) and bool(_PHONE.fullmatch(value.strip())) and value.strip()[0] in "+0("


def _is_name(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    text = value.strip()
    parts = text.split()
    return (bool(_NAME.fullmatch(text)) and all(not part[0].islower() for part in parts)) or _is_khmer(text)


def _is_khmer(text: str) -> bool:
    return " " in text and all("\u1780" <= letter <= "\u17ff" or letter in " \u200b" for letter in text)


def _varies(field: str, values: Sequence[Value]) -> bool:
    """People share a sex or a town, but hardly a name, a number or an address."""
    return field in ("sex", "birth_date") or 2 * len(set(values)) > len(values)


_LOOKS: Final[dict[str, Look]] = {
    "email": _is_email,
    "sex": _is_sex,
    "phone": _is_phone,
    "full_name": _is_name,
}
