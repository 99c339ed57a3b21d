# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 14 and 15."""

import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, and_, func, select

from app.domain.assessing import MET, NOT_YET
from app.journal.canonical import to_text
from app.journal.chain import Place
from app.journal.clock import HybridClock
from app.journal.operation import Operation
from app.journal.signing import sign_head
from app.records import log, tables
from app.records.columns import JOURNAL, PROJECTIONS
from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal
from app.records.queries import cohorts as cohort_queries
from app.records.queries.questions import Question, questions
from app.records.receiving import Arrival, receive
from app.records.unit_of_work import Fact
from app.services import cohorts, learners
from app.services.undo import undo
from tests.services.syncing_ground import assessor_of
from tests.simulation.agreement import Dump, differences, tables_of
from tests.simulation.ground import START, Ground
from tests.simulation.laptop import Laptop
from tests.sync_failures.site_ground import Site, a_site, reopened

ALL_ORDERS = os.environ.get("GUILDMARK_ORDERS", "") == "all"
"""Whether each order is lived through to its end, also one that has come to what another one came to before."""
_COHORT: Final = "C1"
_NAMES: Final = (
    "both erased", "erased and changed", "changed and erased", "both removed", "removed and added again", "same name",
    "both took back",
)  # fmt: skip


def test_14_of_two_who_delete_or_change_the_same_at_one_time_all_laptops_say_the_same(
    pattern: Site, tmp_path: Path
) -> None:
    """corrosion PR#352: two nodes deleted one row at one time, and never agreed again what there was."""
    with a_site(pattern, tmp_path) as site:
        _delete_and_change_at_one_time(site)
    said = []
    for order in ([0, 1], [1, 0]):
        copy = tmp_path / f"order {order[0]}"
        shutil.copytree(site.folder, copy)
        with reopened(site, copy, 2) as one:
            one.settle(*(one.laptops[number] for number in order))
            assert one.agree() if order[0] else one.is_sound()
            said.append(tables_of(one.laptops[0].disk.file))
            assert one.laptops[0].read(_standing) == {
                "both removed": False, "removed and added again": True, "same name": False, "both took back": False,
            }  # fmt: skip
            assert one.server.registry.stores.read(one.centre, _living) == one.laptops[0].read(_living)
            assert not one.laptops[0].read(questions)
            assert one.laptops[0].read(_numbers_are_dense), "cr-sqlite#380: two entries under one number"
    assert not differences(*said), "whoever came first"


def _delete_and_change_at_one_time(site: Site) -> None:
    """All know the same of some learners; then two do something to each of them at one time."""
    office, van = (site.work(one) for one in site.laptops)
    with office.act() as act:
        ids = learners.write_new(act, [{"full_name": f"SAMPLE {name}"} for name in _NAMES], office.random)
    cohorts.open_cohort(office, cohorts.CohortWish(_COHORT, "Q1"))
    cohorts.add_members(office, _COHORT, ids[3:5])
    learners.set_learner(office, ids[6], {"full_name": "SAMPLE Mistake"})
    mistake = office.read(_last_act)
    site.settle()
    for work in (office, van):
        work.records.clock.wall = lambda: START + 10**9
        with work.act() as act:
            act.write(Fact("subject.erased", ids[0]))
        cohorts.remove_members(work, _COHORT, ids[3:5])
        learners.set_learner(work, ids[5], {"full_name": "SAMPLE same name"})
        undo(work, mistake)
    for eraser, other, one in ((office, van, ids[1]), (van, office, ids[2])):
        with eraser.act() as act:
            act.write(Fact("subject.erased", one))
        learners.set_learner(other, one, {"full_name": "SAMPLE Changed", "phone": "0700"})
    cohorts.add_members(van, _COHORT, [ids[4]])


def _last_act(connection: Connection) -> bytes:
    newest = select(journal.c.act).order_by(journal.c.at.desc()).limit(1)
    return bytes(connection.execute(newest).scalar_one())


def _numbers_are_dense(connection: Connection) -> bool:
    """Whether the entries of each laptop are numbered from one on, each number once."""
    seq = journal.c.seq
    query = select(func.count(), func.count(seq.distinct()), func.max(seq)).group_by(journal.c.origin)
    return all(len(set(row)) == 1 for row in connection.execute(query))


def _living(connection: Connection) -> dict[str, bytes]:
    """The learners who were not erased, by their names."""
    named = select(tables.learner.c.full_name, tables.learner.c.id).where(tables.learner.c.erased == 0)
    return {name.removeprefix("SAMPLE "): one for name, one in connection.execute(named)}


def _standing(connection: Connection) -> dict[str, bool]:
    """Which of the learners of this test there are, and whether they are members."""
    group = cohort_queries.cohort(connection, _COHORT)
    members = {one.learner for one in cohort_queries.members(connection, group.id)}
    return {name: one in members for name, one in _living(connection).items() if name in _NAMES}


