# SPDX-License-Identifier: Apache-2.0
"""Who was erased, noted outside the records: a backup of before is put back without them.

The note holds random ids, nothing that names anybody.
"""

import json
from pathlib import Path

from sqlalchemy import Connection, select

from app.records.journal_tables import erased
from app.records.receiving import Arrival, receive
from app.records.unit_of_work import Records
from app.store.durable import write_whole
from app.store.troubles import storage_errors


def note_erasures(records: Records, state: Path) -> None:
    """Note who was erased so far, besides those who are noted already. Raises StorageTrouble."""
    noted = _noted(records, state)
    subjects = noted | set(records.read(erased_subjects))
    if subjects == noted:
        return
    with storage_errors():
        write_whole(_note(state, records.centre), json.dumps([one.hex() for one in sorted(subjects)]).encode())


def erase_again(records: Records, state: Path) -> None:
    """Erase whoever was erased on this computer and is in the records again: a file of before was put back.

    Raises StorageTrouble.
    """
    back = _noted(records, state) - set(records.read(erased_subjects))
    if back:
        with records.transaction() as batch:
            receive(batch, Arrival(erased=sorted(back)), records.clock)


def erased_subjects(connection: Connection) -> list[bytes]:
    """The data subjects whose keys were destroyed."""
    return list(connection.execute(select(erased.c.subject).order_by(erased.c.subject)).scalars())


def _noted(records: Records, state: Path) -> set[bytes]:
    """Who is noted; nobody where the note cannot be understood: it must keep nobody out."""
    path = _note(state, records.centre)
    with storage_errors():
        content = path.read_bytes() if path.exists() else b"[]"
    try:
        return {bytes.fromhex(one) for one in json.loads(content)}
    except (ValueError, TypeError):
        return set()


def _note(state: Path, centre: bytes) -> Path:
    return state / f"{centre.hex()}.erased"
