# SPDX-License-Identifier: Apache-2.0
"""A name as a document prints it: the same person's name, perhaps with a title or in another case.

A certificate may be given *to* somebody: "Иванову Петру", "Айгүлгө", "Անահիտին", "លោក សុខ ដារ៉ា". Such a form is typed by
hand and checked here, so that a document can never carry somebody else's name. Only the dative is known: other cases
may look like the name of a person of the other sex ("Иванова" of "Иванов").
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.domain.case_endings import datives
from app.domain.transliteration import script
from app.translation import later, tr

_OTHER_WORDS: Final = later(
    "“{printed}” is not the name “{name}”. Only a title, the order of the words and their endings in the dative "
    "may differ. Type the words of the name, or leave the field empty."
)
_MIXED: Final = later(
    "In “{word}” the letter “{letter}” belongs to another script than the letter beside it, though it may look right. "
    "Type the word again."
)


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEFORE: Final = _set_of(
    "mr mrs ms mx dr prof madam mme mlle sr sra srta herr frau ông bà г-н г-жа г-ну г-же господин "
    "господину госпожа госпоже гражданин гражданину гражданка гражданке д-р доктор доктору ба ҷаноби պրն "
    "տկն պարոն տիկին օրիորդ ბატონი ქალბატონი ბატონს ქალბატონს លោក លោកស្រី អ្នកស្រី លោកជំទាវ ឯកឧត្តម นาย "
    "นาง นางสาว คุณ ທ້າວ ນາງ ທ່ານ ဦး ဒေါ် السيد السيدة الآنسة آقای خانم מר גב גברת श्री श्रीमती सुश्री "
    "திரு திருமதி செல்வி"
)
_AFTER: Final = _set_of("bey hanım 先生 女士 小姐 様 さん 씨 님")
"""Titles before and after a name. Words that are names too are left out: with them it might be somebody else's."""

_ATTACHED: Final = ("THAI", "LAO", "KHMER", "HAN", "KANA", "HANGUL", "MYANMAR")
"""Scripts that write a title and the name together."""

_TOGETHER: Final = frozenset({"HAN", "KANA"})
_MOST_TITLES: Final = 2


def doubts(full_name: str, printed_name: str) -> str | None:
    """Why the printed name cannot stand for the full name, in a sentence; None when it can.

    The same words, each once: with a title at either end, in any order, in capitals, or in the dative where the script
    shows it. Letters of two scripts in one word are told apart even where they look alike.
    """
    full, printed = _composed(full_name), _composed(printed_name)
    if not printed or printed == full:
        return None
    mixed = mixed_scripts(printed)
    if mixed:
        return mixed
    if any(_are_same(_parts(full), _parts(rest)) for rest in _without_titles(printed)):
        return None
    return tr(_OTHER_WORDS, printed=printed, name=full)


def mixed_scripts(name: str) -> str | None:
    """Which letter of a name belongs to another script than the rest of its word, in a sentence; None for none.

    Han and kana, which Japanese words mix, are one script here; so are letters of accents and tones.
    """
    for word in _parts(_composed(name)):
        odd = _odd_letter(word)
        if odd:
            return tr(_MIXED, word=word, letter=odd)
    return None


def _composed(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name.replace("\u200b", " ")).split())


def _parts(name: str) -> list[str]:
    return re.split("[ -]+", name)


def _odd_letter(word: str) -> str:
    """The first letter of another script than the one before it; empty when all are of one."""
    letters = [(sign, script(sign)) for sign in word if sign.isalpha() and unicodedata.category(sign) != "Lm"]
    for (_, before), (letter, after) in pairwise(letters):
        if before != after and not {before, after} <= _TOGETHER:
            return letter
    return ""


def _without_titles(name: str) -> Iterator[str]:
    """The name as it stands, and without up to two titles before and one after it."""
    words = name.split()
    for before in range(min(_MOST_TITLES, len(words) - 1) + 1):
        if not all(_is_one_of(_BEFORE, word) for word in words[:before]):
            return
        rest = words[before:]
        yield " ".join(rest)
        if len(rest) > 1 and _is_one_of(_AFTER, rest[-1]):
            yield " ".join(rest[:-1])
        yield from _without_attached(rest)


def _without_attached(words: list[str]) -> Iterator[str]:
    """The same where a title is written together with the first or the last word."""
    first, last = words[0], words[-1]
    if script(first) not in _ATTACHED:
        return
    for title in _BEFORE:
        if first.startswith(title) and first != title:
            yield " ".join([first.removeprefix(title), *words[1:]])
    for title in _AFTER:
        if last.endswith(title) and last != title:
            yield " ".join([*words[:-1], last.removesuffix(title)])


def _is_one_of(titles: frozenset[str], word: str) -> bool:
    return word.casefold().strip(".'") in titles


def _are_same(full: list[str], printed: list[str]) -> bool:
    """Whether each word of one list is a word of the other, each used once."""
    if len(full) != len(printed):
        return False
    choices = [[place for place, other in enumerate(printed) if _is_same(word, other)] for word in full]
    taken: dict[int, int] = {}
    return all(_finds(word, choices, taken, set()) for word in range(len(full)))


def _finds(word: int, choices: list[list[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Whether a word finds a place of its own, where others may move to other places of theirs."""
    for place in choices[word]:
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _finds(taken[place], choices, taken, tried):
            taken[place] = word
            return True
    return False


def _is_same(word: str, printed: str) -> bool:
    if printed in (word, word.upper(), word.replace("i", "İ").upper()):
        return True
    folded = _folded(printed)
    return folded == _folded(word) or folded in datives(_folded(word))


def _folded(word: str) -> str:
    """Without case, and with one letter for the two that Russian writes as it likes."""
    return unicodedata.normalize("NFC", word.casefold().replace("i\u0307", "i")).replace("ё", "е").replace("’", "'")
