# SPDX-License-Identifier: Apache-2.0
"""How many certificates were awarded: tables of any two of centre, qualification, sex and month, for one year."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Request, Response

from app.registry.requests import registry_of
from app.registry.tallies import Awards, all_awards
from app.registry.web.cells import LEAST, NOTHING, Line, Shown, put_together, shown
from app.registry.web.doors import SignedIn
from app.registry.web.pages import HEADERS, show, speech_of
from app.registry.web.refused import PageRefused
from app.registry.web.speech import Speech

WAYS: Final = ("centre", "qualification", "sex", "month")
SEX_TEXTS: Final = {"F": "sex-f", "M": "sex-m", "X": "sex-x", "": "sex-none"}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
router = APIRouter(include_in_schema=False, prefix="/staff")


@router.get("/awards")
def awards(request: Request, staff: SignedIn, year: str = "", rows: str = "centre", columns: str = "sex") -> Response:
    """One table."""
    years, chosen, table = _table(request, year, rows, columns)
    speech = speech_of(request)
    return show(
        request, "awards", years=years, year=chosen, rows=rows, columns=columns, ways=WAYS, table=table, least=LEAST,
        row_names=[_named(speech, rows, line) for line in table.rows],
        column_names=[_named(speech, columns, line) for line in table.columns],
        hides=any(count is None for line in table.cells for count in line),
    )  # fmt: skip


@router.get("/awards.csv")
def awards_file(request: Request, staff: SignedIn, year: str = "", rows: str = "", columns: str = "") -> Response:
    """The same table as a file for a spreadsheet program."""
    _, chosen, table = _table(request, year, rows, columns)
    content = _written(speech_of(request), rows, columns, table)
    name = f"awards-{chosen}-{rows}-{columns}.csv"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _table(request: Request, year: str, rows: str, columns: str) -> tuple[Sequence[str], str, Shown]:
    """The years with awards, the one chosen, and its table. Raises PageRefused."""
    if rows not in WAYS or columns not in WAYS:
        raise PageRefused("no-page", 404)
    found = all_awards(registry_of(request))
    years = sorted({one.month[:4] for one in found}, reverse=True)
    chosen = year if year in years else next(iter(years), "")
    return years, chosen, table_of([one for one in found if one.month[:4] == chosen], rows, columns)


def table_of(found: Sequence[Awards], rows: str, columns: str) -> Shown:
    """The table of one year's awards; nothing for a way set against itself.

    Lines are put together by the year's totals alone, so they are the same in every table of that year, and no two
    tables can be set off against each other.
    """
    if rows == columns:
        return NOTHING
    counts: Counter[tuple[str, str]] = Counter()
    totals: dict[str, Counter[str]] = {rows: Counter(), columns: Counter()}
    for one in found:
        row, column = getattr(one, rows), getattr(one, columns)
        counts[row, column] += one.count
        totals[rows][row] += one.count
        totals[columns][column] += one.count
    lines = {way: put_together(dict(sorted(counted.items()))) for way, counted in totals.items()}
    return shown(counts, lines[rows], lines[columns])


def _named(speech: Speech, way: str, line: Line) -> str:
    if way == "sex":
        return ", ".join(speech(SEX_TEXTS.get(one, "sex-none")) for one in line)
    return ", ".join(one or speech("not-known") for one in line)


def _written(speech: Speech, rows: str, columns: str, table: Shown) -> str:
    """Text stays text: nothing begins as a formula does."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow([speech(f"way-{rows}"), *_texts(speech, columns, table.columns), speech("total")])
    names = _texts(speech, rows, table.rows)
    for name, cells, total in zip(names, table.cells, table.row_totals, strict=True):
        sheet.writerow([name, *("" if count is None else count for count in cells), total])
    sheet.writerow([speech("total"), *table.column_totals, table.total])
    sheet.writerow([_text(speech("hidden-rule", least=LEAST))])
    return written.getvalue()


def _texts(speech: Speech, way: str, lines: Sequence[Line]) -> list[str]:
    return [_text(_named(speech, way, line)) for line in lines]


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
