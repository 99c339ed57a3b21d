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
from typing import IO, Any

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading import workbook
from app.spreadsheets.reading.book import SheetFaults
from app.spreadsheets.reading.frames import ROWS_A_FRAME, write_frame, write_rows
from app.spreadsheets.reading.limits import MAX_FILE, confine
from app.spreadsheets.reading.unreadable import Unreadable
from app.spreadsheets.reading.zip_checks import checked_archive, kind_of


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
        write_frame(out, {"unreadable": why.TROUBLE, "detail": error.strerror or ""})
    out.flush()
    os._exit(0)  # nothing is tidied up that ends with the process


def answer(question: dict[str, Any], out: IO[bytes]) -> None:
    """Read as asked and send the frames. Raises Unreadable, OSError, MemoryError."""
    with Path(question["path"]).open("rb") as file:
        if question["size"] > MAX_FILE:
            raise Unreadable(why.TOO_MUCH)
        with workbook.native_faults():
            _answer_workbook(question, file, out)


def _answer_workbook(question: dict[str, Any], file: IO[bytes], out: IO[bytes]) -> None:
    start = file.read(8)
    if start[:2] == b"PK":
        archive = checked_archive(file)
        kind = kind_of(archive)
    elif start[:4] == b"\xd0\xcf\x11\xe0":
        archive, kind = None, "xls"
    else:
        raise Unreadable(why.NO_WORKBOOK)
    book = workbook.opened(file, archive, kind)
    if question["wish"] == "look":
        faces = [[face.name, face.hidden, face.rows, face.columns] for face in workbook.faces(book)]
        write_frame(out, {"book": [kind, faces, None]})
        return
    if question["wish"] == "all":
        for found in workbook.visible(book):
            _send(found, out)
    else:
        name = question["sheet"]
        one = next(workbook.visible(book), None) if name is None else workbook.named(book, name)
        if one is None:
            raise Unreadable(why.EMPTY)
        _send(one, out)
    write_frame(out, {"end": True})


def _send(found: workbook.Found, out: IO[bytes]) -> None:
    sheet = found.sheet
    write_frame(
        out,
        {
            "sheet": sheet.name,
            "start": sheet.start,
            "height": sheet.height,
            "faults": _faults(found.faults),
            "merges": [list(each) for each in found.merges],
            "form": None,
        },
    )
    rows = sheet.iter_rows()
    while chunk := list(islice(rows, ROWS_A_FRAME)):
        write_rows(out, chunk)


def _faults(faults: SheetFaults) -> list[object]:
    return [[[*place, text] for place, text in faults.errors.items()], [*faults.uncalculated]]


if __name__ == "__main__":
    sys.exit(main())
