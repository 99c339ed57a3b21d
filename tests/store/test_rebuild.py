# SPDX-License-Identifier: Apache-2.0
"""Upgrades, compaction and a new key happen in a copy: wherever they stop, the records open."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.domain.refusals import StorageTrouble
from app.store import driver, unlocking
from app.store.folder import DataFolder
from app.store.keyring_file import load_keyring
from app.store.rebuild import STEPS, Upgrade, compact, rotate_key, upgrade
from app.store.records_file import faults_in, file_version, open_database
from tests.store.store_samples import (
    KEY,
    OTHER_KEY,
    PASSPHRASE,
    SOKHA,
    VERSION,
    add_marks,
    count,
    count_in,
    draws,
    new_records,
    opened,
    unlock,
)

ROWS = 30


def add_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE mark ADD COLUMN made_on TEXT"))
    connection.execute(text("UPDATE mark SET made_on = '2026-03-02'"))


def all_dated(connection: Connection) -> list[str]:
    missing = connection.execute(text("SELECT count(*) FROM mark WHERE made_on IS NULL")).scalar_one()
    return [f"{missing} marks without a date"] if missing else []


PLAN = Upgrade(VERSION + 1, add_column, all_dated)


def run_upgrade(folder: DataFolder, reached: Callable[[str], None]) -> None:
    upgrade(folder, KEY, PLAN, lambda: None, reached)


def run_rotation(folder: DataFolder, reached: Callable[[str], None]) -> None:
    rotate_key(folder, KEY, OTHER_KEY, draws(3), reached)


def opens_with_everything(folder: DataFolder) -> None:
    """Sokha signs in with her passphrase and finds every mark, and can add another."""
    key = unlock(load_keyring(folder), SOKHA, PASSPHRASE).file_key
    with opened(folder, key, VERSION + 1) as database:
        assert count(database) == ROWS
        add_marks(database, 1)
        assert count(database) == ROWS + 1
        assert faults_in(database, folder, key) == []
    assert not folder.next_database.exists()


def test_an_upgrade_backs_up_first_and_changes_everything_at_once(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", ROWS)
    versions_at_backup = []
    upgrade(folder, KEY, PLAN, lambda: versions_at_backup.append(file_version(folder, KEY)))
    assert versions_at_backup == [VERSION]
    assert file_version(folder, KEY) == VERSION + 1
    with opened(folder, version=VERSION + 1) as database, database.reader.connect() as connection:
        assert all_dated(connection) == []
    opens_with_everything(folder)


def test_the_steps_are_told_in_their_order(tmp_path: Path) -> None:
    reached: list[str] = []
    run_rotation(new_records(tmp_path / "centre", 1), reached.append)
    assert ["backed-up", *reached] == list(STEPS)


def test_an_upgrade_whose_check_fails_leaves_the_records_as_they_were(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", ROWS)
    before = folder.database.read_bytes()
    with pytest.raises(StorageTrouble) as refusal:
        upgrade(folder, KEY, Upgrade(VERSION + 1, lambda _: None, lambda _: ["3 marks differ"]), lambda: None)
    assert refusal.value.code == "not-sound"
    assert "3 marks differ" in str(refusal.value)
    assert folder.database.read_bytes() == before
    opens_with_everything(folder)


def test_an_upgrade_that_breaks_down_half_way_leaves_the_records_as_they_were(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", ROWS)

    def half(connection: Connection) -> None:
        add_column(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        upgrade(folder, KEY, Upgrade(VERSION + 1, half, all_dated), lambda: None)
    assert file_version(folder, KEY) == VERSION
    opens_with_everything(folder)


def test_nothing_is_begun_when_the_backup_fails(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", ROWS)

    def no_room() -> None:
        raise StorageTrouble("disk-full", "no room")

    with pytest.raises(StorageTrouble):
        upgrade(folder, KEY, PLAN, no_room)
    assert file_version(folder, KEY) == VERSION


def test_nothing_is_begun_without_room_for_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = new_records(tmp_path / "centre", ROWS)
    monkeypatch.setattr("app.store.fitness.free_space", lambda _: 1_000_000)
    with pytest.raises(StorageTrouble) as refusal:
        compact(folder, KEY)
    assert refusal.value.code == "disk-full"
    assert not folder.next_database.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot split a running program in two")
@pytest.mark.parametrize("way", [run_upgrade, run_rotation])
@pytest.mark.parametrize("step", STEPS)
def test_wherever_the_program_is_killed_the_records_open_with_everything(
    tmp_path: Path, way: Callable[[DataFolder, Callable[[str], None]], None], step: str
) -> None:
    folder = new_records(tmp_path / "centre", ROWS - 10)
    log_at_a_kill(folder, 10)
    child = os.fork()
    if child == 0:
        way(folder, lambda reached: os._exit(9) if reached == step else None)
        os._exit(0)
    os.waitpid(child, 0)
    opens_with_everything(folder)


def log_at_a_kill(folder: DataFolder, rows: int) -> None:
    """Leave marks in the log beside the file, as a killed program does."""
    child = os.fork()
    if child == 0:
        add_marks(open_database(folder, KEY, VERSION), rows)
        os._exit(9)
    os.waitpid(child, 0)
    assert (folder.path / "centre.db-wal").stat().st_size > 0


def test_after_a_new_key_the_old_one_opens_nothing_and_every_passphrase_still_fits(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", ROWS)
    files_key = unlocking.files_key(load_keyring(folder), KEY)
    keyring = rotate_key(folder, KEY, OTHER_KEY, draws(3))
    assert keyring == load_keyring(folder)
    with pytest.raises(StorageTrouble) as refusal:
        open_database(folder, KEY, VERSION)
    assert refusal.value.code == "wrong-key"
    assert unlocking.files_key(keyring, OTHER_KEY) == files_key
    opens_with_everything(folder)


def test_compacting_gives_back_the_room_of_what_was_removed(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", 4000)
    with opened(folder) as database, database.writer.begin() as connection:
        connection.execute(text("DELETE FROM mark WHERE id > :kept"), {"kept": ROWS})
    size = folder.database.stat().st_size
    compact(folder, KEY)
    assert folder.database.stat().st_size < size / 4
    opens_with_everything(folder)


def test_records_that_somebody_reads_are_not_swapped_under_their_hands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_records(tmp_path / "centre", ROWS)
    settle = driver.settle

    def impatient(connection: driver.Driver, reading: bool = False) -> None:
        settle(connection, reading)
        connection.execute("PRAGMA busy_timeout = 50")

    monkeypatch.setattr(driver, "settle", impatient)
    with opened(folder) as database, database.reader.connect() as reading:
        reading.execute(text("SELECT * FROM mark")).first()
        add_marks(database, 1)
        with pytest.raises(StorageTrouble) as refusal:
            compact(folder, KEY)
    assert refusal.value.code == "in-use"
    assert count_in(folder) == ROWS + 1


@pytest.mark.parametrize("run", [lambda folder, reached: compact(folder, KEY, reached), run_rotation])
def test_a_copy_in_which_a_row_is_missing_never_takes_the_place_of_the_records(
    tmp_path: Path, run: Callable[[DataFolder, Callable[[str], None]], None]
) -> None:
    folder = new_records(tmp_path / "centre", ROWS)
    before = folder.database.read_bytes()

    def lose_one(step: str) -> None:
        if step == "copied":
            with driver.connected(folder.next_database, KEY) as connection:
                connection.execute("DELETE FROM mark WHERE id = 7").close()

    with pytest.raises(StorageTrouble, match="entries were lost on the way") as refused:
        run(folder, lose_one)
    assert refused.value.code == "not-sound"
    assert folder.database.read_bytes() == before
    assert not folder.next_database.exists()
    with opened(folder) as database:
        assert count(database) == ROWS
