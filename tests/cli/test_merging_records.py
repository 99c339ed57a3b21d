# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner on the command line: looked at, merged, found again, taken back."""

from pathlib import Path

import pytest

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, VIEWER, Laptop, sample_laptop


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return sample_laptop(tmp_path / "laptop")


def two_records(laptop: Laptop) -> tuple[str, str]:
    added = (
        laptop.say(f"learner add '{name}' --birth-date {born} --phone '{phone}'", ASSESSOR).document["id"]
        for name, born, phone in (("Đỗ Thị Ngọc", "2004-05-06", ""), ("Do Thi Ngoc", "2004-06-05", "+84 000"))
    )
    first, second = added
    return first, second


def test_a_merge_is_shown_made_found_again_and_taken_back(laptop: Laptop) -> None:
    first, second = two_records(laptop)
    laptop.say(f"enrol {second} --unit MEF204-EN", ASSESSOR)
    line = f"learner merge {first} {second} --take birth_date=B"
    shown = laptop.say(f"{line} --dry-run", ADMINISTRATOR).document
    assert shown["act"] is None
    assert [unit["code"] for unit in shown["duplicate"]["units"]] == ["MEF204-EN"]
    taken = {one["field"]: one["taken"] for one in shown["fields"]}
    assert taken == {"full_name": "Đỗ Thị Ngọc", "birth_date": "2004-06-05", "phone": "+84 000"}
    assert len(laptop.say("learner find ngoc", VIEWER).document["learners"]) == 2
    done = laptop.say(line, ADMINISTRATOR).document
    assert {**done, "act": None} == shown
    assert [one["id"] for one in laptop.say("learner find ngoc", VIEWER).document["learners"]] == [first]
    gone = laptop.say(f"learner show {second}", VIEWER).document
    assert gone == {"id": second, "name": "Do Thi Ngoc", "merged_into": first}
    stays = laptop.say(f"learner show {first}", VIEWER).document
    assert (stays["birth_date"], stays["phone"]) == ("2004-06-05", "+84 000")
    assert stays["merged"] == [{"id": second, "name": "Do Thi Ngoc"}]
    assert laptop.say(f"learner set {second} phone 1", ASSESSOR).code == "merged"
    laptop.say(f"undo {done['act']}", ADMINISTRATOR)
    assert laptop.say(f"learner show {second}", VIEWER).document["phone"] == "+84 000"


def test_the_preview_in_words_names_fields_and_what_hangs_on_both(laptop: Laptop) -> None:
    first, second = two_records(laptop)
    line = ["--as", ADMINISTRATOR, "learner", "merge", first, second, "--dry-run"]
    words = laptop.words(line, GUILDMARK_PASSPHRASE=PASSPHRASES[ADMINISTRATOR]).out
    assert "birth_date\t2004-05-06\t2004-06-05\t-> 2004-05-06" in words
    assert "B\tDo Thi Ngoc" in words


@pytest.mark.parametrize("take", ["phone", "phone=C", "shoes=A"])
def test_a_choice_that_is_none_is_a_mistake_of_the_line(laptop: Laptop, take: str) -> None:
    first, second = two_records(laptop)
    assert laptop.say(f"learner merge {first} {second} --take {take}", ADMINISTRATOR).status == 2


def test_only_an_administrator_merges(laptop: Laptop) -> None:
    first, second = two_records(laptop)
    assert laptop.say(f"learner merge {first} {second}", ASSESSOR).code == "not-allowed"
    assert laptop.say(f"learner merge {first} {first}", ADMINISTRATOR).code == "same-learner"
