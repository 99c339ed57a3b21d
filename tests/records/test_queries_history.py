# SPDX-License-Identifier: Apache-2.0
"""What was done is listed in words, the newest first, and what was taken back is marked."""

from pathlib import Path

from app.domain.assessing import NOT_YET
from app.journal.kinds import KINDS
from app.records.queries import history
from app.services.assessing import MarkWish, record_mark
from app.services.learners import set_learner
from app.services.undo import undo
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ASSESSOR,
    COHORT,
    KHMER,
    QUALIFICATION,
    SAFETY,
    SECOND,
    SINGLE,
    a_centre,
    exchange,
    person_id,
    two_laptops,
)

WORDS = {
    "centre founded", "person added", "person got a new signature", "standards imported", "learners added",
    "cohort opened", "learners put into a cohort", "learners enrolled", "laptop admitted", "laptop began to write",
}  # fmt: skip


def test_all_that_was_done_is_listed_in_words(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        rows = centre.work.read(history.acts)
        assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
        assert {row.words for row in rows} >= WORDS - {"person got a new signature"}
        assert sum(row.operations for row in rows) == len(centre.work.read(history.operations_of, rows[0].act)) + sum(
            row.operations for row in rows[1:]
        )
        assert not any(row.undone for row in rows)
        assert len(centre.work.read(history.acts, limit=3)) == 3


def test_every_kind_of_entry_has_words() -> None:
    assert history.KIND_WORDS.keys() == KINDS.keys()
    assert not any("." in words or "_" in words for words in history.KIND_WORDS.values())


def test_one_learners_history_is_theirs_alone(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner)
        set_learner(centre.as_person(ADMIN), learner, {"phone": "1"})
        centre.mark(centre.learners[SINGLE])
        rows = centre.work.read(history.acts, learner)
        assert [(row.words, row.who) for row in rows] == [
            ("learner changed", ADMIN), ("marks", ASSESSOR), ("learners enrolled", ADMIN),
            ("learners put into a cohort", ADMIN), ("learners added", ADMIN),
        ]  # fmt: skip


def test_what_was_taken_back_is_marked_and_no_more_the_last_command(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, work = centre.learners[KHMER], centre.as_person(ASSESSOR)
        acts = [record_mark(work, centre.desk(), MarkWish(learner, "1.1", mark)) for mark in ("met", NOT_YET)]
        assert work.read(history.last_act_of, work.person) == acts[1]
        assert work.read(history.acts_after, work.person, acts[0]) == [acts[1]]
        undo(work)
        but = ("act.undone",)
        assert work.read(history.last_act_of, work.person, but) == acts[0]
        assert work.read(history.acts_after, work.person, acts[0], but) == []
        assert work.read(history.is_undone, acts[1])
        assert not work.read(history.is_undone, acts[0])
        rows = {row.act: row for row in work.read(history.acts)}
        assert (rows[acts[1]].undone, rows[acts[0]].undone) == (True, False)
        assert next(iter(rows.values())).words == "taken back"
        assert work.read(history.last_act_of, person_id(centre, SECOND), ("person.key_added",)) is None


def test_both_laptops_tell_the_same_history(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        set_learner(office.work, office.learners[KHMER], {"phone": "1"})
        workshop.mark(workshop.learners[KHMER])
        exchange(office, workshop)
        assert office.work.read(history.acts) == workshop.work.read(history.acts)


def test_what_names_a_record_and_what_people_call_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        unit = centre.desk(SAFETY).unit_id
        naming = centre.work.read(history.naming, {unit}, bytes(16))
        kinds = {one.kind for one in naming}
        assert kinds == {"enrolment.made", "cohort.opened", "qualification.published"}
        about = {one.about for one in naming}
        called = centre.work.read(history.called, about | {unit, person_id(centre, ADMIN), bytes(16)})
        assert set(called.values()) == {*centre.learners, COHORT, QUALIFICATION, SAFETY, ADMIN}
