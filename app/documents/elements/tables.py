# SPDX-License-Identifier: Apache-2.0
"""Tables whose rows run over as many pages as they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from app.documents.drawing import rgb
from app.documents.elements.kinds import Column, Setting, Table
from app.documents.elements.page import POINTS, Area, Page, breaks_words, fitted, height_of, kind_of
from app.documents.fitting import Fitted
from app.documents.fonts import Style
from app.domain.refusals import RuleBroken
from app.translation import later

_SECOND: Final = 0.82
"""The size of the second line of a cell as a part of the first."""
_UNBOUNDED: Final = 10_000.0
_BENEATH_HEADINGS: Final = 4.0
_NOT_LONELY: Final = 3
"""So many rows stand at least on the page that is signed, where there are enough."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's place across, and what stands in it: blocks beneath each other."""

    left: float
    width: float
    blocks: tuple[tuple[Fitted, Setting], ...]

    @property
    def height(self) -> float:
        return sum(height_of(lines, setting) for lines, setting in self.blocks)


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row and its height with the free room between rows."""

    cells: tuple[Cell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Flow:
    """A table in parts: its headings, and the rows of each page."""

    headings: Line
    pages: tuple[tuple[Line, ...], ...]


def flow(page: Page, table: Table) -> Flow:
    """Which rows stand on which page. Raises RuleBroken when a text cannot be printed whole, or when a table that
    stands on one page only has too many rows."""
    rows = page.data.rows.get(table.rows, ())
    columns = _placed(table, rows)
    headings = _headings(page, table, columns) if table.headings and rows else Line((), 0.0)
    lines = tuple(_line(page, table, columns, row, number) for number, row in enumerate(rows, start=1))
    pages = _pages(lines, table, headings.height)
    if table.on in ("first", "last") and len(pages) > 1:
        raise RuleBroken(
            "too-many-rows",
            later(
                "A table on the document has {n} rows, more than there is room for. Nothing was left out or printed."
            ),
            n=len(rows),
        )
    return Flow(headings, pages)


def draw_table(page: Page, table: Table, found: Flow, number: int) -> None:
    """The rows of the page with this number, counted from 0."""
    lines = found.pages[number] if number < len(found.pages) else ()
    area = page.area(table.box)
    if number:
        top = page.template.paper.points[1] - table.later_y * POINTS
        area = Area(area.left, top, area.width, table.later_height * POINTS)
    if not lines:
        return
    if found.headings.cells:
        _draw_line(page, found.headings, area, 0.0)
        area = area.lowered(found.headings.height)
        if table.head_rule:
            page.drawing.rule(area.left, area.top, area.left + area.width, page.colour(table.head_rule), 0.9)
    for place, line in enumerate(lines):
        if table.fill and place % 2:
            page.drawing.draw(
                f"{rgb(page.colour(table.fill))} rg {area.left:.2f} {area.top - line.height:.2f} "
                f"{area.width:.2f} {line.height:.2f} re f"
            )
        _draw_line(page, line, area, table.gap * POINTS / 2)
        area = area.lowered(line.height)
        if table.rule:
            page.drawing.rule(area.left, area.top, area.left + area.width, page.colour(table.rule), 0.5)


def _draw_line(page: Page, line: Line, area: Area, down: float) -> None:
    for cell in line.cells:
        place = Area(area.left + cell.left, area.top - down, cell.width, cell.height)
        for lines, setting in cell.blocks:
            page.set(lines, setting, place)
            place = place.lowered(height_of(lines, setting))


def _placed(table: Table, rows: Sequence[Row]) -> list[tuple[Column, float, float]]:
    """The columns that are shown, with their left edges and widths in points."""
    shown = [one for one in table.columns if not one.optional or any(row.get(one.bind) for row in rows)]
    gap = table.column_gap * POINTS
    free = (table.box.width - sum(one.width for one in shown)) * POINTS - gap * (len(shown) - 1)
    widest = max(shown, key=lambda one: one.width, default=None)
    placed, left = [], 0.0
    for one in shown:
        width = one.width * POINTS + (free if one is widest else 0.0)
        placed.append((one, left, width))
        left += width + gap
    return placed


def _headings(page: Page, table: Table, columns: Sequence[tuple[Column, float, float]]) -> Line:
    cells = []
    for column, left, width in columns:
        setting = replace(table.heading, align=column.setting.align)
        beneath = replace(setting, bold=False, colour="grey")
        said = zip(page.in_turn(column.heading), (setting, beneath), strict=False)
        blocks = tuple((_in_cell(text, page.style(one, one.bold), one, width, even=True), one) for text, one in said)
        cells.append(Cell(left, width, blocks))
    highest = max((cell.height for cell in cells), default=0.0)
    return Line(tuple(cells), highest + _BENEATH_HEADINGS)


def _line(page: Page, table: Table, columns: Sequence[tuple[Column, float, float]], row: Row, number: int) -> Line:
    cells = tuple(
        Cell(left, width, tuple(_blocks(page, column, row, number, width))) for column, left, width in columns
    )
    return Line(cells, max((cell.height for cell in cells), default=0.0) + table.gap * POINTS)


def _blocks(page: Page, column: Column, row: Row, number: int, width: float) -> list[tuple[Fitted, Setting]]:
    value = str(number) if column.bind == "row.number" else page.written(column.bind, row.get(column.bind, ""))
    second = page.written(column.second, row.get(column.second, ""), "second") if column.second and page.second else ""
    setting = column.setting
    even = kind_of(column.bind) != "text"
    blocks = []
    if value:
        blocks.append((_in_cell(value, page.style(setting, setting.bold), setting, width, even), setting))
    if second and second != value:
        small = replace(setting, size=setting.size * _SECOND, min_size=setting.min_size * _SECOND, colour="grey")
        blocks.append((_in_cell(second, page.style(small, small.bold), small, width, even), small))
    return blocks


@lru_cache(maxsize=8192)
def _in_cell(text: str, style: Style, setting: Setting, width: float, even: bool) -> Fitted:
    """The text at its own size on as many lines as it needs, so that rows look alike; smaller only where a word is too
    long for the column, or there are too many lines. Names and dates are set ``even``, running text fills its lines."""
    if setting.fit == "shrink+wrap":
        try:
            lines = fitted(text, style, replace(setting, fit="wrap"), width, _UNBOUNDED, even)
        except RuleBroken:
            lines = None
        if lines and not breaks_words(text, [line.text for line in lines.lines]):
            return lines
    return fitted(text, style, setting, width, _UNBOUNDED, even)


def _pages(lines: Sequence[Line], table: Table, head: float) -> tuple[tuple[Line, ...], ...]:
    """The rows of each page; the last page keeps room to be signed."""
    pages: list[list[Line]] = [[]]
    free = table.box.height * POINTS - head
    for line in lines:
        if line.height > free and (pages[-1] or len(pages) == 1):
            pages.append([])
            free = table.later_height * POINTS - head
        pages[-1].append(line)
        free -= line.height
    if lines and free < table.keep * POINTS:
        pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
    if table.keep and len(pages) > 1:
        _keep_company(pages[-2], pages[-1], (table.later_height - table.keep) * POINTS - head)
    return tuple(tuple(one) for one in pages)


def _keep_company(before: list[Line], last: list[Line], free: float) -> None:
    """Takes rows over to the page that is signed, so that hardly any stands there alone."""
    free -= sum(line.height for line in last)
    while len(last) < _NOT_LONELY < len(before) and before[-1].height <= free:
        free -= before[-1].height
        last.insert(0, before.pop())
