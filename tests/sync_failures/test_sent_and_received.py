# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 16."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from httpx import ReadError, Request, Response
from sqlalchemy import Connection, delete, select

from app.exchange.protocol import ANSWERED
from app.exchange.signatures import ANSWER, sign_answer
from app.records import peers
from app.records.journal_tables import given, peer, receipt, taken
from app.records.journal_tables import operation as journal
from app.records.queries.questions import questions
from app.records.refolding import table_digests
from app.registry.taking import take
from app.services import learners
from tests.services.http_ground import Raw
from tests.simulation.laptop import Laptop
from tests.sync_failures.site_ground import Answering, Site, a_site


def test_16_nothing_is_taken_for_sent_before_the_registry_signed_for_it_and_nothing_is_ever_deleted(
    pattern: Site, tmp_path: Path
) -> None:
    """getodk#1017: forms were deleted from the phone although sending them had failed."""
    with a_site(pattern, tmp_path) as site:
        van, earlier = site.laptops[1], Earlier()
        site.marks(van, 2)
        site.sync(van, earlier.keep)
        for spoilt in (earlier.again, lost, altered, signed_by_another):
            site.marks(van, 2)
            before, held, waits = _noted(site, van), van.held(), site.waiting(van)
            synced = site.sync(van, partial(nothing_comes_back, spoilt))
            assert (len(synced.troubles), waits > 1) == (2, True), spoilt
            assert (_noted(site, van), van.held(), site.waiting(van)) == (before, held, waits), spoilt
        assert written(van) <= site.held(), "all of it had arrived, and was offered again and again"
        held = van.held()
        assert not site.sync(van).troubles
        assert (site.waiting(van), van.held() >= held) == (0, True), "what was received is kept here too"
        site.settle()
        assert site.agree()


Spoiling = Callable[[Response], Response]


def nothing_comes_back(spoilt: Spoiling, request: Request, answering: Answering) -> Response:
    """The registry takes each batch in, and its answer does not come as it was given. Nor does what the registry has to
    give, which would show what it holds."""
    return lost(answering(request)) if request.method == "GET" else only_receipts(spoilt, request, answering)


def only_receipts(spoilt: Spoiling, request: Request, answering: Answering) -> Response:
    """Something is done to the answers to batches."""
    answer = answering(request)
    if request.method != "POST" or not request.url.path.endswith("/items"):
        return answer
    answer.read()
    return spoilt(answer)


def written(laptop: Laptop) -> set[bytes]:
    """The hashes of what was written at a laptop."""
    query = select(journal.c.hash).where(journal.c.origin == laptop.itself.origin)
    return laptop.read(lambda connection: set(connection.execute(query).scalars()))


def lost(answer: Response) -> Response:
    """The line is gone."""
    raise ReadError("gone")


def altered(answer: Response) -> Response:
    """A sign more than the registry said."""
    return _sent(answer.headers, answer.content + b" ")


def signed_by_another(answer: Response) -> Response:
    """Somebody between opened the line and signs with a key of their own."""
    word = sign_answer(ANSWERED, answer.content, bytes(range(32)))
    return _sent({**answer.headers, ANSWER: word}, answer.content)


class Earlier:
    """Keeps an answer, and gives it again for another batch: the registry did sign it."""

    def __init__(self) -> None:
        self._kept: list[Response] = []

    def keep(self, request: Request, answering: Answering) -> Response:
        return only_receipts(self._keep, request, answering)

    def again(self, answer: Response) -> Response:
        return self._keep(self._kept.pop())

    def _keep(self, answer: Response) -> Response:
        self._kept.append(answer)
        return _sent(answer.headers, answer.content)


def _sent(headers: Mapping[str, str], content: bytes) -> Response:
    left = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    return Response(200, headers=left, stream=Raw(content))


def _noted(site: Site, laptop: Laptop) -> tuple[object, ...]:
    """What a laptop believes that the registry holds, and its receipts."""
    given = laptop.read(partial(peers.known, side=peers.GIVEN, peer_id=site.row(laptop).id))
    return given, laptop.read(lambda connection: connection.execute(select(receipt.c.batch)).all())


def test_16_sending_everything_again_changes_nothing_also_after_the_notes_of_what_was_sent_are_gone(
    pattern: Site, tmp_path: Path
) -> None:
    """collect#1611: after its index was lost, a phone offered forms again that had been sent long ago, and they came to
    stand there twice."""
    with a_site(pattern, tmp_path) as site:
        van, registry = site.laptops[1], site.server.registry
        for laptop in site.laptops:
            learners.set_learner(site.work(laptop), site.learner(), {"full_name": f"SAMPLE {laptop.name}"})
            site.marks(laptop, 4)
        site.settle()
        before = registry.stores.read(site.centre, everything_there)
        everything_again = site.batch(van)
        for _ in range(2):
            answer = take(registry, site.centre, van.itself.device, everything_again)
            assert set(answer.verdicts) == {"d"}
            assert registry.stores.read(site.centre, everything_there) == before
        with van.disk.file.writer.begin() as connection:
            for table in (peer, given, taken, receipt):
                connection.execute(delete(table))
        assert site.waiting(van) == len(van.held())
        synced = site.sync(van)
        assert (synced.troubles, synced.pushed, synced.pulled) == ((), 0, 0)
        assert site.waiting(van) == 0
        assert registry.stores.read(site.centre, everything_there) == before
        assert site.agree()


def everything_there(connection: Connection) -> tuple[object, ...]:
    """What a registry holds, says and asks, with each thing's position."""
    places = connection.execute(select(journal.c.pos, journal.c.hash).order_by(journal.c.pos)).all()
    return places, table_digests(connection), questions(connection)
