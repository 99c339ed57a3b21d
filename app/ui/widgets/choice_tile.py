# SPDX-License-Identifier: Apache-2.0
"""A big door: an icon, a title and a sentence, all one button."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_TINY, GAP_WIDE
from app.ui.widgets.texts import label


class ChoiceTile(QPushButton):
    """One of few ways to go on. The sentence wraps; the tile grows with it."""

    def __init__(self, title: str, sentence: str, drawing: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        picture = QLabel()
        side = look().px(28)
        picture.setPixmap(icon(drawing, "accent").pixmap(side, side))
        picture.setFixedWidth(side)
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addWidget(label(title, "heading", wrap=True))
        words.addWidget(label(sentence, "muted", wrap=True))
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
        line.setSpacing(GAP_WIDE)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumWidth(look().px(280))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Room for all words at the present width."""
        layout = self.layout()
        width = max(self.minimumWidth(), self.width()) if self.isVisible() else self.minimumWidth()
        return QSize(width, layout.totalHeightForWidth(width) if layout is not None else 0)

    def minimumSizeHint(self) -> QSize:
        """Never less than the words need."""
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Narrower tiles are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which no word is cut off."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0
