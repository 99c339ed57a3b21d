# SPDX-License-Identifier: Apache-2.0
"""Awards are judged again at the registry, and its own word stands under nothing that is doubtful."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app.exchange.answering import arrival_of
from app.journal.canonical import to_text
from app.journal.operation import Operation
from app.journal.signing import Head, head_is_signed
from app.records import tables
from app.records.journal_tables import head
from app.records.unit_of_work import Fact
from app.registry.countersigning import DAY_MS, countersign, countersign_all
from app.registry.sightings import DOUBT, Sighting, settle, sightings
from tests.records.scribe import take_in
from tests.registry.registry_samples import Desk, Server, a_registry, enrolled
from tests.simulation.files import in_memory

ISSUED = {"document": "certificate", "issued_on": "2026-11-24"}
NOTHING_MARKED = hashlib.sha256(b"").digest()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def ids(connection: Connection) -> tuple[bytes, list[bytes], bytes, bytes]:
    """A learner, the units of the qualification, the qualification, and another person than its founder."""
    learner = connection.execute(select(tables.learner.c.id).order_by(tables.learner.c.full_name)).scalars().all()[0]
    units = connection.execute(select(tables.unit.c.id).order_by(tables.unit.c.code)).scalars().all()
    qualification = connection.execute(select(tables.qualification.c.id)).scalar_one()
    person = connection.execute(select(tables.person.c.id).where(tables.person.c.name == "SAMPLE Sokha")).scalar_one()
    return learner, list(units), qualification, person


def issued(desk: Desk) -> Operation:
    learner, _, qualification, _ = desk.laptop.read(ids)
    body = {"number": "KG-1", "qualification": to_text(qualification), **ISSUED}
    (one,) = desk.laptop.write(desk.laptop.owner.user, Fact("certificate.issued", learner, body))
    desk.push()
    return one


def signed_off(desk: Desk) -> None:
    learner, units, _, person = desk.laptop.read(ids)
    said = {"attempt": 1, "outcome": "competent", "digest": to_text(NOTHING_MARKED)}
    for unit in units:
        about = {"unit": to_text(unit)}
        judged = Fact("judgement.made", learner, {**about, "attempt": 1, "outcome": "competent"})
        desk.laptop.write(person, judged, Fact("signoff.made", learner, {**about, **said}))


def seen(server: Server) -> list[Sighting]:
    return list(server.registry.stores.read_book(sightings))


def words(server: Server, desk: Desk) -> list[Head]:
    query = select(head).where(head.c.device == server.registry.identity.id)
    read = server.registry.stores.read
    rows = read(desk.centre, lambda connection: connection.execute(query).all())
    return [Head(row.origin, row.seq, row.hash, row.device, row.sig) for row in rows]


def test_an_award_that_the_rules_bear_out_is_not_doubtful(server: Server) -> None:
    desk = enrolled(server)
    signed_off(desk)
    issued(desk)
    assert seen(server) == []


def test_an_award_without_its_units_is_doubtful_until_they_come(server: Server) -> None:
    desk = enrolled(server)
    award = issued(desk)
    (one,) = seen(server)
    assert (one.what, one.place, one.words, one.settled_at) == (DOUBT, award.id, "not-eligible U1 U2", 0)
    signed_off(desk)
    server.clock.now += 1
    desk.push()
    (one,) = seen(server)
    assert one.settled_at == server.clock.now


def test_an_award_by_somebody_without_the_right_is_doubtful(server: Server) -> None:
    desk = enrolled(server)
    signed_off(desk)
    learner, _, qualification, _ = desk.laptop.read(ids)
    who = select(tables.person.c.id).where(tables.person.c.name == "SAMPLE Anahit")
    assessor = desk.laptop.read(lambda connection: connection.execute(who).scalar_one())
    body = {"number": "KG-1", "qualification": to_text(qualification), **ISSUED}
    desk.laptop.write(assessor, Fact("certificate.issued", learner, body))
    desk.push()
    assert [one.words for one in seen(server)] == ["breach rights"]


def test_what_staff_settled_stays_settled(server: Server) -> None:
    desk = enrolled(server)
    award = issued(desk)
    settle(server.registry, desk.centre, DOUBT, award.id)
    desk.push()
    assert [bool(one.settled_at) for one in seen(server)] == [True]


def test_the_registry_countersigns_what_it_holds_once_a_day_and_laptops_take_its_word(server: Server) -> None:
    desk = enrolled(server)
    assert countersign_all(server.registry) == 1
    (word,) = words(server, desk)
    assert head_is_signed(word, server.card.sign_key)
    assert (word.origin, word.seq) == (desk.laptop.records.place.origin, desk.laptop.records.place.seq)
    assert countersign_all(server.registry) == 0
    signed_off(desk)
    desk.push()
    assert countersign_all(server.registry) == 0
    server.clock.now += DAY_MS
    signed_off(desk)
    desk.push()
    assert countersign_all(server.registry) == 1
    assert set(words(server, desk)) <= set(desk.pull().heads)


def test_the_registry_does_not_vouch_for_a_doubtful_award_nor_for_what_follows_it(server: Server) -> None:
    desk = enrolled(server)
    award = issued(desk)
    assert countersign(server.registry, desk.centre) == 1
    assert [one.seq for one in words(server, desk)] == [award.seq - 1]
    signed_off(desk)
    desk.push()
    server.clock.now += DAY_MS
    desk.laptop.write(desk.laptop.owner.user, Fact("centre.set", desk.centre, {"place": "Osh"}))
    desk.push()
    assert countersign(server.registry, desk.centre) == 1
    assert max(one.seq for one in words(server, desk)) > award.seq


def test_the_word_of_the_registry_lets_no_entry_of_the_centre_in(server: Server) -> None:
    """A laptop that knows the registry's word and not that of the laptop that wrote keeps the entries aside."""
    desk = enrolled(server)
    signed_off(desk)
    desk.push()
    countersign(server.registry, desk.centre)
    pulled = desk.pull()
    only_its_word = tuple(one for one in pulled.heads if one.device == server.registry.identity.id)
    file = in_memory()
    take_in(file, desk.centre, arrival_of(replace(pulled, heads=only_its_word), {}))
    with file.reader.connect() as connection:
        assert connection.execute(select(tables.learner.c.id)).all() == []
    file.close()
