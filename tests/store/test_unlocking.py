# SPDX-License-Identifier: Apache-2.0
"""Who may open the records: passphrases, one-time codes, the recovery code, and a change of the file key."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput, NotFound, StorageTrouble
from app.store import unlocking
from app.store.codes import new_code, read_code
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE, Keyring
from app.store.keyring_file import announce_keyring, keyring_bytes, load_keyring, read_keyring, save_keyring
from app.store.keys import derive
from app.store.unlocking import Holder, WrongPassphrase
from tests.store.store_samples import BOLOT, KEY, OTHER_KEY, PASSPHRASE, SOKHA, draws, let_in, sample_keyring, unlock

RANDOM = draws(5)


def with_passphrase(keyring: Keyring, holder: Holder, passphrase: str) -> Keyring:
    return let_in(keyring, holder, passphrase, RANDOM)


def test_each_person_opens_the_file_with_their_own_passphrase_only() -> None:
    keyring = with_passphrase(sample_keyring(), BOLOT, "mountain river 7")
    sokha = unlock(keyring, SOKHA, PASSPHRASE)
    bolot = unlock(keyring, BOLOT, "mountain river 7")
    assert sokha.file_key == bolot.file_key == KEY
    assert sokha.person_secret != bolot.person_secret
    with pytest.raises(WrongPassphrase):
        unlock(keyring, BOLOT, PASSPHRASE)


def test_the_same_passphrase_gives_two_people_different_secrets() -> None:
    keyring = with_passphrase(sample_keyring(), BOLOT, PASSPHRASE)
    secrets = {unlock(keyring, person, PASSPHRASE).person_secret for person in (SOKHA, BOLOT)}
    assert len(secrets) == 2


def test_a_one_time_code_opens_the_file_until_the_person_sets_a_passphrase() -> None:
    keyring, code = unlocking.add_one_time(sample_keyring(), BOLOT, KEY, RANDOM, SAMPLE)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    first = unlock(keyring, BOLOT, code.lower().replace("-", " "))
    assert (first.file_key, first.one_time) == (KEY, True)
    keyring = with_passphrase(keyring, BOLOT, "mountain river 7")
    assert not unlock(keyring, BOLOT, "mountain river 7").one_time
    with pytest.raises(WrongPassphrase):
        unlock(keyring, BOLOT, code)


def test_the_recovery_code_opens_the_file_and_no_persons_own_secret() -> None:
    keyring, code = unlocking.add_recovery(sample_keyring(), KEY, RANDOM, SAMPLE)
    assert len(code) == 34
    assert unlocking.unlock_recovery(keyring, code.replace("0", "O").replace("1", "l")) == KEY
    with pytest.raises(WrongPassphrase):
        unlock(keyring, SOKHA, code)
    again, _ = unlocking.add_recovery(keyring, KEY, RANDOM, SAMPLE)
    with pytest.raises(WrongPassphrase):
        unlocking.unlock_recovery(again, code)


def test_somebody_admitted_by_a_secret_derived_elsewhere_uses_their_usual_passphrase() -> None:
    derived = derive(PASSPHRASE, b"salt of laptop 1", SAMPLE)
    keyring = unlocking.add_derived(
        unlocking.new_keyring(OTHER_KEY, RANDOM), SOKHA, "passphrase", derived, OTHER_KEY, RANDOM
    )
    unlocked = unlock(keyring, SOKHA, PASSPHRASE)
    assert (unlocked.file_key, unlocked.person_secret) == (OTHER_KEY, derived.second)


def test_a_removed_person_opens_nothing() -> None:
    with pytest.raises(NotFound):
        unlocking.unlock_derived(
            unlocking.remove_person(sample_keyring(), SOKHA.person), SOKHA.person, derive("x", b"s" * 16, SAMPLE)
        )


def test_a_new_file_key_needs_nobodys_passphrase() -> None:
    keyring, code = unlocking.add_recovery(sample_keyring(), KEY, RANDOM, SAMPLE)
    after = unlocking.rewrap(keyring, KEY, OTHER_KEY, RANDOM)
    assert unlock(after, SOKHA, PASSPHRASE).file_key == OTHER_KEY
    assert unlock(after, SOKHA, PASSPHRASE).person_secret == (unlock(keyring, SOKHA, PASSPHRASE).person_secret)
    assert unlocking.unlock_recovery(after, code) == OTHER_KEY
    assert unlocking.files_key(after, OTHER_KEY) == unlocking.files_key(keyring, KEY)
    assert (unlocking.fits(after, OTHER_KEY), unlocking.fits(after, KEY)) == (True, False)


def test_a_new_file_key_is_not_given_to_somebody_smuggled_into_the_list() -> None:
    own = derive("x", b"thief's own salt", SAMPLE)
    empty = unlocking.new_keyring(OTHER_KEY, RANDOM)
    thief = unlocking.add_derived(empty, BOLOT, "passphrase", own, OTHER_KEY, RANDOM).people[0]
    keyring = sample_keyring()
    smuggled = replace(keyring, people=(*keyring.people, thief))
    exchanged = replace(keyring, people=(replace(keyring.people[0], public=thief.public),))
    for altered in (smuggled, exchanged):
        with pytest.raises(StorageTrouble) as refusal:
            unlocking.rewrap(altered, KEY, OTHER_KEY, RANDOM)
        assert refusal.value.code == "people-altered"


def test_a_signing_key_opens_under_its_persons_secret_alone() -> None:
    secret = unlock(sample_keyring(), SOKHA, PASSPHRASE).person_secret
    wrapped = unlocking.wrap_for_person_secret(secret, b"signing key", SOKHA.person, RANDOM)
    assert unlocking.unwrap_for_person_secret(secret, wrapped, SOKHA.person) == b"signing key"
    assert unlocking.unwrap_for_person_secret(secret, wrapped, BOLOT.person) is None
    assert unlocking.unwrap_for_person_secret(KEY, wrapped, SOKHA.person) is None


def test_the_list_of_people_shows_no_key_and_comes_back_as_it_was(tmp_path: Path) -> None:
    keyring, code = unlocking.add_recovery(sample_keyring(), KEY, RANDOM, SAMPLE)
    folder = DataFolder(tmp_path)
    save_keyring(folder, keyring)
    kept = folder.people.read_bytes()
    for secret in (KEY.hex(), PASSPHRASE, code, read_code(code), unlocking.files_key(keyring, KEY).hex()):
        assert secret.encode() not in kept
    assert load_keyring(folder) == keyring
    assert keyring_bytes(load_keyring(folder)) == kept
    assert [file.name for file in tmp_path.iterdir()] == ["people.json"]


def test_two_keyrings_in_the_list_follow_the_file_that_lies_in_the_folder(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    now, coming = sample_keyring(), unlocking.rewrap(sample_keyring(), KEY, OTHER_KEY, RANDOM)
    announce_keyring(folder, now, coming, b"header of next 1")
    assert load_keyring(folder) == now
    folder.database.write_bytes(b"header of now  0 and more")
    assert load_keyring(folder) == now
    folder.database.write_bytes(b"header of next 1 and more")
    assert load_keyring(folder) == coming


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged-people"),
        (b"[]", "damaged-people"),
        (b'{"format":1}', "damaged-people"),
        (b'{"format":9}', "newer"),
    ],
)
def test_a_damaged_or_newer_list_of_people_is_said_to_be_so(content: bytes, code: str) -> None:
    with pytest.raises(StorageTrouble) as refusal:
        read_keyring(content)
    assert refusal.value.code == code


def test_a_missing_list_of_people_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble) as refusal:
        load_keyring(DataFolder(tmp_path))
    assert refusal.value.code == "missing-people"


def test_a_tampered_cost_cannot_stop_the_computer() -> None:
    document = json.loads(keyring_bytes(sample_keyring()))
    document["now"]["people"][0]["argon2id"]["kib"] = 2**40
    with pytest.raises(StorageTrouble):
        read_keyring(json.dumps(document).encode())


@given(st.integers(0, 2**32), st.data())
def test_a_wrong_character_or_two_swapped_ones_never_make_another_valid_code(seed: int, data: st.DataObject) -> None:
    code = read_code(new_code(16, draws(seed)))
    place = data.draw(st.integers(0, 14))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    wrong = code[:place] + data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) + code[place + 1 :]
    for typed in (swapped, wrong):
        if typed != code:
            with pytest.raises(BadInput):
                read_code(typed)


@pytest.mark.parametrize("typed", ["", "-", "AB", "пароль", "U" * 16])
def test_what_is_no_code_is_called_mistyped(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_code(typed)
    assert refusal.value.code == "code-mistyped"
