# SPDX-License-Identifier: Apache-2.0
"""What is drawn of a side of a template: the page, and over it what is wrong, pointed at, chosen and drawn to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.documents.elements.kinds import Box
from app.documents.snapping import Lines
from app.ui.templates.sheet_places import HANDLE_SIDE, HANDLES, Places
from app.ui.theme.look import look
from app.ui.theme.tokens import ON_PAPER

_ON_PAPER: Final = {name: QColor(value) for name, value in ON_PAPER.items()}
"""The paper is white in every look, so the colours on it are the same."""
_FAINT: Final = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """The boxes of what is chosen. One alone has handles; ``has_keys`` where the keyboard moves it."""

    boxes: Sequence[Box]
    has_keys: bool


def draw_page(painter: QPainter, places: Places, picture: QImage | None, sentence: str) -> None:
    """The page as it is printed; without a picture the sentence that says why there is none."""
    painter.fillRect(places.room, _ON_PAPER["paper"])
    if picture is not None:
        painter.drawImage(places.room, picture)
    elif sentence:
        painter.setPen(_ON_PAPER["ink"])
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(places.room.adjusted(12, 12, -12, -12), flags, sentence)
    painter.setPen(look().colour("control"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(places.room)


def draw_wrong(painter: QPainter, places: Places, boxes: Collection[Box]) -> None:
    """What is wrong."""
    _outlines(painter, places, boxes, QPen(_ON_PAPER["not_yet"], 1.5, Qt.PenStyle.DashLine))


def draw_pointed_at(painter: QPainter, places: Places, box: Box) -> None:
    """What would be chosen."""
    _outlines(painter, places, (box,), QPen(_ON_PAPER["accent"], 1.5, Qt.PenStyle.DotLine))


def draw_guides(painter: QPainter, places: Places, guides: Lines) -> None:
    """The lines that something stands at."""
    painter.setPen(QPen(_ON_PAPER["guide"], 1))
    room, scale = places.room, places.scale
    for x in guides.across:
        painter.drawLine(QLineF(room.x() + x * scale, room.top(), room.x() + x * scale, room.bottom()))
    for y in guides.down:
        painter.drawLine(QLineF(room.left(), room.y() + y * scale, room.right(), room.y() + y * scale))


def draw_chosen(painter: QPainter, places: Places, chosen: Chosen) -> None:
    """What is chosen: one alone with its handles."""
    accent = _ON_PAPER["accent"]
    _outlines(painter, places, chosen.boxes, QPen(accent, 2 if chosen.has_keys else 1.2))
    if len(chosen.boxes) != 1:
        return
    painter.setPen(QPen(accent, 2 if chosen.has_keys else 1.2))
    painter.setBrush(_ON_PAPER["paper"])
    for handle in HANDLES:
        at = places.handle(chosen.boxes[0], handle)
        half = HANDLE_SIDE / 2
        painter.drawRect(QRectF(at.x() - half, at.y() - half, HANDLE_SIDE, HANDLE_SIDE))


def draw_band(painter: QPainter, area: QRectF) -> None:
    """The frame that somebody draws around what shall be chosen."""
    ground = QColor(_ON_PAPER["accent"])
    ground.setAlpha(_FAINT)
    painter.setPen(QPen(_ON_PAPER["accent"], 1))
    painter.setBrush(ground)
    painter.drawRect(area)


def _outlines(painter: QPainter, places: Places, boxes: Collection[Box], pen: QPen) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    for box in boxes:
        painter.drawRect(places.rect(box))
