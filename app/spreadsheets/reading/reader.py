# SPDX-License-Identifier: Apache-2.0
"""The one way in for tables: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv and .tsv, known by what they hold.

Each file is read in a process of its own with limits of time and memory (``limits``): what is hostile or damaged ends
that process, never the program. All functions here raise BadInput with one of the codes "not-a-workbook",
"password-needed", "wrong-password", "too-large", "too-slow", "empty-workbook", "missing-sheet", "not-this-text", and
StorageTrouble where the file cannot be read.

``progress`` is told five times a second or more how far it is; what it raises ends the child at once and passes
through.
"""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import Book, Range, Sheet, SheetFace, SheetFaults, TextForm
from app.spreadsheets.reading.frames import document_of, rows_of
from app.spreadsheets.reading.process import PARTS, OnProgress, frames_of, no_progress
from app.spreadsheets.reading.refusing import refusal
from app.spreadsheets.reading.unreadable import Unreadable


def look(path: Path, password: str = "", text_form: TextForm | None = None, progress: OnProgress = no_progress) -> Book:
    """What the file is and which sheets it has, hidden ones too."""
    try:
        with closing(_answers(path, "look", progress, password=password, form=text_form)) as answers:
            kind, faces, form = next(answers)["book"]
    except Unreadable as reason:
        raise refusal(reason.why, path.name, reason.detail) from None
    progress(PARTS, PARTS)
    return Book(kind, tuple(SheetFace(*face) for face in faces), TextForm(*form) if form else None)


def read_sheet(
    path: Path,
    name: str | None = None,
    password: str = "",
    text_form: TextForm | None = None,
    progress: OnProgress = no_progress,
) -> Sheet:
    """The sheet of this name, a hidden one too; without a name the first visible one with cells."""
    sheets = _read(path, "one", progress, sheet=name, password=password, form=text_form)
    return sheets[0]


def read_sheets(
    path: Path, password: str = "", text_form: TextForm | None = None, progress: OnProgress = no_progress
) -> tuple[Sheet, ...]:
    """All visible sheets with cells, in the order of the workbook; none where all are empty."""
    return tuple(_read(path, "all", progress, password=password, form=text_form))


def _read(path: Path, wish: str, progress: OnProgress, **asked: Any) -> list[Sheet]:
    sheets: list[Sheet] = []
    try:
        with closing(_answers(path, wish, progress, **asked)) as answers:
            for answer in answers:
                if isinstance(answer, list):
                    sheets[-1].rows.extend(answer)
                elif "sheet" in answer:
                    sheets.append(_begun(answer))
    except Unreadable as reason:
        raise refusal(reason.why, path.name, reason.detail) from None
    progress(PARTS, PARTS)
    return sheets


def _answers(path: Path, wish: str, progress: OnProgress, **asked: Any) -> Generator[Any, None, None]:
    """What the child says up to its end, rows as lists, all else as mappings."""
    form = asked.pop("form")
    question = {"path": str(path.absolute()), "size": _size(path), "wish": wish, "suffix": path.suffix.lower()}
    question |= asked | {"form": [form.encoding, form.delimiter, form.decimal] if form else None}
    with closing(frames_of(question, progress)) as frames:
        for frame in frames:
            document = document_of(frame)
            if document is None:
                yield rows_of(frame)
            elif "unreadable" in document:
                raise Unreadable(document["unreadable"], document["detail"])
            elif "end" in document:
                return
            else:
                yield document


def _size(path: Path) -> int:
    try:
        if not path.is_file() and path.exists():
            raise Unreadable(why.NO_WORKBOOK)
        return path.stat().st_size
    except OSError as error:
        raise Unreadable(why.word_of(error)) from None


def _begun(answer: dict[str, Any]) -> Sheet:
    (first_row, first_column), (errors, uncalculated) = answer["start"], answer["faults"]
    faults = SheetFaults({(row, column): text for row, column, text in errors}, frozenset(map(tuple, uncalculated)))
    merges = tuple(Range(*each) for each in answer["merges"])
    form = TextForm(*answer["form"]) if answer["form"] else None
    return Sheet(answer["sheet"], first_row, first_column, [], faults, merges, form)
