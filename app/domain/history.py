# SPDX-License-Identifier: Apache-2.0
"""A value that is changed step by step, with the way back and forth again."""

from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_STEPS: Final = 200
"""Steps that can be taken back; older ones are let go."""


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """``now`` is the value; ``past`` what it was before, oldest first; ``future`` what was taken back, nearest last."""

    now: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()

    def changed(self, value: T, joined: bool = False) -> "History[T]":
        """The history after a step to this value. A ``joined`` step is one with the step before it, as the parts of
        one movement are. A step that changes nothing is none."""
        if value == self.now:
            return self
        if joined and self.past:
            return replace(self, now=value, future=())
        return History(value, (*self.past, self.now)[-MOST_STEPS:])

    def undone(self) -> "History[T]":
        """The history with its last step taken back; the same where there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redone(self) -> "History[T]":
        """The history with the step that was taken back made again; the same where there is none."""
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1])