def test_15_whatever_the_order_in_which_entries_come_all_say_and_ask_the_same(pattern: Site, tmp_path: Path) -> None:
    """getodk/central#669, #698, #805: changes made apart were brought in another order than they were made in, and were
    taken for conflicts, or not.

    Six entries of three laptops come one by one, in each of their 720 orders, to a laptop that knows none of them; and
    to each of the three the other four, in each of theirs. An order that has come to the same bytes as another one goes
    on as that one did; ``GUILDMARK_ORDERS=all`` lives through each to its end.
    """
    with a_site(pattern, tmp_path, 4) as site:
        writers, reader = site.laptops[:3], site.laptops[3]
        written = [_two_entries(site, laptop, number) for number, laptop in enumerate(writers)]
        said = [_in_every_order(reader, [one for pair in written for one in pair])]
        for laptop, own in zip(writers, written, strict=True):
            said.append(_in_every_order(laptop, [one for pair in written if pair is not own for one in pair]))
        site.settle()
        said += [(tables_of(one.disk.file), one.read(questions)) for one in site.laptops]
    assert sorted(one.kind for one in said[0][1]) == ["field", "field", "mark"]
    for shown, asked in said[1:]:
        assert asked == said[0][1]
        assert not differences(said[0][0], shown)


def _two_entries(site: Site, laptop: Laptop, number: int) -> list[Arrival]:
    """What one of three writes of a learner of whom all know the same, each entry with the laptop's word for it."""
    learner, before = site.learner(), laptop.records.place
    work, name = site.work(laptop), {"full_name": f"SAMPLE {laptop.name}"}
    site.server.clock.now += 1_000
    if number:
        mark = {"unit": to_text(b"unit of a sample"), "attempt": 1, "criterion": "1.1", "batch": 0}
        assessor = assessor_of(Ground((laptop,), laptop.owner))
        laptop.write(assessor, Fact("mark.made", learner, {**mark, "mark": (MET, NOT_YET)[number - 1]}))
    learners.set_learner(work, learner, name if number < 2 else {"birth_date": "2004-05-06"})
    if not number:
        learners.set_learner(work, learner, {"birth_date": "2004-06-05"})
    return [_arrival(laptop, one) for one in laptop.read(partial(_since, place=before))]


def _since(connection: Connection, place: Place) -> Sequence[Operation]:
    return list(log.where(connection, and_(journal.c.origin == place.origin, journal.c.seq > place.seq)))


def _arrival(laptop: Laptop, one: Operation) -> Arrival:
    return Arrival([one.raw], [sign_head(Place(*one.id, one.hash), laptop.itself.device, laptop.itself.keys.sign)])


Known = dict[frozenset[int], Dump]


def _in_every_order(laptop: Laptop, parcels: Sequence[Arrival]) -> tuple[Dump, list[Question]]:
    """What a laptop says and asks in the end; it is the same after all orders, and nothing of it is kept."""
    with laptop.disk.file.writer.connect() as connection, connection.begin() as transaction:
        asked: list[list[Question]] = []
        known: Known = {}
        _go_on((connection, laptop.owner.centre), parcels, frozenset(), known, asked)
        transaction.rollback()
    assert len(known) == 2 ** len(parcels), "all of them were there in all company"
    assert all(one == asked[0] for one in asked)
    whole = known[frozenset(range(len(parcels)))]
    return {table.name: whole[table.name] for table in PROJECTIONS.sorted_tables}, asked[0]


def _go_on(
    at: tuple[Connection, bytes], parcels: Sequence[Arrival], came: frozenset[int], known: Known,
    asked: list[list[Question]],
) -> None:  # fmt: skip
    """The rest of the parcels come, in every order."""
    connection, centre = at
    state = everything(connection)
    seen = came in known
    assert known.setdefault(came, state) == state, differences(known[came], state)
    if len(came) == len(parcels):
        asked.append(questions(connection))
    if seen and not ALL_ORDERS:
        return
    for number in sorted(set(range(len(parcels))) - came):
        step = connection.begin_nested()
        receive(Batch(connection, centre), parcels[number], HybridClock(lambda: START))
        _go_on(at, parcels, came | {number}, known, asked)
        step.rollback()


def everything(connection: Connection) -> Dump:
    """All that bears on what will be said: the tables, and the journal but for the order in which it came."""
    with closing(connection.connection.cursor()) as cursor:
        return {name: cursor.execute(query).fetchall() for name, query in _all_tables()}


@cache
def _all_tables() -> list[tuple[str, str]]:
    found = []
    for table in (*PROJECTIONS.sorted_tables, *JOURNAL.sorted_tables):
        names = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in ("row", "pos"))
        found.append((table.name, f'SELECT {names} FROM "{table.name}" ORDER BY {names}'))
    return found
