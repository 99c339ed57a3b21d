# SPDX-License-Identifier: Apache-2.0
"""A name is found however it is typed, and the index finds exactly what the definition says."""

from typing import Any

import pytest
import sqlcipher3
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.searching import MOST_WORDS, Query, fold_word, indexed, matches, query, words

NAMES = (
    "Đặng Thị Ánh",
    "Nguyễn Văn Đào",
    "Фёдоров Семён",
    "Ёлкина Зоя",
    "Байышов Үсөн",
    "Қосимов Ҷамшед",
    "Գևորգ Սարգսյան",
    "ԳԵՎՈՐԳ ՄԻՆԱՍՅԱՆ",
    "សុខ\u200bសុភា ចាន់",
    "ស្រី ពៅ",
    "Gülşen Işık",
    "Straße Łukasz Ørsted",
    "O'Neill-Smith 010-234",
    "Oʻgʻil",
    "ສົມພອນ",
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("dang", "Đặng Thị Ánh"),
        ("DAO", "Nguyễn Văn Đào"),
        ("nguyen dao", "Nguyễn Văn Đào"),
        ("федоров", "Фёдоров Семён"),
        ("ёлкина", "Елкина Зоя"),
        ("усон", "Байышов Үсөн"),
        ("косимов", "Қосимов Ҷамшед"),
        ("գեվորգ", "Գևորգ Սարգսյան"),
        ("Գևորգ", "ԳԵՎՈՐԳ ՄԻՆԱՍՅԱՆ"),
        ("សុខសុភា", "សុខ\u200bសុភា ចាន់"),
        ("សុភា", "សុខ\u200bសុភា ចាន់"),
        ("isik", "Gülşen Işık"),
        ("strasse orsted lukasz", "Straße Łukasz Ørsted"),
        ("smith", "O'Neill-Smith 010-234"),
        ("s", "O'Neill-Smith 010-234"),
        ("o'g'il", "Oʻgʻil"),
        ("i", "İpek"),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, written: str) -> None:
    assert matches(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ng", "Đặng Thị Ánh"),  # two letters find starts of words
        ("dang khoa", "Đặng Thị Ánh"),  # each word must be there
        ("សខ", "សុខ សុភា"),  # a Khmer vowel is no accent
        ("ສມ", "ສົມພອນ"),  # nor is a Lao one
        ("", "Đặng"),
        (" -- ", "Đặng"),
    ],
)
def test_a_name_is_not_found_by_what_it_is_not(typed: str, written: str) -> None:
    assert not matches(typed, written)


def test_khmer_signs_stay_and_joiners_go() -> None:
    assert words("ស្រី\u200bពៅ") == ["ស្រីពៅ"]


def test_one_word_folds_to_letters_alone() -> None:
    assert fold_word("D'Ặng") == "dang"


def test_the_index_holds_each_word_once_behind_two_bars() -> None:
    assert indexed("Chan Sokha", "Chan", "") == "||chan||sokha"
    assert indexed("", " - ") == ""


def test_a_query_asks_for_starts_up_to_two_letters_and_for_any_place_beyond() -> None:
    assert query("S ch Sok") == Query('"||s" AND "||ch" AND "sok"', ())


def test_a_long_word_is_asked_for_by_its_beginning_and_its_end_and_then_looked_for() -> None:
    expression = '"sok" AND "a00" AND "000017" AND "000000"'
    assert query("Sok A00000017 0000000") == Query(expression, ("a00000017", "0000000"))


@pytest.mark.parametrize("empty", ["", "  ", '"*^', "\ud800"])
def test_a_query_without_words_asks_for_nothing(empty: str) -> None:
    assert query(empty) is None


def test_operators_and_quotes_of_the_index_are_only_text() -> None:
    assert query('"a" OR NEAR(b*)') == Query('"||a" AND "||or" AND "near" AND "||b"', ())


def test_words_beyond_the_sixteenth_are_not_looked_at() -> None:
    typed = " ".join(f"word{n}" for n in range(40))
    asked = query(typed)
    assert asked is not None
    assert asked.expression.count("word") == MOST_WORDS
    assert matches(typed, " ".join(f"word{n}" for n in range(MOST_WORDS)))


@given(st.text(max_size=20))
@example("ΐ ǰ ﬃ ß")
@example("İI")
@example("𝔸½")
def test_the_fold_of_a_fold_is_itself(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(st.text(max_size=20))
def test_capitals_never_matter(text: str) -> None:
    assert words(text.casefold()) == words(text)


@given(st.sampled_from(NAMES), st.data())
def test_every_name_is_found_by_any_piece_of_its_words(name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words(name)))
    piece = data.draw(st.integers(0, len(word) - 1))
    assert matches(word[piece:] if len(word) - piece > 2 else word[:2], name)


LETTERS = st.text(alphabet="aăâAđнёЁ'- |\"ខុ្\u200bևⓐ1_*", max_size=9)


NUMBERS = st.text(alphabet="01A ", max_size=16)


@given(st.lists(LETTERS | NUMBERS, max_size=6), st.lists(LETTERS | NUMBERS, max_size=4))
@example(list(NAMES), ["nguyen", "ng", "ё", "សុ"])
@example(["abcdefghi", "abcxdefghi", "abc defghi"], ["abcdefghi", "bcdefghi"])
def test_the_index_finds_what_the_definition_says_and_no_more(texts: list[str], typed: list[str]) -> None:
    database = sqlcipher3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(text, tokenize='trigram case_sensitive 1')")
    database.executemany("INSERT INTO found(rowid, text) VALUES (?, ?)", enumerate(map(indexed, texts)))
    for wish in (*typed, *texts):
        assert _hits(database, query(wish)) == {row for row, text in enumerate(texts) if matches(wish, text)}
    database.close()


def _hits(database: Any, asked: Query | None) -> set[int]:
    if asked is None:
        return set()
    found = database.execute("SELECT rowid, text FROM found WHERE found MATCH ?", (asked.expression,))
    return {row for row, text in found if all(word in text for word in asked.whole)}
