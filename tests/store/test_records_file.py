# SPDX-License-Identifier: Apache-2.0
"""The encrypted file: nothing readable in it, nothing lost from it, nothing put in its place."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from app.domain.refusals import StorageTrouble
from app.store.driver import connect, number
from app.store.folder import DataFolder
from app.store.keyring_file import save_keyring
from app.store.records_file import (
    READERS,
    Database,
    checkpoint,
    create_database,
    faults_in,
    file_version,
    open_database,
)
from app.store.troubles import SENTENCES, storage_errors
from app.store.unlocking import new_keyring
from tests.store.store_samples import (
    CANARY,
    KEY,
    OTHER_KEY,
    VERSION,
    add_marks,
    count,
    count_in,
    new_records,
    opened,
    tables,
)


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x40
    path.write_bytes(content)


def contents(folder: DataFolder) -> dict[str, bytes]:
    return {str(file.relative_to(folder.path)): file.read_bytes() for file in folder.path.rglob("*") if file.is_file()}


def test_no_file_of_the_folder_shows_what_the_records_say(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre")
    with opened(folder) as database:
        add_marks(database, 200)
        while_open = contents(folder)
    assert "centre.db-wal" in while_open
    for name, content in (while_open | contents(folder)).items():
        for form in (CANARY.encode(), CANARY.encode("utf-16-le"), b"SQLite format 3", b"CREATE TABLE"):
            assert form not in content, name


def test_what_was_committed_is_there_at_the_next_opening(tmp_path: Path) -> None:
    assert count_in(new_records(tmp_path / "centre", rows=7)) == 7


def test_a_failed_transaction_leaves_neither_rows_nor_tables(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=1)
    with opened(folder) as database:
        with pytest.raises(IntegrityError), storage_errors(), database.writer.begin() as connection:
            connection.execute(text("CREATE TABLE half (id INTEGER) STRICT"))
            connection.execute(text("INSERT INTO mark (id, words) VALUES (99, 'x'), (99, 'x')"))
        with database.reader.connect() as connection:
            names = connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars().all()
        assert names == ["mark"]
        assert count(database) == 1


def test_every_connection_has_the_settings_that_survive_a_power_cut(tmp_path: Path) -> None:
    with opened(new_records(tmp_path / "centre")) as database:
        for engine, query_only in ((database.writer, 0), (database.reader, 1)):
            with engine.connect() as connection:
                pragmas = ("journal_mode", "synchronous", "secure_delete", "trusted_schema", "temp_store", "query_only")
                found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
            assert found == ["wal", 2, 1, 0, 2, query_only]


def test_a_reader_is_not_kept_waiting_by_a_writer_and_cannot_write(tmp_path: Path) -> None:
    with opened(new_records(tmp_path / "centre", rows=2)) as database:
        with database.writer.begin() as writing:
            writing.execute(text("INSERT INTO mark (words) VALUES ('coming')"))
            assert count(database) == 2
        assert count(database) == 3
        with (
            pytest.raises(StorageTrouble) as refusal,
            storage_errors(),
            database.reader.connect() as reading,
        ):
            reading.execute(text("DELETE FROM mark"))
        assert refusal.value.code == "read-only"


def test_several_threads_write_in_turn_and_lose_nothing(tmp_path: Path) -> None:
    with opened(new_records(tmp_path / "centre")) as database:

        def write() -> None:
            for _ in range(5):
                add_marks(database, 1)

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert count(database) == 20


@pytest.mark.parametrize("emptying", [False, True])
def test_a_checkpoint_brings_everything_into_the_main_file(tmp_path: Path, emptying: bool) -> None:
    folder = new_records(tmp_path / "centre")
    with opened(folder) as database:
        add_marks(database, 50)
        assert checkpoint(database.writer, emptying)
        log = folder.path / "centre.db-wal"
        assert (log.stat().st_size == 0) is emptying
        alone = DataFolder(tmp_path / "alone")
        alone.path.mkdir()
        shutil.copy(folder.database, alone.database)
    assert count_in(alone) == 50


def test_another_key_is_told_from_a_damaged_file_by_the_list_of_people(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=5)
    before = folder.database.read_bytes()
    assert refused(folder, OTHER_KEY) == "wrong-key"
    assert folder.database.read_bytes() == before
    flip(folder.database, 700)
    assert refused(folder, KEY) == "damaged"
    save_keyring(folder, new_keyring(OTHER_KEY, os.urandom))
    assert refused(folder, KEY) == "wrong-key"


@pytest.mark.parametrize("content", [b"", b"not records at all " * 400])
def test_a_damaged_file_is_refused_and_left_exactly_as_it_is(tmp_path: Path, content: bytes) -> None:
    folder = new_records(tmp_path / "centre", rows=5)
    folder.database.write_bytes(content)
    assert refused(folder, KEY) == "damaged"
    assert folder.database.read_bytes() == content


def test_a_missing_file_is_never_replaced_by_an_empty_one(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=5)
    folder.database.unlink()
    assert refused(folder, KEY) == "missing"
    assert not folder.database.exists()


def test_one_flipped_bit_on_any_page_is_found(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=600)
    sound = folder.database.read_bytes()
    assert faults(folder) == []
    for page in range(1, len(sound) // 4096):
        flip(folder.database, page * 4096 + 1000)
        assert faults(folder)
        folder.database.write_bytes(sound)


def test_reading_a_damaged_page_is_a_sentence_and_not_a_crash(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=600)
    flip(folder.database, folder.database.stat().st_size - 2000)
    with (
        opened(folder) as database,
        pytest.raises(StorageTrouble) as refusal,
        storage_errors(),
        database.reader.connect() as connection,
    ):
        connection.execute(text("SELECT sum(length(words)) FROM mark")).all()
    assert refusal.value.code == "damaged"


def test_a_newer_file_is_refused_and_not_one_byte_of_it_changes(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=3)
    kept = DataFolder(tmp_path / "kept")
    with opened(folder) as database:
        add_marks(database, 3)
        shutil.copytree(folder.path, kept.path)
    (kept.path / "centre.db-shm").unlink()
    before = kept.database.read_bytes(), (kept.path / "centre.db-wal").read_bytes()
    with pytest.raises(StorageTrouble) as refusal:
        open_database(kept, KEY, VERSION - 1)
    assert refusal.value.code == "newer"
    assert (kept.database.read_bytes(), (kept.path / "centre.db-wal").read_bytes()) == before
    assert count_in(kept) == 6


def test_an_encrypted_file_of_another_program_is_refused(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre")
    connection = connect(folder.database, KEY)
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    assert refused(folder, KEY) == "foreign"


def test_an_earlier_version_is_told_and_opens(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre")
    assert file_version(folder, KEY) == VERSION
    assert count_in(folder, version=VERSION + 5) == 0


@pytest.mark.parametrize("leftover", ["centre.db", "centre.db-wal"])
def test_new_records_never_take_the_place_of_others(tmp_path: Path, leftover: str) -> None:
    (tmp_path / leftover).write_bytes(b"somebody's work")
    with pytest.raises(StorageTrouble) as refusal:
        create_database(DataFolder(tmp_path), KEY, tables, VERSION)
    assert refusal.value.code == "exists"
    assert (tmp_path / leftover).read_bytes() == b"somebody's work"


def test_records_that_could_not_be_made_leave_nothing_behind(tmp_path: Path) -> None:
    def break_down(_: Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        create_database(DataFolder(tmp_path / "centre"), KEY, break_down, VERSION)
    assert list((tmp_path / "centre").iterdir()) == []


def test_a_name_with_signs_of_an_address_is_a_name_like_any_other(tmp_path: Path) -> None:
    assert count_in(new_records(tmp_path / "100% ok?mode=ro#ចំណារ", rows=1)) == 1


def test_every_trouble_says_what_became_of_the_records() -> None:
    for sentence in SENTENCES.values():
        assert any(kept in sentence for kept in ("kept", "Nothing was changed", "left")), sentence


WRITER = """
import sys
from pathlib import Path
from tests.store.store_samples import add_marks, opened
from app.store.folder import DataFolder
with opened(DataFolder(Path(sys.argv[1]))) as database:
    for number in range(100000):
        add_marks(database, 1)
        sys.stdout.write("kept\\n")
        sys.stdout.flush()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that ends a process at once")
