# SPDX-License-Identifier: Apache-2.0
"""Threads that take steps from two queues: what a person waits for first, the rest when nobody waits."""

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

Step = Callable[[], bool]
"""One piece of work. True: there is more of it, put it back at the end of the queue of long work."""


class Lane:
    """``threads`` threads over two queues. One thread makes a writer; steps of one lane with one thread never overlap.

    A step must not raise.
    """

    def __init__(self, name: str, threads: int = 1) -> None:
        self._first: deque[Step] = deque()
        self._later: deque[Step] = deque()
        self._working = 0
        self._stopped = False
        self._news = Condition()
        self._threads = [Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        self._started = False

    def add(self, step: Step, *, first: bool) -> None:
        """Queue a step; the threads start with the first one."""
        with self._news:
            if not self._started:
                self._started = True
                for thread in self._threads:
                    thread.start()
            (self._first if first else self._later).append(step)
            self._news.notify()

    @property
    def stopped(self) -> bool:
        """No further step is taken."""
        return self._stopped

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until both queues are empty and no step runs; False when that takes longer than ``timeout`` seconds."""
        with self._news:
            return self._news.wait_for(self._is_idle, timeout)

    def stop(self, timeout: float) -> bool:
        """Take no further step; True when every thread has ended within ``timeout`` seconds."""
        with self._news:
            self._stopped = True
            self._news.notify_all()
        if self._started:
            for thread in self._threads:
                thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    def _is_idle(self) -> bool:
        return not (self._first or self._later or self._working)

    def _work(self) -> None:
        while (step := self._next()) is not None:
            more = step()
            with self._news:
                self._working -= 1
                if more:
                    self._later.append(step)
                self._news.notify_all()

    def _next(self) -> Step | None:
        with self._news:
            self._news.wait_for(lambda: self._stopped or self._first or self._later)
            if self._stopped:
                return None
            self._working += 1
            return (self._first or self._later).popleft()
