# SPDX-License-Identifier: Apache-2.0
"""A laptop that was lost is shut out: it reads nothing that the others write down from then on."""

import shutil
from pathlib import Path

import pytest

from app.domain.refusals import NotAllowed, NotFound, RuleBroken
from app.exchange.join_request import DeviceKeys
from app.journal.canonical import to_text
from app.records.queries import people
from app.records.unit_of_work import Fact
from app.services.exchanging import read_bundle, write_bundle
from app.services.joining import accept, admit, join_request
from app.services.laptop import newest_epoch, read_class_keys
from app.services.opening import OpenCentre
from app.services.people import add_person
from app.services.shutting_out import revoke_device, take_class_keys
from app.services.upkeep import check
from app.store.keyring import WEAKEST
from app.store.keys import public_half, seal
from tests.services.centre_samples import (
    PASSPHRASE,
    Computer,
    computer,
    enter_learner,
    erase,
    founded,
    learners,
    opened,
)

DARA, LINH = "Dara SAMPLE", "Linh SAMPLE"


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


def three_laptops(tmp_path: Path) -> tuple[Computer, Computer, Computer]:
    """Three laptops of one centre, each of which knows the other two."""
    office, workshop, van = (computer(tmp_path, name) for name in ("office", "workshop", "van"))
    founded(office)
    with opened(office) as centre:
        for newcomer in (workshop, van):
            join_request(newcomer.folder, newcomer.path.name, newcomer.path / "request", newcomer.machine)
            admit(centre, newcomer.path / "request", newcomer.path / "answer")
        write_bundle(centre, tmp_path / "all")
    for newcomer in (workshop, van):
        accept(newcomer.folder, newcomer.path / "answer", newcomer.machine)
        with opened(newcomer) as centre:
            read_bundle(centre, tmp_path / "all")
    return office, workshop, van


def device(centre: OpenCentre, name: str) -> bytes:
    """The id of a laptop."""
    return next(row.id for row in centre.work.read(people.devices, centre.laptop.device) if row.name == name)


def shut_out_with_a_new_learner(tmp_path: Path, office: Computer) -> Path:
    """The office shuts the van out, writes a learner down, and writes a file."""
    with opened(office) as centre:
        revoke_device(centre, device(centre, "van"))
        enter_learner(centre, DARA)
        write_bundle(centre, tmp_path / "stick")
        assert check(centre) == ()
    return tmp_path / "stick"


