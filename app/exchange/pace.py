# SPDX-License-Identifier: Apache-2.0
"""How much at a time, and when to try again: decisions without clock or dice of their own."""

from typing import Final

MOST: Final = 500
_FIRST: Final = 100
"""A line that breaks again and again must bring something each time."""
_LEAST: Final = 1
_BACK_OFF: Final = (5.0, 15.0, 60.0, 180.0, 600.0, 1800.0)
"""Seconds after the first, second ... exchange in a row that did not come to its end."""
_FIRST_SLICE: Final = 50
_LEAST_SLICE: Final = 10
_FASTER: Final = 2.0


class Pace:
    """How many things go into the next batch: half of it after each failure, half more after each success."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.things = min(_FIRST, most)

    def went_well(self) -> None:
        """The last batch arrived."""
        self.things = min(self.most, self.things + max(1, self.things // 2))

    def failed(self) -> bool:
        """The last batch did not arrive; False where it was as small as can be."""
        if self.things == _LEAST:
            return False
        self.things = max(_LEAST, self.things // 2)
        return True


class Slices:
    """How many arriving operations are folded before a person's command may go in between."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.operations = _FIRST_SLICE

    def took(self, operations: int, seconds: float) -> None:
        """So many operations took so long."""
        fitting = operations * self._seconds / max(seconds, 1e-4)
        self.operations = max(_LEAST_SLICE, int(min(fitting, self.operations * _FASTER)))


def wait_after(failures: int, dice: float) -> float:
    """Seconds to wait after so many exchanges in a row that did not come to their end; ``dice`` is from 0 to 1.

    Many laptops that lose the same server do not come back all at once.
    """
    longest = _BACK_OFF[min(max(failures, 1), len(_BACK_OFF)) - 1]
    return longest * (0.5 + dice / 2)
