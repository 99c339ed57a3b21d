# SPDX-License-Identifier: Apache-2.0
"""Who may be written down twice is found among all learners, and only told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.learners import LearnerDetails
from app.records.queries import learners
from app.services.learners import add_learner
from app.services.merging import merge_learners, propose_merge
from app.services.undo import preview_undo
from app.services.written_twice import likely_others, likely_pairs
from tests.services.centre_samples import ADMIN
from tests.services.centres import KHMER, Centre, a_centre

CYRILLIC, LATIN = "Айгерим Токтогулова SAMPLE", "Aigerim Toktogulova SAMPLE"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as at_work:
        at_work.as_person(ADMIN)
        yield at_work


def written(centre: Centre, name: str, **fields: str) -> bytes:
    return add_learner(centre.work, LearnerDetails(name, **fields))


def test_one_person_in_two_scripts_is_one_pair_with_its_reason(centre: Centre) -> None:
    one = written(centre, CYRILLIC, birth_date="2004-05-06")
    other = written(centre, LATIN, birth_date="2004-05-06")
    written(centre, "Bolot Asanov SAMPLE")
    pairs = likely_pairs(centre.work)
    [pair] = [each for each in pairs if one in (each.one.learner, each.other.learner)]
    assert {pair.one.learner, pair.other.learner} == {one, other}
    assert pair.why == "the same name in other letters"
    [likely] = likely_others(centre.work, one)
    assert (likely.one.learner, likely.other.learner, likely.other.name) == (one, other, LATIN)


def test_a_pair_that_was_merged_is_no_pair_any_more(centre: Centre) -> None:
    one, other = written(centre, LATIN, id_number="N1"), written(centre, CYRILLIC, id_number="N1")
    before = centre.work.read(learners.details, other)
    act = merge_learners(centre.work, one, other, {})
    assert likely_others(centre.work, one) == []
    assert likely_others(centre.work, other) == []
    back = {cell.field: (cell.before, cell.after) for cell in preview_undo(centre.work, act) if cell.record == other}
    assert back == {"full_name": ("", before.full_name), "id_number": ("", "N1")}


def test_the_likeliest_come_first_and_no_more_than_asked_for(centre: Centre) -> None:
    for n in range(4):
        written(centre, f"{LATIN} {'abcd'[n] * 4}", id_number=f"N{n // 2}")
    pairs = likely_pairs(centre.work, most=2)
    assert [pair.why for pair in pairs] == ["the same ID number"] * 2


def test_looking_can_be_stopped_at_once(centre: Centre) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        likely_pairs(centre.work, stop)


def test_the_record_on_which_more_hangs_is_proposed_to_stay(centre: Centre) -> None:
    rich, poor = centre.learners[KHMER], written(centre, "Sok Dara SAMPLE")
    for pair in ((rich, poor), (poor, rich)):
        assert propose_merge(centre.work, *pair).survivor.learner == rich
