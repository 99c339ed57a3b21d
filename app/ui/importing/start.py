# SPDX-License-Identifier: Apache-2.0
"""Where an import begins: a file is dropped or chosen, or a range is pasted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import centred
from app.ui.widgets.texts import announce, label

_WIDTH, _DRAWING = 640, 48


class StartStep(QWidget):
    """``file_wanted`` asks for a file dialog, ``paste_wanted`` for what lies in the clipboard. ``say`` tells why a file
    could not be read."""

    file_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = button(tr("&Choose a file..."), self.file_wanted.emit, kind="primary", drawing=Icon.FOLDER_OPEN)
        self.paste = button(tr("&Paste a range"), self.paste_wanted.emit, drawing=Icon.COPY)
        self.trouble = label("", "error", wrap=True)
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.trouble.hide()
        pasting = QShortcut(QKeySequence.StandardKey.Paste, self)
        pasting.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        pasting.activated.connect(self.paste_wanted)
        self.setFocusProxy(self.choose)
        self._arrange()

    def say(self, trouble: str) -> None:
        """Tell this sentence; an empty one takes it back."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        announce(self, trouble)

    def _arrange(self) -> None:
        zone = QFrame()
        zone.setProperty("role", "drop")
        zone.setFixedWidth(look().px(_WIDTH))
        picture, side = QLabel(), look().px(_DRAWING)
        picture.setPixmap(icon(Icon.FILE_SPREADSHEET, "accent").pixmap(side, side))
        title = label(tr("Drop a workbook with learners here"), "title", wrap=True)
        kinds = tr("Excel, LibreOffice, CSV: however its columns are called and wherever its table begins.")
        promise = tr("Nothing is written before you have seen what would change.")
        lines = [picture, title, label(kinds, "muted", wrap=True), label(promise, "muted", wrap=True), self.trouble]
        column = QVBoxLayout(zone)
        column.setContentsMargins(GAP_SECTION, 2 * GAP_SECTION, GAP_SECTION, 2 * GAP_SECTION)
        column.setSpacing(GAP_SMALL)
        for line in lines:
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        ways = QHBoxLayout()
        ways.setSpacing(GAP)
        ways.addStretch(1)
        ways.addWidget(self.choose)
        ways.addWidget(self.paste)
        ways.addStretch(1)
        column.addSpacing(GAP)
        column.addLayout(ways)
        self.setLayout(centred(zone))
