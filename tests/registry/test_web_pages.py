# SPDX-License-Identifier: Apache-2.0
"""What staff of the registry see of the centres."""

import csv
import io
import re
from collections.abc import Iterator

import pytest

from app.registry.accounts import Account, accounts
from app.registry.tallies import Awards
from app.registry.web import award_pages
from app.registry.web.award_pages import WAYS, table_of
from app.registry.web.cells import LEAST
from app.registry.web.speech import speech_in
from tests.registry.registry_samples import Desk, Server
from tests.registry.web_samples import (
    PRIVATE_MARK,
    Visitor,
    a_full_registry,
    a_link,
    a_number,
    facts_of,
    staff_at,
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Desk]]:
    server, desk = a_full_registry(tmp_path_factory.mktemp("pages") / "registry")
    yield server, desk
    server.close()


@pytest.fixture
def server(full: tuple[Server, Desk]) -> Server:
    return full[0]


@pytest.fixture
def desk(full: tuple[Server, Desk]) -> Desk:
    return full[1]


@pytest.fixture
def staff(server: Server) -> Visitor:
    return staff_at(server)


def account(server: Server, code: str) -> Account:
    return next(one for one in server.registry.stores.read_book(accounts) if one.code == code)


def plain(text: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)))


def row_of(text: str, name: str) -> str:
    return next(plain(row) for row in text.split("<tr>") if name in row)


def test_centres_show_their_last_contact_backlog_and_what_needs_a_look(staff: Visitor) -> None:
    text = staff.get("/staff").text
    assert "40 days ago" in row_of(text, "Centre GONE SAMPLE")
    assert "Not heard of for a month" in row_of(text, "Centre GONE SAMPLE")
    assert "Doubtful documents: 2" in row_of(text, "Centre ONE SAMPLE")
    three = row_of(text, "Centre THREE SAMPLE")
    assert all(said in three for said in ("today", " 14 ", "Copied laptops: 1", "Wrong clocks: 1"))
    assert "never" in row_of(text, "Technical School")
    assert text.index("Centre GONE") < text.index("Technical School")


@pytest.mark.parametrize(("wanted", "found"), [("three", 1), ("THREE", 1), ("nothing so", 0), ("sample", 4)])
def test_a_centre_is_found_by_its_name_or_code(staff: Visitor, wanted: str, found: int) -> None:
    assert staff.get(f"/staff?find={wanted}").text.count('<th scope="row">') == found


def test_a_centre_shows_its_laptops_and_their_clocks(staff: Visitor, server: Server) -> None:
    text = staff.get(f"/staff/centres/{account(server, 'THREE').id.hex()}").text
    office = row_of(text, "office")
    assert "26 minutes behind" in office
    assert " 14 " in office
    assert "Two laptops write under one name" in text


def test_a_laptop_or_a_centre_that_is_not_there_is_no_page(staff: Visitor, server: Server) -> None:
    other, nobody = account(server, "ONE").id.hex(), "0" * 32
    for path in (f"centres/{nobody}", f"centres/{other}/laptops/{nobody}", f"claims/{nobody}/{nobody}", "centres/x"):
        assert staff.get(f"/staff/{path}").status_code in (400, 404), path


def numbers_in(line: list[str]) -> list[int]:
    return [int(one) for one in line if one]


@pytest.mark.parametrize("rows", WAYS)
@pytest.mark.parametrize("columns", WAYS)
def test_awards_are_counted_any_two_ways_and_small_counts_hidden(staff: Visitor, rows: str, columns: str) -> None:
    answer = staff.get(f"/staff/awards?rows={rows}&columns={columns}")
    assert answer.status_code == 200
    if rows == columns:
        assert "two different things" in answer.text
        return
    written = staff.get(f"/staff/awards.csv?year=2026&rows={rows}&columns={columns}")
    assert written.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in written.headers["content-disposition"]
    lines = list(csv.reader(io.StringIO(written.content.decode("utf-8-sig"))))
    assert lines[-2][-1] == "27"
    for line in lines[1:-1]:
        assert all(count == 0 or count >= LEAST for count in numbers_in(line[1:])), lines
    hides = any("" in line[1:] for line in lines[1:-2])
    assert hides == ("•" in answer.text.partition("<table")[2].partition("</table>")[0])


@pytest.mark.parametrize("query", ["rows=name&columns=sex", "rows=centre&columns=__class__", "rows=&columns=x"])
def test_awards_are_counted_by_nothing_else(staff: Visitor, query: str) -> None:
    assert staff.get(f"/staff/awards?{query}").status_code == 404
    assert staff.get(f"/staff/awards?{query}&columns={'x' * 5000}").status_code == 404


@pytest.mark.parametrize("name", ["=1+1", "+7", "-x", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("x")'])
def test_a_name_in_the_file_is_never_a_formula(name: str) -> None:
    counted = [Awards(name, "Q1", sex, "2026-10", 5) for sex in "FM"]
    written = award_pages._written(speech_in("en"), "centre", "sex", table_of(counted, "centre", "sex"))
    lines = list(csv.reader(io.StringIO(written)))
    assert lines[1][0] == f"'{name}"
    assert lines[2] == ["Total", "5", "5", "10"]


def test_no_page_shows_a_byte_of_what_only_the_centre_may_know(staff: Visitor, server: Server, desk: Desk) -> None:
    one = account(server, "ONE").id.hex()
    paths = [
        "/staff", f"/staff/centres/{one}", "/staff/awards", "/staff/awards.csv?rows=centre&columns=sex",
        "/staff/claims", f"/staff/claims/{desk.centre.hex()}/{'0' * 32}", f"/staff/certificates?number={a_number(3)}",
        "/staff/standards", "/staff/deeds", f"/c/{a_number(3)}",
        a_link(desk, facts_of(desk, a_number(3), "SAMPLE Nguyễn Thị Hoa")),
    ]  # fmt: skip
    for path in paths:
        answer = staff.get(path)
        assert answer.status_code == 200, path
        assert PRIVATE_MARK not in answer.text
