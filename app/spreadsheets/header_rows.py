# SPDX-License-Identifier: Apache-2.0
"""The rows of headers above somebody's list of learners: which they are, and what stands above each column."""

from pathlib import Path
from typing import Final

from app.spreadsheets.cells import is_blank
from app.spreadsheets.cohort_columns import NAMES
from app.spreadsheets.cohort_headers import NOT_RECOGNISED, Recognised, recognise
from app.spreadsheets.reading.book import Range, Sheet

HEADER_WITHIN: Final = 60
"""The headers are looked for in this many first rows: above them there may be a title and a letterhead."""
NO_HEADER: Final = -1

Title = tuple[str, ...]
"""What stands above a column: of several rows of headers the different ones, from top to bottom."""


def most_like_headers(sheet: Sheet, translations: Path) -> int:
    """The row with the most different fields above its columns; else the first row of texts above filled rows."""
    best, most = NO_HEADER, 0
    for row in range(min(HEADER_WITHIN, len(sheet.rows))):
        titles = titles_of(sheet, row, end_of_headers(sheet, row))
        found = [recognise_title(title, translations) for title in titles if title]
        fields = {one.field for one in found if one.sure}
        points = 2 * len(fields) + len({one.field for one in found if one.field} - fields)
        if any(one.field in NAMES for one in found) and points > most:
            best, most = row, points
    return best if most else _first_row_of_texts(sheet)


def _first_row_of_texts(sheet: Sheet) -> int:
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        filled = [value for value in row if not is_blank(value)]
        below = sheet.rows[number + 1] if number + 1 < len(sheet.rows) else []
        texts = all(isinstance(value, str) and not any(map(str.isdigit, value)) for value in filled)
        if (
            len(filled) > 1
            and texts
            and any(not isinstance(value, str) or any(map(str.isdigit, value)) for value in below)
        ):
            return number
    return NO_HEADER


def end_of_headers(sheet: Sheet, start: int) -> int:
    """The first row below the headers: merged cells may reach further down, or stand above columns of their own."""
    if start == NO_HEADER:
        return 0
    last = start
    top = sheet.first_row + start
    for merge in sheet.merges:
        if merge.top <= top <= merge.bottom:
            wide = merge.right > merge.left and merge.bottom == top
            last = max(last, merge.bottom - sheet.first_row, start + int(wide and _has_titles(sheet, start + 1, merge)))
    return last + 1


def _has_titles(sheet: Sheet, row: int, merge: Range) -> bool:
    if row >= len(sheet.rows):
        return False
    left, right = merge.left - sheet.first_column, merge.right - sheet.first_column + 1
    below = [value for value in sheet.rows[row][max(0, left) : right] if not is_blank(value)]
    return len(below) > 1 and all(isinstance(value, str) for value in below)


def titles_of(sheet: Sheet, start: int, end: int) -> list[Title]:
    """What stands above each column in the rows of headers, which end before ``end``."""
    if start == NO_HEADER:
        return [()] * max(map(len, sheet.rows))
    rows = [_spread(sheet, number) for number in range(start, min(end, len(sheet.rows)))]
    return [tuple(dict.fromkeys(filter(None, parts))) for parts in zip(*rows, strict=True)]


def recognise_title(title: Title, translations: Path) -> Recognised:
    """The field by the whole title, or by the part of it that says it best: the lowest counts first."""
    readings = [recognise(text, translations) for text in (" ".join(title), *reversed(title))]
    return next((one for one in readings if one.sure), next((one for one in readings if one.field), NOT_RECOGNISED))


def _spread(sheet: Sheet, number: int) -> list[str]:
    """The texts of one row, a merged cell's text in each column that it covers."""
    row = ["" if is_blank(value) else str(value).strip() for value in sheet.rows[number]]
    at = sheet.first_row + number
    for merge in sheet.merges:
        if merge.top <= at <= merge.bottom:
            left = merge.left - sheet.first_column
            text = _text_at(sheet, merge.top - sheet.first_row, left)
            for column in range(max(0, left), min(len(row), merge.right - sheet.first_column + 1)):
                row[column] = row[column] or text
    return row


def _text_at(sheet: Sheet, row: int, column: int) -> str:
    inside = 0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row])
    return str(sheet.rows[row][column]).strip() if inside else ""
