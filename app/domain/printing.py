# SPDX-License-Identifier: Apache-2.0
"""Print jobs: which sheet carries what, which of them came out well, and what is to be printed next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput, RuleBroken
from app.translation import later

WHOLE, FIRST_PAGE, OTHER_PAGES = "whole", "first-page", "other-pages"
PARTS: Final = (WHOLE, FIRST_PAGE, OTHER_PAGES)
"""What of each document is printed: forms carry the first page only, and the other pages go on plain paper."""
PART_WORDS: Final = {
    WHOLE: later("All pages"),
    FIRST_PAGE: later("The first page only"),
    OTHER_PAGES: later("All pages but the first"),
}
ASCENDING, DESCENDING = "ascending", "descending"
ORDERS: Final = (ASCENDING, DESCENDING)
"""How the numbers of the forms go on from sheet to sheet."""
DONE, STOPPED = "done", "stopped"
ENDS: Final = (DONE, STOPPED)
BY_TEMPLATE, LEFT_OUT, PRINTED_TOO = "", "left-out", "printed-too"
ON_FORMS_ALREADY: Final = (BY_TEMPLATE, LEFT_OUT, PRINTED_TOO)
"""What becomes, on forms, of what is on them already: as the template says by its background, left out, printed too."""
MOST_DOCUMENTS: Final = 1_000
"""Documents of one print job."""
USUAL_RUN: Final = 10
"""So many sheets are printed before it is asked how they came out, unless the person chose otherwise."""


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """One sheet of a job: its place (from 1), the document on it, and which pages of that (from 0)."""

    place: int
    number: str
    pages: tuple[int, ...]


def planned(documents: Iterable[tuple[str, int]], part: str, *, duplex: bool = False) -> tuple[PlannedSheet, ...]:
    """The sheets of these documents (number, pages), in this order. Raises RuleBroken "no-pages"."""
    made: list[PlannedSheet] = []
    for number, pages in documents:
        wanted = {WHOLE: range(pages), FIRST_PAGE: range(1), OTHER_PAGES: range(1, pages)}[part]
        size = 2 if duplex else 1
        for at in range(0, len(wanted), size):
            made.append(PlannedSheet(len(made) + 1, number, tuple(wanted[at : at + size])))
    if not made:
        raise RuleBroken("no-pages", later("There is nothing to print: the documents have no such pages."))
    return tuple(made)


def places(ranges: Iterable[Sequence[int]]) -> frozenset[int]:
    """The places in ranges ``[first, last]``."""
    return frozenset(place for first, last in ranges for place in range(first, last + 1))


def left(sheets: Sequence[PlannedSheet], good: Collection[int]) -> tuple[PlannedSheet, ...]:
    """The sheets that are still to be printed."""
    return tuple(sheet for sheet in sheets if sheet.place not in good)


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run came out: places that are good, and those of which the paper is gone with nothing good on it."""

    good: tuple[int, ...]
    spoiled: tuple[int, ...]

    @property
    def sheets(self) -> int:
        """How many sheets of paper were used."""
        return len(self.good) + len(self.spoiled)


def run_result(run: Sequence[int], last_good: int, spoiled: Collection[int]) -> RunResult:
    """What it means that of the sheets at these places ``last_good`` was the last good one (0: none was) and that those
    at ``spoiled`` came out badly. Raises BadInput "no-such-place".

    Sheets up to the last good one are good but for those that are spoiled; of the others nothing came out but what is
    named as spoiled, which must follow right after.
    """
    strange = ({last_good} if last_good else set()) | set(spoiled)
    if not strange <= set(run):
        sentence = later("Sheet {n} was not among those that were printed just now. These were: {first} to {last}.")
        raise BadInput("no-such-place", sentence, n=min(strange - set(run)), first=run[0], last=run[-1])
    if last_good in spoiled:
        sentence = later("Sheet {n} cannot be good and spoiled. Name the last good sheet before it.")
        raise BadInput("good-and-spoiled", sentence, n=last_good)
    reached = run.index(last_good) + 1 if last_good else 0
    good = tuple(place for place in run[:reached] if place not in spoiled)
    beyond = [place for place in run[reached:] if place in spoiled]
    if beyond != list(run[reached : reached + len(beyond)]):
        sentence = later("Sheets that came out badly after the last good one follow right after it, without a gap.")
        raise BadInput("gap", sentence)
    bad = tuple(place for place in run if place in spoiled)
    return RunResult(good, bad)
