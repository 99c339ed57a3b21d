# SPDX-License-Identifier: Apache-2.0
"""How one cell of the grid is painted."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.ui.assess.desk import Cell, Seat
from app.ui.assess.model import CELL, PENDING, SEAT, Index
from app.ui.assess.tile import ABSENT_OPACITY, INK, Face, paint_sign, paint_tile
from app.ui.theme.look import look
from app.ui.theme.tokens import RADIUS_CONTROL

SIGN = 13
"""Side of the sign at 100 %."""


class CellDelegate(QStyledItemDelegate):
    """Paints marks as tiles. ``current`` is told by the view: the ring stays while a note is typed."""

    current: tuple[int, int] = (-1, -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, seat = index.data(CELL), index.data(SEAT)
        if not isinstance(cell, Cell) or not isinstance(seat, Seat):
            return
        now = look()
        is_current = (index.row(), index.column()) == self.current
        face = Face(cell, bool(index.data(PENDING)), is_current, seat.absent, seat.signed)
        tile = QRectF(option.rect).adjusted(2, 2, -2, -2)
        paint_tile(painter, tile, face, now, now.px(RADIUS_CONTROL) - 1)
        side = min(now.px(SIGN), tile.height() - 6)
        sign = QRectF(0, 0, side, side)
        sign.moveCenter(tile.center())
        colour = now.colour("muted" if seat.signed else INK[cell.mark])
        if seat.absent:
            colour.setAlphaF(ABSENT_OPACITY)
        paint_sign(painter, sign, cell.mark, colour, now)
