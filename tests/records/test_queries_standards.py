# SPDX-License-Identifier: Apache-2.0
"""Qualifications and units as lists show them, in their newest versions."""

from pathlib import Path

import pytest

from app.domain.refusals import NotFound
from app.records.queries import standards
from app.services.standards import import_standards
from tests.services.centres import (
    BENDING,
    CUTTING,
    MAPPINGS,
    QUALIFICATION,
    SAFETY,
    STANDARDS,
    a_centre,
    standards_file,
)


def test_lists_count_what_belongs_to_each(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (row,) = centre.work.read(standards.qualifications)
        assert (row.code, row.level, row.sector, row.units, row.elements, row.criteria) == (
            QUALIFICATION, "1", "Metal", 3, 4, 6,
        )  # fmt: skip
        assert [(one.code, one.elements, one.criteria) for one in centre.work.read(standards.units)] == [
            (SAFETY, 2, 3), (CUTTING, 1, 2), (BENDING, 1, 1),
        ]  # fmt: skip
        assert centre.work.read(standards.totals) == (1, 3, 4, 6)


def test_a_new_version_takes_the_place_of_the_old_one_in_lists(tmp_path: Path) -> None:
    changed = STANDARDS.replace("[A corner is bent.]", "[A corner is bent., It is square.]").replace("U2, U3", "U3, U2")
    with a_centre(tmp_path) as centre:
        import_standards(centre.work, [standards_file(tmp_path, changed)], MAPPINGS)
        assert centre.work.read(standards.totals) == (1, 3, 4, 7)
        (row,) = centre.work.read(standards.qualifications)
        assert list(centre.work.read(standards.units_of, row.id)) == [SAFETY, BENDING, CUTTING]
        assert [one.code for one in centre.work.read(standards.units)] == [SAFETY, CUTTING, BENDING]


def test_each_version_has_its_code_and_title(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        codes = centre.work.read(standards.codes)
        assert sorted(codes.values()) == [
            ("Q1", "Metal work, level 1 (SAMPLE)"), ("U1", "Work safely"), ("U2", "Cut"), ("U3", "Bend"),
        ]  # fmt: skip


def test_what_is_not_here_is_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        for query, code in ((standards.qualification, "no-such-qualification"), (standards.unit, "no-such-unit")):
            with pytest.raises(NotFound, match=r"“\{x\}”") as refused:
                centre.work.read(query, "{x}")
            assert refused.value.code == code
        for version in (standards.qualification_version, standards.unit_version):
            with pytest.raises(NotFound):
                centre.work.read(version, bytes(16))
