# SPDX-License-Identifier: Apache-2.0
"""The main job without a display, on the sample: workbook in, marks, signatures, certificates out, pictures of screens.

``make run`` comes here where there is no display. Everything is done by the program's own command line; what it was
told stands beside the results.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from environment import ROOT, program

from app.paths import resources
from app.spreadsheets.sample import write_sample_cohort

PLACE = ROOT / ".demo" / "headless"
CENTRE = PLACE / "centre"
STATE = PLACE / "state"
WORKBOOK = PLACE / "cohort.xlsx"
CERTIFICATES = PLACE / "certificates"
ALL_IN_ONE = PLACE / "certificates.pdf"
PICTURES = PLACE / "screenshots"
SCREENSHOTS = ROOT / "packaging" / "screenshots.py"
LOOKS = ("light-en", "light-km", "dark-ru")
"""``make screenshots`` takes all of them."""
COHORT = "DEMO-1"

Document = dict[str, Any]


def main() -> None:
    """Do the main job in a fresh folder; the last lines say what came of it and where it lies."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    made = one("sample")
    office, floor = (person(made, role) for role in ("administrator", "assessor"))
    qualification = made["cohorts"][0]["qualification"]
    write_sample_cohort(WORKBOOK, resources())
    print(f"Sample centre: {made['centre']}. Importing {WORKBOOK.name} ...", flush=True)
    _, imported, enrolled, standard = commands("1-cohort", office, cohort_lines(qualification))
    print(f"{len(imported['rows'])} learners, {enrolled['units']} units. Marking and signing ...", flush=True)
    learners = [row["id"] for row in imported["rows"]]
    done = commands("2-marks", floor, assessment_lines(needed_units(standard), learners))
    print(f"{sum('signed' not in document for document in done)} marks recorded. Issuing certificates ...", flush=True)
    issue = f"certificate issue --cohort {COHORT} --out {quoted(CERTIFICATES)} --merged {quoted(ALL_IN_ONE)}"
    (issued,) = commands("3-certificates", office, [issue])
    verify = [f"certificate verify {quoted(row['file'])}" for row in issued["issued"]]
    *verified, checked = commands("4-checks", office, [*verify, "journal verify"])
    print(f"{len(issued['issued'])} certificates issued. Taking pictures of the screens ...", flush=True)
    looks = [word for look in LOOKS for word in ("--look", look)]
    subprocess.run([sys.executable, str(SCREENSHOTS), str(PICTURES), *looks], check=True, stdout=subprocess.DEVNULL)
    tell(made, issued, verified, checked)


def cohort_lines(qualification: str) -> list[str]:
    """Commands that open the cohort, take the workbook in, enrol, and ask what there is to assess."""
    return [
        f"cohort open {COHORT} --qualification {qualification}",
        f"cohort import {quoted(WORKBOOK)} --cohort {COHORT}",
        f"cohort enrol {COHORT}",
        f"standards show {qualification}",
    ]


def needed_units(standard: Document) -> list[Document]:
    """The units that everybody needs, and as many of each group as the rule asks for."""
    codes = [
        *standard["mandatory"],
        *(code for group in standard["groups"] for code in group["units"][: group["choose"]]),
    ]
    return [unit for unit in standard["units"] if unit["code"] in codes]


def assessment_lines(units: Iterable[Document], learners: list[str]) -> list[str]:
    """Commands that mark everybody in every criterion and sign.

    All is met, except that the last learner has not yet met the last criterion of each unit.
    """
    lines = []
    for unit in units:
        criteria = [criterion["code"] for element in unit["elements"] for criterion in element["criteria"]]
        for learner in learners:
            for criterion in criteria:
                mark = "N" if (learner, criterion) == (learners[-1], criteria[-1]) else "Y"
                lines.append(
                    f"marks record --cohort {COHORT} --unit {unit['code']} --learner {learner} "
                    f"--criterion {criterion} --mark {mark}"
                )
        lines.append(f"assess sign --cohort {COHORT} --unit {unit['code']} --propose")
    return lines


def tell(made: Document, issued: Document, verified: list[Document], checked: Document) -> None:
    """Say what came of it, where it lies, and who may look at it with which passphrase."""
    print()
    for found in verified:
        print(f"  {found['number']}  {found['name']}: {found['result']}")
    for row in issued["refused"]:
        print(f"  no certificate: {row['name']}: {row['why']}")
    pictures = len(list(PICTURES.glob("*.png")))
    print(f"Certificates: {len(verified)} issued and verified, {len(issued['refused'])} not earned.")
    print(f"Records: {checked['operations']} entries checked, faults: {checked['faults'] or 'none'}.")
    print("\nThe results:")
    print(f"  {'certificates':<24}{CERTIFICATES}")
    print(f"  {'all of them in one file':<24}{ALL_IN_ONE}")
    print(f"  {f'{pictures} pictures of screens':<24}{PICTURES}")
    print(f"  {'what the program did':<24}{PLACE / '*.txt'}")
    print(f"  {'the records':<24}{CENTRE}")
    print("\nWhere there is a display, open these records and sign in with a name and its passphrase:")
    print(f"  GUILDMARK_STATE={quoted(STATE)} {program(ROOT / '.venv', 'guildmark')} --data {quoted(CENTRE)}")
    for user in made["users"]:
        print(f"  {user['name']:<14} {', '.join(user['roles']):<14} {user['passphrase']}")


def person(made: Document, role: str) -> list[str]:
    """The passphrase and the name of a person of the sample who has this role."""
    found = next(user for user in made["users"] if role in user["roles"])
    return [found["passphrase"], found["name"]]


def commands(name: str, who: list[str], lines: list[str]) -> list[Document]:
    """Carry out lines as a file, which is kept; what each of them answered."""
    passphrase, user = who
    file = PLACE / f"{name}.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed = guildmark("--as", user, "run", file, GUILDMARK_PASSPHRASE=passphrase)
    return [json.loads(line) for line in printed.splitlines()]


def one(*words: str) -> Document:
    """Carry out one command that needs no passphrase."""
    answer: Document = json.loads(guildmark("--json", *words))
    return answer


def guildmark(*words: str | Path, **variables: str) -> str:
    """What the program prints; its own words stand on the terminal. Raises CalledProcessError unless all was done."""
    command = [sys.executable, str(ROOT / "packaging" / "entry.py"), "--data", str(CENTRE), *map(str, words)]
    own = {"GUILDMARK_STATE": str(STATE), **variables}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, **own})
    return done.stdout


def quoted(path: str | Path) -> str:
    """The path as it is written on a line of a file of commands."""
    return shlex.quote(str(path))


if __name__ == "__main__":
    main()
