# SPDX-License-Identifier: Apache-2.0
"""What the command line is handed: the world around it, and doors to rooms that it must not know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.services.machine import Machine


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of a bench: what the program takes, what it is held against (the least that this machine needs for
    the same, unless the name says otherwise), and the greatest ratio of the two that is good enough.

    ``unit`` is "s" for CPU seconds. With ``at_least`` the goal is the smallest ratio instead: a share that is found.
    Without a goal the figure is only told."""

    name: str
    median: float
    against: float
    goal: float | None
    unit: str = "s"
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """How many times the least the program takes."""
        return self.median / self.against if self.against else float("inf")

    @property
    def met(self) -> bool:
        """Whether the goal, if there is one, is reached."""
        if self.goal is None:
            return True
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


Bench = Callable[[], Sequence[Measured]]
"""One bench gives one figure or several."""


@dataclass(frozen=True, slots=True)
class Outside:
    """``machine`` is called when records are first needed. ``open_window`` shows the window on a data folder until it
    is closed and returns the exit status; ``try_window`` paints it once. ``report`` writes down an error that nobody
    foresaw and returns the file, None where that cannot be done. ``benches`` are known by their names."""

    environment: Mapping[str, str]
    resources: Path
    default_data: Path
    machine: Callable[[], "Machine"]
    today: Callable[[], "date"]
    open_window: Callable[[Path], int]
    try_window: Callable[[Path, "Machine"], None]
    report: Callable[[BaseException], Path | None]
    benches: Mapping[str, Bench] = field(default_factory=dict)

    def data_folder(self, said: str) -> Path:
        """The folder of the records: what was said, else what the environment says, else the usual one."""
        named = said or self.environment.get("GUILDMARK_DATA", "")
        return Path(named) if named else self.default_data

    @property
    def translations(self) -> Path:
        """The folder of catalogues."""
        return self.resources / "translations"
