# SPDX-License-Identifier: Apache-2.0
"""Receipts travel back: a laptop learns, by whatever way, which of its entries another laptop has received."""

import itertools
import random
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.credentials.trust import write_trust_list
from app.credentials.verifying import verify_text
from app.domain.refusals import Refused
from app.exchange.enrolment import Card
from app.exchange.said import Believed, Holding, believed_bytes, holding_bytes, read_believed, read_holding
from app.journal.canonical import NotCanonical
from app.journal.chain import Place
from app.journal.operation import OpId
from app.journal.signing import public_key
from app.records import peers, positions
from app.records.frontier import beneath, frontier
from app.records.refolding import table_digests
from app.services.carried import Safety, safety
from app.services.exchanging import BundleWish, read_bundle, write_bundle
from app.services.holdings import held_by, keep_holdings, kept_holdings, reached
from app.services.joining import accept, admit, join_request
from app.services.joining_registry import join_registry
from app.services.looking_in import look_into
from app.services.opening import OpenCentre
from app.services.receivers import receiver
from app.services.shutting_out import revoke_device
from app.services.trusting import add_list, lists_in
from app.store.keyring import WEAKEST
from app.store.keys import public_half
from tests.credentials.builders_credentials import facts_of, key_of, trust_of
from tests.services.centre_samples import computer, enter_learner, founded, learners, opened
from tests.services.test_shutting_out import device, three_laptops

LINH = "Linh SAMPLE"
KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


def safe(centre: OpenCentre) -> Safety:
    return centre.work.read(safety, centre.laptop.device)


def tick(centre: OpenCentre) -> str:
    """How far the last entry of this laptop has come."""
    last = centre.work.records.place
    return centre.work.read(reached, centre.laptop.device).of(OpId(last.origin, last.seq))


def test_an_entry_waits_is_sent_and_is_received_also_by_way_of_a_third_laptop(tmp_path: Path) -> None:
    office, workshop, van = three_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
        assert tick(centre) == "waiting"
        assert safe(centre).waiting > 0
        write_bundle(centre, tmp_path / "1")
        assert (tick(centre), safe(centre).waiting) == ("sent", 0)
        assert safe(centre).under_way > 0
    with opened(workshop) as centre:
        read_bundle(centre, tmp_path / "1")
        write_bundle(centre, tmp_path / "2")
    with opened(van) as centre:
        read_bundle(centre, tmp_path / "2")
        write_bundle(centre, tmp_path / "3", BundleWish(receiver(centre, "office")))
    with opened(office) as centre:
        read_bundle(centre, tmp_path / "3")
        assert (tick(centre), safe(centre).waiting) == ("received", 0)
        known = centre.work.read(kept_holdings)
        assert {device(centre, "workshop"), device(centre, "van")} == set(known)


