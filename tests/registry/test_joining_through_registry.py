# SPDX-License-Identifier: Apache-2.0
"""A new laptop joins its centre over a network: a code, two words to compare, an answer for it alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken
from app.exchange.join_answer import seal_welcome
from app.exchange.joining_by_code import answer_bytes, asking_bytes
from app.exchange.troubles import NotAdmitted, Trouble, WrongPeer
from app.journal.canonical import canonical, parse, to_bytes, to_text
from app.records.queries import people
from app.services.admitting_through_registry import (
    admit_through_registry,
    asking_with,
    new_join_code,
    refuse_through_registry,
    waiting,
)
from app.services.joining import asking, welcome_to
from app.services.joining_through_registry import (
    join_through_registry,
    look_for_answer,
    wait_for_answer,
)
from app.services.partners import registry_peers
from app.services.shutting_out import revoke_device
from app.services.upkeep import check
from app.store.keyring import WEAKEST
from tests.registry.joining_ground import (
    BOLOT,
    DARA,
    DAY_MS,
    LINH,
    NEW,
    Town,
    a_town,
    come_in,
    digests,
    ends_after,
    joined,
    newcomer,
    no_pause,
    town_of,
)
from tests.registry.loopback import Line, listening
from tests.registry.postgres_server import postgres_server
from tests.registry.registry_samples import a_registry
from tests.services.centre_samples import (
    computer,
    enter_learner,
    erase,
    founded,
    learners,
    opened,
)


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


@pytest.fixture(scope="module")
def one_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture
def town(one_town: Town, tmp_path: Path) -> Town:
    """The same office for all, with computers of their own for each."""
    return replace(one_town, path=tmp_path)


def goes_through(town: Town) -> None:
    """A laptop joins, and from then on both exchange both ways."""
    workshop, admitted = joined(town)
    with opened(workshop) as centre:
        assert learners(centre) >= {DARA}
        assert check(centre) == ()
        assert centre.notices == ()
        (own,) = (row for row in centre.work.read(people.devices, centre.laptop.device) if row.own)
        assert own.name == "Workshop"
    with opened(workshop, BOLOT, admitted.codes[BOLOT], NEW) as centre:
        enter_learner(centre, LINH)
    town.exchange(workshop)
    town.exchange(town.office, lambda centre: erase(centre, enter_learner(centre, "Erased SAMPLE")))
    town.exchange(workshop)
    with opened(town.office) as centre:
        assert learners(centre) >= {DARA, LINH}
        assert check(centre) == ()
    town.exchange(town.office)
    town.exchange(workshop)
    assert digests(workshop) == digests(town.office)


def test_a_laptop_joins_through_a_registry_in_files_and_exchanges_both_ways(town: Town) -> None:
    goes_through(town)


@pytest.mark.xdist_group("postgres")
def test_a_laptop_joins_through_a_registry_on_postgresql(tmp_path: Path) -> None:
    with postgres_server() as running:
        server = a_registry(tmp_path / "registry", running.make("nation"))
        try:
            with town_of(server, tmp_path) as town:
                goes_through(town)
        finally:
            server.close()


def test_the_same_two_words_are_shown_on_both_laptops_and_only_they_admit(town: Town) -> None:
    at = newcomer(town)
    asked = town.ask(at, town.code())
    (found,) = town.waiting(asked.device)
    assert (found.name, found.words, found.device) == ("Workshop", asked.words, asked.device)
    with pytest.raises(NotFound, match="shows these words"):
        town.admit("other words")
    assert town.admit(asked.words.upper()).words == asked.words
    assert town.waiting(asked.device) == ()


def test_nothing_is_there_for_a_laptop_that_waits(town: Town) -> None:
    at = newcomer(town)
    asked = town.ask(at, town.code())
    assert look_for_answer(asked, at.machine) is None
    assert not at.folder.path.exists()


def test_a_laptop_asks_again_after_a_new_start_and_goes_on(town: Town) -> None:
    at, code = newcomer(town), town.code()
    words = town.ask(at, code).words
    assert town.ask(at, code).words == words
    town.admit(words)
    asked = town.ask(at, code)
    assert asked.words == words
    come_in(asked, at)


@pytest.mark.parametrize("spoilt", ["wrong", "old", "used"])
def test_a_code_that_does_not_count_is_refused(town: Town, spoilt: str) -> None:
    code = town.code()
    if spoilt == "wrong":
        code = new_code_of_nobody()
    elif spoilt == "old":
        town.server.clock.now += DAY_MS + 60_000
    else:
        town.ask(newcomer(town, "first"), code)
    with pytest.raises(BadInput, match="did not take this code") as caught:
        town.ask(newcomer(town), code)
    assert caught.value.code == "code-refused"


def new_code_of_nobody() -> str:
    from app.exchange.joining_by_code import new_code

    return new_code(lambda count: bytes(range(count)))


def test_a_code_that_was_answered_lets_nobody_else_in(town: Town) -> None:
    code = town.code()
    town.admit(town.ask(newcomer(town, "first"), code).words)
    with pytest.raises(BadInput, match="did not take this code"):
        town.ask(newcomer(town), code)


def test_a_mistyped_code_is_not_sent(town: Town) -> None:
    line = Line()
    with pytest.raises(BadInput, match="mistyped"):
        town.ask(newcomer(town), "ABCD-EFGH", line)
    assert line.paths == []


def test_neither_the_code_nor_a_key_lies_readable_at_the_registry(town: Town) -> None:
    code = town.code()
    asked = town.ask(newcomer(town), code)
    assert code.encode() not in asked.message
    assert code.replace("-", "").encode() not in asked.message
    codes = town.admit(asked.words).codes
    answer = canonical({"answer": ""})
    assert codes[BOLOT].encode() not in answer


def test_a_request_that_was_exchanged_on_its_way_is_not_shown(town: Town) -> None:
    """Whoever does not know the code cannot put a request of their own in its place."""
    stranger = newcomer(town, "stranger")
    request, signed = asking(stranger.folder, "Workshop", stranger.machine)

    def exchanged(content: bytes) -> bytes:
        return canonical({**parse(content), "request": to_text(signed)})

    line = Line(asked=exchanged)
    asked = town.ask(newcomer(town), town.code(), line)
    assert town.waiting(asked.device) == town.waiting(request.device) == ()


def test_whoever_knows_the_code_shows_other_words(town: Town) -> None:
    stranger, code = newcomer(town, "stranger"), town.code()
    request, signed = asking(stranger.folder, "Workshop", stranger.machine)
    line = Line(asked=lambda content: asking_bytes(signed, code))
    words = town.ask(newcomer(town), code, line).words
    (found,) = town.waiting(request.device)
    assert found.words != words
    with pytest.raises(NotFound):
        town.admit(words)


def test_a_welcome_of_somebody_who_does_not_know_the_code_is_refused(town: Town, tmp_path: Path) -> None:
    at, elsewhere = newcomer(town), computer(tmp_path / "elsewhere")
    founded(elsewhere)
    request, _ = asking(at.folder, "Workshop", at.machine)
    with opened(elsewhere) as centre:
        sealed = seal_welcome(welcome_to(centre, town.server.card), request.box_key, centre.machine.random)
    false = answer_bytes(request.device, sealed, new_code_of_nobody())
    line = Line()
    asked = town.ask(at, town.code(), line)
    town.admit(asked.words)
    line.answered = lambda content: canonical({"answer": to_text(false)})
    with pytest.raises(BadInput, match="not given by whoever gave out the code"):
        look_for_answer(asked, at.machine)
    line.answered = altered_welcome
    with pytest.raises(BadInput, match="altered on the way"):
        look_for_answer(asked, at.machine)
    line.answered = lambda content: b"<html>Sign in</html>"
    with pytest.raises(Trouble):
        look_for_answer(asked, at.machine)
    line.answered = bytes
    come_in(asked, at)


def altered_welcome(content: bytes) -> bytes:
    """One bit of what is sealed is another."""
    fields = parse(to_bytes(parse(content)["answer"]))
    sealed = bytearray(to_bytes(fields["sealed"]))
    sealed[len(sealed) // 2] ^= 1
    return canonical({"answer": to_text(canonical({**fields, "sealed": to_text(bytes(sealed))}))})


def test_a_registry_that_is_not_the_one_of_the_welcome_is_refused(town: Town, tmp_path: Path) -> None:
    at = newcomer(town)
    asked = town.ask(at, town.code())
    town.admit(asked.words)
    welcome = wait_for_answer(asked, at.machine, ends_after(3))
    false = a_registry(tmp_path / "false", seed=8)
    with listening(false.client.app) as url, pytest.raises(WrongPeer):
        elsewhere = replace(asked, way=replace(asked.way, url=url))
        join_through_registry(elsewhere, welcome, at.machine, pause=no_pause)
    false.close()
    assert not at.folder.path.exists()


def test_a_refused_laptop_is_told_so(town: Town) -> None:
    at = newcomer(town)
    asked = town.ask(at, town.code())
    with town.at_the_office() as centre:
        (peer,) = registry_peers(centre, town.client)
        refuse_through_registry(centre, peer, asking_with(waiting(centre, peer), asked.words))
        assert asked.device not in {row.id for row in centre.work.read(people.devices, centre.laptop.device)}
    assert town.waiting(asked.device) == ()
    with pytest.raises(RuleBroken, match="did not let this laptop join"):
        wait_for_answer(asked, at.machine, ends_after(3))
    assert not at.folder.path.exists()


def test_only_an_administrator_gives_out_codes_and_admits(town: Town) -> None:
    with opened(town.office, BOLOT, "four grey geese") as centre:
        (peer,) = registry_peers(centre, town.client)
        for wish in (new_join_code, waiting):
            with pytest.raises(NotAllowed):
                wish(centre, peer)


def test_an_admission_that_broke_off_goes_on_with_the_same_codes(town: Town) -> None:
    at = newcomer(town)
    asked = town.ask(at, town.code())
    with town.at_the_office() as centre:
        (peer,) = registry_peers(centre, town.client)
        found = asking_with(waiting(centre, peer), asked.words)
        line = Line(there=False)
        with httpx.Client(transport=line) as broken, pytest.raises(Trouble):
            admit_through_registry(centre, registry_peers(centre, broken)[0], found)
        assert asked.device in {one.device for one in waiting(centre, peer)}
        first = admit_through_registry(centre, peer, found)
        assert admit_through_registry(centre, peer, found) == first
        assert [row.id for row in centre.work.read(people.devices, b"")].count(asked.device) == 1
    come_in(asked, at)
    with opened(at, BOLOT, first.codes[BOLOT], NEW) as centre:
        assert centre.work.roles == {"assessor"}


def test_a_laptop_that_the_registry_does_not_know_is_told(town: Town) -> None:
    """The answer came, but the administrator's records never reached the registry."""
    at = newcomer(town)
    asked = town.ask(at, town.code())
    request, _ = asking(at.folder, "Workshop", at.machine)
    with town.at_the_office() as centre:
        welcome = welcome_to(centre, town.server.card)
    assert request.device == asked.device
    with pytest.raises(NotAdmitted):
        join_through_registry(asked, welcome, at.machine, pause=no_pause)
    assert not at.folder.path.exists()


def test_other_laptops_of_the_centre_do_not_see_who_asks_with_anothers_code(town: Town) -> None:
    first, _ = joined(town, "first")
    asked = town.ask(newcomer(town), town.code())
    with opened(first) as centre:
        assert waiting(centre, *registry_peers(centre, town.client)) == ()
    assert len(town.waiting(asked.device)) == 1


def test_a_laptop_that_joins_after_another_was_shut_out_reads_what_was_written_since(town: Town) -> None:
    first, _ = joined(town, "first")
    with opened(first) as centre:
        gone = centre.laptop.device
    town.exchange(first)
    town.exchange(town.office)
    town.exchange(town.office, lambda centre: revoke_device(centre, gone))
    town.exchange(town.office, lambda centre: enter_learner(centre, "SAMPLE since"))
    workshop, _ = joined(town)
    with opened(workshop) as centre:
        assert learners(centre) >= {DARA, "SAMPLE since"}
        assert check(centre) == ()
    with pytest.raises(AssertionError):
        town.exchange(first)
