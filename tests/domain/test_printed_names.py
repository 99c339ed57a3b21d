# SPDX-License-Identifier: Apache-2.0
"""A printed form of a name is the same person's name, or it is doubted. All people are invented."""

import csv
import time
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.case_endings import datives
from app.domain.printed_names import doubts, mixed_scripts

SAME = [
    ("Иванов Пётр Сергеевич", "Иванову Петру Сергеевичу"),
    ("Иванова Мария Фёдоровна", "Ивановой Марии Федоровне"),
    ("Достоевский Павел Юрьевич", "Достоевскому Павлу Юрьевичу"),
    ("Толстая Любовь Игоревна", "Толстой Любови Игоревне"),
    ("Кравец Лев", "Кравцу Льву"),
    ("Ким Сергей", "Киму Сергею"),
    ("Шевчук Никита", "г-ну Шевчуку Никите"),
    ("Шевченко Ольга", "гражданке Шевченко Ольге"),
    ("Иванова-Петровская Анна", "Ивановой-Петровской Анне"),
    ("Коваленко Андрій", "Коваленку Андрієві"),
    ("Өмүрбекова Айгүл Үсөн кызы", "Өмүрбековага Айгүлгө Үсөн кызына"),
    ("Асанов Бакыт Турсун уулу", "Асановго Бакытка Турсун уулуна"),
    ("Ҷӯраев Ғайрат", "ба Ҷӯраев Ғайрат"),
    ("Սալբաշյան Անահիտ", "Սալբաշյանին Անահիտին"),
    ("მჭედლიძე ნორა", "ქალბატონს ნორას მჭედლიძეს"),
    ("Ayşe Yılmaz", "Ayşe'ye Yılmaz’a"),
    ("Kadir Işık", "KADİR IŞIK"),
    ("Karimov Aziz", "Karimovga Azizga"),
    ("សុខ ដារ៉ា", "លោក សុខ ដារ៉ា"),
    ("សុខ ដារ៉ា", "លោកស្រីសុខ ដារ៉ា"),
    ("ស៊ុន សុភាព", "ស៊ុន\u200bសុភាព"),
    ("Nguyễn Thị Ánh", "Bà Nguyễn Thị Ánh"),
    ("Nguyễn Thị Ánh", unicodedata.normalize("NFD", "NGUYỄN Thị Ánh")),
    ("สมชาย ใจดี", "นายสมชาย ใจดี"),
    ("陳 秀雲", "陳 秀雲女士"),
    ("박 수빈", "박 수빈 님"),
    ("Jürgen O'Connor", "Prof. Dr. O’Connor Jürgen"),
    ("Иванов Пётр", "Пётр Иванов"),
    ("Sok Dara", ""),
]
OTHERS = [
    ("Иванов Александр", "Иванова Александра"),
    ("Иванов Александр", "Ивановой Александре"),
    ("Иванова Александра", "Иванову Александру"),
    ("Иванов Пётр", "Петров Иван"),
    ("Иванов Пётр", "Иванов"),
    ("Иванов Пётр", "Иванову Петру Сергеевичу"),
    ("Алексеев Иван", "Алексеву Ивану"),
    ("Иванов Иван", "Иванову Ивановичу"),
    ("Валентин Ли", "Валентина Ли"),
    ("Ол Ким", "Олга Ким"),
    ("Nguyễn Văn", "Nguyễn Văn Anh"),
    ("Nguyễn Thị Ánh", "Nguyễn Thị Anh"),
    ("Ol Kim", "Olga Kim"),
    ("Վարդ Սալբաշյան", "Վարդան Սալբաշյան"),
    ("Aydın Əliyev", "Aydın Əliyeva"),
    ("សុខ ដារ៉ា", "សុខ ដារា"),
    ("សុខ ដារ៉ា", "សុខា ដារ៉ា"),
    ("สมชาย ใจดี", "สมชาติ ใจดี"),
    ("王 丽", "王 丽君"),
    ("سارة الكردي", "سار الكردي"),
    ("Sok Dara", "Mr"),
    ("Sok Dara", "Dara Dara"),
    ("Sok", "Eng Sok"),
]
LOOKALIKES = [
    ("Ivanov Petr", "Ivanоv Petr", "о"),
    ("Иванов Пётр", "Иванoв Пётр", "o"),
    ("Sok Dara", "Sok Dаra", "а"),
    ("Ορφέας Νίκος", "Oρφέας Νίκος", "ρ"),
]


@pytest.mark.parametrize(("full", "printed"), SAME)
def test_titles_order_capitals_and_datives_are_the_same_name(full: str, printed: str) -> None:
    assert doubts(full, printed) is None


