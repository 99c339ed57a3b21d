# SPDX-License-Identifier: Apache-2.0
"""A table in a text file: every cell stays the text that is written, leading zeros and all."""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import TextForm
from app.spreadsheets.reading.delimited import decimal_of, delimiter_of, rows_of
from app.spreadsheets.reading.encodings import decoded
from app.spreadsheets.reading.unreadable import Unreadable

_WORKBOOK_NAMES: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"})
"""What is text under such a name is a workbook that was lost; under ".xls" many programs write text."""

_MAX_BYTES: Final = 50 << 20
_MARKUP: Final = re.compile(rb"\s*<(?:\?xml|!doctype|html|table|!--)", re.IGNORECASE)
_BINARY: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\0\x1a\x1b"))
_MOST_BINARY: Final = 0.01


@dataclass(frozen=True, slots=True)
class TextTable:
    """The rows, all of one length, and how the file was read."""

    rows: list[list[str]]
    form: TextForm


def read_text(data: bytes, suffix: str, asked: TextForm | None) -> TextTable:
    """The table in the bytes of a file with this suffix, read in the form that is asked for or found out.

    Raises Unreadable where it is no text or too much.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise Unreadable(why.EMPTY)
    if len(data) > _MAX_BYTES:
        raise Unreadable(why.TOO_MUCH)
    if _MARKUP.match(data):
        raise Unreadable(why.MARKUP)
    text, encoding = decoded(data, asked.encoding if asked else "")
    _check_text(data, encoding, suffix)
    del data
    delimiter = asked.delimiter if asked else delimiter_of(text)
    rows = _even(list(rows_of(text, delimiter)))
    if not rows:
        raise Unreadable(why.EMPTY)
    if suffix == ".xls" and len(rows[0]) < 2:
        raise Unreadable(why.NO_WORKBOOK)
    decimal = asked.decimal if asked else decimal_of(chain.from_iterable(rows))
    return TextTable(rows, TextForm(encoding, delimiter, decimal))


def _check_text(data: bytes, encoding: str, suffix: str) -> None:
    if suffix in _WORKBOOK_NAMES:
        raise Unreadable(why.NO_WORKBOOK)
    sample = data[: 1 << 16]
    wide = encoding.startswith(("utf-16", "utf-32"))
    if not wide and len(sample) - len(sample.translate(None, _BINARY)) > _MOST_BINARY * len(sample):
        raise Unreadable(why.NO_WORKBOOK)


def _even(rows: list[list[str]]) -> list[list[str]]:
    """All rows as long as the longest with anything in it; empty rows at the end are dropped."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((number for row in rows for number, cell in enumerate(row, start=1) if cell), default=0)
    return [row[:width] + [""] * (width - len(row)) for row in rows]
