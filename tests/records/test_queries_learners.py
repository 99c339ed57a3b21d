# SPDX-License-Identifier: Apache-2.0
"""Learners are found by any part of a name in any script, and listed page by page without loss or repetition."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.learners import LearnerDetails
from app.domain.refusals import NotFound
from app.domain.searching import matches
from app.records.queries import learners
from app.records.queries.learners import LearnerRow, Page
from app.services.learners import add_learner, set_learner
from tests.services.centres import (
    ARMENIAN,
    BENDING,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SINGLE,
    VIETNAMESE,
    Centre,
    a_centre,
)

FOUND_BY = [
    ("សុខ", KHMER), ("ដារា", KHMER), ("ដ", KHMER), ("សុ", KHMER), ("ារា", KHMER), ("sok dara", KHMER), ("0011", KHMER),
    ("Nguyễn", VIETNAMESE), ("nguyen", VIETNAMESE), ("NGUYEN HUONG", VIETNAMESE), ("hường", VIETNAMESE),
    ("hu", VIETNAMESE), ("uong thi", VIETNAMESE), ("Nguye\u0302\u0303n", VIETNAMESE),
    ("Անահիտ", ARMENIAN), ("անահիտ", ARMENIAN), ("ԱՆԱՀԻՏ հով", ARMENIAN), ("հաննիս", ARMENIAN), ("+374", ARMENIAN),
    ("Айгүл", SINGLE), ("айгул", SINGLE), ("АЙГҮЛ", SINGLE), ("гүл", SINGLE), ("ай", SINGLE),
]  # fmt: skip


def found(centre: Centre, text: str) -> list[str]:
    return [row.name for row in centre.work.read(learners.find, text)]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with a_centre(tmp_path_factory.mktemp("learners")) as centre:
        yield centre


@pytest.mark.parametrize(("text", "name"), FOUND_BY)
def test_a_learner_is_found_by_any_part_with_or_without_accents(centre: Centre, text: str, name: str) -> None:
    assert found(centre, text) == [name]


@pytest.mark.parametrize("text", ["", "  ", "…", "សុខា", "ngueyn", "ո", "ая", "11", "a\ud800", '" OR "', "NEAR(", "*"])
def test_what_nobody_is_called_finds_nobody(centre: Centre, text: str) -> None:
    assert found(centre, text) == []


def test_search_answers_as_a_look_at_every_learner_would(tmp_path: Path) -> None:
    names = ("Đặng Quốc Đạt", "Dang Dat", "Ёлкин Пётр", "Елкин Петр", "Գևորգ", "ԳԵՎՈՐԳ", "ចាន់ សុភាព", "Łukasz Ødegård")
    queries = ("dang", "đạt", "d", "елк", "Ё", "գեւ", "գև", "ចាន", "សុភាព ច", "lukasz", "ode", "da qu", "петр ел")
    with a_centre(tmp_path) as centre:
        for name in names:
            add_learner(centre.work, LearnerDetails(name))
        for query in queries:
            expected = {name for name in (*names, KHMER, VIETNAMESE, ARMENIAN, SINGLE) if matches(query, name)}
            latin = {KHMER: "SOK DARA", VIETNAMESE: "NGUYEN THI THU HUONG"}
            expected |= {name for name, other in latin.items() if matches(query, f"{name} {other}")}
            assert set(found(centre, query)) == expected, query


def test_a_corrected_name_is_found_and_the_old_one_no_more(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        set_learner(centre.work, centre.learners[SINGLE], {"full_name": "Гүлнара"})
        assert found(centre, "гул") == ["Гүлнара"]
        assert found(centre, "айгул") == []
        set_learner(centre.work, centre.learners[SINGLE], {"phone": "0555 123"})
        assert found(centre, "0555") == ["Гүлнара"]


def test_an_erased_learner_is_neither_found_nor_counted_nor_listed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.erase(centre.learners[KHMER])
        assert found(centre, "សុខ") == found(centre, "sok") == []
        assert centre.work.read(learners.count) == 3
        assert KHMER not in [row.name for row in centre.work.read(learners.page, Page())]


def test_a_long_word_is_found_whole_and_not_by_its_two_ends(tmp_path: Path) -> None:
    numbers = ("A00000017", "A00100000017", "A00 00000017", "B000000017")
    with a_centre(tmp_path) as centre:
        for number in numbers:
            add_learner(centre.work, LearnerDetails(f"Holder of {number}", id_number=number))
        for query in ("A00000017", "00000017", "0000001", "a0010000", "holder 000000017", "00000017 a00000017"):
            assert found(centre, query) == sorted(f"Holder of {n}" for n in numbers if matches(query, f"Holder of {n}"))
        assert found(centre, "A00000017") == ["Holder of A00000017"]
        assert len(centre.work.read(learners.find, "00000017", 2)) == 2


def test_at_most_so_many_are_found(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        for n in range(5):
            add_learner(centre.work, LearnerDetails(f"Alike {n}"))
        assert len(centre.work.read(learners.find, "alike", 3)) == 3
        assert found(centre, "alike") == [f"Alike {n}" for n in range(5)]


@pytest.mark.parametrize("column", ["name", "birth_date", "id_number"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_by_key_give_everybody_once_in_order(tmp_path: Path, column: str, descending: bool) -> None:
    with a_centre(tmp_path) as centre:
        for n in range(7):
            add_learner(centre.work, LearnerDetails(f"Same {n % 2}", birth_date=f"2001-01-0{n % 3 + 1}"))
        whole = centre.work.read(learners.page, Page(column, descending))
        assert len({row.id for row in whole}) == len(whole) == 11
        assert [row.key for row in whole] == sorted((row.key for row in whole), reverse=descending)
        assert paged(centre, Page(column, descending, n=3)) == whole
        last = Page(column, descending, whole[-1].key, backwards=True, n=20)
        assert centre.work.read(learners.page, last) == whole[-2::-1]
        assert centre.work.read(learners.page, Page(column, descending, whole[2].key, skip=4, n=2)) == whole[6:8]


def paged(centre: Centre, first: Page) -> list[LearnerRow]:
    rows: list[LearnerRow] = []
    wanted = first
    while page := centre.work.read(learners.page, wanted):
        rows += page
        wanted = replace(first, key=page[-1].key, skip=1)
    return rows


def test_a_learner_is_known_by_the_id_that_lists_print(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        assert centre.work.read(learners.known, learner.hex().upper()) == learner
        for text in ("", "xyz", "00" * 16, learner.hex()[:-2], "{id}"):
            with pytest.raises(NotFound) as refused:
                centre.work.read(learners.known, text)
            assert f"“{text}”" in str(refused.value)


def test_a_learner_has_their_cohorts_and_the_results_of_their_units(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY)
        centre.mark(learner, CUTTING, "not-yet")
        centre.judge(learner, CUTTING, "not-yet-competent")
        assert centre.work.read(learners.cohorts_of, learner) == [COHORT]
        results = {one.code: one for one in centre.work.read(learners.results, learner)}
        assert list(results) == [SAFETY, CUTTING, BENDING]
        assert (results[SAFETY].outcome, results[SAFETY].signed, results[SAFETY].title) == (
            "competent", True, "Work safely",
        )  # fmt: skip
        assert (results[CUTTING].outcome, results[CUTTING].signed) == ("not-yet-competent", False)
        assert (results[BENDING].outcome, results[BENDING].attempt) == ("", 1)
        centre.sign([learner], CUTTING)
        again = next(one for one in centre.work.read(learners.results, learner) if one.code == CUTTING)
        assert (again.attempt, again.outcome, again.signed) == (2, "", False)
