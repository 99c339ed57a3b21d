# SPDX-License-Identifier: Apache-2.0
"""The stick that is in, so that people need not look for it among folders."""

from pathlib import Path

from PySide6.QtCore import QStorageInfo

from app.store.places import Place, kind_of_place


def stick() -> Path | None:
    """The folder of a stick that can be written; None without one."""
    for volume in QStorageInfo.mountedVolumes():
        folder = Path(volume.rootPath())
        usable = volume.isValid() and volume.isReady() and not volume.isReadOnly() and not volume.isRoot()
        if usable and kind_of_place(folder) is Place.REMOVABLE:
            return folder
    return None
