# SPDX-License-Identifier: Apache-2.0
"""What the command line is handed: the world around it, and doors to rooms that it must not know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.services.progress import OnProgress

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


class RegistryOffice(Protocol):
    """What is done with one registry. Answers are documents; moments in them are ms since 1970."""

    def init(self, name: str, url: str, told: OnProgress) -> dict[str, Any]:
        """Make it."""

    def upgrade(self, told: OnProgress) -> dict[str, Any]:
        """Bring its database up to date."""

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Serve until the process is asked to end. Raises OSError where the address cannot be had."""

    def add_centre(self, name: str, code: str, country: str) -> dict[str, Any]:
        """Serve one more centre."""

    def centres(self) -> list[dict[str, Any]]:
        """All centres."""

    def code(self, centre: str) -> dict[str, Any]:
        """A one-time code for a centre."""

    def card(self, file: Path) -> dict[str, Any]:
        """Write down who the registry is."""

    def enrol(self, file: Path, centre: str) -> dict[str, Any]:
        """Take in a centre's file."""

    def devices(self) -> list[dict[str, Any]]:
        """All laptops."""

    def add_numbers(self, first: str, last: str, qualification: str) -> dict[str, Any]:
        """Give out these numbers from now on."""

    def claims(self) -> list[dict[str, Any]]:
        """The claims that wait for an answer."""

    def answer_claim(
        self, centre: str, claim: bytes, refused: Mapping[bytes, str], out: Path | None
    ) -> dict[str, Any]:  # fmt: skip
        """Answer a claim."""

    def let_answer(self, who: str) -> dict[str, Any]:
        """Who answers claims from now on."""

    def publish(self, files: Sequence[Path], mappings: Path) -> dict[str, Any]:
        """Publish standards for all centres."""

    def publish_list(self, file: Path) -> dict[str, Any]:
        """Publish a list of trust for all centres."""

    def restored(self) -> dict[str, Any]:
        """The records were put back from a backup."""

    def add_staff(self, name: str, passphrase: str) -> dict[str, Any]:
        """Let somebody sign in on its pages."""

    def staff(self) -> list[dict[str, Any]]:
        """Who may sign in on its pages."""

    def change_staff_passphrase(self, name: str, passphrase: str) -> dict[str, Any]:
        """Give somebody another passphrase."""

    def remove_staff(self, name: str) -> dict[str, Any]:
        """Let somebody sign in no more."""


@dataclass(frozen=True, slots=True)
class Outside:
    """``machine`` is called when records are first needed. ``open_window`` shows the window on a data folder until it
    is closed and returns the exit status; ``try_window`` paints it once. ``report`` writes down an error that nobody
    foresaw and returns the file, None where that cannot be done. ``benches`` are known by their names.
    ``registry`` opens the door to a registry: its folder, its key file, the address of its database."""

    environment: Mapping[str, str]
    resources: Path
    default_data: Path
    machine: Callable[[], "Machine"]
    today: Callable[[], "date"]
    open_window: Callable[[Path], int]
    try_window: Callable[[Path, "Machine"], None]
    report: Callable[[BaseException], Path | None]
    registry: Callable[[Path, Path, str], RegistryOffice]
    benches: Mapping[str, Bench] = field(default_factory=dict)

    def data_folder(self, said: str) -> Path:
        """The folder of the records: what was said, else what the environment says, else the usual one."""
        named = said or self.environment.get("GUILDMARK_DATA", "")
        return Path(named) if named else self.default_data

    @property
    def translations(self) -> Path:
        """The folder of catalogues."""
        return self.resources / "translations"
