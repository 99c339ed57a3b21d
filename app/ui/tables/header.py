# SPDX-License-Identifier: Apache-2.0
"""The head of a list: titles to sort by, a mark to filter by, the button of all that can be done with the list."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QStyle, QToolTip, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.record_header import ElidedLabel

_MARK, _DRAWING = 20, 14
_CORNER = 24


class FilterStrip(QFrame):
    """Beneath the titles while rows are left out: how many are shown, and a way to see all again."""

    clear_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ElidedLabel("")
        self.clear = button(tr("Clear filters"), self.clear_wanted.emit, kind="quiet", drawing=Icon.X)
        self.clear.setToolTip("Ctrl+Shift+L")
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_SMALL, 0, GAP_SMALL, 0)
        line.setSpacing(GAP_SMALL)
        line.addWidget(self.words)
        line.addWidget(self.clear)
        line.addStretch(1)
        self.hide()


class TableHeader(QHeaderView):
    """``filter_wanted`` carries the column whose mark was pressed. ``active`` are the columns that leave rows out."""

    filter_wanted = Signal(int)
    clear_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._filterable = False
        self._sizes: dict[int, QSize] = {}
        self.active: frozenset[int] = frozenset()
        self._on_mark = False
        self._last = -1
        self._strip: FilterStrip | None = None
        self.menu_button = icon_button(Icon.ELLIPSIS, tr("What can be done with this list"), parent=self)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setSectionsMovable(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionMoved.connect(self.look_for_last)

    @property
    def filterable(self) -> bool:
        """Whether the columns have marks to filter by."""
        return self._filterable

    def set_filterable(self, filterable: bool) -> None:
        """Give the columns marks, or take them away."""
        if filterable != self._filterable:
            self._filterable = filterable
            self._sizes.clear()

    def show_strip(self, words: str) -> None:
        """Say this beneath the titles; nothing takes the strip away."""
        if words or self._strip is not None:
            self.strip.words.setText(words)
            if self.strip.isHidden() == bool(words):
                self.strip.setVisible(bool(words))
                self.geometriesChanged.emit()
                self._place()
        self.viewport().update()

    @property
    def strip(self) -> FilterStrip:
        """The line beneath the titles; made when it is first needed."""
        if self._strip is None:
            self._strip = FilterStrip(self)
            self._strip.clear_wanted.connect(self.clear_wanted)
        return self._strip

    def below(self, section: int) -> QPoint:
        """The place under the title of a column, on the screen."""
        left = self.sectionViewportPosition(section)
        at = left + self.sectionSize(section) if self.isRightToLeft() else left
        return self.mapToGlobal(QPoint(max(0, at), self._title_height()))

    def sizeHint(self) -> QSize:
        """The titles, and the strip while it is shown."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + self._strip_height())

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Room for the title, its mark, and the button beside the last title.

        The style leaves room beside a title for the arrow of the sorted column; the mark takes it, and the arrow
        stands above the title.
        """
        known = self._sizes.get(section)
        if known is None:
            hint = super().sectionSizeFromContents(section)
            known = self._sizes[section] = QSize(hint.width() + self._corner(section), hint.height())
        return known

    def measure_again(self) -> None:
        """Titles, letters or marks are others now."""
        self._sizes.clear()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """The title as the style draws it, and the mark at its end."""
        whole = QRect(rect.left(), rect.top(), rect.width(), self._title_height())
        extra = self._mark_width() + self._corner(section)
        title = QRect(whole.left(), whole.top(), max(0, whole.width() - extra), whole.height())
        super().paintSection(painter, self._mirrored(title, whole), section)
        if not extra:
            return
        rest = self._mirrored(QRect(title.right() + 1, whole.top(), extra, whole.height()), whole)
        painter.fillRect(rest, look().colour("surface2"))
        painter.fillRect(QRect(rest.left(), rest.bottom(), rest.width(), 1), look().colour("border"))
        if self.filterable:
            self._draw_mark(painter, self._mirrored(self._mark_of(whole, section), whole), section in self.active)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what the mark does."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            section = self._marked_at(event.pos())
            if section >= 0:
                title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
                QToolTip.showText(event.globalPos(), tr("Filter by {column} (Alt+Down)", column=title), self)
                return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On a mark: ask for the filter. Elsewhere as every head of a list."""
        section = self._marked_at(event.position().toPoint())
        self._on_mark = section >= 0 and event.button() == Qt.MouseButton.LeftButton
        if self._on_mark:
            self.filter_wanted.emit(section)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What began on a mark does not sort."""
        if not self._on_mark:
            super().mouseReleaseEvent(event)
        self._on_mark = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What is done on a mark does not sort."""
        if self._marked_at(event.position().toPoint()) < 0:
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep button and strip in their places."""
        super().resizeEvent(event)
        self._place()

    def updateGeometries(self) -> None:
        """Keep button and strip in their places."""
        super().updateGeometries()
        self._place()

    def _place(self) -> None:
        height, side = self._title_height(), look().px(_CORNER)
        corner = self._mirrored(QRect(self.width() - side, 0, side, height), self.rect())
        self.menu_button.setGeometry(corner.adjusted(0, 3, 0, -3))
        if self._strip is not None:
            self._strip.setGeometry(0, height, self.width(), self._strip_height())

    def _draw_mark(self, painter: QPainter, room: QRect, active: bool) -> None:
        side = look().px(_DRAWING)
        drawn = pixmap(Icon.FUNNEL, "accent" if active else "control", side, self.devicePixelRatioF())
        at = QPoint(room.center().x() - side // 2, room.center().y() - side // 2)
        if active:
            edge = QRect(at, QSize(side, side)).adjusted(-GAP_TINY, -GAP_TINY, GAP_TINY, GAP_TINY)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(look().colour("accent"))
            painter.setBrush(look().colour("accent_soft"))
            painter.drawRoundedRect(edge, GAP_TINY, GAP_TINY)
            painter.restore()
        painter.drawPixmap(at, drawn)

    def _marked_at(self, place: QPoint) -> int:
        """The column whose mark lies here, -1 where there is none."""
        section = self.logicalIndexAt(place)
        if not self.filterable or section < 0 or place.y() >= self._title_height():
            return -1
        whole = QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self._title_height())
        return section if self._mirrored(self._mark_of(whole, section), whole).contains(place) else -1

    def _mark_of(self, whole: QRect, section: int) -> QRect:
        left = whole.right() + 1 - self._mark_width() - self._corner(section)
        return QRect(left, whole.top(), self._mark_width(), whole.height())

    def _mark_width(self) -> int:
        return look().px(_MARK) if self.filterable else 0

    def _corner(self, section: int) -> int:
        return look().px(_CORNER) if section == self._last else 0

    @Slot()
    def look_for_last(self) -> None:
        """Other columns are shown, or in another order: find out which is the last."""
        shown = (self.logicalIndex(visual) for visual in reversed(range(self.count())))
        self._last = next((section for section in shown if not self.isSectionHidden(section)), -1)
        self._sizes.clear()
        self.viewport().update()

    def _title_height(self) -> int:
        return self.height() - self._strip_height()

    def _strip_height(self) -> int:
        return 0 if self._strip is None or self._strip.isHidden() else self._strip.sizeHint().height()

    def _mirrored(self, part: QRect, whole: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), whole, part)
