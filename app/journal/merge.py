# SPDX-License-Identifier: Apache-2.0
"""Which of several operations on the same thing stands: those that no other one names as replaced.

The answer depends on the set of operations only, never on the order in which they came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.journal.operation import OpId


@dataclass(frozen=True, slots=True)
class Touch:
    """One operation's word on a slot (a register's field, a cell of a checklist): what it replaces and says."""

    id: OpId
    base: tuple[OpId, ...]
    stamp: int
    value: str


def heads(touches: Iterable[Touch]) -> frozenset[OpId]:
    """The operations that no other one replaces."""
    all_touches = tuple(touches)
    replaced = {one for touch in all_touches for one in touch.base}
    return frozenset(touch.id for touch in all_touches if touch.id not in replaced)


def shown(touches: Sequence[Touch]) -> Touch:
    """The head whose value shows: the later stamp, then the greater origin, so that every laptop shows the same."""
    standing = heads(touches)
    candidates = [touch for touch in touches if touch.id in standing] or list(touches)
    return max(candidates, key=lambda touch: (touch.stamp, touch.id))
