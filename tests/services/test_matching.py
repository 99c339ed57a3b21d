# SPDX-License-Identifier: Apache-2.0
"""Which learner a row of a workbook is about: by id, by ID number, by name and birth date; never by a guess."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.domain.learners import LearnerDetails
from app.services.learners import add_learner
from app.services.matching import Match, Matcher
from tests.services.centres import ARMENIAN, KHMER, LEARNERS, SINGLE, VIETNAMESE, Centre, a_centre

Row = tuple[str, LearnerDetails]


def matches(centre: Centre, *rows: Row | LearnerDetails) -> list[Match]:
    wanted = [row if isinstance(row, tuple) else ("", row) for row in rows]

    def ask(connection: Connection) -> list[Match]:
        matcher = Matcher(connection, wanted)
        return [matcher.match(id_text, details) for id_text, details in wanted]

    return centre.work.read(ask)


@pytest.mark.parametrize("details", LEARNERS, ids=range(len(LEARNERS)))
def test_a_learner_is_recognised_by_what_was_written_down(tmp_path: Path, details: LearnerDetails) -> None:
    with a_centre(tmp_path) as centre:
        (match,) = matches(centre, details)
        assert match == Match(centre.learners[details.full_name], details)


def test_an_id_decides_whatever_the_name(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        (match,) = matches(centre, (learner.hex(), LearnerDetails("Quite Another")))
        assert (match.learner, match.exact) == (learner, True)


def test_ids_that_were_moved_to_the_rows_of_others_are_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        one, other = LEARNERS[0], LEARNERS[1]
        ids = [centre.learners[details.full_name].hex() for details in (other, one)]
        bare = [replace(details, id_number="") for details in (one, other)]
        found = matches(centre, *zip(ids, bare, strict=True))
        assert [(match.field, match.learner) for match in found] == [("learner_id", b"")] * 2
        assert other.full_name in found[0].refused


@pytest.mark.parametrize("text", ["00" * 16, "no hex", "{id}"])
def test_an_unknown_id_is_refused(tmp_path: Path, text: str) -> None:
    with a_centre(tmp_path) as centre:
        (match,) = matches(centre, (text, LearnerDetails(KHMER)))
        assert (match.field, match.learner) == ("learner_id", b"")
        assert "No learner has this Learner ID" in match.refused


def test_an_id_number_with_the_name_or_the_birth_date_is_enough(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        same_name, same_day, neither = matches(
            centre, LearnerDetails(KHMER, id_number="0011"),
            LearnerDetails("Nguyen Huong", birth_date="2003-07-25", id_number="0012"),
            LearnerDetails("Somebody", birth_date="1999-01-01", id_number="0011"),
        )  # fmt: skip
        assert (same_name.learner, same_day.learner) == (centre.learners[KHMER], centre.learners[VIETNAMESE])
        assert neither.field == "id_number"
        assert KHMER in neither.refused


@pytest.mark.parametrize("changes", [{"birth_date": "2004-03-18"}, {"birth_date": ""}, {"id_number": "0099"}])
def test_the_same_name_alone_is_not_taken_for_the_same_person(tmp_path: Path, changes: dict[str, str]) -> None:
    with a_centre(tmp_path) as centre:
        details = replace(LEARNERS[0], **{"id_number": "", **changes})
        (match,) = matches(centre, details)
        assert match == Match()


def test_a_name_is_recognised_without_its_accents(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (match,) = matches(centre, LearnerDetails("NGUYEN THI THU HUONG", birth_date="2003-07-25"))
        assert match.learner == centre.learners[VIETNAMESE]


def test_two_rows_of_one_name_are_two_people(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second = matches(centre, LearnerDetails(SINGLE), LearnerDetails(SINGLE))
        assert (first.learner, second.learner) == (centre.learners[SINGLE], b"")
        first, second = matches(centre, LearnerDetails("New"), LearnerDetails("new"))
        assert first == second == Match()


def test_namesakes_are_told_apart_by_all_that_is_written(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        twins = [LearnerDetails("Twin", phone="1"), LearnerDetails("Twin"), LearnerDetails("Twin", phone="2")]
        ids = [add_learner(centre.work, twin) for twin in twins]
        assert [match.learner for match in matches(centre, *twins)] == ids
        assert [match.learner for match in matches(centre, *reversed(twins))] == ids[::-1]
        (unclear,) = matches(centre, LearnerDetails("Twin", phone="3"))
        assert unclear == Match()


def test_a_learner_named_by_id_is_not_taken_by_another_row_of_the_same_name(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[SINGLE]
        by_name, by_id = matches(centre, LearnerDetails(SINGLE), (learner.hex(), LearnerDetails(SINGLE)))
        assert (by_name.learner, by_id.learner) == (b"", learner)


def test_who_was_erased_is_recognised_by_nothing(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        gone = centre.learners[ARMENIAN]
        centre.erase(gone)
        by_name, by_id = matches(centre, LEARNERS[2], (gone.hex(), LEARNERS[2]))
        assert by_name == Match()
        assert by_id.refused
