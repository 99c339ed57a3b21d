# SPDX-License-Identifier: Apache-2.0
"""The main job as people tell it, up to the marks and after them; by whichever hands."""

import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget

from app.paths import resources
from app.services.verifying import read_trust, verify
from app.spreadsheets.sample import sample_learners, write_sample_cohort
from app.ui.assess.assess_page import AssessPage
from app.ui.assess.choose_page import AssessHome
from tests.journeys import eyes
from tests.journeys.answers import Answers
from tests.journeys.hands import Hands

CENTRE, ADMINISTRATOR, ASSESSOR = "Mekong SAMPLE Centre", "Sokha SAMPLE", "Maria SAMPLE"
COHORT, QUALIFICATION = "WELD-26A", "MEF2-EN"
UNITS = ("MEF201-EN", "MEF202-EN", "MEF203-EN")
"""What the qualification needs: two units and one of a group."""
LEARNERS, CRITERIA = 12, 25


def begin_centre(hands: Hands) -> str:
    """Through the first door; the passphrase that was proposed is kept. Ends in the open window."""
    laptop = hands.laptop
    hands.press("Begin a new centre")
    hands.write("Name of the centre", CENTRE)
    hands.write("Short code", "MK01")
    hands.write("Country", "Cambodia")
    hands.write("Your name", ADMINISTRATOR)
    passphrase = eyes.find(laptop.look_here(), QLineEdit, "New passphrase").text()
    assert len(passphrase.split()) == 4, "four easy words are proposed and can be read"
    hands.press("Make the centre")
    laptop.until(lambda: eyes.shows(laptop.look_here(), "Your recovery code"), "the recovery code")
    assert eyes.code_under(laptop.look_here(), f"Recovery code of {CENTRE}")
    hands.press("I have written it down")
    hands.press("Open my centre")
    laptop.until(lambda: laptop.signed_in, "the window of the administrator")
    return passphrase


def bring_in_standards(hands: Hands, answers: Answers) -> None:
    """From the first page, which leads there."""
    hands.laptop.until(lambda: eyes.shows(hands.laptop.look_here(), "Go there"), "the way on")
    hands.press("Go there: Bring in your standards")
    answers.next.append(resources() / "sample" / "welding-en.yaml")
    hands.press("Import a file...")
    seen = hands.laptop.look_here()
    assert eyes.shows(seen, "The file holds 1 qualification, 4 units, 100 criteria.")
    hands.press("I have read this")


def add_assessor(hands: Hands) -> str:
    """A person with the assessor's box ticked, as it is proposed; answers the one-time code."""
    hands.go_to("People")
    hands.press("Add a person")
    hands.write("Name", ASSESSOR)
    hands.press("Add this person")
    code = eyes.code_under(hands.laptop.look_here(), f"One-time code for {ASSESSOR}")
    hands.press("Done")
    return code


def open_cohort(hands: Hands) -> None:
    """The qualification, all units but one of the group, and the only assessor are proposed."""
    hands.go_to("Cohorts")
    hands.press("Open a cohort")
    hands.write("Code", COHORT)
    hands.write("Title", "Welding, March")
    hands.write("Start", "02.03.2026")
    seen = hands.laptop.look_here()
    assert len(eyes.rows(eyes.find(seen, QListWidget, "Units"))) == 4
    assert eyes.rows(eyes.find(seen, QListWidget, "Assessors")) == [ASSESSOR]
    hands.press("Open the cohort")
    assert eyes.shows(hands.laptop.look_here(), COHORT)


def import_learners(hands: Hands, answers: Answers, workbook: Path) -> None:
    """From the page of the cohort: nothing is written before it was seen; everybody is enrolled with it."""
    write_sample_cohort(workbook, resources())
    hands.press("Import from Excel...")
    answers.next.append(workbook)
    hands.press("Choose a file...")
    seen = hands.laptop.look_here()
    hands.laptop.until(lambda: eyes.shows(seen, "&Import 12 learners"), "what the workbook holds")
    hands.press("Import 12 learners")
    hands.laptop.until(lambda: eyes.shows(seen, "12 learners are new."), "the learners in the records")
    hands.press("Open the cohort")
    members = eyes.find(hands.laptop.look_here(), QAbstractItemView, "Members of the cohort")
    hands.laptop.until(lambda: len(eyes.rows(members)) == LEARNERS, "the learners in the cohort")
    hands.laptop.until(lambda: all("Enrolled" in row for row in eyes.rows(members)), "everybody enrolled")


