# SPDX-License-Identifier: Apache-2.0
"""Where a registry keeps its records: each centre's by themselves, and a book of its own.

The fold of a centre's records is written for a file that holds one centre. What is handed to it here is a connection
that sees one centre, whatever lies beneath: a file of its own, or the rows of one centre in tables that all share.
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from sqlalchemy import Connection

from app.translation import later

BUSY: Final = later("The database is not to be reached or overloaded. Nothing was changed. Try again in a while.")
Answer = TypeVar("Answer")
Deed = Callable[[Connection], Answer]
"""What is done on a connection, in one transaction. It may be done again from the beginning where the database asks for
that, so it must change nothing but the database."""


class Stores(Protocol):
    """The records of the centres. Deeds for one centre follow one another; those for several run side by side.

    All raise StorageTrouble "busy" where the database is overloaded.
    """

    def write(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        """Do this to the records of one centre, wholly or not at all. Raises NoSuchCentre."""

    def read(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        """The answer from one unchanging view of a centre's records. Raises NoSuchCentre."""

    def add(self, centre: bytes) -> None:
        """Make room for the records of a centre; nothing happens where there is room already."""

    def write_book(self, deed: Deed[Answer]) -> Answer:
        """Do this to the registry's own book, wholly or not at all."""

    def read_book(self, deed: Deed[Answer]) -> Answer:
        """The answer from one unchanging view of the registry's own book."""

    def close(self) -> None:
        """Give every connection back."""


class NoSuchCentre(LookupError):
    """The registry keeps no records of this centre."""
