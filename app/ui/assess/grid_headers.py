# SPDX-License-Identifier: Apache-2.0
"""The frozen edges of the grid: learners above, criteria beside."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionHeader, QWidget

from app.domain.standards import Criterion
from app.ui.assess.desk import Seat
from app.ui.assess.model import CRITERION, SEAT, STARTS_ELEMENT
from app.ui.assess.tile import ABSENT_OPACITY
from app.ui.theme.fonts import ui_font
from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import Look, look
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY, TYPE_CAPTION, TYPE_DENSE

PHOTO: Final = 22
SMALLEST_TYPE: Final = 10
HEADER_HEIGHT: Final = 48


class LearnerHeader(QHeaderView):
    """One section a learner: photograph, bib, short name; a lock when signed, a rosette when achieved
    before, faint when absent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.current = -1
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(HEADER_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        seat = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, SEAT)
        if not isinstance(seat, Seat):
            return
        now = look()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, now.colour("accent_soft" if logicalIndex == self.current else "surface2"))
        if seat.absent:
            painter.setOpacity(ABSENT_OPACITY)
        half = rect.height() // 2
        top = QRect(rect.left(), rect.top() + 3, rect.width(), half)
        name = QRect(rect.left() + 2, rect.top() + half, rect.width() - 4, rect.height() - half - 1)
        self._paint_bib(painter, top, seat, now)
        current = logicalIndex == self.current
        painter.setPen(now.colour("text"))
        painter.setFont(_fitting(seat.short_name, name.width(), now.px(TYPE_CAPTION), bold=current))
        words = painter.fontMetrics().elidedText(seat.short_name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, words)
        if seat.absent:
            half_wide = painter.fontMetrics().horizontalAdvance(words) / 2 + 2
            middle = QPointF(name.center()) + QPointF(0.5, 1.5)
            painter.setOpacity(1.0)
            painter.setPen(QPen(now.colour("muted"), 1))
            painter.drawLine(middle - QPointF(half_wide, 0), middle + QPointF(half_wide, 0))
        painter.restore()

    def _paint_bib(self, painter: QPainter, rect: QRect, seat: Seat, now: Look) -> None:
        painter.setFont(ui_font(now.px(TYPE_CAPTION), bold=True))
        lock = now.px(13) if seat.signed or seat.before else 0
        words = painter.fontMetrics().horizontalAdvance(seat.bib)
        fits = now.px(PHOTO) + GAP_TINY + words + lock + 3 <= rect.width()
        side, gap = (now.px(PHOTO), GAP_TINY) if seat.photo and fits else (0, 0)
        left = rect.center().x() - (side + gap + words + (lock + 3 if lock else 0)) / 2
        if seat.photo and side:
            paint_photo(painter, QRectF(left, rect.center().y() - side / 2, side, side), seat.photo)
        painter.setPen(now.colour("muted"))
        at = QRectF(left + side + gap, rect.top(), words + 2, rect.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, seat.bib)
        if lock:
            paint_standing(painter, QRectF(at.right() + 1, rect.center().y() - lock / 2, lock, lock), seat)


class CriterionHeader(QHeaderView):
    """One section a criterion: code and text, a diamond for a critical one, a line above each element."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.current = -1
        self._code_width = 0
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def measure(self) -> None:
        """Find the room that the longest code needs."""
        metrics = QFontMetricsF(ui_font(look().px(TYPE_DENSE), bold=True))
        criteria = [self._criterion(row) for row in range(self.count())]
        widest = max((metrics.horizontalAdvance(known.code) for known in criteria if known), default=24)
        self._code_width = round(widest) + GAP_SMALL

    def _criterion(self, row: int) -> Criterion | None:
        found = self.model().headerData(row, Qt.Orientation.Vertical, CRITERION)
        return found if isinstance(found, Criterion) else None

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        criterion = self._criterion(logicalIndex)
        if criterion is None:
            return
        now, current = look(), logicalIndex == self.current
        painter.save()
        painter.fillRect(rect, now.colour("accent_soft" if current else "surface"))
        if self.model().headerData(logicalIndex, Qt.Orientation.Vertical, STARTS_ELEMENT) and logicalIndex:
            painter.setPen(now.colour("control"))
            painter.drawLine(rect.left(), rect.top(), rect.right(), rect.top())
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        marker = now.px(14)
        code = QRect(rect.left() + marker + GAP_TINY, rect.top(), self._code_width, rect.height())
        words = QRect(code.right(), rect.top(), rect.right() - code.right() - GAP_SMALL, rect.height())
        self._paint_words(painter, (rect, code, words), criterion, option.direction)
        if criterion.critical:
            at = QStyle.visualRect(option.direction, rect, QRect(rect.left() + 4, rect.top(), marker, rect.height()))
            paint_critical(painter, QRectF(at).center(), now)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, places: tuple[QRect, QRect, QRect], criterion: Criterion, way: Qt.LayoutDirection
    ) -> None:
        rect, code, words = places
        now = look()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextDontClip
        painter.setFont(ui_font(now.px(TYPE_DENSE), bold=True))
        painter.setPen(now.colour("muted"))
        painter.drawText(QStyle.visualRect(way, rect, code), flags, criterion.code)
        painter.setFont(ui_font(now.px(TYPE_DENSE)))
        painter.setPen(now.colour("text"))
        text = painter.fontMetrics().elidedText(criterion.text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(QStyle.visualRect(way, rect, words), flags, text)


def paint_critical(painter: QPainter, middle: QPointF, now: Look) -> None:
    """The diamond that marks a critical criterion."""
    size = now.px(4)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.colour("not_yet"))
    corners = [QPointF(0, -size), QPointF(size, 0), QPointF(0, size), QPointF(-size, 0)]
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
    painter.restore()


def paint_standing(painter: QPainter, place: QRectF, seat: Seat) -> None:
    """The lock of what is signed, or the rosette of what was achieved before."""
    drawing, colour = (Icon.LOCK, "text") if seat.signed else (Icon.AWARD, "accent")
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(place.topLeft(), pixmap(drawing, colour, round(place.width()), ratio))


def paint_photo(painter: QPainter, place: QRectF, photo: bytes) -> bool:
    """The photograph as a round picture; False when the bytes are no picture."""
    picture = _portrait(photo, round(place.width()), painter.device().devicePixelRatio())
    if picture is not None:
        painter.drawPixmap(place.topLeft(), picture)
    return picture is not None


@lru_cache(maxsize=128)
def _portrait(photo: bytes, size: int, ratio: float) -> QPixmap | None:
    source = QPixmap()
    if not source.loadFromData(photo):
        return None
    side = round(size * ratio)
    whole = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    scaled = source.scaled(side, side, whole, Qt.TransformationMode.SmoothTransformation)
    round_one = QPixmap(side, side)
    round_one.fill(Qt.GlobalColor.transparent)
    painter = QPainter(round_one)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addEllipse(0, 0, side, side)
    painter.setClipPath(path)
    painter.drawPixmap((side - scaled.width()) // 2, (side - scaled.height()) // 2, scaled)
    painter.end()
    round_one.setDevicePixelRatio(ratio)
    return round_one


def _fitting(words: str, width: int, pixels: int, *, bold: bool) -> QFont:
    sizes = range(pixels, min(look().px(SMALLEST_TYPE), pixels) - 1, -1)
    fonts = [ui_font(size, bold=bold) for size in sizes]
    return next((font for font in fonts if QFontMetricsF(font).horizontalAdvance(words) <= width), fonts[-1])
