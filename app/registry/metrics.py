# SPDX-License-Identifier: Apache-2.0
"""What the server counts, for Prometheus. No label names a centre, a laptop or a person."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from app.exchange.protocol import PushAnswer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Counters:
    """The counters of one process."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        self._operations = Counter(
            "guildmark_operations", "Operations that came, by what became of them", ["verdict"], registry=self._all
        )
        self._bytes = Counter("guildmark_batch_bytes", "Bytes of batches as sent", ["way"], registry=self._all)
        self._clones = Counter("guildmark_clones", "Batches that showed a copied laptop", registry=self._all)
        self._problems = Counter("guildmark_problems", "Requests not done, by problem", ["code"], registry=self._all)
        self._requests = Histogram(
            "guildmark_request_seconds", "Time to answer", ["method", "route", "status"], buckets=_SECONDS,
            registry=self._all,
        )  # fmt: skip

    def took(self, answer: PushAnswer, size: int) -> None:
        """A batch was taken in."""
        counted = {"new": "a", "known": "d", "waiting": "w", "refused": "r"}
        for word, letter in counted.items():
            self._operations.labels(word).inc(answer.verdicts.count(letter))
        self._bytes.labels("in").inc(size)
        self._clones.inc(bool(answer.cloned))

    def gave(self, size: int) -> None:
        """A batch was given."""
        self._bytes.labels("out").inc(size)

    def refused(self, code: str) -> None:
        """A request was not done."""
        self._problems.labels(code).inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered. ``route`` is the pattern of its path."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def text(self) -> bytes:
        """All counters as Prometheus reads them."""
        return generate_latest(self._all)
