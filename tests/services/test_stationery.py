# SPDX-License-Identifier: Apache-2.0
"""The stock of forms is right on every laptop: what came, what became of each form, and what a month came to."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.stationery import DESTROYED, IN_STOCK, LOADED, LOST, PRINTED, RETURNED, SPOILED
from app.journal.canonical import to_text
from app.records.queries import stationery
from app.records.queries.questions import Question, questions
from app.records.unit_of_work import Fact
from app.services.questions import resolve
from app.services.stationery import (
    MoveWish,
    SheetMove,
    StationeryWish,
    export_stock,
    month_report,
    move,
    move_sheets,
    receive_stationery,
)
from app.services.undo import undo
from tests.services.centre_samples import ADMIN
from tests.services.centres import Centre, a_centre, exchange, two_laptops
from tests.services.paper import FORMS, SECOND, sheet_of, states, with_forms


def said(centre: Centre, forms: str, state: str, reason: str = "jam", second: str = SECOND) -> bytes:
    return move_sheets(centre.work, MoveWish(FORMS, forms, state, reason, second))


def on_form(centre: Centre, stock: bytes, serial: int, number: str) -> None:
    with centre.work.act() as act:
        row = stationery.by_id(act.connection, stock)
        move(act, centre.work, row, [SheetMove(serial, PRINTED, number)])


def test_forms_come_into_stock_under_a_name_and_their_numbers_once(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        (row,) = centre.work.read(stationery.deliveries)
        assert (row.id, row.name, row.size, row.free, dict(row.counts)) == (stock, FORMS, 20, 20, {IN_STOCK: 20})
        for wish in (StationeryWish(FORMS.upper(), "X1", "X9"), StationeryWish("Others", "ab-004420", "AB-004421")):
            with pytest.raises(RuleBroken):
                receive_stationery(centre.work, wish)
        receive_stationery(centre.work, StationeryWish("Others", "AB-00001", "AB-00009"))
        assert centre.work.read(stationery.find, "others").size == 9
        assert centre.work.read(stationery.find, stock.hex()[:8]).id == stock
        with pytest.raises(NotFound):
            centre.work.read(stationery.find, "none")


def test_spoiled_forms_need_a_reason_and_somebody_else(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        said(centre, "4401, 4403-4405", SPOILED, " paper jam ")
        assert states(centre, stock, range(4401, 4407)) == [SPOILED, IN_STOCK, SPOILED, SPOILED, SPOILED, IN_STOCK]
        assert sheet_of(centre, stock, 4404).reason == "paper jam"
        for reason, second, kind in (("", SECOND, BadInput), ("jam", "", BadInput), ("jam", ADMIN, RuleBroken)):
            with pytest.raises(kind):
                said(centre, "4402", SPOILED, reason, second)
        with pytest.raises(NotFound):
            said(centre, "4402", SPOILED, "jam", "Nobody")
        assert centre.is_sound()


def test_what_is_gone_is_gone_and_nothing_is_said_of_half_the_forms(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        said(centre, "4402", RETURNED)
        with pytest.raises(RuleBroken, match="AB-004402 is given back"):
            said(centre, "4401-4403", LOST)
        assert states(centre, stock, (4401, 4403)) == [IN_STOCK, IN_STOCK]


def test_what_was_lost_is_found_again_unless_a_document_was_on_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        on_form(centre, stock, 4401, "KH-1")
        said(centre, "4401-4402", LOST)
        said(centre, "4402", IN_STOCK)
        with pytest.raises(RuleBroken, match="cannot be used for another one"):
            said(centre, "4401", IN_STOCK)
        assert [one.form for one in centre.work.read(stationery.sheets_of, "KH-1")] == ["AB-004401"]


def test_a_document_stays_linked_to_every_sheet_that_it_was_ever_on(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        on_form(centre, stock, 4401, "KH-1")
        said(centre, "4401", SPOILED)
        said(centre, "4401", DESTROYED)
        on_form(centre, stock, 4402, "KH-1")
        linked = centre.work.read(stationery.sheets_of, "KH-1")
        assert [(one.form, one.state) for one in linked] == [("AB-004401", DESTROYED), ("AB-004402", PRINTED)]


def test_a_form_used_on_two_laptops_is_kept_asked_about_and_settled(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        stock = with_forms(office)
        exchange(office, workshop)
        on_form(office, stock, 4401, "KH-1")
        on_form(office, stock, 4402, "KH-2")
        on_form(workshop, stock, 4401, "KH-3")
        on_form(workshop, stock, 4402, "KH-4")
        exchange(office, workshop)
        asked: list[Question] = []
        for centre in (office, workshop):
            asked = [one for one in centre.work.read(questions) if one.kind == "sheet"]
            assert [("AB-004401" in one.text, len(one.choices)) for one in asked] == [(True, 2), (False, 2)]
            assert centre.work.read(stationery.by_id, stock).disputed == 2
            assert centre.is_sound()
        first = next(one for one in asked if "AB-004401" in one.text)
        chosen = next(choice for choice in first.choices if "KH-3" in choice.text)
        resolve(workshop.work, first.id, chosen.op)
        exchange(office, workshop)
        for centre in (office, workshop):
            assert sheet_of(centre, stock, 4401).certificate == "KH-3"
            assert len([one for one in centre.work.read(questions) if one.kind == "sheet"]) == 1
            (linked,) = centre.work.read(stationery.sheets_of, "KH-1")
            assert (linked.form, linked.stands) == ("AB-004401", False)


def test_laptops_that_say_the_same_agree(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        with_forms(office)
        exchange(office, workshop)
        for centre in (office, workshop):
            said(centre, "4405-4407", LOST)
        exchange(office, workshop)
        assert [one for one in office.work.read(questions) if one.kind == "sheet"] == []


def test_what_was_said_by_mistake_is_taken_back(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        act = said(centre, "4401-4403", LOST)
        undo(centre.work, act)
        assert states(centre, stock, (4401, 4402, 4403)) == [IN_STOCK] * 3
        on_form(centre, stock, 4401, "KH-1")
        received = stationery.deliveries(centre.work.records.reader.connect())[0]
        assert received.counts[PRINTED] == 1


def test_a_month_is_reported_and_written_as_a_workbook(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stock = with_forms(centre)
        on_form(centre, stock, 4401, "KH-1")
        said(centre, "4402-4403", SPOILED)
        said(centre, "4403", DESTROYED)
        said(centre, "4410", LOST)
        said(centre, "4420", LOADED, "", "")
        month = centre.work.today().isoformat()[:7]
        (line,) = month_report(centre.work, month)
        found = line.month
        assert (found.opening, found.received, found.used, found.spoiled) == (0, 20, 1, 2)
        assert (found.lost, found.returned, found.closing, found.destroyed) == (1, 0, 16, 1)
        assert export_stock(centre.work, month, tmp_path / "stock.xlsx") == 1
        sheet = load_workbook(tmp_path / "stock.xlsx").active
        assert sheet is not None
        row = [cell.value for cell in sheet[2]]
        assert row == [FORMS, "AB-004401", "AB-004420", 0, 20, 1, 2, 1, 0, 16, 1]
        following = date(centre.work.today().year + 1, 1, 1).isoformat()[:7]
        assert month_report(centre.work, following)[0].month.opening == 16
        assert month_report(centre.work, "1999-01") == []
        with pytest.raises(BadInput):
            month_report(centre.work, "November")


def test_a_word_about_forms_that_never_came_waits_for_them(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        body = {
            "first": 1, "last": 2, "state": LOST, "reason": "x", "second": "", "certificates": [], "job": "",
            "day": "2026-01-01",
        }  # fmt: skip
        stock = with_forms(centre)
        with centre.work.act() as act:
            act.write(Fact("sheet.moved", stock, {**body, "second": to_text(centre.work.person)}))
        assert centre.work.read(stationery.by_id, stock).counts[IN_STOCK] == 20
        assert centre.is_sound()
