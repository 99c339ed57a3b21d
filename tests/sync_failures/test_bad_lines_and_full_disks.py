# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 20, 22 and 23.

Laptops and registry have encrypted files on a disk, and talk by the registry's own HTTP application.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import click
import httpx
import pytest
from sqlcipher3 import dbapi2

from app import paths
from app.cli.nouns import nouns
from app.domain.refusals import StorageTrouble
from app.exchange.packing import unpack
from app.exchange.wire import Parcel, read_lines
from app.journal.operation import Operation
from app.records.queries.bases import standing_on
from app.records.unit_of_work import Fact
from app.services.partners import waiting
from tests.services.syncing_ground import assessor_of
from tests.simulation.agreement import tables_of, unsound
from tests.simulation.connected import held_by
from tests.simulation.ground import Ground
from tests.simulation.laptop import Laptop
from tests.simulation.mishaps import full_disk
from tests.sync_failures.failure_ground import Place, spread
from tests.sync_failures.full_disk_ground import FullDisk, watched_connect
from tests.sync_failures.line_ground import Between, Go, content_of, on_disk, sync_by_http

FULL: Final = int(os.environ.get("GUILDMARK_FULL_DISKS", "5"))
"""At so many of the writes of an exchange the disk is full, on either side; with 1000 at each of them."""
_DAY: Final = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two laptops and a registry, for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbapi2, "connect", watched_connect)
        with on_disk(tmp_path_factory.mktemp("there")) as found:
            yield found


@pytest.fixture
def place(there: Place) -> Place:
    """The same, after they have exchanged everything."""
    for laptop in (*there.laptops, there.laptops[0]):
        assert not sync_by_http(there, laptop).troubles
    return there


def hashes(written: list[Operation]) -> set[bytes]:
    return {one.hash for one in written}


def waits(place: Place, laptop: Laptop) -> int:
    """How many entries the window says are still to be sent."""
    return laptop.read(lambda connection: waiting(connection, place.server.registry.identity.id))


@pytest.mark.parametrize("side", ["laptop", "registry"])
def test_20_a_disk_full_in_the_middle_of_an_exchange_leaves_no_harm_that_room_does_not_mend(
    place: Place, side: str, expected_log: Callable[[str], None]
) -> None:
    """atuin#2879: the disk was full in the middle of an exchange; afterwards no exchange came to its end any more, and
    forcing it did not help."""
    office, van = place.laptops
    file = (van.disk if side == "laptop" else place.server).file.reader
    _both_write(place)
    with FullDisk(file, 1 << 30) as roomy:
        assert not sync_by_http(place, van).troubles
    if side == "registry":
        expected_log("trouble")
    places, stopped = spread(roomy.writes, min(FULL, roomy.writes)), 0
    for number in places:
        own = _both_write(place)
        with FullDisk(file, number):
            stopped += _was_stopped(place, van)
        assert own <= van.held(), "what was saved is saved"
        done = sync_by_http(place, van)
        assert (done.troubles, done.rejected, waits(place, van)) == ((), (), 0)
        assert van.held() == held_by(place.server.file)
    assert stopped >= len(places) - 1
    sync_by_http(place, office)
    assert place.agree()


def _both_write(place: Place) -> set[bytes]:
    """The office gives something to the registry, and the van has something to give; what the van wrote."""
    office, van = place.laptops
    place.marks(office, 2)
    assert not sync_by_http(place, office).troubles
    return hashes(place.marks(van, 2))


def _was_stopped(place: Place, laptop: Laptop) -> bool:
    """Whether a full disk hindered an exchange, and said so by its name."""
    try:
        return bool(sync_by_http(place, laptop).troubles)
    except StorageTrouble as trouble:
        assert trouble.code == "disk-full"
        return True


def test_20_a_file_that_cannot_grow_takes_in_what_it_can_and_the_rest_when_there_is_room(place: Place) -> None:
    """atuin#2879, with SQLite's own word for it."""
    office, van = place.laptops
    place.marks(office, 150)
    sync_by_http(place, office)
    for pages in (0, 3, 9):
        with full_disk(van.disk.file.writer, pages), pytest.raises(StorageTrouble, match="The disk is full"):
            sync_by_http(place, van)
        assert not unsound(van)
    assert not sync_by_http(place, van).troubles
    assert place.agree()


class Blocked:
    """What lies between lets one direction through, and hinders the other one in some way."""

    def __init__(self, method: str, how: Callable[[httpx.Request], httpx.Response]) -> None:
        self._method = method
        self._how = how

    def __call__(self, request: httpx.Request, go_on: Go) -> httpx.Response:
        stopped = request.method == self._method and request.url.path.endswith("/items")
        return self._how(request) if stopped else go_on(request)


