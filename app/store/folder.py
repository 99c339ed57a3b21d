# SPDX-License-Identifier: Apache-2.0
"""The data folder: the names of everything in it."""

from dataclasses import dataclass
from pathlib import Path

BACKUP_SUFFIX = ".guildmark-backup"
"""How the names of backups end."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One centre's records on one laptop. A registry keeps several files in a folder, each under a ``name``."""

    path: Path
    name: str = "centre"

    @property
    def database(self) -> Path:
        """The encrypted records."""
        return self.path / f"{self.name}.db"

    @property
    def next_database(self) -> Path:
        """A copy under work, never used before it is finished and checked."""
        return self.path / f"{self.name}.db.next"

    @property
    def people(self) -> Path:
        """Who may open the records: the wrapped keys."""
        return self.path / "people.json"

    @property
    def files(self) -> Path:
        """Evidence files, encrypted."""
        return self.path / "files"

    @property
    def arriving(self) -> Path:
        """Files that have come in part, closed as they travel."""
        return self.path / "arriving"

    @property
    def backups(self) -> Path:
        """Backups that the program makes by itself."""
        return self.path / "backups"

    @property
    def trust(self) -> Path:
        """Whose certificates are believed."""
        return self.path / "trust.json"

    @property
    def added_trust(self) -> Path:
        """Trust lists of other centres and of roots, that people added."""
        return self.path / "trust"

    @property
    def mappings(self) -> Path:
        """What people said about the columns of workbooks that others make."""
        return self.path / "mappings"

    @property
    def lock(self) -> Path:
        """Held by the one program that has the records open."""
        return self.path / "lock"
