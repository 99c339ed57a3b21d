# SPDX-License-Identifier: Apache-2.0
"""The centres whose records lie on this computer, each in a folder of its own, and the one that was open last.

Only names and folders are kept, in a small file in the state folder; keys and people stay with each centre.
"""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.services.entrance import is_there
from app.store.folder import DataFolder

_FILE: Final = "centres.json"
_LONGEST: Final = 50
_NUMBER: Final = re.compile(r"-(?:sample|\d+)$")


@dataclass(frozen=True, slots=True)
class KnownCentre:
    """What a centre is called, and where its records lie."""

    name: str
    folder: DataFolder


def known_centres(state: Path) -> tuple[KnownCentre, ...]:
    """The centres whose records are still there, the one that was open last first."""
    try:
        found = json.loads((state / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    rows = found if isinstance(found, list) else []
    named = [(one.get("name"), one.get("folder")) for one in rows if isinstance(one, dict)]
    centres = (KnownCentre(name, DataFolder(Path(folder))) for name, folder in named if name and folder)
    return tuple(one for one in centres if is_there(one.folder))


def note_centre(state: Path, centre: KnownCentre) -> bool:
    """This one was open last. False where it cannot be noted, which must never stop anyone's work."""
    others = [one for one in known_centres(state) if one.folder.path != centre.folder.path]
    rows = [{"name": one.name, "folder": str(one.folder.path)} for one in (centre, *others)][:_LONGEST]
    try:
        state.mkdir(parents=True, exist_ok=True)
        fresh = (state / _FILE).with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(state / _FILE)
    except OSError:
        return False
    return True


def last_folder(state: Path, usual: Path) -> Path:
    """The folder of the centre that was open last; the usual one where none is known."""
    centres = known_centres(state)
    return centres[0].folder.path if centres else usual


def free_folder(beside: DataFolder) -> DataFolder:
    """An empty place for one more centre's records, beside those of another."""
    stem = _NUMBER.sub("", beside.path.name)
    number = 2
    while (place := beside.path.with_name(f"{stem}-{number}")).exists():
        number += 1
    return DataFolder(place)


def titles(centres: Sequence[KnownCentre]) -> list[str]:
    """What tells them apart: the name, and the folder too where two have one name."""
    names = [one.name for one in centres]
    return [f"{one.name} ({one.folder.path.name})" if names.count(one.name) > 1 else one.name for one in centres]
