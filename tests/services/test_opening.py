# SPDX-License-Identifier: Apache-2.0
"""Opening and closing a centre's records: who gets in, what is noticed, and what is left behind."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app.credentials.trust import read_trust_list
from app.domain.refusals import BadInput, NotAllowed, NotFound, StorageTrouble
from app.journal.signing import Head, head_is_signed, public_key, signer
from app.records import schema
from app.records.journal_tables import head
from app.records.queries import people
from app.records.tables import origin
from app.services import bringing_up, opening
from app.services.opening import open_centre, open_with_recovery
from app.services.people import add_person, disable_person
from app.services.pins import has_pin, set_pin
from app.services.upkeep import check
from app.store.folder import DataFolder
from app.store.lock import hold
from app.store.records_file import file_version
from app.store.unlocking import WrongPassphrase
from tests.services.centre_samples import ADMIN, PASSPHRASE, Computer, computer, founded, opened

ROOT = Path(__file__).resolve().parents[2]
NEW = "four grey geese"


def office(tmp_path: Path) -> Computer:
    """A computer with a founded centre."""
    made = computer(tmp_path)
    founded(made)
    return made


def _reasons(connection: Connection) -> list[str]:
    """Why this laptop took each of its names, in their order."""
    return list(connection.execute(select(origin.c.reason).order_by(origin.c.began_at)).scalars())


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    at = office(tmp_path)
    with pytest.raises(WrongPassphrase):
        open_centre(at.folder, ADMIN, "three brown bows", at.machine)
    with opened(at) as centre:
        assert centre.work.person_name == ADMIN


def test_a_name_is_found_however_it_is_typed_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at, "  sokha  sample ") as centre:
        assert centre.work.person_name == ADMIN
    with pytest.raises(NotFound):
        open_centre(at.folder, "Nobody SAMPLE", PASSPHRASE, at.machine)


def test_a_folder_without_records_is_said_to_have_none(tmp_path: Path) -> None:
    at = computer(tmp_path)
    with pytest.raises(StorageTrouble, match="no records in this folder"):
        open_centre(at.folder, ADMIN, PASSPHRASE, at.machine)
    assert not at.folder.path.exists()


def test_a_second_program_is_told_who_has_the_records_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = office(tmp_path)
    monkeypatch.setattr(opening, "hold", partial(hold, wait_seconds=0))
    with opened(at), pytest.raises(StorageTrouble) as caught:
        open_centre(at.folder, ADMIN, PASSPHRASE, at.machine)
    assert caught.value.code == "in-use"
    with opened(at) as centre:
        assert centre.notices == ()


def test_after_a_failed_opening_the_folder_is_free(tmp_path: Path) -> None:
    at = office(tmp_path)
    for _ in range(2):
        with pytest.raises(WrongPassphrase):
            open_centre(at.folder, ADMIN, "wrong passphrase", at.machine)
    with opened(at) as centre:
        assert centre.notices == ()


def test_closing_signs_where_the_records_stand(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        add_person(centre, "Bolot SAMPLE", ["assessor"])
        place, key = centre.work.records.place, public_key(centre.laptop.keys.sign)
    with opened(at) as centre:
        signed = centre.work.read(lambda connection: connection.execute(select(head)).all())
    assert (place.origin, place.seq, place.hash) in [(row.origin, row.seq, row.hash) for row in signed]
    assert all(head_is_signed(Head(*row[:5]), key) for row in signed)


def test_the_trust_list_names_the_administrators_key(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        key = public_key(centre.private)
    trust = read_trust_list(at.folder.trust.read_bytes())
    assert [one.public_key for one in trust.keys] == [key]
    assert (trust.issuer_name, trust.country) == ("Trade School SAMPLE", "KH")


def test_the_same_signing_key_serves_at_every_opening(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        first = centre.private
    with opened(at) as centre:
        assert centre.private == first
        assert centre.work.author.sign is not None
        assert centre.work.author.sign(b"x") == signer(first)(b"x")
        assert len(centre.work.read(people.keys)) == 1


def test_nothing_is_noticed_where_all_is_as_it_was_left(tmp_path: Path) -> None:
    at = office(tmp_path)
    for _ in range(2):
        with opened(at) as centre:
            assert centre.notices == ()
            assert centre.work.read(_reasons) == ["founded"]


def test_a_copied_folder_is_noticed_and_goes_on_under_a_new_name(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        first = centre.work.records.place.origin
    moved = DataFolder(tmp_path / "copied")
    shutil.copytree(at.folder.path, moved.path)
    centre = open_centre(moved, ADMIN, PASSPHRASE, at.machine)
    assert "another folder or on another laptop" in centre.notices[0]
    assert centre.work.records.place.origin != first
    assert centre.work.read(_reasons) == ["founded", "copied"]
    centre.close()
    centre = open_centre(moved, ADMIN, PASSPHRASE, at.machine)
    assert centre.notices == ()
    centre.close()


def test_a_folder_that_was_moved_and_used_and_moved_back_is_noticed_each_time(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at):
        pass
    moved = DataFolder(tmp_path / "moved")
    at.folder.path.rename(moved.path)
    open_centre(moved, ADMIN, PASSPHRASE, at.machine).close()
    moved.path.rename(at.folder.path)
    with opened(at) as centre:
        assert "another folder or on another" in centre.notices[0]
        assert centre.work.read(_reasons) == ["founded", "copied", "copied"]


def test_a_folder_carried_to_another_computer_is_noticed(tmp_path: Path) -> None:
    at, other = office(tmp_path), computer(tmp_path, "other")
    shutil.copytree(at.folder.path, other.folder.path)
    with opened(other) as centre:
        assert "has not seen these records before" in centre.notices[0]
        assert centre.work.read(_reasons) == ["founded", "copied"]


def test_a_file_put_back_is_noticed_and_what_is_missing_is_counted(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at):
        pass
    old, people_file = at.folder.database.read_bytes(), at.folder.people.read_bytes()
    with opened(at) as centre:
        for name in ("Bolot SAMPLE", "Dara SAMPLE", "Linh SAMPLE"):
            add_person(centre, name, ["assessor"])
    at.folder.database.write_bytes(old)
    at.folder.people.write_bytes(people_file)
    with opened(at) as centre:
        assert "an earlier file was put back" in centre.notices[0]
        assert "3 entries made on this laptop are missing" in centre.notices[1]
        assert "2026-" in centre.notices[1]
        assert centre.work.read(_reasons) == ["founded", "went-back"]
    with opened(at) as centre:
        assert centre.notices == ()


def test_a_file_with_another_history_is_noticed(tmp_path: Path) -> None:
    at = office(tmp_path)
    before = tmp_path / "before"
    shutil.copytree(at.path, before)
    with opened(at) as centre:
        add_person(centre, "Bolot SAMPLE", ["assessor"])
    one_history = at.folder.database.read_bytes()
    shutil.rmtree(at.path)
    shutil.copytree(before, at.path)
    with opened(at) as centre:
        assert centre.notices == ()
        add_person(centre, "Dara SAMPLE", ["assessor"])
    with opened(at) as centre:
        file_key = centre.file_key
    at.folder.database.write_bytes(one_history)
    with opened(at) as centre:
        assert centre.file_key == file_key
        assert "not the ones that this laptop last used" in centre.notices[0]
        assert [row.name for row in centre.work.read(people.people)] == ["Bolot SAMPLE", ADMIN]
        assert centre.work.read(_reasons) == ["founded", "went-back"]
        assert check(centre) == ()


def test_nothing_that_is_noticed_speaks_of_the_machinery(tmp_path: Path) -> None:
    at, other = office(tmp_path), computer(tmp_path, "other")
    shutil.copytree(at.folder.path, other.folder.path)
    with opened(other) as centre:
        words = " ".join(centre.notices).lower()
    assert not [word for word in ("origin", "journal", "clone", "operation", "epoch", "stream") if word in words]


def test_another_person_signs_in_on_the_open_records(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        add_person(centre, "Bolot SAMPLE", ["assessor"], NEW)
        work = centre.enter("Bolot SAMPLE", NEW)
        assert (work.person_name, work.roles) == ("Bolot SAMPLE", frozenset({"assessor"}))
        assert centre.work is work
        with pytest.raises(WrongPassphrase):
            centre.enter(ADMIN, "wrong passphrase")
        assert centre.work is work
        centre.enter(ADMIN, PASSPHRASE)
        assert centre.work.person_name == ADMIN


def test_a_one_time_code_needs_a_passphrase_of_ones_own(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        code = add_person(centre, "Bolot SAMPLE", ["assessor"]).one_time_code
    with pytest.raises(BadInput) as caught:
        open_centre(at.folder, "Bolot SAMPLE", code, at.machine)
    assert caught.value.code == "new-passphrase-needed"
    with opened(at, "Bolot SAMPLE", code.lower(), NEW) as centre:
        assert len(centre.work.read(people.keys)) == 2
    with opened(at, "Bolot SAMPLE", NEW) as centre:
        assert len(centre.work.read(people.keys)) == 2
    with pytest.raises(WrongPassphrase):
        open_centre(at.folder, "Bolot SAMPLE", code, at.machine)


def test_the_recovery_code_opens_the_records_with_a_new_passphrase_and_a_new_signing_key(tmp_path: Path) -> None:
    at = computer(tmp_path)
    code = founded(at).recovery_code
    with opened(at) as centre:
        first = centre.private
    centre = open_with_recovery(at.folder, code, at.machine, ADMIN, NEW)
    assert centre.private != first
    assert len(centre.work.read(people.keys)) == 2
    centre.close()
    with opened(at, passphrase=NEW) as centre:
        assert centre.work.person_name == ADMIN
    with pytest.raises(WrongPassphrase):
        open_centre(at.folder, ADMIN, PASSPHRASE, at.machine)


def test_a_wrong_recovery_code_opens_nothing(tmp_path: Path) -> None:
    at, other = office(tmp_path), computer(tmp_path, "other")
    with pytest.raises(WrongPassphrase):
        open_with_recovery(at.folder, founded(other).recovery_code, at.machine, ADMIN, NEW)
    with pytest.raises(BadInput, match="mistyped"):
        open_with_recovery(at.folder, "ABCD-EFGH", at.machine, ADMIN, NEW)


def test_a_person_is_confirmed_by_passphrase_or_pin(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        centre.confirm(PASSPHRASE)
        with pytest.raises(WrongPassphrase):
            centre.confirm("2468")
        set_pin(centre.work, "2468")
        assert has_pin(centre.work)
        centre.confirm("2468")
        centre.confirm(PASSPHRASE)
        set_pin(centre.work, "")
        with pytest.raises(WrongPassphrase):
            centre.confirm("2468")


def test_after_five_wrong_pins_only_the_passphrase_counts_also_after_a_new_start(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        set_pin(centre.work, "2468")
        for _ in range(5):
            with pytest.raises(WrongPassphrase):
                centre.confirm("1357")
    with opened(at) as centre:
        with pytest.raises(BadInput) as caught:
            centre.confirm("2468")
        assert caught.value.code == "pin-locked"
        centre.confirm(PASSPHRASE)
        centre.confirm("2468")


def test_somebody_who_was_disabled_on_another_laptop_is_not_let_in(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        add_person(centre, "Bolot SAMPLE", ["assessor"], NEW)
        keyring = at.folder.people.read_bytes()
        disable_person(centre, "Bolot SAMPLE")
    at.folder.people.write_bytes(keyring)
    with pytest.raises(NotAllowed, match="no longer works"):
        open_centre(at.folder, "Bolot SAMPLE", NEW, at.machine)


def test_records_of_a_newer_program_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = office(tmp_path)
    monkeypatch.setattr(schema, "FORMAT", 0)
    with pytest.raises(StorageTrouble, match="newer version"):
        open_centre(at.folder, ADMIN, PASSPHRASE, at.machine)


def test_older_records_are_backed_up_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        add_person(centre, "Bolot SAMPLE", ["assessor"])
        key = centre.file_key
    newer = schema.FORMAT + 1
    monkeypatch.setattr(schema, "FORMAT", newer)
    monkeypatch.setattr(bringing_up, "bring_up_journal", lambda connection, scripts, found: None)
    with opened(at) as centre:
        assert [row.name for row in centre.work.read(people.people)] == ["Bolot SAMPLE", ADMIN]
        assert centre.notices == ()
    assert file_version(at.folder, key) == newer
    assert [path.name.startswith(f"before-format-{newer}-") for path in at.folder.backups.iterdir()] == [True]


def test_after_a_power_cut_everything_is_there_and_nothing_is_noticed(tmp_path: Path) -> None:
    at = office(tmp_path)
    script = (
        "import os, sys; from pathlib import Path; from tests.services.centre_samples import *; "
        "from app.services.people import add_person; at = Computer(Path(sys.argv[1])); at.seed = 100; "
        "centre = open_centre(at.folder, ADMIN, PASSPHRASE, at.machine); "
        "add_person(centre, 'Bolot SAMPLE', ['assessor']); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(at.path)], cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == 9
    with opened(at) as centre:
        assert centre.notices == ()
        assert [row.name for row in centre.work.read(people.people)] == ["Bolot SAMPLE", ADMIN]
        assert centre.work.read(_reasons) == ["founded"]


def test_the_records_on_the_disk_are_not_readable_without_a_key(tmp_path: Path) -> None:
    at = office(tmp_path)
    with closing(sqlite3.connect(at.folder.database)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_schema")
