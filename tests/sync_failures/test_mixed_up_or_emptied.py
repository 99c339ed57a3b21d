# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 17 and 21."""

import hashlib
import os
import tarfile
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.domain.learners import FIELD_CLASSES
from app.domain.refusals import StorageTrouble
from app.exchange.bundle import Keys, Operations, read_header, read_pieces
from app.exchange.key_cover import uncover
from app.journal.canonical import canonical
from app.journal.operation import Operation, read
from app.journal.sealing import SubjectKey, unseal
from app.records.journal_tables import operation as journal
from app.records.journal_tables import subject_key
from app.records.queries import learners
from app.records.refolding import table_digests
from app.records.schema import FORMAT, build
from app.services.cohorts import CohortWish, add_members, open_cohort
from app.services.exchanging import read_bundle, write_bundle
from app.services.exporting import export_cohort, export_learners
from app.services.laptop import read_class_keys
from app.services.learners import set_learner, write_new
from app.services.opening import open_centre
from app.services.upkeep import backup, check, restore
from app.spreadsheets.cohort_columns import COLUMNS, LEARNER_ID
from app.store.folder import DataFolder
from app.store.records_file import create_database
from tests.services.centre_samples import ADMIN, PASSPHRASE, opened
from tests.services.centres import KHMER, Centre, a_centre, carry, two_laptops

MANY: Final = 60


def by_hash(learner: bytes, said: Mapping[str, object]) -> bytes:
    """What stands for all that is said of one learner."""
    known = {field: str(value) for field, value in said.items() if value not in (None, "") and field != "photo"}
    return hashlib.sha256(canonical({"learner": learner.hex(), **known})).digest()


def of(centre: Centre, ids: list[bytes]) -> dict[bytes, bytes]:
    """The hashes of what the records say of these learners, each asked for by itself."""
    return {one: by_hash(one, asdict(centre.work.read(learners.details, one))) for one in ids}


def crowd(centre: Centre, code: str, count: int) -> list[bytes]:
    """A cohort of learners each of whose cells names them, and who could easily be taken one for the other."""
    fields = [field for field in FIELD_CLASSES if field not in ("sex", "birth_date", "email", "route", "photo")]
    everybody = [
        {**{field: f"{field} {code} {number}" for field in fields}, "birth_date": f"2001-0{number % 9 + 1}-11"}
        for number in range(count)
    ]
    with centre.work.act() as act:
        ids = write_new(act, everybody, centre.work.random)
    open_cohort(centre.work, CohortWish(code))
    add_members(centre.work, code, ids)
    return ids


def rows_of(path: Path) -> dict[bytes, bytes]:
    """The hashes of the rows of a workbook of learners, by learner, as another program reads them."""
    with CalamineWorkbook.from_path(path) as book:
        _, *rows = book.get_sheet_by_index(0).to_python()
    found: dict[bytes, bytes] = {}
    for row in rows:
        said = dict(zip((column.field for column in COLUMNS), row, strict=False))
        id_ = bytes.fromhex(str(said.pop(LEARNER_ID)))
        assert id_ not in found
        found[id_] = by_hash(id_, {field: _text(value) for field, value in said.items()})
    return found


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def test_17_no_row_of_an_export_holds_anything_of_another_learner(tmp_path: Path) -> None:
    """getodk#1399: in one of twenty rows of an export stood answers of somebody else. Two exports at a time, while
    learners are being changed: each row is what the records say of its learner, and of the moment it began."""
    with a_centre(tmp_path / "centre") as centre:
        first, second = crowd(centre, "A", MANY), crowd(centre, "B", MANY)
        before = of(centre, [*first, *second])
        files = {code: tmp_path / f"{code}.xlsx" for code in "AB"}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.spreadsheets.cohort_export._STEP", 10)
            at_once(lambda: export_cohort(centre.work, "A", files["A"], _changing(centre, second)),
                    lambda: export_cohort(centre.work, "B", files["B"], _changing(centre, first)))  # fmt: skip
        written = rows_of(files["A"]) | rows_of(files["B"])
        assert written.keys() == before.keys()
        now = of(centre, list(before))
        assert all(written[one] in (before[one], now[one]) for one in before)
        assert sum(before[one] != now[one] for one in before) >= 10
        export_learners(centre.work, tmp_path / "all.xlsx")
        everybody = rows_of(tmp_path / "all.xlsx")
        assert everybody == of(centre, list(everybody))
        assert everybody.keys() > before.keys()


