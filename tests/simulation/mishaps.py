# SPDX-License-Identifier: Apache-2.0
"""What happens to lines, disks and power: by the dice of a history, so that it happens again."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from app.exchange.troubles import Unreachable
from app.journal.chain import Place


class PowerCut(Exception):
    """The laptop, or the server, stands still at once. What was not committed is gone."""


@contextmanager
def cut_off(engine: Engine, after: int, error: type[Exception] = PowerCut) -> Iterator[None]:
    """The power fails when so many more statements were carried out, and does not come back."""
    left = [after]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise error

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


@contextmanager
def full_disk(engine: Engine, pages: int) -> Iterator[None]:
    """Only so many more pages find room."""
    _limit(engine, _pages(engine) + pages)
    try:
        yield
    finally:
        _limit(engine, 1 << 30)


def _pages(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def _limit(engine: Engine, pages: int) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def unseen(place: Place) -> None:
    """The power fails after a commit, before anybody hears of it."""
    raise PowerCut


class Line:
    """A line that drops, cuts short and alters what it carries, until it is dead."""

    def __init__(self, chance: random.Random, bad: float, patience: int = 3, cut_at: int = 0) -> None:
        self.chance = chance
        self.bad = bad
        self.patience = patience
        self.cut_at = cut_at
        self.carried = 0

    def __call__(self, data: bytes) -> bytes:
        self.carried += 1
        if self.carried == self.cut_at:
            raise PowerCut
        if self.chance.random() >= self.bad:
            return data
        self.patience -= 1
        if self.patience < 0:
            raise Unreachable
        harm: Callable[[bytes], bytes] = self.chance.choice([self._short, self._flipped, self._dropped, self._page])
        return harm(data)

    def _short(self, data: bytes) -> bytes:
        return data[: self.chance.randrange(len(data) + 1)]

    def _flipped(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << self.chance.randrange(8)]) + data[at + 1 :]

    def _dropped(self, data: bytes) -> bytes:
        raise Unreachable(smaller=True)

    def _page(self, data: bytes) -> bytes:
        return b"<html>504 Gateway Time-out</html>"


def clear(data: bytes) -> bytes:
    """A line that does no harm."""
    return data
