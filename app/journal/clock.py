# SPDX-License-Identifier: Apache-2.0
"""Hybrid logical clock: stamps that grow with causality even where laptops' clocks are wrong.

Source of the rule: Kulkarni et al., "Logical Physical Clocks" (2014), with a bound on how far a stamp from elsewhere
may pull the own clock, and a mark of doubt instead of a refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

COUNTER_BITS: Final = 16
FARTHEST_AHEAD_MS: Final = 24 * 60 * 60 * 1000
DOUBT_BACKWARDS_MS: Final = 5 * 60 * 1000
EARLIEST_BELIEVABLE_MS: Final = 1_767_225_600_000
"""1 January 2026: a clock before this is a laptop with an empty battery."""


class Stamp(NamedTuple):
    """Milliseconds since 1970, a counter within the millisecond, and whether the clock was to be doubted."""

    millis: int
    counter: int
    doubtful: bool = False

    def number(self) -> int:
        """The stamp as one integer that sorts as stamps do (doubt left out)."""
        return self.millis << COUNTER_BITS | self.counter


@dataclass(slots=True)
class HybridClock:
    """Gives ever growing stamps; ``wall`` returns milliseconds since 1970."""

    wall: Callable[[], int]
    last: int = 0

    def tick(self) -> Stamp:
        """The stamp of a new operation: later than every stamp given or observed before."""
        now = self.wall()
        doubtful = self._doubtful(now)
        self.last = max(now << COUNTER_BITS, self.last + 1)
        return Stamp(self.last >> COUNTER_BITS, self.last & (1 << COUNTER_BITS) - 1, doubtful)

    def observe(self, stamp: Stamp) -> bool:
        """Take note of a stamp from elsewhere; False if it is too far ahead to be followed."""
        if stamp.millis > self.wall() + FARTHEST_AHEAD_MS:
            return False
        self.last = max(self.last, stamp.number())
        return True

    def _doubtful(self, now: int) -> bool:
        behind = (self.last >> COUNTER_BITS) - now
        return now < EARLIEST_BELIEVABLE_MS or behind > DOUBT_BACKWARDS_MS
