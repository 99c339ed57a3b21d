# SPDX-License-Identifier: Apache-2.0
"""The sample that is shipped: invented learners and a small qualification in three languages."""

from dataclasses import fields
from pathlib import Path

from app.domain.learners import LearnerDetails
from app.spreadsheets.cohort_template import write_cohort_template
from app.spreadsheets.standards_reading import read_standards
from app.spreadsheets.standards_workbook import write_standards_workbook
from app.spreadsheets.yaml_file import at, listed, read_yaml, text_at


def sample_learners(resources: Path) -> tuple[LearnerDetails, ...]:
    """The twelve invented learners, each marked SAMPLE in the notes."""
    names = [field.name for field in fields(LearnerDetails)]
    document = read_yaml(resources / "sample" / "cohort.yaml")
    return tuple(
        LearnerDetails(**{name: text_at(record, name) for name in names}) for record in listed(at(document, "learners"))
    )


def write_sample_cohort(path: Path, resources: Path) -> None:
    """The sample learners as a filled-in cohort workbook. Raises StorageTrouble where it cannot be written."""
    write_cohort_template(path, [("", learner) for learner in sample_learners(resources)])


def write_sample_standards(path: Path, resources: Path) -> None:
    """The English sample qualification as a workbook of standards. Raises StorageTrouble where it cannot be written."""
    write_standards_workbook(path, read_standards(resources / "sample" / "welding-en.yaml", resources / "mappings"))


def sample_standards(resources: Path) -> tuple[Path, ...]:
    """The files of the sample qualification, one for each language."""
    return tuple(sorted((resources / "sample").glob("welding-*.yaml")))
