# SPDX-License-Identifier: Apache-2.0
"""A new laptop joins the centre by way of a stick: two words are compared, and everything is there."""

import os
import shutil
from pathlib import Path

import pytest

from app.domain.refusals import BadInput, NotAllowed, RuleBroken, StorageTrouble
from app.records.queries import people
from app.records.refolding import table_digests
from app.services import new_laptop
from app.services.entrance import who_may_enter
from app.services.exchanging import read_bundle, write_bundle
from app.services.joining import Admitted, accept, admit, join_request, request_words
from app.services.opening import OpenCentre, open_centre, open_with_recovery
from app.services.people import add_person
from app.services.upkeep import check
from app.store.keyring import WEAKEST
from app.store.unlocking import WrongPassphrase
from app.translation import use_language
from tests.services.centre_samples import (
    ADMIN,
    PASSPHRASE,
    Computer,
    computer,
    enter_learner,
    erase,
    founded,
    learners,
    opened,
)

BOLOT = "Bolot SAMPLE"
OWN, NEW = "four grey geese", "seven green frogs"
DARA, LINH = "Dara SAMPLE", "Linh SAMPLE"


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


def office(tmp_path: Path) -> Computer:
    """A computer with a founded centre, an assessor and a learner."""
    made = computer(tmp_path)
    founded(made)
    with opened(made) as centre:
        add_person(centre, BOLOT, ["assessor"], OWN)
        enter_learner(centre, DARA)
    return made


def admitted(at: Computer, newcomer: Computer) -> Admitted:
    """The new laptop asks, and the office answers."""
    join_request(newcomer.folder, "Workshop", newcomer.path / "request", newcomer.machine)
    with opened(at) as centre:
        return admit(centre, newcomer.path / "request", newcomer.path / "answer")


def joined(tmp_path: Path) -> tuple[Computer, Computer, Admitted]:
    """The office and a laptop that joined."""
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    answer = admitted(at, workshop)
    accept(workshop.folder, workshop.path / "answer", workshop.machine)
    return at, workshop, answer


def digests(centre: OpenCentre) -> dict[str, str]:
    """What every list of the records holds."""
    return centre.work.read(table_digests)


