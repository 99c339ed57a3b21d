# SPDX-License-Identifier: Apache-2.0
"""How a name is found although it is typed without its accents, its capitals or its special letters.

Names and queries go through the same fold. ``indexed`` writes the text of one FTS5 column with the tokenizer
``trigram case_sensitive 1``, ``query`` what to ask of it and of the texts that it finds; ``matches`` says the same
without an index, and the two must never differ.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 16
"""Words of a query after the sixteenth are not looked at: nobody types them, and the index limits an expression."""

_MARK: Final = "||"
_TRIGRAM: Final = 3
_ASKED: Final = 6
"""So many letters of the end of a word are asked of the index. It walks through all that has a trigram, once for each
trigram asked: numbers begin alike, so each trigram of ``A00000017`` is in a great part of all records."""

_ALIKE: Final = {
    "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
    "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "ҳ": "х", "һ": "х", "ҷ": "ч", "ә": "а",
}  # fmt: skip
"""Letters that are no base letter with an accent, but are typed as one where the keyboard lacks them."""

_APOSTROPHES: Final = frozenset("ʹʻʼʽʾʿˈ")
"""Letters by category that look like the apostrophe; it parts words, so they do."""

_ACCENTS: Final = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
"""The marks that are dropped: those of Latin, Cyrillic, Greek and Armenian. Elsewhere (Khmer, Lao, Thai) a mark is a
vowel, and a word without it is another word."""


class _Table(dict[int, str]):
    """The fold of each character, worked out when it is first met; what parts words becomes a space."""

    def __missing__(self, point: int) -> str:
        expanded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(point)).casefold())
        self[point] = "".join(_folded_letter(letter) for letter in expanded)
        return self[point]


def _folded_letter(letter: str) -> str:
    if any(first <= ord(letter) <= last for first, last in _ACCENTS):
        return ""
    category = unicodedata.category(letter)
    if category == "Cf":  # the joiners of Khmer and Indic scripts, and marks of direction
        return ""
    if letter in _APOSTROPHES or not (category[0] in "LN" or category in {"Mn", "Mc", "Co"}):
        return " "
    return _ALIKE.get(letter, letter)


_TABLE: Final = _Table()


def words(text: str) -> list[str]:
    """The folded words of a text, in order, repeated where the text repeats them."""
    if text.isascii():
        return text.translate(_TABLE).split()
    folded = unicodedata.normalize("NFKD", text).translate(_TABLE)
    return folded.replace("եւ", "եվ").split()  # the ligature և is typed as ԵՎ in capitals


def fold_word(word: str) -> str:
    """One word as it is compared; what is no letter, digit or mark falls away."""
    return "".join(words(word))


def indexed(*texts: str) -> str:
    """What the index stores for a record with these texts: ``||word||word``, each word once; empty without words."""
    found = dict.fromkeys(words(" ".join(texts)))
    return _MARK + _MARK.join(found) if found else ""


@dataclass(frozen=True, slots=True)
class Query:
    """What finds the records with all words: ``expression`` is asked of the FTS5 index, and of what that finds only
    the records count whose indexed text has each of ``whole`` in it."""

    expression: str
    whole: tuple[str, ...]


def query(text: str) -> Query | None:
    """How to find what a person typed: each word must be there; None when there is no word in it.

    One or two letters find the starts of words, three or more are found anywhere in a word. Safe for any text: only
    letters, digits and marks reach the expression, and they are quoted. A long word is asked of the index by its
    beginning and its end alone, which few records have without having all of it.
    """
    wanted = _wanted(text)
    if not wanted:
        return None
    pieces = dict.fromkeys(piece for word in wanted for piece in _pieces(word))
    return Query(" AND ".join(f'"{piece}"' for piece in pieces), tuple(word for word in wanted if len(word) > _ASKED))


def matches(query_text: str, text: str) -> bool:
    """Whether a record with this text answers what a person typed; never when there is no word in it."""
    wanted, present = _wanted(query_text), words(text)
    return bool(wanted) and all(any(_answers(word, other) for other in present) for word in wanted)


def _wanted(text: str) -> list[str]:
    return list(dict.fromkeys(words(text)))[:MOST_WORDS]


def _pieces(word: str) -> list[str]:
    if len(word) < _TRIGRAM:
        return [f"{_MARK}{word}"]
    start, end = word[:_TRIGRAM], word[-_ASKED:]
    return [end] if start in end else [start, end]


def _answers(wanted: str, word: str) -> bool:
    return wanted in word if len(wanted) >= _TRIGRAM else word.startswith(wanted)
