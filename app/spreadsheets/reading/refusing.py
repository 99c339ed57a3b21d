# SPDX-License-Identifier: Apache-2.0
"""The sentences in which a file is refused."""

from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput, Refused
from app.spreadsheets.cells import column_name
from app.spreadsheets.file_troubles import not_read
from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import MAX_COLUMNS, MAX_ROWS
from app.translation import later

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    why.DAMAGED: ("not-a-workbook", later("This workbook is damaged and cannot be read.")),
    why.NO_WORKBOOK: ("not-a-workbook", later("{file} is neither a workbook nor a table in a text file (.csv, .tsv).")),
    why.UNSAFE: ("not-a-workbook", later("This workbook holds unsafe content and was not opened.")),
    why.OLD: (
        "not-a-workbook",
        later("{file} comes from a very old Excel. Open it in LibreOffice or Excel, save it as .xlsx and try again."),
    ),
    why.MARKUP: (
        "not-a-workbook",
        later("{file} is a web page or XML, whatever its name. Open it in Excel, save it as .xlsx and try again."),
    ),
    why.EMPTY: ("empty-workbook", later("The file holds no cells on any visible sheet.")),
    why.INFLATED: ("too-large", later("{file} is too large when unpacked and was not opened.")),
    why.TOO_FAR: (
        "too-large",
        later(
            "{file} is too large: its sheet {sheet} reaches down to row {row} and across to column {column}, and at "
            "most {rows} rows and {columns} columns are read. Split it and try again."
        ),
    ),
    why.TOO_MUCH: (
        "too-large",
        later("{file} needs more memory than a table of learners ever does, and was not read. Split it and try again."),
    ),
    why.TOO_SLOW: (
        "too-slow",
        later("{file} takes far too long to read and was given up. Copy its table into a new workbook and try again."),
    ),
    why.LOCKED: ("password-needed", later("{file} is protected by a password. Type the password to read it.")),
    why.LOCKED_ODS: (
        "password-needed",
        later("{file} is protected by a password. Save it without a password in LibreOffice and try again."),
    ),
    why.WRONG_PASSWORD: ("wrong-password", later("This password does not open {file}.")),
    why.NO_SHEET: ("missing-sheet", later("The workbook has no sheet {sheet}.")),
    why.NO_SUCH_TEXT: ("not-this-text", later("{file} is no text in this encoding ({encoding}). Choose another one.")),
}


def refusal(word: str, file: str, detail: str) -> Refused:
    """The refusal of the file of this name, for one of the words of ``unreadable`` or ``file_troubles``."""
    if word not in _SENTENCES:
        return not_read(file, word)
    code, sentence = _SENTENCES[word]
    if word == why.TOO_FAR:
        row, column, sheet = detail.split(" ", 2)
        letter = column_name(int(column))
        facts = {"sheet": sheet or Path(file).stem, "row": int(row) + 1, "column": letter}
        return BadInput(code, sentence, file=file, rows=MAX_ROWS, columns=MAX_COLUMNS, **facts)
    return BadInput(code, sentence, file=file, sheet=detail, encoding=detail)
