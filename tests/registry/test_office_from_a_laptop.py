# SPDX-License-Identifier: Apache-2.0
"""A centre at work asks its registry's office over HTTP: answers release printing, and leased numbers are printed."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.domain.refusals import Refused
from app.registry.answering_claims import answer_claim
from app.registry.numbers import add_numbers
from app.services.asking_registry import ask_for_answer, lease_from
from app.services.certificates import Issue, IssueWish, issue
from app.services.claims import ClaimWish, claim
from app.services.enrolling import enrol
from app.services.numbering import leased_blocks
from app.services.partners import exchange, registry_peers
from app.services.policies import set_policy
from tests.registry.registry_samples import Server, a_registry
from tests.services.centre_samples import ADMIN
from tests.services.centres import ARMENIAN, COHORT, CUTTING, KHMER, SAFETY, Centre, a_centre
from tests.services.http_ground import Raw

URL = "https://registry.invalid"


class Line(httpx.BaseTransport):
    """A line to the application in this process; what comes over it is as it was packed."""

    def __init__(self, server: Server) -> None:
        self._app = server.client.app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request, request.read()))

    async def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        asked = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        answer = await httpx.ASGITransport(self._app).handle_async_request(asked)
        content = b"".join([part async for part in answer.aiter_raw()])
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Raw(content))


@dataclass(frozen=True, slots=True)
class Shared:
    """A centre that shares its records with a registry; two of its learners have earned the certificate."""

    centre: Centre
    server: Server
    client: httpx.Client

    def exchange(self) -> None:
        for done in exchange(self.centre.open, self.client).values():
            assert not done.troubles

    def issue(self) -> Issue:
        return issue(self.centre.open, IssueWish(COHORT, learners=[self.centre.learners[KHMER]]))

    def claim(self) -> bytes:
        made = claim(self.centre.open, ClaimWish(COHORT, self.centre.at.path / "claim.json"))
        assert made.claim is not None
        return made.claim


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Shared]:
    server = a_registry(tmp_path / "registry")
    code = server.code()
    with a_centre(tmp_path / "laptop") as centre, httpx.Client(transport=Line(server)) as client:
        server.clock.now = centre.open.machine.wall()
        for name in (KHMER, ARMENIAN):
            centre.award(centre.learners[name], SAFETY, CUTTING)
        centre.as_person(ADMIN)
        enrol(centre.open, client, URL, code)
        yield Shared(centre, server, client)
    server.close()


@pytest.mark.parametrize("model", ["claim", "registry"])
def test_what_staff_answer_releases_printing(shared: Shared, model: str) -> None:
    set_policy(shared.centre.work, "model", model)
    add_numbers(shared.server.registry, "N-001", "N-100")
    id_ = shared.claim()
    (peer,) = registry_peers(shared.centre.open, shared.client)
    with pytest.raises(Refused, match="does not hold this claim yet"):
        ask_for_answer(shared.centre.open, peer, id_)
    shared.exchange()
    with pytest.raises(Refused, match="Nobody at the registry has answered"):
        ask_for_answer(shared.centre.open, peer, id_)
    assert not shared.issue().issued
    learners = shared.centre.learners
    centre = shared.centre.work.centre
    answer_claim(shared.server.registry, centre, id_, {learners[ARMENIAN]: "The fee is not paid."})
    read = ask_for_answer(shared.centre.open, peer, id_)
    assert (read.accepted, [row.why for row in read.refused]) == ((learners[KHMER],), ["The fee is not paid."])
    assert ask_for_answer(shared.centre.open, peer, id_).act is None
    (one,) = shared.issue().issued
    assert (one.number == "N-001") == (model == "registry")
    assert shared.centre.is_sound()


def test_leased_numbers_are_printed_and_another_request_gets_others(shared: Shared) -> None:
    set_policy(shared.centre.work, "numbers", "block")
    (peer,) = registry_peers(shared.centre.open, shared.client)
    with pytest.raises(Refused, match="not so many numbers"):
        lease_from(shared.centre.open, peer, 5)
    add_numbers(shared.server.registry, "N-001", "N-100")
    lease_from(shared.centre.open, peer, 5)
    lease_from(shared.centre.open, peer, 5)
    assert [(row.first, row.last, row.authority, row.left) for row in leased_blocks(shared.centre.work)] == [
        ("N-001", "N-005", "Registry SAMPLE", 5), ("N-006", "N-010", "Registry SAMPLE", 5),
    ]  # fmt: skip
    assert shared.issue().issued[0].number == "N-001"
