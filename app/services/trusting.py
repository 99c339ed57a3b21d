# SPDX-License-Identifier: Apache-2.0
"""The centre's trust list: whose signature a certificate of the centre may carry, for verifying without the records."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, select

from app.credentials.trust import TrustedKey, TrustList, write_trust_list
from app.domain.refusals import StorageTrouble
from app.domain.rights import Command, allowed
from app.journal.clock import COUNTER_BITS
from app.records.queries.certificates import withdrawn
from app.records.tables import centre as centre_table
from app.records.tables import certificate, person, person_key
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors

if TYPE_CHECKING:
    from app.services.opening import OpenCentre


def trust_list(connection: Connection, today: str) -> TrustList:
    """Who signs for the centre: people who may issue certificates, and those who did, up to their last one."""
    issued = select(certificate.c.actor, func.max(certificate.c.issued_on)).group_by(certificate.c.actor)
    last_issued = dict(connection.execute(issued).all())
    keys = []
    query = select(person_key.c.public_key, person_key.c.added_at, person.c.id, person.c.roles, person.c.disabled)
    for row in connection.execute(query.join(person, person.c.id == person_key.c.person).order_by(person_key.c.id)):
        may = allowed(row.roles.split(), Command.ISSUE_CERTIFICATE) and not row.disabled
        if may or row.id in last_issued:
            keys.append(TrustedKey(row.public_key, _day(row.added_at), "" if may else last_issued[row.id]))
    centre = connection.execute(select(centre_table)).one()
    revoked, replaced = withdrawn(connection)
    return TrustList(centre.name, centre.id, centre.country, tuple(keys), today, revoked, replaced)


def write_trust(folder: DataFolder, trust: TrustList, private: bytes) -> bool:
    """Put the list, signed by one of its own keys, into the data folder. Returns whether this key is one of them.

    Raises StorageTrouble.
    """
    key = Ed25519PrivateKey.from_private_bytes(private)
    if key.public_key().public_bytes_raw() not in {one.public_key for one in trust.keys}:
        return False
    content = write_trust_list(trust, key)
    with storage_errors():
        if not folder.trust.exists() or folder.trust.read_bytes() != content:
            write_whole(folder.trust, content)
    return True


def renew_trust(centre: "OpenCentre") -> None:
    """Put a fresh list into the data folder, after a document was revoked or replaced. Where the disk is full that is
    done at the next opening."""
    with suppress(StorageTrouble):
        write_trust(centre.folder, centre.work.read(trust_list, centre.work.today().isoformat()), centre.private)


def _day(stamp: int) -> str:
    return datetime.fromtimestamp((stamp >> COUNTER_BITS) / 1000).astimezone().date().isoformat()
