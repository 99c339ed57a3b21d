# SPDX-License-Identifier: Apache-2.0
"""The credential that is attached to the PDF of a certificate."""

from pathlib import Path
from typing import Final

import pypdfium2

from app.credentials.open_badge import CREDENTIAL_FILE

_MOST_FILES: Final = 20
_GREATEST: Final = 256 * 1024


def credential_in(path: Path) -> bytes:
    """The attached ``credential.json``; empty where the file is no PDF, has none, or one that is far too large."""
    try:
        with path.open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                return b""
        with pypdfium2.PdfDocument(path) as pdf:
            for index in range(min(pdf.count_attachments(), _MOST_FILES)):
                attachment = pdf.get_attachment(index)
                if attachment.get_name() == CREDENTIAL_FILE:
                    data = bytes(attachment.get_data())
                    return data if len(data) <= _GREATEST else b""
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return b""
    return b""
