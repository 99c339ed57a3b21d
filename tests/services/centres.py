# SPDX-License-Identifier: Apache-2.0
"""A small centre at work, with staff, a qualification of three units, learners and a cohort. All people are SAMPLE.

It is made once by the services themselves, on two laptops that joined properly; each test works on a copy.
"""

import atexit
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from app import paths
from app.domain.assessing import COMPETENT, MET
from app.domain.learners import LearnerDetails
from app.journal.chain import Place
from app.records.queries import cohorts, people
from app.records.unit_of_work import Work
from app.services import assessing
from app.services.assessing import Desk, MarkWish
from app.services.cohorts import CohortWish, add_members, enrol_cohort, open_cohort
from app.services.erasing import erase_learner
from app.services.exchanging import Brought, read_bundle, write_bundle
from app.services.founding import note_first
from app.services.joining import accept, admit, join_request
from app.services.laptop import Laptop
from app.services.learners import add_learner
from app.services.opening import OpenCentre
from app.services.people import add_person
from app.services.signing import Signed, sign
from app.services.standards import import_standards
from app.services.upkeep import verify_journal
from tests.services.centre_samples import ADMIN, PASSPHRASE, Computer, Wall, computer, founded, opened

ASSESSOR, VERIFIER, VIEWER = "Lena SAMPLE", "Minh SAMPLE", "Ani SAMPLE"
SECOND = "Boris SAMPLE"
"""Another assessor."""
STAFF: Final = {ASSESSOR: "assessor", SECOND: "assessor", VERIFIER: "verifier", VIEWER: "viewer"}

KHMER, VIETNAMESE, ARMENIAN, SINGLE = "សុខ ដារា", "Nguyễn Thị Thu Hường", "Անահիտ Հովհաննիսյան", "Айгүл"
LEARNERS: Final = (
    LearnerDetails(KHMER, latin_name="SOK DARA", sex="M", birth_date="2004-03-17", id_number="0011"),
    LearnerDetails(VIETNAMESE, latin_name="NGUYEN THI THU HUONG", sex="F", birth_date="2003-07-25", id_number="0012"),
    LearnerDetails(ARMENIAN, sex="F", birth_date="2001-09-09", phone="+374 00 000"),
    LearnerDetails(SINGLE),
)

COHORT, QUALIFICATION = "C-1", "Q1"
SAFETY, CUTTING, BENDING = "U1", "U2", "U3"
CRITICAL = "1.2"
"""The critical criterion of the unit SAFETY."""
STANDARDS: Final = """
guildmark_standards: 1
qualifications:
  - code: Q1
    title: Metal work, level 1 (SAMPLE)
    level: "1"
    sector: Metal
    language: en
    mandatory: [U1]
    groups: [{title: Cut or bend, choose: 1, units: [U2, U3]}]
units:
  - code: U1
    title: Work safely
    hours: 40
    credits: 4
    elements:
      - title: Prepare
        criteria: [The work order is read., {text: Goggles are worn., critical: true}]
      - title: Clean up
        criteria: [The floor is swept.]
  - {code: U2, title: Cut, hours: 20, credits: 2, elements: [{title: E, criteria: [A line is cut., Burrs are filed.]}]}
  - {code: U3, title: Bend, hours: 30, credits: 3, elements: [{title: E, criteria: [A corner is bent.]}]}
"""

MAPPINGS = paths.resources() / "mappings"
TRANSLATIONS = paths.resources() / "translations"


@dataclass(slots=True)
class Centre:
    """An open centre on one laptop, and who may work in it."""

    at: Computer
    open: OpenCentre
    learners: dict[str, bytes]

    @property
    def work(self) -> Work:
        """The work of the person who is signed in."""
        return self.open.work

    def as_person(self, name: str) -> Work:
        """The work of this person, who signs in now."""
        return self.work if self.work.person_name == name else self.open.enter(name, PASSPHRASE)

    def desk(self, unit: str = SAFETY) -> Desk:
        """The desk of the cohort in this unit."""
        return self.work.read(assessing.desk, COHORT, unit)

    def mark(self, learner: bytes, unit: str = SAFETY, mark: str = MET, by: str = ASSESSOR) -> bytes:
        """Give a learner this mark in every criterion of a unit; returns the command."""
        at = self.desk(unit)
        wishes = [MarkWish(learner, one.code, mark) for one in at.unit.criteria()]
        return assessing.record_marks(self.as_person(by), at, wishes)

    def judge(self, learner: bytes, unit: str = SAFETY, outcome: str = COMPETENT, by: str = ASSESSOR) -> bytes:
        """Judge a learner's attempt; returns the command."""
        return assessing.judge(self.as_person(by), self.desk(unit), learner, outcome)

    def sign(self, ids: Sequence[bytes] = (), unit: str = SAFETY, propose: bool = False) -> Signed:
        """Sign the attempts of these learners."""
        return sign(self.as_person(ASSESSOR), self.desk(unit), ids, propose)

    def award(self, learner: bytes, *units: str) -> None:
        """Have a learner signed competent in these units."""
        for unit in units:
            self.mark(learner, unit)
            assert self.sign([learner], unit, propose=True).signed == (learner,)

    def is_sound(self) -> bool:
        """Whether the lists are what the entries on disk come to, and nothing else is wrong."""
        return verify_journal(self.open).faults == ()

    def erase(self, learner: bytes) -> None:
        """Have the administrator erase a learner."""
        self.as_person(ADMIN)
        erase_learner(self.open, learner)