def change_to(hands: Hands, name: str) -> None:
    """Lock the window and choose another person among the names."""
    hands.lock()
    hands.laptop.until(lambda: not hands.laptop.signed_in, "the names of the people")
    hands.choose("People of this centre", name)


def sign_in(hands: Hands, passphrase: str) -> None:
    """The person who is chosen gives their passphrase."""
    hands.write("Passphrase", passphrase)
    hands.press("Open the records")
    hands.laptop.until(lambda: hands.laptop.signed_in, "the window of the person")


def sign_in_with_code(hands: Hands, code: str) -> str:
    """The person who is chosen gives their one-time code and keeps the proposed passphrase, which is answered."""
    hands.write("One-time code", code)
    passphrase = eyes.find(hands.laptop.look_here(), QLineEdit, "New passphrase").text()
    hands.press("Open the records")
    hands.laptop.until(lambda: hands.laptop.signed_in, "the window of the person")
    return passphrase


def practical(hands: Hands) -> AssessPage:
    """The checklist that is open."""
    page = hands.laptop.window.page("assess")
    assert isinstance(page, AssessHome)
    hands.laptop.until(lambda: page.session is not None and page.session.isVisible(), "the checklist")
    assert page.session is not None
    return page.session


def start_practical(hands: Hands, unit: str) -> AssessPage:
    """Choose cohort and unit on the page Assess."""
    hands.choose("Cohorts", COHORT)
    hands.choose("Units of the cohort", unit)
    hands.press("Start")
    return practical(hands)


def sign(hands: Hands, passphrase: str, learners: int) -> None:
    """On the page where it is finished: give the passphrase, sign, see it said."""
    hands.write("Your passphrase or PIN", passphrase)
    hands.press(f"Sign {learners} learners" if learners > 1 else "Sign 1 learner")
    seen = hands.laptop.look_here()
    hands.laptop.until(lambda: eyes.sentences(seen).count("Signed") >= learners, "the signatures")


def issue(hands: Hands, answers: Answers, folder: Path) -> list[Path]:
    """Issue to everybody who is ready; the files."""
    hands.go_to("Certificates")
    seen = hands.laptop.look_here()
    words = f"&Issue {LEARNERS} documents..."
    hands.laptop.until(lambda: eyes.shows(seen, words), "twelve learners who are ready")
    answers.next.append(folder)
    hands.press(f"Issue {LEARNERS} documents...")
    hands.laptop.until(lambda: eyes.shows(seen, f"{LEARNERS} certificates were issued"), "what was issued")
    return sorted(folder.glob("*.pdf"))


def check_one(hands: Hands, answers: Answers, file: Path) -> str:
    """What the program says to this file on the tab where one is checked."""
    answers.next.append(file)
    hands.press("Choose a file...")
    return eyes.sentences(hands.laptop.look_here())


def assert_names_come_back(files: Sequence[Path], trust: Path) -> None:
    """Every learner's name comes back from the files letter by letter, and every file proves itself."""
    names = {unicodedata.normalize("NFC", one.full_name) for one in sample_learners(resources())}
    assert len(files) == len(names) == LEARNERS
    lists = read_trust(trust)
    found, today = set(), datetime.now(UTC).astimezone().date()
    for file in files:
        checked = verify(str(file), lists, today)
        assert checked.result == "genuine", (file, checked)
        text = " ".join(_printed(file).split())
        [name] = [name for name in names if name in text]
        assert checked.name == name
        found.add(name)
    assert found == names


def _printed(file: Path) -> str:
    """What pdftotext reads on the page."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run([tool, "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFC", done.stdout.decode())