def test_every_acknowledged_row_outlives_a_killed_program(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre")
    acknowledged = 0
    for wanted in (1, 17, 40):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder.path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        ) as writer:
            assert writer.stdout
            for _ in range(wanted):
                assert writer.stdout.readline() == "kept\n"
            writer.send_signal(signal.SIGKILL)
            acknowledged += wanted + writer.stdout.read().count("kept\n")
        assert acknowledged <= count_in(folder) <= acknowledged + 1
        acknowledged = count_in(folder)
    assert faults(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_file_that_may_not_grow_keeps_what_was_saved_and_goes_on_when_it_may(tmp_path: Path) -> None:
    import resource

    folder = new_records(tmp_path / "centre", rows=10)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        with opened(folder) as database:
            resource.setrlimit(resource.RLIMIT_FSIZE, (folder.database.stat().st_size + 60_000, hard))
            kept = fill(database)
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            add_marks(database, 1)
            assert count(database) == kept + 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert count_in(folder) == kept + 1


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="a tiny disk needs root on Linux")
def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let a test mount a tiny disk")
    try:
        folder = new_records(disk / "centre", rows=10)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(200_000))
        with opened(folder) as database:
            kept = fill(database)
            ballast.unlink()
            add_marks(database, 1)
            assert count(database) == kept + 1
        assert count_in(folder) == kept + 1
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def fill(database: Database) -> int:
    """Write until nothing more fits; every mark that was said to be saved is there. Returns how many there are."""
    kept = count(database)
    with pytest.raises(StorageTrouble) as refusal:
        for _ in range(100_000):
            with storage_errors():
                add_marks(database, 1, CANARY * 100)
            kept += 1
    assert refusal.value.code in ("disk-full", "disk-error")
    assert count(database) == kept
    return kept


def faults(folder: DataFolder) -> list[str]:
    with opened(folder) as database:
        return faults_in(database, folder, KEY)


def refused(folder: DataFolder, key: bytes) -> str:
    with pytest.raises(StorageTrouble) as refusal:
        open_database(folder, key, VERSION)
    return refusal.value.code


def test_the_version_number_and_the_mark_of_the_program_are_in_the_file(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre")
    connection = connect(folder.database, KEY, "ro")
    assert (number(connection, "application_id"), number(connection, "user_version")) == (0x474C4D4B, VERSION)
    connection.close()


def test_a_list_for_searching_that_grew_since_it_was_last_asked_is_no_damage(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre")
    with opened(folder) as database:
        with database.writer.begin() as writing:
            writing.exec_driver_sql("CREATE VIRTUAL TABLE found USING fts5(words)")
            writing.exec_driver_sql("INSERT INTO found VALUES ('early')")
        for _ in range(READERS):
            with database.reader.connect() as reading:
                assert reading.exec_driver_sql("SELECT count(*) FROM found WHERE found MATCH 'early'").scalar_one() == 1
        for words in ("INSERT INTO found VALUES ('late')", "INSERT INTO found(found) VALUES ('optimize')"):
            with database.writer.begin() as writing:
                writing.exec_driver_sql(words)
        assert faults_in(database, folder, KEY) == []