def standards_file(folder: Path, text: str = STANDARDS, name: str = "standards.yaml") -> Path:
    """A file of standards."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def a_centre(tmp_path: Path, person: str = ADMIN) -> Iterator[Centre]:
    """A centre at work on one laptop, open for this person."""
    made = _made()
    with _at_work(_copied(made.office, tmp_path / "office", made), person, made) as centre:
        yield centre


@contextmanager
def two_laptops(tmp_path: Path, person: str = ADMIN) -> Iterator[tuple[Centre, Centre]]:
    """The same centre on two laptops that know all of each other, open for this person."""
    made = _made()
    with ExitStack() as both:
        office, workshop = (
            both.enter_context(_at_work(_copied(one, tmp_path / one.computer.path.name, made), person, made))
            for one in (made.office, made.workshop)
        )
        yield office, workshop


def carry(giver: Centre, taker: Centre) -> Brought:
    """Take a file with all that one laptop knows to another one; whoever is signed in there does it."""
    stick = giver.at.path / "stick"
    write_bundle(giver.open, stick)
    return read_bundle(taker.open, stick)


def exchange(one: Centre, other: Centre) -> None:
    """Let two laptops tell each other all they know."""
    carry(one, other)
    carry(other, one)


@dataclass(frozen=True, slots=True)
class _Left:
    """A computer as it was left, with what is needed to go on there."""

    computer: Computer
    laptop: Laptop
    place: Place


@dataclass(frozen=True, slots=True)
class _Made:
    """The centre that all copies are made of."""

    office: _Left
    workshop: _Left
    learners: dict[str, bytes]


@cache
def _made() -> _Made:
    folder = Path(tempfile.mkdtemp(prefix="guildmark-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    office, workshop = computer(folder), computer(folder, "workshop")
    founded(office)
    with opened(office) as centre:
        for name, role in STAFF.items():
            add_person(centre, name, [role], PASSPHRASE)
        for name in (*STAFF, ADMIN):
            centre.enter(name, PASSPHRASE)
        learners = _fill(centre.work, folder)
        left_workshop = _join(centre, workshop, folder)
        return _Made(_left(office, centre), left_workshop, learners)


def _fill(work: Work, folder: Path) -> dict[str, bytes]:
    import_standards(work, [standards_file(folder)], MAPPINGS)
    learners = {details.full_name: add_learner(work, details) for details in LEARNERS}
    open_cohort(work, CohortWish(COHORT, QUALIFICATION, assessors=[ASSESSOR]))
    add_members(work, COHORT, list(learners.values()))
    enrol_cohort(work, COHORT)
    return learners


def _join(office: OpenCentre, workshop: Computer, folder: Path) -> _Left:
    request, answer, stick = folder / "request", folder / "answer", folder / "stick"
    join_request(workshop.folder, "Workshop", request, workshop.machine)
    codes = admit(office, request, answer).codes
    accept(workshop.folder, answer, workshop.machine)
    with opened(workshop) as centre:
        for name, code in codes.items():
            centre.enter(name, code, PASSPHRASE)
        centre.enter(ADMIN, PASSPHRASE)
        write_bundle(centre, stick)
        read_bundle(office, stick)
        write_bundle(office, stick)
        read_bundle(centre, stick)
        return _left(workshop, centre)


def _left(at: Computer, centre: OpenCentre) -> _Left:
    centre.sign()
    return _Left(at, centre.laptop, centre.work.records.place)


def _copied(left: _Left, path: Path, made: _Made) -> Computer:
    """A computer in the same state, so that nothing seems to have been copied."""
    now = max(made.office.computer.wall.now, made.workshop.computer.wall.now)
    seed = left.computer.seed + zlib.crc32(path.parent.name.encode())  # two copies draw different numbers
    copy = Computer(path, seed, Wall(now))
    shutil.copytree(left.computer.path, path)
    shutil.rmtree(path / "state")
    (path / "state").mkdir()
    note_first(copy.machine, left.laptop, copy.folder, left.place)
    return copy


@contextmanager
def _at_work(at: Computer, person: str, made: _Made) -> Iterator[Centre]:
    with opened(at, person) as centre:
        yield Centre(at, centre, dict(made.learners))


def bib_order(centre: Centre) -> list[str]:
    """The names of the cohort's learners by their bib numbers."""
    group = centre.work.read(cohorts.cohort, COHORT)
    return [one.name for one in centre.work.read(cohorts.members, group.id)]


def person_id(centre: Centre, name: str) -> bytes:
    """The id of a person of the staff."""
    return centre.work.read(people.person, name).id
