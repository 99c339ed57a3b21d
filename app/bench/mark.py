# SPDX-License-Identifier: Apache-2.0
"""One mark: what it costs against its rows written by hand, what it asks of the disk, when it is seen."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select

from app.bench.child import child
from app.bench.ground import Ground, Place
from app.bench.measuring import in_turn, timed, worst_but
from app.cli.outside import Measured
from app.journal.operation import OpId
from app.paths import resources
from app.records import tables
from app.records.journal_tables import operation
from app.services import assessing
from app.services.assessing import Desk, MarkWish
from app.services.opening import OpenCentre, open_centre
from app.services.sample import COHORT, USERS, make_sample
from app.store import driver

FLOOR: Final = 2.5
SEEN_WITHIN: Final = 0.06
_SLOWEST: Final = 0.05
_WAL_HEADER, _FRAME_HEADER = 32, 24


def mark(ground: Ground) -> Sequence[Measured]:
    """A first mark of a cell against its rows by hand in a twin of the file, both in FULL; writes to the disk for each
    mark; from the key to the painted cell, at its slowest but for one in twenty."""
    place = sample(ground.path / "marked")
    ours, by_hand = _against_hand(place, ground.sizes.marks)
    seen = child("key_to_paint", sample(ground.path / "seen").path, ground.sizes.marks)
    clock, cpu = (worst_but(_SLOWEST, taken) for taken in zip(*seen, strict=True))
    return (
        Measured("mark.record", ours, by_hand, FLOOR),
        Measured("mark.disk-writes", _disk_writes(ground), 1, 1, unit="fsync"),
        Measured("mark.key-to-paint-p95", cpu, SEEN_WITHIN, 1),
        Measured("mark.key-to-paint-p95-clock", clock, SEEN_WITHIN, 1, unit="s of the clock"),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """The open sample centre, and all empty cells of its cohort: a desk and a wish for each."""

    centre: OpenCentre
    cells: Sequence[tuple[Desk, MarkWish]]


def sample(path: Path) -> Place:
    """The sample centre of the program."""
    place = Place(path)
    (path / "state").mkdir(parents=True)
    make_sample(place.folder, place.machine, resources())
    return place


@contextmanager
def assessed(place: Place) -> Iterator[Cells]:
    """The assessor of the sample centre at work."""
    from app.records.queries import cohorts

    assessor = USERS[1]
    with closing(open_centre(place.folder, assessor.name, assessor.passphrase, place.machine)) as centre:
        group = centre.work.read(cohorts.cohort, COHORT)
        members = centre.work.read(cohorts.members, group.id)
        desks = [centre.work.read(assessing.desk, COHORT, unit) for unit in group.units]
        criteria = [(desk, known.code) for desk in desks for known in desk.unit.criteria()]
        yield Cells(centre, [(desk, MarkWish(one.learner, code, "met")) for desk, code in criteria for one in members])


def _against_hand(place: Place, marks: int) -> list[float]:
    """Marks in turn with their rows, which are copied as soon as they are there into a twin of the file."""
    with assessed(place) as at:
        twin = place.path / "twin.db"
        with driver.connected(place.folder.database, at.centre.file_key) as source:
            driver.copy_whole(source, twin, at.centre.file_key)
        cells = iter(at.cells)

        def by_program() -> None:
            desk, wish = next(cells)
            assessing.record_mark(at.centre.work, desk, wish)

        with driver.connected(twin, at.centre.file_key) as hand:

            def by_hand() -> float:
                rows = at.centre.work.read(_last_rows, at.centre.work.records.place)
                return timed(lambda: _write(hand, rows))()

            return in_turn(min(marks, len(at.cells) - 1), timed(by_program), by_hand)


def _last_rows(connection: Connection, place: Any) -> list[tuple[str, tuple[Any, ...]]]:
    last = OpId(place.origin, place.seq)
    rows = []
    for table in (operation, tables.mark):
        found = connection.execute(select(table).where(table.c.origin == last.origin, table.c.seq == last.seq)).one()
        rows.append((f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(found))})", tuple(found)))
    return rows


def _write(hand: driver.Driver, rows: Sequence[tuple[str, tuple[Any, ...]]]) -> None:
    hand.execute("BEGIN IMMEDIATE")
    for statement, values in rows:
        hand.execute(statement, values)
    hand.execute("COMMIT")


def _disk_writes(ground: Ground) -> float:
    """How often one mark makes the disk write: all fsyncs of a process that makes marks, less those of one that makes
    half as many. Without strace: the commits in the log beside the file, each of which FULL syncs once
    (https://sqlite.org/pragma.html#pragma_synchronous)."""
    n = ground.sizes.marks // 2
    few, more = (_syncs(ground.path / f"synced-{marks}", marks) for marks in (n, 2 * n))
    return (more - few) / n


def _syncs(path: Path, marks: int) -> int:
    place, log = sample(path), path / "strace"
    strace = shutil.which("strace")
    before = [strace, "-f", "-q", "-e", "trace=fsync,fdatasync", "-o", str(log)] if strace else []
    commits = int(child("marking", place.path, marks, before=before))
    return len(re.findall(r"\bf(?:data)?sync\(", log.read_text(encoding="utf-8"))) if strace else commits


def commits_in(log: bytes) -> int:
    """The commits in a write-ahead log: frames that name the size of the database
    (https://sqlite.org/fileformat2.html#the_write_ahead_log)."""
    page = int.from_bytes(log[8:12], "big")
    frames = range(_WAL_HEADER, len(log) - page, _FRAME_HEADER + page)
    return sum(log[frame + 4 : frame + 8] != bytes(4) for frame in frames)
