# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: a person marks while all that a laptop lacks arrives from the registry, by the lanes of the
window: the person's marks go before the pieces of the exchange."""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.bench import a_day
from app.bench.child import answer
from app.bench.ground import Place
from app.exchange.http import new_client
from app.services.partners import exchange
from app.services.syncing import Manner, Synced
from app.ui.background.runner import Runner
from app.ui.background.task import Control

_SLICE_SECONDS = 0.02
_PAUSE = 0.1


def marks_while_arriving(path: Path, most: int) -> list[float]:
    """Seconds of the clock from the wish of each mark until it stands on the disk. Fails where nothing arrives."""
    QCoreApplication([])
    runner, found, arrived = Runner(), list[Synced](), threading.Event()
    with a_day.sitting(Place(path)) as centre:

        def arrive(control: Control) -> None:
            manner = Manner(lambda work: runner.turn(work, control), _SLICE_SECONDS)
            try:
                with closing(new_client()) as client:
                    found.extend(exchange(centre, client, manner).values())
            finally:
                arrived.set()

        runner.errand(arrive)
        taken = []
        for mark in islice(a_day.taps(centre), most):
            taken.append(_timed(runner, mark))
            if arrived.wait(_PAUSE):
                break
        arrived.wait()
        runner.stop()
    if not found or found[0].troubles or not found[0].pulled:
        raise AssertionError(found)
    return taken


def _timed(runner: Runner, mark: Callable[[], object]) -> float:
    done, begun = threading.Event(), time.perf_counter()

    def tapped() -> None:
        mark()
        done.set()

    runner.command(tapped)
    done.wait()
    return time.perf_counter() - begun


if __name__ == "__main__":
    answer(marks_while_arriving(Path(sys.argv[1]), int(sys.argv[2])))