def test_the_bundle_for_a_laptop_holds_only_what_it_lacks_and_all_of_it(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(workshop) as centre:
        enter_learner(centre, "Dara SAMPLE")
        write_bundle(centre, tmp_path / "1")
    with opened(office) as centre:
        read_bundle(centre, tmp_path / "1")
        enter_learner(centre, LINH)
        report = write_bundle(centre, tmp_path / "2", BundleWish(receiver(centre, "workshop")))
        assert report.operations < 5
    with opened(workshop) as centre:
        brought = read_bundle(centre, tmp_path / "2")
        assert (brought.waiting, brought.refused) == (0, ())
        assert LINH in learners(centre)


def test_a_receiver_of_whom_nothing_is_known_gets_everything(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        everything = write_bundle(centre, tmp_path / "1").operations
        assert write_bundle(centre, tmp_path / "2", BundleWish(receiver(centre, "van"))).operations == everything


def said_by(centre: OpenCentre, at: int, places: tuple[Place, ...]) -> Holding:
    return Holding(centre.work.centre, centre.laptop.device, at, places).signed(centre.laptop.keys.sign)


def test_only_what_a_laptop_of_the_centre_signed_counts_and_only_its_newest_word(tmp_path: Path) -> None:
    office, workshop, van = three_laptops(tmp_path)
    with opened(workshop) as other, opened(office) as centre:
        places = tuple(centre.work.read(frontier))
        own, records = centre.laptop.device, centre.work.records
        true, newer = said_by(other, 50, places), said_by(other, 51, ())
        stranger = replace(true, at=60).signed(KEY)
        elsewhere = replace(said_by(other, 70, places), centre=b"x" * 16)
        keep_holdings(records, own, [stranger, elsewhere, replace(true, sig=bytes(64)), said_by(centre, 1, places)])
        assert centre.work.read(kept_holdings) == {}
        keep_holdings(records, own, [true])
        assert tick(centre) == "received"
        keep_holdings(records, own, [newer])
        assert tick(centre) == "sent"
        keep_holdings(records, own, [true])
        assert centre.work.read(kept_holdings) == {newer.device: newer}
        keep_holdings(records, own, [said_by(other, 80, places)])
        revoke_device(centre, other.laptop.device)
        assert centre.work.read(kept_holdings) == {}
    with opened(van):
        pass


def test_a_place_that_is_not_in_the_journal_says_nothing(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(workshop) as other, opened(office) as centre:
        last = centre.work.records.place
        further = (last._replace(seq=last.seq + 9), last._replace(hash=b"?" * 32), Place(b"o" * 16, 1, b"h" * 32))
        assert centre.work.read(beneath, further) == {}
        keep_holdings(centre.work.records, centre.laptop.device, [said_by(other, 5, further)])
        assert centre.work.read(held_by, other.laptop.device) == ({}, frozenset())


def test_what_laptops_say_is_read_as_it_was_written_and_nothing_else_is() -> None:
    held = Holding(
        b"c" * 16, b"d" * 16, 1_790_000_000_000 << 16 | 7, (Place(b"o" * 16, 3, b"h" * 32),), frozenset({b"12345678"})
    )
    signed = held.signed(KEY)
    assert read_holding(holding_bytes(signed)) == signed
    assert signed.is_signed(public_key(KEY))
    assert not replace(signed, at=8).is_signed(public_key(KEY))
    believed = Believed(b"c" * 16, b"d" * 16, b"list").signed(KEY)
    assert read_believed(believed_bytes(believed)) == believed
    assert believed.is_signed(public_key(KEY))
    for content in (b"{}", b"[]", b"", holding_bytes(signed).replace(b'"places":[[', b'"places":[[1,')):
        with pytest.raises((NotCanonical, KeyError)):
            read_holding(content)


FOREIGN = key_of(7)


def foreign_list(day: str) -> bytes:
    return write_trust_list(trust_of(FOREIGN, list_date=day), FOREIGN)


def test_lists_of_other_centres_travel_and_certificates_are_checked_by_their_date(tmp_path: Path) -> None:
    from app.credentials.qr_text import qr_text

    office, workshop, _ = three_laptops(tmp_path)
    code = qr_text(facts_of(), FOREIGN)
    with opened(office) as centre:
        today = centre.work.today()
        day = (today - timedelta(days=1)).isoformat()
        add_list(centre.folder, foreign_list(day), today)
        write_bundle(centre, tmp_path / "1")
    with opened(workshop) as centre:
        assert verify_text(code, lists_in(centre.folder), today).result == "unknown-issuer"
        assert read_bundle(centre, tmp_path / "1").refused == ()
        found = verify_text(code, lists_in(centre.folder), today)
        assert (found.result, found.list_date) == ("genuine", day)
        add_list(centre.folder, foreign_list(today.isoformat()), today)
        brought = read_bundle(centre, tmp_path / "1")
        assert (brought.refused, brought.remarks) == ((), ())
        assert verify_text(code, lists_in(centre.folder), today).list_date == today.isoformat()


def test_a_list_that_no_laptop_of_the_centre_vouches_for_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    path = tmp_path / "1"
    with opened(office) as centre:
        today = centre.work.today()
        add_list(centre.folder, foreign_list(today.isoformat()), today)
        monkeypatch.setattr(Believed, "signed", lambda self, key: replace(self, sig=bytes(64)))
        write_bundle(centre, path)
    with opened(workshop) as centre:
        read_bundle(centre, path)
        assert len(lists_in(centre.folder)) == 1


def test_a_file_that_another_laptop_signed_than_it_names_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
        sign = replace(centre.laptop.keys, sign=KEY)
        monkeypatch.setattr(centre, "laptop", replace(centre.laptop, keys=sign))
        with monkeypatch.context() as patched:
            patched.setattr("app.services.exchanging.stamped", lambda records, laptop: 1)
            write_bundle(centre, tmp_path / "1")
    with opened(workshop) as centre:
        assert any("not signed by the laptop" in one for one in read_bundle(centre, tmp_path / "1").refused)


def test_what_was_acknowledged_over_the_network_counts_as_received_up_to_the_first_gap(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
        last = centre.work.records.place
        with centre.work.records.transaction() as batch:
            positions.begin(batch.connection, centre.work.centre, b"e" * 16)
            top = positions.allot(batch.connection)
            peers.keep(batch.connection, peers.PeerRow(b"p" * 16, "Registry SAMPLE", "", b""))
            (place,) = positions.places_of(batch.connection, [OpId(last.origin, last.seq)], [], [])
            peers.add(batch.connection, peers.GIVEN, b"p" * 16, positions.Range(1, place - 1))
            peers.add(batch.connection, peers.GIVEN, b"p" * 16, positions.Range(place + 1, top))
        before = centre.work.read(reached, centre.laptop.device)
        assert before.of(OpId(last.origin, last.seq - 1)) == "received"
        assert before.of(OpId(last.origin, last.seq)) == "waiting"
        with centre.work.records.transaction() as batch:
            peers.add(batch.connection, peers.GIVEN, b"p" * 16, positions.Range(place, place))
        assert tick(centre) == "received"
        assert safe(centre).waiting == 0
        enter_learner(centre, "Dara SAMPLE")
        assert tick(centre) == "waiting"


def test_a_file_can_be_for_the_registry_of_the_centre_and_its_word_counts(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    card = Card("Registry SAMPLE", "", public_key(KEY), public_half(KEY))
    with opened(office) as centre:
        join_registry(centre.work, card)
        write_bundle(centre, tmp_path / "1", BundleWish(receiver(centre, "registry sample")))
        opened_there = look_into(tmp_path / "1", KEY)
        assert (opened_there.closed, opened_there.whole) == (False, True)
        assert look_into(tmp_path / "1").closed
        places = tuple(centre.work.read(frontier))
        said = Holding(centre.work.centre, card.id, 5, places).signed(KEY)
        keep_holdings(centre.work.records, centre.laptop.device, [said])
        assert tick(centre) == "received"
        assert write_bundle(centre, tmp_path / "2", BundleWish(receiver(centre, card.id.hex()))).operations == 0


@pytest.mark.parametrize(
    ("name", "words"), [("nowhere", "no laptop “nowhere”"), ("office", "this laptop itself"), ("van", "shut out")]
)
def test_whom_a_file_cannot_be_for_is_said(tmp_path: Path, name: str, words: str) -> None:
    office, _, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        revoke_device(centre, device(centre, "van"))
        with pytest.raises(Refused, match=words):
            receiver(centre, name)


def test_a_laptop_whose_clock_is_years_behind_joins_and_is_told_which_list_is_of_the_future(tmp_path: Path) -> None:
    office, behind = computer(tmp_path), computer(tmp_path, "behind")
    founded(office)
    behind.wall.now -= 3 * 365 * 24 * 3600 * 1000
    join_request(behind.folder, "Behind", behind.path / "request", behind.machine)
    with opened(office) as centre:
        today = centre.work.today()
        add_list(centre.folder, foreign_list(today.isoformat()), today)
        admit(centre, behind.path / "request", behind.path / "answer")
        write_bundle(centre, tmp_path / "1")
    accept(behind.folder, behind.path / "answer", behind.machine)
    with opened(behind) as centre:
        brought = read_bundle(centre, tmp_path / "1")
        assert brought.refused == ()
        assert "still to come" in brought.remarks[0]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_sticks_are_lost_late_or_read_twice_files_for_one_laptop_bring_all_of_it(
    tmp_path: Path, seed: int
) -> None:
    chance, sticks = random.Random(seed), [0]
    computers = three_laptops(tmp_path)

    def written(giver: OpenCentre, whom: str) -> Path:
        path = tmp_path / f"stick{sticks[0]}"
        sticks[0] += 1
        write_bundle(giver, path, BundleWish(receiver(giver, whom) if whom else None))
        return path

    with ExitStack() as stack:
        centres = {one.path.name: stack.enter_context(opened(one)) for one in computers}
        lying: list[tuple[str, Path]] = []
        for number in range(14):
            giver, taker = chance.sample(sorted(centres), 2)
            enter_learner(centres[giver], f"Learner {number} SAMPLE")
            lying.append((taker, written(centres[giver], chance.choice([taker, ""]))))
            for whose, path in chance.sample(lying, min(2, len(lying))):
                assert read_bundle(centres[whose], path).refused == ()
        for giver, taker in [*itertools.permutations(centres, 2)] * 2:
            brought = read_bundle(centres[taker], written(centres[giver], taker))
            assert (brought.refused, brought.waiting) == ((), 0)
        assert {len(learners(one)) for one in centres.values()} == {14}
        assert len({str(one.work.read(table_digests)) for one in centres.values()}) == 1
        for giver, taker in itertools.permutations(centres, 2):
            last = write_bundle(centres[giver], tmp_path / "last", BundleWish(receiver(centres[giver], taker)))
            assert last.operations == 0
        assert {tick(one) for one in centres.values()} == {"received"}
