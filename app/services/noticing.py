# SPDX-License-Identifier: Apache-2.0
"""Noticing at the opening that records were copied, put back or shortened, and saying so in words.

Whatever happened, nothing is refused: the laptop goes on under a new name, so that what is missing can come back later
without a contradiction.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app.records.branches import branches_of
from app.records.unit_of_work import Author, Records
from app.services.laptop import begin_origin, hash_at
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.store.witness import Finding, Position, State, Witness, compare
from app.translation import later, tr, trn

_MARKER: Final = "restored.json"

_COPIED: Final = later(
    "These records were last used in another folder or on another laptop. If they are still used there, "
    "carry the entries from one to the other with a file: nothing is lost on either side."
)
_UNKNOWN: Final = later(
    "This laptop has not seen these records before. If they are still used on another laptop, "
    "carry the entries from one to the other with a file: nothing is lost on either side."
)
_PUT_BACK: Final = later("The records are older than when this laptop last used them: an earlier file was put back.")
_OTHER: Final = later(
    "The records are not the ones that this laptop last used: another file with other entries was put in their place."
)
_RESTORED: Final = later("The records were restored from the backup of {made_at}.")
_SEEN: Final = later("This laptop last saw them on {when}.")
_COME_BACK: Final = later(
    "They come back when you read a file from another laptop of the centre, or restore a newer backup."
)

_WORDS: Final = {
    State.UNKNOWN: _UNKNOWN,
    State.BEHIND: _PUT_BACK,
    State.OTHER_HISTORY: _OTHER,
}


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup that a folder was restored from, before it is first opened."""

    made_at: str


def mark_restored(folder: DataFolder, made_at: str) -> None:
    """Leave word in a restored folder for its first opening. Raises StorageTrouble."""
    with storage_errors():
        write_whole(folder.path / _MARKER, json.dumps({"made_at": made_at}).encode())


def restored(folder: DataFolder) -> Restored | None:
    """The word that was left, if the folder was restored and not opened since; a word that cannot be read is none.

    Then what this computer last saw still tells that the records are not as they were left.
    """
    try:
        return Restored(str(json.loads((folder.path / _MARKER).read_bytes())["made_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def notice(records: Records, author: Author, folder: DataFolder, witness: Witness) -> tuple[str, ...]:
    """Compare the records with what this computer last saw; go on under a new name where it is needed.

    Returns sentences for the person who opens them; none where all is as it was left. Raises StorageTrouble.
    """
    place = records.place
    standing = Position(place.origin, place.seq, place.hash, witness.folder, witness.machine)
    finding = compare(standing, witness.last, lambda origin, seq: records.read(hash_at, origin, seq), witness.others)
    backup = restored(folder)
    parted = bool(records.read(lambda connection: branches_of(connection, [place.origin])))
    if not (finding.needs_new_origin or backup or parted):
        return ()
    begin_origin(records, author, _reason(finding, backup))
    if backup:
        with storage_errors():
            (folder.path / _MARKER).unlink(missing_ok=True)
    return _sentences(finding, backup)


def _reason(finding: Finding, backup: Restored | None) -> str:
    if backup:
        return "restored"
    return "went-back" if finding.state in (State.BEHIND, State.OTHER_HISTORY) else "copied"


def _sentences(finding: Finding, backup: Restored | None) -> tuple[str, ...]:
    first = tr(_RESTORED, made_at=_local(backup.made_at)) if backup else tr(_WORDS.get(finding.state, _COPIED))
    if not finding.last_missing:
        return (first,)
    missing = trn(
        "{n} entry made on this laptop is missing.",
        "{n} entries made on this laptop are missing.",
        finding.last_missing - finding.first_missing + 1,
    )
    seen = tr(_SEEN, when=_moment(finding.last_seen_at))
    return (first, f"{missing} {seen} {tr(_COME_BACK)}")


def _local(iso: str) -> str:
    """The moment in local time; a note that says something else as it is."""
    try:
        return _words(datetime.fromisoformat(iso))
    except ValueError:
        return iso


def _moment(millis: int) -> str:
    return _words(datetime.fromtimestamp(millis / 1000, UTC))


def _words(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
