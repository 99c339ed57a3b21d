# SPDX-License-Identifier: Apache-2.0
"""What the world outside gives to a service: the time, random bytes, a place for notes, somebody to tell."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.store.keyring import STRONG, Cost

if TYPE_CHECKING:
    from app.records.changes import Changes


@dataclass(frozen=True, slots=True)
class Machine:
    """The computer as services see it.

    ``wall`` gives milliseconds since 1970; ``state`` is the folder for notes outside the records (paths.state_folder);
    ``publish`` is told what each transaction changed; ``cost`` is the work that one guess of a passphrase takes.
    """

    wall: Callable[[], int]
    random: Callable[[int], bytes]
    state: Path
    publish: Callable[["Changes"], None]
    cost: Cost = STRONG


def this_machine(state: Path, publish: Callable[["Changes"], None] = lambda changes: None) -> Machine:
    """The computer that the program runs on."""
    return Machine(lambda: time.time_ns() // 1_000_000, os.urandom, state, publish)