@pytest.mark.parametrize(("full", "printed"), OTHERS)
def test_another_name_is_doubted(full: str, printed: str) -> None:
    sentence = doubts(full, printed)
    assert sentence is not None
    assert printed in sentence


@pytest.mark.parametrize(("full", "printed", "letter"), LOOKALIKES)
def test_a_letter_of_another_script_in_a_word_is_found(full: str, printed: str, letter: str) -> None:
    sentence = doubts(full, printed)
    assert sentence is not None
    assert f"“{letter}”" in sentence


def test_names_of_more_than_one_script_are_sound_as_long_as_no_word_mixes_them() -> None:
    for name in ("ផាន Sok ដារ៉ា", "Sara سارة", "山田 さゆり", "佐々木 ヶ丘", "O‘zbek Gʻulom", "X Æ A-12", "Jean-Пётр"):
        assert mixed_scripts(name) is None, name
    assert mixed_scripts("Ivanоv Petr") is not None


def test_a_whole_word_in_letters_that_look_alike_is_another_word() -> None:
    assert doubts("Анна Кох", "Анна Kox") is not None
    assert doubts("ОРЕСТ", "OPECT") is not None


def test_a_name_in_another_script_is_another_field() -> None:
    assert doubts("Иванов Пётр", "Ivanov Petr") is not None


@given(st.text("абвгеийклноьяыуё", min_size=4, max_size=8))
def test_a_dative_keeps_the_stem_and_is_never_the_name_itself(word: str) -> None:
    for form in datives(word):
        assert form != word
        assert form.startswith(word[: max(1, len(word) - 3)])


@given(st.text("абвийкнояSokDaraសុខដារ៉ាیل -", max_size=14), st.text("абвийкнояSokDaraសុខដារ៉ាیل -", max_size=14))
def test_any_two_texts_are_told_without_trouble(full: str, printed: str) -> None:
    told = doubts(full, printed)
    assert told is None or printed.strip() != ""
    assert doubts(full, full) is None


@given(st.permutations(["Иванова-Петровская", "Мария", "Фёдоровна"]), st.integers(0, 2))
def test_leaving_out_or_doubling_a_word_is_never_the_same(words: list[str], place: int) -> None:
    full = "Иванова-Петровская Мария Фёдоровна"
    assert doubts(full, " ".join(words)) is None
    assert doubts(full, " ".join(words[:place] + words[place + 1 :])) is not None
    assert doubts(full, " ".join([*words, words[place]])) is not None


@given(st.text("ануівиряоклй", min_size=3, max_size=7), st.text("ануівиряоклй", min_size=3, max_size=7))
def test_no_word_is_the_dative_of_both_of_two_that_begin_unlike(one: str, other: str) -> None:
    assume(one[0] != other[0])
    assert not datives(one) & datives(other)


def test_no_name_of_the_list_is_a_form_of_another() -> None:
    places = (folder / "shared" / "data" / "names" / "names.csv" for folder in Path(__file__).resolve().parents)
    path = next((place for place in places if place.exists()), None)
    if path is None:
        pytest.skip("the list of names (shared/data/names/names.csv) is not beside the project")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["locale"], row["family_name"], row["given_name"]) for row in csv.DictReader(file)]
    for locale in sorted({row[0] for row in rows}):
        names = sorted({" ".join(row[1:]).strip() for row in rows if row[0] == locale})
        words = {unicodedata.normalize("NFC", word).casefold() for name in names for word in name.split()}
        assert not [word for word in words if datives(word) & words]
        same = [pair for pair in combinations(names, 2) if doubts(*pair) is None]
        assert not [pair for pair in same if sorted(pair[0].casefold().split()) != sorted(pair[1].casefold().split())]


@pytest.mark.parametrize("word", ["а", "A", "ក", "นาย", "иван"])
def test_names_of_very_many_words_are_settled_soon(word: str) -> None:
    full = " ".join([word] * (200 // (len(word) + 1)))
    began = time.process_time()
    assert doubts(full, full.upper()) is None
    assert doubts(full, f"{full[len(word) :]} Z") is not None
    assert doubts(f"{full} X", f"{full} Z") is not None
    assert time.process_time() - began < 5


def test_a_word_that_could_be_two_leaves_one_for_the_other() -> None:
    assert doubts("Олег Олегге", "Олегге Олег") is None
    assert doubts("Иван Ивану", "Ивану Иван") is None
    assert doubts("Анна Анне", "Анне Анне") is None
    assert doubts("Анна Анне", "Анна Анна") is not None
