# SPDX-License-Identifier: Apache-2.0
"""A note outside the records tells what SQLite cannot: a file put back, a lost log, a copied folder."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.store.folder import DataFolder
from app.store.records_file import Database
from app.store.witness import Finding, Mark, Position, State, Witness, compare, folder_name, machine_id, open_witness
from tests.store.store_samples import KEY, add_marks, count, new_records, opened

INSTALLATION = b"i" * 16
ORIGIN, LATER_ORIGIN = b"o" * 16, b"p" * 16
MS = 1_790_000_000_000


def head(seq: int, branch: bytes = b"") -> bytes:
    return (branch + seq.to_bytes(8, "big")).rjust(32, b"\0")


def write_and_note(folder: DataFolder, database: Database, witness: Witness, rows: int) -> None:
    """Commit marks one by one, each noted after its commit: the row's number stands for its operation."""
    for _ in range(rows):
        add_marks(database, 1)
        seq = count(database)
        witness.write(ORIGIN, seq, head(seq), MS + seq)


def finding(folder: DataFolder, state: Path, machine: bytes | None = None) -> Finding:
    """What the comparison says of the records as they lie in the folder now."""
    witness = open_witness(state, INSTALLATION, folder)
    witness.close()
    with opened(folder) as database:
        seq = count(database)
        with database.reader.connect() as connection:
            held = set(connection.execute(text("SELECT id FROM mark")).scalars())
    standing = Position(ORIGIN, seq, head(seq), folder_name(folder), machine or witness.machine)
    return compare(
        standing, witness.last, lambda origin, at: head(at) if origin == ORIGIN and at in held else None, witness.others
    )


def used(tmp_path: Path, rows: int = 5) -> DataFolder:
    folder = new_records(tmp_path / "centre")
    witness = open_witness(tmp_path / "state", INSTALLATION, folder)
    with opened(folder) as database:
        write_and_note(folder, database, witness, rows)
    witness.close()
    return folder


def test_records_used_here_last_are_in_step(tmp_path: Path) -> None:
    found = finding(used(tmp_path), tmp_path / "state")
    assert (found.state, found.needs_new_origin) == (State.IN_STEP, False)


def test_records_brought_from_elsewhere_are_unknown(tmp_path: Path) -> None:
    found = finding(used(tmp_path), tmp_path / "state of another computer")
    assert (found.state, found.needs_new_origin) == (State.UNKNOWN, True)


def test_a_note_that_a_power_cut_left_behind_is_harmless(tmp_path: Path) -> None:
    folder = used(tmp_path)
    with opened(folder) as database:
        add_marks(database, 2)
    found = finding(folder, tmp_path / "state")
    assert (found.state, found.needs_new_origin) == (State.AHEAD, False)


