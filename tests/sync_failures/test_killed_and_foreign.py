# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 13."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, event

from app.domain.refusals import StorageTrouble
from app.records import schema
from app.services.bringing_up import bring_up_to_date
from app.store import driver
from app.store.folder import DataFolder
from app.store.records_file import create_database, open_database
from tests.services.centre_samples import computer
from tests.simulation.agreement import unsound
from tests.simulation.files import KEY
from tests.sync_failures.failure_ground import spread
from tests.sync_failures.site_ground import Site, a_site, reopened
from tests.upgrades.test_journal_migrations import as_in_format

KILLS = int(os.environ.get("GUILDMARK_KILLED_EXCHANGES", "5"))
"""In so many places of an exchange its process is killed."""


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed so there")
def test_13_an_exchange_whose_process_was_killed_anywhere_does_not_break_the_next(
    pattern: Site, tmp_path: Path
) -> None:
    """libsql#1999, #2122: Ctrl-C in the midst of an exchange left a file that could not exchange any more."""
    with a_site(pattern, tmp_path) as site:
        office, van = site.laptops
        written = {one.hash for one in (*site.marks(office, 6), *site.marks(van, 6))}
        site.sync(office)
    shutil.copytree(site.folder, tmp_path / "whole")
    with reopened(site, tmp_path / "whole", 2) as whole, each_statement(count := Countdown(-1)):
        whole.sync(whole.laptops[1])
    assert count.done > 50, "an exchange has many statements"
    for number in spread(count.done, KILLS):
        copy = tmp_path / f"killed at {number}"
        shutil.copytree(site.folder, copy)
        assert in_a_process(partial(_killed, site, copy, number)) == -signal.SIGKILL
        with reopened(site, copy, 2) as again:
            office, van = again.laptops
            van.start()
            assert not again.sync(van).troubles
            assert not again.sync(office).troubles
            assert written <= again.held() == van.held() == office.held(), number
            assert not unsound(van), number


def _killed(site: Site, folder: Path, number: int) -> None:
    with reopened(site, folder, 2) as one, each_statement(Countdown(number)):
        one.sync(one.laptops[1])


class Countdown:
    """Kills its process, at once and without a word, before the n-th statement; never where that is negative."""

    def __init__(self, left: int) -> None:
        self.done = 0
        self._left = left

    def __call__(self, *_: Any) -> None:
        if self.done == self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.done += 1


@contextmanager
def each_statement(step: Countdown) -> Iterator[None]:
    """``step`` is called before each statement and each commit, at the laptop and at the registry."""
    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, step)
    try:
        yield
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(Engine, name, step)


def in_a_process(work: Callable[[], None]) -> int:
    """What a process of its own that does this ends with; it has no file of this one open."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def plain(folder: DataFolder) -> None:
    """A file of another program, without a key."""
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.execute("CREATE TABLE operation (origin BLOB, seq INTEGER)")


def of_nobody(folder: DataFolder) -> None:
    """Under our key, but without the sign of our program."""
    create_database(folder, KEY, schema.build, schema.FORMAT)
    with driver.connected(folder.database, KEY) as connection:
        connection.execute("PRAGMA application_id = 7")


def of_another_centre(folder: DataFolder) -> None:
    """Records under a key that opens nothing here."""
    create_database(folder, KEY[::-1], schema.build, schema.FORMAT)


def without_a_format(folder: DataFolder) -> None:
    """Ours by its sign, with nothing in it that says what it is."""
    create_database(folder, KEY, lambda connection: None, 0)


def too_old(folder: DataFolder) -> None:
    """Tables of a time before there were formats."""
    create_database(folder, KEY, lambda connection: as_in_format(connection, "1"), 0)


def too_new(folder: DataFolder) -> None:
    """Records that a later program changed."""
    create_database(folder, KEY, schema.build, schema.FORMAT + 1)


def cut_short(folder: DataFolder) -> None:
    """The first half of a file."""
    create_database(folder, KEY, schema.build, schema.FORMAT)
    data = folder.database.read_bytes()
    folder.database.write_bytes(data[: len(data) // 2])


REFUSED: Final[dict[Callable[[DataFolder], None], str]] = {
    plain: "wrong-key", of_nobody: "foreign", of_another_centre: "wrong-key", without_a_format: "foreign",
    too_old: "foreign", too_new: "newer", cut_short: "damaged",
}  # fmt: skip


@pytest.mark.parametrize("made", REFUSED, ids=lambda made: made.__name__)
def test_13_a_file_that_is_not_of_this_program_is_refused_in_words_and_left_as_it_is(
    tmp_path: Path, made: Callable[[DataFolder], None]
) -> None:
    """libsql#1607, #2013: a database without what the program notes of it was taken for one of its own, and damaged."""
    folder = DataFolder(tmp_path / "centre")
    folder.path.mkdir()
    made(folder)
    before = folder.database.read_bytes()
    with pytest.raises(StorageTrouble) as refused:
        bring_up_to_date(folder, KEY, computer(tmp_path, "computer").machine)
        open_database(folder, KEY, schema.FORMAT).close()
    assert refused.value.code == REFUSED[made]
    assert len(str(refused.value)) > 40, "words for people"
    assert folder.database.read_bytes() == before
