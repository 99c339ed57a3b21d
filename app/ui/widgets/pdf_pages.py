# SPDX-License-Identifier: Apache-2.0
"""Pages of a PDF as pictures: the preview beside a list."""

from collections.abc import Callable
from threading import Lock
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.look import look
from app.ui.theme.tokens import GAP

PREVIEW_DPI: Final = 110
_ONE_AT_A_TIME: Final = Lock()
"""The library that draws pages must not be entered by two threads."""


def page_pictures(pdf: bytes, dpi: float) -> list[QImage]:
    """All pages at this resolution; for a thread other than the GUI's. Raises BadInput for what is no PDF."""
    from app.documents.preview import page_count, page_image  # with the library that draws pages: slow to load

    with _ONE_AT_A_TIME:
        pictures = [page_image(pdf, page, dpi) for page in range(page_count(pdf))]
    return [QImage(p.bgra, p.width, p.height, QImage.Format.Format_ARGB32).copy() for p in pictures]


def page_picture(pdf: bytes, page: int, dpi: float) -> QImage:
    """One page, counted from 0, as ``page_pictures``."""
    from app.documents.preview import page_image  # with the library that draws pages: slow to load

    with _ONE_AT_A_TIME:
        drawn = page_image(pdf, page, dpi)
    return QImage(drawn.bgra, drawn.width, drawn.height, QImage.Format.Format_ARGB32).copy()


def first_page(pdf_of: Callable[[], bytes]) -> QImage:
    """The first page for the preview; for a thread other than the GUI's. Raises what ``pdf_of`` raises."""
    return page_pictures(pdf_of(), PREVIEW_DPI)[0]


class PageView(QWidget):
    """Shows one page as large as there is room for, or a sentence that says why there is none; ``low`` where other
    things that stand beneath it need the room first."""

    def __init__(self, name: str, parent: QWidget | None = None, *, low: bool = False) -> None:
        super().__init__(parent)
        self._low = low
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.picture: QImage | None = None
        self.sentence = ""

    def show_picture(self, picture: QImage | None, sentence: str = "") -> None:
        """Show this page; without one the sentence."""
        self.picture, self.sentence = picture, sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """An A4 page lying on its side, at a size that can be read."""
        return self.minimumSizeHint() if self._low else QSize(look().px(480), look().px(340))

    def minimumSizeHint(self) -> QSize:
        """Room for the sentence."""
        return QSize(look().px(160), look().px(120)) if self._low else QSize(look().px(240), look().px(170))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page at the top, with a thin edge."""
        painter = QPainter(self)
        if self.picture is None:
            painter.setPen(look().colour("muted"))
            inner = self.rect().adjusted(GAP, GAP, -GAP, -GAP)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.sentence)
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        room = QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height()).adjusted(0.5, 0.5, -0.5, -0.5)
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = self.picture.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        painter.drawImage(room, scaled)
        painter.setPen(look().colour("control"))
        painter.drawRect(room)
        painter.end()
