# SPDX-License-Identifier: Apache-2.0
"""A laptop of the sample centre with certificates to print, and a printing system that is only a script."""

import stat
from dataclasses import replace
from pathlib import Path

from app.domain.assessing import MET
from app.records.queries import assessing as sheets
from app.records.queries import cohorts
from app.services.assessing import Desk, MarkWish, record_marks
from app.services.certificates import IssueWish, issue
from app.services.machine import this_machine
from app.services.opening import open_centre
from app.services.sample import COHORT
from app.services.signing import sign
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, Laptop, sample_laptop

SECOND = "Minh SAMPLE"
FORMS = "SAMPLE forms"
_LP = """#!/bin/sh
for word in "$@"; do file="$word"; done
n=$(ls "{place}" | wc -l)
test -e "{place}/gone" && {{ echo "lp: The printer or class does not exist." >&2; exit 1; }}
cp "$file" "{place}/$n.pdf"
echo "request id is Office-$n (1 file(s))"
"""


def with_certificates(place: Path, learners: int) -> tuple[Laptop, list[str]]:
    """A laptop on which so many learners have certificates, whose numbers are given in the order of the cohort."""
    laptop = sample_laptop(place)
    folder, machine = DataFolder(place / "centre"), replace(this_machine(place / "state"), cost=SAMPLE)
    centre = open_centre(folder, ASSESSOR, PASSPHRASES[ASSESSOR], machine)
    try:
        group = centre.work.read(cohorts.cohort, COHORT)
        ids = [one.learner for one in centre.work.read(cohorts.members, group.id)][:learners]
        for unit in group.units:
            sheet = centre.work.read(sheets.sheet, COHORT, unit)
            at = Desk(sheet.unit_id, sheet.unit, COHORT)
            wishes = [MarkWish(one, known.code, MET) for one in ids for known in sheet.unit.criteria()]
            record_marks(centre.work, at, wishes)
            sign(centre.work, at, ids, propose=True)
        centre.enter(ADMINISTRATOR, PASSPHRASES[ADMINISTRATOR])
        return laptop, [row.number for row in issue(centre, IssueWish(COHORT, learners=ids)).issued]
    finally:
        centre.close()


def script_for_lp(folder: Path) -> Path:
    """A program ``lp`` in this folder that keeps the files it is handed in the folder ``spooled`` beside it, and knows
    no printer while there is a file ``gone``."""
    spooled = folder / "spooled"
    spooled.mkdir(parents=True)
    program = folder / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(_LP.format(place=spooled), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return spooled
