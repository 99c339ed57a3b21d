# SPDX-License-Identifier: Apache-2.0
"""One exchange of records with a peer: a registry, a hub or another laptop, by whatever transport.

Giving and taking are independent: what hinders one does not hinder the other. Whatever breaks off, nothing is lost,
and the next exchange goes on where this one ended.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from app.exchange.pace import Slices
from app.exchange.protocol import NEWEST, FrontierAnswer, Hello, Peer
from app.exchange.troubles import EpochChanged, Newer, Trouble, WrongPeer
from app.journal.chain import Place
from app.journal.signing import id_of
from app.records import comparing, peers, positions
from app.records.comparing import Frontier, equal_groups
from app.records.fold.batch import Batch
from app.records.peers import GIVEN, TAKEN, PeerRow
from app.records.positions import Standing
from app.records.queries.questions import questions
from app.services.laptop import begin_origin, last_place
from app.services.meeting import Line, Meeting, Own, Turn, at_once, told_nobody, when_wanted
from app.services.progress import OnProgress
from app.services.pulling import pull_all
from app.services.pushing import push_all
from app.translation import trn

_DAY_MS: Final = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Synced:
    """What an exchange came to: entries new on the other side and here, entries that both had, questions that are open
    now, and sentences about what was left out. ``troubles`` say what hindered it; none when all was exchanged."""

    pushed: int
    pulled: int
    duplicates: int
    conflicts: int
    rejected: tuple[str, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How an exchange treats others at the same laptop: where work on the records is done, how long a piece of it may
    last in seconds (of a file: how many bytes of entries are taken in at once), and who is told how far it is. Whoever
    is told may raise, to end it where it stands. ``line`` is how the other side is asked while work goes on here."""

    turn: Turn = at_once
    slice_seconds: float = 1.0
    told: OnProgress = told_nobody
    slice_bytes: int = 32 * 1024 * 1024
    line: Line = when_wanted


AT_ONCE: Final = Manner()
"""Everything here and now, as fast as can be."""


@contextmanager
def asking_beside(manner: Manner) -> Iterator[Manner]:
    """The same manner, with the other side asked in a thread of its own while work goes on here."""
    with ThreadPoolExecutor(1) as network:
        yield replace(manner, line=lambda ask: network.submit(ask).result)


def sync(own: Own, peer: Peer, row: PeerRow, manner: Manner = AT_ONCE) -> Synced:
    """Exchange all that one side has and the other lacks. Hindrances are told in the answer, never raised."""
    meeting = Meeting(own, peer, row, manner.turn, manner.line, Slices(manner.slice_seconds), told=manner.told)
    meeting.begin()
    if _try(meeting, _greet):
        _try(meeting, partial(_again_if_renumbered, push_all))
        before = meeting.compared
        _try(meeting, partial(_again_if_renumbered, pull_all))
        if meeting.compared > before:  # it was put back: what it lost is given to it again
            _try(meeting, push_all)
    _go_on_apart(meeting)
    if not meeting.tally.troubles:
        meeting.write(meeting.keep, replace(meeting.row, met_at=own.records.clock.wall()))
    tally, count = meeting.tally, len(own.records.read(questions))
    return Synced(tally.pushed, tally.pulled, tally.duplicates, count, _left_out(tally.refused), tuple(tally.troubles))


def _try(meeting: Meeting, step: Callable[[Meeting], None]) -> bool:
    try:
        step(meeting)
    except Trouble as trouble:
        meeting.tally.troubles.append(trouble)
        return False
    return True


def _greet(meeting: Meeting) -> None:
    """Who answers? Every answer is signed, so this is asked once a day; with somebody who was never met, what both hold
    is compared first."""
    now = meeting.own.records.clock.wall()
    if meeting.row.epoch and 0 <= now - meeting.row.met_at < _DAY_MS:
        return
    hello: Hello = meeting.peer.hello()
    if hello.sign_key != meeting.row.sign_key:
        raise WrongPeer
    if hello.oldest > NEWEST:
        raise Newer
    most = min(meeting.up.most, hello.limits.operations)
    meeting.up.most, meeting.up.things = most, min(meeting.up.things, most)
    if not meeting.row.epoch:
        _compare(meeting)


def _again_if_renumbered(side: Callable[[Meeting], None], meeting: Meeting) -> None:
    try:
        side(meeting)
    except EpochChanged:
        _compare(meeting)
        side(meeting)


def _compare(meeting: Meeting) -> None:
    """Find out what both hold, so that only the rest is exchanged, and count by the peer's numbering from now on."""
    meeting.compared += 1
    ours = meeting.write(_forgotten, meeting)
    theirs = meeting.peer.frontier(ours)
    tips = meeting.write(_common, ours, theirs)
    answer = meeting.peer.frontier(Frontier(tips, ours.keys))
    groups = equal_groups(ours.keys, answer.frontier.keys)

    def note(batch: Batch) -> None:
        peers.add_all(batch.connection, GIVEN, meeting.row.id, comparing.shared(batch.connection, tips, groups))
        for one in answer.shared:
            peers.add(batch.connection, TAKEN, meeting.row.id, one)
        meeting.keep(batch, _counting(meeting.row, answer.standing))

    meeting.write(note)


def _forgotten(batch: Batch, meeting: Meeting) -> Frontier:
    peers.forget(batch.connection, meeting.row.id)
    positions.allot(batch.connection)
    return comparing.holding(batch.connection)


def _common(batch: Batch, ours: Frontier, theirs: FrontierAnswer) -> tuple[Place, ...]:
    """The tips up to which both hold the same."""
    here = comparing.held(batch.connection, theirs.frontier.tips)
    both = {tip for tip, is_there in zip(ours.tips, theirs.held, strict=False) if is_there}
    both |= {tip for tip, is_here in zip(theirs.frontier.tips, here, strict=True) if is_here}
    return tuple(sorted(both))


def _counting(row: PeerRow, standing: Standing) -> PeerRow:
    return replace(row, epoch=standing.epoch, marked=0, mark=b"")


def _go_on_apart(meeting: Meeting) -> None:
    """Where a copy of this laptop writes under the same name, nothing more is written under it here."""
    records = meeting.own.records

    def look() -> None:
        if meeting.cloned or records.read(last_place, records.place.origin) != records.place:
            begin_origin(records, meeting.own.author, "copied")

    meeting.turn(look)


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        trn("{n} entry could not be read and was left out.", "{n} entries could not be read and were left out.", count),
    )


def peer_row(name: str, url: str, sign_key: bytes, box_key: bytes) -> PeerRow:
    """What is known of a peer that was never met."""
    return PeerRow(id_of(sign_key, box_key), name, url, sign_key)


__all__ = ["AT_ONCE", "Manner", "Own", "Synced", "asking_beside", "peer_row", "sync"]
