# SPDX-License-Identifier: Apache-2.0
"""Pre-printed sheets with numbers: what may happen to one, how numbers go on, and how a month's stock adds up."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput, RuleBroken
from app.translation import later

IN_STOCK, LOADED, PRINTED, SPOILED = "in-stock", "loaded", "printed", "spoiled"
LOST, RETURNED, DESTROYED = "lost", "returned", "destroyed"
STATES: Final = (IN_STOCK, LOADED, PRINTED, SPOILED, LOST, RETURNED, DESTROYED)
STATE_WORDS: Final = {
    IN_STOCK: later("in stock"),
    LOADED: later("in the printer"),
    PRINTED: later("printed"),
    SPOILED: later("spoiled"),
    LOST: later("lost"),
    RETURNED: later("given back"),
    DESTROYED: later("destroyed"),
}
"""What each state is called on screen, to be translated when shown."""
FREE: Final = frozenset({IN_STOCK, LOADED})
"""A document can be printed on these."""
WITNESSED: Final = frozenset({SPOILED, DESTROYED})
"""These need a reason and a second person."""
REASONED: Final = WITNESSED | {LOST, RETURNED}
"""These need a reason."""
MOST_SHEETS: Final = 10_000
"""Sheets in one delivery, and in one word about them."""

_MOVES: Final[Mapping[str, frozenset[str]]] = {
    IN_STOCK: frozenset({LOADED, PRINTED, SPOILED, LOST, RETURNED, DESTROYED}),
    LOADED: frozenset({IN_STOCK, PRINTED, SPOILED, LOST}),
    PRINTED: frozenset({SPOILED, LOST}),
    SPOILED: frozenset({DESTROYED, LOST}),
    LOST: frozenset({IN_STOCK, SPOILED}),
    RETURNED: frozenset(),
    DESTROYED: frozenset(),
}
_SERIAL: Final = re.compile(r"(.{0,24}?)(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sheets that came together: numbers ``first`` to ``last``, written with a prefix and leading zeros."""

    prefix: str
    first: int
    last: int
    width: int

    def written(self, serial: int) -> str:
        """The number as it stands on the sheet."""
        return f"{self.prefix}{serial:0{self.width}d}"

    def read(self, text: str) -> int:
        """The number behind its written form, with or without prefix and zeros. Raises BadInput "no-such-sheet"."""
        figures = text.strip().casefold().removeprefix(self.prefix.casefold())
        if figures.isascii() and figures.isdecimal() and self.first <= int(figures) <= self.last:
            return int(figures)
        sentence = later("There is no form {form} in this delivery. Its forms are {first} to {last}.")
        raise BadInput(
            "no-such-sheet", sentence, form=text, first=self.written(self.first), last=self.written(self.last)
        )

    def overlaps(self, other: "Delivery") -> bool:
        """Whether one number, as it is written, would be in both."""
        return (
            self.prefix.casefold() == other.prefix.casefold()
            and self.width == other.width
            and self.first <= other.last
            and other.first <= self.last
        )


def delivery(first: str, last: str) -> Delivery:
    """The delivery from the form ``first`` to the form ``last``, as they are written. Raises BadInput."""
    start, end = _SERIAL.fullmatch(first.strip()), _SERIAL.fullmatch(last.strip())
    if start is None or end is None:
        raise BadInput("not-a-serial", later("The number of a form ends in digits, such as AB 004417."))
    if start[1].casefold() != end[1].casefold() or len(start[2]) != len(end[2]):
        sentence = later("The first and the last form of a delivery begin alike and have as many digits.")
        raise BadInput("not-a-run", sentence)
    made = Delivery(start[1], int(start[2]), int(end[2]), len(start[2]))
    if made.first > made.last:
        raise BadInput("not-a-run", later("The last form comes before the first one."))
    if made.last - made.first >= MOST_SHEETS:
        sentence = later("A delivery has at most {n} forms. Receive a larger one in parts.")
        raise BadInput("too-many", sentence, n=MOST_SHEETS)
    return made


def serials_in(text: str, stock: Delivery) -> tuple[int, ...]:
    """The numbers in a list such as ``4417, 4420-4425``, each once, in order. Raises BadInput."""
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in text.split(","))):
        ends = _ends(part, stock)
        found.update(range(min(ends), max(ends) + 1))
    if not found:
        raise BadInput("no-such-sheet", later("Name the forms, such as 4417 or 4417-4420."))
    return tuple(sorted(found))


