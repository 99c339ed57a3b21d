# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: no window appears, and no warning goes unnoticed."""

import logging
import os
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import pytest
from hypothesis import settings

# Two busy cores make any single example slow now and then; pytest-randomly gives the seed
settings.register_profile("guildmark", deadline=None, database=None, print_blob=True)
settings.load_profile("guildmark")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Windows in tests have the style of the program on every system."""
    return ["guildmark", "-style", "Fusion"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first, so that no core waits for one that began last; pytest-randomly shuffled before this."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


class ExpectedLog:
    """Log records of WARNING and above: those that came, and those that the test said would come."""

    def __init__(self) -> None:
        self._records: list[logging.LogRecord] = []
        self._expected: list[tuple[str, int]] = []

    def __call__(self, part: str, level: int = logging.WARNING) -> None:
        """Expect at least one record of this level whose text contains this part."""
        self._expected.append((part, level))

    def collect(self, record: logging.LogRecord) -> None:
        """Keep a record for the end of the test."""
        self._records.append(record)

    def faults(self) -> list[str]:
        """What came without being expected, and what was expected and did not come."""
        surprises = [record for record in self._records if not any(self._fits(record, *e) for e in self._expected)]
        missing = [e for e in self._expected if not any(self._fits(record, *e) for record in self._records)]
        return [
            *(f"unexpected {record.levelname} of {record.name}: {record.getMessage()}" for record in surprises),
            *(f"expected and not logged: {part!r} ({logging.getLevelName(level)})" for part, level in missing),
        ]

    @staticmethod
    def _fits(record: logging.LogRecord, part: str, level: int) -> bool:
        return record.levelno == level and part in record.getMessage()


class _Collector(logging.Handler):
    def __init__(self, into: ExpectedLog) -> None:
        super().__init__(logging.WARNING)
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        self._into.collect(record)


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[ExpectedLog]:
    """Fail a test that logs a warning; ``expected_log("part of it")`` in the test says that it belongs."""
    expected = ExpectedLog()
    collector = _Collector(expected)
    root = logging.getLogger()
    root.addHandler(collector)
    yield expected
    root.removeHandler(collector)
    faults = expected.faults()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
