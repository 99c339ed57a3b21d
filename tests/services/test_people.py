# SPDX-License-Identifier: Apache-2.0
"""The staff of a centre: added, given roles, let in, let out, and never locked out by a half-done change."""

from pathlib import Path

import pytest

from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken, StorageTrouble
from app.records.queries import history, people
from app.services import people as staff
from app.services.opening import OpenCentre, open_centre, open_with_recovery
from app.services.people import (
    add_person,
    change_passphrase,
    disable_person,
    enable_person,
    new_recovery_code,
    reset_passphrase,
    set_roles,
)
from app.services.undo import undo
from app.services.upkeep import check
from app.store.folder import DataFolder
from app.store.keyring import Keyring
from app.store.keyring_file import save_keyring
from app.store.troubles import trouble
from app.store.unlocking import WrongPassphrase
from tests.services.centre_samples import ADMIN, PASSPHRASE, Computer, computer, founded, opened

BOLOT = "Bolot SAMPLE"
OWN = "four grey geese"
NEW = "seven green frogs"


def office(tmp_path: Path) -> Computer:
    """A computer with a founded centre where Bolot is an assessor."""
    made = computer(tmp_path)
    founded(made)
    with opened(made) as centre:
        add_person(centre, BOLOT, ["assessor"], OWN)
    return made


def roles(centre: OpenCentre, name: str) -> set[str]:
    """The roles of a person as the records say now."""
    return set(centre.work.read(people.person, name).roles)


def test_a_person_is_added_with_roles_and_may_sign_in(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at, BOLOT, OWN) as centre:
        assert centre.work.roles == {"assessor"}
        assert centre.work.author.sign is not None
        assert check(centre) == ()


@pytest.mark.parametrize("name", [BOLOT, "bolot  sample", " Bolot SAMPLE "])
def test_two_people_have_two_names(tmp_path: Path, name: str) -> None:
    with opened(office(tmp_path)) as centre:
        with pytest.raises(RuleBroken, match="in the centre already"):
            add_person(centre, name, ["viewer"])
        assert len(centre.work.read(people.people)) == 2


@pytest.mark.parametrize("wished", [[], ["headmaster"], ["assessor", "headmaster"]])
def test_a_role_that_does_not_exist_is_refused(tmp_path: Path, wished: list[str]) -> None:
    with opened(office(tmp_path)) as centre, pytest.raises(BadInput, match="choose at least one role"):
        add_person(centre, "Dara SAMPLE", wished)


def test_only_an_administrator_changes_the_staff(tmp_path: Path) -> None:
    with opened(office(tmp_path), BOLOT, OWN) as centre:
        for wish in (
            lambda: add_person(centre, "Dara SAMPLE", ["viewer"]),
            lambda: set_roles(centre, BOLOT, ["administrator"]),
            lambda: disable_person(centre, ADMIN),
            lambda: enable_person(centre, ADMIN),
            lambda: reset_passphrase(centre, ADMIN),
            lambda: new_recovery_code(centre),
        ):
            with pytest.raises(NotAllowed):
                wish()


