# SPDX-License-Identifier: Apache-2.0
"""Whose record goes on, whatever people said of whose records are one learner's."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging import ABSENT, ROUND, STANDS, SURVIVOR_ERASED, Word, circles, effects, survivors

A, B, C, D = (bytes([n]) * 16 for n in range(1, 5))
ALL = frozenset((A, B, C, D))


def said(*words: tuple[bytes, bytes]) -> dict[bytes, Word]:
    """The later ones were said later."""
    return {learner: Word(into, (n,)) for n, (learner, into) in enumerate(words)}


def standing(words: dict[bytes, Word], gone: frozenset[bytes] = frozenset()) -> dict[bytes, bytes]:
    found = effects(words, ALL, gone)
    return survivors({learner: words[learner].into for learner, effect in found.items() if effect == STANDS})


def test_a_chain_leads_to_its_end() -> None:
    assert standing(said((A, B), (B, C))) == {A: C, B: C}


def test_of_words_that_go_round_the_earliest_is_without_effect() -> None:
    words = said((A, B), (B, A))
    assert effects(words, ALL, frozenset()) == {A: ROUND, B: STANDS}
    assert standing(words) == {B: A}
    assert standing(said((B, C), (C, A), (A, B), (D, A))) == {A: B, C: B, D: B}


def test_a_record_that_goes_into_itself_or_into_none_stays() -> None:
    assert effects(said((A, A), (B, bytes(16))), ALL, frozenset()) == {A: ABSENT, B: ABSENT}


def test_nothing_goes_into_an_erased_record() -> None:
    words = said((A, B), (B, C))
    assert effects(words, ALL, frozenset((C,))) == {A: STANDS, B: SURVIVOR_ERASED}
    assert effects(words, ALL, frozenset((B, C))) == {A: SURVIVOR_ERASED, B: SURVIVOR_ERASED}
    assert effects(words, ALL, frozenset((B,))) == {A: STANDS, B: STANDS}


@given(st.dictionaries(st.sampled_from(sorted(ALL)), st.sampled_from(sorted(ALL))))
def test_every_record_leads_to_one_that_stays(words: dict[bytes, bytes]) -> None:
    arrows = said(*words.items())
    found = standing(arrows)
    assert set(found.values()).isdisjoint(found)
    assert found.keys() <= words.keys()
    stayed = {learner for learner in words if words[learner] != learner} - found.keys()
    turned = list(circles({learner: into for learner, into in words.items() if learner != into}))
    assert len(stayed) == len(turned)
