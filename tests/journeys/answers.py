# SPDX-License-Identifier: Apache-2.0
"""A person's answers to file dialogs: what was put on the list is chosen, in that order, and every dialog is asked."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.widgets import file_dialogs


class Answers:
    """``next`` are the paths to choose; ``asked`` holds the title of each dialog and the name that it proposed."""

    def __init__(self) -> None:
        self.next: list[Path] = []
        self.asked: list[tuple[str, str]] = []


class _Dialog(QObject):
    """A file dialog that a person answers at once. It has no window; all else is as the program expects."""

    fileSelected = Signal(str)
    finished = Signal(int)
    FileMode, AcceptMode, Option = QFileDialog.FileMode, QFileDialog.AcceptMode, QFileDialog.Option
    answers = Answers()

    def __init__(self, parent: QWidget, title: str, start: str) -> None:
        super().__init__(parent)
        self._title, self._proposed = title, ""

    def setFileMode(self, mode: QFileDialog.FileMode) -> None:
        """Files or folders: the answers fit."""

    def setAcceptMode(self, mode: QFileDialog.AcceptMode) -> None:
        """Opening or saving: the answers fit."""

    def setOption(self, option: QFileDialog.Option) -> None:
        """Nothing is shown."""

    def setNameFilter(self, kinds: str) -> None:
        """Nothing is shown."""

    def setDefaultSuffix(self, suffix: str) -> None:
        """The answers bring theirs."""

    def selectFile(self, name: str) -> None:
        """What the program proposes."""
        self._proposed = name

    def open(self) -> None:
        """The person answers as soon as the program listens."""
        self.answers.asked.append((self._title, self._proposed))
        QTimer.singleShot(0, self, self._answer)

    def _answer(self) -> None:
        assert self.answers.next, f"nobody knows what to answer to: {self._title}"
        self.fileSelected.emit(str(self.answers.next.pop(0)))
        self.finished.emit(1)


def answer_dialogs(patch: pytest.MonkeyPatch) -> Answers:
    """Let the program's file dialogs be answered from the list that is returned."""
    answers = Answers()
    patch.setattr(_Dialog, "answers", answers)
    patch.setattr(file_dialogs, "QFileDialog", _Dialog)
    return answers
