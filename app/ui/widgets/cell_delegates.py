# SPDX-License-Identifier: Apache-2.0
"""Cells that are drawn: a bar with its per cent, a state as a word in a coloured edge."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY, TYPE_DENSE
from app.ui.widgets.paged_model import ValueRole
from app.ui.widgets.row_source import Share, Status
from app.ui.widgets.ticks import tick_pixmap

_Index = QModelIndex | QPersistentModelIndex
_TICK = 14
_GROUND = {"met": "met_soft", "not_yet": "not_yet_soft", "warn": "warn_soft", "accent": "accent_soft"}


class ProgressDelegate(QStyledItemDelegate):
    """A bar and its per cent; green when all is done."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground of the cell, the bar, the number."""
        room = _ground(self, painter, option, index)
        value = index.data(ValueRole)
        if not isinstance(value, Share):
            return
        words = look().px(52)
        track = _mirrored(QRect(room.left(), room.center().y() - 2, max(8, room.width() - words), 6), room, option)
        number = _mirrored(QRect(room.right() - words + GAP_SMALL, room.top(), words, room.height()), room, option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look().colour("control") if look().tokens.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("surface2"))
        painter.drawRoundedRect(track, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("met" if value.percent == 100 else "accent"))
        done = QRect(track.left(), track.top(), track.width() * value.percent // 100, track.height())
        painter.drawRoundedRect(_mirrored(done, track, option), 3, 3)
        painter.setPen(look().colour("text"))
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, f"{value.percent} %")
        painter.restore()


class StatusDelegate(QStyledItemDelegate):
    """A word in a rounded edge of the colour of its kind; the word tells the state, the colour only helps. A small sign
    may stand after it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground of the cell and the pill."""
        room = _ground(self, painter, option, index)
        value = index.data(ValueRole)
        if not isinstance(value, Status):
            return
        if value.tick:
            room = _with_tick(painter, option, room, value.tick)
        painter.save()
        font = painter.font()
        font.setPixelSize(look().px(TYPE_DENSE))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        height = min(room.height() - 4, metrics.height() + 2)
        width = min(room.width(), metrics.horizontalAdvance(value.text) + 2 * height)
        pill = _mirrored(QRect(room.left(), room.center().y() - height // 2, width, height), room, option)
        _draw_pill(painter, QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), value.kind)
        inner = pill.adjusted(height // 2, 0, -height // 2, 0)
        text = metrics.elidedText(value.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Room for the whole word and its edge."""
        hint, value = super().sizeHint(option, index), index.data(ValueRole)
        sign = look().px(_TICK) + GAP_TINY if isinstance(value, Status) and value.tick else 0
        return QSize(hint.width() + 2 * option.fontMetrics.height() + sign, hint.height())


def _with_tick(painter: QPainter, option: QStyleOptionViewItem, room: QRect, tick: str) -> QRect:
    """Draw the sign at the end of the room; answers what is left of it."""
    side = look().px(_TICK)
    place = _mirrored(QRect(room.right() - side, room.center().y() - side // 2, side, side), room, option)
    painter.drawPixmap(place, tick_pixmap(tick, side, painter.device().devicePixelRatio()))
    return _mirrored(room.adjusted(0, 0, -side - GAP_TINY, 0), room, option)


def _draw_pill(painter: QPainter, pill: QRectF, kind: str) -> None:
    ink: QColor = look().colour(kind if kind in _GROUND else "muted")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink)
    painter.setBrush(look().colour(_GROUND.get(kind, "surface")))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)


def _ground(delegate: QStyledItemDelegate, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> QRect:
    """Draw selection and zebra as every other cell has them; answers the room inside."""
    plain = QStyleOptionViewItem(option)
    delegate.initStyleOption(plain, index)
    plain.text = ""
    option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, option.widget)
    side = look().px(GAP_SMALL)  # as titles and texts of cells stand
    return option.rect.adjusted(side, 0, -side, 0)


def _mirrored(part: QRect, whole: QRect, option: QStyleOptionViewItem) -> QRect:
    return QStyle.visualRect(option.direction, whole, part)
