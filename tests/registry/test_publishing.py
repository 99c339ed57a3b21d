# SPDX-License-Identifier: Apache-2.0
"""What a registry publishes comes to every laptop whose centre trusts it, and nothing else does by that road."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app.domain.standards import Criterion, Element, Qualification, StandardsPack, Unit
from app.exchange.answering import arrival_of
from app.exchange.wire import Parcel, read_lines
from app.journal.canonical import to_text
from app.journal.chain import Belonging, Place, compose
from app.journal.clock import Stamp
from app.journal.operation import NOBODY, Draft, read
from app.journal.signing import reference_stream, sign_head
from app.records import tables
from app.records.queries.published_lists import published_lists
from app.records.receiving import Arrival, Received
from app.records.standards_facts import facts_of
from app.records.unit_of_work import Fact
from app.registry import publishing
from app.registry.opening import number_anew
from tests.registry.registry_samples import Desk, Server, a_desk, a_registry, enrolled
from tests.simulation.agreement import unsound
from tests.simulation.carrier import packed
from tests.simulation.ground import version_of
from tests.simulation.laptop import Laptop

ROOT = Path(__file__).parent


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def pack(title: str = "Weld") -> StandardsPack:
    criterion = Criterion("1.1", "Joins steel", True)
    unit = Unit("NAT-1", title, (Element("1", "Steel", (criterion,)),), language="en")
    return StandardsPack((unit,), (Qualification("NAT", "Welder", ("NAT-1",), language="en"),))


def publish(server: Server, one: StandardsPack) -> int:
    return publishing._publish(server.registry, lambda connection: facts_of(connection, one))


def published(server: Server) -> Parcel:
    epoch = server.client.get("/v1/streams/reference").json()["epoch"]
    answer = server.client.get(f"/v1/streams/reference/items?epoch={epoch}")
    return read_lines(answer.content)


def titles(connection: Connection) -> set[str]:
    return set(connection.execute(select(tables.unit.c.title).where(tables.unit.c.code == "NAT-1")).scalars())


def take(desk: Desk, parcel: Parcel) -> Received:
    return desk.laptop.receive(arrival_of(parcel, {}))


def test_standards_come_to_a_laptop_whose_centre_trusts_the_registry(server: Server) -> None:
    desk = enrolled(server)
    assert publish(server, pack()) == 2
    assert publish(server, pack()) == 0
    received = take(desk, published(server))
    assert (received.new, received.refused) == (2, 0)
    assert desk.laptop.read(titles) == {"Weld"}
    assert desk.laptop.read(lambda connection: connection.execute(select(tables.breach)).all()) == []
    assert unsound(desk.laptop) == []


def test_before_the_centre_trusts_it_it_waits_and_then_comes_by_itself(server: Server) -> None:
    desk = a_desk(server)
    publish(server, pack())
    assert take(desk, published(server)).waiting == 2
    assert desk.laptop.read(titles) == set()
    other = desk.laptop.disk.copied()
    desk.join()
    desk.laptop.sign_head()
    copy = Laptop("van", other, desk.laptop.owner, random.Random(4), desk.laptop.wall)
    copy.receive(packed(desk.laptop))
    assert copy.read(titles) == {"Weld"}


def test_it_goes_on_to_other_laptops_and_to_the_registry_with_the_records_of_the_centre(server: Server) -> None:
    desk = enrolled(server)
    publish(server, pack())
    take(desk, published(server))
    assert desk.push().json()["accepted"] == 2
    assert server.registry.stores.read(desk.centre, titles) == {"Weld"}


def test_a_newer_version_takes_the_place_of_the_older_one_and_both_are_kept(server: Server) -> None:
    desk = enrolled(server)
    publish(server, pack())
    publish(server, pack("Weld and cut"))
    take(desk, published(server))
    assert desk.laptop.read(titles) == {"Weld", "Weld and cut"}


def false_words(server: Server, desk: Desk) -> Sequence[Arrival]:
    """Entries that pretend to be published, or to be of the centre, under the word of somebody who may not say so."""
    chance = random.Random(5)
    itself, identity = desk.laptop.itself, server.registry.identity
    unit: dict[str, object] = {"code": "NAT-1", "title": "False", "language": "en", "elements": []}

    def entry(stream: bytes, kind: str, about: bytes, body: dict[str, object], *, by: tuple[bytes, bytes]) -> Arrival:
        place = Place(chance.randbytes(16))
        command = Belonging(stream, chance.randbytes(16), NOBODY)
        one = compose(Draft(kind, about, body), place, command, ver=1, at=Stamp(server.clock.now, 0))
        return Arrival([one.raw], [sign_head(Place(one.origin, 1, one.hash), *by)])

    laptop, registry = (itself.device, itself.keys.sign), (identity.id, identity.sign)
    stranger = (chance.randbytes(16), chance.randbytes(32))
    add = partial(entry, kind="unit.published", about=version_of(unit), body=unit)
    person: dict[str, object] = {"name": "False", "roles": "administrator", "disabled": ""}
    return [
        add(identity.reference, by=laptop),
        add(identity.reference, by=stranger),
        add(chance.randbytes(16), by=registry),
        entry(desk.centre, "person.added", chance.randbytes(16), person, by=registry),
    ]


def test_nobody_publishes_but_the_registry_and_the_registry_writes_nothing_of_the_centre(server: Server) -> None:
    desk = enrolled(server)
    for arrival in false_words(server, desk):
        received = desk.laptop.receive(arrival)
        assert (received.new, received.waiting > 0) == (0, True)
    assert desk.laptop.read(titles) == set()


def test_a_laptop_cannot_slip_something_published_under_an_entry_of_its_own(server: Server) -> None:
    """One name, first an entry that pretends to be published, then one of the centre under the laptop's own word."""
    desk = enrolled(server)
    itself, chance = desk.laptop.itself, random.Random(6)
    unit: dict[str, object] = {"code": "NAT-1", "title": "False", "language": "en", "elements": []}
    origin, at = chance.randbytes(16), Stamp(server.clock.now, 0)
    reference = Belonging(server.registry.identity.reference, chance.randbytes(16), NOBODY)
    first = compose(Draft("unit.published", version_of(unit), unit), Place(origin), reference, ver=1, at=at)
    of_centre = replace(reference, stream=desk.centre, actor=desk.laptop.owner.user)
    begun = Draft("origin.begun", itself.device, {"reason": "joined"})
    second = compose(begun, Place(origin, 1, first.hash), of_centre, ver=1, at=at)
    head = sign_head(Place(origin, 2, second.hash), itself.device, itself.keys.sign)
    received = desk.laptop.receive(Arrival([first.raw, second.raw], [head]))
    assert received.new == 0
    assert desk.laptop.read(titles) == set()


