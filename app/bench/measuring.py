# SPDX-License-Identifier: Apache-2.0
"""Taking time: CPU seconds of this process with all its threads, medians, jobs in turn."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

Job = Callable[[], object]
Timed = Callable[[], float]
"""Does its job and says what it took: it leaves out what it had to get ready."""

_MEGABYTE: Final = 1_000_000


def cpu(job: Job) -> float:
    """The CPU seconds that a job takes."""
    before = time.process_time()
    job()
    return time.process_time() - before


def timed(job: Job) -> Timed:
    """A job that is timed as a whole."""
    return lambda: cpu(job)


def in_turn(rounds: int, *jobs: Timed, warm: bool = True) -> list[float]:
    """The median of each job. They run one after the other in each round; ``warm`` adds a round that is not counted."""
    taken = [[job() for job in jobs] for _ in range(rounds + warm)]
    return [median(one) for one in zip(*taken[int(warm) :], strict=True)]


def worst_but(share: float, taken: Sequence[float]) -> float:
    """The time that all but this share of them kept under."""
    return sorted(taken)[max(0, int(len(taken) * (1 - share)) - 1)]


def memory() -> float:
    """Megabytes of memory that this process holds now; the most that it ever held where the system tells no better."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        import os

        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
