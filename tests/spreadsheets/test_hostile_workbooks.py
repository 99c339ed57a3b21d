# SPDX-License-Identifier: Apache-2.0
"""Files that are broken, locked, huge or wicked end in a sentence, never in a crash."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import spreadsheets
from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput, StorageTrouble
from app.spreadsheets.cohort_reading import CohortSheet, read_cohort
from app.spreadsheets.cohort_template import write_cohort_template
from app.spreadsheets.reading.reader import read_sheet

TODAY = date(2026, 1, 1)


def read(path: Path) -> CohortSheet:
    return read_cohort(path, TODAY, path.parent)


def template(path: Path, *people: str) -> Path:
    write_cohort_template(path, [("", LearnerDetails(full_name=name)) for name in people])
    return path


def rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one member changed, as only a program other than a spreadsheet would do."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return target


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        read(path)


def test_a_file_that_is_not_there_is_storage_trouble(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        read(tmp_path / "none.xlsx")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(BadInput) as refusal:
        read(tmp_path / "x.xlsx")
    assert refusal.value.code == "empty-workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, b"0" * (30 << 20))
    with pytest.raises(BadInput) as refusal:
        read(path)
    assert refusal.value.code == "too-large"


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<c r="B1048576" t="inlineStr"><is><t>x</t></is></c>',
        b"<c r='xfd9'><v>1</v></c>",
        b'<c\tr="XFD9"><v>1</v></c>',
    ],
)
def test_one_filled_cell_in_the_last_corner_asks_for_no_memory(tmp_path: Path, cell: bytes) -> None:
    path = rewritten(
        template(tmp_path / "x.xlsx"),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b"<row>" + cell + b"</row></sheetData>"),
    )
    with pytest.raises(BadInput) as refusal:
        read(path)
    assert refusal.value.code == "too-large"


def test_an_empty_styled_cell_far_away_hinders_nothing(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    path = rewritten(template(tmp_path / "x.xlsx", "Dara"), SHEET, lambda xml: xml.replace(b"</sheetData>", far))
    assert [row.details.full_name for row in read(path).usable] == ["Dara"]


def test_entities_in_the_workbook_are_refused(tmp_path: Path) -> None:
    def with_entity(xml: bytes) -> bytes:
        start = xml.index(b"<workbook")
        return b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]>' + xml[start:].replace(b'"Learners"', b'"&a;"')

    with pytest.raises(BadInput):
        read(rewritten(template(tmp_path / "x.xlsx", "Dara"), "xl/workbook.xml", with_entity))


def test_an_error_and_an_uncalculated_formula_are_named_by_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Full name", "Phone"], ["#N/A", "1"], ["Dara", "=1+1"], ["Thida", "3"]):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    found = read(tmp_path / "x.xlsx")
    assert [row.details.full_name for row in found.usable] == ["Thida"]
    assert [problem.cell for problem in found.problems] == ["A2", "B3"]
    assert "#N/A" in found.problems[0].reason


@pytest.mark.parametrize("bad", ["_xD800_", "_x0001_", "\u202e", "\ufffd", "\u0085"])
def test_half_characters_and_control_characters_are_refused_by_cell(tmp_path: Path, bad: str) -> None:
    path = rewritten(
        template(tmp_path / "x.xlsx", "Da@@ra", "Thida"), SHEET, lambda xml: xml.replace(b"@@", bad.encode())
    )
    found = read(path)
    assert [row.details.full_name for row in found.usable] == ["Thida"]
    assert [problem.cell for problem in found.problems] == ["B2"]


def test_bytes_that_are_no_text_never_become_a_name(tmp_path: Path) -> None:
    surrogate = b"\xed\xa0\x80"
    path = rewritten(template(tmp_path / "x.xlsx", "Da@@ra"), SHEET, lambda xml: xml.replace(b"@@", surrogate))
    try:
        found = read(path)
    except BadInput:
        return
    assert found.usable == ()
    assert [problem.cell for problem in found.problems] == ["B2"]


def test_a_lone_surrogate_is_replaced_and_a_control_character_comes_back(
    tmp_path: Path,
) -> None:
    found = read_sheet(template(tmp_path / "x.xlsx", "Da\ud800ra\x01"))
    assert found.rows[1][1] == "Da\ufffdra\x01"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6), st.floats(0.2, 1))
def test_a_damaged_file_is_read_or_refused_in_words(
    tmp_path: Path, changes: list[tuple[float, int]], kept: float
) -> None:
    whole = tmp_path / "whole.xlsx"
    content = bytearray((whole if whole.exists() else template(whole, "Dara", "Thida")).read_bytes())
    for place, byte in changes:
        content[int(place * len(content))] = byte
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content[: int(len(content) * kept)] if kept < 0.9 else content)
    with suppress(BadInput):
        read(path)


def test_reading_costs_nothing_at_start_up() -> None:
    """The workbook and YAML libraries are loaded when a file is read, not when the program starts."""
    rooms = ", ".join(f"app.spreadsheets.{path.stem}" for path in Path(spreadsheets.__path__[0]).glob("[a-z]*.py"))
    heavy = "openpyxl python_calamine yaml defusedxml"
    code = f"import sys, {rooms}\nsys.exit(','.join(set('{heavy}'.split()) & set(sys.modules)) or 0)"
    root = Path(spreadsheets.__path__[0]).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert (done.stderr.strip(), done.returncode) == ("", 0)


def test_ten_thousand_rows_cost_little_more_than_the_bare_reader(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    path = tmp_path / "big.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Full name", "Phone", "Address", "Notes", "ID number"])
    for number in range(10_000):
        sheet.append([f"Сок Дара {number}", f"0{number}", "Phnom Penh", "note", f"N{number}"])
    book.save(path)
    start = time.process_time()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    bare = time.process_time() - start
    start = time.process_time()
    found = read(path)
    assert len(found.rows) == 10_000
    assert time.process_time() - start < 10 * bare + 0.5


def test_a_file_that_vanished_is_said_so_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="not there any more"):
        read_sheet(tmp_path / "gone.xlsx")
