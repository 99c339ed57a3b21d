# SPDX-License-Identifier: Apache-2.0
"""Two laptops and a stick: one joins by file, both work, what they wrote meets, and both show the same."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from app.domain.assessing import CLEARED, MET, NOT_YET
from app.ui.assess.assess_page import AssessPage
from app.ui.devices.devices_page import DevicesPage
from app.ui.first_run.first_run_page import FirstRunPage
from app.ui.first_run.join_page import JoinPage
from tests.journeys import eyes, main_job
from tests.journeys.answers import Answers
from tests.journeys.conftest import Found
from tests.journeys.hands import Hands
from tests.journeys.keyboard import Keyboard
from tests.journeys.laptop import Laptop
from tests.journeys.main_job import LEARNERS
from tests.journeys.mouse import Mouse

UNIT = main_job.UNITS[0]
FLOOR = "Floor laptop"


def test_two_laptops_and_a_stick(laptops: Found, answers: Answers, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    office, floor = Mouse(laptops("office")), Keyboard(laptops("floor"))
    office.laptop.switch_on()
    main_job.begin_centre(office)
    main_job.bring_in_standards(office, answers)
    code = main_job.add_assessor(office)
    main_job.open_cohort(office)
    main_job.import_learners(office, answers, tmp_path / "learners.xlsx")
    codes = join(office, floor, answers, stick)
    floor.laptop.switch_off()
    main_job.change_to(office, main_job.ASSESSOR)
    main_job.sign_in_with_code(office, code)
    floor.laptop.switch_on()
    floor.choose("People of this centre", main_job.ASSESSOR)
    main_job.sign_in_with_code(floor, codes[main_job.ASSESSOR])
    here, there = both_mark(office, floor)
    carry(floor, office, answers, stick / "to-the-office.guildmark-records")
    settle_question(office, here)
    carry(office, floor, answers, stick / "to-the-floor.guildmark-records")
    floor.go_to("Assess")
    floor.laptop.until(lambda: marks(here) == marks(there), "the same marks on both")
    assert there.isVisible()
    assert list(marks(here).values()).count(MET) == LEARNERS + 1
    for hands in (office, floor):
        hands.go_to("Home")
        assert not eyes.shows(hands.laptop.look_here(), "was marked differently")
        hands.go_to("This laptop")
        listed = eyes.rows(devices(hands.laptop).laptops.table)
        assert {row.split(" | ")[0] for row in listed} == laptop_names(office.laptop)


def join(office: Mouse, floor: Keyboard, answers: Answers, stick: Path) -> dict[str, str]:
    """The request goes there, the answer comes back, both show the same words; the codes for the people."""
    floor.laptop.switch_on()
    floor.press("Join my centre")
    floor.write("Name of this laptop", FLOOR)
    answers.next.append(stick / "floor.guildmark-request")
    floor.press("Save the request...")
    gate = floor.laptop.look_here()
    floor.laptop.until(lambda: eyes.shows(gate, "The other laptop must show the same two words:"), "the two words")
    office.go_to("This laptop")
    answers.next.append(stick / "floor.guildmark-request")
    office.press("Open the request...")
    seen = office.laptop.look_here()
    office.laptop.until(lambda: eyes.shows(seen, "Does the new laptop show these two words?"), "the two words")
    assert devices(office.laptop).admit.words.text() == join_page(floor.laptop).words.text()
    assert len(join_page(floor.laptop).words.text().split()) == 2
    answers.next.append(stick / "floor.guildmark-answer")
    office.press("Yes, the same words")
    office.laptop.until(lambda: eyes.shows(seen, f"{FLOOR} may join."), "the answer")
    shown = eyes.code_under(seen, f"One-time codes for {FLOOR}, shown only now")
    answers.next.append(stick / "floor.guildmark-answer")
    floor.press("Open the answer...")
    floor.laptop.until(lambda: eyes.shows(floor.laptop.look_here(), "Your recovery code"), "the recovery code")
    floor.press("I have written it down")
    floor.press("Open my centre")
    return {name: code for code, name in (line.split("   ") for line in shown.splitlines())}


def both_mark(office: Mouse, floor: Keyboard) -> tuple[AssessPage, AssessPage]:
    """The floor marks a row; the office, which knows nothing of it, marks the first learner otherwise, and one more."""
    pages = []
    for hands in (office, floor):
        hands.go_to("Assess")
        pages.append(main_job.start_practical(hands, UNIT))
    here, there = pages
    floor.laptop.look_here()
    for _ in range(LEARNERS):
        floor.key(Qt.Key.Key_Y)
    first, below = (here.model.index(row, 0) for row in (0, 1))
    for index in (first, first, below):
        office.click(here.grid.viewport(), office.turn_to(here.grid, index))
    assert marks(here) == {here.model.key_at(0, 0): NOT_YET, here.model.key_at(1, 0): MET}
    assert set(marks(there).values()) == {MET}
    return here, there


def carry(giver: Hands, taker: Hands, answers: Answers, file: Path) -> None:
    """Write everything to the stick on the one laptop, read it on the other."""
    giver.go_to("Exchange")
    answers.next.append(file)
    giver.press("Write to USB stick")
    seen = giver.laptop.look_here()
    giver.laptop.until(lambda: eyes.shows(seen, "You can pull it out now."), "all on the stick")
    taker.go_to("Exchange")
    answers.next.append(file)
    taker.press("Read from USB stick")
    read = taker.laptop.look_here()
    taker.laptop.until(lambda: "were read." in eyes.sentences(read), "what the stick brought")


def settle_question(office: Mouse, page: AssessPage) -> None:
    """The assessor finds it on the first page and says which mark stands."""
    contested = page.model.key_at(0, 0)
    office.go_to("Assess")
    office.laptop.until(lambda: page.model.cell(contested).contested, "the sign that two people marked differently")
    assert len(marks(page)) == LEARNERS + 1
    office.go_to("Home")
    seen = office.laptop.look_here()
    sentence = f"Criterion 1.1 of unit {UNIT} was marked differently for {page.model.seats[0].full_name}."
    office.laptop.until(lambda: eyes.shows(seen, sentence), "the question")
    office.laptop.until(lambda: eyes.shows(seen, "Questions"), "its page in the rail")
    assert eyes.find(seen, QAbstractButton, f"not yet met, by {main_job.ASSESSOR}").isEnabled()
    office.press(f"met, by {main_job.ASSESSOR}")
    office.laptop.until(lambda: not eyes.shows(seen, sentence), "the end of the question")
    office.laptop.until(lambda: not eyes.shows(seen, "Questions"), "the end of its page in the rail")


def marks(page: AssessPage) -> dict[tuple[bytes, str], str]:
    """What the grid shows."""
    return {key: cell.mark for key, cell in page.model.cells.items() if cell.mark != CLEARED}


def devices(laptop: Laptop) -> DevicesPage:
    page = laptop.window.page("devices")
    assert isinstance(page, DevicesPage)
    return page


def join_page(laptop: Laptop) -> JoinPage:
    page = laptop.program.gate.page()
    assert isinstance(page, FirstRunPage)
    step = page.step()
    assert isinstance(step, JoinPage)
    return step


def laptop_names(office: Laptop) -> set[str]:
    return {row.split(" | ")[0] for row in eyes.rows(devices(office).laptops.table)} | {FLOOR}
