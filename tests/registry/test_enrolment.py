# SPDX-License-Identifier: Apache-2.0
"""The first laptop of a centre comes in: with a code that counts once and for a day, or by a file in staff's hands."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.exchange import enrolment as enrolling
from app.exchange.enrolment import Card, read_answer
from app.journal.canonical import canonical, parse, to_text
from app.registry.accounts import CODE_LASTS_MS, accounts, add_account, give_code
from tests.registry.registry_samples import Server, a_desk, a_registry, enrolled, problem


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def test_a_laptop_with_a_code_is_let_in_and_knows_the_registry_by_it(server: Server) -> None:
    desk = a_desk(server)
    code = server.code()
    assert len(code.replace("-", "")) == enrolling.CODE_CHARACTERS
    answer = desk.enrol(code)
    assert answer.status_code == 201
    assert read_answer(answer.content, desk.enrolment(), code) == server.card
    (row,) = server.registry.stores.read_book(accounts)
    assert row.centre == desk.centre
    assert desk.ask("GET", desk.stream).status_code == 200


def test_the_same_laptop_may_ask_again_when_the_answer_was_lost(server: Server) -> None:
    desk = a_desk(server)
    code = server.code()
    assert desk.enrol(code).content == desk.enrol(code).content


def test_a_code_counts_for_one_laptop_and_one_day_and_one_centre(server: Server) -> None:
    first, other = a_desk(server, 1), a_desk(server, 2)
    code = server.code()
    assert first.enrol(code).status_code == 201
    refused = other.enrol(code)
    assert (refused.status_code, problem(refused), refused.json()["detail"]) == (403, "not-enrolled", "used")
    late = give_code(server.registry, "ONE")[0]
    assert other.enrol(late).json()["detail"] == "another-centre"
    server.clock.now += CODE_LASTS_MS + 1
    assert first.enrol(late).json()["detail"] == "expired"


def test_a_code_that_nobody_gave_out_lets_nobody_in(server: Server) -> None:
    server.code()
    assert a_desk(server).enrol(enrolling.new_code(bytes)).json()["detail"] == "unknown"


def test_somebody_in_between_with_other_keys_is_found_out_on_both_sides(server: Server) -> None:
    desk = a_desk(server)
    code = server.code()
    meant_for_another = enrolling.enrolment_bytes(desk.enrolment(), code, bytes(32))
    answer = server.client.post("/v1/devices/enrol", content=meant_for_another)
    assert answer.json()["detail"] == "unknown"
    real = parse(desk.enrol(code).content)
    for altered in ({**real, "sign_key": to_text(bytes(32))}, {**real, "url": "https://other.invalid"}):
        with pytest.raises(BadInput, match="does not know this code"):
            read_answer(canonical(altered), desk.enrolment(), code)
    with pytest.raises(BadInput):
        read_answer(b"<html>Please sign in</html>", desk.enrolment(), code)


def test_a_laptop_cannot_come_under_the_name_of_another_one_or_without_the_founding(server: Server) -> None:
    desk = a_desk(server)
    code = server.code()
    own = desk.enrolment()
    for false in (
        replace(own, sign_key=bytes(32)), replace(own, device=bytes(16)), replace(own, founding=b"{}"),
        replace(own, founding=own.founding[:-1]),
    ):  # fmt: skip
        body = enrolling.enrolment_bytes(false, code, server.card.sign_key)
        assert server.client.post("/v1/devices/enrol", content=body).json()["detail"] == "malformed"
    assert not server.registry.stores.read_book(accounts)[0].centre


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"code":1}', b"\xff", b"[" * 100_000])
def test_what_is_no_enrolment_is_refused(server: Server, body: bytes) -> None:
    answer = server.client.post("/v1/devices/enrol", content=body)
    assert (answer.status_code, problem(answer)) == (400, "malformed")


def test_who_tries_many_codes_is_made_to_wait(server: Server) -> None:
    desk = a_desk(server)
    codes = [enrolling.new_code(random.Random(n).randbytes) for n in range(30)]
    answers = [desk.enrol(code) for code in codes]
    assert {one.status_code for one in answers} == {403, 429}
    assert int(answers[-1].headers["retry-after"]) > 60


def test_staff_name_centres_by_their_codes(server: Server) -> None:
    add_account(server.registry, "Centre SAMPLE", "C-1", "kg")
    with pytest.raises(RuleBroken, match="already"):
        add_account(server.registry, "Another SAMPLE", "c-1", "KG")
    with pytest.raises(BadInput):
        add_account(server.registry, "Another SAMPLE", " ", "KG")
    with pytest.raises(NotFound):
        give_code(server.registry, "C-2")
    assert give_code(server.registry, " c-1 ")[1] == server.clock.now + CODE_LASTS_MS


def test_a_card_is_read_back_as_it_was_written() -> None:
    card = Card("Registry SAMPLE", "", bytes(32), bytes(range(32)))
    assert enrolling.read_card(parse(enrolling.card_bytes(card))) == card


def test_the_registry_reads_names_from_the_first_batch_on(server: Server) -> None:
    """The centre's keys come with the enrolment, so nothing has to wait for the entry that gives them."""
    desk = enrolled(server)
    assert desk.given
