# SPDX-License-Identifier: Apache-2.0
"""Two laptops and a stick, from the command line: joining, carrying records, answering questions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, Laptop, sample_laptop

NEW = "brand new passphrase"


@dataclass(frozen=True, slots=True)
class Pair:
    """The first laptop, the one that joined it, and the stick."""

    first: Laptop
    second: Laptop
    stick: Path

    def carry(self, whence: Laptop, whither: Laptop) -> dict[str, Any]:
        """All records on the stick from one laptop to the other."""
        file = self.stick / "records.bundle"
        assert whence.say(f"bundle write '{file}'", ADMINISTRATOR).status == 0
        said = whither.say(f"bundle read '{file}'", ADMINISTRATOR)
        assert said.status == 0
        document: dict[str, Any] = said.document
        return document


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    first, second, stick = sample_laptop(tmp_path / "first"), Laptop(tmp_path / "second"), tmp_path / "stick"
    stick.mkdir()
    asked = second.say(f"join request '{stick}/request' --device 'Second laptop'").document
    admitted = first.say(f"join admit '{stick}/request' '{stick}/answer'", ADMINISTRATOR).document
    assert (admitted["device"], admitted["words"]) == ("Second laptop", asked["words"])
    joined = second.say(f"join accept '{stick}/answer'").document
    assert set(joined["people"]) >= set(PASSPHRASES)
    codes = {one["name"]: one["code"] for one in admitted["codes"]}
    refused = second.words(["--as", ASSESSOR, "--json", "cohort", "list"], GUILDMARK_PASSPHRASE=codes[ASSESSOR])
    assert refused.code == "secret-needed"
    let_in = second.words(
        ["--as", ASSESSOR, "--json", "cohort", "list"],
        GUILDMARK_PASSPHRASE=codes[ASSESSOR],
        GUILDMARK_NEW_PASSPHRASE=PASSPHRASES[ASSESSOR],
    )
    assert let_in.document["cohorts"][0]["learners"] == 12
    return Pair(first, second, stick)


def learners(laptop: Laptop) -> list[dict[str, str]]:
    found: list[dict[str, str]] = laptop.say("learner list", ADMINISTRATOR).document["learners"]
    return found


def test_a_laptop_that_joined_holds_the_same_records_and_its_work_comes_back(pair: Pair) -> None:
    assert learners(pair.second) == learners(pair.first)
    line = f"marks record --learner {learners(pair.first)[0]['id']} --unit MEF201-EN --criterion 1.1 --mark Y"
    assert pair.second.say(line, ASSESSOR).status == 0
    assert pair.carry(pair.second, pair.first)["new"] > 0
    assert pair.carry(pair.second, pair.first)["new"] == 0
    show = "marks show --cohort WELD-1 --unit MEF201-EN"
    assert pair.first.say(show, ASSESSOR).document == pair.second.say(show, ASSESSOR).document
    devices = pair.first.say("device list", ADMINISTRATOR).document["devices"]
    assert [(one["name"], one["own"]) for one in devices] == [("SAMPLE laptop", True), ("Second laptop", False)]


def test_a_laptop_that_is_no_longer_ours_is_shut_out_and_not_by_itself(pair: Pair) -> None:
    own, other = (one["id"] for one in pair.first.say("device list", ADMINISTRATOR).document["devices"])
    assert pair.first.say(f"device revoke {other}", ASSESSOR).code == "not-allowed"
    assert pair.first.say(f"device revoke {own}", ADMINISTRATOR).code == "own-device"
    assert pair.first.say(f"device revoke {other}", ADMINISTRATOR).document == {"revoked": other}
    listed = pair.first.say("device list", ADMINISTRATOR).document["devices"]
    assert [one["revoked"] for one in listed] == [False, True]


def test_two_birth_dates_become_one_question_that_a_person_answers(pair: Pair) -> None:
    learner = learners(pair.first)[0]["id"]
    pair.first.say(f"learner set {learner} birth_date 2001-01-01", ADMINISTRATOR)
    pair.second.say(f"learner set {learner} birth_date 2002-02-02", ADMINISTRATOR)
    pair.carry(pair.second, pair.first)
    (question,) = pair.first.say("conflicts list", ADMINISTRATOR).document["conflicts"]
    assert question["about"] == learner
    keep = next(choice["op"] for choice in question["choices"] if "2002" in choice["text"])
    resolved = pair.first.say(f"conflicts resolve {question['id']} --keep {keep}", ADMINISTRATOR)
    assert resolved.document == {"id": question["id"], "kept": keep}
    assert pair.first.say("conflicts list", ADMINISTRATOR).document == {"conflicts": []}
    pair.carry(pair.first, pair.second)
    shown = [laptop.say(f"learner show {learner}", ADMINISTRATOR).document for laptop in (pair.first, pair.second)]
    assert [one["birth_date"] for one in shown] == ["2002-02-02"] * 2


def test_a_file_cut_short_is_told_and_its_whole_parts_are_used(pair: Pair) -> None:
    pair.second.say("learner add 'Новая Ученица'", ASSESSOR)
    file = pair.stick / "cut.bundle"
    pair.second.say(f"bundle write '{file}'", ADMINISTRATOR)
    shown = pair.first.words(["--json", "bundle", "show", str(file)]).document
    assert (shown["centre_name"], shown["device_name"], shown["whole"]) == (
        "SAMPLE Training Centre",
        "Second laptop",
        True,
    )
    file.write_bytes(file.read_bytes()[:-20])
    assert pair.first.words(["--json", "bundle", "show", str(file)]).document["whole"] is False
    said = pair.first.say(f"bundle read '{file}'", ADMINISTRATOR)
    assert (said.status, said.document["new"] > 0, bool(said.document["refused"])) == (0, True, True)
    file.write_bytes(file.read_bytes()[:-60])
    again = pair.first.say(f"bundle read '{file}'", ADMINISTRATOR)
    assert (again.status, again.document["new"], bool(again.document["refused"])) == (1, 0, True)
    file.write_bytes(b"anything else")
    assert pair.first.say(f"bundle read '{file}'", ADMINISTRATOR).status == 1
    assert pair.first.say("journal verify", ADMINISTRATOR).document["ok"]


def test_a_file_for_one_laptop_shows_to_anybody_whom_it_is_for_and_only_there_what_is_inside(pair: Pair) -> None:
    file = pair.stick / "one.bundle"
    pair.carry(pair.second, pair.first)
    pair.first.say("learner add 'Новая Ученица'", ADMINISTRATOR)
    written = pair.first.say(f"bundle write '{file}' --to 'second laptop' --no-files", ADMINISTRATOR).document
    assert (written["files"], written["size"]) == (0, file.stat().st_size)
    shown = pair.first.words(["--json", "bundle", "show", str(file)]).document
    assert (shown["receiver_name"], shown["readable"], shown["kinds"]) == ("Second laptop", False, {})
    assert (shown["operations"], shown["whole"]) == (written["operations"], True)
    there = pair.second.say(f"bundle show '{file}'", ADMINISTRATOR).document
    assert there["readable"]
    assert there["kinds"]["learner.added"] == 1
    assert sum(there["kinds"].values()) == written["operations"]
    told = pair.first.words(["bundle", "show", str(file)]).out
    assert "For Second laptop alone" in told
    assert "Only that laptop can see more." in told
    assert "readable" not in told
    said = pair.second.say(f"bundle read '{file}'", ADMINISTRATOR).document
    assert (said["new"], said["refused"], said["missing_files"]) == (written["operations"], [], 0)


def test_what_a_file_holds_is_said_in_plain_words_without_a_passphrase(pair: Pair) -> None:
    file = pair.stick / "all.bundle"
    pair.first.say(f"bundle write '{file}'", ADMINISTRATOR)
    told = pair.first.words(["bundle", "show", str(file)]).out
    for words in ("SAMPLE Training Centre", "For all laptops of the centre", "learners added: ", "Whole"):
        assert words in told
    assert pair.first.say(f"bundle write '{file}' --to nowhere", ADMINISTRATOR).code == "no-such-device"
