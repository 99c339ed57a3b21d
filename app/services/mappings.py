# SPDX-License-Identifier: Apache-2.0
"""What a person said once about the workbooks of a source, kept in the data folder as files that others can use."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.refusals import BadInput, StorageTrouble
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.translation import later

if TYPE_CHECKING:
    from app.spreadsheets.cohort_mapping import CohortMapping


def kept_mappings(folder: DataFolder) -> tuple["CohortMapping", ...]:
    """The mappings of this laptop, the one kept last first; a file that is none is passed over."""
    from app.spreadsheets.cohort_mapping import SUFFIX, read_mapping

    found = []
    for path in sorted(folder.mappings.glob(f"*{SUFFIX}"), key=lambda one: -one.stat().st_mtime_ns):
        with suppress(BadInput, StorageTrouble):
            found.append(read_mapping(path))
    return tuple(found)


def keep_mapping(folder: DataFolder, mapping: "CohortMapping") -> None:
    """Keep a mapping; one for the same columns is replaced. Raises StorageTrouble."""
    from app.spreadsheets.cohort_mapping import SUFFIX

    titles = "\n".join(sorted(title for title, _ in mapping.columns))
    name = hashlib.sha256(titles.encode()).hexdigest()[:16]
    save_mapping(folder.mappings / f"{name}{SUFFIX}", mapping)


def save_mapping(path: Path, mapping: "CohortMapping") -> None:
    """Write a mapping as a file, for another centre. Raises StorageTrouble."""
    from app.spreadsheets.cohort_mapping import write_mapping

    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, write_mapping(mapping))
    except OSError as error:
        sentence = later("{file} cannot be written: {why}. Close it in other programs and try again.")
        raise StorageTrouble("cannot-write", sentence, file=path.name, why=error.strerror or "?") from None
