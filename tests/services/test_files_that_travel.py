# SPDX-License-Identifier: Apache-2.0
"""What records name travels with them: issued pages, pictures of templates; cut off, it goes on where it stopped."""

import hashlib
from pathlib import Path

import pytest

from app.documents.editing import Spot, moved
from app.documents.rendering import render
from app.documents.starting import starting_template
from app.exchange.carried_files import CarriedPiece
from app.exchange.frames import Part, read_frames, write_frames
from app.records.queries.named_files import named_files
from app.services import reprinting
from app.services.certificates import IssueWish, issue
from app.services.exchanging import BundleWish, read_bundle, write_bundle
from app.services.joining import accept, admit, join_request
from app.services.kept_files import missing_files
from app.services.kept_pictures import keep_picture as keep_centre_picture
from app.services.looking_in import look_into
from app.services.policies import set_policy
from app.services.receivers import receiver
from app.services.reprinting import pages_of
from app.services.templates import keep_template, open_template, shown_with, use_template
from app.services.vault import vault_of
from app.store.keyring import WEAKEST
from tests.documents.builders_templates import picture_of, template_of
from tests.services.centre_samples import ADMIN, computer, opened
from tests.services.centres import COHORT, CUTTING, KHMER, SAFETY, Centre, carry, two_laptops


