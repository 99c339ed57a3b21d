# SPDX-License-Identifier: Apache-2.0
"""How often one laptop may ask: a bucket of tokens for each, filled again as time passes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_MOST_KNOWN: Final = 20_000


class Rate:
    """At most ``burst`` at once and ``per_second`` on average.

    ``clock`` gives seconds; ``jitter`` a number from 0 to 1, so that those who were sent away do not all come back at
    one moment.
    """

    def __init__(
        self, per_second: float, burst: float, clock: Callable[[], float], jitter: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._jitter = jitter
        self._known: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._turn = threading.Lock()

    def wait(self, who: bytes, cost: float = 1.0) -> float:
        """0 where it may be done now; otherwise after how many seconds to ask again."""
        with self._turn:
            now = self._clock()
            held, then = self._known.pop(who, (self._burst, now))
            held = min(self._burst, held + max(0.0, now - then) * self._per_second)
            allowed = held >= min(cost, self._burst)
            self._known[who] = (held - cost if allowed else held, now)
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        return 0.0 if allowed else (cost - held) / self._per_second * (1 + self._jitter())
