# SPDX-License-Identifier: Apache-2.0
"""Asking for a file or a folder, without stopping the rest of the window meanwhile."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], object]


def ask_file(parent: QWidget, title: str, kinds: str, chosen: Chosen, start: Path | None = None) -> QFileDialog:
    """Let the person choose a file that is there; ``kinds`` such as "Bundles (*.gmb)". Nothing happens on Cancel."""
    asked = _dialog(parent, title, chosen, start)
    asked.setFileMode(QFileDialog.FileMode.ExistingFile)
    asked.setNameFilter(kinds)
    asked.open()
    return asked


def ask_new_file(parent: QWidget, title: str, kinds: str, name: Path, chosen: Chosen) -> QFileDialog:
    """Let the person choose where a file shall be written; ``name`` is proposed. Asks before it takes the place of one
    that is there."""
    asked = _dialog(parent, title, chosen, name.parent if name.is_absolute() else None)
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked.setNameFilter(kinds)
    asked.setDefaultSuffix(name.suffix.removeprefix("."))
    asked.selectFile(name.name)
    asked.open()
    return asked


def ask_folder(parent: QWidget, title: str, chosen: Chosen, start: Path | None = None) -> QFileDialog:
    """Let the person choose a folder, such as a stick."""
    asked = _dialog(parent, title, chosen, start)
    asked.setFileMode(QFileDialog.FileMode.Directory)
    asked.setOption(QFileDialog.Option.ShowDirsOnly)
    asked.open()
    return asked


def _dialog(parent: QWidget, title: str, chosen: Chosen, start: Path | None) -> QFileDialog:
    asked = QFileDialog(parent, title, str(start or Path.home()))
    asked.fileSelected.connect(lambda path: chosen(Path(path)))
    asked.finished.connect(asked.deleteLater)
    return asked
