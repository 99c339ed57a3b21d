# SPDX-License-Identifier: Apache-2.0
"""A person as a round picture of the first letters of their name, until there is a photograph."""

from PySide6.QtCore import QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app.ui.theme.fonts import ui_font
from app.ui.theme.look import look


def face(name: str, side: int, ratio: float = 1.0) -> QIcon:
    """The round picture, ``side`` device-independent pixels wide."""
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0.5, 0.5, side - 1, side - 1)
    painter.setPen(look().colour("accent"))
    painter.setBrush(look().colour("accent_soft"))
    painter.drawEllipse(whole)
    painter.setFont(ui_font(round(side * 0.4), bold=True))
    letters = initials(name)
    if painter.fontMetrics().horizontalAdvance(letters) > side * 0.75:
        letters = initials(name.split(" ")[0])
    painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made


def initials(name: str) -> str:
    """The first letters of the first and the last word; letters as people see them, with what stands on them."""
    words = name.split()
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(_first_letter(word) for word in ends).upper()


def _first_letter(word: str) -> str:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word)
    return word[: max(1, finder.toNextBoundary())]
