# SPDX-License-Identifier: Apache-2.0
"""A sample centre to try the program with, made by the same services as any centre."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.domain.rights import Role
from app.records.queries import cohorts
from app.records.queries.cohorts import CohortRow
from app.records.unit_of_work import Work
from app.services.cohort_import import Into
from app.services.cohorts import CohortWish, enrol_cohort, open_cohort
from app.services.founding import CentreWish, found_centre
from app.services.machine import Machine
from app.services.opening import open_centre
from app.services.people import add_person
from app.services.standards import import_standards
from app.services.workbook_import import ImportWish, Opening, import_cohort
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE

CENTRE: Final = "SAMPLE Training Centre"
COHORT: Final = "WELD-1"
QUALIFICATION: Final = "MEF2-EN"


@dataclass(frozen=True, slots=True)
class SampleUser:
    """A person of the sample centre, with the passphrase that is printed for everybody to see."""

    name: str
    roles: tuple[str, ...]
    passphrase: str
    pin: str = ""


USERS: Final = (
    SampleUser("Dara SAMPLE", (Role.ADMINISTRATOR.value,), "sample administrator"),
    SampleUser("Lena SAMPLE", (Role.ASSESSOR.value,), "sample assessor"),
    SampleUser("Minh SAMPLE", (Role.VERIFIER.value,), "sample verifier"),
    SampleUser("Ani SAMPLE", (Role.VIEWER.value,), "sample viewer"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What the sample centre holds: its people and its cohorts."""

    centre: str
    users: tuple[SampleUser, ...]
    cohorts: tuple[CohortRow, ...]


def make_sample(folder: DataFolder, machine: Machine, resources: Path) -> Sample:
    """Make the sample centre in a new folder: people, standards in three languages, and a cohort ready to be assessed.

    Its passphrases are known to all, so they are made quick to try. Raises StorageTrouble, BadInput.
    """
    quick = replace(machine, cost=SAMPLE)
    first, *others = USERS
    wish = CentreWish(CENTRE, "SAMPLE", "KH", first.name, "Phnom Penh")
    found_centre(folder, wish, first.passphrase, "SAMPLE laptop", quick)
    centre = open_centre(folder, first.name, first.passphrase, quick)
    try:
        for user in others:
            add_person(centre, user.name, user.roles, user.passphrase)
        _fill(centre.work, resources)
        return Sample(CENTRE, USERS, tuple(centre.work.read(cohorts.cohorts)))
    finally:
        centre.close()


def _fill(work: Work, resources: Path) -> None:
    from app.spreadsheets.sample import sample_standards, write_sample_cohort

    import_standards(work, sample_standards(resources), resources / "mappings")
    open_cohort(work, CohortWish(COHORT, QUALIFICATION, assessors=["Lena SAMPLE"], title="Welding (SAMPLE)"))
    with tempfile.TemporaryDirectory() as place:
        workbook = Path(place) / "cohort.xlsx"
        write_sample_cohort(workbook, resources)
        import_cohort(work, ImportWish(workbook, Opening(resources / "translations"), Into(COHORT)))
    enrol_cohort(work, COHORT)