def dead(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("connection reset", request=request)


def portal(request: httpx.Request) -> httpx.Response:
    return httpx.Response(302, headers={"Location": "http://portal.invalid"})


def out_of_order(request: httpx.Request) -> httpx.Response:
    return httpx.Response(502, html="<html>Bad Gateway</html>")


@pytest.mark.parametrize("how", [dead, portal, out_of_order])
@pytest.mark.parametrize("way", ["up", "down"])
def test_22_what_hinders_one_direction_does_not_stop_the_other(
    place: Place, way: str, how: Callable[[httpx.Request], httpx.Response]
) -> None:
    """pretixscan-ios#26: an upload that failed each time kept all downloads from ever beginning."""
    office, van = place.laptops
    theirs = hashes(place.marks(office, 3))
    sync_by_http(place, office)
    own = hashes(place.marks(van, 3))
    done = sync_by_http(place, van, Blocked("POST" if way == "up" else "GET", how))
    assert len(done.troubles) == 1
    there = held_by(place.server.file)
    assert (theirs <= van.held(), own <= there) == ((True, False) if way == "up" else (False, True))
    assert bool(waits(place, van)) == (way == "up")
    assert not sync_by_http(place, van).troubles
    assert place.agree(van)


def test_22_what_was_done_without_a_line_is_never_shown_as_failed_later(place: Place) -> None:
    """pretix PR#3187: what had been let pass at the door without a line was shown as refused when the line was back,
    because the rules had changed meanwhile; and at the time of the upload."""
    office, van = place.laptops
    sitting = Ground((office, van), office.owner)
    who = assessor_of(sitting)
    done = place.marks(van, 5)
    seen = _marks_of(van)
    place.time += 30 * _DAY
    for field, value in (("roles", "viewer"), ("disabled", "yes")):
        base = place.work(office).read(standing_on, who, [field])
        office.write(office.owner.user, Fact("person.set", who, {field: value}, base=base))
    sync_by_http(place, office)
    for _ in range(2):
        came = sync_by_http(place, van)
        assert (came.troubles, came.rejected, came.conflicts) == ((), (), 0)
    sync_by_http(place, office)
    assert hashes(done) <= held_by(place.server.file)
    for one in (van, office):
        assert _marks_of(one) == seen, "outcome, author and the moment of it are those of then"
        assert not tables_of(one.disk.file)["breach"]
    assert place.agree()


def _marks_of(laptop: Laptop) -> list[tuple[Any, ...]]:
    return tables_of(laptop.disk.file)["mark"]


def test_22_nobody_has_to_say_that_there_is_no_line(place: Place) -> None:
    """pretixscan-android#139: without a line everything waited for its time-out, until somebody switched to working
    without one by hand; and it stayed so when the line was back."""
    _, van = place.laptops
    saved: set[bytes] = set()
    for _ in range(3):
        assert sync_by_http(place, van, lambda request, go_on: dead(request)).troubles
        saved |= hashes(place.marks(van, 2))
    assert not sync_by_http(place, van).troubles
    assert saved <= held_by(place.server.file)
    words = re.compile(r"\b(offline|online)\b", re.IGNORECASE)
    assert [one for one in (*commands(nouns), *texts()) if words.search(one)] == []


def commands(group: click.Command, path: str = "") -> Iterator[str]:
    """Every command and option of the command line, as it is typed."""
    for option in group.params:
        yield f"{path} {' '.join(option.opts)}".strip()
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from commands(command, f"{path} {name}".strip())


def texts() -> list[str]:
    """Every text that the program can show."""
    catalogue = (paths.resources() / "translations" / "ru.po").read_text(encoding="utf-8")
    found = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', catalogue, re.MULTILINE)
    assert len(found) > 2_000
    return ["".join(re.findall(r'"(.*)"\n', one)) for one in found]


class Narrow:
    """Something in between that carries no more than so many things at once; ``carried`` are the sizes that passed."""

    def __init__(self, most: int, status: int) -> None:
        self._most = most
        self._status = status
        self.refused = 0
        self.carried: list[int] = []

    def __call__(self, request: httpx.Request, go_on: Go) -> httpx.Response:
        if not request.url.path.endswith("/items"):
            return go_on(request)
        if request.method == "POST":
            return self._if_small(_parcel(request.headers, request.content), request, go_on)
        answer = go_on(request)
        if answer.status_code != httpx.codes.OK:
            return answer
        return self._if_small(_parcel(answer.headers, content_of(answer)), request, lambda _: answer)

    def _if_small(self, parcel: Parcel, request: httpx.Request, go_on: Go) -> httpx.Response:
        if len(parcel) > self._most:
            self.refused += 1
            return httpx.Response(self._status, html="<html>too much at once</html>")
        self.carried.append(len(parcel))
        return go_on(request)


def _parcel(headers: httpx.Headers, body: bytes) -> Parcel:
    return read_lines(unpack(body, headers.get("content-encoding", "")))


@pytest.mark.parametrize("status", [413, 504])
def test_23_a_line_that_carries_one_entry_at_a_time_brings_them_all(place: Place, status: int) -> None:
    """kobo-transfer#28 and #29: a batch that was too large for what lay between was sent again, as large, for ever."""
    office, van = place.laptops
    place.marks(office, 12)
    sync_by_http(place, office)
    place.marks(van, 12)
    line = Narrow(1, status)
    rounds = _until_done(place, van, line)
    assert rounds <= 3
    assert line.refused > 0
    assert max(line.carried) == 1
    assert sum(line.carried) >= 24
    assert place.agree(van)


def _until_done(place: Place, laptop: Laptop, line: Between) -> int:
    for number in range(1, 10):
        if not sync_by_http(place, laptop, line).troubles:
            return number
    raise AssertionError("it never came to its end")


def test_23_a_line_too_narrow_for_anything_is_told_and_nothing_is_given_up(place: Place) -> None:
    """kobo-transfer#28: the loop had no end, and said nothing."""
    _, van = place.laptops
    own = hashes(place.marks(van, 3))
    line = Narrow(0, 413)
    assert {one.code for one in sync_by_http(place, van, line).troubles} == {"too-much"}
    assert line.refused < 30
    assert waits(place, van) >= 3
    assert not sync_by_http(place, van).troubles
    assert own <= held_by(place.server.file)
