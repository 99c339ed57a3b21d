# SPDX-License-Identifier: Apache-2.0
"""What the doors of the first start stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.services.machine import Machine
from app.store.folder import DataFolder
from app.ui.background.runner import Runner


@dataclass(frozen=True, slots=True)
class Ground:
    """The empty data folder, the machine, the threads, a proposer of passphrases, the program's own files."""

    folder: DataFolder
    machine: Machine
    runner: Runner
    propose: Callable[[], str]
    resources: Path

    @property
    def sample_folder(self) -> DataFolder:
        """Where the sample centre lies: beside the place of the real one, which stays free."""
        return DataFolder(self.folder.path.with_name(f"{self.folder.path.name}-sample"))
