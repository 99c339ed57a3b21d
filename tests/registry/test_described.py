# SPDX-License-Identifier: Apache-2.0
"""What the server says of itself is true: its description, its counters, its log."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from pydantic import BaseModel

from app.domain.learners import LearnerDetails
from app.records.unit_of_work import Work
from app.registry import answers
from app.registry.api import create_app
from app.registry.limits import Rate
from app.registry.logs import FIELDS, LOGGER, log_to
from app.registry.problems import ProblemDocument
from app.services import learners
from tests.registry.registry_samples import Asking, Server, a_desk, a_registry, enrolled, problem

CANARY = "Xenophon Canary SAMPLE"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    logger = logging.getLogger(LOGGER)
    before = (logger.handlers[:], logger.level, logger.propagate)
    stream = io.StringIO()
    log_to(stream)
    yield stream
    logger.handlers, level, logger.propagate = before
    logger.setLevel(level)


def description(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = server.client.get("/openapi.json").json()
    return found


def test_answers_have_the_shapes_that_the_description_gives(server: Server) -> None:
    desk = a_desk(server)
    given: dict[type[BaseModel], Response] = {
        answers.HelloReply: server.client.get("/v1/hello"),
        answers.EnrolmentReply: desk.enrol(server.code()),
        answers.PushReply: desk.push(),
        answers.StandingReply: desk.ask("GET", desk.stream),
        ProblemDocument: server.client.get(desk.stream),
    }
    described = description(server)["components"]["schemas"]
    for model, answer in given.items():
        model.model_validate_json(answer.content, strict=True)
        assert set(described[model.__name__]["required"]) <= answer.json().keys()


def test_every_endpoint_that_asks_who_asks_says_so(server: Server) -> None:
    paths = description(server)["paths"]
    signed = [operation for path, one in paths.items() if "/streams/" in path for operation in one.values()]
    assert len(signed) >= 6
    for operation in signed:
        assert {"401", "403", "429", "503"} <= operation["responses"].keys()
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (status, operation["operationId"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("DELETE", "/v1/hello", 405), ("GET", "/v1/hello?echo=%20", 400),
     ("GET", "/v1/streams/short", 400), ("POST", "/v1/devices/enrol", 400)],
)  # fmt: skip
def test_whatever_goes_wrong_is_told_as_a_problem(server: Server, method: str, path: str, status: int) -> None:
    answer = server.client.request(method, path)
    assert answer.status_code == status
    problem(answer)


def test_what_nobody_foresaw_is_answered_and_logged_without_a_word_of_anybody(
    server: Server, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("app.registry.public_api.signed_message", fails)
    answer = server.client.get("/v1/hello")
    assert (answer.status_code, problem(answer)) == (500, "unexpected")
    first = json.loads(log.getvalue().splitlines()[0])
    assert (first["event"], first["error"]) == ("unforeseen", "RuntimeError")
    assert any("test_described.py" in place for place in first["where"])
    assert CANARY not in log.getvalue()


def test_neither_the_log_nor_the_counters_hold_a_name_an_id_or_a_path(server: Server, log: io.StringIO) -> None:
    desk = enrolled(server)
    owner = desk.laptop.owner
    work = Work(desk.laptop.records, owner.author(owner.user), "SAMPLE", frozenset({"administrator"}))
    learners.add_learner(work, LearnerDetails(full_name=CANARY, phone="0555-CANARY"))
    desk.push()
    server.client.get(f"/v1/{CANARY}?name={CANARY}", headers={"X-Name": "CANARY"})
    desk.ask("GET", f"{desk.stream}/items", query=f"epoch={CANARY}")
    counted = server.client.get("/metrics").text
    for said in (log.getvalue(), counted):
        assert "CANARY" not in said.upper()
        assert desk.centre.hex() not in said
        assert desk.laptop.itself.device.hex() not in said
    for line in log.getvalue().splitlines():
        assert json.loads(line).keys() <= {"at", "level", "event", "error", "where", *FIELDS}


def test_the_counters_tell_what_became_of_operations(server: Server) -> None:
    desk = enrolled(server)
    sent = len(desk.pull().operations)
    counted = server.client.get("/metrics").text
    assert f'guildmark_operations_total{{verdict="new"}} {float(sent)}' in counted
    assert 'route="/v1/streams/{stream}/items"' in counted


def test_two_applications_over_one_registry_keep_nothing_to_themselves(server: Server) -> None:
    desk = enrolled(server)
    other = Server(server.registry, server.clock, Asking(create_app(server.registry)), server.place)
    desk.server = other
    assert desk.ask("GET", desk.stream).json()["head"] == desk.pull().cover.top


def test_a_bucket_fills_again_as_time_passes() -> None:
    now = [0.0]
    rate = Rate(2.0, 3.0, lambda: now[0])
    assert [rate.wait(b"one") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert rate.wait(b"other") == 0.0
    now[0] = 0.5
    assert rate.wait(b"one") == 0.0
    assert rate.wait(b"one") > 0.0
    now[0] = 100.0
    assert [rate.wait(b"one") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_who_is_sent_away_does_not_come_back_with_all_the_others() -> None:
    late = Rate(1.0, 1.0, lambda: 0.0, lambda: 0.5)
    late.wait(b"one")
    assert late.wait(b"one") == 1.5
