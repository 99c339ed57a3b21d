# SPDX-License-Identifier: Apache-2.0
"""The list on which people sign for the documents that are handed to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.drawing import GREY, INK, Colour
from app.documents.fitting import Fitted, Room, fit
from app.documents.fonts import SANS, SANS_BOLD, SERIF
from app.documents.sheet import Sheet
from app.documents.words import PAGE_OF, Words, words, written_date
from app.translation import later

TITLE: Final = later("Documents handed out")
_HEADINGS: Final = (
    later("No."), later("Name"), later("Number"), later("Identity paper"), later("Date"), later("Signature"),
)  # fmt: skip
_NAVY: Final[Colour] = (0.086, 0.196, 0.310)
_PALE: Final[Colour] = (0.878, 0.859, 0.820)
_WIDTH, _HEIGHT = 841.89, 595.28
_LEFT, _RIGHT = 42.0, 800.0
_EDGES: Final = (42.0, 70.0, 262.0, 450.0, 566.0, 646.0)
_TOP: Final = 480.0
_BOTTOM: Final = 60.0
_LEAST_HEIGHT: Final = 30.0


@dataclass(frozen=True, slots=True)
class ListLine:
    """One document and whose it is."""

    name: str
    number: str
    title: str


def draw_signature_list(centre: str, cohort: str, day: str, lines: Sequence[ListLine], language: str) -> bytes:
    """A line for each document with room for the paper seen, the date and the signature, on as many pages as are
    needed. ``day`` is ISO. Raises RuleBroken where a name cannot be printed whole."""
    say = words(language)
    sheet = Sheet(say(TITLE), centre, language)
    pages = _pages([_line(at, line) for at, line in enumerate(lines, start=1)])
    for number, page in enumerate(pages, start=1):
        sheet.begin_page(_WIDTH, _HEIGHT)
        _heading(sheet, say, centre, " · ".join(filter(None, (cohort, written_date(day, language)))))
        y = _TOP
        for height, cells in page:
            for x, cell in zip(_EDGES, cells, strict=False):
                sheet.block(cell, x, y - 12, 1.3, INK)
            y -= height
            sheet.rule(_LEFT, y + 4, _RIGHT, _PALE, 0.6)
        told = say(PAGE_OF).format(page=number, pages=len(pages))
        sheet.block(fit(told, SANS, Room(120, 8, 5)), _RIGHT, 34, 1.2, GREY, "right")
        sheet.end_page()
    return sheet.finished()


def _line(at: int, line: ListLine) -> tuple[float, tuple[Fitted, ...]]:
    cells = (
        fit(str(at), SANS, Room(26, 9, 6)),
        fit(line.name, SANS_BOLD, Room(184, 10, 6, 3)),
        fit(line.number, SANS, Room(180, 9, 5, 2)),
    )
    return max(_LEAST_HEIGHT, *(len(cell.lines) * cell.size * 1.3 + 12 for cell in cells)), cells


def _pages(
    rows: Sequence[tuple[float, tuple[Fitted, ...]]],
) -> list[list[tuple[float, tuple[Fitted, ...]]]]:
    pages: list[list[tuple[float, tuple[Fitted, ...]]]] = [[]]
    y = _TOP
    for row in rows:
        if y - row[0] < _BOTTOM and pages[-1]:
            pages.append([])
            y = _TOP
        pages[-1].append(row)
        y -= row[0]
    return pages


def _heading(sheet: Sheet, say: Words, centre: str, told: str) -> None:
    sheet.block(fit(centre, SANS, Room(_RIGHT - _LEFT, 10, 6)), _LEFT, 556, 1.2, GREY)
    sheet.block(fit(say(TITLE), SERIF, Room(500, 20, 12)), _LEFT, 530, 1.2, _NAVY)
    sheet.block(fit(told, SANS, Room(250, 10, 6)), _RIGHT, 530, 1.2, GREY, "right")
    for x, heading, room in zip(_EDGES, _HEADINGS, (26, 180, 180, 110, 74, 150), strict=True):
        sheet.block(fit(say(heading), SANS_BOLD, Room(room, 9, 5)), x, 500, 1.2, _NAVY)
    sheet.rule(_LEFT, 490, _RIGHT, _NAVY, 0.8)
