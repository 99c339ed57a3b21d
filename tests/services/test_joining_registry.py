# SPDX-License-Identifier: Apache-2.0
"""The centre joins a registry: every laptop learns it, and the registry can read names, never private fields."""

from pathlib import Path

import pytest

from app.domain.learners import AWARD, IDENTITY, PRIVATE
from app.domain.refusals import BadInput, NotAllowed
from app.exchange.class_keys import keys_for
from app.exchange.enrolment import Card
from app.journal.signing import public_key
from app.records.queries.registries import RegistryRow, registries
from app.services.exchanging import read_bundle, write_bundle
from app.services.joining_registry import join_registry
from app.services.laptop import newest_epoch, read_class_keys
from app.services.people import add_person
from app.services.shutting_out import revoke_device
from app.services.upkeep import check
from app.store.keyring import WEAKEST
from app.store.keys import public_half
from tests.services.centre_samples import PASSPHRASE, computer, founded, opened
from tests.services.test_shutting_out import device, three_laptops

BOX = bytes(range(32))
CARD = Card("Registry SAMPLE", "https://registry.invalid", public_key(bytes(32)), public_half(BOX))


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


def test_every_laptop_learns_the_registry_by_any_road(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        assert join_registry(centre.work, CARD)
        write_bundle(centre, tmp_path / "stick")
    with opened(workshop) as centre:
        read_bundle(centre, tmp_path / "stick")
        known = RegistryRow(CARD.id, CARD.name, CARD.url, CARD.sign_key, CARD.box_key)
        assert centre.work.read(registries) == [known]
        assert check(centre) == ()


def test_the_registry_is_given_the_keys_of_names_and_documents_only(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        join_registry(centre.work, CARD)
        all_keys = centre.work.read(read_class_keys)
        assert centre.work.read(keys_for, CARD.id, BOX) == {
            name: key for name, key in all_keys.items() if name[0] in (IDENTITY, AWARD)
        }
        assert centre.work.read(keys_for, CARD.id, bytes(32)) == {}


def test_after_a_laptop_was_shut_out_the_registry_reads_on(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        join_registry(centre.work, CARD)
        revoke_device(centre, device(centre, "van"))
        all_keys = centre.work.read(read_class_keys)
        assert len({epoch for _, epoch in all_keys}) == 2
        assert centre.work.read(keys_for, CARD.id, BOX) == {
            name: key for name, key in all_keys.items() if name[0] in (IDENTITY, AWARD)
        }


def test_a_registry_that_was_joined_elsewhere_meanwhile_reads_on_as_well(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        revoke_device(centre, device(centre, "van"))
        newest = centre.work.read(newest_epoch)
        write_bundle(centre, tmp_path / "stick")
    with opened(workshop) as centre:
        join_registry(centre.work, CARD)
        assert (IDENTITY, newest) not in centre.work.read(keys_for, CARD.id, BOX)
        read_bundle(centre, tmp_path / "stick")
        assert (IDENTITY, newest) in centre.work.read(keys_for, CARD.id, BOX)
        assert (PRIVATE, newest) not in centre.work.read(keys_for, CARD.id, BOX)
        assert check(centre) == ()


def test_the_same_again_writes_nothing_and_another_address_takes_the_place_of_the_first(tmp_path: Path) -> None:
    at = computer(tmp_path, "office")
    founded(at)
    with opened(at) as centre:
        assert join_registry(centre.work, CARD)
        assert not join_registry(centre.work, CARD)
        moved = Card(CARD.name, "https://elsewhere.invalid", CARD.sign_key, CARD.box_key)
        assert join_registry(centre.work, moved)
        assert [row.url for row in centre.work.read(registries)] == ["https://elsewhere.invalid"]


def test_only_an_administrator_joins_and_only_what_can_be_a_registry(tmp_path: Path) -> None:
    at = computer(tmp_path, "office")
    founded(at)
    with opened(at) as centre:
        for keys in ((b"short", CARD.box_key), (CARD.sign_key, b"short"), (CARD.sign_key, bytes(32))):
            with pytest.raises(BadInput, match="not the card"):
                join_registry(centre.work, Card("Registry SAMPLE", "", *keys))
        add_person(centre, "Bolot SAMPLE", ["assessor"], PASSPHRASE)
        centre.enter("Bolot SAMPLE", PASSPHRASE)
        with pytest.raises(NotAllowed):
            join_registry(centre.work, CARD)
        assert centre.work.read(registries) == []
