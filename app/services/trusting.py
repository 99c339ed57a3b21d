# SPDX-License-Identifier: Apache-2.0
"""Trust lists: the centre's own, for whoever verifies without the records, and those of others that a person added."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, select

from app.credentials.roots import RootList, is_root_list, read_root_list
from app.credentials.status_list import Block
from app.credentials.trust import TrustedKey, TrustList, read_trust_list, write_trust_list
from app.credentials.verifying import AnyList
from app.domain.refusals import RuleBroken, StorageTrouble
from app.domain.rights import Command, allowed
from app.journal.clock import COUNTER_BITS
from app.records.journal_tables import operation
from app.records.queries import blocks, policies
from app.records.queries.certificates import withdrawn
from app.records.tables import centre as centre_table
from app.records.tables import certificate, person, person_key
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.translation import later

if TYPE_CHECKING:
    from app.services.opening import OpenCentre

_SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register knows of the centre's documents: numbers that were revoked or replaced, the numbers leased from
    authorities, and the centre's web address."""

    revoked: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    blocks: tuple[Block, ...] = ()
    address: str = ""


def standing_of(connection: Connection) -> Standing:
    """What the register knows of the centre's documents."""
    revoked, replaced = withdrawn(connection)
    return Standing(revoked, replaced, leased_places(connection), policies.policies(connection).address)


def leased_places(connection: Connection) -> tuple[Block, ...]:
    """The numbers that authorities leased to the centre, each block with status lists of its own."""
    leased = (row.block for row in blocks.blocks(connection))
    return tuple(Block(one.prefix, one.first, one.last - one.first + 1, one.width) for one in leased)


def trust_list(connection: Connection, today: str) -> TrustList:
    """Who signs for the centre: people who may issue certificates, and those who did, up to their last one; and which
    documents do not count any more. A key counts from the day on which it was added; or from the first document of its
    person, where that is earlier, since a clock was wrong."""
    standing = standing_of(connection)
    days = func.min(certificate.c.issued_on), func.max(certificate.c.issued_on)
    found = connection.execute(select(certificate.c.actor, *days).group_by(certificate.c.actor))
    issued = {actor: (first, last) for actor, first, last in found}
    keys = []
    query = select(person_key.c.public_key, person_key.c.added_at, person.c.id, person.c.roles, person.c.disabled)
    for row in connection.execute(query.join(person, person.c.id == person_key.c.person).order_by(person_key.c.id)):
        may = allowed(row.roles.split(), Command.ISSUE_CERTIFICATE) and not row.disabled
        if may or row.id in issued:
            added = _day(row.added_at)
            first, last = issued.get(row.id, (added, ""))
            keys.append(TrustedKey(row.public_key, min(added, first), "" if may else last))
    centre = connection.execute(select(centre_table)).one()
    return TrustList(
        issuer_name=centre.name,
        centre_id=centre.id,
        country=centre.country,
        keys=tuple(keys),
        list_date=today,
        revoked=standing.revoked,
        replaced=standing.replaced,
        edition=(connection.execute(select(func.max(operation.c.at))).scalar() or 0) >> COUNTER_BITS,
        address=standing.address,
        blocks=standing.blocks,
    )


def write_trust(folder: DataFolder, trust: TrustList, private: bytes) -> bool:
    """Put the list, signed by one of its own keys, into the data folder. Returns whether this key is one of them.

    Raises StorageTrouble.
    """
    key = Ed25519PrivateKey.from_private_bytes(private)
    if key.public_key().public_bytes_raw() not in trust.signers():
        return False
    content = write_trust_list(trust, key)
    with storage_errors():
        if not folder.trust.exists() or folder.trust.read_bytes() != content:
            write_whole(folder.trust, content)
    return True


def read_list(data: bytes) -> AnyList:
    """The list in a file, of a centre or of a root. Raises BadInput when it is none, or was altered."""
    return read_root_list(data) if is_root_list(data) else read_trust_list(data)


def lists_in(folder: DataFolder) -> tuple[AnyList, ...]:
    """The centre's own list, where there is one, and those that were added. Raises BadInput, StorageTrouble."""
    return tuple(read_list(data) for data in files_in(folder))