def test_the_same_two_words_are_shown_on_both_laptops(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    words = join_request(workshop.folder, "Workshop", workshop.path / "request", workshop.machine)
    assert len(words.split()) == 2
    assert request_words(workshop.path / "request") == words
    with opened(at) as centre:
        assert admit(centre, workshop.path / "request", workshop.path / "answer").words == words


def test_the_words_are_the_same_where_the_laptops_speak_different_languages(tmp_path: Path) -> None:
    workshop = computer(tmp_path, "workshop")
    use_language("ru", tmp_path)
    words = join_request(workshop.folder, "Workshop", workshop.path / "request", workshop.machine)
    use_language("en", tmp_path)
    assert request_words(workshop.path / "request") == words
    assert not words.isascii()


def test_a_laptop_that_joined_holds_everything_and_passes_every_check(tmp_path: Path) -> None:
    _, workshop, _ = joined(tmp_path)
    with opened(workshop) as centre:
        assert centre.notices == ()
        assert centre.centre.name == "Trade School SAMPLE"
        assert learners(centre) == {DARA}
        assert [(row.name, row.own) for row in centre.work.read(people.devices, centre.laptop.device)] == [
            ("Workshop", True),
            ("Office", False),
        ]
        assert check(centre) == ()


def test_what_joined_says_who_may_sign_in(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)
    made = accept(workshop.folder, workshop.path / "answer", workshop.machine)
    assert (made.centre, made.people) == ("Trade School SAMPLE", (ADMIN, BOLOT))
    assert [(entry.name, entry.one_time) for entry in who_may_enter(workshop.folder)] == [(BOLOT, True), (ADMIN, False)]
    open_with_recovery(workshop.folder, made.recovery_code, workshop.machine, ADMIN, NEW).close()


def test_the_administrators_passphrase_is_the_same_there_and_signs_with_another_key(tmp_path: Path) -> None:
    at, workshop, _ = joined(tmp_path)
    with opened(at) as centre:
        first = centre.private
    with opened(workshop) as centre:
        assert centre.private != first
        assert [key.name for key in centre.work.read(people.keys)] == [ADMIN, ADMIN]


def test_everybody_else_signs_in_there_with_their_code_at_first(tmp_path: Path) -> None:
    _, workshop, answer = joined(tmp_path)
    assert set(answer.codes) == {BOLOT}
    with pytest.raises((BadInput, WrongPassphrase)):
        open_centre(workshop.folder, BOLOT, OWN, workshop.machine)
    with opened(workshop, BOLOT, answer.codes[BOLOT], NEW) as centre:
        assert centre.work.roles == {"assessor"}
        enter_learner(centre, LINH)
    with opened(workshop, BOLOT, NEW) as centre:
        assert learners(centre) == {DARA, LINH}


def test_what_is_done_on_the_new_laptop_is_believed_at_the_office(tmp_path: Path) -> None:
    at, workshop, answer = joined(tmp_path)
    with opened(workshop, BOLOT, answer.codes[BOLOT], NEW) as centre:
        linh = enter_learner(centre, LINH)
        write_bundle(centre, tmp_path / "stick")
    with opened(at) as centre:
        received = read_bundle(centre, tmp_path / "stick")
        assert (received.waiting, received.refused) == (0, ())
        assert learners(centre) == {DARA, LINH}
        assert check(centre) == ()
        erase(centre, linh)
        write_bundle(centre, tmp_path / "back")
        here = digests(centre)
    with opened(workshop, BOLOT, NEW) as centre:
        read_bundle(centre, tmp_path / "back")
        assert digests(centre) == here


def test_a_third_laptop_joins_at_the_second(tmp_path: Path) -> None:
    _, workshop, _ = joined(tmp_path)
    van = computer(tmp_path, "van")
    join_request(van.folder, "Van", van.path / "request", van.machine)
    with opened(workshop) as centre:
        admit(centre, van.path / "request", van.path / "answer")
    accept(van.folder, van.path / "answer", van.machine)
    with opened(van) as centre:
        assert learners(centre) == {DARA}
        assert len(centre.work.read(people.devices, centre.laptop.device)) == 3
        assert check(centre) == ()


def test_only_an_administrator_admits_a_laptop(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    join_request(workshop.folder, "Workshop", workshop.path / "request", workshop.machine)
    with opened(at, BOLOT, OWN) as centre, pytest.raises(NotAllowed):
        admit(centre, workshop.path / "request", workshop.path / "answer")
    assert not (workshop.path / "answer").exists()


def test_asking_again_gives_the_same_words_and_an_earlier_answer_still_fits(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    answer = admitted(at, workshop)
    assert join_request(workshop.folder, "Workshop", workshop.path / "again", workshop.machine) == answer.words
    accept(workshop.folder, workshop.path / "answer", workshop.machine)


def test_a_laptop_is_admitted_once_however_often_it_is_answered(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)
    with opened(at) as centre:
        admit(centre, workshop.path / "request", workshop.path / "answer")
        assert len(centre.work.read(people.devices, centre.laptop.device)) == 2
        assert check(centre) == ()


def test_a_request_that_was_exchanged_is_refused_or_shows_other_words(tmp_path: Path) -> None:
    workshop, stranger = computer(tmp_path, "workshop"), computer(tmp_path, "stranger")
    words = join_request(workshop.folder, "Workshop", workshop.path / "request", workshop.machine)
    join_request(stranger.folder, "Workshop", stranger.path / "request", stranger.machine)
    assert request_words(stranger.path / "request") != words
    content = bytearray((workshop.path / "request").read_bytes())
    content[40] ^= 1
    (workshop.path / "request").write_bytes(content)
    with pytest.raises(BadInput, match="not the request of a new laptop"):
        request_words(workshop.path / "request")


def test_an_answer_for_another_laptop_is_refused(tmp_path: Path) -> None:
    at, workshop, stranger = office(tmp_path), computer(tmp_path, "workshop"), computer(tmp_path, "stranger")
    admitted(at, workshop)
    join_request(stranger.folder, "Van", stranger.path / "request", stranger.machine)
    with pytest.raises(BadInput, match="not for this laptop"):
        accept(stranger.folder, workshop.path / "answer", stranger.machine)
    assert not stranger.folder.path.exists()


def test_a_laptop_that_did_not_ask_has_nothing_to_accept(tmp_path: Path) -> None:
    at, workshop, stranger = office(tmp_path), computer(tmp_path, "workshop"), computer(tmp_path, "stranger")
    admitted(at, workshop)
    with pytest.raises(BadInput, match="has not asked to join"):
        accept(stranger.folder, workshop.path / "answer", stranger.machine)


def test_an_ordinary_file_of_records_is_no_answer(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    join_request(workshop.folder, "Workshop", workshop.path / "request", workshop.machine)
    with opened(at) as centre:
        write_bundle(centre, tmp_path / "stick")
    with pytest.raises(BadInput, match="not the answer to a request"):
        accept(workshop.folder, tmp_path / "stick", workshop.machine)


@pytest.mark.parametrize("part", [3, 5, 8, 9])
def test_an_answer_cut_short_leaves_nothing_and_the_whole_one_still_fits(tmp_path: Path, part: int) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)
    path = workshop.path / "answer"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * part // 10])
    with pytest.raises(BadInput):
        accept(workshop.folder, path, workshop.machine)
    assert not workshop.folder.path.exists()
    path.write_bytes(whole)
    accept(workshop.folder, path, workshop.machine)
    with opened(workshop) as centre:
        assert learners(centre) == {DARA}


def test_a_joining_that_fails_half_way_leaves_nothing_and_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)

    def fails(*_: object) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(new_laptop, "save_keyring", fails)
        with pytest.raises(OSError):
            accept(workshop.folder, workshop.path / "answer", workshop.machine)
    assert not workshop.folder.path.exists()
    accept(workshop.folder, workshop.path / "answer", workshop.machine)
    with opened(workshop) as centre:
        assert check(centre) == ()


def test_a_folder_with_records_asks_for_nothing(tmp_path: Path) -> None:
    at = office(tmp_path)
    with pytest.raises(StorageTrouble, match="already holds records"):
        join_request(at.folder, "Workshop", at.path / "request", at.machine)


def test_the_waiting_keys_are_for_their_owner_only_and_go_when_the_laptop_has_joined(tmp_path: Path) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)
    (kept,) = (workshop.path / "state").glob("joining-*")
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    accept(workshop.folder, workshop.path / "answer", workshop.machine)
    assert not kept.exists()


@pytest.mark.parametrize(
    "note", [b"", b"\xff\x00", b"[]", b"{}", b'{"sign": 1, "box": 2}', b'{"sign": "00", "box": "00"}']
)
def test_where_the_waiting_keys_are_damaged_joining_is_begun_again(tmp_path: Path, note: bytes) -> None:
    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)
    (kept,) = (workshop.path / "state").glob("joining-*")
    kept.write_bytes(note)
    with pytest.raises(BadInput, match="Begin again") as caught:
        accept(workshop.folder, workshop.path / "answer", workshop.machine)
    assert caught.value.code == "request-lost"
    admitted(at, workshop)
    accept(workshop.folder, workshop.path / "answer", workshop.machine)


