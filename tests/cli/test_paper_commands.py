# SPDX-License-Identifier: Apache-2.0
"""Papers from the command line."""

from pathlib import Path

from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.services.sample import COHORT
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, sample_laptop


def test_papers_of_a_cohort_are_written_with_what_only_a_person_knows(tmp_path: Path) -> None:
    laptop, file = sample_laptop(tmp_path / "laptop"), tmp_path / "paper.pdf"
    members = '--member "Anna SAMPLE; Chair" --member "Dara SAMPLE; Member"'
    line = f"paper make commission-minutes --cohort {COHORT} --number 12-K --date 2026-03-02 {members} --out '{file}'"
    said = laptop.say(line, ASSESSOR)
    assert said.status == 0, said.out
    assert (said.document["documents"], said.document["file"]) == (1, str(file))
    assert all(states(text_of(file), one) for one in ("12-K", "Anna SAMPLE", "Chair", "2 March 2026"))
    refused = laptop.say(f"paper make commission-minutes --cohort {COHORT} --number 1 --out '{file}'", ASSESSOR)
    assert (refused.status, refused.code) == (1, "no-members")


def test_cards_are_made_by_administrators_and_tell_who_has_no_photo(tmp_path: Path) -> None:
    laptop, file = sample_laptop(tmp_path / "laptop"), tmp_path / "cards.pdf"
    line = f"paper make learner-card --cohort {COHORT} --out '{file}'"
    assert laptop.say(line, ASSESSOR).code == "not-allowed"
    assert not file.exists()
    made = laptop.say(line, ADMINISTRATOR).document
    assert made["without_photo"] == made["documents"] > 0
    assert page_count(file.read_bytes()) == 2 * made["documents"]
    learner = laptop.say("learner list", ADMINISTRATOR).document["learners"][0]["id"]
    assert laptop.say(f"paper make learner-card --learner {learner} --out '{file}'", ADMINISTRATOR).status == 0
    assert page_count(file.read_bytes()) == 2
