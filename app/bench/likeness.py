# SPDX-License-Identifier: Apache-2.0
"""How well likeness of names tells who is meant, for each script, and how quickly.

**The people.** Each family name of a locale in the list of names goes with each given name of it: so everybody has a
dozen brothers and a dozen namesakes, and names that differ by a letter meet. Every other one is in the records, the
rest are not. The list is parted in two by a digest of the names: ``seen`` was looked at while the rules were written,
``unseen`` is only measured.

**The questions.** Each known person is asked for as written; in Latin letters by each rival authority (``RIVALS``);
without accents; each of these also with its words turned round, with one random slip of the finger in a word of five
letters or more (a letter lost, doubled, replaced, or swapped with its neighbour), and with both. Absent people are
asked for in the same ways. Nobody has a birth date or an identifier.

**Recall** is the share of questions about known people that are answered with that person among the answers.
**Precision** is the share of right answers among all answers, to questions about known and about absent people.

**What nobody could tell.** Where another known person, written in the same way, is as near to what was asked (in edits)
as the person meant, an answer with that person counts neither as right nor as wrong: ``Tran An`` may be Trần An or Trần
Ân, whoever wrote it. Recall leaves nothing out. Han people are known with their Latin name, because no sign tells its
sound; their slips of the finger are therefore in Latin letters only.
"""

import csv
import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final
from unicodedata import normalize

from rapidfuzz.distance import OSA

from app.bench.ground import Ground
from app.bench.likeness_speed import speed
from app.bench.people import SCRIPTS
from app.bench.rival_letters import LIBRARY, RIVALS, Rewriting
from app.cli.outside import Measured
from app.domain.likeness import Alikes, Somebody

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
RECALL: Final = 0.95
PRECISION: Final = 0.98
_SHORT: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the list; ``latin`` is what the records hold beside the name."""

    number: int
    family: str
    given: str
    latin: str = ""

    @property
    def name(self) -> str:
        """Family name, then given name."""
        return f"{self.family} {self.given}"


@dataclass(slots=True)
class Count:
    """What came of the questions about the people of one script."""

    asked: int = 0
    found: int = 0
    wrong: int = 0


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


def measured(pairs: Iterable[tuple[str, str]], locale: str, seed: int = 3) -> Count:
    """What comes of all questions about the people of one locale."""
    people = _people(pairs, locale)
    known = {one.number: one for one in people if _is_known(one)}
    alikes = Alikes(Somebody(one.number, tuple(filter(None, (one.name, one.latin)))) for one in known.values())
    count = Count()
    for manner in _manners(locale).values():
        letters = "".join(sorted({letter for one in people for letter in manner(one.name).lower() if letter.isalpha()}))
        dice = random.Random(f"{locale} {seed}")
        for one in people:
            for asked, straight in _questions(one, manner, dice, letters):
                answers = {int(str(answer.key)) for answer in alikes.find(Somebody(-1, (asked,)))}
                count.asked += one.number in known
                count.found += one.number in answers
                count.wrong += sum(
                    _is_wrong(known[key], one, manner, (asked, straight)) for key in answers - {one.number}
                )
    return count


def _people(pairs: Iterable[tuple[str, str]], locale: str) -> list[Person]:
    listed = list(pairs)
    families = dict.fromkeys(family for family, _ in listed)
    given = dict.fromkeys(name for _, name in listed)
    han = locale in LOCALES["han"]
    both = enumerate(product(families, given))
    named = (Person(number, *names) for number, names in both if "".join(names).strip(" ,"))
    return [Person(one.number, one.family, one.given, LIBRARY["library"](one.name)) if han else one for one in named]


def _is_known(person: Person) -> bool:
    return hashlib.sha256(f"known {person.name}".encode()).digest()[0] % 2 == 0


def _manners(locale: str) -> Mapping[str, Rewriting]:
    """Each way in which names of this locale are written."""
    return {"as written": str, "without accents": without_accents, **RIVALS.get(locale, LIBRARY)}


def without_accents(name: str) -> str:
    """As a keyboard without accents gives it; marks of other scripts than Latin and Greek are no accents."""
    bare = "".join(letter for letter in normalize("NFD", name) if not "\u0300" <= letter <= "\u036f")
    return normalize("NFC", bare.replace("đ", "d").replace("Đ", "D").replace("ı", "i").replace("ł", "l"))


def _questions(
    person: Person, manner: Callable[[str], str], dice: random.Random, letters: str
) -> Iterator[tuple[str, str]]:
    """What is asked, and the same in the order of the records; nothing where the manner changes nothing."""
    name = manner(person.name)
    if name == person.name and manner is not str:
        return
    turned = f"{manner(person.given)} {manner(person.family)}"
    if name != person.name:
        yield name, name
    yield turned, name
    slipped = _slipped(name, dice, letters)
    if slipped:
        yield slipped, slipped
        words = slipped.split()
        families = len(manner(person.family).split())
        yield " ".join(words[families:] + words[:families]), slipped


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


def _is_wrong(answer: Person, meant: Person, manner: Rewriting, asked: tuple[str, ...]) -> bool:
    """Whether the person answered is farther from what was asked, in either order, than the person meant."""
    theirs = min(OSA.distance(text.casefold(), manner(answer.name).casefold()) for text in asked)
    return theirs > OSA.distance(asked[-1].casefold(), manner(meant.name).casefold())


def likeness(ground: Ground) -> Sequence[Measured]:
    """Recall and precision for each script and half; the CPU seconds of 10,000 rows among 100,000 people."""
    figures: list[Measured] = []
    listed = halves()
    for half in HALVES:
        for script, locales in LOCALES.items():
            counts = [measured(listed[half, one], one) for one in locales if (half, one) in listed]
            asked, found, wrong = (sum(getattr(one, what) for one in counts) for what in ("asked", "found", "wrong"))
            if asked:
                figures += [
                    Measured(f"likeness.recall-{script}-{half}", found, asked, RECALL, "found", at_least=True),
                    Measured(
                        f"likeness.precision-{script}-{half}", found, found + wrong, PRECISION, "right", at_least=True
                    ),
                ]
    return figures + speed(ground.sizes.many, ground.sizes.imported, ground.sizes.rounds)
