# SPDX-License-Identifier: Apache-2.0
"""How the cells of each column of a list of learners are read."""

from collections.abc import Callable
from datetime import date
from functools import partial

from app.domain.dates import DateOrder
from app.domain.learner_fields import clean_field
from app.domain.learners import LONGEST_NOTE, LONGEST_TEXT
from app.domain.refusals import BadInput
from app.domain.routes import route_key
from app.spreadsheets.cell_words import ROUTE_WORDS, SEX_WORDS
from app.spreadsheets.cells import BadCell, choice_of, clean_text, date_of, is_blank, kept_text, not_longer, text_of
from app.spreadsheets.cohort_columns import LEARNER_ID
from app.spreadsheets.reading.book import Value
from app.translation import tr

Reader = Callable[[Value], str]
"""The text that is kept of a cell. Raises BadCell with the reason where there is none."""


def reader_of(field: str, today: date, order: DateOrder) -> Reader:
    """How cells of this field are read; dates in figures are meant in this order."""
    if field == LEARNER_ID:
        return _learner_id
    if field == "birth_date":
        return partial(_birth_date, today=today, order=order)
    if field == "sex":
        return _sex
    if field == "route":
        return _route
    return _notes if field == "notes" else partial(_cleaned, field=field, today=today)


def _learner_id(value: Value) -> str:
    """Ids are written in small letters, whatever a program made of them."""
    return _text(value).lower()


def _birth_date(value: Value, today: date, order: DateOrder) -> str:
    return "" if is_blank(value) else date_of(value, today, order)


def _sex(value: Value) -> str:
    if is_blank(value):
        return ""
    found = choice_of(value, SEX_WORDS)
    if found is None:
        raise BadCell(tr("Sex is F, M or X; {found} is none of them.", found=value))
    return found


def _route(value: Value) -> str:
    text = _text(value)
    return ROUTE_WORDS.get(route_key(text)) or _cleaned(text, "route", date.max)


def _notes(value: Value) -> str:
    return _cleaned_text("notes", not_longer(kept_text(value), LONGEST_NOTE), date.max)


def _cleaned(value: Value, field: str, today: date) -> str:
    return _cleaned_text(field, _text(value), today)


def _cleaned_text(field: str, text: str, today: date) -> str:
    try:
        return clean_field(field, text, today) if text else ""
    except BadInput as reason:
        raise BadCell(str(reason)) from None


def _text(value: Value) -> str:
    return not_longer(clean_text(value) if isinstance(value, str) else text_of(value), LONGEST_TEXT)
