# SPDX-License-Identifier: Apache-2.0
"""The big tiles of one criterion: one for each learner."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.assessing import CLEARED, MET, NOT_YET
from app.translation import tr
from app.ui.assess.desk import MARK_WORDS, Cell, Seat
from app.ui.assess.gestures import Gestures
from app.ui.assess.grid_headers import paint_photo, paint_standing
from app.ui.assess.keys import SEAT_KEYS
from app.ui.assess.model import CELL, PENDING, SEAT, CriterionTiles, Index
from app.ui.assess.tile import ABSENT_OPACITY, INK, Face, paint_sign, paint_tile
from app.ui.theme.fonts import ui_font
from app.ui.theme.look import Look, look
from app.ui.theme.tokens import GAP, GAP_SMALL, RADIUS_TILE, TYPE_CAPTION, TYPE_EMPHASIS

LEAST_TILE: Final = QSize(150, 92)
ROOMY: Final = 230
"""A tile of this width has the photograph beside the name; a narrower one has it beside the seat key."""
PHOTO, SMALL_PHOTO = 44, 26
LINE: Final = 27
_WORDS: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextDontClip


class TileDelegate(QStyledItemDelegate):
    """Paints one learner's tile: seat key, photograph, name, sign and word."""

    current: int = -1
    size = LEAST_TILE

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, seat = index.data(CELL), index.data(SEAT)
        if not isinstance(cell, Cell) or not isinstance(seat, Seat):
            return
        now = look()
        tile = QRectF(option.rect).adjusted(4, 4, -4, -4)
        face = Face(cell, bool(index.data(PENDING)), index.row() == self.current, seat.absent, seat.signed)
        paint_tile(painter, tile, face, now, now.px(RADIUS_TILE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if seat.absent:
            painter.setOpacity(ABSENT_OPACITY)
        words = _seat_key(painter, tile, index.row(), now)
        room = _photo(painter, tile, words, seat, now)
        if seat.signed or seat.before:
            side = now.px(16)
            paint_standing(painter, QRectF(tile.right() - side - GAP, tile.top() + GAP, side, side), seat)
        _name(painter, room, seat, now)
        _mark(painter, room.translated(0, room.height()), seat, cell, now)
        painter.restore()


def _seat_key(painter: QPainter, tile: QRectF, seat_number: int, now: Look) -> QRectF:
    """Paint the key of the seat; answers where it stands."""
    cap = QRectF(tile.left() + GAP, tile.top() + GAP - 2, now.px(24), now.px(20))
    if seat_number >= len(SEAT_KEYS):
        return QRectF(cap.left(), cap.top(), 0, cap.height())
    painter.setFont(ui_font(now.px(TYPE_CAPTION), bold=True))
    painter.setPen(QPen(now.colour("control"), 1))
    painter.setBrush(now.colour("surface"))
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(now.colour("text"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, SEAT_KEYS[seat_number])
    return cap


def _photo(painter: QPainter, tile: QRectF, cap: QRectF, seat: Seat, now: Look) -> QRectF:
    """Paint the photograph; answers the line for the name."""
    line = now.px(LINE)
    if tile.width() >= now.px(ROOMY):
        side, left = now.px(PHOTO), tile.left() + now.px(46)
        if seat.photo and paint_photo(painter, QRectF(left, tile.center().y() - side / 2, side, side), seat.photo):
            left += side + GAP
        return QRectF(left, tile.center().y() - line, tile.right() - left - GAP_SMALL, line)
    side, line = now.px(SMALL_PHOTO), now.px(LINE) - 3
    beside = cap.right() + (GAP_SMALL if cap.width() else 0)
    if seat.photo:
        paint_photo(painter, QRectF(beside, cap.center().y() - side / 2, side, side), seat.photo)
    top = max(cap.bottom() + 3, tile.center().y() - line * 0.6)
    return QRectF(tile.left() + GAP, top, tile.width() - 2 * GAP, line)


def _name(painter: QPainter, room: QRectF, seat: Seat, now: Look) -> None:
    painter.setFont(ui_font(now.px(TYPE_EMPHASIS), bold=True))
    painter.setPen(now.colour("text"))
    metrics = painter.fontMetrics()
    name = seat.full_name if metrics.horizontalAdvance(seat.full_name) <= room.width() else seat.short_name
    painter.drawText(room, _WORDS, metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width())))


def _mark(painter: QPainter, room: QRectF, seat: Seat, cell: Cell, now: Look) -> None:
    words = tr("Absent") if seat.absent else "" if cell.mark == CLEARED else tr(MARK_WORDS[cell.mark])
    ink = now.colour("muted" if seat.absent or seat.signed else INK[cell.mark])
    if cell.mark in (MET, NOT_YET) and not seat.absent:
        side = now.px(15)
        paint_sign(painter, QRectF(room.left(), room.center().y() - side / 2, side, side), cell.mark, ink, now)
        room = room.adjusted(side + GAP_SMALL, 0, 0, 0)
    painter.setFont(ui_font(now.px(TYPE_EMPHASIS)))
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, _WORDS, shown)


class TileBoard(QListView):
    """All tiles in sight while they are large enough; ``moved`` tells where the arrows went."""

    commanded = Signal(object)
    tile_clicked = Signal(int)
    menu_wanted = Signal(int, QPoint)
    moved = Signal(int)

    def __init__(self, tiles: CriterionTiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = TileDelegate(self)
        self.setModel(tiles)
        self.setItemDelegate(self._tiles)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Learners of this criterion"))
        gestures = Gestures(self)
        gestures.commanded.connect(self.commanded)
        gestures.clicked.connect(self._on_clicked)
        gestures.menu_wanted.connect(self._on_menu)

    def show_current(self, column: int) -> None:
        """Put the ring on this learner's tile."""
        self._tiles.current = column
        self.setCurrentIndex(self.model().index(column, 0))
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model() is not None:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    @Slot()
    def fit(self) -> None:
        """Choose how many tiles stand side by side, so that all are in sight if that can be."""
        learners = max(1, self.model().rowCount())
        room = self.maximumViewportSize()
        least = QSize(look().px(LEAST_TILE.width()), look().px(LEAST_TILE.height()))
        wanted = 4 if learners <= 12 else 5 if learners <= 20 else 6
        columns = max(1, min(room.width() // least.width(), wanted, learners))
        rows = ceil(learners / columns)
        height = max(least.height(), (room.height() - 1) // rows)
        scrolls = height * rows > room.height()
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self._tiles.size = QSize((room.width() - bar - 1) // columns, height)
        self.setGridSize(self._tiles.size)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != self._tiles.current:
            self.moved.emit(current.row())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.tile_clicked.emit(index.row())

    @Slot(QModelIndex, QPoint)
    def _on_menu(self, index: QModelIndex, at: QPoint) -> None:
        self.menu_wanted.emit(index.row(), at)
