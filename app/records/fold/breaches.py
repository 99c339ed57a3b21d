# SPDX-License-Identifier: Apache-2.0
"""Facts from elsewhere that break a rule: a role that was never held, a signature that is not the person's.

They are kept and flagged. What gives trust (a person, their key, a laptop), and an erasure,
has no effect while it is flagged.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select

from app.domain.rights import KINDS as COMMANDS
from app.domain.rights import Command, Role, allowed
from app.journal.kinds import KINDS, REFERENCE
from app.journal.operation import Operation, OpId
from app.journal.signing import signed_by
from app.records import log, rows
from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal
from app.records.tables import breach, person_key

RIGHTS: Final = "rights"
SIGNATURE: Final = "signature"
TRUSTED: Final = frozenset(
    {
        "person.added", "person.set", "person.key_added", "device.admitted", "device.revoked", "registry.joined",
        "subject.erased", "trust.published",
    }
)  # fmt: skip
"""Kinds that give trust, or that cannot be taken back."""
BEARING_ON_TRUST: Final = frozenset({"centre.founded", "person.added", "person.set", "person.key_added"})
"""Kinds after which flags are looked at again, even where such an operation itself still waits."""


def flag(batch: Batch, operations: Sequence[Operation]) -> None:
    """Note which of these break a rule, as far as can be known now; ``recheck`` does so when more is known."""
    if not operations:
        return
    roles = roles_ever_held(batch)
    keys = _keys_of(batch, {one.actor for one in operations if KINDS[one.kind].signed})
    found = [(one, _reason(batch, one, roles, keys)) for one in operations]
    broken = [(one, reason) for one, reason in found if reason]
    batch.broken = {one.id for one, _ in broken if one.kind in TRUSTED}
    columns = ("origin", "seq", "about", "actor", "reason")
    written = [(one.origin, one.seq, one.about, one.actor, reason) for one, reason in broken]
    batch.insert(breach, columns, written, ignore=True)
    batch.touched.add("breach", {one.about for one, _ in broken})


def recheck(batch: Batch) -> None:
    """Look again at what is flagged, now that more is known of people, their roles and their keys."""
    query = select(breach.c.origin, breach.c.seq)
    flagged = log.by_id(batch.connection, [OpId(*row) for row in batch.connection.execute(query)])
    if not flagged:
        return
    roles = roles_ever_held(batch)
    keys = _keys_of(batch, {one.actor for one in flagged.values()})
    for one in flagged.values():
        if not _reason(batch, one, roles, keys):
            place = (breach.c.origin == one.origin, breach.c.seq == one.seq)
            batch.connection.execute(delete(breach).where(*place))
            batch.touched.add("breach", [one.about])
            if one.kind in TRUSTED:
                batch.again.add(one.about)


def roles_ever_held(batch: Batch) -> dict[bytes, set[str]]:
    """The roles that each person was ever given by an administrator, beginning with the founder.

    Giving a role needs the role of an administrator, so the answer grows from the founding until nothing is added.
    """
    kinds = journal.c.kind.in_(("centre.founded", "person.added", "person.set"))
    founder, grants = b"", []
    for one in log.where(batch.connection, kinds):
        if one.kind == "centre.founded":
            founder = one.actor
        elif "roles" in one.body:
            grants.append((one.actor, one.about, set(str(one.body["roles"]).split())))
    held: dict[bytes, set[str]] = defaultdict(set)
    if founder:
        held[founder].add(Role.ADMINISTRATOR.value)
    size = -1
    while size != (size := sum(map(len, held.values()))):
        for actor, about, roles in grants:
            if allowed(held[actor], Command.ADD_PERSON):
                held[about] |= roles
    return held


def _reason(batch: Batch, one: Operation, roles: dict[bytes, set[str]], keys: dict[bytes, list[bytes]]) -> str:
    if one.kind in REFERENCE and (one.stream != batch.centre or not roles):
        return ""  # only a registry's own word lets it in, and where it publishes nobody has a role
    if one.kind == "trust.published":
        return RIGHTS
    if KINDS[one.kind].signed and not any(signed_by(one, key) for key in keys.get(one.actor, ())):
        return SIGNATURE
    held = roles.get(one.actor, set())
    if one.kind == "person.key_added":
        return "" if one.actor == one.about or allowed(held, Command.RESET_PASSPHRASE) else RIGHTS
    return "" if one.kind not in COMMANDS or allowed(held, COMMANDS[one.kind]) else RIGHTS


def _keys_of(batch: Batch, people: set[bytes]) -> dict[bytes, list[bytes]]:
    """Every key of a person, also those of laptops that were revoked since: what they signed stays signed."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for chunk in rows.chunks(sorted(people)):
        query = select(person_key.c.person, person_key.c.public_key).where(person_key.c.person.in_(chunk))
        for person, key in batch.connection.execute(query):
            found[person].append(key)
    return found
