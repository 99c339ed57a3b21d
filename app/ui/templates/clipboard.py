# SPDX-License-Identifier: Apache-2.0
"""Elements on the clipboard, where other programs leave them alone."""

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_KIND: Final = "application/x-guildmark-elements"


def put_elements(data: bytes) -> None:
    """Put written elements on the clipboard."""
    carried = QMimeData()
    carried.setData(_KIND, data)
    QGuiApplication.clipboard().setMimeData(carried)


def taken_elements() -> bytes | None:
    """The elements on the clipboard; None where there is something else."""
    carried = QGuiApplication.clipboard().mimeData()
    if not carried.hasFormat(_KIND):
        return None
    return bytes(carried.data(_KIND).data())
