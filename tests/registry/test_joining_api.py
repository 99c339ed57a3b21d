# SPDX-License-Identifier: Apache-2.0
"""The mailbox of new laptops at a registry: who may do what there, how much, and for how long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response

from app.exchange.join_request import DeviceKeys, request_bytes, request_for
from app.exchange.joining_by_code import LARGEST_ASKING, answer_bytes, asking_bytes, code_id, new_code, read_asking
from app.exchange.protocol import ANSWERED, message
from app.exchange.signatures import ANSWER, answer_is_signed
from app.journal.canonical import to_bytes, to_text
from app.registry.book import joining
from app.registry.joining import MOST_CODES, forget_old_joinings
from app.store.keys import subkey
from tests.registry.registry_samples import Desk, Server, a_desk, a_registry, enrolled, problem

DAY_MS = 24 * 3600 * 1000
CODE = new_code(lambda count: bytes(range(count)))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def code(number: int) -> str:
    return new_code(lambda count: bytes([*divmod(number, 32), *range(count - 2)]))


def request(number: int = 1, name: str = "Workshop") -> tuple[bytes, bytes]:
    """The id of a new laptop, and what it signs."""
    keys = DeviceKeys(bytes([number]) * 32, bytes([number + 1]) * 32)
    asked = request_for(keys, name, "en")
    return asked.device, request_bytes(asked, keys)


def open_code(desk: Desk, one: str = CODE) -> Response:
    return desk.ask("POST", f"{desk.stream}/joining", message({"code": to_text(code_id(one))}))


def ask(server: Server, number: int = 1, one: str = CODE, name: str = "Workshop") -> Response:
    return server.client.post("/v1/joining", content=asking_bytes(request(number, name)[1], one))


def waiting(desk: Desk) -> list[bytes]:
    said = desk.ask("GET", f"{desk.stream}/joining")
    assert answer_is_signed(ANSWERED, said.content, said.headers[ANSWER], desk.server.card.sign_key)
    return [read_asking(to_bytes(one)).request for one in said.json()["asking"]]


def answer(desk: Desk, content: bytes, one: str = CODE) -> Response:
    said = {"code": to_text(code_id(one)), "answer": to_text(content)}
    return desk.ask("POST", f"{desk.stream}/joining/answers", message(said))


def test_a_request_lies_there_until_it_is_answered_and_the_answer_is_for_who_asked(server: Server) -> None:
    desk = enrolled(server)
    assert open_code(desk).json()["expires_at"] == server.clock.now + DAY_MS
    assert ask(server).json() == {"answer": ""}
    assert waiting(desk) == [request()[1]]
    content = answer_bytes(request()[0], b"sealed", CODE)
    assert answer(desk, content).status_code == 200
    assert waiting(desk) == []
    assert to_bytes(ask(server).json()["answer"]) == content
    assert problem(ask(server, 2)) == "not-enrolled"


def test_opening_again_is_the_same_until_somebody_asked(server: Server) -> None:
    desk = enrolled(server)
    until = open_code(desk).json()
    server.clock.now += 1000
    assert open_code(desk).json() == until
    ask(server)
    assert problem(open_code(desk)) == "not-enrolled"


def test_the_first_answer_stays(server: Server) -> None:
    desk = enrolled(server)
    open_code(desk)
    assert problem(answer(desk, b"early")) == "not-enrolled"
    ask(server)
    assert answer(desk, b"first").status_code == 200
    assert answer(desk, b"first").status_code == 200
    assert problem(answer(desk, b"second")) == "not-enrolled"
    assert to_bytes(ask(server).json()["answer"]) == b"first"


def test_another_name_takes_the_place_of_the_first_while_nobody_answered(server: Server) -> None:
    desk = enrolled(server)
    open_code(desk)
    ask(server)
    ask(server, name="Van")
    assert waiting(desk) == [request(name="Van")[1]]


def test_a_code_counts_for_a_day_and_an_answer_waits_for_a_day(server: Server) -> None:
    desk = enrolled(server)
    open_code(desk)
    ask(server)
    server.clock.now += DAY_MS
    assert answer(desk, b"answer").status_code == 200
    server.clock.now += DAY_MS
    assert to_bytes(ask(server).json()["answer"]) == b"answer"
    server.clock.now += 1
    assert problem(ask(server)) == "not-enrolled"
    assert waiting(desk) == []
    assert problem(answer(desk, b"answer")) == "not-enrolled"
    forget_old_joinings(server.registry)
    assert server.registry.stores.read_book(lambda connection: connection.execute(joining.select()).all()) == []


def test_other_laptops_see_nothing_of_it_and_answer_nothing(server: Server) -> None:
    ours, theirs = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    second = Desk(ours.others[0], server, "van")
    open_code(ours)
    ask(server)
    assert problem(theirs.ask("GET", f"{ours.stream}/joining")) == "not-admitted"
    for other in (theirs, second):
        assert waiting(other) == []
        assert problem(open_code(other)) == "not-enrolled"
        assert problem(answer(other, b"false")) == "not-enrolled"
    assert waiting(ours) == [request()[1]]


def test_nobody_opens_a_code_for_a_centre_that_is_not_here(server: Server) -> None:
    assert problem(open_code(a_desk(server))) == "not-admitted"


def test_a_centre_has_only_so_many_codes_at_once(server: Server) -> None:
    ours, theirs = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    for n in range(MOST_CODES):
        assert open_code(ours, code(n)).status_code == 200
    assert problem(open_code(ours, code(MOST_CODES))) == "too-many-codes"
    assert open_code(theirs, code(MOST_CODES)).status_code == 200
    server.clock.now += DAY_MS + 1
    assert open_code(ours, code(MOST_CODES + 1)).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"code":"","proof":"","request":""}', asking_bytes(b"{}", CODE), b"\xff"]
)
def test_what_is_no_request_of_a_laptop_is_refused(server: Server, body: bytes) -> None:
    open_code(enrolled(server))
    assert problem(server.client.post("/v1/joining", content=body)) == "malformed"


def test_a_large_request_or_answer_is_refused(server: Server) -> None:
    desk = enrolled(server)
    open_code(desk)
    assert problem(server.client.post("/v1/joining", content=bytes(LARGEST_ASKING + 1))) == "too-large"
    ask(server)
    assert problem(answer(desk, bytes(200 * 1024))) == "too-large"


def test_whoever_asks_too_often_waits(server: Server) -> None:
    open_code(enrolled(server))
    answers = [ask(server) for _ in range(80)]
    busy = [one for one in answers if one.status_code == 429]
    assert answers[0].status_code == 200
    assert problem(busy[-1]) == "busy"
    assert int(busy[-1].headers["retry-after"]) > 0


def test_the_code_is_nowhere_in_what_the_registry_keeps(server: Server) -> None:
    desk = enrolled(server)
    open_code(desk)
    ask(server)
    row = server.registry.stores.read_book(lambda connection: connection.execute(joining.select()).one())
    kept = b"".join(value for value in row if isinstance(value, bytes))
    plain = CODE.replace("-", "").encode()
    assert plain not in kept
    assert subkey(plain, "joining code") not in kept
