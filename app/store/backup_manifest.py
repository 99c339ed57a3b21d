# SPDX-License-Identifier: Apache-2.0
"""The list of a backup's parts, which anybody may read without a key."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from app.domain.refusals import StorageTrouble
from app.translation import later

MANIFEST = "manifest.json"
_FORMAT = 1

_BROKEN = later(
    "The backup is damaged in the part {part}. Nothing was restored and nothing was changed. Use another backup."
)
_NEWER = later(
    "The backup was made by a newer version of the program. Nothing was changed. "
    "Update the program, then restore again."
)


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """When a backup was made (ISO 8601), facts that anybody may read, and size and SHA-256 of each part."""

    made_at: str
    facts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)


def broken(part: str) -> StorageTrouble:
    """The refusal of a backup that is damaged in this part."""
    return StorageTrouble("broken-backup", _BROKEN, part=part)


def write_manifest(manifest: BackupManifest) -> bytes:
    """The manifest as it lies in the backup, with a sum over itself."""
    document: dict[str, Any] = {
        "format": _FORMAT,
        "made_at": manifest.made_at,
        "facts": manifest.facts,
        "parts": {name: list(part) for name, part in manifest.parts.items()},
    }
    return _canonical({**document, "sum": hashlib.sha256(_canonical(document)).hexdigest()})


def read_manifest(content: bytes) -> BackupManifest:
    """The manifest of these bytes. Raises StorageTrouble "broken-backup", "newer"."""
    try:
        document = json.loads(content)
        if document["format"] > _FORMAT:
            raise StorageTrouble("newer", _NEWER)
        if document.pop("sum") != hashlib.sha256(_canonical(document)).hexdigest():
            raise broken(MANIFEST)
        parts = {name: (int(size), str(digest)) for name, (size, digest) in document["parts"].items()}
        return BackupManifest(document["made_at"], document["facts"], parts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise broken(MANIFEST) from error


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
