# SPDX-License-Identifier: Apache-2.0
"""What was issued just now: how many, where the files lie, what was left out, and the way to paper."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.certificates import Issue
from app.translation import tr, trn
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import announce, label


class IssuedCard(QWidget):
    """Hidden until ``show_issue``, and again when the person closes it. ``expect`` says before where files will lie.
    ``print_wanted`` carries the numbers of the documents."""

    print_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.folder: Path | None = None
        self.merged: Path | None = None
        self._numbers: Sequence[str] = ()
        self._heading = label("", "heading", wrap=True)
        self._left_out = label("", "muted", wrap=True)
        self.print_button = button(tr("&Print them..."), self._on_print, drawing=Icon.PRINTER)
        self._open = button(tr("Open the &folder"), self._on_open, drawing=Icon.FOLDER_OPEN)
        frame, column = card()
        words = QVBoxLayout()
        words.addWidget(self._heading)
        words.addWidget(self._left_out)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addLayout(words, 1)
        line.addWidget(self._open)
        line.addWidget(self.print_button)
        line.addWidget(icon_button(Icon.X, tr("Close this message"), self.hide))
        column.addLayout(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.hide()

    def expect(self, folder: Path, merged: Path | None) -> None:
        """The next documents go into this folder, perhaps into one file."""
        self.folder, self.merged = folder, merged
        self.hide()

    @Slot(object)
    def show_issue(self, issue: Issue) -> None:
        """Tell what was issued."""
        self._numbers = [row.number for row in issue.issued]
        n = len(issue.issued)
        words = trn("{n} certificate was issued", "{n} certificates were issued", n)
        self._heading.setText(
            tr("{what}. The files are in {folder}.", what=words, folder=str(self.folder)) if n else words
        )
        self._left_out.setText("\n".join(f"{row.name}: {row.why}" for row in issue.refused))
        self._left_out.setVisible(bool(issue.refused))
        self.print_button.setEnabled(n > 0)
        self.show()
        announce(self, self._heading.text())

    @Slot()
    def _on_print(self) -> None:
        self.print_wanted.emit(self._numbers)

    @Slot()
    def _on_open(self) -> None:
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))
