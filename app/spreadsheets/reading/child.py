# SPDX-License-Identifier: Apache-2.0
"""The process that reads a file: asked in JSON on its standard input, so that a password is on no command line; it
answers in frames on its standard output. It is confined before it opens the file, and imports neither the window nor
the database."""

import gc
import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading import workbook
from app.spreadsheets.reading.book import NO_FAULTS, SheetFace, SheetFaults, TextForm
from app.spreadsheets.reading.frames import ROWS_A_FRAME, RowWriter, write_frame
from app.spreadsheets.reading.limits import MAX_FILE, confine
from app.spreadsheets.reading.unreadable import Unreadable

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an .xls file begins, and every file that Office encrypts [MS-CFB]."""

_OLD: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""How the bare streams of Excel 2 to 5 begin, which had no compound file around them."""

_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"SQLite",
)


def main() -> int:
    """Answer the one question that stands on the standard input."""
    gc.disable()  # rows hold no circles
    question = json.loads(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    confine(question["size"])
    try:
        answer(question, out)
    except Unreadable as reason:
        write_frame(out, {"unreadable": reason.why, "detail": reason.detail})
    except MemoryError:
        write_frame(out, {"unreadable": why.TOO_MUCH, "detail": ""})
    except OSError as error:
        write_frame(out, {"unreadable": why.word_of(error), "detail": ""})
    out.flush()
    os._exit(0)  # nothing is tidied up that ends with the process


def answer(question: dict[str, Any], out: IO[bytes]) -> None:
    """Read as asked and send the frames. Raises Unreadable, OSError, MemoryError."""
    with Path(question["path"]).open("rb") as file:
        if question["size"] > MAX_FILE:
            raise Unreadable(why.TOO_MUCH)
        start = file.read(len(_COMPOUND))
        if start == _COMPOUND:
            _answer_compound(question, file, out)
        elif start[:2] == b"PK":
            _answer_workbook(question, file, out)
        elif start.startswith(_OLD):
            raise Unreadable(why.OLD)
        elif start.startswith(_OTHERS):
            raise Unreadable(why.NO_WORKBOOK)
        else:
            _answer_text(question, start + file.read(), out)
    write_frame(out, {"end": True})


def _answer_compound(question: dict[str, Any], file: IO[bytes], out: IO[bytes]) -> None:
    """Tried as it is: encryption shows itself by failing, and files without it need not load what undoes it."""
    try:
        _answer_workbook(question, file, out)
    except Unreadable:
        from app.spreadsheets.reading.locked import unlocked

        plain = unlocked(file, question["password"])
        if plain is None:
            raise
        _answer_workbook(question, plain, out)


def _answer_workbook(question: dict[str, Any], file: IO[bytes], out: IO[bytes]) -> None:
    with workbook.native_faults():
        book = workbook.opened(file)
        if question["wish"] == "look":
            _send_book(book.kind, workbook.faces(book), None, out)
        elif question["wish"] == "all":
            for found in workbook.visible(book):
                _send_sheet(found, out)
        else:
            name = question["sheet"]
            one = next(workbook.visible(book), None) if name is None else workbook.named(book, name)
            if one is None:
                raise Unreadable(why.EMPTY)
            _send_sheet(one, out)


def _answer_text(question: dict[str, Any], data: bytes, out: IO[bytes]) -> None:
    from app.spreadsheets.reading.text_file import read_text

    table = read_text(data, question["suffix"], TextForm(*question["form"]) if question["form"] else None)
    name = Path(question["path"]).stem
    if question["wish"] == "look":
        _send_book("text", [SheetFace(name, False, len(table.rows), len(table.rows[0]))], table.form, out)
        return
    if question.get("sheet") not in (None, name):
        raise Unreadable(why.NO_SHEET, question["sheet"])
    write_frame(out, _head(name, (0, 0), NO_FAULTS, (), table.form))
    writer = RowWriter(out)
    for start in range(0, len(table.rows), ROWS_A_FRAME):
        writer.write(table.rows[start : start + ROWS_A_FRAME])


def _send_book(kind: str, faces: list[SheetFace], form: TextForm | None, out: IO[bytes]) -> None:
    told = [[face.name, face.hidden, face.rows, face.columns] for face in faces]
    write_frame(out, {"book": [kind, told, _form(form)]})


def _send_sheet(found: workbook.Found, out: IO[bytes]) -> None:
    sheet, number = found.sheet, found.first[0]
    write_frame(out, _head(sheet.name, found.first, found.faults, found.merges, None))
    rows = islice(sheet.iter_rows(), number, None)  # it begins at the top, whatever the first filled row is
    writer = RowWriter(out)
    while chunk := list(islice(rows, ROWS_A_FRAME)):
        if found.instead:
            for row, values in enumerate(chunk, start=number):
                for column, value in found.instead.get(row, ()):
                    values[column - found.first[1]] = value
        number += len(chunk)
        writer.write(chunk)


def _head(
    name: str,
    first: tuple[int, int],
    faults: SheetFaults,
    merges: tuple[tuple[int, int, int, int], ...],
    form: TextForm | None,
) -> dict[str, object]:
    errors = [[*place, text] for place, text in faults.errors.items()]
    return {
        "sheet": name,
        "start": first,
        "faults": [errors, [*faults.uncalculated]],
        "merges": [list(each) for each in merges],
        "form": _form(form),
    }


def _form(form: TextForm | None) -> list[str] | None:
    return [form.encoding, form.delimiter, form.decimal] if form else None


if __name__ == "__main__":
    sys.exit(main())
