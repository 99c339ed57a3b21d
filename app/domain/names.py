# SPDX-License-Identifier: Apache-2.0
"""Names of people as they are typed: cleaned without loss, shortened for a narrow column, ordered in a table."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput
from app.domain.searching import fold_word, words
from app.translation import later

LONGEST_NAME: Final = 200

_DIRECTION: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the letters after them around: a name would print as another name."""

_EDGES: Final = " \n\t\u200b\ufeff"

_VIETNAMESE_FAMILIES: Final = frozenset(
    {"nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong"}
    | {"ly", "truong", "dinh", "doan", "mai", "cao", "trinh"}
)
_VIETNAMESE_LETTERS: Final = frozenset("ăơưđ")
_PATRONYMICS: Final = ("вич", "вна", "чна", "кызы", "уулу", "оглы")


def clean_name(text: str) -> str:
    """The name as it is kept: composed (NFC), trimmed, single spaces; joiners that Khmer needs stay.

    Raises ``BadInput`` for an empty name, one of more than 200 characters, and characters that cannot be printed.
    """
    name = _composed(" ".join(text.split())).strip(_EDGES)
    if not name[:1].isalpha() and all(unicodedata.category(letter) in {"Cf", "Zs"} for letter in name):
        raise BadInput("name-empty", later("The name is empty. Type the name as the identity document writes it."))
    if len(name) > LONGEST_NAME:
        sentence = later("The name has {length} characters; at most {limit} can be kept.")
        raise BadInput("name-too-long", sentence, length=len(name), limit=LONGEST_NAME)
    return name


def clean_text(text: str, limit: int) -> str:
    """A text of several lines as it is kept: composed (NFC), trimmed, line ends as ``\\n``; it may be empty.

    Raises ``BadInput`` when it is longer than ``limit`` characters or holds characters that cannot be printed.
    """
    plain = text.isascii() and text.isprintable()
    lines = text.strip(" ") if plain else _composed("\n".join(text.splitlines())).strip(_EDGES)
    if len(lines) > limit:
        sentence = later("The text has {length} characters; at most {limit} can be kept.")
        raise BadInput("text-too-long", sentence, length=len(lines), limit=limit)
    return lines


def joined_name(family_name: str, given_names: str, patronymic: str) -> str:
    """The full name of its parts. The family name stands first in scripts other than Latin, in Vietnamese and where
    there is a patronymic, as identity documents there write it; else last."""
    parts = [family_name, given_names, patronymic]
    latin = not patronymic and all(letter < "\u0370" or not letter.isalpha() for letter in family_name + given_names)
    family_last = latin and not (family_name and _has_vietnamese_letters(f"{family_name} {given_names}"))
    return " ".join(filter(None, [given_names, family_name] if family_last else parts))


def short_name(
    person: LearnerDetails | str, others: Iterable[LearnerDetails | str] = (), bib: int | None = None
) -> str:
    """What a column header calls the person: the given name where it can be told.

    Among ``others`` (the rest of the cohort) with the same short name an initial is added, then the bib number, then
    nothing less than the full name.
    """
    called = _called(person)
    alike = [other for other in others if fold_word(_called(other)) == fold_word(called)]
    if not alike:
        return called
    told = _with_initial(person)
    if told != called and all(fold_word(_with_initial(other)) != fold_word(told) for other in alike):
        return told
    return f"{called} {bib}" if bib is not None else _full(person)


def sort_key(person: LearnerDetails | str) -> str:
    """What tables order people by: no case, no accents, the family name first when it is known."""
    if isinstance(person, LearnerDetails) and person.family_name:
        return " ".join(words(f"{person.family_name} {person.given_names or person.full_name}"))
    return " ".join(words(_full(person)))


def _composed(text: str) -> str:
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not composed.isprintable() and any(map(_unprintable, composed)):
        sentence = later("The text holds a character that cannot be printed. Type it again instead of copying it.")
        raise BadInput("not-text", sentence)
    return composed


def _unprintable(letter: str) -> bool:
    return letter in _DIRECTION or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t")


def _full(person: LearnerDetails | str) -> str:
    return person if isinstance(person, str) else person.full_name


def _called(person: LearnerDetails | str) -> str:
    """The given name if it is known, otherwise the part of the full name that people with such names go by."""
    name = _full(person)
    if not isinstance(person, str) and person.given_names:
        parts = person.given_names.split()
        return parts[-1] if _is_vietnamese(name) else parts[0]
    parts = name.split()
    if not parts:
        return ""
    if _is_vietnamese(name) or _is_khmer(name):  # written family name first, given name last
        return parts[-1]
    if len(parts) > 2 and parts[-1].casefold().endswith(_PATRONYMICS):
        return parts[-2] if parts[-1][0].isupper() else parts[0]
    return parts[0]


def _with_initial(person: LearnerDetails | str) -> str:
    called = _called(person)
    family = "" if isinstance(person, str) else person.family_name
    rest = family.split() or [part for part in _full(person).split() if part != called]
    return f"{called} {_initial(rest[0])}." if rest else called


def _initial(word: str) -> str:
    """The first letter with all that is written around it, as a reader of the script sees it."""
    end = 1
    while end < len(word) and (unicodedata.category(word[end])[0] == "M" or word[end - 1] == "\u17d2"):
        end += 1
    return word[:end]


def _is_khmer(name: str) -> bool:
    return "\u1780" <= name[0] <= "\u17ff"


def _is_vietnamese(name: str) -> bool:
    parts = name.split()
    if len(parts) < 2 or fold_word(parts[0]) not in _VIETNAMESE_FAMILIES:
        return _has_vietnamese_letters(name)
    return True


def _has_vietnamese_letters(name: str) -> bool:
    return any("\u1ea0" <= letter <= "\u1ef9" or letter in _VIETNAMESE_LETTERS for letter in name.casefold())
