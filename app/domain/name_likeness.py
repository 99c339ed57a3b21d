# SPDX-License-Identifier: Apache-2.0
"""How like two names are, word by word; names of different people are not alike at all."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.name_index import Name
from app.domain.name_words import Word, is_aside, is_syllabic
from app.domain.related_words import ACCENTS, OTHER_SCRIPT, SAME, SPELLING, related, run_together

SHORTENED: Final = "shortened"
"""One name has a patronymic, a middle name or full words where the other has none or initials."""
_THE_SAME: Final = 0.94
_RUN_TOGETHER: Final = 0.84
_LESS_TOLD: Final = 0.08
_WEIGHT: Final = {SAME: 0.93, ACCENTS: 0.9, OTHER_SCRIPT: 0.86, SPELLING: 0.8}
_BUT_A_LETTER: Final = 0.72
_TWO: Final = 2
_EACH_AWAY: Final = 0.12
_TOO_FAR_IN_ALL: Final = 1.5


@dataclass(frozen=True, slots=True)
class Alike:
    """How like two names are; ``certain`` is false when it takes an equal birth date to tell it."""

    score: float
    why: str
    certain: bool = True


@lru_cache(maxsize=100_000)
def compared(name: Name, other: Name) -> Alike | None:
    """How like two names are, None when they are those of different people."""
    if name == other:
        return Alike(_THE_SAME, SAME)
    if len(name) > len(other):
        name, other = other, name
    matched = _matched(name, other) if _may_match(name, other) else None
    if (matched is None or matched[2]) and run_together(name, other):
        return Alike(_RUN_TOGETHER, OTHER_SCRIPT if name[0].script != other[0].script else SPELLING)
    if matched is None:
        return None
    reasons, away, rest = matched
    if reasons.count(SPELLING) > 1 or (SPELLING in reasons and is_syllabic(name) and is_syllabic(other)):
        return None
    worst = min(reasons, key=_weight)
    score = (sum(map(_weight, reasons)) / len(reasons) + _weight(worst)) / 2 - _EACH_AWAY * away
    if rest:
        return Alike(score - _LESS_TOLD, SHORTENED, all(map(is_aside, rest))) if len(name) > 1 else None
    return Alike(score, worst)


def but_a_letter(name: Name, other: Name) -> Alike | None:
    """How like two names are that differ in one letter of one word, however short, if they do: two syllables are two
    names, but hardly of people who are born on one day."""
    if len(name) != len(other) or len(name) < _TWO or name[0].script != other[0].script:
        return None
    here, there = [word.bare for word in name], [word.bare for word in other]
    mine, theirs = ([word for word in words if word not in others] for words, others in ((here, there), (there, here)))
    if len(mine) != 1 or len(theirs) != 1 or min(len(mine[0]), len(theirs[0])) < _TWO:
        return None
    return Alike(_BUT_A_LETTER, SPELLING) if OSA.distance(mine[0], theirs[0], score_cutoff=1) == 1 else None


def _may_match(name: Name, other: Name) -> bool:
    """Quickly, whether it is worth looking: of names in one script only one word may be misspelt."""
    if name[0].script != other[0].script or name[-1].script != other[-1].script:
        return True
    there = [word.bare for word in other]
    return sum([word.bare not in there for word in name]) <= 1


def _weight(reason: str) -> float:
    return _WEIGHT[reason]


def _is_bare(name: Name) -> bool:
    return all([word.bare is word.plain for word in name])


def _matched(name: Name, other: Name) -> tuple[list[str], float, list[Word]] | None:
    """For each word of the shorter name why it may be a word of the other, how far they are apart, and who is left."""
    bare = _is_bare(name) or _is_bare(other)
    rest = list(other)
    reasons: list[str] = []
    others: list[Word] = []
    apart = 0.0
    for word in name:
        if word in rest:
            rest.remove(word)
            reasons.append(SAME)
        else:
            others.append(word)
    for word in others:
        told = [(one, *why) for one in rest if (why := related(word, one, bare))]
        if not told:
            return None
        partner, reason, away = max(told, key=lambda found: (_WEIGHT[found[1]], -found[2]))
        reasons.append(reason)
        apart += away
        rest.remove(partner)
    return (reasons, apart, rest) if apart <= _TOO_FAR_IN_ALL else None


def forget_comparisons() -> None:
    """Lets go of all comparisons remembered, which only save time."""
    compared.cache_clear()
