# SPDX-License-Identifier: Apache-2.0
"""Laptops exchange records with the registry: what it holds afterwards, what it reads, whom it answers."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app.domain.learners import PRIVATE, LearnerDetails
from app.exchange import protocol
from app.exchange.packing import pack
from app.exchange.protocol import ANSWERED, RECEIPT, Hello, read_hello, read_message, read_push
from app.exchange.signatures import ANSWER, answer_is_signed, receipt_part
from app.exchange.wire import batch_hash, lines, read_lines
from app.journal.kinds import KINDS
from app.records import comparing, tables
from app.records.journal_tables import covered_key, subject_key
from app.records.unit_of_work import Fact, Work
from app.registry.contacts import centre_rows, device_rows
from app.registry.devices import NotAdmitted, device_key
from app.registry.sightings import CLONE, sightings
from app.services import learners
from tests.registry.registry_samples import Desk, Server, a_desk, a_registry, enrolled, problem
from tests.simulation.agreement import differences, dump
from tests.simulation.laptop import Laptop


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def hello_of(server: Server, echo: str = "") -> Hello:
    answer = server.client.get("/v1/hello", params={"echo": echo})
    assert answer_is_signed(ANSWERED, answer.content, answer.headers[ANSWER], server.card.sign_key)
    return read_hello(read_message(answer.content))


def test_the_registry_says_who_it_is_and_nothing_in_between_can_say_it_instead(server: Server) -> None:
    said = hello_of(server, "drawn")
    assert (said.name, said.sign_key, said.echo, said.now) == (
        "Registry SAMPLE", server.card.sign_key, "drawn", server.clock.now,
    )  # fmt: skip
    assert said.kinds.keys() == KINDS.keys()


def test_what_a_laptop_gives_is_there_and_folded_as_on_the_laptop(server: Server) -> None:
    desk = enrolled(server)
    here = desk.laptop.read(dump)
    there = server.registry.stores.read(desk.centre, dump)
    assert not differences(here, there)
    assert there["learner"]


def test_private_keys_stay_closed_and_everything_else_is_read(server: Server) -> None:
    desk = enrolled(server)
    classes = select(covered_key.c["class"]).distinct()
    opened = select(subject_key.c["class"]).distinct()
    read = server.registry.stores.read
    assert read(desk.centre, lambda connection: set(connection.execute(classes).scalars())) == {PRIVATE}
    assert PRIVATE not in read(desk.centre, lambda connection: set(connection.execute(opened).scalars()))
    names = select(tables.learner.c.full_name)
    assert "SAMPLE Learner A" in read(desk.centre, lambda connection: set(connection.execute(names).scalars()))
    phones = select(tables.learner.c.phone)
    assert read(desk.centre, lambda connection: set(connection.execute(phones).scalars())) == {""}


def test_every_operation_gets_a_verdict_and_the_batch_a_signed_receipt(server: Server) -> None:
    desk = a_desk(server)
    desk.enrol(server.code())
    parcel = desk.parcel()
    first = read_push(read_message(desk.push(parcel).content))
    assert first.verdicts == "a" * len(parcel.operations)
    said = receipt_part(batch_hash(parcel), first.standing.top)
    assert answer_is_signed(RECEIPT, said, first.receipt, server.card.sign_key)
    again = read_push(read_message(desk.push(parcel).content))
    assert again.verdicts == "d" * len(parcel.operations)
    assert again.standing == first.standing


def test_another_laptop_takes_all_of_it_also_the_keys_that_the_registry_cannot_open(server: Server) -> None:
    desk = enrolled(server)
    pulled = desk.pull()
    assert {one.key_class for one in pulled.keys} == {"identity", "private", "award"}
    sent = desk.laptop.held()
    assert {sha256(raw).digest() for raw in pulled.operations} == sent
    assert (pulled.cover.after, pulled.cover.to) == (0, pulled.cover.top)


def test_a_pull_goes_on_where_the_last_one_ended(server: Server) -> None:
    desk = enrolled(server)
    whole = desk.pull()
    parts: list[bytes] = []
    after = 0
    while after < whole.cover.top:
        part = desk.pull(after, limit=7)
        assert len(part) <= 7
        parts += part.operations
        after = part.cover.to
    assert parts == list(whole.operations)


def test_another_numbering_is_told_and_nothing_is_given(server: Server) -> None:
    desk = enrolled(server)
    answer = desk.ask("GET", f"{desk.stream}/items", query=f"after=0&epoch={bytes(16).hex()}")
    assert (answer.status_code, problem(answer)) == (409, "epoch")


def test_only_laptops_of_the_centre_are_answered(server: Server) -> None:
    ours, theirs = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    for method, path in (("GET", ""), ("GET", "/items"), ("POST", "/items"), ("POST", "/frontier")):
        query = "epoch=" + "0" * 32 if path == "/items" and method == "GET" else ""
        answer = ours.ask(method, f"{theirs.stream}{path}", query=query)
        assert (answer.status_code, problem(answer)) == (403, "not-admitted")
    nobody = ours.ask("GET", f"/v1/streams/{bytes(16).hex()}")
    assert (nobody.status_code, problem(nobody)) == (403, "not-admitted")


def test_a_request_without_a_signature_or_altered_on_the_way_is_not_answered(server: Server) -> None:
    desk = enrolled(server)
    assert problem(server.client.get(desk.stream)) == "signature"
    for headers in ({"Content-Digest": "sha-256=:AA==:"}, {"Guildmark-To": "another"}, {"Signature": "sig=:AA==:"}):
        answer = desk.ask("GET", desk.stream, headers=headers)
        assert (answer.status_code, problem(answer)) == (401, "signature")
    other = desk.ask("GET", desk.stream)
    assert other.status_code == 200
    server.clock.now += 3_600_000
    late = server.client.get(desk.stream, headers=dict(other.request.headers))
    assert problem(late) == "signature"


def test_a_laptop_that_was_shut_out_is_not_answered_any_more(server: Server) -> None:
    desk = enrolled(server)
    other = next(one for one in desk.laptop.read(_devices) if one != desk.laptop.itself.device)
    assert server.registry.stores.read(desk.centre, _devices)
    desk.laptop.write(desk.laptop.owner.user, Fact("device.revoked", desk.laptop.itself.device, {"keys": {}}))
    assert desk.push().status_code == 200
    answer = desk.ask("GET", desk.stream)
    assert (answer.status_code, problem(answer)) == (403, "not-admitted")
    assert other


def _devices(connection: Connection) -> list[bytes]:
    return list(connection.execute(select(tables.device.c.id)).scalars())


def test_a_damaged_batch_is_refused_whole_and_nothing_of_it_stays(server: Server) -> None:
    desk = a_desk(server)
    desk.enrol(server.code())
    content = lines(desk.parcel())
    for altered in (
        content[:-20],
        content.replace(b'"batch":1', b'"batch":2'),
        content[:500] + b"x" + content[501:],
        b"",
    ):
        body = pack(altered)
        answer = desk.ask("POST", f"{desk.stream}/items", body, headers={"Content-Encoding": "zstd"})
        assert (answer.status_code, problem(answer)) == (422, "batch")
    assert desk.ask("GET", desk.stream).json()["head"] == 0


def test_what_unpacks_to_too_much_or_is_packed_strangely_is_refused(server: Server) -> None:
    desk = enrolled(server)
    bomb = pack(bytes(40 * 1024 * 1024))
    answer = desk.ask("POST", f"{desk.stream}/items", bomb, headers={"Content-Encoding": "zstd"})
    assert (answer.status_code, problem(answer)) == (413, "too-large")
    strange = desk.ask("POST", f"{desk.stream}/items", b"x", headers={"Content-Encoding": "br"})
    assert (strange.status_code, problem(strange)) == (415, "encoding")
    large = desk.ask("POST", f"{desk.stream}/items", bytes(6 * 1024 * 1024))
    assert (large.status_code, problem(large)) == (413, "too-large")


def test_both_sides_compare_what_they_hold(server: Server) -> None:
    desk = enrolled(server)
    ours = desk.laptop.read(comparing.holding)
    body = protocol.message(protocol.frontier_fields(ours))
    answer = desk.ask("POST", f"{desk.stream}/frontier", body)
    found = protocol.read_frontier_answer(protocol.read_message(answer.content))
    assert all(found.held)
    assert found.frontier == ours
    origin = ours.tips[0].origin
    query = "first=0&count=2"
    told = desk.ask("GET", f"{desk.stream}/origins/{origin.hex()}/digests", query=query).json()["digests"]
    assert told == [one.hex() for one in desk.laptop.read(lambda c: comparing.digests(c, origin, 0, 2))]
    query = "first=1&last=3"
    part = read_lines(desk.ask("GET", f"{desk.stream}/origins/{origin.hex()}/items", query=query).content)
    assert len(part.operations) == 3


def test_who_asks_too_often_is_told_when_to_come_back(server: Server) -> None:
    desk = enrolled(server)
    answers = [desk.ask("GET", desk.stream) for _ in range(90)]
    busy = [one for one in answers if one.status_code == 429]
    assert busy
    assert problem(busy[0]) == "busy"
    assert int(busy[0].headers["retry-after"]) >= 1
    assert answers[0].status_code == 200


def test_a_copied_laptop_is_reported_and_both_copies_are_kept(server: Server) -> None:
    desk = enrolled(server)
    copy = Desk(_copied(desk), server, given=desk.given)
    for one, name in ((desk, "SAMPLE First"), (copy, "SAMPLE Second")):
        owner = one.laptop.owner
        work = Work(one.laptop.records, owner.author(owner.user), "SAMPLE", frozenset({"administrator"}))
        learners.add_learner(work, LearnerDetails(full_name=name))
        assert one.push().status_code == 200
    seen = server.registry.stores.read_book(sightings)
    assert [(one.what, one.centre) for one in seen] == [(CLONE, desk.centre)]
    names = select(tables.learner.c.full_name)
    there = server.registry.stores.read(desk.centre, lambda connection: set(connection.execute(names).scalars()))
    assert {"SAMPLE First", "SAMPLE Second"} <= there


def _copied(desk: Desk) -> Laptop:
    original = desk.laptop
    return Laptop("copy", original.disk.copied(), original.owner, original.chance, original.wall)


def test_the_registry_keeps_when_a_laptop_was_heard_of(server: Server) -> None:
    desk = enrolled(server)
    (row,) = centre_rows(server.registry)
    assert (row.code, row.devices, row.last_at) == ("ONE", 1, server.clock.now)
    heard = [one for one in device_rows(server.registry) if one.last_at]
    assert [one.device for one in heard] == [desk.laptop.itself.device]


def test_requests_about_a_centre_that_is_not_served_are_refused_in_the_same_words(server: Server) -> None:
    with pytest.raises(NotAdmitted):
        device_key(server.registry, bytes(16), bytes(16))
