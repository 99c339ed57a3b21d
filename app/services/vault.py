# SPDX-License-Identifier: Apache-2.0
"""The files of the open records: pages that were issued, pictures of signatures and templates."""

from app.services.opening import OpenCentre
from app.store.evidence_files import FileVault
from app.store.keyring_file import load_keyring
from app.store.unlocking import files_key


def vault_of(centre: OpenCentre) -> FileVault:
    """Where they lie, encrypted. Raises StorageTrouble."""
    return FileVault(centre.folder.files, files_key(load_keyring(centre.folder), centre.file_key))
