# SPDX-License-Identifier: Apache-2.0
"""Guildmark's own standards workbook goes out and comes back whole."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.refusals import BadInput
from app.domain.standards import Criterion, Element, Qualification, StandardsPack, Unit, UnitGroup
from app.spreadsheets.standards_reading import read_standards
from app.spreadsheets.standards_workbook import read_standards_workbook, write_standards_workbook

LETTERS = st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\ufffd")
words = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(lambda text: text and "_x" not in text)
numbers = st.none() | st.integers(0, 9999)


@st.composite
def packs(draw: st.DrawFn) -> StandardsPack:
    codes = draw(st.lists(words, min_size=3, max_size=5, unique=True))
    units = tuple(draw(units_called(code)) for code in codes)
    split = draw(st.integers(1, len(codes) - 1))
    group = UnitGroup(draw(words), draw(st.integers(1, len(codes) - split)), tuple(codes[split:]))
    first = Qualification(draw(words), draw(words), tuple(codes[:split]), (group,), draw(words), draw(words), "km")
    second = Qualification(f"{first.code}2", draw(words), tuple(codes))
    return StandardsPack(units, (first, second))


def units_called(code: str) -> st.SearchStrategy[Unit]:
    element_codes = st.lists(words, min_size=1, max_size=3, unique=True)
    return st.builds(
        lambda title, codes, hours, credit, text, critical: Unit(
            code,
            title,
            tuple(
                Element(e, title if n else "", tuple(Criterion(f"{e}.{k}", text, critical) for k in range(n)))
                for n, e in enumerate(codes)
            ),
            hours,
            credit,
            "ru",
        ),
        words,
        element_codes,
        numbers,
        numbers,
        words,
        st.booleans(),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(packs())
def test_a_pack_comes_back_from_its_workbook(tmp_path: Path, pack: StandardsPack) -> None:
    path = tmp_path / "standards.xlsx"
    write_standards_workbook(path, pack)
    found = read_standards_workbook(path)
    assert found.problems == ()
    assert found.pack.qualifications == pack.qualifications
    assert {unit.code: unit for unit in found.pack.units} == {unit.code: unit for unit in pack.units}


def small(path: Path, **cells: str | None) -> Path:
    """A small workbook with cells changed: ``Units_D2=...``."""
    unit = Unit(
        "0011", "Weld", (Element("1", "Prepare", (Criterion("1.a", "Reads", True), Criterion("1.b", "Wears"))),)
    )
    write_standards_workbook(path, StandardsPack((unit,), (Qualification("Q", "Welder", ("0011",)),)))
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        sheet, _, cell = name.partition("_")
        book[sheet][cell] = value
    book.save(path)
    return path


def test_a_code_keeps_its_zeros(tmp_path: Path) -> None:
    assert read_standards(small(tmp_path / "s.xlsx"), tmp_path).units[0].code == "0011"


@pytest.mark.parametrize(
    ("cell", "value", "complaint"),
    [
        ("Units_D2", "many", "Units D2"),
        ("Units_A2", "Other", "Units A2"),
        ("Units_C2", None, "Units C2"),
        ("Criteria_A2", "0012", "Criteria A2"),
        ("Criteria_D3", "1.a", "Criteria D3"),
        ("Criteria_E2", "", "Criteria E2"),
        ("Criteria_F3", "perhaps", "Criteria F3"),
        ("Units_F2", "Electives", "Units G2"),
        ("Qualifications_B2", None, "Qualifications B2"),
        ("Criteria_E2", "bad_x0001_", "Criteria E2"),
    ],
)
def test_what_is_wrong_is_named_by_cell(tmp_path: Path, cell: str, value: str | None, complaint: str) -> None:
    path = small(tmp_path / "s.xlsx", **{cell: value})
    assert complaint in [f"{problem.sheet} {problem.cell}" for problem in read_standards_workbook(path).problems]
    with pytest.raises(BadInput, match="nothing was read"):
        read_standards(path, tmp_path)


def test_a_missing_sheet_or_column_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column Text"):
        read_standards_workbook(small(tmp_path / "s.xlsx", Criteria_E1="Words"))
    openpyxl.Workbook().save(tmp_path / "e.xlsx")
    with pytest.raises(BadInput, match="no sheet Qualifications"):
        read_standards_workbook(tmp_path / "e.xlsx")
