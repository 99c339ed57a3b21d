# SPDX-License-Identifier: Apache-2.0
"""Cells that show an error in the binary kinds of workbooks, of which the fast reader says that they are empty.

.xls is a row of records in a compound file [MS-XLS], .xlsb one in each part of an archive [MS-XLSB]. What is damaged
tells of no errors here; the reader itself has its say about it.
"""

import struct
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from app.spreadsheets.reading.book import Place
from app.spreadsheets.reading.zip_checks import as_stored, elements

_WORDS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#N/A", 0x2A: "#NUM!",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_UNKNOWN: Final = "#?"

_BEGIN, _END, _SHEET, _FORMULA, _TRUTH_OR_ERROR = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
_NAMES_OF_STREAM: Final = ("Workbook", "Book")
_ERROR_RESULT: Final = 2
_ROW_B, _ERROR_B, _ERROR_OF_FORMULA_B, _SHEET_B = 0, 3, 11, 156


def errors_in_xls(file: IO[bytes]) -> list[dict[Place, str]]:
    """The error that each cell shows, for each sheet."""
    import olefile

    with olefile.OleFileIO(file) as compound:
        name = next((name for name in _NAMES_OF_STREAM if compound.exists(name)), "")
        data = compound.openstream(name).read() if name else b""
    starts = [struct.unpack_from("<I", data, at)[0] for kind, at, _ in _records(data, 0) if kind == _SHEET]
    return [_errors_from(data, start) for start in starts]


def errors_in_xlsb(archive: zipfile.ZipFile) -> list[dict[Place, str]]:
    """The error that each cell shows, for each sheet."""
    links = elements(archive, "xl/_rels/workbook.bin.rels", "Relationship")
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    book = _part(archive, "xl/workbook.bin")
    sheets = [targets.get(_text(book, at + 8), "") for kind, at, _ in _records_b(book) if kind == _SHEET_B]
    members = [target[1:] if target.startswith("/") else f"xl/{target}" for target in sheets]
    return [_errors_in_part(_part(archive, member)) for member in members]


def _errors_in_part(data: bytes) -> dict[Place, str]:
    found: dict[Place, str] = {}
    row = 0
    for kind, at, size in _records_b(data):
        if kind == _ROW_B and size >= 4:
            row = int.from_bytes(data[at : at + 4], "little")
        elif kind in (_ERROR_B, _ERROR_OF_FORMULA_B) and size >= 9:
            found[row, int.from_bytes(data[at : at + 4], "little")] = _WORDS.get(data[at + 8], _UNKNOWN)
    return found


def _errors_from(data: bytes, start: int) -> dict[Place, str]:
    """The errors in the part of the stream that begins here and goes to its end; charts in it have their own end."""
    found: dict[Place, str] = {}
    depth = 0
    for kind, at, size in _records(data, start):
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            break
        if kind == _TRUTH_OR_ERROR and size >= 8:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", data, at)
            if is_error:
                found[row, column] = _WORDS.get(code, _UNKNOWN)
        elif kind == _FORMULA and size >= 14:
            row, column, _, what, code, mark = struct.unpack_from("<HHHBxBxxxH", data, at)
            if mark == 0xFFFF and what == _ERROR_RESULT:
                found[row, column] = _WORDS.get(code, _UNKNOWN)
    return found


def _records(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """The kind of each record, where its content begins, and how long it is."""
    at, last = start, len(data) - 4
    while at <= last:
        kind, size = struct.unpack_from("<HH", data, at)
        if at + 4 + size > len(data):
            return
        yield kind, at + 4, size
        at += 4 + size


def _records_b(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The same in an .xlsb file, where kinds and lengths are written in sevens of bits."""
    at = 0
    while at < len(data):
        kind, at = _sevens(data, at, 2)
        size, at = _sevens(data, at, 4)
        if at + size > len(data):
            return
        yield kind, at, size
        at += size


def _sevens(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for n in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * n)
        if byte < 0x80:
            break
    return value, at


def _text(data: bytes, at: int) -> str:
    length = int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")


def _part(archive: zipfile.ZipFile, member: str) -> bytes:
    stored = as_stored(archive, member)
    return archive.read(stored) if stored in archive.namelist() else b""
