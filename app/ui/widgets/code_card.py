# SPDX-License-Identifier: Apache-2.0
"""A code that is shown once: large, to be written down, printed or saved."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QTextDocument
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import announce, label


class CodeCard(QWidget):
    """``title`` says what the code is for and stands above it on paper too; ``advice`` beneath it."""

    def __init__(self, title: str, code: str, advice: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self.code, self._advice = title, code, advice
        frame, inside = card()
        words = label(title, "muted", wrap=True)
        shown = label(code, "code", wrap=True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setAccessibleName(f"{title} {code}")
        inside.addWidget(words)
        inside.addWidget(shown)
        self._said = label("", "caption", wrap=True)
        on_paper = button(tr("Prin&t..."), self.print, drawing=Icon.PRINTER)
        as_file = button(tr("&Save as a file..."), self._ask, drawing=Icon.SAVE)
        inside.addWidget(Flow(on_paper, as_file, button(tr("Cop&y"), self._copy, drawing=Icon.COPY)))
        inside.addWidget(self._said)
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def text(self) -> str:
        """What is printed and saved."""
        return f"{self._title}\n\n{self.code}\n\n{self._advice}\n"

    def save(self, path: Path) -> None:
        """Save it as a file."""
        try:
            path.write_text(self.text(), encoding="utf-8")
        except OSError:
            self._tell(tr("The file could not be written. Choose another folder or print the code."))
            return
        self._tell(tr("Saved: {file}", file=path))

    @Slot()
    def print(self) -> None:
        """Print it on the printer that the person chooses."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # slow to load

        printer = QPrinter()
        asked = QPrintDialog(printer, self)
        asked.accepted.connect(lambda: _print(self.text(), printer))
        asked.finished.connect(asked.deleteLater)
        asked.setModal(True)
        QDialog.open(asked)

    @Slot()
    def _ask(self) -> None:
        ask_new_file(self, tr("Save the code"), tr("Text files (*.txt)"), Path("guildmark.txt"), self.save)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self._tell(tr("Copied."))

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()
        announce(self, words)


def _print(text: str, printer: QPagedPaintDevice) -> None:
    QTextDocument(text).print_(printer)
