# SPDX-License-Identifier: Apache-2.0
"""Files made to hurt are refused, or read, within five seconds and 400 megabytes; each is made here."""

import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.spreadsheets.reading.limits import MEMORY

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 5.0
INTERPRETER = 40 << 20

HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
BOOK = b"""<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELS = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/\
relationships/worksheet"/><Relationship Id="rId2" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/\
officeDocument/2006/relationships/sharedStrings"/></Relationships>"""
PACKAGE = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/\
relationships/officeDocument"/></Relationships>"""
SHEET = "xl/worksheets/sheet1.xml"
PARTS = {"_rels/.rels": PACKAGE, "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELS}
A1 = b'<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return HEAD + before + b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"


def xlsx(path: Path, content: bytes, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in (PARTS | {SHEET: content} | more).items():
            archive.writestr(name, part)
    return path


def gigabytes(path: Path) -> Path:
    """Two megabytes of file, two gigabytes by its own account."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 25)) + packer.flush(zlib.Z_FULL_FLUSH)
    return with_member(path, SHEET, block * 60 + b"\x03\0", 0, 60 << 25)


def with_member(path: Path, member: str, packed: bytes, check: int, size: int) -> Path:
    """A workbook whose member holds these packed bytes, and says of them what it likes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, part in (PARTS | {SHEET: sheet(A1)}).items():
            if name != member:
                archive.writestr(name, part)
        archive.writestr(member, packed)
    data = bytearray(path.read_bytes())
    for mark, method, sums in ((b"PK\x03\x04", 8, 14), (b"PK\x01\x02", 10, 16)):
        start = data.rindex(mark)
        struct.pack_into("<H", data, start + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", data, start + sums, check)
        struct.pack_into("<I", data, start + sums + 8, size)
    path.write_bytes(data)
    return path


def lying_sizes(path: Path, member: str, content: Callable[[], Iterator[bytes]]) -> Path:
    """A member that says it holds a hundred bytes and inflates to hundreds of megabytes."""
    packer, parts, check = zlib.compressobj(1, wbits=-15), [], 0
    for piece in content():
        parts.append(packer.compress(piece))
        check = zlib.crc32(piece, check)
    return with_member(path, member, b"".join([*parts, packer.flush()]), check, 100)


def rows_without_end() -> Iterator[bytes]:
    yield HEAD + b"<sheetData>"
    for _ in range(200):
        yield b"<row><c><v>1</v></c></row>" * 40_000


def one_long_text() -> Iterator[bytes]:
    yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    for _ in range(400):
        yield b"a" * (1 << 20)


def ods(path: Path, table: str) -> Path:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f"<office:document-content {names}><office:body><office:spreadsheet>{table}</office:spreadsheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"{body}</office:body></office:document-content>")
    return path


def repeated(cell: str, columns: int, rows: int) -> str:
    return (
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="float" office:value="1">{cell}'
        "</table:table-cell></table:table-row></table:table>"
    )


def quine(path: Path) -> Path:
    """Archives in archives: nobody opens the inner ones."""
    inner = path.with_suffix(".inner")
    xlsx(inner, sheet(A1))
    for _ in range(5):
        content = inner.read_bytes()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(20):
                archive.writestr(f"xl/{number}.xlsx", content)
    inner.rename(path)
    return path


def one_line(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(500 << 20)
        file.write(b"a,b")
    return path


def filled(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One line of the folder in a compound file."""
    links = struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return name.encode("utf-16-le").ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def broken_biff(path: Path) -> Path:
    """The container of an .xls file around a stream that is none."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    fat = struct.pack("<I", 0) + b"\xff\xff\xff\xff" * 127
    table = struct.pack("<4I", 0xFFFFFFFD, 0xFFFFFFFE, 3, 0xFFFFFFFE) + b"\xff\xff\xff\xff" * 124
    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, 4096) + bytes(256)
    stream = (struct.pack("<HHHH", 0x0809, 16, 0x0600, 5) + bytes(12) + b"\xfc\x00\xff\xff" + b"\xff" * 4096)[:4096]
    return filled(path, head + fat[:436] + table + folder + stream)


@dataclass(frozen=True)
class Hostile:
    """A file made to hurt, and how it may end; "read" for one that is read."""

    make: Callable[[Path], Path]
    ends: tuple[str, ...]


def deep(path: Path) -> Path:
    return xlsx(path, sheet(b"<row>" * 1_000_000))


ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)

FILES = {
    "gigabytes.xlsx": Hostile(gigabytes, ("too-large",)),
    "ten_million_empty_styled_rows.xlsx": Hostile(
        lambda path: xlsx(path, sheet(b'<row s="1" customFormat="1"/>' * 6_000_000 + b"<row/>" * 4_000_000)),
        ("too-large",),
    ),
    "a_million_numbered_empty_rows.xlsx": Hostile(
        lambda path: xlsx(path, sheet(A1 + b"".join(b'<row r="%d" s="%d"/>' % (n, n % 7) for n in range(2, 1 << 20)))),
        ("read",),
    ),
    "lying_dimension.xlsx": Hostile(lambda path: xlsx(path, sheet(A1, b'<dimension ref="A1:XFD1048576"/>')), ("read",)),
    "last_corner.xlsx": Hostile(
        lambda path: xlsx(path, sheet(A1 + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), ("too-large",)
    ),
    "last_corner_in_other_quotes.xlsx": Hostile(
        lambda path: xlsx(path, sheet(A1 + b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")), ("too-large",)
    ),
    "fifty_thousand_merges.xlsx": Hostile(
        lambda path: xlsx(
            path,
            sheet(
                A1,
                after=b"<mergeCells>"
                + b"".join(b'<mergeCell ref="A%d:Z%d"/>' % (n, n) for n in range(1, 50_001))
                + b"</mergeCells>",
            ),
        ),
        ("read",),
    ),
    "entities.xlsx": Hostile(
        lambda path: xlsx(
            path,
            sheet(b'<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>').replace(
                b"<worksheet", ENTITIES + b"]><worksheet", 1
            ),
        ),
        ("not-a-workbook", "read"),
    ),
    "entities_in_the_list_of_sheets.xlsx": Hostile(
        lambda path: xlsx(path, sheet(A1), **{"xl/styles.xml": b'<?xml version="1.0"?>' + ENTITIES + b"]><a>&j;</a>"}),
        ("not-a-workbook",),
    ),
    "lying_sheet.xlsx": Hostile(
        lambda path: lying_sizes(path, SHEET, rows_without_end), ("not-a-workbook", "too-large", "too-slow")
    ),
    "lying_texts.xlsx": Hostile(
        lambda path: lying_sizes(path, "xl/sharedStrings.xml", one_long_text),
        ("not-a-workbook", "too-large", "too-slow"),
    ),
    "many_members.xlsx": Hostile(
        lambda path: xlsx(path, sheet(A1), **{f"xl/media/{n}.png": b"" for n in range(2_100)}), ("too-large",)
    ),
    "quine.xlsx": Hostile(quine, ("not-a-workbook",)),
    "truncated.xlsx": Hostile(
        lambda path: filled(path, xlsx(path, sheet(A1 * 1000)).read_bytes()[:-300]), ("not-a-workbook",)
    ),
    "deep.xlsx": Hostile(deep, ("not-a-workbook", "empty-workbook", "too-large")),
    "broken.xls": Hostile(broken_biff, ("not-a-workbook",)),
    "repeated_rows.ods": Hostile(
        lambda path: ods(path, repeated("<text:p>1</text:p>", 1, 1_000_000_000)), ("too-large", "too-slow")
    ),
    "repeated_everything.ods": Hostile(
        lambda path: ods(path, repeated("<text:p>1</text:p>", 1_000_000, 1_000_000_000)),
        ("too-large", "not-a-workbook"),
    ),
    "one_line.csv": Hostile(one_line, ("too-large",)),
    "forty_megabytes_of_a.csv": Hostile(lambda path: filled(path, b"a" * (40 << 20)), ("too-large",)),
    "columns.csv": Hostile(lambda path: filled(path, b"a," * (20 << 20)), ("too-large",)),
    "quotes.csv": Hostile(lambda path: filled(path, b'a,"' + b"b\n" * (10 << 20)), ("too-large",)),
    "nuls.csv": Hostile(lambda path: filled(path, b"a,b\n1,\0\n\0\0\0,2\n"), ("read",)),
}

READ_ALL = """
import json, resource, sys, time
from pathlib import Path
from app.domain.refusals import Refused
from app.spreadsheets.reading.reader import read_sheet
for name in sys.argv[1:]:
    start = time.monotonic()
    try:
        read_sheet(Path(name))
        code = "read"
    except Refused as refusal:
        code = refusal.code
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([code, time.monotonic() - start, most]), flush=True)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="the peak memory of an ended process is not told here")
def test_every_hostile_file_ends_in_time_and_in_little_memory(tmp_path: Path) -> None:
    paths = [made.make(tmp_path / name) for name, made in FILES.items()]
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *map(str, paths)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    told = dict(zip(FILES, map(json.loads, done.stdout.splitlines()), strict=True))
    unit = 1024 if sys.platform == "linux" else 1
    wrong = {
        name: (code, round(seconds, 2), kilobytes // 1024)
        for name, (code, seconds, kilobytes) in told.items()
        if code not in FILES[name].ends or seconds > SECONDS or kilobytes * unit > MEMORY + INTERPRETER
    }
    assert wrong == {}