def test_after_the_registry_was_put_back_it_publishes_under_another_name(server: Server) -> None:
    publish(server, pack())
    before = server.client.get("/v1/streams/reference").json()
    number_anew(server.registry)
    assert server.client.get("/v1/streams/reference").json()["epoch"] != before["epoch"]
    publish(server, pack("Weld and cut"))
    origins = {read(raw).origin for raw in published(server).operations}
    assert len(origins) == 2


def test_a_long_list_of_trust_comes_in_parts_and_is_whole_at_the_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = enrolled(server)
    content = b'{"list": "' + "é".encode() * 30_000 + b'"}'

    class _List:
        name = "Root SAMPLE"

    monkeypatch.setattr(publishing, "is_root_list", lambda data: True)
    monkeypatch.setattr(publishing, "read_root_list", lambda data: _List)
    path = server.place.folder / "list"
    path.write_bytes(content)
    assert publishing.publish_list(server.registry, path)
    assert not publishing.publish_list(server.registry, path)
    parcel = published(server)
    assert len(parcel.operations) > 1
    first = replace(parcel, operations=parcel.operations[:1])
    take(desk, first)
    assert desk.laptop.read(published_lists) == []
    take(desk, parcel)
    assert desk.laptop.read(published_lists) == [content]


def test_a_list_of_trust_that_an_assessor_writes_has_no_effect(server: Server) -> None:
    desk = enrolled(server)
    said = {"list": "root", "name": "False", "part": 0, "parts": 1, "content": "{}"}
    desk.laptop.write(desk.laptop.owner.user, Fact("trust.published", bytes(16), said))
    desk.push()
    lists = select(tables.published_list)
    there = server.registry.stores.read(desk.centre, lambda connection: connection.execute(lists).all())
    assert there == []


def test_the_name_of_the_stream_follows_from_the_key(server: Server) -> None:
    assert server.registry.identity.reference == reference_stream(server.card.sign_key)
    assert to_text(server.registry.identity.reference) != to_text(reference_stream(bytes(32)))
