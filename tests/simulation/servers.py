# SPDX-License-Identifier: Apache-2.0
"""Registries in the simulator's hands: the program's own, over files that can be kept, put back and cut off."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.exchange.answering import Covers
from app.exchange.class_keys import read_class_keys
from app.exchange.direct import Carry, DirectPeer, Store
from app.exchange.protocol import PushAnswer, push_fields, read_push
from app.exchange.troubles import NotAdmitted
from app.exchange.wire import Parcel, lines, read_lines
from app.records import positions
from app.records.fold.batch import Batch
from app.registry.book import BOOK
from app.registry.countersigning import countersign
from app.registry.devices import NotAdmitted as NotKnown
from app.registry.devices import device_key
from app.registry.identity import Identity
from app.registry.registry import Registry
from app.registry.stores import Answer, Deed, NoSuchCentre
from app.registry.taking import take
from tests.simulation.files import RecordsFile, in_memory

_BOOK = b"book"
NewFile = Callable[[], RecordsFile]


class FileStores:
    """The records of centres, and the registry's book, each in a file of the simulator's."""

    def __init__(self, new_file: NewFile, files: dict[bytes, RecordsFile] | None = None) -> None:
        self._new_file = new_file
        self.files = files or {}
        if not files:
            self.files[_BOOK] = new_file()
            with self.files[_BOOK].writer.begin() as connection:
                BOOK.create_all(connection)

    def write(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        with self.of(centre).writer.begin() as connection:
            return deed(connection)

    def read(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        with self.of(centre).reader.connect() as connection:
            return deed(connection)

    def add(self, centre: bytes) -> None:
        if centre not in self.files:
            self.files[centre] = self._new_file()
            with self.files[centre].writer.begin() as connection:
                positions.begin(connection, centre, centre)

    def write_book(self, deed: Deed[Answer]) -> Answer:
        return self.write(_BOOK, deed)

    def read_book(self, deed: Deed[Answer]) -> Answer:
        return self.read(_BOOK, deed)

    def close(self) -> None:
        for file in self.files.values():
            file.close()

    def of(self, centre: bytes) -> RecordsFile:
        if centre not in self.files:
            raise NoSuchCentre(centre.hex())
        return self.files[centre]

    def copied(self) -> "FileStores":
        return FileStores(self._new_file, {name: file.copied() for name, file in self.files.items()})


@dataclass(frozen=True, slots=True)
class Server:
    """A registry that answers laptops of one centre."""

    registry: Registry
    stores: FileStores
    centre: bytes

    @property
    def name(self) -> str:
        return self.registry.identity.name

    @property
    def file(self) -> RecordsFile:
        """The records of the centre."""
        return self.stores.of(self.centre)

    def copied(self, wall: Callable[[], int], chance: random.Random) -> "Server":
        return self.with_stores(self.stores.copied(), wall, chance)

    def with_stores(self, stores: FileStores, wall: Callable[[], int], chance: random.Random) -> "Server":
        registry = replace(self.registry, stores=stores, wall=wall, random=chance.randbytes)
        return Server(registry, stores, self.centre)

    def number_anew(self) -> None:
        """What staff do after records were put back."""
        self.stores.write(self.centre, partial(positions.renew, epoch=self.registry.random(16)))

    def countersign(self) -> None:
        countersign(self.registry, self.centre)

    def peer(self, device: bytes, carry: Carry, times: Callable[[], int] = lambda: 1) -> "RegistryPeer":
        return RegistryPeer(self, device, carry, times)

    def late(self, device: bytes, parcel: Parcel) -> None:
        """A request of long ago arrives."""
        if self.answers(device):
            take(self.registry, self.centre, device, read_lines(lines(parcel)))

    def answers(self, device: bytes) -> bool:
        """Whether this laptop may ask."""
        try:
            return bool(device_key(self.registry, self.centre, device))
        except NotKnown:
            return False

    def store(self, device: bytes) -> Store:
        @contextmanager
        def transaction() -> Iterator[Batch]:
            if not self.answers(device):
                raise NotAdmitted
            with self.file.writer.begin() as connection:
                yield Batch(connection, self.centre)

        def covers(batch: Batch) -> Covers:
            return Covers(read_class_keys(batch.connection), self.registry.random)

        own = self.registry.identity
        return Store(own.name, transaction, covers, self.registry.clock(), self.registry.random, own.sign, own.box)


class RegistryPeer(DirectPeer):
    """The registry as one laptop sees it. ``times`` says how often a batch arrives that was sent once; ``sent`` are the
    batches that were sent."""

    def __init__(self, server: Server, device: bytes, carry: Carry, times: Callable[[], int]) -> None:
        super().__init__(server.store(device), carry)
        self._server = server
        self._device = device
        self._times = times
        self.sent: list[Parcel] = []

    def push(self, parcel: Parcel) -> PushAnswer:
        self.sent.append(parcel)
        came = self._given(parcel)
        if not self._server.answers(self._device):
            raise NotAdmitted
        answer = self._taken(came)
        for _ in range(self._times() - 1):
            answer = self._taken(came)
        return self._message(answer, push_fields, read_push)

    def _taken(self, came: Parcel) -> PushAnswer:
        try:
            return take(self._server.registry, self._server.centre, self._device, came)
        except NotKnown as error:
            raise NotAdmitted from error


def new_server(
    name: str, centre: bytes, chance: random.Random, wall: Callable[[], int], new_file: NewFile = in_memory
) -> Server:
    """A registry with keys of its own that serves no laptop yet."""
    identity = Identity(f"Registry {name} SAMPLE", "", chance.randbytes(32), chance.randbytes(32))
    stores = FileStores(new_file)
    key = chance.randbytes(32)
    return Server(Registry(stores, identity, key, Path("no files"), wall, chance.randbytes), stores, centre)
