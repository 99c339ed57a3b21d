# SPDX-License-Identifier: Apache-2.0
"""The registry answers claims from what it has folded, and gives out numbers, none of them twice."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from app.credentials.claims import ClaimAnswer, read_answer
from app.domain.refusals import BadInput, RuleBroken
from app.exchange.protocol import ANSWERED
from app.exchange.signatures import ANSWER, answer_is_signed
from app.journal.canonical import to_text
from app.records.unit_of_work import Fact
from app.registry.answering_claims import BY_RULES, answer_claim, let_answer, open_claims
from app.registry.numbers import add_numbers
from tests.registry.registry_samples import Desk, Server, a_registry, enrolled, problem
from tests.registry.test_judging import ids, signed_off

CLAIM = bytes(range(16))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def claim(desk: Desk, claim_id: bytes = CLAIM) -> None:
    learner, _, qualification, _ = desk.laptop.read(ids)
    body = {
        "claim": to_text(claim_id), "qualification": to_text(qualification), "document": "certificate", "covers": "",
        "on": "2026-11-24",
    }  # fmt: skip
    desk.laptop.write(desk.laptop.owner.user, Fact("claim.made", learner, body))
    desk.push()


def issued_by_the_registry(desk: Desk) -> None:
    said = {"qualification": "", "name": "model", "value": "registry"}
    desk.laptop.write(desk.laptop.owner.user, Fact("policy.set", desk.centre, said))


def asked(desk: Desk, claim_id: bytes = CLAIM) -> Response:
    return desk.ask("POST", f"{desk.stream}/claims/{claim_id.hex()}")


def answered(desk: Desk) -> ClaimAnswer:
    answer = asked(desk)
    assert answer.status_code == 200, answer.text
    key = desk.server.card.sign_key
    assert answer_is_signed(ANSWERED, answer.content, answer.headers[ANSWER], key)
    return read_answer(answer.content, [key])


@pytest.fixture
def by_rules(server: Server) -> Server:
    let_answer(server.registry, BY_RULES)
    return server


def test_a_claim_waits_until_staff_have_answered_it(server: Server) -> None:
    desk = enrolled(server)
    signed_off(desk)
    claim(desk)
    assert problem(asked(desk)) == "unanswered"
    (waiting,) = open_claims(server.registry)
    assert (waiting.centre, waiting.claim, waiting.made_on) == (desk.centre, CLAIM, "2026-11-24")
    (learner,) = waiting.learners
    assert (learner.name, learner.why) == ("SAMPLE Learner A", "")
    answer_claim(server.registry, desk.centre, CLAIM)
    assert [row.outcome for row in answered(desk).rows] == ["accepted"]
    assert not open_claims(server.registry)


def test_staff_refuse_with_a_reason_and_what_they_answered_stays(server: Server) -> None:
    desk = enrolled(server)
    signed_off(desk)
    claim(desk)
    learner = desk.laptop.read(ids)[0]
    with pytest.raises(BadInput, match="why"):
        answer_claim(server.registry, desk.centre, CLAIM, {learner: " "})
    with pytest.raises(BadInput, match="no such learner"):
        answer_claim(server.registry, desk.centre, CLAIM, {bytes(16): "Not here."})
    first = answer_claim(server.registry, desk.centre, CLAIM, {learner: "The fee is not paid."})
    assert answer_claim(server.registry, desk.centre, CLAIM) == first
    assert [(row.outcome, row.reason) for row in answered(desk).rows] == [("refused", "The fee is not paid.")]


def test_staff_cannot_accept_whom_the_rules_do_not_bear_out(server: Server) -> None:
    desk = enrolled(server)
    claim(desk)
    assert "U1" in open_claims(server.registry)[0].learners[0].why
    answer_claim(server.registry, desk.centre, CLAIM)
    assert [row.outcome for row in answered(desk).rows] == ["refused"]


def test_a_claim_that_the_rules_bear_out_is_accepted_in_a_signed_answer(by_rules: Server) -> None:
    desk = enrolled(by_rules)
    signed_off(desk)
    claim(desk)
    found = answered(desk)
    learner = desk.laptop.read(ids)[0]
    assert (found.claim, found.authority) == (CLAIM, "Registry SAMPLE")
    assert [(row.learner, row.outcome, row.number) for row in found.rows] == [(learner, "accepted", "")]
    assert asked(desk).content == asked(desk).content


def test_a_claim_without_its_units_is_refused_with_the_reason(by_rules: Server) -> None:
    desk = enrolled(by_rules)
    claim(desk)
    (row,) = answered(desk).rows
    assert row.outcome == "refused"
    assert "U1" in row.reason


def test_where_the_registry_issues_the_answer_gives_a_number_and_each_one_once(by_rules: Server) -> None:
    desk = enrolled(by_rules)
    issued_by_the_registry(desk)
    signed_off(desk)
    claim(desk)
    assert problem(asked(desk)) == "no-numbers"
    add_numbers(by_rules.registry, "N-001", "N-002")
    assert [row.number for row in answered(desk).rows] == ["N-001"]
    assert [row.number for row in answered(desk).rows] == ["N-001"]
    claim(desk, bytes(16))
    assert read_answer(asked(desk, bytes(16)).content, [by_rules.card.sign_key]).rows[0].number == "N-002"
    claim(desk, bytes([9]) * 16)
    assert problem(asked(desk, bytes([9]) * 16)) == "no-numbers"


def test_a_claim_that_was_not_sent_or_is_of_another_centre_is_not_answered(server: Server) -> None:
    desk, other = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    claim(desk)
    assert problem(asked(desk, bytes(16))) == "no-such-claim"
    assert problem(asked(other)) == "no-such-claim"
    assert problem(other.ask("POST", f"{desk.stream}/claims/{CLAIM.hex()}")) == "not-admitted"


def lease(desk: Desk, count: int, name: bytes, qualification: str = "") -> Response:
    origin = desk.laptop.records.place.origin.hex()
    body = {"request": name.hex(), "origin": origin, "count": count, "qualification": qualification}
    return desk.ask("POST", f"{desk.stream}/blocks", json.dumps(body).encode())


def numbers(answer: Response) -> tuple[str, str]:
    said: dict[str, Any] = answer.json()
    return said["first"], said["last"]


def test_blocks_do_not_overlap_and_the_same_request_gets_the_same_block(server: Server) -> None:
    desk, other = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    add_numbers(server.registry, "N-001", "N-100")
    first = lease(desk, 30, bytes(16))
    assert numbers(first) == ("N-001", "N-030")
    assert lease(desk, 30, bytes(16)).content == first.content
    assert numbers(lease(other, 30, bytes(16))) == ("N-031", "N-060")
    assert first.json()["origin"] == desk.laptop.records.place.origin.hex()
    assert problem(lease(other, 50, bytes([1]) * 16)) == "no-numbers"


def test_numbers_for_one_qualification_are_given_out_for_that_one_only(server: Server) -> None:
    desk = enrolled(server)
    add_numbers(server.registry, "W-01", "W-50", "Q1")
    assert problem(lease(desk, 5, bytes(16), "Q2")) == "no-numbers"
    assert numbers(lease(desk, 5, bytes(16), "Q1")) == ("W-01", "W-05")


def test_staff_cannot_give_out_the_same_numbers_twice(server: Server) -> None:
    add_numbers(server.registry, "N-001", "N-100")
    with pytest.raises(RuleBroken, match="already"):
        add_numbers(server.registry, "n-050", "n-150")
    with pytest.raises(BadInput):
        add_numbers(server.registry, "N-9", "N-1")


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"count": 0}', b'{"request": 5}'])
def test_a_request_for_numbers_that_makes_no_sense_is_refused(server: Server, body: bytes) -> None:
    desk = enrolled(server)
    assert problem(desk.ask("POST", f"{desk.stream}/blocks", body)) == "malformed"
