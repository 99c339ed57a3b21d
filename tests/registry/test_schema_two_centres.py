# SPDX-License-Identifier: Apache-2.0
"""What the server says of itself holds against a machine that reads it: requests made up from its description, signed
by laptops of two centres, one after the other as the links say.

No answer is an error of the server, none is one that the description does not know, and none holds a byte of the other
centre. ``GUILDMARK_SCHEMA_EXAMPLES`` sets how many histories are tried,
``GUILDMARK_SCHEMA_TOLD`` names a file for the counts.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.stateful.state_machine import APIStateMachine
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.exchange.signatures import Request, sign_request
from app.journal.signing import public_key
from app.registry.devices import device_key
from app.registry.registry import Registry
from tests.registry.postgres_server import postgres_server
from tests.registry.registry_samples import Desk, Server, a_registry
from tests.registry.schema_bodies import Luck, request_of
from tests.registry.schema_ground import Side, TwoCentres, all_that_is_said, two_centres

EXAMPLES: Final = int(os.environ.get("GUILDMARK_SCHEMA_EXAMPLES", "30"))
STEPS: Final = 20
CHECKS: Final = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
OPEN: Final = ("hello", "enrol", "ask_to_be_let_in", "live", "ready", "metrics")


@dataclass(slots=True)
class Tally:
    """What was asked and how it was answered."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    histories: int = 0
    searched: int = 0
    failures: list[str] = field(default_factory=list)

    def statuses(self, operation: str) -> set[int]:
        return {status for label, status in self.answers if label == operation}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a request, and of which centre they may hear; without a laptop nobody signs."""

    name: str
    desk: Desk | None
    hears: Side | None


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[Server]:
    with postgres_server() as server:
        made = a_registry(tmp_path / "registry", server.make("nation"))
        yield made
        made.close()


def ask_around(server: Server, examples: int, known: TwoCentres | None = None) -> Tally:
    """Let the machine ask."""
    ground, tally = known or two_centres(server), Tally()
    ground.no_limits()
    running = settings(
        max_examples=examples, stateful_step_count=STEPS, deadline=None, phases=[Phase.generate], derandomize=False,
        suppress_health_check=list(HealthCheck), database=None,
    )  # fmt: skip
    asker = machine(ground, tally)
    while tally.histories < examples:
        with suppress(
            FlakyStrategyDefinition
        ):  # the server remembers, so the same choices lead elsewhere the next time
            asker.run(settings=running)
    return tally


def machine(ground: TwoCentres, tally: Tally) -> type[APIStateMachine]:
    """The machine for this ground; it counts into ``tally``."""
    schema = schemathesis.openapi.from_dict(ground.server.client.get("/openapi.json").json())

    def setup(asker: Any) -> None:
        tally.histories += 1
        asker.side = (ground.one, ground.two)[tally.histories % 2]

    def call(asker: Any, case: Case[Any], **_: Any) -> Any:
        luck = Luck(case, tally.answers.total())
        sender = sender_of(ground, asker.side, luck)
        answer = send(ground.server, sender, request_of(ground, asker.side, case, luck))
        tally.answers[case.operation.label, answer.status_code] += 1
        said = all_that_is_said(answer)
        tally.searched += len(said)
        leaks = [one for one in ground.secrets_from(sender.hears) if one in said]
        if leaks or not may_be(case, answer, sender):
            tally.failures.append(f"{case.operation.label} {answer.status_code}: {sender.name} hears {leaks[:3]}")
        return schemathesis.Response.from_any(answer)

    def validate(asker: Any, response: Any, case: Case[Any], **_: Any) -> None:
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            tally.failures.append(f"{case.operation.label} {response.status_code}: {failures}")

    doing = {"setup": setup, "call": call, "validate_response": validate}
    return type("Asker", (schema.as_state_machine(),), doing)


def sender_of(ground: TwoCentres, side: Side, luck: Luck) -> Sender:
    number = luck.of(20)
    if number < 16:
        return Sender("its laptop", side.desk, side)
    if number < 18:
        return Sender("another centre", ground.other(side).desk, ground.other(side))
    return Sender("one shut out", side.shut_out, None) if number == 18 else Sender("nobody", None, None)


def send(server: Server, sender: Sender, request: httpx.Request) -> httpx.Response:
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    body, headers = request.read(), dict(request.headers)
    if sender.desk is not None:
        itself, created = sender.desk.laptop.itself, server.clock.now // 1000
        asked = Request(request.method, path, query, body)
        headers |= sign_request(
            asked, device=itself.device, private_key=itself.keys.sign, server_key=server.card.sign_key, created=created
        )
    return server.client.request(request.method, str(request.url), content=body, headers=headers)


def may_be(case: Case[Any], answer: httpx.Response, sender: Sender) -> bool:
    """Whether somebody who has no business with this centre was sent away."""
    if answer.status_code >= 400 or case.operation.definition.raw["operationId"] in OPEN:
        return True
    stream = case.path_parameters.get("stream")
    if stream == "reference":
        return True
    return sender.hears is not None and stream == sender.hears.desk.centre.hex()


def tell(tally: Tally) -> None:
    """Write down what was tried, where the evidence is gathered."""
    if place := os.environ.get("GUILDMARK_SCHEMA_TOLD"):
        counted = [f"{label} {status}: {count}" for (label, status), count in sorted(tally.answers.items())]
        said = [f"{tally.histories} histories, {tally.answers.total()} requests, {tally.searched} bytes searched"]
        Path(place).write_text("\n".join([*said, *counted, *tally.failures]) + "\n")


def assert_it_went_deep(tally: Tally) -> None:
    """The machine was not just sent away everywhere."""
    stream = "/v1/streams/{stream}"
    assert {200, 403, 422} <= tally.statuses(f"POST {stream}/items"), tally.answers
    assert {200, 403} <= tally.statuses(f"GET {stream}/items"), tally.answers
    assert 200 in tally.statuses(f"POST {stream}/frontier")
    assert 204 in tally.statuses(f"PATCH {stream}/blobs/{{id}}")
    assert 200 in tally.statuses(f"GET {stream}/snapshot")
    assert tally.statuses(f"POST {stream}/joining") & {200, 403}, tally.answers
    assert tally.statuses("POST /v1/joining") & {200, 403}, tally.answers
    assert 201 in tally.statuses("POST /v1/devices/enrol")


@pytest.mark.long
def test_two_centres_ask_a_registry_in_files_whatever_its_description_allows(embedded: Server) -> None:
    tally = ask_around(embedded, EXAMPLES)
    tell(tally)
    assert not tally.failures, "\n\n".join(one[:3000] for one in tally.failures[:5])
    assert_it_went_deep(tally)


@pytest.mark.long
@pytest.mark.xdist_group("postgres")
def test_two_centres_ask_a_registry_on_postgresql_whatever_its_description_allows(on_postgres: Server) -> None:
    tally = ask_around(on_postgres, max(8, EXAMPLES // 4))
    tell(tally)
    assert not tally.failures, "\n\n".join(one[:3000] for one in tally.failures[:5])
    assert tally.answers.total() > 100


def test_a_door_that_stands_open_to_another_centre_is_found(embedded: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is known to any centre is let in everywhere: the machine must not be content with that."""
    ground = two_centres(embedded)
    known = {one.desk.laptop.itself.device: one.desk.laptop.itself.keys.sign for one in (ground.one, ground.two)}

    def anybody(registry: Registry, centre: bytes, device: bytes) -> bytes:
        return public_key(known[device]) if device in known else device_key(registry, centre, device)

    monkeypatch.setattr("app.registry.requests.device_key", anybody)
    tally = ask_around(embedded, 12, ground)
    assert any("another centre hears" in one for one in tally.failures)
