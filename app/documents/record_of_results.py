# SPDX-License-Identifier: Apache-2.0
"""The record of results: upright A4 pages with a table of units that runs over as many pages as it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.data import CertificateData, UnitLine
from app.documents.fitting import Fitted, Room, fit
from app.documents.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from app.documents.ornaments import woven_strip
from app.documents.page_parts import draw_code, draw_sample, draw_signature
from app.documents.sheet import GOLD, GREY, INK, NAVY, PALE, Align, Sheet
from app.documents.words import (
    AWARDED,
    BORN,
    CODE,
    CONTINUED,
    CREDITS,
    DOCUMENT_NUMBER,
    HOURS,
    IN_LATIN,
    ISSUED,
    LEARNER,
    LEVEL,
    OUTCOME,
    PAGE_OF,
    QUALIFICATION,
    TITLES,
    UNIT,
    Words,
    words,
    written_date,
)

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
_LEFT: Final = 48.0
_RIGHT: Final = WIDTH - 48.0
_FOOT: Final = 66.0
_SIGNING: Final = 236.0
"""Height of the last page's foot with the signature and the code."""
_TABLE_TOP_LATER: Final = 752.0


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    edge: float
    room: Room
    align: Align = "left"


_COLUMNS: Final = (
    _Column(CODE, _LEFT, Room(74, 8.5, 5, 2)),
    _Column(UNIT, _LEFT + 80, Room(168, 8.5, 6, 4)),
    _Column(OUTCOME, _LEFT + 256, Room(72, 8.5, 5, 3)),
    _Column(AWARDED, _LEFT + 334, Room(84, 8.5, 5, 2)),
    _Column(CREDITS, _RIGHT - 40, Room(38, 8.5, 5), "right"),
    _Column(HOURS, _RIGHT, Room(38, 8.5, 5), "right"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Fitted, ...]
    height: float


def draw_record(sheet: Sheet, data: CertificateData) -> None:
    """Add the pages. Raises RuleBroken when a text cannot be printed whole."""
    say = words(data.language)
    learner = tuple(_learner_lines(data, say))
    table_top = 716.0 - sum(_height(value) for _, value in learner)
    pages = _pages([_row(unit, data.language, say) for unit in data.units], table_top)
    for number, rows in enumerate(pages, start=1):
        sheet.begin_page(WIDTH, HEIGHT)
        if data.sample:
            draw_sample(sheet, say, WIDTH, HEIGHT)
        _draw_heading(sheet, data, say, is_first=number == 1)
        if number == 1:
            _draw_learner(sheet, learner)
        _draw_table(sheet, rows, say, table_top if number == 1 else _TABLE_TOP_LATER)
        if number == len(pages):
            draw_signature(sheet, data, _LEFT, 128, 230)
            draw_code(sheet, data, say, _RIGHT, 84)
        # Alone it may be a later page of a file, of which this number would say something else.
        page = say(PAGE_OF).format(page=number, pages=len(pages)) if len(pages) > 1 else ""
        _draw_foot(sheet, data, page)
        sheet.end_page()


def _pages(rows: Sequence[_Row], first_top: float) -> list[list[_Row]]:
    """The rows of each page; the last page keeps room to be signed."""
    pages: list[list[_Row]] = [[]]
    y = first_top - 24
    for row in rows:
        if y - row.height < _FOOT:
            pages.append([])
            y = _TABLE_TOP_LATER - 24
        pages[-1].append(row)
        y -= row.height
    if y < _SIGNING:
        pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
    return pages


def _row(unit: UnitLine, language: str, say: Words) -> _Row:
    numbers = ("" if value is None else str(value) for value in (unit.credits, unit.hours))
    awarded = written_date(unit.awarded_on, language) if unit.awarded_on else ""
    outcome = say(unit.outcome) if unit.outcome else ""
    texts = (unit.code, unit.title, outcome, awarded, *numbers)
    cells = tuple(fit(text, SANS, column.room) for text, column in zip(texts, _COLUMNS, strict=True))
    return _Row(cells, max(len(cell.lines) * cell.size * 1.4 for cell in cells) + 7)


def _learner_lines(data: CertificateData, say: Words) -> Iterator[tuple[str, Fitted]]:
    facts = data.facts
    level = say(LEVEL).format(level=data.level) if data.level else ""
    room = Room(_RIGHT - _LEFT - 130, 10, 6, 3)
    yield say(LEARNER), fit(facts.name, SERIF_BOLD, Room(room.width, 15, 7, 4))
    if facts.latin_name and facts.latin_name != facts.name:
        yield say(IN_LATIN), fit(facts.latin_name, SERIF, room)
    if facts.birth_year is not None:
        yield say(BORN), fit(str(facts.birth_year), SANS, room)
    yield say(QUALIFICATION), fit(facts.title, SANS_BOLD, room)
    details = "  ·  ".join(part for part in (facts.qualification_code, level) if part)
    if details:
        yield "", fit(details, SANS, room)
    yield say(DOCUMENT_NUMBER), fit(facts.number, SANS, room)
    issued = written_date(facts.issued_on, data.language)
    yield say(ISSUED), fit(", ".join(part for part in (data.place, issued) if part), SANS, room)


def _draw_heading(sheet: Sheet, data: CertificateData, say: Words, is_first: bool) -> None:
    sheet.draw(f"q 1 0 0 1 {_LEFT} 800 cm")
    sheet.prepared("strip", woven_strip(_RIGHT - _LEFT), _RIGHT - _LEFT, 16)
    sheet.draw("Q")
    title = say(TITLES["record-of-results"])
    if is_first:
        sheet.block(fit(data.centre_name, SERIF_BOLD, Room(_RIGHT - _LEFT, 12, 8)), _LEFT, 778, 1.3, GREY)
        sheet.block(fit(title, SERIF, Room(_RIGHT - _LEFT, 25, 14)), _LEFT, 744, 1.2, NAVY)
        return
    heading = fit(f"{title} ({say(CONTINUED)})", SERIF, Room(200, 13, 7))
    sheet.block(heading, _LEFT, 774, 1.2, NAVY)
    name = fit(data.facts.name, SERIF_BOLD, Room(_RIGHT - _LEFT - 220, 10, 5, 2))
    sheet.block(name, _RIGHT, 774 + 6 * (len(name.lines) - 1), 1.3, INK, "right")


def _draw_learner(sheet: Sheet, lines: Sequence[tuple[str, Fitted]]) -> None:
    y = 716.0
    for label, value in lines:
        if label:
            sheet.block(fit(label, SANS, Room(120, 8.5, 5)), _LEFT, y - value.size, 1.2, GREY)
        sheet.block(value, _LEFT + 130, y - value.size, 1.4, INK)
        y -= _height(value)


def _height(value: Fitted) -> float:
    return len(value.lines) * value.size * 1.4 + 4


def _draw_table(sheet: Sheet, rows: Sequence[_Row], say: Words, top: float) -> None:
    if not rows:
        return
    for column in _COLUMNS:
        heading = fit(say(column.heading), SANS_BOLD, Room(column.room.width, 8, 4))
        sheet.block(heading, column.edge, top - 16, 1.2, NAVY, column.align)
    sheet.rule(_LEFT, top - 23, _RIGHT, GOLD, 0.9)
    y = top - 24
    for row in rows:
        for column, cell in zip(_COLUMNS, row.cells, strict=True):
            sheet.block(cell, column.edge, y - 3 - cell.size, 1.4, INK, column.align)
        y -= row.height
        sheet.rule(_LEFT, y, _RIGHT, PALE, 0.5)


def _draw_foot(sheet: Sheet, data: CertificateData, page: str) -> None:
    sheet.rule(_LEFT, 44, _RIGHT, GOLD, 0.6)
    sheet.block(fit(data.facts.number, SANS, Room(300, 7.5, 5)), _LEFT, 32, 1.2, GREY)
    if page:
        sheet.block(fit(page, SANS, Room(120, 7.5, 5)), _RIGHT, 32, 1.2, GREY, "right")
