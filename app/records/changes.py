# SPDX-License-Identifier: Apache-2.0
"""What a transaction changed: published after it is committed, so that screens repaint just that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The records touched in each table; facts about a learner are named by the learner."""

    touched: Mapping[str, frozenset[bytes]] = field(default_factory=dict)

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables touched."""
        return frozenset(self.touched)

    def touches(self, table: str) -> frozenset[bytes]:
        """Ids of the records touched in a table."""
        return self.touched.get(table, frozenset())

    def __bool__(self) -> bool:
        return bool(self.touched)


class Touched:
    """Collects changes while a transaction runs."""

    def __init__(self) -> None:
        self._ids: dict[str, set[bytes]] = {}

    def add(self, table: str, ids: Iterable[bytes]) -> None:
        """These records of the table have changed."""
        self._ids.setdefault(table, set()).update(ids)

    def changes(self) -> Changes:
        """All that was collected, as a value."""
        return Changes({table: frozenset(ids) for table, ids in self._ids.items() if ids})
