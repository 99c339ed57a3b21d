# SPDX-License-Identifier: Apache-2.0
"""Painting one mark: the rounded tile, its sign as strokes, and the small signs of its state."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.domain.assessing import CLEARED, MET, NOT_APPLICABLE, NOT_YET
from app.translation import tr
from app.ui.assess.desk import EMPTY, Cell
from app.ui.theme.fonts import ui_font
from app.ui.theme.look import Look
from app.ui.theme.tokens import RADIUS_TILE, TYPE_CAPTION

INK: Final = {MET: "met", NOT_YET: "not_yet", NOT_APPLICABLE: "warn", CLEARED: "control"}
GROUND: Final = {MET: "met_soft", NOT_YET: "not_yet_soft", NOT_APPLICABLE: "warn_soft", CLEARED: "surface"}

ABSENT_OPACITY: Final = 0.38
_HATCH_STEP: Final = 6
_HATCH_ALPHA: Final = 70


@dataclass(frozen=True, slots=True)
class Face:
    """What a tile shows."""

    cell: Cell = EMPTY
    pending: bool = False
    current: bool = False
    absent: bool = False
    signed: bool = False


def paint_tile(painter: QPainter, rect: QRectF, face: Face, look: Look, radius: float) -> None:
    """Ground, edge, hatching, note dot, contested corner and rings of a tile; the sign is painted apart."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if face.absent:
        painter.setOpacity(ABSENT_OPACITY)
    ground = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    ink = look.colour(INK[face.cell.mark])
    painter.setPen(_edge(face, ink, look))
    painter.setBrush(look.colour("surface2" if face.signed else GROUND[face.cell.mark]))
    painter.drawRoundedRect(ground, radius, radius)
    if face.cell.batch:
        _hatch(painter, ground, ink, radius)
    if face.cell.note:
        _dot(painter, rect, look, radius)
    if face.cell.contested:
        _contested(painter, ground, look, radius)
    painter.setOpacity(1.0)
    if face.current:
        _ring(painter, rect, look, radius)
    painter.restore()


def paint_sign(painter: QPainter, rect: QRectF, mark: str, colour: QColor, look: Look) -> None:
    """The sign of a mark in a square: tick and cross as strokes, not applicable as a word."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(rect.center())
    pen = QPen(colour, max(1.6, side / 6.5))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if mark == MET:
        painter.drawPolyline(_points(square, (0.08, 0.54), (0.38, 0.84), (0.94, 0.18)))
    elif mark == NOT_YET:
        painter.drawPolyline(_points(square, (0.14, 0.14), (0.86, 0.86)))
        painter.drawPolyline(_points(square, (0.86, 0.14), (0.14, 0.86)))
    elif mark == NOT_APPLICABLE:
        painter.setFont(ui_font(look.px(TYPE_CAPTION), bold=True))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, tr("n/a"))
    painter.restore()


def _edge(face: Face, ink: QColor, look: Look) -> QPen:
    if face.pending:
        pen = QPen(look.colour("accent"), 1.6)
        pen.setDashPattern([1.5, 2.2])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen
    if face.signed:
        return QPen(look.colour("border"), 1)
    return QPen(ink, 2 if look.tokens.outlined and face.cell.mark != CLEARED else 1)


def _points(square: QRectF, *parts: tuple[float, float]) -> QPolygonF:
    return QPolygonF(
        [QPointF(square.left() + x * square.width(), square.top() + y * square.height()) for x, y in parts]
    )


def _hatch(painter: QPainter, rect: QRectF, ink: QColor, radius: float) -> None:
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path)
    faint = QColor(ink)
    faint.setAlpha(_HATCH_ALPHA)
    painter.setPen(QPen(faint, 1))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += _HATCH_STEP
    painter.restore()


def _dot(painter: QPainter, rect: QRectF, look: Look, radius: float) -> None:
    painter.setPen(QPen(look.colour("surface"), 1))
    painter.setBrush(QBrush(look.colour("accent")))
    size = look.px(3) if radius < RADIUS_TILE else look.px(4)
    inset = size + radius / 2
    painter.drawEllipse(QPointF(rect.right() - inset, rect.top() + inset), size, size)


def _contested(painter: QPainter, rect: QRectF, look: Look, radius: float) -> None:
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("warn"))
    size, corner = look.px(11), rect.bottomLeft()
    painter.drawPolygon(QPolygonF([corner - QPointF(0, size), corner, corner + QPointF(size, 0)]))
    painter.restore()


def _ring(painter: QPainter, rect: QRectF, look: Look, radius: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), radius + 1.5, radius + 1.5)
