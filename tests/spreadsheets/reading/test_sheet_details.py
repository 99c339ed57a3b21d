# SPDX-License-Identifier: Apache-2.0
"""What a sheet holds besides its values: zeros, long numbers, faults, merges, hidden sheets, passwords."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.workbook import Workbook

from app.domain.refusals import BadInput
from app.spreadsheets.reading import sheet_scan
from app.spreadsheets.reading.book import NO_FAULTS, Range, SheetFace
from app.spreadsheets.reading.number_formats import shown
from app.spreadsheets.reading.reader import look, read_sheet, read_sheets
from app.spreadsheets.reading.sheet_walk import walk

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[object]) -> Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same workbook as another program might have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


def prefixed(name: str, content: bytes) -> bytes:
    """The sheet in another spelling of the same XML: a prefix on each element, no references."""
    if name != SHEET:
        return content
    import re

    content = content.replace(b"xmlns=", b"xmlns:x=")
    content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
    return re.sub(rb'(<x:(?:c|row)) r="[A-Z0-9]+"', rb"\1", content)


@pytest.mark.parametrize("spelling", [lambda _name, content: content, prefixed])
def test_zeros_long_numbers_errors_and_formulas_are_named_in_any_spelling(
    tmp_path: Path, spelling: Callable[[str, bytes], bytes]
) -> None:
    book = workbook(["id", "long", "fault", "formula"], [1234, 0, "#N/A", "=1+1"], [5, 7, "fine", 8])
    sheet = book.worksheets[0]
    sheet["A2"].number_format, sheet["A3"].number_format = "00000000", "0###"
    path = changed(
        saved(book, tmp_path / "x.xlsx"),
        lambda name, content: spelling(name, content.replace(b"<v>0</v>", b"<v>12345678901234567</v>")),
    )
    found = read_sheet(path)
    assert found.rows[1:] == [["00001234", 12345678901234567, "", ""], ["0005", 7, "fine", 8]]
    assert found.faults.errors == {(1, 2): "#N/A"}
    assert found.faults.uncalculated == {(1, 3)}


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("00000000", 1234, "00001234"),
        ("0###", 5, "0005"),
        ("0000", 123456, "123456"),
        ("000\\-000", 1234, "001-234"),
        ('"KH "0000', 7, "KH 0007"),
        ("(000) 000-0000", 123456789, "(012) 345-6789"),
        ("0000;-0000", 7, "0007"),
        ("0", 7, None),
        ("0.00", 7, None),
        ("#,##0", 7, None),
        ("yyyy-mm-dd", 7, None),
        ("@", 7, None),
        ("0000", 1.5, None),
        ("0000", -5, None),
    ],
)
def test_a_number_is_the_text_that_its_format_shows_where_zeros_lead(code: str, value: float, text: str | None) -> None:
    assert shown(code.split(";")[0], value) == text


def test_ordinary_formats_leave_numbers_as_numbers(tmp_path: Path) -> None:
    book = workbook([1234, 0.5])
    book.worksheets[0]["A1"].number_format = "#,##0"
    book.worksheets[0]["B1"].number_format = "0.00%"
    assert read_sheet(saved(book, tmp_path / "x.xlsx")).rows == [[1234, 0.5]]


def test_hidden_sheets_are_offered_and_read_by_name_only(tmp_path: Path) -> None:
    book = workbook(["secret"])
    book.worksheets[0].title = "Hidden"
    book.worksheets[0].sheet_state = "hidden"
    deep = book.create_sheet("Deep")
    deep["B2"], deep.sheet_state = "deeper", "veryHidden"
    book.create_sheet("Empty")
    book.create_sheet("Table")["A1"] = "x"
    path = saved(book, tmp_path / "x.xlsx")
    faces = [("Hidden", True, 1, 1), ("Deep", True, 1, 1), ("Empty", False, 0, 0), ("Table", False, 1, 1)]
    assert look(path).sheets == tuple(SheetFace(*face) for face in faces)
    assert read_sheet(path).name == "Table"
    assert [sheet.name for sheet in read_sheets(path)] == ["Table"]
    deeper = read_sheet(path, "Deep")
    assert (deeper.rows, deeper.first_row, deeper.first_column) == ([["deeper"]], 1, 1)
    for name, code in (("Empty", "empty-workbook"), ("Nowhere", "missing-sheet")):
        with pytest.raises(BadInput) as refusal:
            read_sheet(path, name)
        assert refusal.value.code == code


def test_merged_ranges_are_told(tmp_path: Path) -> None:
    book = workbook(["Name", "", "Marks"], ["a", "b", "c"])
    book.worksheets[0].merge_cells("A1:B1")
    book.worksheets[0].merge_cells("C1:C2")
    assert read_sheet(saved(book, tmp_path / "x.xlsx")).merges == (Range(0, 0, 0, 1), Range(0, 2, 1, 2))


def test_escapes_of_workbooks_are_undone(tmp_path: Path) -> None:
    book = workbook(["a_x000D_b", "_x005F_x0041_", "x_x0041_x", "_xZZZZ_"])
    assert read_sheet(saved(book, tmp_path / "x.xlsx")).rows == [["a\rb", "_x0041_", "xAx", "_xZZZZ_"]]


def test_rows_far_down_stand_where_they_stand(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["C1500"], book.worksheets[0]["D2700"] = "x", 5
    sheet = read_sheet(saved(book, tmp_path / "x.xlsx"))
    assert (sheet.first_row, sheet.first_column, len(sheet.rows), sheet.faults) == (1499, 2, 1201, NO_FAULTS)
    assert (sheet.rows[0], sheet.rows[-1]) == (["x", ""], ["", 5])


def encrypted(path: Path, password: str) -> Path:
    plain = BytesIO(path.read_bytes())
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt(password, out)
    return path


def test_a_workbook_under_a_password_asks_for_it_and_takes_it(tmp_path: Path) -> None:
    path = encrypted(saved(workbook(["Дара"]), tmp_path / "x.xlsx"), "пароль 1")
    for password, code in (("", "password-needed"), ("other", "wrong-password")):
        with pytest.raises(BadInput) as refusal:
            read_sheet(path, password=password)
        assert refusal.value.code == code
    assert read_sheet(path, password="пароль 1").rows == [["Дара"]]


def test_a_workbook_that_is_protected_from_changes_only_is_simply_read(tmp_path: Path) -> None:
    path = encrypted(saved(workbook(["Dara"]), tmp_path / "x.xlsx"), "VelvetSweatshop")
    assert read_sheet(path).rows == [["Dara"]]


def test_an_encrypted_ods_is_to_be_saved_without_its_password(tmp_path: Path) -> None:
    path = tmp_path / "x.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        entry = '<f:file-entry f:full-path="content.xml"><f:encryption-data/></f:file-entry>'
        archive.writestr("META-INF/manifest.xml", f'<f:manifest xmlns:f="urn:x">{entry}</f:manifest>')
        archive.writestr("content.xml", b"\x8a\x11" * 50)
    with pytest.raises(BadInput, match="without a password") as refusal:
        look(path)
    assert refusal.value.code == "password-needed"


CELLS = st.lists(
    st.one_of(
        st.tuples(st.just('t="e"'), st.sampled_from(["<v>#REF!</v>", "<f>A1</f><v>#N/A</v>"])),
        st.tuples(
            st.sampled_from(["", 't="n"', 's="3"', 's="4" t="n"']), st.sampled_from(["<v>12</v>", "<v></v>", ""])
        ),
        st.tuples(st.just(""), st.sampled_from(["<f>A1</f>", "<f>A1</f><v>3</v>", "<v>1234567890123456</v>"])),
        st.tuples(st.just('t="str"'), st.sampled_from(["<f>A1</f><v></v>", "<v>0012</v>", "<f>B1</f><v>x</v>"])),
        st.tuples(st.just('t="inlineStr"'), st.just("<is><t>00012345678901234567</t></is>")),
    ),
    max_size=20,
)


@given(CELLS)
def test_the_fast_search_finds_what_a_walk_through_the_xml_finds(cells: list[tuple[str, str]]) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="B{number}" {kind}>{body}</c></row>'.replace(" >", ">")
        for number, (kind, body) in enumerate(cells, start=1)
    )
    content = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(SHEET, content)
    padded = {3: "0000"}
    fast = sheet_scan.scan_sheet(zipfile.ZipFile(packed), SHEET, padded)
    slow = sheet_scan.Scan()
    for cell in walk(BytesIO(content)):
        sheet_scan.note(slow, cell, padded)
    assert fast == slow


@pytest.mark.parametrize(("cell", "place"), [("C100002", "row 100002 and across to column C"),
                                             ("B250000", "row 250000 and across to column B"),
                                             ("BA3", "row 3 and across to column BA")])  # fmt: skip
def test_a_sheet_that_is_too_large_is_named_and_how_far_it_reaches(tmp_path: Path, cell: str, place: str) -> None:
    book = workbook(["Full name"])
    book.worksheets[0].title = "Trainees of 2019"
    book.worksheets[0][cell] = "x"
    with pytest.raises(BadInput) as refused:
        read_sheet(saved(book, tmp_path / "ministry.xlsx"))
    assert str(refused.value) == (
        f"ministry.xlsx is too large: its sheet Trainees of 2019 reaches down to {place}, and at most 100000 rows and "
        "52 columns are read. Split it and try again."
    )
