# SPDX-License-Identifier: Apache-2.0
"""Files that the records name: which are here, which are still to come, and those that go along to another laptop."""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import Connection

from app.domain.refusals import NotFound, StorageTrouble
from app.exchange.carried_files import Load
from app.exchange.key_cover import ClassKeys
from app.records.queries.named_files import named_files
from app.store.evidence_files import FileVault
from app.store.troubles import storage_errors
from app.translation import trn


def missing_files(connection: Connection, vault: FileVault) -> frozenset[str]:
    """The SHA-256 of each file that a record names and that is not here: it comes with the next exchange."""
    return frozenset(name for name in named_files(connection) if not vault.has(name))


def missing_words(count: int) -> str:
    """What is told of files that records name and that are not here."""
    return trn(
        "{n} picture or page that the records name is not here yet; it comes with the next exchange.",
        "{n} pictures or pages that the records name are not here yet; they come with the next exchange.",
        count,
    )


def held_files(connection: Connection, vault: FileVault) -> dict[str, str]:
    """The files that are here and named by a record, each with its class of key."""
    return {name: key_class for name, key_class in named_files(connection).items() if vault.has(name)}


def load_of(vault: FileVault, files: Mapping[str, str], class_keys: ClassKeys) -> Load:
    """These files as they go into a bundle; one that turns out to be damaged is left out, and comes again itself."""

    def read(name: str) -> bytes | None:
        try:
            return vault.get(name)
        except (NotFound, StorageTrouble) as reason:
            if reason.code == "file-damaged":
                with suppress(StorageTrouble):
                    vault.set_aside(name)
            return None

    with storage_errors():
        listed = tuple((name, key_class, vault.size(name)) for name, key_class in files.items())
    return Load(listed, read, class_keys)
