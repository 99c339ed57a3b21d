# SPDX-License-Identifier: Apache-2.0
"""Any table as a workbook: what is written is what any reader gives back, whole or not at all."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.domain.refusals import BadInput, StorageTrouble
from app.spreadsheets import plain_table, sheet_xml
from app.spreadsheets.plain_table import write_table
from app.spreadsheets.reading.reader import read_sheet
from app.spreadsheets.sheet_xml import Row
from app.spreadsheets.writing import HEADER_FILL, writable

LONGEST = 32_767
ODD = (
    "=1+1", "+855 12", "-1", "@SUM(A1)", "#REF!", "\t=1", "\r=1", "\n=1", "{=1}", "=cmd|' /C calc'!A0",
    "http://a.example/", "mailto:a@b.example", "internal:Sheet1!A1", "TRUE", "2020-01-01", "1e5", "1,5", "٣",
    "0012", "1234567890123456", "_x0041_", "_x005F_x0041_", "_x000d_", "_xD800_", "_xZZZZ_", "__x0041_", "_x",
    "\x01begins", "mid\x00dle", "ends\x1f", "\x7f\x85", "a\r\nb", " before", "behind ", "\n", " ",
    "<b>&amp;</b>", "]]>",
    "\U0001d4b3\U00020000", "ស្រី\u200bនាង", "Nguyễn", "Nguye\u0302\u0303n", "ë" * LONGEST,
)  # fmt: skip


def unescaped(text: object) -> object:
    """What spreadsheet programs make of the spelling that openpyxl leaves as it is."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text) if isinstance(text, str) else text


def by_openpyxl(path: Path) -> list[list[object]]:
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [[unescaped(value) for value in row] for row in rows]


def by_calamine(path: Path) -> list[list[object]]:
    with CalamineWorkbook.from_path(path) as book:
        return [list(row) for row in book.get_sheet_by_index(0).to_python()[1:]]


def test_each_odd_text_comes_back_as_that_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert write_table(path, "Odd", ["Text", "n"], ([text, 1] for text in ODD)) == len(ODD)
    written = [[text, 1] for text in ODD]
    assert by_calamine(path) == written
    assert by_openpyxl(path) == written
    assert read_sheet(path).rows[1:] == written
    cells = openpyxl.load_workbook(path).worksheets[0]["A"]
    assert {(cell.data_type, cell.number_format, cell.hyperlink) for cell in cells} == {("s", "@", None)}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1),
        min_size=1,
        max_size=20,
    )
)
def test_every_text_comes_back_as_that_text(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "t.xlsx"
    write_table(path, "Any", ["Text"], ([text] for text in texts))
    assert by_calamine(path) == [[text] for text in texts]
    assert by_openpyxl(path) == [[text] for text in texts]


@given(st.text())
def test_the_spelling_of_workbooks_is_turned_back_exactly(text: str) -> None:
    assert unescaped(writable(text)) == re.sub("[\ufffe\uffff]", "\ufffd", text)


def test_what_no_cell_can_hold_is_replaced_or_cut(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    texts = ["half \ud800", "\ufffe", "x" * 40_000, "\x01" * 40_000, "\U00020000" * 20_000]
    write_table(path, "Odd", ["Text"], ([text] for text in texts))
    expected = ["half \ufffd", "\ufffd", "x" * LONGEST, "\x01" * LONGEST, "\U00020000" * (LONGEST // 2)]
    assert by_calamine(path) == [[text] for text in expected]


def test_numbers_dates_and_truths_are_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    moment = datetime(2026, 3, 4, 15, 30)  # noqa: DTZ001  # workbooks know no time zones
    rows: list[Row] = [[1, -2.5, True], [date(1900, 3, 1), date(2026, 12, 31), moment], [None, "", 10**14]]
    write_table(path, "Kinds", ["a", "b", "c"], rows)
    assert by_calamine(path) == [[1, -2.5, True], [date(1900, 3, 1), date(2026, 12, 31), moment], ["", "", 10**14]]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["B3"].is_date
    assert (sheet["A2"].data_type, sheet["C2"].data_type) == ("n", "b")


def test_what_a_workbook_would_spoil_is_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    moment = datetime(1890, 1, 2, 3, 4)  # noqa: DTZ001  # workbooks know no time zones
    rows: list[Row] = [[date(1900, 2, 28)], [moment], [10**15], [float("nan")], [float("-inf")], [10**400]]
    write_table(path, "Kinds", ["a"], rows)
    expected = ["1900-02-28", "1890-01-02 03:04:00", "1000000000000000", "nan", "-inf", str(10**400)]
    assert by_calamine(path) == [[text] for text in expected]


def test_the_header_is_seen_filtered_and_kept_in_sight_and_columns_are_wide_enough(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_table(path, "A/B: list", ["Name", "=No"], [["A rather long name of somebody", 1], ["x" * 500, 2]])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("A B  list", "A2", "A1:B3")
    assert (sheet["A1"].font.b, sheet["A1"].fill.fgColor.rgb) == (True, f"FF{HEADER_FILL}")
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=No", "s")
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (60, 8)


def test_a_table_without_rows_is_a_header(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert write_table(path, "", ["Name"], []) == 0
    assert by_openpyxl(path) == []
    assert openpyxl.load_workbook(path).sheetnames == ["1"]


def test_columns_are_lettered_beyond_z(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_table(path, "Wide", [f"h{n}" for n in range(703)], [list(range(703))])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [sheet[place].value for place in ("Z2", "AA2", "ZZ2", "AAA2")] == [25, 26, 701, 702]


def test_rows_are_taken_one_by_one_and_progress_is_told_often(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    waiting = 0

    def rows() -> Iterator[list[str]]:
        nonlocal waiting
        for n in range(1_000):
            waiting = max(waiting, n - (told[-1][0] if told else 0))
            yield [str(n)]

    write_table(tmp_path / "t.xlsx", "Long", ["n"], rows(), lambda done, of: told.append((done, of)), of=1_000)
    assert told[-1] == (1_000, 1_000)
    assert {of for _, of in told} == {1_000}
    assert waiting <= 2 * sheet_xml.STEP


def test_a_cancelled_table_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("before", encoding="ascii")

    def cancel(done: int, of: int) -> None:
        if done > 300:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(path, "Long", ["n"], ([n] for n in range(10_000)), cancel)
    assert [(file.name, file.read_text(encoding="ascii")) for file in tmp_path.iterdir()] == [("t.xlsx", "before")]


def test_a_table_that_no_workbook_holds_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.xlsx"
    monkeypatch.setattr(sheet_xml, "MAX_ROWS", 151)
    assert write_table(path, "Fits", ["n"], ([n] for n in range(150))) == 150
    with pytest.raises(BadInput, match="more rows"):
        write_table(tmp_path / "u.xlsx", "Long", ["n"], ([n] for n in range(151)))
    monkeypatch.setattr(plain_table, "_LARGEST", 3_000)
    with pytest.raises(BadInput, match="larger"):
        write_table(tmp_path / "u.xlsx", "Long", ["n"], ([n] for n in range(150)))
    assert [file.name for file in tmp_path.iterdir()] == ["t.xlsx"]


def test_a_folder_that_is_not_there_is_storage_trouble(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="cannot be written"):
        write_table(tmp_path / "none" / "t.xlsx", "T", ["n"], [])


def test_the_file_has_the_plain_form_that_every_program_opens(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_table(path, "T", ["n"], ([n] for n in range(10)))
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {member.extract_version for member in archive.infolist()} == {20}
        assert all(not member.flag_bits & 0x08 for member in archive.infolist())
