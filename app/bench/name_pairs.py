# SPDX-License-Identifier: Apache-2.0
"""Pairs of names of one person and of two, made from the list of names for each script.

**The people** of a locale are its rows of the list of names and, up to sixty, its family names with its other given
names. The list is parted in two by a digest of the names: ``seen`` was looked at while the rules were written,
``unseen`` is only measured.

**Pairs of one person:** as the records hold the name, and with one thing other: in Latin letters by each rival
authority or custom (``RIVALS``), without accents, with its words turned round, or with one random slip of the finger in
a word of five letters or more (a letter lost, doubled, replaced, or swapped with its neighbour). **Combined** are those
with two or three of these at once: turned round in Latin letters, with a slip in the turned or rewritten name. A slip
that makes exactly the name of somebody else in the list is left out.

**Pairs of two people,** as many, and in the same writings: one of the most similar others of the locale, in turn the
one of the same family with the likest given name, the one of the same given name with the likest family name, and the
likest of all who share neither. Where what is written is exactly the other's name (``Tran An`` is Trần An and Trần Ân)
the next one is taken. Han people are known with their Latin name, because no sign tells its sound.
"""

import csv
import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path
from typing import Final
from unicodedata import normalize

from rapidfuzz.distance import OSA

from app.bench.people import SCRIPTS
from app.bench.rival_letters import RIVALS, Rewriting, without_marks
from app.domain.likeness import Somebody

NAMES: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "names" / "names.csv"
LOCALES: Final = {
    "latin": ("az_AZ", "es_ES", "fr_FR", "is_IS", "pl_PL", "tr_TR", "uz_UZ"),
    "vietnamese": ("vi_VN",),
    "cyrillic": ("ru_RU", "uk_UA"),
    "armenian": ("hy_AM",),
    "georgian": ("ka_GE",),
    "greek": ("el_GR",),
    "khmer": ("km_KH",),
    "arabic": ("ar_SA",),
    "hebrew": ("he_IL",),
    "indic": ("hi_IN", "ne_NP", "ta_IN"),
    "thai": ("th_TH",),
    "han": ("ja_JP", "zh_CN", "zh_TW"),
    "hangul": ("ko_KR",),
}
HALVES: Final = ("seen", "unseen")
_SHORT: Final = 5
_ENOUGH: Final = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the list; ``latin`` is what the records hold beside the name."""

    family: str
    given: str
    latin: str = ""

    @property
    def name(self) -> str:
        """Family name, then given name."""
        return f"{self.family} {self.given}"

    def known(self, born: str = "") -> Somebody:
        """As the records hold them."""
        return Somebody(self.name, tuple(filter(None, (self.name, self.latin))), born)

    def written(self, manner: Rewriting) -> tuple[str, str]:
        """The name in this manner, in both orders."""
        family, given = manner(self.family), manner(self.given)
        return f"{family} {given}", f"{given} {family}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody known, and what somebody wrote: a name of the same person or of another. ``combined`` tells that more
    than one thing is other than the records have it."""

    known: Person
    written: str
    same: bool
    combined: bool


def halves(path: Path = NAMES) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The pairs of family and given name for each half and locale; without the list those of the invented people."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for locale, family, given in _listed(path) if path.exists() else _invented():
        half = HALVES[hashlib.sha256(f"{family} {given}".encode()).digest()[0] % 2]
        found.setdefault((half, locale), []).append((family, given))
    return found


