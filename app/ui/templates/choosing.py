# SPDX-License-Identifier: Apache-2.0
"""Pictures and packs that somebody chooses."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.documents.certificate_pack import file_bytes
from app.store.troubles import storage_errors
from app.translation import tr
from app.ui.widgets.file_dialogs import ask_file

Chosen = Callable[[Path], object]


def ask_picture(parent: QWidget, chosen: Chosen, pdf: bool = False) -> QFileDialog:
    """Ask for a picture; for a background also a PDF."""
    kinds = "*.png *.jpg *.jpeg *.pdf" if pdf else "*.png *.jpg *.jpeg"
    return ask_file(parent, tr("Choose a picture"), tr("Pictures ({kinds})", kinds=kinds), chosen)


def ask_pack(parent: QWidget, chosen: Chosen) -> QFileDialog:
    """Ask for a certificate pack or a template file."""
    kinds = tr("Certificate packs and templates ({kinds})", kinds="*.zip *.json")
    return ask_file(parent, tr("Bring in templates"), kinds, chosen)


def read_picture(path: Path) -> bytes:
    """What is in the file. Raises BadInput where it is far too large, StorageTrouble."""
    with storage_errors():
        return file_bytes(path)
