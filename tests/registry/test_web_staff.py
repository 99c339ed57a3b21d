# SPDX-License-Identifier: Apache-2.0
"""Staff of the registry sign in, and nobody else gets further than the entrance."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from httpx import Response

from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.registry import staff as people
from app.registry.staff import (
    FREE_TRIES,
    IDLE_MS,
    LONGEST_MS,
    LONGEST_WAIT_MS,
    Staff,
    WaitFirst,
    WrongSecret,
    add_staff,
    all_staff,
    change_staff_passphrase,
    deeds,
    remove_staff,
    sign_in,
    signed_in,
)
from app.registry.web.doors import SESSION
from app.store.keyring import SAMPLE, Cost
from app.store.keys import Derived, derive
from tests.registry.registry_samples import Server
from tests.registry.web_samples import SECRET, Visitor, a_server, staff_at

STAFF = "SAMPLE Staff"
PAGES = ("/staff", "/staff/awards", "/staff/awards.csv", "/staff/claims", "/staff/certificates", "/staff/standards",
         "/staff/deeds")  # fmt: skip
FORMS = ("/staff/sign-out", "/staff/standards", "/staff/certificates", "/staff/claims", f"/staff/standards/{'0' * 32}",
         f"/staff/claims/{'0' * 32}/{'0' * 32}", f"/staff/centres/{'0' * 32}/seen",
         f"/staff/centres/{'0' * 32}/laptops/{'0' * 32}")  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_server(tmp_path / "registry")
    yield made
    made.close()


def cookie(answer: Response) -> str:
    return next(line for line in answer.headers.get_list("set-cookie") if line.startswith(SESSION))


def test_staff_sign_in_and_out_and_a_kept_cookie_counts_no_more(server: Server) -> None:
    visitor = Visitor(server)
    answer = visitor.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    said = cookie(answer)
    assert "HttpOnly" in said
    assert "SameSite=strict" in said
    assert "Path=/staff" in said
    kept = dict(visitor.cookies)
    assert visitor.get("/staff").status_code == 200
    assert visitor.send("/staff/sign-out").status_code == 303
    assert visitor.get("/staff").status_code == 303
    thief = Visitor(server, kept)
    assert thief.get("/staff").status_code == 401
    assert [one.what for one in deeds(server.registry)] == ["signed-in"]


def test_over_https_cookies_go_by_no_other_way(server: Server) -> None:
    visitor = Visitor(server)
    visitor.get("https://registry.invalid/staff/sign-in")
    answer = visitor.send("https://registry.invalid/staff/sign-in", name=STAFF, passphrase=SECRET)
    assert "Secure" in cookie(answer)
    assert "max-age" in visitor.get("https://registry.invalid/staff").headers["strict-transport-security"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_staff_opens_for_anybody_else(server: Server, page: str) -> None:
    for cookies in ({}, {SESSION: "00" * 64}, {SESSION: "not hex"}, {SESSION: ""}):
        answer = Visitor(server, dict(cookies)).get(page)
        assert answer.status_code in (303, 401)
        assert answer.status_code == 401 or answer.headers["location"] == "/staff/sign-in"


def test_no_form_works_without_signing_in_or_without_the_mark_of_its_session(server: Server) -> None:
    visitor, other = staff_at(server), Visitor(server)
    other.sign_in()
    other.get("/staff/deeds")
    foreign = other.hidden()["mark"]
    for form in FORMS:
        sent = server.client.post(form, data={"mark": "x"})
        assert sent.status_code == 401, form
        for mark in ("", "x", "0" * 64, foreign, "я"):
            visitor.last = None
            assert visitor.send(form, mark=mark).status_code == 403, form
    assert visitor.get("/staff").status_code == 200


def test_another_site_cannot_sign_somebody_in_as_somebody_else(server: Server) -> None:
    visitor = Visitor(server)
    answer = visitor.send("/staff/sign-in", name=STAFF, passphrase=SECRET)
    assert answer.status_code == 403
    assert SESSION not in visitor.cookies


def test_who_is_idle_is_signed_out_and_nothing_of_what_they_send_is_done(server: Server) -> None:
    visitor = staff_at(server)
    visitor.get("/staff/claims")
    server.clock.now += IDLE_MS + 1
    answer = visitor.send("/staff/claims", who="rules")
    assert answer.status_code == 401
    assert "nothing happened for a while" in answer.text
    assert [one.what for one in deeds(server.registry)] == ["signed-in"]


def test_who_goes_on_working_stays_signed_in_for_a_working_day(server: Server) -> None:
    visitor = staff_at(server)
    began = server.clock.now
    while server.clock.now - began < LONGEST_MS:
        assert visitor.get("/staff").status_code == 200
        server.clock.now += IDLE_MS - 60_000
    assert visitor.get("/staff").status_code == 401


def test_wrong_passphrases_make_one_wait_longer_and_longer(server: Server) -> None:
    registry, waits = server.registry, []
    for _ in range(3):
        with pytest.raises(WrongSecret):
            sign_in(registry, STAFF, "a wrong passphrase")
    for _ in range(12):
        with pytest.raises(WaitFirst) as refused:
            sign_in(registry, STAFF, SECRET)
        waits.append(refused.value.seconds)
        server.clock.now += refused.value.seconds * 1000
        with pytest.raises(WrongSecret):
            sign_in(registry, STAFF, "a wrong passphrase")
    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == LONGEST_WAIT_MS // 1000
    server.clock.now += LONGEST_WAIT_MS
    assert sign_in(registry, STAFF.lower(), SECRET).name == STAFF
    with pytest.raises(WrongSecret):
        sign_in(registry, STAFF, "a wrong passphrase")
    assert sign_in(registry, STAFF, SECRET).name == STAFF


def test_many_guesses_at_once_are_not_more_than_a_few(server: Server) -> None:
    def guess(number: int) -> str:
        try:
            sign_in(server.registry, STAFF, f"a wrong passphrase {number}")
        except (WrongSecret, WaitFirst) as refused:
            return type(refused).__name__
        return "let in"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(24)))
    assert said.count("WrongSecret") == FREE_TRIES
    assert said.count("WaitFirst") == 24 - FREE_TRIES


def test_a_name_that_nobody_has_is_treated_alike(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[object] = []

    def watched(text: str, salt: bytes, cost: Cost) -> Derived:
        worked.append(cost)
        return derive(text, salt, cost)

    monkeypatch.setattr(people, "derive", watched)
    texts = []
    for name in (STAFF, "SAMPLE Nobody"):
        visitor = Visitor(server)
        said = [visitor.sign_in(name, "a wrong passphrase") for _ in range(4)]
        assert [one.status_code for one in said] == [401, 401, 401, 429]
        assert int(said[-1].headers["retry-after"]) == 5
        marks = visitor.hidden()["mark"]
        texts.append([one.text.replace(name, "").replace(marks, "") for one in said[2:]])
    assert texts[0] == texts[1]
    assert worked == [SAMPLE] * 6


def test_a_passphrase_of_a_megabyte_or_none_is_wrong_and_no_more(server: Server) -> None:
    visitor = Visitor(server)
    assert visitor.sign_in(STAFF, "x" * 100_000).status_code == 401
    assert visitor.sign_in(STAFF, "").status_code == 401
    assert visitor.sign_in("", "").status_code == 401
    assert visitor.sign_in(STAFF, "x" * 1_000_000).status_code == 413


def test_staff_are_added_changed_and_removed_and_are_signed_out_by_it(server: Server) -> None:
    registry = server.registry
    with pytest.raises(RuleBroken, match="already"):
        add_staff(registry, "sample STAFF", SECRET, SAMPLE)
    with pytest.raises(BadInput):
        add_staff(registry, "SAMPLE Other", "short", SAMPLE)
    add_staff(registry, "SAMPLE Other", SECRET, SAMPLE)
    assert [one.name for one in all_staff(registry)] == ["SAMPLE Other", STAFF]
    here = sign_in(registry, STAFF, SECRET)
    change_staff_passphrase(registry, STAFF, "five other words are here", SAMPLE)
    assert signed_in(registry, here.session) is None
    with pytest.raises(WrongSecret):
        sign_in(registry, STAFF, SECRET)
    here = sign_in(registry, STAFF, "five other words are here")
    assert signed_in(registry, here.session) == Staff(here.id, STAFF, here.session)
    remove_staff(registry, STAFF)
    assert signed_in(registry, here.session) is None
    with pytest.raises(NotFound):
        remove_staff(registry, STAFF)


def test_a_page_is_asked_for_in_its_own_way_only(server: Server) -> None:
    visitor = staff_at(server)
    for path in ("/check", "/staff/sign-out"):
        assert visitor.get(path).status_code == 405
    for method in ("PUT", "DELETE", "PATCH"):
        sent = server.client.request(method, "/staff/sign-in", headers={"Accept": "text/html"})
        assert sent.status_code == 405
        assert "Nothing was changed" in sent.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"number=1"),
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nno head"),
        ("multipart/form-data; boundary=\xc3\xa9", b"--x--"),
        ("application/x-www-form-urlencoded", b"number=%FF%FE"),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"a=1&" * 5000),
        ("", b""),
    ],
)
def test_a_form_that_is_none_is_refused_on_a_page(server: Server, kind: str, body: bytes) -> None:
    headers = {b"Content-Type": kind.encode("latin-1"), b"Accept": b"text/html"}
    answer = server.client.post("/check", content=body, headers=headers)
    assert answer.status_code in (400, 415)
    assert answer.headers["content-type"].startswith("text/html")
