# SPDX-License-Identifier: Apache-2.0
"""No number is ever given out twice, by laptops that never meet, after restores and on copies.

``GUILDMARK_NUMBERS=100000`` gives out so many on each of the ten laptops, and more of them through real records.
"""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.credentials.numbers import certificate_number, is_valid_number, parts_of, tag_from
from app.domain.blocks import block_between, next_counter
from app.domain.refusals import BadInput, RuleBroken
from app.records import tables
from app.records.queries import certificates
from app.records.queries.questions import questions
from app.records.unit_of_work import Fact
from app.services import numbering
from app.services.certificates import IssueWish, issue
from app.services.numbering import lease_block, leased_blocks
from app.services.policies import set_policy
from app.services.upkeep import backup, restore
from tests.services.centre_samples import ADMIN, Computer, opened
from tests.services.centres import (
    ARMENIAN,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SINGLE,
    VIETNAMESE,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)
from tests.simulation.files import in_memory
from tests.simulation.ground import found
from tests.simulation.laptop import Laptop

NUMBERS = int(os.environ.get("GUILDMARK_NUMBERS", "2000"))
LAPTOPS = 10
TURNS = max(60, NUMBERS // 20)


def test_ten_laptops_with_restores_and_copies_give_out_no_number_twice() -> None:
    """Each laptop is restored or copied now and then: it writes on under a new name, as it does at every opening that
    notices it, and what was given out since then is lost to it."""
    chance = random.Random(7)
    given: set[str] = set()
    for _ in range(LAPTOPS):
        counter, kept, tag = 0, 0, tag_from(chance.randbytes(16))
        for n in range(NUMBERS):
            if chance.random() < 0.001:
                kept = counter
            if chance.random() < 0.001:  # restored: an older counter, and a new name
                counter, tag = chance.choice([kept, 0]), tag_from(chance.randbytes(16))
            counter += 1
            number = certificate_number("KH", "PP01", tag, counter)
            assert number not in given, f"given out twice, the second time as the {n}th"
            given.add(number)
    assert len(given) == LAPTOPS * NUMBERS


def test_the_register_of_ten_laptops_goes_on_after_restores_and_copies() -> None:
    """The same through the records: real files of laptops that are put back and cloned, fewer in number."""
    chance = random.Random(11)
    ground = found(random.Random(5), lambda name: in_memory())
    laptops = [_copy_of(ground.laptops[0], n, chance) for n in range(LAPTOPS)]
    given: list[str] = []
    for turn in range(TURNS):
        laptop = chance.choice(laptops)
        if turn % 7 == 3:
            kept = laptop.disk.file.copied()
            _issue(laptop, given)
            laptop.put_back(kept)
        _issue(laptop, given)
    assert len(given) == len(set(given)) > TURNS
    assert all(map(is_valid_number, given))


def _copy_of(original: Laptop, n: int, chance: random.Random) -> Laptop:
    """A clone that is noticed at its first opening, as it lies on another computer."""
    copy = Laptop(f"clone {n}", original.disk.copied(), original.owner, chance, original.wall)
    copy.begin_origin("copied")
    return copy


def _issue(laptop: Laptop, given: list[str]) -> None:
    from app.domain.issuing import policies_of
    from app.records.queries.people import centre

    learner = laptop.read(lambda connection: connection.execute(tables.learner.select().limit(1)).one().id)
    with laptop.records.act(laptop.owner.author(laptop.owner.user)) as act:
        number = numbering.next_number(act, centre(act.connection), policies_of({}, {}), "Q1")
        body = {"number": number, "qualification": "", "document": "certificate", "issued_on": "2026-11-23"}
        act.write(Fact("certificate.issued", learner, body))
    given.append(number)


@contextmanager
def restored(centre: Centre, tmp_path: Path) -> Iterator[Centre]:
    """The centre's backup, put back on the same computer."""
    at = Computer(tmp_path / "again", 99, centre.at.wall)
    at.path.mkdir()
    restore(tmp_path / "kept.backup", at.folder)
    with opened(at) as again:
        yield Centre(at, again, centre.learners)


def earn(centre: Centre) -> None:
    for name in (KHMER, ARMENIAN, SINGLE, VIETNAMESE):
        centre.award(centre.learners[name], SAFETY, CUTTING)
    centre.as_person(ADMIN)


def number_for(centre: Centre, name: str) -> str:
    done = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[name]]))
    if done.refused:
        raise RuleBroken(done.refused[0].code, done.refused[0].why)
    return done.issued[0].number


