# SPDX-License-Identifier: Apache-2.0
"""Where millimetres of a sheet are on the screen, and which handle of a box is where."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt

from app.documents.elements.kinds import Box
from app.documents.snapping import Moving

Handle = tuple[Moving, Moving]
"""What of a box is pulled: across and down."""
WHOLE: Final[Handle] = ("whole", "whole")
HANDLES: Final[tuple[Handle, ...]] = (
    ("start", "start"), ("none", "start"), ("end", "start"), ("start", "none"),
    ("end", "none"), ("start", "end"), ("none", "end"), ("end", "end"),
)  # fmt: skip
HANDLE_SIDE: Final = 8
_PARTS: Final = {"start": 0.0, "none": 0.5, "end": 1.0}
_REACH: Final = 9


@dataclass(frozen=True, slots=True)
class Places:
    """The place of the sheet on the screen, and its measures in millimetres."""

    room: QRectF
    paper: tuple[float, float]

    @property
    def scale(self) -> float:
        """Pixels in a millimetre."""
        return self.room.width() / self.paper[0]

    def rect(self, box: Box) -> QRectF:
        """A box on the screen."""
        scale = self.scale
        corner = QPointF(self.room.x() + box.x * scale, self.room.y() + box.y * scale)
        return QRectF(corner.x(), corner.y(), box.width * scale, box.height * scale)

    def millimetres(self, at: QPointF) -> tuple[float, float]:
        """A point of the screen on the sheet."""
        return (at.x() - self.room.x()) / self.scale, (at.y() - self.room.y()) / self.scale

    def box(self, area: QRectF) -> Box:
        """An area of the screen on the sheet."""
        x, y = self.millimetres(area.topLeft())
        return Box(x=x, y=y, width=area.width() / self.scale, height=area.height() / self.scale)

    def handle(self, box: Box, handle: Handle) -> QPointF:
        """Where a handle is."""
        rect = self.rect(box)
        across, down = _PARTS[handle[0]], _PARTS[handle[1]]
        return QPointF(rect.x() + rect.width() * across, rect.y() + rect.height() * down)

    def handle_at(self, box: Box, at: QPointF) -> Handle | None:
        """The handle of the box under a point; within a small box handles leave room to take hold of all of it."""
        rect = self.rect(box)
        reach = min(_REACH, min(rect.width(), rect.height()) / 4) if rect.contains(at) else _REACH
        found = [(abs(p.x() - at.x()) + abs(p.y() - at.y()), one) for one in HANDLES for p in (self.handle(box, one),)]
        distance, nearest = min(found)
        return nearest if distance <= reach else None


def pulled(box: Box, handle: Handle, across: float, down: float) -> Box:
    """The box with a handle (or all of it) so many millimetres further."""
    x, width = _pulled(box.x, box.width, handle[0], across)
    y, height = _pulled(box.y, box.height, handle[1], down)
    return replace(box, x=x, y=y, width=width, height=height)


def cursor_of(handle: Handle | None) -> Qt.CursorShape:
    """How the pointer looks over a handle."""
    if handle is None or handle == WHOLE:
        return Qt.CursorShape.ArrowCursor if handle is None else Qt.CursorShape.SizeAllCursor
    if "none" in handle:
        return Qt.CursorShape.SizeVerCursor if handle[0] == "none" else Qt.CursorShape.SizeHorCursor
    is_falling = handle[0] == handle[1]
    return Qt.CursorShape.SizeFDiagCursor if is_falling else Qt.CursorShape.SizeBDiagCursor


def _pulled(start: float, length: float, moving: Moving, by: float) -> tuple[float, float]:
    if moving == "whole":
        return start + by, length
    if moving == "start":
        return start + by, max(0.0, length - by)
    return start, max(0.0, length + by) if moving == "end" else length
