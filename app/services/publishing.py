# SPDX-License-Identifier: Apache-2.0
"""Handing on what others check documents with: the centre's trust list, its status lists one by one, and the list by
which it stands for other centres."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.credentials.roots import Grant, RootList, read_root_list, write_root_list
from app.credentials.signed_file import day_in
from app.credentials.trust import TrustList, read_trust_list, status_tokens
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.rights import Command
from app.records.queries import certificates
from app.records.queries.people import centre as centre_row
from app.services.opening import OpenCentre
from app.services.trusting import trust_list
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.translation import later

_NO_LIST: Final = later("There is no trust list in this folder yet. It is written when an administrator signs in.")
_OTHER_ROOT: Final = later(
    "The list in {file} is signed by somebody else. Only the person who wrote it can change it; name another file to "
    "begin a new one. Nothing was written."
)
_NO_DAY: Final = later("“{day}” is no day. Write it as 2026-09-30.")
_NOT_A_PART: Final = ("", ".", "..")


@dataclass(frozen=True, slots=True)
class RootWish:
    """For which centres to stand (their trust lists as files), on which days (ISO; the first empty for that of their
    oldest key, the last for none), and for which qualifications (``X*`` for all that begin so; none for any)."""

    lists: Sequence[Path]
    valid_from: str = ""
    valid_until: str = ""
    scope: Sequence[str] = ()


def write_trust_to(folder: DataFolder, path: Path) -> TrustList:
    """Write the centre's trust list there, as it stands in the data folder; returns it.

    Raises NotFound "no-trust-list", BadInput where it was altered, StorageTrouble.
    """
    with storage_errors():
        if not folder.trust.is_file():
            raise NotFound("no-trust-list", _NO_LIST)
        content = folder.trust.read_bytes()
        found = read_trust_list(content)
        write_whole(path, content)
    return found


def write_status_lists(centre: OpenCentre, folder: Path) -> tuple[Path, ...]:
    """Write the centre's status lists, signed as of today, as files that a web server can hand out as they are:
    ``folder`` is what stands under ``/status`` of the centre's web address. Also lists with no bit set are there, since
    credentials name them.

    Raises NotAllowed, StorageTrouble.
    """
    work = centre.work
    work.allow(Command.ISSUE_CERTIFICATE)
    key = Ed25519PrivateKey.from_private_bytes(centre.private)

    def ask(connection: Connection) -> tuple[TrustList, frozenset[str]]:
        return trust_list(connection, work.today().isoformat()), certificates.all_numbers(connection)

    trust, issued = work.read(ask)
    written = []
    with storage_errors():
        for name, token in status_tokens(trust, key, issued).items():
            # The first number of a leased block is part of the name, and an authority may write it in any way.
            parts = [part for part in name.split("/") if part not in _NOT_A_PART]
            path = folder.joinpath(trust.centre_id.hex(), *parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, token.encode())
            written.append(path)
    return tuple(written)


def stand_for(centre: OpenCentre, path: Path, wish: RootWish) -> RootList:
    """Write the list by which this centre stands for others as their root, signed by the person who is signed in. What
    the file said of other centres stays; what it said of these is said anew. Returns the whole list.

    Raises NotAllowed, BadInput for a file that is no trust list or a day that is none, RuleBroken "another-root" where
    somebody else signed the file, StorageTrouble.
    """
    work = centre.work
    work.allow(Command.SET_POLICY)
    for day in filter(None, (wish.valid_from, wish.valid_until)):
        _require_day(day)
    key = Ed25519PrivateKey.from_private_bytes(centre.private)
    public = key.public_key().public_bytes_raw()
    with storage_errors():
        named = [read_trust_list(file.read_bytes()) for file in wish.lists]
        before = read_root_list(path.read_bytes()) if path.is_file() else None
    if before is not None and before.key != public:
        raise RuleBroken("another-root", _OTHER_ROOT, file=path.name)
    anew = {one.centre_id for one in named}
    kept = [grant for grant in (before.grants if before else ()) if grant.centre_id not in anew]
    grants = (*kept, *(grant for one in named for grant in _grants(one, wish)))
    own, edition = work.read(centre_row), before.edition + 1 if before else 0
    root = RootList(own.name, public, grants, work.today().isoformat(), own.country, edition)
    with storage_errors():
        write_whole(path, write_root_list(root, key))
    return root


def _grants(one: TrustList, wish: RootWish) -> list[Grant]:
    """One for each key that may sign the centre's lists."""
    begins = wish.valid_from or min(key.valid_from for key in one.keys)
    days = (begins, wish.valid_until)
    return [Grant(one.centre_id, one.issuer_name, key, *days, tuple(wish.scope)) for key in sorted(one.signers())]


def _require_day(text: str) -> None:
    try:
        day_in(text)
    except ValueError as error:
        raise BadInput("no-day", _NO_DAY, day=text) from error
