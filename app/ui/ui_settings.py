# SPDX-License-Identifier: Apache-2.0
"""How one person likes the window: a small file in the state folder, never among the records."""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from app.translation import LANGUAGES
from app.ui.theme.tokens import FONT_SCALES, Density, Mode

_BEFORE = "window-e3b0c44298fc1c14.json"
"""The file of nobody yet, by the hash of an empty name; hashing is slow to load, and the first page needs this file."""


@dataclass(frozen=True, slots=True)
class UiSettings:
    """Look, language and the last place. ``places`` holds, by page, where on it the person was (such as a cell),
    ``tables``, by list, its views as ``tables.views`` writes them."""

    theme: Mode = Mode.SYSTEM
    scale: int = 100
    density: Density = Density.COMFORTABLE
    language: str = "en"
    page: str = ""
    places: dict[str, str] = field(default_factory=dict)
    tables: dict[str, object] = field(default_factory=dict)


def load_settings(folder: Path, user: str = "") -> UiSettings:
    """This user's settings ("" before anyone signed in); what is missing or unusable takes its default."""
    try:
        found = json.loads(_file(folder, user).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return UiSettings()
    if not isinstance(found, dict):
        return UiSettings()
    usable = {name: value for name, read in _READERS.items() if (value := read(found.get(name))) is not None}
    return UiSettings(**usable)


def save_settings(folder: Path, settings: UiSettings, user: str = "") -> bool:
    """Write them; False when the folder cannot be written, which must never stop anyone's work."""
    path = _file(folder, user)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())  # the place must be found again after a power cut
        fresh.replace(path)
    except OSError:
        return False
    return True


def _file(folder: Path, user: str) -> Path:
    """Names may hold anything, so the file is named by a hash of the user's."""
    if not user:
        return folder / _BEFORE
    from hashlib import sha256

    return folder / f"window-{sha256(user.encode()).hexdigest()[:16]}.json"


def _places(value: object) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    return {str(page): place for page, place in value.items() if isinstance(place, str)}


_READERS: dict[str, Any] = {
    "theme": lambda value: Mode(value) if value in list(Mode) else None,
    "scale": lambda value: value if value in FONT_SCALES else None,
    "density": lambda value: Density(value) if value in list(Density) else None,
    "language": lambda value: value if isinstance(value, str) and value in LANGUAGES else None,
    "page": lambda value: value if isinstance(value, str) else None,
    "places": _places,
    "tables": lambda value: value if isinstance(value, dict) else None,
}
assert set(_READERS) == {each.name for each in fields(UiSettings)}
