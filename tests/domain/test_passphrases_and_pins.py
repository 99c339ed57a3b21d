# SPDX-License-Identifier: Apache-2.0
"""Secrets that people can remember, and the lists that they are proposed from."""

import unicodedata
from pathlib import Path

import pytest

from app.domain.passphrases import check_passphrase, check_pin, clean_passphrase, propose_passphrase
from app.domain.refusals import BadInput
from app.domain.searching import fold_word

LISTS = Path(__file__).parents[2] / "resources" / "words"
LEAST = {"en": 1024, "ru": 1024, "vi": 1024, "km": 512}


def words_of(language: str) -> list[str]:
    return (LISTS / f"{language}.txt").read_text("utf-8").split("\n")[:-1]


def test_four_words_are_proposed_from_a_list_of_1024() -> None:
    places = iter([0, 1023, 5, 5])
    words = [f"w{n}" for n in range(1024)]
    assert propose_passphrase(words, lambda n: next(places)) == "w0 w1023 w5 w5"


def test_a_short_list_gives_more_words_instead_of_fewer_ways() -> None:
    asked: list[int] = []

    def choose(n: int) -> int:
        asked.append(n)
        return 0

    assert len(propose_passphrase(["one"] * 511, choose).split()) == 5
    assert asked == [511] * 5


@pytest.mark.parametrize("language", LEAST)
def test_each_list_holds_enough_different_words_that_are_typed_alike_by_everybody(language: str) -> None:
    words = words_of(language)
    assert len(words) >= LEAST[language]
    assert len({fold_word(word) for word in words}) == len(words)
    for word in words:
        assert word == clean_passphrase(word) == unicodedata.normalize("NFC", word).lower()
        assert " " not in word
        assert 2 <= len(word) <= 10


@pytest.mark.parametrize("language", LEAST)
def test_any_proposal_from_a_list_is_a_good_passphrase(language: str) -> None:
    shortest_first = sorted(words_of(language), key=len)
    places = iter(range(9))
    proposal = propose_passphrase(shortest_first, lambda n: next(places))
    assert check_passphrase(proposal) == proposal
    assert len(proposal.split()) == 4


@pytest.mark.parametrize("language", ["en", "vi"])
def test_english_and_vietnamese_words_are_typed_with_26_letters(language: str) -> None:
    assert all(word.isascii() and word.isalpha() for word in words_of(language))


def test_a_passphrase_is_the_same_from_every_keyboard() -> None:
    composed = "Đặng ước mơ"
    assert clean_passphrase(unicodedata.normalize("NFD", f"  {composed}\t")) == composed
    assert clean_passphrase("ទឹក\u200bភ្លៀង\u3000ដី") == "ទឹកភ្លៀង ដី"


def test_a_good_passphrase_is_given_back_clean() -> None:
    assert check_passphrase(" river  lamp seven ") == "river lamp seven"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("short", "passphrase-short"),
        ("a b c d e ", "passphrase-short"),
        ("\u200b" * 12, "passphrase-short"),
        ("aaaaAAAAaaaa", "passphrase-simple"),
        ("a a a a a a a", "passphrase-simple"),
        ("river \x00 lamp", "passphrase-characters"),
        ("river \ud800 lamp", "passphrase-characters"),
    ],
)
def test_a_weak_passphrase_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_passphrase(text)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_pin_is_digits_of_any_script() -> None:
    assert check_pin(" 2580 ") == "2580"
    assert check_pin("២៥៨០") == "2580"


@pytest.mark.parametrize("text", ["", "123", "123456789", "12a4", "²²³⁴", "1111", "១១១១"])
def test_any_other_pin_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_pin(text)
    assert "PIN" in str(refusal.value)
