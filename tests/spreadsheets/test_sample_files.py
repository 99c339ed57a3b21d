# SPDX-License-Identifier: Apache-2.0
"""The sample that is shipped: whole, alike in its languages, and plainly invented."""

from datetime import date
from pathlib import Path

from app import paths
from app.spreadsheets.cohort_reading import read_cohort
from app.spreadsheets.sample import sample_learners, sample_standards, write_sample_cohort
from app.spreadsheets.standards_reading import read_standards

RESOURCES = paths.resources()


def test_the_sample_qualification_is_the_same_in_its_three_languages() -> None:
    packs = [read_standards(path, RESOURCES / "mappings") for path in sample_standards(RESOURCES)]
    assert [pack.qualifications[0].code for pack in packs] == ["MEF2-EN", "MEF2-KM", "MEF2-RU"]
    shapes = [
        [(u.hours, u.credits, [(c.code, c.critical) for c in u.criteria()]) for u in pack.units] for pack in packs
    ]
    assert shapes[0] == shapes[1] == shapes[2]
    assert [len(unit.criteria()) for unit in packs[0].units] == [25, 25, 25, 25]
    assert len({unit.code for pack in packs for unit in pack.units}) == 12
    assert all(any(c.critical for c in unit.criteria()) for unit in packs[0].units)
    assert all("SAMPLE" in pack.qualifications[0].title and not pack.warnings for pack in packs)
    assert all(len({c.text for u in pack.units for c in u.criteria()}) == 100 for pack in packs)


def test_the_sample_cohort_comes_back_from_its_workbook(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    write_sample_cohort(path, RESOURCES)
    sheet = read_cohort(path, date(2026, 1, 1), RESOURCES / "translations")
    assert sheet.problems == ()
    assert tuple(row.details for row in sheet.usable) == sample_learners(RESOURCES)
    assert len(sheet.usable) == 12
    assert {row.details.notes for row in sheet.usable} == {"SAMPLE"}