def test_the_other_laptops_read_on(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    path = shut_out_with_a_new_learner(tmp_path, office)
    with opened(workshop) as centre:
        received = read_bundle(centre, path)
        assert (received.waiting, received.refused) == (0, ())
        assert learners(centre) == {DARA}
        assert check(centre) == ()
        enter_learner(centre, LINH)
        write_bundle(centre, tmp_path / "back")
    with opened(office) as centre:
        assert read_bundle(centre, tmp_path / "back").refused == ()
        assert learners(centre) == {DARA, LINH}


def test_the_laptop_that_was_shut_out_reads_no_new_name(tmp_path: Path) -> None:
    office, _, van = three_laptops(tmp_path)
    path = shut_out_with_a_new_learner(tmp_path, office)
    with opened(van) as centre:
        (sentence,) = read_bundle(centre, path).refused
        assert "closed to this laptop" in sentence
        assert learners(centre) == set()


def test_who_is_erased_after_it_is_erased_on_the_other_laptops(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        dara = enter_learner(centre, DARA)
        write_bundle(centre, tmp_path / "one")
    with opened(workshop) as centre:
        read_bundle(centre, tmp_path / "one")
    with opened(office) as centre:
        revoke_device(centre, device(centre, "van"))
        erase(centre, dara)
        write_bundle(centre, tmp_path / "two")
    with opened(workshop) as centre:
        assert read_bundle(centre, tmp_path / "two").refused == ()
        assert DARA not in learners(centre)


def test_two_laptops_shut_out_apart_from_each_other_leave_everything_readable(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    lost = computer(tmp_path, "lost")
    join_request(lost.folder, "lost", lost.path / "request", lost.machine)
    with opened(office) as centre:
        admit(centre, lost.path / "request", lost.path / "answer")
        write_bundle(centre, tmp_path / "all")
    with opened(workshop) as centre:
        read_bundle(centre, tmp_path / "all")
        revoke_device(centre, device(centre, "lost"))
        enter_learner(centre, LINH)
        write_bundle(centre, tmp_path / "from-workshop")
    path = shut_out_with_a_new_learner(tmp_path, office)
    with opened(workshop) as centre:
        assert read_bundle(centre, path).refused == ()
        here = centre.work.read(read_class_keys)
    with opened(office) as centre:
        assert read_bundle(centre, tmp_path / "from-workshop").refused == ()
        assert learners(centre) == {DARA, LINH}
        assert centre.work.read(read_class_keys) == here
        assert [row.name for row in centre.work.read(people.devices, centre.laptop.device) if row.revoked] == [
            "lost",
            "van",
        ]


def test_a_laptop_that_was_let_in_elsewhere_meanwhile_reads_on_as_well(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    path = shut_out_with_a_new_learner(tmp_path, office)
    annex = computer(tmp_path, "annex")
    join_request(annex.folder, "annex", annex.path / "request", annex.machine)
    with opened(workshop) as centre:
        admit(centre, annex.path / "request", annex.path / "answer")
    accept(annex.folder, annex.path / "answer", annex.machine)
    with opened(annex) as centre:
        read_bundle(centre, path)
        assert learners(centre) == set()
    with opened(workshop) as centre:
        read_bundle(centre, path)
        write_bundle(centre, tmp_path / "keys")
        entries = centre.work.records.place.seq
        read_bundle(centre, path)
        assert centre.work.records.place.seq == entries, "once they are given they are not given again"
    with opened(annex) as centre:
        assert read_bundle(centre, tmp_path / "keys").refused == ()
        assert learners(centre) == {DARA}
        assert check(centre) == ()


def test_a_copy_of_the_laptop_that_shut_another_out_reads_on(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    shutil.copytree(office.path, tmp_path / "copy")
    path = shut_out_with_a_new_learner(tmp_path, office)
    with opened(Computer(tmp_path / "copy")) as centre:
        assert read_bundle(centre, path).refused == ()
        assert learners(centre) == {DARA}


def test_a_laptop_is_shut_out_once_and_not_by_itself(tmp_path: Path) -> None:
    office, _, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        revoke_device(centre, device(centre, "van"))
        with pytest.raises(RuleBroken, match="shut out already"):
            revoke_device(centre, device(centre, "van"))
        with pytest.raises(RuleBroken, match="cannot shut itself out"):
            revoke_device(centre, centre.laptop.device)
        with pytest.raises(NotFound):
            revoke_device(centre, bytes(16))


def test_only_an_administrator_shuts_a_laptop_out_and_nobody_else_gives_the_centre_keys(tmp_path: Path) -> None:
    office, workshop, _ = three_laptops(tmp_path)
    with opened(office) as centre:
        add_person(centre, "Bolot SAMPLE", ["assessor"], PASSPHRASE)
        centre.enter("Bolot SAMPLE", PASSPHRASE)
        van, other = device(centre, "van"), device(centre, "workshop")
        with pytest.raises(NotAllowed):
            revoke_device(centre, van)
        forged = to_text(seal(_box_key(workshop), b'{"identity 9":"AA"}', b"guildmark class keys 1\0" + other, _draw))
        with centre.work.act() as act:
            act.write(Fact("device.revoked", van, {"keys": {to_text(other): forged}}))
        write_bundle(centre, tmp_path / "stick")
    with opened(workshop) as centre:
        read_bundle(centre, tmp_path / "stick")
        take_class_keys(centre.work.records, centre.laptop)
        assert centre.work.read(newest_epoch) == 1
        assert not any(row.revoked for row in centre.work.read(people.devices, centre.laptop.device))


def _box_key(at: Computer) -> bytes:
    with opened(at) as centre:
        keys: DeviceKeys = centre.laptop.keys
        return public_half(keys.box)


def _draw(size: int) -> bytes:
    return bytes(range(size))