def lists_now(centre: "OpenCentre") -> tuple[AnyList, ...]:
    """As ``lists_in``, with the centre's own list as its records stand now: also what came by a stick a moment ago, on
    the laptop of somebody who signs no lists. Raises BadInput, StorageTrouble."""
    kept = lists_in(centre.folder)
    now = centre.work.read(trust_list, centre.work.today().isoformat())
    before = next((one for one in kept if isinstance(one, TrustList) and one.centre_id == now.centre_id), now)
    others = [one for one in kept if one is not before]
    return (replace(now, signed_by=before.signed_by), *others)


def files_in(folder: DataFolder, own: bool = True) -> tuple[bytes, ...]:
    """The same lists as files, with the centre's ``own`` or without."""
    with storage_errors():
        added = sorted(folder.added_trust.glob(f"*{_SUFFIX}")) if folder.added_trust.is_dir() else []
        return tuple(path.read_bytes() for path in (*((folder.trust,) if own else ()), *added) if path.is_file())


def add_list(folder: DataFolder, data: bytes, today: date) -> AnyList:
    """Believe this list from now on: that of a root, or of a centre.

    The person who adds it answers for where it comes from, once: afterwards only a newer one takes its place, and only
    one that the same root signed, or a key of the list that is there or that a root names. Raises BadInput for a file
    that is no list, RuleBroken "older-list", "another-key", "list-of-the-future", "own-list", StorageTrouble.
    """
    new = read_list(data)
    if date.fromisoformat(new.list_date) > today + timedelta(days=1):
        sentence = later("The list of {issuer} is dated {date}, which is still to come. It was not added.")
        raise RuleBroken("list-of-the-future", sentence, issuer=_name(new), date=new.list_date)
    held = lists_in(folder)
    if isinstance(new, RootList):
        _require_newer(new, [one for one in held if isinstance(one, RootList) and one.key == new.key])
        _keep(folder, f"root-{new.key.hex()}", data)
        return new
    _require_same_centre(folder, new, held)
    _keep(folder, f"centre-{new.centre_id.hex()}", data)
    return new


def _require_same_centre(folder: DataFolder, new: TrustList, held: Sequence[AnyList]) -> None:
    before = [one for one in held if isinstance(one, TrustList) and one.centre_id == new.centre_id]
    if before and not _path(folder, f"centre-{new.centre_id.hex()}").exists():
        raise RuleBroken("own-list", later("This is this centre's own list. It is kept up to date by itself."))
    grants = [grant for one in held if isinstance(one, RootList) for grant in one.grants_of(new.centre_id)]
    named = {grant.centre_key for grant in grants if grant.covers(new.list_date)}
    allowed_keys = named if grants else {key for one in before for key in one.signers()}
    if (grants or before) and new.signed_by not in allowed_keys:
        sentence = later(
            "The list of {issuer} is signed by a key that is not known as that centre's. It was not added, and "
            "what was there is kept. Ask the centre, by another way than the file came, whether it is theirs."
        )
        raise RuleBroken("another-key", sentence, issuer=new.issuer_name)
    _require_newer(new, before)


def _require_newer(new: AnyList, before: Sequence[AnyList]) -> None:
    for old in before:
        if (new.list_date, new.edition) < (old.list_date, old.edition):
            sentence = later("The list of {issuer} of {old} is here already. The older one of {new} was not added.")
            raise RuleBroken("older-list", sentence, issuer=_name(new), old=old.list_date, new=new.list_date)


def _keep(folder: DataFolder, name: str, data: bytes) -> None:
    with storage_errors():
        folder.added_trust.mkdir(parents=True, exist_ok=True)
        write_whole(_path(folder, name), data)


def _path(folder: DataFolder, name: str) -> Path:
    return folder.added_trust / f"{name}{_SUFFIX}"


def _name(entry: AnyList) -> str:
    return entry.name if isinstance(entry, RootList) else entry.issuer_name


def renew_trust(centre: "OpenCentre") -> None:
    """Put a fresh list into the data folder, after a document was revoked or replaced. Where the disk is full that is
    done at the next opening."""
    with suppress(StorageTrouble):
        write_trust(centre.folder, centre.work.read(trust_list, centre.work.today().isoformat()), centre.private)


def _day(stamp: int) -> str:
    return datetime.fromtimestamp((stamp >> COUNTER_BITS) / 1000).astimezone().date().isoformat()