def _ends(part: str, stock: Delivery) -> tuple[int, int]:
    """A prefix may hold a dash itself."""
    for at in (place for place, letter in enumerate(part) if letter in "-–"):
        try:
            return stock.read(part[:at]), stock.read(part[at + 1 :])
        except BadInput:
            continue
    return stock.read(part), stock.read(part)


def runs(serials: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The numbers as runs without gaps: first and last of each."""
    first = last = None
    for serial in sorted(serials):
        if last is not None and serial == last + 1:
            last = serial
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = serial
    if first is not None and last is not None:
        yield first, last


def next_serials(free: Collection[int], first: int, wanted: int, *, descending: bool = False) -> tuple[int, ...]:
    """Up to so many numbers that are free, from ``first`` on upwards or downwards; what is gone is left out."""
    ahead = sorted((one for one in free if (one <= first if descending else one >= first)), reverse=descending)
    return tuple(ahead[:wanted])


def may_move(form: str, now: str, then: str, *, used: bool) -> None:
    """Raise RuleBroken "no-such-move" where a sheet that is ``now`` so cannot become ``then``.

    ``used``: a document was printed on it, so it never holds another one.
    """
    if used and then in (*FREE, PRINTED) and now != PRINTED:
        sentence = later("A document was printed on form {form}. It cannot be used for another one.")
        raise RuleBroken("used", sentence, form=form)
    if then not in _MOVES[now]:
        sentence = later("Form {form} is {state}, so this cannot be said of it. Nothing was changed.")
        raise RuleBroken("no-such-move", sentence, form=form, state=StateWord(now))


def require_reason(state: str, reason: str, second: bytes, person: bytes) -> None:
    """Raise BadInput or RuleBroken where a reason or the second person is missing, or is the person themselves."""
    if state in REASONED and not reason.strip():
        raise BadInput("no-reason", later("Say why: spoiled, lost or destroyed forms are asked about later."))
    if state in WITNESSED and not second:
        raise BadInput("no-second-person", later("Name a second person who has seen the forms."))
    if state in WITNESSED and second == person:
        raise RuleBroken("same-person", later("The second person is somebody else than the one who says so."))


@dataclass(frozen=True, slots=True)
class StateWord:
    """A state that becomes a word only when a sentence is shown."""

    state: str

    def __str__(self) -> str:
        from app.translation import tr

        return tr(STATE_WORDS[self.state])


@dataclass(frozen=True, slots=True)
class Moved:
    """A word on one sheet: what it is from this day (ISO) on."""

    day: str
    state: str


@dataclass(frozen=True, slots=True)
class MonthStock:
    """How many sheets of a delivery there were at the start of a month, what became of them, how many are left.

    ``opening + received - used - spoiled - lost - returned`` is ``closing``. A form that is found again counts as lost
    less than none. ``destroyed`` are among those that were spoiled in this month or before.
    """

    opening: int
    received: int
    used: int
    spoiled: int
    lost: int
    returned: int
    closing: int
    destroyed: int


_COLUMN: Final = {PRINTED: "used", SPOILED: "spoiled", DESTROYED: "spoiled", LOST: "lost", RETURNED: "returned"}


def month_stock(received_on: str, sheets: int, moved: Iterable[Sequence[Moved]], month: str) -> MonthStock:
    """The stock of one delivery in a month (``2026-11``). ``moved`` holds, for each sheet of which something was said,
    all that was said, the latest last; the other sheets are in stock."""
    start, end = f"{month}-01", f"{month}-99"
    before, after = dict.fromkeys(("used", "spoiled", "lost", "returned"), 0), {}
    after = dict(before)
    destroyed = 0
    for words in moved:
        then, now = _at(words, start), _at([one for one in words if one.day <= end], "")
        for state, counted in ((then, before), (now, after)):
            if state in _COLUMN:
                counted[_COLUMN[state]] += 1
        destroyed += (now == DESTROYED) - (then == DESTROYED)
    change = {name: after[name] - before[name] for name in after}
    opening = sheets - sum(before.values()) if received_on < start else 0
    came = sheets if start <= received_on <= end else 0
    closing = sheets - sum(after.values()) if received_on <= end else 0
    return MonthStock(opening, came, **change, closing=closing, destroyed=destroyed)


def _at(words: Sequence[Moved], day: str) -> str:
    """What was said last before this day; with no day, last of all."""
    said = [one.state for one in words if not day or one.day < day]
    return said[-1] if said else IN_STOCK
