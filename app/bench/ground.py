# SPDX-License-Identifier: Apache-2.0
"""Where benches work: a temporary folder with centres of any size, each made once in a run by the real services."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final
from weakref import finalize

from app.bench.people import learners
from app.bench.sizes import Sizes
from app.domain.learner_fields import clean_details
from app.records.unit_of_work import Work
from app.services.founding import CentreWish, found_centre
from app.services.learners import write_new
from app.services.machine import Machine, this_machine
from app.services.opening import OpenCentre, open_centre
from app.store.folder import DataFolder

ADMIN: Final = "Bora SAMPLE"
PASSPHRASE: Final = "four brown paper boats"
_WISH: Final = CentreWish("Bench Centre SAMPLE", "BENCH", "KH", ADMIN, "Phnom Penh")
_ACT: Final = 10_000
_STEP: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A centre's data folder, with the state folder of the computer that it lies on."""

    path: Path

    @property
    def folder(self) -> DataFolder:
        """The records."""
        return DataFolder(self.path / "data")

    @property
    def machine(self) -> Machine:
        """The computer."""
        return this_machine(self.path / "state")

    @contextmanager
    def opened(self) -> Iterator[OpenCentre]:
        """The open records, closed at the end."""
        centre = open_centre(self.folder, ADMIN, PASSPHRASE, self.machine)
        try:
            yield centre
        finally:
            centre.close()


@dataclass(slots=True, weakref_slot=True)
class Ground:
    """What one run of benches shares; it is removed with the run."""

    sizes: Sizes
    path: Path = field(init=False)
    _centres: dict[int, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.path = Path(mkdtemp(prefix="guildmark-bench-"))
        finalize(self, rmtree, self.path, ignore_errors=True)

    def centre(self, size: int) -> Place:
        """A centre with this many learners, made when it is first asked for."""
        if size not in self._centres:
            place = founded(self.path / f"centre-{size}")
            with place.opened() as centre:
                fill(centre.work, size)
            self._centres[size] = place
        return self._centres[size]


def founded(path: Path) -> Place:
    """A new centre of one administrator and nobody else."""
    place = Place(path)
    (path / "state").mkdir(parents=True)
    found_centre(place.folder, _WISH, PASSPHRASE, "Bench", place.machine)
    return place


def fill(work: Work, size: int) -> None:
    """Write down this many learners, as the import does: in bulk, sealed, chained and indexed."""
    today = work.today()
    coming = (clean_details(one, today) for one in learners(size))
    for start in range(0, size, _ACT):
        with work.act() as act:
            for _ in range(start, min(size, start + _ACT), _STEP):
                write_new(act, list(islice(coming, _STEP)), work.random)
