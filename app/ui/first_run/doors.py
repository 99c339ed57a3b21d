# SPDX-License-Identifier: Apache-2.0
"""Four doors: how to begin."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.translation import later, tr
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SECTION, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_tile import ChoiceTile
from app.ui.widgets.texts import label

NEW, JOIN, RESTORE, SAMPLE = "new", "join", "restore", "sample"
DOORS: Final = (NEW, JOIN, RESTORE, SAMPLE)
_DOORS = (
    (
        NEW,
        Icon.BUILDING_2,
        later("Begin a new centre"),
        later("Your centre is not in Guildmark yet. You will be its first administrator."),
    ),
    (
        JOIN,
        Icon.LAPTOP,
        later("Join my centre"),
        later("Your centre works with Guildmark on another laptop. You need a stick and a colleague."),
    ),
    (
        RESTORE,
        Icon.DATABASE_BACKUP,
        later("Restore a backup"),
        later("You have a backup file of your centre, for instance after a laptop was lost."),
    ),
    (
        SAMPLE,
        Icon.BOOK_OPEN,
        later("Try it with a sample"),
        later("An invented centre with learners, marks and certificates. Nothing in it is real."),
    ),
)


class Doors(QWidget):
    """``chosen`` carries the key of a door; ``left`` says that the person wants none of them, where others have centres
    here already (``more``)."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, *, more: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setSpacing(GAP_WIDE)
        self.tiles = {}
        for n, (key, drawing, title, sentence) in enumerate(_DOORS):
            tile = ChoiceTile(tr(title), tr(sentence), drawing)
            tile.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self.tiles[key] = tile
            grid.addWidget(tile, n // 2, n % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP_SECTION, GAP_SECTION, 2 * GAP_SECTION, GAP_SECTION)
        column.setSpacing(GAP)
        column.addStretch(2)
        title = tr("Another centre. How does it come here?") if more else tr("Welcome. How do you begin?")
        column.addWidget(label(title, "title"))
        column.addWidget(label(tr("You can go back at every step."), "muted"))
        column.addSpacing(GAP)
        column.addLayout(grid)
        back = button(tr("&Back to the sign-in"), self.left.emit, kind="quiet")
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        back.setVisible(more)
        column.addStretch(3)
        self.setFocusProxy(self.tiles[NEW])
