# SPDX-License-Identifier: Apache-2.0
"""Handing on what others check this centre's documents with: its trust list, and its status lists one by one."""

from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.credentials.trust import TrustList, read_trust_list, status_tokens
from app.domain.refusals import NotFound
from app.domain.rights import Command
from app.records.queries import certificates
from app.services.opening import OpenCentre
from app.services.trusting import trust_list
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.translation import later

_NO_LIST: Final = later("There is no trust list in this folder yet. It is written when an administrator signs in.")
_NOT_A_PART: Final = ("", ".", "..")


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