def test_leased_numbers_go_on_in_their_order_and_end(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earn(centre)
        set_policy(centre.work, "numbers", "block")
        with pytest.raises(RuleBroken, match="no block was leased for this laptop"):
            number_for(centre, KHMER)
        lease_block(centre.work, "MOL-0041", "MOL-0042", "Ministry")
        lease_block(centre.work, "MOL-0090", "MOL-0090", "Ministry")
        assert [number_for(centre, name) for name in (KHMER, ARMENIAN, SINGLE)] == ["MOL-0041", "MOL-0042", "MOL-0090"]
        assert [row.left for row in leased_blocks(centre.work)] == [0, 0]
        with pytest.raises(RuleBroken, match="All leased numbers are used"):
            number_for(centre, VIETNAMESE)


def test_another_laptop_needs_a_block_of_its_own(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        earn(office)
        set_policy(office.work, "numbers", "block")
        lease_block(office.work, "MOL-0041", "MOL-0049")
        exchange(office, workshop)
        with pytest.raises(RuleBroken, match="no block was leased for this laptop"):
            number_for(workshop, KHMER)
        with pytest.raises(RuleBroken, match="were leased before"):
            lease_block(workshop.work, "MOL-0049", "MOL-0060")
        lease_block(workshop.work, "MOL-0050", "MOL-0060")
        assert (number_for(office, KHMER), number_for(workshop, ARMENIAN)) == ("MOL-0041", "MOL-0050")
        exchange(office, workshop)
        assert office.work.read(questions) == []


def test_after_a_restore_the_rest_of_a_block_is_never_used(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earn(centre)
        set_policy(centre.work, "numbers", "block")
        lease_block(centre.work, "MOL-0041", "MOL-0049")
        backup(centre.open, tmp_path / "kept.backup")
        assert number_for(centre, KHMER) == "MOL-0041"
        with restored(centre, tmp_path) as again:
            with pytest.raises(RuleBroken, match=r"restored or copied since its numbers were leased \(MOL-0041"):
                number_for(again, ARMENIAN)
            assert [row.left for row in leased_blocks(again.work)] == [0]
            lease_block(again.work, "MOL-0100", "MOL-0109")
            assert number_for(again, ARMENIAN) == "MOL-0100"


def test_a_copied_folder_gives_out_other_numbers(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        earn(centre)
        first = number_for(centre, KHMER)
        centre.open.sign()
        copy = Computer(tmp_path / "copy", 5, centre.at.wall)
    shutil.copytree(centre.at.path, copy.path)
    with opened(copy) as again:
        second = number_for(Centre(copy, again, centre.learners), ARMENIAN)
        assert parts_of(first)[0] != parts_of(second)[0]


def test_a_number_that_copies_gave_out_twice_is_asked_about(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with centre.work.act() as act:
            for name in (KHMER, ARMENIAN):
                body = {"number": "A-1", "qualification": "", "document": "certificate", "issued_on": "2026-11-23"}
                act.write(Fact("certificate.issued", centre.learners[name], body))
        (question,) = centre.work.read(questions)
        assert (question.kind, question.choices) == ("number", ())
        assert "Number A-1 stands on the documents of" in question.text


@pytest.mark.parametrize(
    ("first", "last"), [("A-1", "B-2"), ("A-01", "A-2"), ("A-9", "A-1"), ("A", "B"), ("A-1", "A-99999999"), ("", "")]
)
def test_what_is_no_block_is_refused(first: str, last: str) -> None:
    with pytest.raises(BadInput, match="is no block of numbers"):
        block_between(first, last)


def test_a_block_counts_from_its_first_to_its_last_number() -> None:
    block = block_between("2026/0098", "2026/0101")
    used, numbers = 0, []
    while (counter := next_counter(block, used)) is not None:
        numbers.append(block.number(counter))
        used = counter
    assert numbers == ["2026/0098", "2026/0099", "2026/0100", "2026/0101"]
    assert parts_of(numbers[0]) == ("2026/", 98)


def test_numbers_of_one_stem_go_on_past_a_million(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        stem = f"KH-PP01-{tag_from(centre.work.records.place.origin)}"
        with centre.work.act() as act:
            number = certificate_number("KH", "PP01", tag_from(act.place.origin), 1_000_000)
            body = {"number": number, "qualification": "", "document": "certificate", "issued_on": "2026-11-23"}
            act.write(Fact("certificate.issued", centre.learners[KHMER], body))
        assert centre.work.read(certificates.last_counter, stem) == 1_000_000
