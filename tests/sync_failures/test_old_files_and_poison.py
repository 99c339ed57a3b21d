# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 12."""

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from httpx import Request, Response
from sqlalchemy import Connection, Engine, func, select, update

from app.journal.operation import Operation
from app.records import schema, tables
from app.records.journal_tables import operation as journal
from app.registry.contacts import centre_rows
from app.services.bringing_up import bring_up_to_date
from app.services.exchange_state import exchange_state
from app.services.mending import mend
from app.store.folder import DataFolder
from app.store.records_file import create_database
from app.ui.exchange_words import told
from app.ui.widgets.moments import lately_words
from tests.services.centre_samples import computer
from tests.services.syncing_ground import assessor_of
from tests.services.test_mending import damage
from tests.simulation.carrier import packed
from tests.simulation.files import KEY, encrypted
from tests.simulation.ground import Ground
from tests.simulation.laptop import Disk, Laptop
from tests.sync_failures.site_ground import Answering, Site, a_site
from tests.upgrades.test_journal_migrations import as_in_format

_DAY: Final = 24 * 3600 * 1000


@pytest.mark.parametrize("number", [1, schema.FORMAT - 1])
def test_12_records_of_an_older_program_give_all_that_waits_once_they_are_brought_up(
    pattern: Site, tmp_path: Path, number: int
) -> None:
    """powersync-js#1058: a newer program dropped a column of its bookkeeping. The queue of what was to be sent never
    became empty again, nothing came in either, and nobody was told."""
    with a_site(pattern, tmp_path) as site:
        office, van = site.laptops
        own = {one.hash for one in site.marks(van, 12)}
        van.sign_head()
        older = DataFolder(tmp_path / "older")
        create_database(older, KEY, lambda connection: of_format(connection, number, van.disk.file.reader), number)
        older.people.write_bytes(b"{}")
        bring_up_to_date(older, KEY, computer(tmp_path, "computer").machine)
        van.disk.file.close()
        van.disk = Disk(encrypted(older.path), van.disk.noted)
        van.start()
        assert site.waiting(van) == len(van.held()) >= len(own)
        site.marks(office, 3)
        site.settle()
        assert site.waiting(van) == 0
        assert own <= office.held()
        assert site.agree()


def of_format(connection: Connection, number: int, source: Engine) -> None:
    """What an earlier program would have in its file: the tables of that time, as far as there is something to put
    into them."""
    as_in_format(connection, str(number))
    with closing(source.raw_connection()) as records:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").all():
            columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")]
            listed = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join("?" for _ in columns)
            for row in records.cursor().execute(f"SELECT {listed} FROM {name}").fetchall():
                connection.exec_driver_sql(f"INSERT OR IGNORE INTO {name} ({listed}) VALUES ({values})", tuple(row))


def test_12_an_entry_that_cannot_be_understood_does_not_stop_what_follows(pattern: Site, tmp_path: Path) -> None:
    """The same: one entry that the server refuses for ever stood at the head of the queue, and all others behind it."""
    with a_site(pattern, tmp_path) as site:
        office, van = site.laptops
        assessor = assessor_of(Ground(tuple(site.laptops), van.owner))
        van.write_of_newer_program(assessor, "mark.made", site.learner())
        van.write_of_newer_program(assessor, "thing.unheard_of", van.chance.randbytes(16))
        odd: dict[str, object] = {"unit": 7, "criterion": ["1.1"], "mark": {}}
        van.write_of_newer_program(assessor, "mark.made", site.learner(), odd, ver=1)
        after = {one.hash for one in site.marks(van, 3)}
        site.settle()
        assert site.waiting(van) == 0
        assert after <= office.held()
        assert _marks(office) == 3
        assert site.agree()


