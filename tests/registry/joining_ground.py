# SPDX-License-Identifier: Apache-2.0
"""A centre that shares its records with a registry on this computer, and new laptops that join it. All names are
invented (SAMPLE)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import httpx

from app.records.refolding import table_digests
from app.registry.limits import Rate
from app.services.admitting_through_registry import (
    Admitted,
    Asking,
    admit_through_registry,
    asking_with,
    new_join_code,
    waiting,
)
from app.services.enrolling import enrol
from app.services.joining_through_registry import (
    Asked,
    Way,
    ask_through_registry,
    join_through_registry,
    wait_for_answer,
)
from app.services.new_laptop import Joined
from app.services.opening import OpenCentre
from app.services.partners import exchange, registry_peers
from app.services.people import add_person
from app.services.upkeep import check
from tests.registry.loopback import Line, listening
from tests.registry.registry_samples import Server, a_registry
from tests.services.centre_samples import (
    ADMIN,
    PASSPHRASE,
    Computer,
    computer,
    enter_learner,
    founded,
    opened,
)

BOLOT, DARA, LINH = "Bolot SAMPLE", "Dara SAMPLE", "Linh SAMPLE"
NEW = "seven green frogs"
DAY_MS = 24 * 3600 * 1000


@dataclass
class Town:
    """A centre's office that shares its records with a registry, and computers of its own and of strangers."""

    path: Path
    server: Server
    url: str
    office: Computer
    client: httpx.Client
    closing: ExitStack

    @contextmanager
    def at_the_office(self, who: str = ADMIN, passphrase: str = PASSPHRASE) -> Iterator[OpenCentre]:
        with opened(self.office, who, passphrase) as centre:
            yield centre

    def code(self) -> str:
        with self.at_the_office() as centre:
            (peer,) = registry_peers(centre, self.client)
            return new_join_code(centre, peer).code

    def ask(self, at: Computer, code: str, line: Line | None = None) -> Asked:
        client = self.closing.enter_context(httpx.Client(transport=line)) if line else self.client
        return ask_through_registry(at.folder, "Workshop", Way(client, self.url, code), at.machine)

    def waiting(self, device: bytes) -> tuple[Asking, ...]:
        """How the office sees this laptop."""
        with self.at_the_office() as centre:
            found = waiting(centre, *registry_peers(centre, self.client))
        return tuple(one for one in found if one.device == device)

    def admit(self, words: str) -> Admitted:
        with self.at_the_office() as centre:
            (peer,) = registry_peers(centre, self.client)
            return admit_through_registry(centre, peer, asking_with(waiting(centre, peer), words))

    def exchange(self, at: Computer, then: Callable[[OpenCentre], object] = lambda centre: None) -> None:
        with opened(at) as centre:
            then(centre)
            for done in exchange(centre, self.client).values():
                assert not done.troubles


@contextmanager
def town_of(server: Server, path: Path) -> Iterator[Town]:
    office = computer(path)
    founded(office)
    with ExitStack() as closing:
        url = closing.enter_context(listening(server.client.app))
        client = closing.enter_context(httpx.Client(trust_env=False))
        with opened(office) as centre:
            add_person(centre, BOLOT, ["assessor"], "four grey geese")
            enter_learner(centre, DARA)
            server.clock.now = centre.machine.wall()
            enrol(centre, client, url, server.code())
        town = Town(path, server, url, office, client, closing)
        town.exchange(office)
        yield town


@contextmanager
def a_town(path: Path) -> Iterator[Town]:
    """An office and a registry in files, in which new laptops may ask as often as they like."""
    server = a_registry(path / "registry")
    server.client.app.state.joining_rate = Rate(1e9, 1e9, lambda: 0.0)
    with town_of(server, path) as made:
        yield made
    server.close()


def newcomer(town: Town, name: str = "workshop") -> Computer:
    """A new computer, with keys that no other test's has."""
    made = computer(town.path, name)
    made.seed = crc32(str(made.path).encode())
    return made


def no_pause(seconds: float) -> None:
    """Nobody waits in a test."""


def ends_after(count: int) -> Callable[[float], None]:
    """The program is ended at the so-manieth pause."""
    left = iter(range(count))

    def pause(seconds: float) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    return pause


def come_in(asked: Asked, at: Computer) -> Joined:
    """The laptop that was admitted takes everything."""
    welcome = wait_for_answer(asked, at.machine, ends_after(3))
    return join_through_registry(asked, welcome, at.machine, pause=no_pause)


def joined(town: Town, name: str = "workshop", line: Line | None = None) -> tuple[Computer, Admitted]:
    """A laptop that joined."""
    at = newcomer(town, name)
    asked = town.ask(at, town.code(), line)
    admitted = town.admit(asked.words)
    come_in(asked, at)
    return at, admitted


def digests(at: Computer) -> dict[str, str]:
    with opened(at) as centre:
        assert check(centre) == ()
        return centre.work.read(table_digests)
