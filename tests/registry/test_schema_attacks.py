# SPDX-License-Identifier: Apache-2.0
"""Requests by somebody who means harm, or whose program is broken: each is answered in words, and nothing is lost."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import Connection
from starlette.types import Receive, Scope, Send

from app.domain.learners import LearnerDetails
from app.domain.refusals import StorageTrouble
from app.exchange.bundle import write_bundle_file
from app.exchange.class_keys import read_class_keys, sealed_for
from app.exchange.enrolment import enrolment_bytes
from app.exchange.wire import Cover, Parcel, lines
from app.journal.canonical import canonical, to_text
from app.records.unit_of_work import Fact, Work
from app.registry.connections import PatientConnection
from app.registry.files import add_chunk, state_of
from app.registry.opening import number_anew
from app.registry.postgres import PostgresStores
from app.registry.snapshots import snapshot
from app.services import learners
from app.store.keys import seal
from tests.conftest import ExpectedLog
from tests.registry.postgres_server import postgres_server
from tests.registry.registry_samples import Desk, Server, a_desk, a_registry, enrolled, problem, ready

HOURS = 3600 * 1000
CLASS_KEYS = b"guildmark class keys 1\0"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def test_a_signed_request_is_good_for_nothing_else(server: Server) -> None:
    """Neither for another path, query, method or centre, nor with another body, nor at another registry."""
    ours, theirs = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    signed = dict(ours.ask("GET", ours.stream).request.headers)
    for method, path in (
        ("GET", f"{ours.stream}/items?epoch={bytes(16).hex()}"), ("GET", f"{ours.stream}?x=1"),
        ("POST", f"{ours.stream}/frontier"), ("GET", f"{ours.stream}/snapshot"), ("GET", theirs.stream),
        ("GET", ours.stream.replace("streams", "%73treams")), ("DELETE", f"{ours.stream}/blobs/{'0' * 64}"),
    ):  # fmt: skip
        answer = server.client.request(method, path, headers=signed)
        assert (answer.status_code, problem(answer)) in ((401, "signature"), (403, "not-admitted")), path
    with_body = server.client.request("GET", ours.stream, headers=signed, content=b"more")
    assert problem(with_body) == "signature"
    assert server.client.get(ours.stream, headers=signed).status_code == 200


@pytest.mark.parametrize(
    ("hours", "status"), [(0, 200), (0.24, 200), (-0.24, 200), (0.26, 401), (-0.26, 401), (9e4, 401)]
)
def test_a_wrong_clock_is_forgiven_for_a_quarter_of_an_hour(server: Server, hours: float, status: int) -> None:
    desk = enrolled(server)
    signed = dict(desk.ask("GET", desk.stream).request.headers)
    server.clock.now += round(hours * HOURS)
    assert server.client.get(desk.stream, headers=signed).status_code == status


@pytest.mark.parametrize(
    "path",
    ["/v1//hello", "//v1/hello", "/v1/hello/", "/v1/%2e%2e/v1/hello", "/v1/hello%00", "/v1/hello;x", "/V1/hello"],
)
def test_there_is_one_way_to_write_an_address(server: Server, path: str) -> None:
    answer = server.client.get(path, headers={"Host": "elsewhere.invalid"})
    assert (answer.status_code, problem(answer)) == (404, "not-found")
    assert "elsewhere" not in str(answer.headers)


def test_what_cannot_be_done_at_an_address_is_said_with_what_can(server: Server) -> None:
    blob = f"/v1/streams/{bytes(16).hex()}/blobs/{'0' * 64}"
    for method, path, allowed in (
        ("OPTIONS", "/v1/hello", "GET"), ("HEAD", "/v1/hello", "GET"), ("TRACE", "/v1/hello", "GET"),
        ("POST", blob, "DELETE, GET, HEAD, PATCH"),
    ):  # fmt: skip
        answer = server.client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_made_up_methods_are_counted_as_one(server: Server) -> None:
    for n in range(50):
        server.client.request(f"MADEUP{n}", "/v1/hello")
    counted = server.client.get("/metrics").text
    assert "MADEUP" not in counted
    assert 'method="other"' in counted


@pytest.mark.parametrize(
    "keys",
    [{"identity 1": ""}, {"identity 1": to_text(b"short")}, {f"identity {10**30}": to_text(bytes(32))},
     {"identity -5": to_text(bytes(32))}, {"identity": to_text(bytes(32))}, {"ident\0ity 1": to_text(bytes(32))},
     {"private 1": to_text(bytes(32))}, {"identity 1": 7}],
)  # fmt: skip
def test_keys_that_close_nothing_or_are_not_for_a_registry_are_not_kept(
    server: Server, keys: dict[str, object]
) -> None:
    desk = a_desk(server)
    card, code = server.card, server.code()
    sealed = to_text(seal(card.box_key, canonical(keys), CLASS_KEYS + card.id, desk.laptop.chance.randbytes))
    asked = replace(desk.enrolment(), class_keys=sealed)
    body = enrolment_bytes(asked, code, card.sign_key)
    assert server.client.post("/v1/devices/enrol", content=body).status_code == 201
    assert server.registry.stores.read(desk.centre, read_class_keys) == {}
    desk.join()
    assert desk.push().status_code == 200
    assert desk.pull().operations
    assert set(server.registry.stores.read(desk.centre, read_class_keys)) == {("identity", 1), ("award", 1)}


def test_who_may_not_share_the_records_cannot_give_the_registry_other_keys(server: Server) -> None:
    desk = enrolled(server)
    card, assessor = server.card, list(desk.laptop.owner.keys)[2]
    before = server.registry.stores.read(desk.centre, read_class_keys)
    false = {("identity", 2): bytes(32), ("award", 2): bytes(32)}
    body: dict[str, object] = {
        "name": card.name, "url": "https://other.invalid", "sign_key": to_text(card.sign_key),
        "box_key": to_text(card.box_key),
        "keys": {to_text(card.id): sealed_for(card.id, card.box_key, false, desk.laptop.chance.randbytes)},
    }  # fmt: skip
    desk.laptop.write(assessor, Fact("registry.joined", desk.centre, body))
    assert desk.push().status_code == 200
    assert server.registry.stores.read(desk.centre, read_class_keys) == before


def test_entries_of_another_centre_are_refused_one_by_one_and_never_come_out_again(server: Server) -> None:
    ours, theirs = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    stolen = theirs.pull().operations
    cover = Cover(ours.centre, bytes(16), 0, len(stolen), len(stolen))
    answer = ours.ask("POST", f"{ours.stream}/items", lines(Parcel(cover, operations=stolen)))
    assert answer.status_code == 200
    published = [raw for raw in stolen if b'"unit.published"' in raw or b'"qualification.published"' in raw]
    assert answer.json()["verdicts"].count("r") == len(stolen) - len(published)
    assert not set(stolen) & set(ours.pull().operations)


def test_a_laptop_that_is_shut_out_while_it_sends_gives_nothing_more(server: Server) -> None:
    desk = enrolled(server)
    other = Desk(desk.others[1], server, "van")
    other.laptop.set_clock(server.clock)
    desk.laptop.write(desk.laptop.owner.user, Fact("device.revoked", other.laptop.itself.device, {"keys": {}}))
    assert desk.push().status_code == 200
    ready(other.laptop)
    for answer in (other.push(), other.ask("GET", other.stream), other.ask("GET", f"{other.stream}/snapshot")):
        assert (answer.status_code, problem(answer)) == (403, "not-admitted")


def test_a_server_that_was_put_back_is_known_by_another_name_of_its_numbering(server: Server) -> None:
    desk = enrolled(server)
    epoch = desk.ask("GET", desk.stream).json()["epoch"]
    number_anew(server.registry)
    assert problem(desk.ask("GET", f"{desk.stream}/items", query=f"epoch={epoch}")) == "epoch"
    later = desk.ask("GET", desk.stream).json()["epoch"]
    assert later != epoch
    newer = desk.ask("GET", f"{desk.stream}/items", query=f"epoch={later}&after=9999&mark={'ab' * 8}")
    assert problem(newer) == "epoch"


def test_parts_of_a_file_that_cannot_be_had_are_problems_too(server: Server) -> None:
    desk = enrolled(server)
    for wanted, status in (
        ("bytes=5-3", 400), ("bytes=99999999-", 416), ("items=0-1", 400), ("bytes=0-1,3-4", 400), ("bytes=-0", 416),
        ("bytes=" + "0-," * 5000, 400),
    ):  # fmt: skip
        answer = desk.ask("GET", f"{desk.stream}/snapshot", headers={"Range": wanted})
        assert answer.status_code == status, wanted
        problem(answer)
    whole = desk.ask("GET", f"{desk.stream}/snapshot").content
    last = desk.ask("GET", f"{desk.stream}/snapshot", headers={"Range": "bytes=-10"})
    assert (last.status_code, last.content) == (206, whole[-10:])
    another = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert desk.ask("GET", f"{desk.stream}/snapshot", headers=another).content == whole


def test_a_chunk_that_comes_twice_at_once_is_written_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = enrolled(server)
    who = (server.registry, desk.centre, desk.laptop.itself.device, "ab" * 32)
    content, second = b"0123456789" * 100, list[int]()

    def room(*_: object) -> None:
        if not second:
            second.append(1)
            add_chunk(*who, (0, 5000, content))

    monkeypatch.setattr("app.registry.files.check_room", room)
    add_chunk(*who, (0, 5000, content))
    state = state_of(*who)
    assert state is not None
    assert state.offset == len(content)


def test_nobody_who_was_erased_stays_in_a_file_that_was_being_written(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = enrolled(server)
    owner = desk.laptop.owner
    work = Work(desk.laptop.records, owner.author(owner.user), "SAMPLE", frozenset({"administrator"}))
    learner = learners.add_learner(work, LearnerDetails(full_name="SAMPLE Gone"))
    desk.push()
    desk.laptop.write(owner.user, Fact("subject.erased", learner))
    original: Callable[..., object] = write_bundle_file
    written = list[object]()

    def writing(*said: object) -> object:
        if not written:
            assert desk.push().status_code == 200
        written.append(said[0])
        return original(*said)

    monkeypatch.setattr("app.registry.snapshots.write_bundle_file", writing)
    found = snapshot(server.registry, desk.centre)
    assert len(written) == 2
    assert [one for one in found.path.parent.iterdir()] == [found.path]


def test_whoever_begins_a_request_and_does_not_go_on_is_let_go() -> None:
    class Hasty(PatientConnection):
        seconds = 0.3

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def tried() -> tuple[list[bytes], bytes]:
        listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(answer, http=Hasty, log_config=None, lifespan="off", timeout_keep_alive=5)
        serving = uvicorn.Server(config)
        task = asyncio.create_task(serving.serve(sockets=[listening]))
        address = listening.getsockname()[:2]
        lines_of = asyncio.open_connection
        slow = [await lines_of(*address) for _ in range(20)]
        for number, (_, write) in enumerate(slow):
            write.write(b"GET / HTTP/1.1\r\nHost: x\r\n"[: number * 2])
        quick = await lines_of(*address)
        quick[1].write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        good = await quick[0].readuntil(b"\r\n")
        quick[1].write(b"GET / HT")
        ends = [await asyncio.wait_for(_to_the_end(read), 5) for read, _ in [*slow, quick]]
        serving.should_exit = True
        for _, write in [*slow, quick]:
            write.close()
        await task
        return ends, good

    ends, good = asyncio.run(tried())
    assert good.startswith(b"HTTP/1.1 204")
    assert set(ends[:-1]) == {b""}


async def _to_the_end(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.xdist_group("postgres")
def test_a_database_that_is_away_or_has_no_connection_left_makes_laptops_come_back_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("trouble")
    monkeypatch.setattr("app.registry.postgres._PATIENCE", 0.2)
    with postgres_server() as database, ExitStack() as closed_later:
        server = closed_later.enter_context(closing(a_registry(tmp_path / "registry", database.make("nation"))))
        desk = enrolled(server)
        stores = PostgresStores(server.place.database, desk.laptop.chance.randbytes, 1)

        def while_it_is_taken(_: Connection) -> str:
            with pytest.raises(StorageTrouble) as refused:
                stores.read_book(lambda connection: None)
            return refused.value.code

        assert stores.read_book(while_it_is_taken) == "busy"
        stores.close()
        database.stop("immediate")
        away = desk.ask("GET", desk.stream)
        assert (away.status_code, problem(away)) == (503, "overloaded")
        assert int(away.headers["retry-after"]) >= 1
        assert server.client.get("/ready").status_code == 503
        database.start()
        assert desk.ask("GET", desk.stream).status_code == 200
        _takes_any_character(server, desk)


def _takes_any_character(server: Server, desk: Desk) -> None:
    owner, chance = desk.laptop.owner, desk.laptop.chance
    desk.laptop.write(owner.user, Fact("cohort.opened", chance.randbytes(16), {"code": "C\0D", "title": "\0\ufffd"}))
    assert desk.push().status_code == 200
    assert {sha256(raw).digest() for raw in desk.pull().operations} == desk.laptop.held()
