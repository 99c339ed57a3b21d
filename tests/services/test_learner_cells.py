# SPDX-License-Identifier: Apache-2.0
"""Cells of learners are looked at before they are changed, changed together, and taken back together."""

from pathlib import Path

import pytest

from app.domain.differences import Difference
from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken
from app.records.queries import learners
from app.records.refolding import table_digests
from app.services.erasing import erase_learner
from app.services.learner_cells import differences_of, set_learners
from app.services.undo import undo
from tests.services.centres import ARMENIAN, KHMER, SINGLE, VIETNAMESE, VIEWER, Centre, a_centre


def kept(centre: Centre, name: str, field: str) -> str:
    return str(getattr(centre.work.read(learners.details, centre.learners[name]), field))


def test_nothing_is_written_while_one_looks_what_would_change(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        khmer, single = centre.learners[KHMER], centre.learners[SINGLE]
        place = centre.work.records.place
        cells = {khmer: {"sex": "female", "birth_date": "31.2.2001", "phone": "1"}, single: {"full_name": SINGLE}}
        ahead = centre.work.read(differences_of, cells, centre.work.today())
        assert ahead.differences == (
            Difference(khmer, KHMER, "sex", "M", "F"),
            Difference(khmer, KHMER, "phone", "", "1"),
        )
        assert [(cell.field, cell.written) for cell in ahead.refused] == [("birth_date", "31.2.2001")]
        assert ahead.refused[0].reason.endswith("is not a day of the calendar.")
        assert ahead.unchanged == 1
        assert ahead.wishes() == {khmer: {"sex": "F", "phone": "1"}}
        assert centre.work.records.place == place


def test_cells_of_several_learners_are_one_act_and_one_undo(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        before = centre.work.read(table_digests)
        khmer, armenian = centre.learners[KHMER], centre.learners[ARMENIAN]
        act = set_learners(centre.work, {khmer: {"phone": "1", "sex": "ស្រី"}, armenian: {"birth_date": "1.2.2003"}})
        assert act is not None
        assert (kept(centre, KHMER, "phone"), kept(centre, KHMER, "sex")) == ("1", "F")
        assert kept(centre, ARMENIAN, "birth_date") == "2003-02-01"
        undo(centre.work, act)
        assert kept(centre, ARMENIAN, "birth_date") == "2001-09-09"
        after = centre.work.read(table_digests)
        assert after["learner"] == before["learner"]


def test_one_cell_that_cannot_be_kept_leaves_all_as_they_are(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        khmer, single = centre.learners[KHMER], centre.learners[SINGLE]
        place = centre.work.records.place
        with pytest.raises(BadInput):
            set_learners(centre.work, {khmer: {"phone": "1"}, single: {"email": "nowhere"}})
        with pytest.raises(NotFound):
            set_learners(centre.work, {khmer: {"phone": "1"}, b"\0" * 16: {"phone": "1"}})
        assert centre.work.records.place == place


def test_what_is_so_already_is_no_act(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        assert set_learners(centre.work, {centre.learners[KHMER]: {"sex": "M", "latin_name": "SOK DARA"}}) is None
        assert centre.work.records.place == place


def test_nobody_writes_about_an_erased_learner(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        gone = centre.learners[VIETNAMESE]
        erase_learner(centre.open, gone)
        ahead = centre.work.read(differences_of, {gone: {"phone": "1"}}, centre.work.today())
        assert len(ahead.refused) == 1
        with pytest.raises(RuleBroken):
            set_learners(centre.work, {gone: {"phone": "1"}})


def test_who_may_not_correct_learners_may_not_do_it_in_a_list(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre, pytest.raises(NotAllowed):
        set_learners(centre.as_person(VIEWER), {centre.learners[KHMER]: {"phone": "1"}})
