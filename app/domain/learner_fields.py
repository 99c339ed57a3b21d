# SPDX-License-Identifier: Apache-2.0
"""What may stand in each field of a learner."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from typing import Final

from app.domain.dates import birth_date, read_date
from app.domain.learners import (
    FIELD_CLASSES,
    LARGEST_PHOTO,
    LONGEST_NOTE,
    LONGEST_TEXT,
    SEXES,
    LearnerDetails,
)
from app.domain.names import clean_name, clean_text
from app.domain.printed_names import doubts
from app.domain.refusals import BadInput
from app.domain.routes import clean_route
from app.translation import later

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LARGEST_TOGETHER: Final = 46_000
"""Bytes: sealed and written as text, with all that goes around them, they stay below the 64 KiB of one entry."""
_WRITTEN_TWICE: Final = ("\n", "\t", '"', "\\")
"""Signs that take two bytes where an entry is written."""
_MOST_BYTES: Final = 4
"""Bytes that a sign takes at most."""
_TEXTS: Final[Callable[[LearnerDetails], tuple[str, ...]]] = attrgetter(*FIELD_CLASSES)
_BESIDE_THE_NAME: Final = tuple(field for field in FIELD_CLASSES if field != "full_name")


def clean_field(field: str, value: str, today: date) -> str:
    """The value as it is kept. Raises BadInput for a field that learners do not have and a value that cannot be."""
    clean = _CLEANERS.get(field)
    if clean is None:
        sentence = later("Learners have no field “{field}”. The fields are: {fields}")
        raise BadInput("no-such-field", sentence, field=field, fields=", ".join(FIELD_CLASSES))
    return clean(value, today)


def clean_details(details: LearnerDetails, today: date) -> dict[str, str]:
    """All fields as they are kept, the empty ones left out. Raises BadInput."""
    found = {"full_name": clean_name(details.full_name)}
    for field in _BESIDE_THE_NAME:
        text = getattr(details, field)
        if text and (value := _CLEANERS[field](text, today)):
            found[field] = value
    check_together(found)
    return found


def texts_of(details: LearnerDetails) -> dict[str, str]:
    """All fields with their texts, the empty ones too."""
    return dict(zip(FIELD_CLASSES, _TEXTS(details), strict=True))


def filled(details: LearnerDetails) -> dict[str, str]:
    """The fields that hold something, of details that are cleaned already. Raises BadInput "too-much"."""
    found = {field: text for field, text in texts_of(details).items() if text}
    check_together(found)
    return found


def check_together(fields: Mapping[str, str]) -> None:
    """Nothing, when these fields fit one entry, and the name on documents is the same person's as the full name where
    both are among them. Raises BadInput "too-much" or "printed-name"."""
    doubt = doubts(fields["full_name"], fields.get("printed_name", "")) if "full_name" in fields else None
    if doubt:
        raise BadInput("printed-name", later("{why}"), why=doubt)
    if sum(map(len, fields.values())) * _MOST_BYTES <= _LARGEST_TOGETHER:
        return
    written = sum(len(value.encode()) + sum(map(value.count, _WRITTEN_TWICE)) for value in fields.values())
    if written > _LARGEST_TOGETHER:
        sentence = later(
            "All that is written here about the learner is too long to be kept together. Shorten the notes."
        )
        raise BadInput("too-much", sentence)


def by_class(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The fields grouped by the class of key that they are sealed under."""
    groups: dict[str, dict[str, str]] = {}
    for field, value in fields.items():
        groups.setdefault(FIELD_CLASSES[field], {})[field] = value
    return groups


def _name(value: str, _: date) -> str:
    return clean_name(value)


def _part_of_name(value: str, today: date) -> str:
    return clean_name(value) if value.strip() else _text(value, today)


def _text(value: str, _: date) -> str:
    return clean_text(value, LONGEST_TEXT)


def _notes(value: str, _: date) -> str:
    return clean_text(value, LONGEST_NOTE)


def _sex(value: str, _: date) -> str:
    text = clean_text(value, LONGEST_TEXT)
    if text not in SEXES:
        raise BadInput("sex", later("Sex is F, M or X; “{written}” is none of them."), written=text)
    return text


def _birth_date(value: str, today: date) -> str:
    text = clean_text(value, LONGEST_TEXT)
    return birth_date(read_date(text), today) if text else ""


def _email(value: str, _: date) -> str:
    text = clean_text(value, LONGEST_TEXT)
    if text and not _EMAIL.fullmatch(text):
        sentence = later("“{written}” is no email address. Write it as name@example.org.")
        raise BadInput("email", sentence, written=text)
    return text


def _route(value: str, _: date) -> str:
    text = clean_text(value, LONGEST_TEXT)
    return clean_route(text) if text else ""


def _photo(value: str, _: date) -> str:
    if len(value) > LARGEST_PHOTO or not value.isascii():
        raise BadInput("photo", later("The photo is too large to be kept. Choose a smaller one."))
    return value


_CLEANERS: Final[dict[str, Callable[[str, date], str]]] = {
    **dict.fromkeys(FIELD_CLASSES, _text),
    **dict.fromkeys(("family_name", "given_names", "patronymic", "latin_name", "printed_name"), _part_of_name),
    "full_name": _name,
    "birth_date": _birth_date,
    "email": _email,
    "route": _route,
    "sex": _sex,
    "notes": _notes,
    "photo": _photo,
}