def _listed(path: Path) -> Iterator[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["locale"], normalize("NFC", row["family_name"]), normalize("NFC", row["given_name"])


def _invented() -> Iterator[tuple[str, str, str]]:
    for script, locale in zip(SCRIPTS, ("vi_VN", "ru_RU", "km_KH", "hy_AM", "pl_PL"), strict=True):
        names = SCRIPTS[script]
        yield from ((locale, family, given) for family, given in zip(names.families, names.given, strict=False))


def pairs(rows: Iterable[tuple[str, str]], locale: str) -> Iterator[Pair]:
    """All pairs of the people of one locale."""
    people, everybody = _people(rows, locale)
    rivals = {one: _rivals(one, everybody) for one in people}
    turns = count(), count()
    for manner in _manners(locale).values():
        letters = "".join(sorted({letter for one in people for letter in manner(one.name).lower() if letter.isalpha()}))
        names = {text.casefold() for one in everybody for text in one.written(manner)}
        dice = random.Random(locale)
        for person in people:
            for text, combined in _writings(person, manner, dice, letters, names):
                turn = next(turns[combined]) % 3
                yield Pair(person, text, True, combined)
                likest = rivals[person][turn:] + rivals[person][:turn]
                others = (one for one in likest if text.casefold() not in _cased(one.written(manner)))
                yield from (Pair(one, text, False, combined) for one in list(others)[:1])


def _people(rows: Iterable[tuple[str, str]], locale: str) -> tuple[list[Person], list[Person]]:
    """The people who are asked for, and all whom the names of the locale could make."""
    listed = [row for row in rows if all(name.strip(" ,") for name in row)]
    families, given = (dict.fromkeys(names) for names in zip(*listed, strict=True))
    combined = sorted(product(families, given), key=lambda names: _digest(" ".join(names)))
    latin = next(iter(_manners(locale).values())) if locale in LOCALES["han"] else lambda _: ""
    everybody = [Person(*names, latin=latin(" ".join(names)).strip()) for names in dict.fromkeys([*listed, *combined])]
    return everybody[:_ENOUGH], everybody


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _rivals(person: Person, everybody: Sequence[Person]) -> list[Person]:
    """The likest others: a brother or sister, a namesake, one who shares neither name, and then the next of each."""

    def near(other: Person) -> float:
        names = ((person.family, other.family), (person.given, other.given))
        return sum(OSA.normalized_distance(*both) for both in names)

    kinds: tuple[list[Person], ...] = ([], [], [])
    for other in everybody:
        if other != person:
            kinds[0 if other.family == person.family else 1 if other.given == person.given else 2].append(other)
    nearest = [sorted(kind, key=near)[:2] for kind in kinds]
    return [kind[place] for place in range(2) for kind in nearest if place < len(kind)]


def _manners(locale: str) -> Mapping[str, Rewriting]:
    """Each way in which names of this locale are written."""
    return {**RIVALS.get(locale, {}), "as written": str, "without accents": without_accents}


def without_accents(name: str) -> str:
    """As a keyboard without accents gives it; marks of other scripts than Latin and Greek are no accents."""
    return without_marks(name).replace("đ", "d").replace("Đ", "D").replace("ı", "i").replace("ł", "l").replace("Ł", "L")


def _writings(
    person: Person, manner: Rewriting, dice: random.Random, letters: str, names: set[str]
) -> Iterator[tuple[str, bool]]:
    """What is written for a person in this manner, and whether that combines two things or three; nothing where the
    manner changes nothing."""
    straight, turned = person.written(manner)
    rewritten = straight != person.name
    if not rewritten and manner is not str:
        return
    if rewritten:
        yield straight, False
    yield turned, rewritten
    for text, already in ((straight, rewritten), (turned, True)):
        slipped = _slipped(text, dice, letters)
        if slipped and slipped.casefold() not in names:
            yield slipped, already


def _cased(texts: Iterable[str]) -> set[str]:
    return {text.casefold() for text in texts}


def _slipped(name: str, dice: random.Random, letters: str) -> str:
    """The name with one slip of the finger in a word that is long enough; empty when none is."""
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= _SHORT]
    if not long:
        return ""
    place = dice.choice(long)
    word = words[place]
    at = dice.randrange(len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + dice.choice(letters) + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    words[place] = dice.choice(slips)
    return " ".join(words)
