# SPDX-License-Identifier: Apache-2.0
"""Who may be meant is found in any script, order and spelling; different people with like names are left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.likeness import ACCENTS, OTHER_SCRIPT, SAME_ID, SAME_NAME, SHORTENED, SPELLING, Alikes, Somebody

LETTERS = st.sampled_from("aeéknrştzÅßабийшщёюяգևերთაქκυσςអ៊ុនកសัวไก่لامهבנ가나李花' -.'")
NAMES = st.one_of(st.text(LETTERS, max_size=20), st.text(max_size=20))


def found(known: str, asked: str, born: str = "", asked_born: str = "") -> tuple[str, float] | None:
    answers = Alikes([Somebody("known", (known,), born)]).find(Somebody("", (asked,), asked_born))
    return (answers[0].why, answers[0].score) if answers else None


@pytest.mark.parametrize(
    ("known", "asked", "why"),
    [
        ("Nguyễn Văn An", "An Nguyễn Văn", SAME_NAME),
        ("NGUYỄN VĂN AN", "Nguyễn  Văn An", SAME_NAME),
        ("Nguyễn Văn An", "Nguyen Van An", ACCENTS),
        ("Nguyễn Văn An", "Nguyên Văn An ", None),
        ("Щукин Юлий", "Shchukin Yuly", OTHER_SCRIPT),
        ("Щукин Юлий", "Ŝukin Ûlij", OTHER_SCRIPT),
        ("Щукин Юлий", "Iulii Schukin", OTHER_SCRIPT),
        ("Харитонов Жан", "Kharitonov Zhan", OTHER_SCRIPT),
        ("Саргсян Арменуи", "Սարգսյան Արմենուհի", OTHER_SCRIPT),
        ("Գևորգյան Կարեն", "Kevorkian Garen", OTHER_SCRIPT),
        ("სამხარაძე გურამ", "Samkharadze Guram", OTHER_SCRIPT),
        ("Δημητρίου Ευσεβία", "Dimitriou Evsevia", OTHER_SCRIPT),
        ("សុខដារ៉ា", "Dara Sok", OTHER_SCRIPT),
        ("محمد عبد الله", "Mohammed Abdullah", OTHER_SCRIPT),
        ("Ivanova Maria", "Ivanva Maria", SPELLING),
        ("Иванова Мария", "Ivanva Maria", OTHER_SCRIPT),
        ("Иванова Мария Петровна", "Мария Иванова", SHORTENED),
        ("Abdul Aziz Karim", "Abdulaziz Karim", SPELLING),
        ("Jean-Pierre O'Brien", "Jean Pierre OBrien", SAME_NAME),
        ("陳 秀雲", "陳 秀雲", SAME_NAME),
    ],
)
def test_a_person_is_found_with_the_reason(known: str, asked: str, why: str | None) -> None:
    answer = found(known, asked)
    assert (answer[0] if answer else None) == why


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn Anh"),
        ("Nguyen Van An", "Nguyen Van Anh"),
        ("Nguyễn Thị Phương", "Nguyễn Thị Phượng"),
        ("Trần Hoàng", "Trần Hoàn"),
        ("Иванов Саша", "Иванова Саша"),
        ("Ivanov Sasha", "Ivanova Sasha"),
        ("Иванов Саша", "Ivanova Sasha"),
        ("Иванов Пётр", "Иванов Павел"),
        ("Παπάς Μίνωας", "Παπά Μίνωας"),
        ("Li Xiuyu", "Li Xiuyun"),
        ("김 성현", "김 승현"),
        ("陳 秀雲", "陳 秀玉"),
        ("Sok Dara", "Sok Dany"),
        ("Mai", "Mao"),
        ("Ավետիս Պողոսյան", "Ավետիք Պողոսյան"),
        ("Ավետիս Պողոսյան", "Avetik Poghosyan"),
        ("قحطان الراشد", "Ghassan Alrashed"),
        ("ស៊ន វិមាន", "San Vimean"),
        ("", ""),
    ],
)
def test_different_people_with_like_names_are_left_alone(known: str, asked: str) -> None:
    assert found(known, asked) is None


def test_another_birth_date_is_another_person_and_the_same_one_lifts() -> None:
    unknown, same = (
        found("Anna Karimova", "Anna Karimova"),
        found("Anna Karimova", "Anna Karimova", *["2001-02-03"] * 2),
    )
    assert unknown is not None
    assert same is not None
    assert same[1] > unknown[1]
    assert found("Anna Karimova", "Anna Karimova", "2001-02-03", "2001-04-09") is None


def test_day_and_month_in_the_other_order_are_told_less_surely() -> None:
    swapped, same = (
        found("Anna Karimova", "Anna Karimova", "2001-02-03", born) for born in ("2001-03-02", "2001-02-03")
    )
    assert swapped is not None
    assert same is not None
    assert swapped[1] < same[1]


def test_a_middle_name_may_be_missing_when_the_birth_date_is_the_same() -> None:
    assert found("Maria Elena Garcia", "Maria Garcia") is None
    answer = found("Maria Elena Garcia", "Maria Garcia", *["2001-02-03"] * 2)
    assert answer is not None
    assert answer[0] == SHORTENED


def test_the_same_identifier_is_told_first_whatever_the_name() -> None:
    known = Alikes([Somebody(1, ("Anna Karimova",), id_number="AB 12-3"), Somebody(2, ("Boris Ким",))])
    first, second = known.find(Somebody(0, ("Boris Ким",), id_number="ab123"))
    assert (first.key, first.why, first.score) == (1, SAME_ID, 1.0)
    assert second.key == 2


def test_each_person_is_told_once_and_at_most_five_are() -> None:
    names = ("Щукин Юлий", "Shchukin Yuly")
    answers = Alikes(Somebody(key, names) for key in range(20)).find(Somebody("", names))
    assert len({one.key for one in answers}) == len(answers) == 5


def test_of_a_thousand_namesakes_the_one_born_that_day_is_first() -> None:
    people = [Somebody(n, ("Nguyễn Văn An",), f"{1950 + n // 28}-01-{n % 28 + 1:02}") for n in range(1000)]
    (answer,) = Alikes(people).find(Somebody("", ("Nguyen Van An",), people[731].birth_date))
    assert answer.key == 731


@given(NAMES, NAMES)
def test_any_text_is_taken_and_likeness_is_mutual(one: str, other: str) -> None:
    assert found(one, other) == found(other, one)


@given(NAMES)
def test_composed_and_decomposed_letters_are_the_same_name(name: str) -> None:
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]
    answer = found(*forms)
    assert (answer is None) == (found(forms[0], forms[0]) is None)
    assert answer is None or answer[0] == SAME_NAME


@given(NAMES)
def test_everybody_is_like_themselves(name: str) -> None:
    answer = found(name, name)
    assert answer is None or answer[0] == SAME_NAME


def test_nobody_hides_those_who_are_less_like_them_than_they_are_themselves() -> None:
    people = [Somebody(1, ("Sok Dara",)), Somebody(2, ("Sok Dara",), "2001-03-15")]
    assert [one.key for one in Alikes(people).find(people[1])] == [1]


@pytest.mark.parametrize(
    ("known", "asked", "alike"),
    [
        ("유 정희", "Ryu Chŏnghŭi", True),
        ("임 광수", "Lim Kwangsoo", True),
        ("임 광수", "Im Gwangsu", True),
        ("임 광수", "Lim Gyeongsu", False),
        ("신 정희", "Shin Jungho", False),
        ("유 정희", "Yoo Jxonghui", True),
    ],
)
def test_a_korean_syllable_is_known_in_its_usual_spellings_only(known: str, asked: str, alike: bool) -> None:
    assert (found(known, asked) is not None) == alike


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("الشمري ثامر", "ash-Shamari Thamer"),
        ("الزهراني يوسف", "Yusuf az-Zahrani"),
        ("الوهاب جميل", "al-Wahab Gamil"),
        ("משה דהן", "Moshe Dahan"),
        ("ธนากร วิชัย", "Vichai Tanakorn"),
        ("កែវ ដារា", "Keo Dara"),
        ("عبد الصمد سالم", "Salim Abdul al-Samad"),
        ("غسّان نادي", "غسّنا نادي"),
    ],
)
def test_letters_that_are_spoken_otherwise_are_known(known: str, asked: str) -> None:
    assert found(known, asked) is not None


@pytest.mark.parametrize("born", ["", "2001-02-03"])
def test_people_who_come_later_are_found_as_if_they_had_been_there(born: str) -> None:
    first, second = Somebody(1, ("Anna Karimova",), born), Somebody(2, ("Анна Каримова",), "2001-02-03")
    asked = [Somebody(0, ("Karimova Anna",), day) for day in ("2001-02-03", "")]
    grown = Alikes()
    for one in (first, second):
        for question in asked:
            grown.find(question)
        grown.add(one)
    together = Alikes([first, second])
    for question in asked:
        assert grown.find(question) == together.find(question) != []