def test_roles_are_given_and_taken(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        set_roles(centre, BOLOT, ["verifier", "assessor"])
        assert roles(centre, BOLOT) == {"assessor", "verifier"}
        set_roles(centre, BOLOT, ["viewer"])
        assert roles(centre, BOLOT) == {"viewer"}


def test_an_administrator_who_gives_up_the_role_has_it_no_more(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        set_roles(centre, BOLOT, ["administrator"])
        set_roles(centre, ADMIN, ["viewer"])
        with pytest.raises(NotAllowed):
            add_person(centre, "Dara SAMPLE", ["viewer"])


def test_the_last_administrator_stays(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        with pytest.raises(RuleBroken, match="only administrator"):
            set_roles(centre, ADMIN, ["assessor"])
        with pytest.raises(RuleBroken, match="only administrator"):
            disable_person(centre, ADMIN)
        assert roles(centre, ADMIN) == {"administrator"}


def test_somebody_who_left_is_not_let_in_until_they_are_brought_back(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        disable_person(centre, BOLOT)
        with pytest.raises(RuleBroken, match="no longer works"):
            reset_passphrase(centre, BOLOT)
    with pytest.raises(NotFound):
        open_centre(at.folder, BOLOT, OWN, at.machine)
    with opened(at) as centre:
        code = enable_person(centre, BOLOT)
    with opened(at, BOLOT, code, NEW) as centre:
        assert centre.work.roles == {"assessor"}


def test_an_unknown_person_is_named_in_the_refusal(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre, pytest.raises(NotFound, match="Nobody SAMPLE"):
        set_roles(centre, "Nobody SAMPLE", ["viewer"])


def test_a_reset_gives_a_new_way_in_and_a_new_signing_key_and_the_old_signatures_stay(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at, BOLOT, OWN) as centre:
        first = centre.private
    with opened(at) as centre:
        code = reset_passphrase(centre, BOLOT)
    with pytest.raises(BadInput):
        open_centre(at.folder, BOLOT, OWN, at.machine)
    with opened(at, BOLOT, code, NEW) as centre:
        assert centre.private != first
        assert [one.name for one in centre.work.read(people.keys)].count(BOLOT) == 2
        assert check(centre) == ()


def test_a_changed_passphrase_keeps_the_signing_key(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at, BOLOT, OWN) as centre:
        first = centre.private
        change_passphrase(centre, OWN, NEW)
        centre.confirm(NEW)
    with opened(at, BOLOT, NEW) as centre:
        assert centre.private == first
        assert [one.name for one in centre.work.read(people.keys)].count(BOLOT) == 1
    with pytest.raises(WrongPassphrase):
        open_centre(at.folder, BOLOT, OWN, at.machine)


def test_a_passphrase_is_not_changed_without_the_old_one_or_to_a_poor_one(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at, BOLOT, OWN) as centre:
        with pytest.raises(WrongPassphrase):
            change_passphrase(centre, "wrong passphrase", NEW)
        with pytest.raises(BadInput):
            change_passphrase(centre, OWN, "short")
    with opened(at, BOLOT, OWN):
        pass


@pytest.mark.parametrize("saved", [False, True])
def test_a_change_that_stops_half_way_leaves_one_passphrase_that_opens_and_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: bool
) -> None:
    at = office(tmp_path)

    def stops(folder: DataFolder, keyring: Keyring) -> None:
        if saved:
            save_keyring(folder, keyring)
        raise trouble("disk-full")

    with opened(at, BOLOT, OWN) as centre:
        first = centre.private
        with monkeypatch.context() as patch:
            patch.setattr(staff, "save_keyring", stops)
            with pytest.raises(StorageTrouble):
                change_passphrase(centre, OWN, NEW)
    with opened(at, BOLOT, NEW if saved else OWN) as centre:
        assert centre.private == first


def test_a_person_who_signed_in_is_not_taken_back_and_one_who_did_not_is(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        add_person(centre, "Dara SAMPLE", ["viewer"], NEW)
        assert undo(centre.work).words == "person added"
        add_person(centre, "Linh SAMPLE", ["viewer"], NEW)
        (act, *_) = [row.act for row in centre.work.read(history.acts) if row.words == "person added"]
    with opened(at, "Linh SAMPLE", NEW):
        pass
    with opened(at) as centre, pytest.raises(RuleBroken, match=r"Linh SAMPLE signed in since then.* no more instead"):
        undo(centre.work, act)


def test_a_person_is_not_half_added_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = office(tmp_path)

    def full(*_: object) -> None:
        raise trouble("disk-full")

    with opened(at) as centre:
        with monkeypatch.context() as patch:
            patch.setattr(staff, "save_keyring", full)
            with pytest.raises(StorageTrouble, match="disk is full"):
                add_person(centre, "Dara SAMPLE", ["viewer"], NEW)
        assert [row.name for row in centre.work.read(people.people)] == [BOLOT, ADMIN]
        add_person(centre, "Dara SAMPLE", ["viewer"], NEW)
    with opened(at, "Dara SAMPLE", NEW) as centre:
        assert check(centre) == ()


def test_a_new_recovery_code_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    at = computer(tmp_path)
    first = founded(at).recovery_code
    with opened(at) as centre:
        second = new_recovery_code(centre)
    with pytest.raises(WrongPassphrase):
        open_with_recovery(at.folder, first, at.machine, ADMIN, NEW)
    centre = open_with_recovery(at.folder, second, at.machine, ADMIN, NEW)
    assert centre.work.person_name == ADMIN
    centre.close()


def test_every_change_of_the_staff_passes_the_check_of_the_records(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        set_roles(centre, BOLOT, ["administrator", "assessor"])
        disable_person(centre, BOLOT)
        enable_person(centre, BOLOT)
        set_roles(centre, BOLOT, ["verifier"])
        assert check(centre) == ()
    with opened(at, passphrase=PASSPHRASE) as centre:
        assert roles(centre, BOLOT) == {"verifier"}