def test_a_deleted_log_is_noticed_and_what_is_missing_is_named(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", rows=4)
    witness = open_witness(tmp_path / "state", INSTALLATION, folder)
    with opened(folder) as database:
        write_and_note(folder, database, witness, 6)
        shutil.copy(folder.database, tmp_path / "main file alone")
    witness.close()
    shutil.copy(tmp_path / "main file alone", folder.database)
    assert finding(folder, tmp_path / "state") == Finding(State.BEHIND, ORIGIN, 5, 10, MS + 10)


def test_yesterdays_file_put_back_is_noticed(tmp_path: Path) -> None:
    folder = used(tmp_path, 3)
    yesterday = folder.database.read_bytes()
    witness = open_witness(tmp_path / "state", INSTALLATION, folder)
    with opened(folder) as database:
        write_and_note(folder, database, witness, 4)
    witness.close()
    folder.database.write_bytes(yesterday)
    found = finding(folder, tmp_path / "state")
    assert (found.state, found.first_missing, found.last_missing) == (State.BEHIND, 4, 7)
    assert found.needs_new_origin


def test_a_copied_folder_is_noticed_at_its_new_place(tmp_path: Path) -> None:
    folder = used(tmp_path)
    shutil.copytree(folder.path, tmp_path / "copy of centre")
    assert finding(DataFolder(tmp_path / "copy of centre"), tmp_path / "state").state == State.COPIED
    assert finding(folder, tmp_path / "state").state == State.IN_STEP


def note(origin: bytes, seq: int, folder: str, at: int = MS) -> Mark:
    return Mark(origin, seq, head(seq), folder, b"m" * 16, at)


def test_a_copy_that_writes_under_a_name_of_its_own_leaves_the_first_folder_in_step() -> None:
    standing = Position(ORIGIN, 9, head(9), "real", b"m" * 16)
    held = {(ORIGIN, 9): head(9)}
    practice = note(LATER_ORIGIN, 3, "practice", MS + 1)
    found = compare(standing, note(ORIGIN, 9, "real"), lambda *at: held.get(at), [practice])
    assert found.state == State.IN_STEP


def test_a_name_that_another_folder_writes_under_is_not_written_under_here() -> None:
    standing = Position(ORIGIN, 9, head(9), "first", b"m" * 16)
    held = {(ORIGIN, 9): head(9)}
    found = compare(standing, note(ORIGIN, 9, "first"), lambda *at: held.get(at), [note(ORIGIN, 12, "second", MS + 1)])
    assert found == Finding(State.COPIED, ORIGIN, 10, 12, MS + 1)


def test_a_new_folder_is_compared_with_the_one_that_it_was_taken_from() -> None:
    standing = Position(ORIGIN, 6, head(6), "new", b"m" * 16)
    others = [note(ORIGIN, 9, "real"), note(LATER_ORIGIN, 3, "practice", MS + 1)]
    assert compare(standing, None, lambda *_: None, others) == Finding(State.COPIED, ORIGIN, 7, 9, MS)


def test_the_same_place_on_another_computer_is_a_copy(tmp_path: Path) -> None:
    assert finding(used(tmp_path), tmp_path / "state", machine=b"another computer").state == State.COPIED


def test_an_old_copy_at_a_new_place_names_what_it_lacks() -> None:
    mark = Mark(ORIGIN, 9, head(9), "centre a", b"m" * 16, MS)
    found = compare(Position(ORIGIN, 6, head(6), "centre b", b"m" * 16), mark, lambda *_: None)
    assert found == Finding(State.COPIED, ORIGIN, 7, 9, MS)


def test_another_history_with_the_same_numbers_is_noticed() -> None:
    mark = Mark(ORIGIN, 9, head(9), "centre a", b"m" * 16, MS)
    found = compare(Position(ORIGIN, 12, head(12, b"x"), "centre a", b"m" * 16), mark, lambda _, seq: head(seq, b"x"))
    assert found.state == State.OTHER_HISTORY
    assert found.needs_new_origin


def test_records_that_renewed_their_origin_and_were_cut_off_before_the_note_are_ahead() -> None:
    mark = Mark(ORIGIN, 9, head(9), "centre a", b"m" * 16, MS)
    held = {(ORIGIN, 9): head(9)}
    found = compare(Position(LATER_ORIGIN, 2, head(2), "centre a", b"m" * 16), mark, lambda *at: held.get(at))
    assert found.state == State.AHEAD


def test_records_from_before_a_new_origin_lack_all_of_it() -> None:
    mark = Mark(LATER_ORIGIN, 3, head(3), "centre a", b"m" * 16, MS)
    found = compare(Position(ORIGIN, 9, head(9), "centre a", b"m" * 16), mark, lambda *_: None)
    assert found == Finding(State.BEHIND, LATER_ORIGIN, 1, 3, MS)


def test_records_without_operations_are_in_step(tmp_path: Path) -> None:
    mark = Mark(ORIGIN, 0, bytes(32), "centre a", b"m" * 16, MS)
    assert compare(Position(ORIGIN, 0, bytes(32), "centre a", b"m" * 16), mark, lambda *_: None).state == State.IN_STEP


@given(st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=9), st.data())
def test_a_torn_write_leaves_the_mark_before_it(
    tmp_path_factory: pytest.TempPathFactory, seqs: list[int], data: st.DataObject
) -> None:
    state = tmp_path_factory.mktemp("state")
    folder = DataFolder(state / "centre")
    witness = open_witness(state, INSTALLATION, folder)
    images = []
    for seq in seqs:
        witness.write(ORIGIN, seq, head(seq), MS)
        images.append(note_in(state).read_bytes())
    witness.close()
    before, after = images[-2].ljust(8192, b"\0"), images[-1].ljust(8192, b"\0")
    cut = (len(seqs) % 2) * 4096 + data.draw(st.integers(0, 1024))
    torn = after[:cut] + before[cut:]
    note_in(state).write_bytes(torn)
    again = open_witness(state, INSTALLATION, folder)
    seq = seqs[-1] if torn == after else seqs[-2]
    assert again.last == Mark(ORIGIN, seq, head(seq), folder_name(folder), again.machine, MS)
    again.write(LATER_ORIGIN, 1, head(1), MS)
    again.close()
    last = open_witness(state, INSTALLATION, folder)
    last.close()
    assert last.last == Mark(LATER_ORIGIN, 1, head(1), folder_name(folder), again.machine, MS)


def note_in(state: Path) -> Path:
    (note,) = state.glob("*.witness")
    return note


@given(st.binary(max_size=9000))
def test_a_note_full_of_rubbish_is_no_note(tmp_path_factory: pytest.TempPathFactory, rubbish: bytes) -> None:
    state = tmp_path_factory.mktemp("state")
    (state / f"{INSTALLATION.hex()}.witness").write_bytes(rubbish)
    witness = open_witness(state, INSTALLATION, DataFolder(state))
    witness.close()
    assert witness.last is None


def test_a_very_long_folder_name_is_compared_as_well(tmp_path: Path) -> None:
    folders = [DataFolder(tmp_path.joinpath(*["អ" * 80] * 5, end)) for end in ("one", "two")]
    witness = open_witness(tmp_path, INSTALLATION, folders[0])
    witness.write(ORIGIN, 1, head(1), MS)
    witness.close()
    seen = []
    for folder in folders:
        again = open_witness(tmp_path, INSTALLATION, folder)
        again.close()
        seen.append((again.last is not None, [one.folder for one in again.others]))
    assert seen == [(True, []), (False, [folder_name(folders[0])])]


def test_the_computers_name_is_made_once_and_mended_when_damaged(tmp_path: Path) -> None:
    first = machine_id(tmp_path / "state")
    assert (machine_id(tmp_path / "state"), len(first)) == (first, 16)
    (tmp_path / "state" / "machine").write_bytes(b"short")
    assert len(machine_id(tmp_path / "state")) == 16


def test_the_note_says_nothing_of_what_the_records_hold(tmp_path: Path) -> None:
    used(tmp_path)
    for file in (tmp_path / "state").iterdir():
        assert KEY not in file.read_bytes()
        assert b"SAMPLE" not in file.read_bytes()