def at_once(*deeds: Callable[[], object]) -> None:
    """All of it at the same time."""
    threads = [threading.Thread(target=deed) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def _changing(centre: Centre, ids: list[bytes]) -> Callable[[int, int], None]:
    """Whenever some rows are written, one of these learners is changed."""

    def told(done: int, total: int) -> None:
        if done == total:
            return
        set_learner(centre.work, ids[done % len(ids)], {"phone": f"0{done}", "notes": f"changed at {done}"})

    return told


def test_17_no_entry_of_a_bundle_is_another_one_than_it_says(tmp_path: Path) -> None:
    """getodk#1399, for what is carried: each entry by its hash, each key by whose it is, and what they open."""
    with two_laptops(tmp_path) as (office, workshop):
        ids = crowd(office, "A", MANY)
        stick = tmp_path / "stick"
        write_bundle(office.open, stick)
        entries, keys = _read_again(office, stick)
        assert len(entries) == read_header(stick).operations
        assert {one.id: one.hash for one in entries} == _hashes(office)
        assert keys == office.work.read(_keys)
        opened = {one.about: _opened(one, keys) for one in entries if one.kind == "learner.added"}
        assert {one: by_hash(one, opened[one]) for one in ids} == of(office, ids)
        assert read_bundle(workshop.open, stick).refused == ()
        assert of(workshop, ids) == of(office, ids)


def _read_again(centre: Centre, path: Path) -> tuple[list[Operation], dict[bytes, SubjectKey]]:
    class_keys = centre.work.read(read_class_keys)
    entries: list[Operation] = []
    keys: dict[bytes, SubjectKey] = {}
    for piece in read_pieces(path):
        if isinstance(piece, Operations):
            entries += map(read, piece.raws)
        elif isinstance(piece, Keys):
            found = [uncover(one, class_keys) for one in piece.keys]
            keys |= {one.id: one for one in found if one is not None}
    return entries, keys


def _hashes(centre: Centre) -> dict[Any, bytes]:
    query = select(journal.c.origin, journal.c.seq, journal.c.hash)
    return {(row.origin, row.seq): row.hash for row in centre.work.read(lambda c: c.execute(query).all())}


def _keys(connection: Any) -> dict[bytes, SubjectKey]:
    query = select(subject_key.c.id, subject_key.c.subject, subject_key.c["class"], subject_key.c.key)
    return {row.id: SubjectKey(*row) for row in connection.execute(query)}


def _opened(one: Operation, keys: Mapping[bytes, SubjectKey]) -> dict[str, object]:
    assert {keys[key].subject for key in one.sealed} == {one.about}
    parts = [unseal(keys[key], data, one.id, one.kind, one.about) for key, data in one.sealed.items()]
    return {field: value for part in parts for field, value in part.items()}


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def first_page(path: Path) -> None:
    _overwrite(path, 20, 100)


def in_the_middle(path: Path) -> None:
    size = path.stat().st_size
    for at in range(size // 3, size, size // 20):
        _overwrite(path, at, 60)


def _overwrite(path: Path, at: int, count: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes(255 for _ in range(count)))


@pytest.mark.parametrize("harm", [emptied, gone, cut, first_page, in_the_middle])
def test_21_a_damaged_file_is_healed_by_the_documented_steps_and_never_by_an_empty_one(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """kolibri#3228 and #3825, kolibri-docs#162: files were damaged in the field, and the documented way of recovering
    them ended with an empty one. The drill: open, be told, restore the backup, read the stick of another laptop."""
    with two_laptops(tmp_path) as (office, workshop):
        crowd(office, "A", 5)
        backup(office.open, tmp_path / "backup")
        set_learner(office.work, office.learners[KHMER], {"phone": "after the backup"})
        carry(office, workshop)
        before = office.work.read(table_digests)
        office.open.close()
        harm(office.at.folder.database)
        _is_told(office)
        healed = DataFolder(tmp_path / "healed")
        restore(tmp_path / "backup", healed)
        write_bundle(workshop.open, tmp_path / "stick")
        with closing(open_centre(healed, ADMIN, PASSPHRASE, office.at.machine)) as centre:
            assert read_bundle(centre, tmp_path / "stick").refused == ()
            found = centre.work.read(table_digests)
            assert {name for name in before if found[name] != before[name]} == {"origin"}, "its name is a new one"
            assert check(centre) == ()


def _is_told(office: Centre) -> None:
    """Whoever opens the damaged records, or has them checked, is told; they stay as they are."""
    file = office.at.folder.database
    left = file.read_bytes() if file.exists() else None
    try:
        with opened(office.at) as centre:
            assert any("Restore the newest backup" in one for one in check(centre))
    except StorageTrouble as trouble:
        assert trouble.code in ("damaged", "no-records", "missing")
        assert (file.read_bytes() if file.exists() else None) == left


def test_21_an_empty_file_in_a_backup_never_becomes_the_records(tmp_path: Path) -> None:
    """kolibri-docs#162."""
    with a_centre(tmp_path / "at") as centre:
        backup(centre.open, tmp_path / "backup")
        empty = DataFolder(tmp_path / "empty")
        create_database(empty, centre.open.file_key, build, FORMAT)
        with tarfile.open(tmp_path / "backup") as whole, tarfile.open(tmp_path / "bad", "w") as bad:
            for entry in whole:
                if entry.name == "centre.db":
                    bad.add(empty.database, entry.name)
                else:
                    bad.addfile(entry, whole.extractfile(entry))
        with pytest.raises(StorageTrouble) as refused:
            restore(tmp_path / "bad", DataFolder(tmp_path / "healed"))
    assert refused.value.code == "broken-backup"
    assert not (tmp_path / "healed").exists()
