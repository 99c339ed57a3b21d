# SPDX-License-Identifier: Apache-2.0
"""A registry at work: its records, who it is, and the world around it, handed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.journal.clock import HybridClock
from app.registry.identity import Identity
from app.registry.stores import Stores


@dataclass(frozen=True, slots=True)
class Registry:
    """``key`` guards what lies in the book under it; ``folder`` holds files of centres, all of them sealed.

    ``wall`` gives the time (ms since 1970).
    """

    stores: Stores
    identity: Identity
    key: bytes = field(repr=False)
    folder: Path
    wall: Callable[[], int]
    random: Callable[[int], bytes]

    def clock(self) -> HybridClock:
        """A clock for one deed."""
        return HybridClock(self.wall)