def issued(centre: Centre) -> str:
    """Issue one certificate; returns its number."""
    learner = centre.learners[KHMER]
    centre.award(learner, SAFETY, CUTTING)
    centre.as_person(ADMIN)
    (row,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
    return row.number


def missing(centre: Centre) -> frozenset[str]:
    return centre.work.read(missing_files, vault_of(centre.open))


def no_making_again(*_: object) -> bytes:
    raise AssertionError("the pages are to be those that came")


def with_a_logo(centre: Centre, folder: Path) -> str:
    """Give the centre a logo; returns its SHA-256."""
    (folder / "logo.png").write_bytes(picture_of())
    name = keep_centre_picture(centre.open, folder / "logo.png")
    set_policy(centre.work, "logo", name)
    return name


def test_a_certificate_issued_on_one_laptop_is_printed_again_on_the_other_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        number = issued(office)
        brought = carry(office, workshop)
        assert (brought.refused, brought.missing) == ((), 0)
        assert brought.files > 0
        monkeypatch.setattr(reprinting, "_made_again", no_making_again)
        assert pages_of(workshop.open, number) == pages_of(office.open, number)


def test_a_template_with_its_pictures_made_on_one_laptop_is_used_on_the_other(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        logo = with_a_logo(office, tmp_path)
        kept = keep_template(office.open, moved(starting_template("certificate"), Spot(0, 2), 3, 2))
        use_template(office.work, kept.key)
        assert carry(office, workshop).missing == 0
        assert vault_of(workshop.open).has(logo)
        there = open_template(workshop.work, kept.key)
        assert render([(there, shown_with(workshop.open, there))]) == render([(kept, shown_with(office.open, kept))])
        assert len(pages_of(workshop.open, issued(workshop))) > 1000


def test_a_picture_inside_a_template_travels_too(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        picture = vault_of(office.open).put(picture_of())
        template = template_of({"type": "image", "file": picture}, key="own-test")
        keep_template(office.open, template)
        assert picture in office.work.read(named_files)
        assert carry(office, workshop).missing == 0
        assert vault_of(workshop.open).get(picture) == picture_of()


def test_without_files_the_records_come_and_say_that_files_are_still_to_come(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        logo, stick = with_a_logo(office, tmp_path), tmp_path / "stick"
        report = write_bundle(office.open, stick, BundleWish(files=False))
        brought = read_bundle(workshop.open, stick)
        assert (report.files, brought.files, brought.missing, brought.refused) == (0, 0, 1, ())
        assert missing(workshop) == {logo}
        assert workshop.is_sound()
        assert carry(office, workshop).files == 1
        assert missing(workshop) == frozenset()


def test_nobody_learns_from_a_file_on_the_road_what_it_is(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, _):
        logo, stick = with_a_logo(office, tmp_path), tmp_path / "stick"
        write_bundle(office.open, stick)
        plain = [found for found in read_frames(stick) if isinstance(found, Part)]
        content = b"".join(part.content for part in plain if part.tag == b"FILE")
        assert content
        assert vault_of(office.open).get(logo)[:64] not in content
        assert bytes.fromhex(logo) not in content
        assert logo.encode() not in content


def parts_of_one_file(centre: Centre, stick: Path, monkeypatch: pytest.MonkeyPatch) -> list[Part]:
    """A bundle whose one file comes in many parts."""
    monkeypatch.setattr("app.exchange.carried_files.PIECE_BYTES", 30)
    write_bundle(centre.open, stick)
    return [found for found in read_frames(stick) if isinstance(found, Part)]


def test_a_file_in_many_parts_goes_on_where_it_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        logo, stick = with_a_logo(office, tmp_path), tmp_path / "stick"
        parts = parts_of_one_file(office, stick, monkeypatch)
        first = [part for part in parts if part.tag == b"FILE"]
        assert len(first) > 3
        write_frames(stick, parts[: len(parts) - len(first) + 2])
        assert read_bundle(workshop.open, stick).missing == 1
        (part,) = workshop.open.folder.arriving.iterdir()
        assert part.stat().st_size == 60
        write_frames(stick, [*parts[: len(parts) - len(first)], *first[1:]])
        assert read_bundle(workshop.open, stick).missing == 0
        assert vault_of(workshop.open).get(logo) == vault_of(office.open).get(logo)
        assert not list(workshop.open.folder.arriving.iterdir())


def test_parts_that_were_put_together_wrongly_are_let_go_and_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        logo, stick = with_a_logo(office, tmp_path), tmp_path / "stick"
        parts = parts_of_one_file(office, stick, monkeypatch)
        write_frames(stick, parts[:-2])
        read_bundle(workshop.open, stick)
        (part,) = workshop.open.folder.arriving.iterdir()
        part.write_bytes(bytes(part.stat().st_size))
        write_frames(stick, parts)
        assert read_bundle(workshop.open, stick).missing == 1
        assert read_bundle(workshop.open, stick).missing == 0
        assert vault_of(workshop.open).has(logo)


def test_a_file_that_no_record_names_is_not_kept(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        stray = vault_of(office.open).put(b"SAMPLE stray")
        carry(office, workshop)
        assert not vault_of(workshop.open).has(stray)


def test_a_damaged_file_is_left_out_and_comes_from_a_laptop_that_has_it(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        logo, stick = with_a_logo(office, tmp_path), tmp_path / "stick"
        carry(office, workshop)
        vault_of(office.open).place(logo).write_bytes(b"GMF1 damaged")
        assert missing(office) == frozenset()
        write_bundle(office.open, stick)
        assert read_bundle(workshop.open, stick).refused == ()
        assert missing(office) == {logo}
        assert (office.open.folder.path / "damaged" / logo).read_bytes() == b"GMF1 damaged"
        assert carry(workshop, office).files == 1
        assert vault_of(office.open).get(logo) == vault_of(workshop.open).get(logo)


def test_a_full_disk_in_the_middle_of_files_keeps_every_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.services import arriving_files
    from app.store.troubles import trouble

    def full(*_: object) -> None:
        raise trouble("disk-full")

    with two_laptops(tmp_path) as (office, workshop):
        with_a_logo(office, tmp_path)
        monkeypatch.setattr(arriving_files.ArrivingFiles, "_keep", full)
        brought = carry(office, workshop)
        assert brought.new > 0
        assert "disk is full" in brought.refused[0]
        monkeypatch.undo()
        assert carry(office, workshop).missing == 0


def test_a_file_for_one_laptop_holds_what_that_one_lacks_and_only_it_can_open_it(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        with_a_logo(office, tmp_path)
        carry(office, workshop)
        carry(workshop, office)
        number, stick = issued(office), tmp_path / "stick"
        whom = receiver(office.open, "workshop")
        report = write_bundle(office.open, stick, BundleWish(whom))
        everything = write_bundle(office.open, tmp_path / "all")
        assert 0 < report.operations < everything.operations
        assert 0 < report.files < everything.files
        seen = look_into(stick)
        assert (seen.closed, seen.kinds, seen.header.receiver_name) == (True, {}, "Workshop")
        opened = look_into(stick, workshop.open.laptop.keys.box)
        assert sum(opened.kinds.values()) == report.operations
        assert (opened.files, opened.whole) == (report.files, True)
        own = read_bundle(office.open, stick)
        assert "for another laptop" in own.refused[0]
        brought = read_bundle(workshop.open, stick)
        assert (brought.new, brought.waiting, brought.missing, brought.refused) == (report.operations, 0, 0, ())
        assert pages_of(workshop.open, number) == pages_of(office.open, number)
        assert workshop.is_sound()


def test_stretches_beyond_a_gap_are_passed_over(tmp_path: Path) -> None:
    from app.exchange.carried_files import closed_file, newest_cover, road_id
    from app.services.arriving_files import ArrivingFiles
    from app.services.laptop import read_class_keys

    with two_laptops(tmp_path) as (office, _):
        vault, keys = vault_of(office.open), office.work.read(read_class_keys)
        content = bytes(range(256)) * 9
        name = vault.put(content)
        vault.remove(name)
        cover = newest_cover(keys, "private")
        closed, id_ = closed_file(name, content, keys, cover), road_id(name, keys, cover)
        arriving = ArrivingFiles(office.open.folder, vault, [name], keys)
        assert set(arriving.wants().values()) == {0}
        for start, end in ((100, 200), (0, 80), (90, 100), (40, 120), (0, 60)):
            arriving.add(CarriedPiece(id_, len(closed), start, closed[start:end]))
        assert arriving.wants()[id_] == 120
        arriving.add(CarriedPiece(id_, len(closed), 100, closed[100:]))
        assert (arriving.missing, arriving.new, vault.get(name)) == (set(), 1, content)


def test_a_laptop_that_joins_has_every_page_and_picture_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)
    van = computer(tmp_path, "van")
    with two_laptops(tmp_path) as (office, _):
        with_a_logo(office, tmp_path)
        number = issued(office)
        pages = pages_of(office.open, number)
        join_request(van.folder, "Van", tmp_path / "request", van.machine)
        admit(office.open, tmp_path / "request", tmp_path / "answer")
    accept(van.folder, tmp_path / "answer", van.machine)
    with opened(van) as centre:
        assert centre.work.read(missing_files, vault_of(centre)) == frozenset()
        monkeypatch.setattr(reprinting, "_made_again", no_making_again)
        assert pages_of(centre, number) == pages


def test_other_content_under_the_name_of_a_file_is_not_taken_for_it(tmp_path: Path) -> None:
    from app.exchange.carried_files import newest_cover, pieces_of
    from app.services.arriving_files import ArrivingFiles
    from app.services.laptop import read_class_keys

    with two_laptops(tmp_path) as (office, _):
        vault, keys = vault_of(office.open), office.work.read(read_class_keys)
        name = hashlib.sha256(b"SAMPLE").hexdigest()
        arriving = ArrivingFiles(office.open.folder, vault, [name], keys)
        for piece in pieces_of(name, b"another SAMPLE", keys, newest_cover(keys, "award")):
            arriving.add(piece)
        assert (arriving.missing, arriving.new) == ({name}, 0)
        assert not list(office.open.folder.files.glob("*/*"))