def test_12_an_entry_damaged_before_it_was_sent_keeps_nobody_from_exchanging(pattern: Site, tmp_path: Path) -> None:
    """The same, with bytes that nobody can read: it is told, what others wrote comes and goes, and what follows on it
    is kept everywhere until the entry comes whole from anywhere."""
    with a_site(pattern, tmp_path) as site:
        office, van = site.laptops
        first, *after = (site.marks(van, 1)[0], *site.marks(van, 3))
        copy = packed(van)
        damage(van, first, raw=b"nonsense")
        site.marks(office, 2)
        site.sync(office)
        synced = site.sync(van)
        assert (synced.troubles, len(synced.rejected), synced.pulled) == ((), 1, 2)
        assert site.waiting(van) == 0, "nothing is offered for ever"
        office.receive(copy)
        site.settle()
        mend(site.meeting(van))
        assert {one.hash for one in (first, *after)} <= site.held()
        assert site.agree()


def _marks(laptop: Laptop) -> int:
    return laptop.read(
        lambda connection: connection.execute(select(func.count()).select_from(tables.mark)).scalar_one()
    )


def test_12_where_bytes_differ_one_range_is_given_again_and_nothing_is_wiped(pattern: Site, tmp_path: Path) -> None:
    """powersync-service#954: every few edits a checksum differed, and the client threw all it had away to load it
    anew."""
    with a_site(pattern, tmp_path, 3) as site:
        van, *written = site.laptops[1], *site.marks(site.laptops[2], 5)
        site.marks(van, 5)
        site.settle()
        whole = len(van.held())
        damage(van, written[2], raw=b"nonsense")
        _mend_one_range(site, van, written[2], whole)
        site.server.registry.stores.write(site.centre, partial(_harm, one=written[4]))
        _mend_one_range(site, van, written[4], whole)
        assert site.agree()


def _harm(connection: Connection, one: Operation) -> None:
    """Bytes of an entry turn on the registry's disk."""
    place = (journal.c.origin == one.origin, journal.c.seq == one.seq)
    connection.execute(update(journal).where(*place).values(raw=b"nonsense"))


def _mend_one_range(site: Site, laptop: Laptop, one: Operation, whole: int) -> None:
    """Of many ranges one differs; only what was written where it was is given again, and it is mended."""
    asked: list[str] = []

    def looking(request: Request, answering: Answering) -> Response:
        assert len(laptop.held()) == len(site.held()) == whole, "nothing is thrown away"
        asked.append(request.url.path)
        return answering(request)

    found = mend(site.meeting(laptop, looking))
    assert (found.differed, found.compared >= 3) == (1, True)
    ranges = [path for path in asked if "/origins/" in path and path.endswith("/items")]
    assert ranges
    assert all(one.origin.hex() in path for path in ranges), "only entries of the one laptop are given again"
    assert mend(site.meeting(laptop)).differed == 0


def test_12_people_are_told_what_waits_and_since_when_also_where_only_half_of_an_exchange_works(
    pattern: Site, tmp_path: Path
) -> None:
    """powersync-js#1058 again: nobody was told. Here all that a laptop gives is lost on the way, and all that it asks
    for comes."""
    with a_site(pattern, tmp_path) as site:
        office, van = site.laptops
        last = van.wall()
        site.marks(van, 4)
        for _ in range(3):
            site.server.clock.now += _DAY
            site.marks(office, 1)
            site.sync(office)
            synced = site.sync(van, _nothing_goes_out)
            assert (len(synced.troubles), synced.pulled) == (1, 1)
        now = van.wall()
        state = van.read(lambda connection: exchange_state(connection, van.itself.device))
        said = told(state, now)
        assert (state.waiting, said.fine) == (4, False)
        assert said.words == f"4 records wait. Last sent: {lately_words(last, now)}."
        (row,) = centre_rows(site.server.registry)
        assert row.waiting == 4, "staff of the registry see it too"
        site.settle()
        (row,) = centre_rows(site.server.registry)
        assert row.waiting == 0


def _nothing_goes_out(request: Request, answering: Answering) -> Response:
    if request.method == "POST" and request.url.path.endswith("/items"):
        return Response(502, content=b"<html>502 Bad Gateway</html>")
    return answering(request)
