# SPDX-License-Identifier: Apache-2.0
"""Print jobs go on where they stopped, and each form is bound to the document that stands on it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.preview import page_count
from app.domain.printing import DONE, FIRST_PAGE, OTHER_PAGES, STOPPED
from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken
from app.domain.stationery import IN_STOCK, LOADED, LOST, PRINTED, SPOILED
from app.records.queries import print_jobs, stationery
from app.services.job_forms import Earlier
from app.services.printers import Printers, for_printer
from app.services.printing import (
    Answer,
    JobWish,
    answer_run,
    begin_job,
    change_forms,
    earlier_sheets,
    job_of,
    next_run,
    run_parts,
    stop_job,
    unfinished,
)
from app.services.stationery import MoveWish, move_sheets
from tests.services.centres import ARMENIAN, KHMER, VERIFIER, a_centre, exchange, two_laptops
from tests.services.paper import FORMS, SECOND, numbers_of, printed_on, sheet_of, states, with_forms

PRINTER = "SAMPLE printer"


def wish(numbers: list[str], **how: object) -> JobWish:
    return JobWish(numbers, PRINTER, **how)  # type: ignore[arg-type]  # each test names fields that fit


def test_a_job_prints_every_page_in_order_and_is_done_when_all_came_out(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre)
        job = begin_job(centre.open, wish(numbers, run=5))
        run = next_run(centre.work, job)
        assert [(one.place, one.number, one.pages) for one in run] == [
            (1, numbers[0], (0,)), (2, numbers[0], (1,)), (3, numbers[1], (0,)), (4, numbers[1], (1,)),
            (5, numbers[2], (0,)),
        ]  # fmt: skip
        assert page_count(for_printer(run_parts(centre.open, job, run), Printers(), PRINTER, "")) == 5
        job = answer_run(centre.work, job.id, Answer(5, 5))
        assert [one.place for one in next_run(centre.work, job)] == [6, 7, 8]
        job = answer_run(centre.work, job.id, Answer(5, 8))
        assert (job.left, job.ended, unfinished(centre.work)) == ((), DONE, [])
        with pytest.raises(RuleBroken, match="has ended"):
            answer_run(centre.work, job.id, Answer(5, 8))
        assert centre.is_sound()


def test_a_pulled_sheet_is_where_it_goes_on_with_the_next_form(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre), with_forms(centre)
        job = begin_job(centre.open, wish(numbers, stationery=FORMS, first="AB-004403", part=FIRST_PAGE))
        assert states(centre, stock, range(4402, 4408)) == [IN_STOCK, *[LOADED] * 4, IN_STOCK]
        assert [one.form for one in next_run(centre.work, job)] == [f"AB-00{n}" for n in range(4403, 4407)]
        job = answer_run(centre.work, job.id, Answer(4, 1, {2}, "torn", SECOND))
        assert [(one.place, one.number, one.form) for one in next_run(centre.work, job)] == [
            (2, numbers[1], "AB-004405"), (3, numbers[2], "AB-004406"), (4, numbers[3], "AB-004407"),
        ]  # fmt: skip
        assert (sheet_of(centre, stock, 4404).state, sheet_of(centre, stock, 4404).certificate) == (SPOILED, numbers[1])
        job = answer_run(centre.work, job.id, Answer(10, 4))
        assert job.ended == DONE
        assert printed_on(centre, stock) == {
            4403: numbers[0], 4405: numbers[1], 4406: numbers[2], 4407: numbers[3],
        }  # fmt: skip
        assert centre.is_sound()


def test_numbers_of_forms_may_go_down_and_documents_come_in_reverse(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre), with_forms(centre)
        how = wish(numbers, stationery=stock.hex(), descending=True, last_first=True, part=FIRST_PAGE)
        job = begin_job(centre.open, how)
        answer_run(centre.work, job.id, Answer(10, 4))
        assert printed_on(centre, stock) == dict(zip((4417, 4418, 4419, 4420), numbers, strict=True))


def test_forms_that_are_gone_are_left_out(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre), with_forms(centre)
        move_sheets(centre.work, MoveWish(FORMS, "4402", LOST, "wind"))
        job = begin_job(centre.open, wish(numbers[:2], stationery=FORMS, part=FIRST_PAGE))
        answer_run(centre.work, job.id, Answer(10, 2))
        assert printed_on(centre, stock) == {4401: numbers[0], 4403: numbers[1]}


def test_a_job_does_not_begin_with_too_few_forms_and_goes_on_with_others_when_they_run_out(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre)
        few, more = with_forms(centre, "A1", "A4", "Few"), with_forms(centre, "B001", "B009", "More")
        with pytest.raises(RuleBroken, match="8 forms are needed"):
            begin_job(centre.open, wish(numbers, stationery="Few"))
        job = begin_job(centre.open, wish(numbers, stationery="Few", part=FIRST_PAGE))
        job = answer_run(centre.work, job.id, Answer(4, 3, {4}, "jam", SECOND))
        with pytest.raises(RuleBroken, match="Put in other ones"):
            next_run(centre.work, job)
        job = change_forms(centre.work, job.id, "More", "B005")
        assert [one.form for one in next_run(centre.work, job)] == ["B005"]
        answer_run(centre.work, job.id, Answer(1, 4))
        assert (printed_on(centre, few), printed_on(centre, more)) == (
            dict(zip((1, 2, 3), numbers, strict=False)), {5: numbers[3]},
        )  # fmt: skip


def test_an_unfinished_job_waits_on_its_own_laptop_and_forms_go_back_when_it_is_stopped(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        numbers, stock = numbers_of(office), with_forms(office)
        job = begin_job(office.open, wish(numbers, stationery=FORMS, part=FIRST_PAGE))
        exchange(office, workshop)
        assert [one.id for one in unfinished(office.work)] == [job.id]
        assert unfinished(workshop.work) == []
        other = job_of(workshop.work, job.id)
        assert (other.own, len(other.left)) == (False, 4)
        with pytest.raises(RuleBroken, match="not in stock"):
            begin_job(workshop.open, wish(numbers[:1], stationery=FORMS, first="4402", part=FIRST_PAGE))
        answer_run(office.work, job.id, Answer(4, 1))
        assert stop_job(office.work, job.id).ended == STOPPED
        assert states(office, stock, (4401, 4402, 4403, 4404)) == [PRINTED, IN_STOCK, IN_STOCK, IN_STOCK]
        exchange(office, workshop)
        assert states(workshop, stock, (4401, 4402)) == [PRINTED, IN_STOCK]
        assert office.is_sound() and workshop.is_sound()


def test_spoiled_forms_of_a_run_need_a_reason_and_a_second_person(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre, KHMER, ARMENIAN), with_forms(centre)
        job = begin_job(centre.open, wish(numbers, stationery=FORMS, part=FIRST_PAGE))
        with pytest.raises(BadInput):
            answer_run(centre.work, job.id, Answer(2, 1, {2}))
        assert job_of(centre.work, job.id).good == frozenset()
        assert states(centre, stock, (4401, 4402)) == [LOADED, LOADED]
        plain = begin_job(centre.open, wish(numbers, part=OTHER_PAGES))
        assert answer_run(centre.work, plain.id, Answer(2, 1, {2})).spoiled == 1


def test_printing_on_a_form_again_asks_for_the_earlier_one(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (number,), stock = numbers_of(centre, KHMER), with_forms(centre)
        again = wish([number], stationery=FORMS, part=FIRST_PAGE)
        answer_run(centre.work, begin_job(centre.open, again).id, Answer(1, 1))
        assert [(one.number, one.form) for one in earlier_sheets(centre.work, [number])] == [(number, "AB-004401")]
        with pytest.raises(RuleBroken, match="earlier sheet"):
            begin_job(centre.open, again)
        assert unfinished(centre.work) == []
        lost = wish([number], stationery=FORMS, part=FIRST_PAGE, earlier=Earlier(LOST, "lost in the post"))
        answer_run(centre.work, begin_job(centre.open, lost).id, Answer(1, 1))
        assert states(centre, stock, (4401, 4402)) == [LOST, PRINTED]
        here = wish([number], stationery=FORMS, part=FIRST_PAGE, earlier=Earlier(SPOILED, "stained", SECOND))
        answer_run(centre.work, begin_job(centre.open, here).id, Answer(1, 1))
        assert [one.state for one in centre.work.read(stationery.sheets_of, number)] == [LOST, SPOILED, PRINTED]


def test_one_by_one_each_form_is_bound_before_the_next_is_put_in(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre, KHMER, ARMENIAN), with_forms(centre)
        job = begin_job(centre.open, wish(numbers, stationery=FORMS, part=FIRST_PAGE, manual=True))
        for number, name in zip(numbers, (KHMER, ARMENIAN), strict=True):
            (sheet,) = next_run(centre.work, job)
            assert (sheet.number, sheet.name) == (number, name)
            job = answer_run(centre.work, job.id, Answer(1, sheet.place))
        assert (job.ended, printed_on(centre, stock)) == (DONE, dict(zip((4401, 4402), numbers, strict=True)))


def test_what_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre, KHMER)
        for asked, kind in (
            (wish([]), BadInput),
            (wish(["KH-1"]), NotFound),
            (wish(numbers, stationery="?"), NotFound),
        ):
            with pytest.raises(kind):
                begin_job(centre.open, asked)
        centre.as_person(VERIFIER)
        with pytest.raises(NotAllowed):
            begin_job(centre.open, wish(numbers))
        with pytest.raises(NotFound):
            job_of(centre.work, bytes(16))
        assert centre.work.read(print_jobs.jobs, b"") == []


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_jams_every_document_ends_on_one_form_and_no_form_holds_two(
    tmp_path: Path, data: st.DataObject
) -> None:
    with a_centre(tmp_path / str(data.draw(st.uuids()))) as centre:
        numbers, stock = numbers_of(centre), with_forms(centre, "F0001", "F0400")
        how = wish(numbers, stationery=FORMS, descending=data.draw(st.booleans()), run=data.draw(st.integers(1, 8)))
        job = begin_job(centre.open, how)
        for _ in range(40):
            if job.ended:
                break
            run = [one.place for one in next_run(centre.work, job)]
            reached = data.draw(st.integers(0, len(run)))
            bad = data.draw(st.sets(st.sampled_from(run[: max(0, reached - 1)]))) if reached > 1 else set()
            job = answer_run(centre.work, job.id, Answer(0, run[reached - 1] if reached else 0, bad, "jam", SECOND))
        else:
            job = stop_job(centre.work, job.id)
        known = centre.work.read(stationery.sheets, stock)
        printed = [one.certificate for one in known.values() if one.state == PRINTED]
        assert len(printed) == len(job.good)
        assert not job.left or job.ended == STOPPED
        assert LOADED not in {one.state for one in known.values()}
        assert sum(one.state == SPOILED for one in known.values()) == job.spoiled
        assert centre.is_sound()
