# SPDX-License-Identifier: Apache-2.0
"""Pictures for documents: logo, seal, drawn signatures; cleaned, and kept by what is in them."""

from pathlib import Path

from app.domain.rights import Command
from app.services.opening import OpenCentre
from app.services.vault import vault_of
from app.store.troubles import storage_errors


def keep_picture(centre: OpenCentre, path: Path) -> str:
    """Keep the picture of this file, without what a camera wrote into it; returns its SHA-256, by which rules and
    signatories name it.

    Raises NotAllowed, BadInput when it is no PNG or JPEG picture or too large, StorageTrouble.
    """
    from app.documents.pictures import clean_picture  # with the library that reads pictures: slow to load

    centre.work.allow(Command.SET_POLICY)
    with storage_errors():
        data = path.read_bytes()
    return vault_of(centre).put(clean_picture(data, path.name))
