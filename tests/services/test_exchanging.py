# SPDX-License-Identifier: Apache-2.0
"""Records carried between two laptops of a centre in a file, on good days and bad ones."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.refusals import BadInput, NotAllowed, RuleBroken
from app.exchange import bundle
from app.records.queries import people
from app.records.refolding import table_digests
from app.services.exchanging import read_bundle, write_bundle
from app.services.looking_in import look_into
from app.services.opening import OpenCentre
from app.services.people import add_person, set_roles
from app.services.syncing import Manner
from app.services.upkeep import check
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

DARA, LINH, AIZADA = "Dara SAMPLE", "Linh SAMPLE", "Aizada SAMPLE"


def two_laptops(tmp_path: Path) -> tuple[Computer, Computer]:
    """Two laptops of one centre; the second began as a copy of the first, so both go on by themselves."""
    office, workshop = computer(tmp_path), computer(tmp_path, "workshop")
    founded(office)
    with opened(office) as centre:
        enter_learner(centre, DARA)
    shutil.copytree(office.folder.path, workshop.folder.path)
    with opened(workshop):
        pass
    return office, workshop


def written(at: Computer, path: Path) -> Path:
    """A file with all that a laptop knows."""
    with opened(at) as centre:
        write_bundle(centre, path)
    return path


def digests(centre: OpenCentre) -> dict[str, str]:
    """What every list of the records holds."""
    return centre.work.read(table_digests)


def test_what_one_laptop_writes_the_other_reads(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
    path = written(office, tmp_path / "stick")
    with opened(workshop) as centre:
        received = read_bundle(centre, path)
        assert (received.new, received.waiting, received.refused) == (1, 0, ())
        assert learners(centre) == {DARA, LINH}
        assert check(centre) == ()


def test_reading_the_same_file_again_does_no_harm(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
    path = written(office, tmp_path / "stick")
    with opened(workshop) as centre:
        first, before = read_bundle(centre, path), digests(centre)
        again = read_bundle(centre, path)
        assert (again.new, again.duplicates) == (0, first.new + first.duplicates)
        assert digests(centre) == before


def test_after_an_exchange_both_ways_both_laptops_hold_the_same(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
    with opened(workshop) as centre:
        enter_learner(centre, AIZADA)
        read_bundle(centre, written(office, tmp_path / "there"))
        write_bundle(centre, tmp_path / "back")
        there = digests(centre)
    with opened(office) as centre:
        received = read_bundle(centre, tmp_path / "back")
        assert received.refused == ()
        assert learners(centre) == {DARA, LINH, AIZADA}
        assert digests(centre) == there


def test_a_file_goes_on_by_way_of_a_third_laptop(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    van = computer(tmp_path, "van")
    shutil.copytree(office.folder.path, van.folder.path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
    with opened(workshop) as centre:
        read_bundle(centre, written(office, tmp_path / "one"))
        write_bundle(centre, tmp_path / "two")
    with opened(van) as centre:
        read_bundle(centre, tmp_path / "two")
        assert learners(centre) == {DARA, LINH}


def test_who_was_erased_on_one_laptop_is_erased_on_the_other(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        linh = enter_learner(centre, LINH)
    with opened(workshop) as centre:
        read_bundle(centre, written(office, tmp_path / "one"))
        assert LINH in learners(centre)
    with opened(office) as centre:
        erase(centre, linh)
    with opened(workshop) as centre:
        read_bundle(centre, written(office, tmp_path / "two"))
        assert LINH not in learners(centre)
        assert DARA in learners(centre)


def test_an_older_file_does_not_bring_back_who_was_erased(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        linh = enter_learner(centre, LINH)
    older = written(office, tmp_path / "older")
    with opened(office) as centre:
        erase(centre, linh)
    with opened(workshop) as centre:
        read_bundle(centre, written(office, tmp_path / "newer"))
        read_bundle(centre, older)
        assert learners(centre) & {LINH} == set()


def test_no_name_of_a_learner_is_readable_in_the_file(tmp_path: Path) -> None:
    from app.exchange.frames import Part, read_frames

    office, _ = two_laptops(tmp_path)
    path = written(office, tmp_path / "stick")
    plain = b"".join(found.content for found in read_frames(path) if isinstance(found, Part))
    assert b"Dara" not in plain
    assert b"Trade School" in plain


def test_another_centres_file_is_refused_and_named(tmp_path: Path) -> None:
    office, _ = two_laptops(tmp_path)
    other = computer(tmp_path, "other")
    founded(other)
    path = written(other, tmp_path / "stick")
    with opened(office) as centre:
        before = digests(centre)
        with pytest.raises(RuleBroken, match="another centre, Trade School SAMPLE"):
            read_bundle(centre, path)
        assert digests(centre) == before


def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    office, _ = two_laptops(tmp_path)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 100)
    with opened(office) as centre, pytest.raises(BadInput, match="does not hold records"):
        read_bundle(centre, tmp_path / "photo.jpg")


def test_a_file_cut_short_is_told_and_a_whole_one_heals_it(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        enter_learner(centre, LINH)
    path = written(office, tmp_path / "stick")
    whole = path.read_bytes()
    for size in (len(whole) // 2, len(whole) - 100, len(whole) - 10):
        path.write_bytes(whole[:size])
        with opened(workshop) as centre:
            (sentence,) = read_bundle(centre, path).refused
            assert "cut short" in sentence
    path.write_bytes(whole)
    with opened(workshop) as centre:
        assert read_bundle(centre, path).refused == ()
        assert learners(centre) == {DARA, LINH}
        assert check(centre) == ()


def test_a_large_file_is_taken_in_slice_by_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        for name in (LINH, AIZADA):
            enter_learner(centre, name)
    monkeypatch.setattr(bundle, "_PART_BYTES", 1)
    path = written(office, tmp_path / "stick")
    with opened(workshop) as centre:
        received = read_bundle(centre, path, Manner(slice_bytes=1))
        assert (received.new, received.waiting, received.refused) == (2, 0, ())
        assert learners(centre) == {DARA, LINH, AIZADA}
        assert check(centre) == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_changed_anywhere_never_brings_in_anything_false(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    office, workshop = _laptops_once(tmp_path_factory)
    content = bytearray((office.path / "stick").read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    changed = workshop.path / "changed"
    changed.write_bytes(content)
    with opened(workshop) as centre:
        try:
            read = read_bundle(centre, changed)
        except (BadInput, RuleBroken):
            read = None
        assert read is None or read.refused
        assert learners(centre) <= {DARA, LINH}
        assert check(centre) == ()


def test_what_anybody_may_see_of_a_file(tmp_path: Path) -> None:
    office, _ = two_laptops(tmp_path)
    path = written(office, tmp_path / "stick")
    seen = look_into(path)
    assert (seen.header.centre_name, seen.header.device_name, seen.whole) == ("Trade School SAMPLE", "Office", True)
    assert (seen.kinds["learner.added"], sum(seen.kinds.values())) == (1, seen.header.operations)
    path.write_bytes(path.read_bytes()[:-1])
    assert look_into(path).whole is False


def test_a_viewer_carries_nothing_in_or_out(tmp_path: Path) -> None:
    office, _ = two_laptops(tmp_path)
    path = written(office, tmp_path / "stick")
    with opened(office) as centre:
        add_person(centre, "Bolot SAMPLE", ["viewer"], PASSPHRASE)
        centre.enter("Bolot SAMPLE", PASSPHRASE)
        with pytest.raises(NotAllowed):
            read_bundle(centre, path)
        with pytest.raises(NotAllowed):
            write_bundle(centre, tmp_path / "out")


def test_a_role_that_came_with_a_file_holds_at_once(tmp_path: Path) -> None:
    office, workshop = two_laptops(tmp_path)
    with opened(office) as centre:
        add_person(centre, "Bolot SAMPLE", ["administrator"], PASSPHRASE)
        set_roles(centre, ADMIN, ["viewer"])
        centre.enter("Bolot SAMPLE", PASSPHRASE)
        write_bundle(centre, tmp_path / "stick")
    with opened(workshop) as centre:
        read_bundle(centre, tmp_path / "stick")
        assert centre.work.roles == {"viewer"}
        assert [row.name for row in centre.work.read(people.people)] == ["Bolot SAMPLE", ADMIN]


def test_two_copies_that_wrote_on_unnoticed_lose_nothing_and_part_when_they_meet(tmp_path: Path) -> None:
    office, twin = computer(tmp_path), computer(tmp_path, "twin")
    founded(office)
    with opened(office):
        pass
    shutil.copytree(office.folder.path, tmp_path / "kept")
    with opened(office) as centre:
        enter_learner(centre, LINH)
        write_bundle(centre, tmp_path / "stick")
    shutil.rmtree(office.folder.path)
    shutil.copytree(tmp_path / "kept", office.folder.path)
    for note in (office.path / "state").glob("*.witness"):
        note.unlink()
    shutil.copytree(tmp_path / "kept", twin.folder.path)
    with opened(office) as centre:
        enter_learner(centre, AIZADA)
        read_bundle(centre, tmp_path / "stick")
        assert learners(centre) == {LINH, AIZADA}
        enter_learner(centre, DARA)
        assert check(centre) == ()


_kept: list[tuple[Computer, Computer]] = []


def _laptops_once(folders: pytest.TempPathFactory) -> tuple[Computer, Computer]:
    if not _kept:
        office, workshop = two_laptops(folders.mktemp("laptops"))
        with opened(office) as centre:
            enter_learner(centre, LINH)
        written(office, office.path / "stick")
        _kept.append((office, workshop))
    return _kept[0]
