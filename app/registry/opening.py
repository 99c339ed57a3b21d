# SPDX-License-Identifier: Apache-2.0
"""Making a registry and opening it: its key file, its book, its database."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from app.domain.names import clean_name
from app.domain.refusals import BadInput, NotFound, RuleBroken, StorageTrouble
from app.records import positions
from app.registry import embedded, identity
from app.registry.accounts import accounts
from app.registry.bringing_up import bring_up, is_up_to_date
from app.registry.embedded import EmbeddedStores
from app.registry.identity import Identity
from app.registry.postgres import PostgresStores
from app.registry.publishing import begin_origin
from app.registry.registry import Registry
from app.registry.stores import Stores
from app.store.durable import write_whole
from app.store.keys import KEY_BYTES
from app.store.troubles import storage_errors
from app.translation import later

_NONE: Final = later("There is no registry in this folder. Nothing was changed. Make one first: registry init.")
_EXISTS: Final = later("There is a registry here already. Nothing was changed.")
_NO_KEY: Final = later("The key file {file} is not there. Without it nobody can open this registry.")
_BAD_KEY: Final = later("The file {file} is not the key file of a registry. Nothing was changed.")
_OLD: Final = later(
    "The database was made for another version of the program. Nothing was changed. "
    "Run “registry init” with the address of the database's owner: it brings the tables up to date."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a registry is: the folder of its files, its key file, and the address of its database (empty: files)."""

    folder: Path
    key_file: Path
    database: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Time (ms since 1970) and randomness."""

    wall: Callable[[], int]
    random: Callable[[int], bytes]


def make_registry(place: Place, name: str, url: str, world: World) -> Identity:
    """Make a new registry with fresh keys; on a database also its tables.

    Raises BadInput, RuleBroken "exists", StorageTrouble.
    """
    named = clean_name(name)
    key = _key_made(place, world.random)
    if place.database:
        bring_up(place.database, world.random)
    elif not embedded.is_there(place.folder):
        embedded.create_book(place.folder, key)
    stores = _stores(place, key, world)
    try:
        if stores.read_book(identity.is_made):
            raise RuleBroken("exists", _EXISTS)
        stores.write_book(lambda connection: identity.create_identity(connection, named, url, key, world.random))
        made = stores.read_book(lambda connection: identity.read_identity(connection, key))
        stores.add(made.reference)
    finally:
        stores.close()
    return made


def bring_up_to_date(place: Place, world: World, told: Callable[[int, int], None]) -> None:
    """Change the tables of an earlier program's database, as its owner. Files are brought up when they are opened."""
    if place.database:
        bring_up(place.database, world.random, told=told)


def open_registry(place: Place, world: World) -> Registry:
    """Open a registry. Raises NotFound "no-registry", "no-key-file", BadInput, StorageTrouble."""
    key = _key(place.key_file)
    if not place.database and not embedded.is_there(place.folder):
        raise NotFound("no-registry", _NONE)
    stores = _stores(place, key, world)
    try:
        if place.database and not stores.read_book(is_up_to_date):
            raise StorageTrouble("older", _OLD)
        if not stores.read_book(identity.is_made):
            raise NotFound("no-registry", _NONE)
        own = stores.read_book(lambda connection: identity.read_identity(connection, key))
    except BaseException:
        stores.close()
        raise
    return Registry(stores, own, key, place.folder, world.wall, world.random)


def number_anew(registry: Registry) -> int:
    """After records were put back from a backup: every numbering gets a new name, so that laptops compare and send
    what is missing. Returns how many streams there are."""
    centres = {one.centre for one in registry.stores.read_book(accounts) if one.centre} | {registry.identity.reference}
    for centre in sorted(centres):
        registry.stores.write(centre, partial(positions.renew, epoch=registry.random(16)))
    registry.stores.write(registry.identity.reference, partial(begin_origin, origin=registry.random(16)))
    return len(centres)


def _stores(place: Place, key: bytes, world: World) -> Stores:
    if place.database:
        return PostgresStores(place.database, world.random)
    return EmbeddedStores(place.folder, key, world.random)


def _key_made(place: Place, random: Callable[[int], bytes]) -> bytes:
    if place.key_file.exists():
        return _key(place.key_file)
    key = random(KEY_BYTES)
    with storage_errors():
        place.key_file.parent.mkdir(0o700, parents=True, exist_ok=True)
        write_whole(place.key_file, key.hex().encode() + b"\n")
        if os.name == "posix":
            place.key_file.chmod(0o600)
    return key


def _key(path: Path) -> bytes:
    if not path.is_file():
        raise NotFound("no-key-file", _NO_KEY, file=path)
    with storage_errors():
        written = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadInput("not-a-key-file", _BAD_KEY, file=path)
    return key
