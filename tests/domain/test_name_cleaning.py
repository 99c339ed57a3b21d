# SPDX-License-Identifier: Apache-2.0
"""Names are kept as they are written, refused with a sentence, shortened and ordered as people expect."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.learners import LearnerDetails
from app.domain.names import LONGEST_NAME, clean_name, clean_text, short_name, sort_key
from app.domain.refusals import BadInput


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Sokha \t\n  Chan\u00a0", "Sokha Chan"),
        (unicodedata.normalize("NFD", "Nguyễn Văn Đặng"), "Nguyễn Văn Đặng"),
        ("សុខ\u200bសុភា", "សុខ\u200bសុភា"),
        ("ក្\u200cក\u200dក", "ក្\u200cក\u200dក"),
        ("\ufeffAnna\u200b ", "Anna"),
        ("<b>R&D</b> {name}", "<b>R&D</b> {name}"),
        ("Ли", "Ли"),
    ],
)
def test_a_name_is_kept_as_it_is_written(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name-empty"),
        (" \u200b\u200d ", "name-empty"),
        ("A\x00nna", "not-text"),
        ("A\x7fnna", "not-text"),
        ("Anna \ud83d", "not-text"),
        ("Anna \u202egnp", "not-text"),
        ("x" * (LONGEST_NAME + 1), "name-too-long"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_with_a_sentence(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        clean_name(typed)
    assert refusal.value.code == code
    str(refusal.value).encode()


def test_a_name_of_the_longest_length_is_kept() -> None:
    assert clean_name("x" * LONGEST_NAME) == "x" * LONGEST_NAME


@given(st.text(max_size=30))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except BadInput:
        return
    assert clean_name(name) == name


def test_a_text_keeps_its_lines() -> None:
    assert clean_text(" one\r\ntwo\rthree\n\n", 100) == "one\ntwo\nthree"
    assert clean_text("", 100) == ""


def test_a_text_that_is_too_long_or_not_text_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        clean_text("abcdef", 5)
    assert "at most 5" in str(refusal.value)
    with pytest.raises(BadInput, check=lambda refusal: refusal.code == "not-text"):
        clean_text("a\x07", 5)


@pytest.mark.parametrize(
    ("person", "called"),
    [
        (LearnerDetails("Chan Sokha", "Chan", "Sokha"), "Sokha"),
        (LearnerDetails("Nguyễn Thị Lan", "Nguyễn", "Thị Lan"), "Lan"),
        (LearnerDetails("Anna Maria Kern", "Kern", "Anna Maria"), "Anna"),
        ("Nguyễn Văn Đào", "Đào"),
        ("Tran Van Minh", "Minh"),
        ("Lò Thị Ơn", "Ơn"),
        ("ចាន់ សុភា", "សុភា"),
        ("Anna Kern", "Anna"),
        ("Петров Иван Сергеевич", "Иван"),
        ("Исабеков Азат Кубанычбек уулу", "Исабеков"),
        ("Suharto", "Suharto"),
        ("", ""),  # the name of a learner whose details were erased
    ],
)
def test_a_column_is_headed_by_what_people_call_the_learner(person: LearnerDetails | str, called: str) -> None:
    assert short_name(person) == called


def test_two_of_the_same_name_are_told_apart_by_an_initial() -> None:
    assert short_name("Anna Kern", ["Anna Lind", "Boris Kern"], 3) == "Anna K."
    assert short_name(LearnerDetails("Anna Kern", "Kern", "Anna"), ["ánna Lind"]) == "Anna K."
    assert short_name("ស្រី សុភា", ["ចាន់ សុភា"]) == "សុភា ស្រី."


def test_two_of_the_same_name_and_initial_are_told_apart_by_the_bib_or_the_full_name() -> None:
    assert short_name("Anna Kern", ["Anna Kolb"], 3) == "Anna 3"
    assert short_name("Anna Kern", ["Anna Kolb"]) == "Anna Kern"
    assert short_name("Suharto", ["Suharto"], 7) == "Suharto 7"


def test_tables_are_in_the_order_of_family_names_without_accents() -> None:
    people: list[LearnerDetails | str] = [
        LearnerDetails("Zoe Adams", "Adams", "Zoe"),
        LearnerDetails("Anna Đinh", "Đinh", "Anna"),
        LearnerDetails("Ánh Dang", "Dang"),
        "Élan Roy",
        LearnerDetails("Эвели"),
        LearnerDetails("Ёлкин Ян"),
    ]
    assert [sort_key(person) for person in people] == [
        "adams zoe",
        "dinh anna",
        "dang anh dang",
        "elan roy",
        "эвели",
        "елкин ян",
    ]