def test_no_code_or_name_of_a_learner_is_readable_in_the_answer(tmp_path: Path) -> None:
    from app.exchange.frames import Part, read_frames

    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    code = admitted(at, workshop).codes[BOLOT]
    found = read_frames(workshop.path / "answer")
    plain = b"".join(part.content for part in found if isinstance(part, Part))
    assert code.encode() not in plain
    assert DARA.encode() not in plain
    assert PASSPHRASE.encode() not in plain


def test_an_answer_is_a_file_of_records_for_the_other_laptops(tmp_path: Path) -> None:
    at, workshop, _ = joined(tmp_path)
    van = computer(tmp_path, "van")
    with opened(at) as centre:
        enter_learner(centre, LINH)
    admitted(at, van)
    with opened(workshop) as centre:
        assert read_bundle(centre, van.path / "answer").refused == ()
        assert learners(centre) == {DARA, LINH}


def test_a_copied_laptop_that_joined_is_noticed_too(tmp_path: Path) -> None:
    _, workshop, _ = joined(tmp_path)
    twin = computer(tmp_path, "twin")
    shutil.copytree(workshop.folder.path, twin.folder.path)
    with opened(twin) as centre:
        assert len(centre.notices) == 1


def test_a_laptop_that_was_shut_out_is_not_admitted_again(tmp_path: Path) -> None:
    from app.records.unit_of_work import Fact

    at, workshop = office(tmp_path), computer(tmp_path, "workshop")
    admitted(at, workshop)
    with opened(at) as centre:
        device = next(row for row in centre.work.read(people.devices, centre.laptop.device) if not row.own)
        with centre.work.act() as act:
            act.write(Fact("device.revoked", device.id))
        with pytest.raises(RuleBroken, match="shut out"):
            admit(centre, workshop.path / "request", workshop.path / "answer")
