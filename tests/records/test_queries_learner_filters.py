# SPDX-License-Identifier: Apache-2.0
"""The register lets through what a person asks for, in any order, and says what there is to choose."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.filtering import Filter, passes
from app.records.queries import learner_filters, learners
from tests.services.centres import ARMENIAN, KHMER, SINGLE, VIETNAMESE, Centre, a_centre

FIELDS = ("full_name", "latin_name", "sex", "birth_date", "id_number", "phone", "province")
WISHES = st.one_of(
    st.builds(
        Filter,
        st.sampled_from(["name", *FIELDS[1:]]),
        contains=st.sampled_from(["", "so", "nguyen", "0", "374", "u", "+", "thi hu"]),
        filled=st.sampled_from([None, None, True, False]),
    ),
    st.builds(Filter, st.just("sex"), among=st.sampled_from([(), ("F",), ("F", "M"), ("",)])),
    st.builds(
        Filter,
        st.just("birth_date"),
        first=st.sampled_from(["", "2003-01-01"]),
        last=st.sampled_from(["", "2003-07-25", "2001-01-01"]),
    ),
)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with a_centre(tmp_path_factory.mktemp("filters")) as centre:
        yield centre


def names(centre: Centre, *wishes: Filter, column: str = "name", descending: bool = False) -> list[str]:
    numbers = centre.work.read(learner_filters.matching, column, descending, wishes)
    return [row.name for row in centre.work.read(learners.numbered, list(numbers), column)]


@given(st.lists(WISHES, max_size=3, unique_by=lambda wish: wish.column), st.booleans())
@settings(max_examples=60)
def test_the_register_filters_as_a_list_in_memory_does(centre: Centre, wishes: list[Filter], down: bool) -> None:
    ids = list(centre.learners.values())
    known = centre.work.read(learners.fields_of, ids, FIELDS)
    by_column = [{**fields, "name": fields["full_name"]} for fields in known.values()]
    wanted = {said["name"] for said in by_column if all(passes(wish, said[wish.column]) for wish in wishes)}
    found = names(centre, *wishes, descending=down)
    assert set(found) == wanted
    everybody = [row.name for row in centre.work.read(learners.page, learners.Page(descending=down))]
    assert found == [name for name in everybody if name in wanted]


def test_the_rows_come_with_the_fields_that_were_asked_for(centre: Centre) -> None:
    [number] = centre.work.read(learner_filters.matching, "name", False, [Filter("phone", filled=True)])
    [row] = centre.work.read(learners.numbered, [number, 10**9], "name", ("phone", "notes"))
    assert (row.name, row.more) == (ARMENIAN, ("+374 00 000", ""))
    [paged, *_] = centre.work.read(learners.page, learners.Page(n=1, more=("sex",)))
    assert len(paged.more) == 1
    assert [one.more for one in centre.work.read(learners.find, "sok", 5, ("id_number",))] == [("0011",)]


def test_values_to_choose_among_are_told_only_while_they_are_few(centre: Centre) -> None:
    assert centre.work.read(learner_filters.values, "sex", 200) == ["F", "M"]
    assert centre.work.read(learner_filters.values, "name", 2) == []


def test_another_order_is_another_order_of_the_same_rows(centre: Centre) -> None:
    filled = Filter("birth_date", filled=True)
    assert names(centre, filled, column="birth_date") == [ARMENIAN, VIETNAMESE, KHMER]
    assert names(centre, filled, column="birth_date", descending=True) == [KHMER, VIETNAMESE, ARMENIAN]
    assert SINGLE not in names(centre, filled)
