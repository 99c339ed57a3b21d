# SPDX-License-Identifier: Apache-2.0
"""Cells that show an error are named in .xls, .xlsb and .ods files too, where the fast reader says they are empty."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spreadsheets.cells import fault_problems
from app.spreadsheets.reading.binary_errors import _errors_from, _errors_in_part
from app.spreadsheets.reading.reader import read_sheets

BY_ZERO = 0x07
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def xls(path: Path) -> Path:
    """A workbook of two sheets; the second has a text, an error in C2, and a formula that gave one in B3."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    end = record(0x000A, b"")
    text = record(0x0204, struct.pack("<HHHH", 0, 0, 0, 4) + b"\0Name")
    error = record(0x0205, struct.pack("<HHHBB", 1, 2, 0, 0x24, 1))
    truth = record(0x0205, struct.pack("<HHHBB", 1, 0, 0, 1, 0))
    formula = record(0x0006, struct.pack("<HHHBBBBBBHHIH", 2, 1, 0, 2, 0, BY_ZERO, 0, 0, 0, 0xFFFF, 0, 0, 0))
    first, second = begin + text + end, begin + text + error + truth + formula + end

    def book(*starts: int) -> bytes:
        said = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + record(0x0042, b"\xb0\x04")
        for start, name in zip(starts, (b"One", b"Two"), strict=True):
            said += record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
        return said + end

    length = len(book(0, 0))
    path.write_bytes(compound(book(length, length + len(first)) + first + second))
    return path


def compound(stream: bytes) -> bytes:
    """A compound file with this one stream, long enough to need no small sectors [MS-CFB]."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0) + b"\xff" * 432
    chain = [FAT, END, *range(3, 2 + sectors), END]
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(SECTOR, b"\xff")
    return header + fat + directory(len(stream)) + stream.ljust(sectors * SECTOR, b"\0")


def directory(size: int) -> bytes:
    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        written = (name + "\0").encode("utf-16-le") if name else b""
        return (
            written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child) + bytes(36)
            + struct.pack("<IQ", start, length)
        )  # fmt: skip

    return entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, size) + entry("", 0, FREE, 0, 0) * 2


def xlsb(path: Path) -> Path:
    """The same in the newer binary kind."""

    def text(said: str) -> bytes:
        return struct.pack("<I", len(said)) + said.encode("utf-16-le")

    def one(kind: int, content: bytes) -> bytes:
        number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(content)]) + content

    def cell(column: int) -> bytes:
        return struct.pack("<II", column, 0)

    def sheet(*rows: bytes) -> bytes:
        size = one(148, struct.pack("<IIII", 0, 2, 0, 2))
        content = b"".join(one(0, struct.pack("<I", n) + bytes(13)) + row for n, row in enumerate(rows))
        return one(129, b"") + size + one(145, b"") + content + one(146, b"") + one(130, b"")

    name = one(6, cell(0) + text("Name"))
    bundle = b"".join(
        one(156, struct.pack("<II", 0, n) + text(f"rId{n}") + text(said)) for n, said in ((1, "One"), (2, "Two"))
    )
    gave = one(11, cell(1) + bytes([BY_ZERO]) + bytes(10))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        f' Target="worksheets/sheet{n}.bin"/>'
        for n in (1, 2)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", one(131, b"") + one(143, b"") + bundle + one(144, b"") + one(132, b""))
        archive.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{space}">{links}</Relationships>')
        archive.writestr("xl/worksheets/sheet1.bin", sheet(name))
        archive.writestr("xl/worksheets/sheet2.bin", sheet(name, one(3, cell(2) + b"\x24"), gave))
    return path


def ods(path: Path) -> Path:
    """The same as LibreOffice writes it, and in B3 as others do."""
    name = '<table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>'
    error = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    other = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    empty = '<table:table-cell table:number-columns-repeated="{}"/>'
    rows = (name, empty.format(2) + error, empty.format(1) + other)
    sheets = ((name,), rows)
    body = "".join(
        f'<table:table table:name="{said}">'
        + "".join(f"<table:table-row>{row}</table:table-row>" for row in written)
        + "</table:table>"
        for said, written in zip(("One", "Two"), sheets, strict=True)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content {NAMES} xmlns:calcext="urn:org:documentfoundation:calcext">'
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


@pytest.mark.parametrize("make", [xls, xlsb, ods])
def test_each_cell_with_an_error_is_named(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    first, second = read_sheets(make(tmp_path / f"register.{make.__name__}"))
    assert (first.name, first.faults.errors) == ("One", {})
    assert [(one.sheet, one.cell, one.reason) for one in fault_problems(second).values()] == [
        ("Two", "C2", "The cell shows the error #N/A."),
        ("Two", "B3", "The cell shows the error #DIV/0!."),
    ]


@given(st.binary(max_size=200))
def test_rubbish_tells_of_no_errors_and_raises_nothing(data: bytes) -> None:
    _errors_from(data, 0)
    _errors_in_part(data)
