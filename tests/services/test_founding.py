# SPDX-License-Identifier: Apache-2.0
"""A centre is founded wholly or not at all, and everything in it rests on its first entry."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.refusals import BadInput, StorageTrouble
from app.records.queries import people
from app.services import founding
from app.services.entrance import is_there, proposed_passphrase, who_may_enter
from app.services.founding import found_centre
from app.services.upkeep import check
from tests.services.centre_samples import ADMIN, PASSPHRASE, WISH, Computer, computer, founded, opened


def test_a_new_centre_opens_with_its_name_and_its_administrator(tmp_path: Path) -> None:
    office = computer(tmp_path)
    made = founded(office)
    with opened(office) as centre:
        row = centre.centre
        assert (row.id, row.name, row.code, row.country, row.place) == (
            made.centre, WISH.name, "PP01", "KH", "Phnom Penh",
        )  # fmt: skip
        assert [(one.name, one.roles, one.disabled) for one in centre.work.read(people.people)] == [
            (ADMIN, frozenset({"administrator"}), False)
        ]
        assert [(one.name, one.own) for one in centre.work.read(people.devices, centre.laptop.device)] == [
            ("Office", True)
        ]
        assert centre.notices == ()
        assert check(centre) == ()


def test_the_sign_in_page_knows_who_may_enter(tmp_path: Path) -> None:
    office = computer(tmp_path)
    assert not is_there(office.folder)
    founded(office)
    assert is_there(office.folder)
    assert [(entry.name, entry.one_time) for entry in who_may_enter(office.folder)] == [(ADMIN, False)]


@pytest.mark.parametrize("language", ["en", "km", "ru", "vi"])
def test_a_proposed_passphrase_has_words_of_the_language(tmp_path: Path, language: str) -> None:
    office = computer(tmp_path)
    proposals = {proposed_passphrase(language, office.random()) for _ in range(20)}
    assert len(proposals) == 20
    assert all(len(proposal.split()) >= 4 for proposal in proposals)


def test_the_code_and_the_country_are_kept_in_capitals(tmp_path: Path) -> None:
    office = computer(tmp_path)
    found_centre(office.folder, replace(WISH, code="pp01", country="kh"), PASSPHRASE, "Office", office.machine)
    with opened(office) as centre:
        assert (centre.centre.code, centre.centre.country) == ("PP01", "KH")


@pytest.mark.parametrize(
    ("wish", "passphrase", "code"),
    [
        (replace(WISH, code="?"), PASSPHRASE, "centre-code"),
        (replace(WISH, country="Cambodia"), PASSPHRASE, "country"),
        (replace(WISH, admin=" "), PASSPHRASE, "name-empty"),
        (WISH, "short", "passphrase-short"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    tmp_path: Path, wish: founding.CentreWish, passphrase: str, code: str
) -> None:
    office = computer(tmp_path)
    with pytest.raises(BadInput) as caught:
        found_centre(office.folder, wish, passphrase, "Office", office.machine)
    assert caught.value.code == code
    assert list(office.path.iterdir()) == []


def test_a_folder_with_records_is_not_used_again(tmp_path: Path) -> None:
    office = computer(tmp_path)
    founded(office)
    before = office.folder.database.read_bytes()
    with pytest.raises(StorageTrouble, match="already holds records"):
        founded(office)
    assert office.folder.database.read_bytes() == before


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    office = computer(tmp_path)
    office.folder.path.mkdir()
    (office.folder.path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(StorageTrouble, match="not empty"):
        founded(office)
    assert [file.name for file in office.folder.path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("step", ["new_database", "add_recovery", "save_keyring"])
def test_a_founding_that_fails_half_way_leaves_nothing_and_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    office = computer(tmp_path)

    def fails(*_: object) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(founding, step, fails)
        with pytest.raises(OSError):
            founded(office)
    assert list(office.path.iterdir()) == []
    founded(office)
    with opened(office) as centre:
        assert centre.centre.name == WISH.name


def test_no_secret_lies_readable_in_the_folder(tmp_path: Path) -> None:
    office = computer(tmp_path)
    made = founded(office)
    with opened(office) as centre:
        secrets = [centre.file_key, centre.private, centre.laptop.keys.sign, centre.laptop.keys.box]
    everything = b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())
    plain = [PASSPHRASE.encode(), made.recovery_code.encode(), made.recovery_code.replace("-", "").encode()]
    assert not [secret for secret in (*secrets, *plain) if secret in everything or secret.hex().encode() in everything]


def test_two_computers_found_two_centres(tmp_path: Path) -> None:
    one, other = computer(tmp_path, "one"), computer(tmp_path, "other")
    assert founded(one).centre != founded(other).centre


def test_computers_of_tests_do_not_repeat_themselves(tmp_path: Path) -> None:
    assert Computer(tmp_path).random()(8) == Computer(tmp_path).random()(8)
    at = Computer(tmp_path)
    assert at.random()(8) != at.random()(8)
