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
    """Note who was erased so far. Raises StorageTrouble."""
    subjects = records.read(erased_subjects)
    if not subjects:
        return
    with storage_errors():
        write_whole(_note(state, records.centre), json.dumps([one.hex() for one in subjects]).encode())


def erase_again(records: Records, state: Path) -> None:
    """Erase in restored records whoever was erased since the backup was made. Raises StorageTrouble."""
    path = _note(state, records.centre)
    if not path.exists():
        return
    with storage_errors():
        subjects = [bytes.fromhex(one) for one in json.loads(path.read_bytes())]
    with records.transaction() as batch:
        receive(batch, Arrival(erased=subjects), records.clock)


def erased_subjects(connection: Connection) -> list[bytes]:
    """The data subjects whose keys were destroyed."""
    return list(connection.execute(select(erased.c.subject).order_by(erased.c.subject)).scalars())


def _note(state: Path, centre: bytes) -> Path:
    return state / f"{centre.hex()}.erased"
