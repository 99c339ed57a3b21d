# SPDX-License-Identifier: Apache-2.0
"""One side of a template as it is printed, with its elements to choose, move and pull."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.documents.editing import Spot, element_under, snapped_at
from app.documents.elements.kinds import Box
from app.documents.snapping import Lines
from app.translation import tr
from app.ui.templates.draft import Draft
from app.ui.templates.element_words import element_words
from app.ui.templates.sheet_places import HANDLE_SIDE, HANDLES, WHOLE, Handle, Places, cursor_of, pulled
from app.ui.theme.look import look
from app.ui.theme.tokens import ON_PAPER
from app.ui.widgets.texts import announce

STEP: Final = 0.5
LONG_STEP: Final = 5.0
_MARGIN: Final = 14
_DRAG_FROM: Final = 3.0
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_ON_PAPER: Final = {name: QColor(value) for name, value in ON_PAPER.items()}
"""The paper is white in every look, so the colours on it are the same."""
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


class SheetView(QWidget):
    """Shows the file itself with handles over it. Arrows move, with Ctrl they pull; Page Up and Page Down go through
    the elements."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._picture: QImage | None = None
        self._sentence = ""
        self._wrong: frozenset[Spot] = frozenset()
        self._hovered: Spot | None = None
        self._pressed: tuple[QPointF, Handle, Box] | None = None
        self._dragged: Box | None = None
        self._guides = Lines()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("The page"))
        draft.changed.connect(self._on_draft)
        draft.chosen.connect(self._on_draft)

    def show_picture(self, picture: QImage | None, sentence: str = "") -> None:
        """Show this side as it is printed; without a picture the sentence that says why there is none."""
        self._picture, self._sentence = picture, sentence
        self.update()

    def show_wrong(self, wrong: Sequence[Spot]) -> None:
        """Mark these elements."""
        self._wrong = frozenset(wrong)
        self.update()

    def places(self) -> Places:
        """Where the sheet is: as large as there is room for, in the middle."""
        paper = self._draft.template.paper.millimetres
        free = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        scale = max(0.1, min(free.width() / paper[0], free.height() / paper[1]))
        width, height = paper[0] * scale, paper[1] * scale
        return Places(QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height), paper)

    def sizeHint(self) -> QSize:
        """A sheet at a size that can be worked on."""
        return QSize(look().px(520), look().px(420))

    def minimumSizeHint(self) -> QSize:
        """Room enough to see what is where."""
        return QSize(look().px(260), look().px(200))

    def event(self, event: QEvent) -> bool:
        """Take the keys of this view before the window's menu does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._action(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, pull, choose, copy, take away, take back."""
        action = self._action(event)
        if action is None or self._draft.history is None:
            super().keyPressEvent(event)
            return
        name, across, down = action
        if name == "move":
            self._draft.nudge(across, down)
        elif name == "pull":
            self._draft.stretch(across, down)
        elif name == "next":
            self._draft.choose_next(int(down))
        else:
            getattr(self._draft, name)()
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer, or take hold of a handle."""
        if event.button() != Qt.MouseButton.LeftButton or self._draft.history is None:
            return
        at = event.position()
        handle = self._handle_at(at)
        if handle is None:
            self._draft.choose(self._under(at), self._draft.side)
            handle = WHOLE
            self._tell()
        element = self._draft.element
        self._pressed = None if element is None else (at, handle, element.box)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move or pull what is held; else show what would be chosen."""
        if self._draft.history is None:
            return
        at = event.position()
        if self._pressed is None:
            self._hover(at)
            return
        start, handle, box = self._pressed
        if self._dragged is None and QLineF(start, at).length() < _DRAG_FROM:
            return
        scale = self.places().scale
        wished = pulled(box, handle, (at.x() - start.x()) / scale, (at.y() - start.y()) / scale)
        assert self._draft.spot is not None
        found = snapped_at(self._draft.template, self._draft.spot, wished, handle)
        self._dragged, self._guides = found.box, found.guides
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave what was held where it is now."""
        dragged, self._dragged, self._pressed, self._guides = self._dragged, None, None, Lines()
        if dragged is not None:
            self._draft.place(dragged)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._hovered = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, then what is wrong, pointed at and chosen."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._draft.history is None:
            painter.end()
            return
        places = self.places()
        self._paint_page(painter, places)
        for spot in self._wrong:
            self._outline(painter, places, spot, "not_yet", Qt.PenStyle.DashLine)
        if self._hovered not in (None, self._draft.spot):
            self._outline(painter, places, self._hovered, "accent", Qt.PenStyle.DotLine)
        self._paint_guides(painter, places)
        self._paint_chosen(painter, places)
        painter.end()

    def _paint_page(self, painter: QPainter, places: Places) -> None:
        painter.fillRect(places.room, _ON_PAPER["paper"])
        if self._picture is not None:
            painter.drawImage(places.room, self._picture)
        elif self._sentence:
            painter.setPen(_ON_PAPER["ink"])
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(places.room.adjusted(12, 12, -12, -12), flags, self._sentence)
        painter.setPen(look().colour("control"))
        painter.drawRect(places.room)

    def _outline(self, painter: QPainter, places: Places, spot: Spot | None, colour: str, style: Qt.PenStyle) -> None:
        pages = self._draft.template.pages
        if spot is None or spot.page != self._draft.side or spot.number >= len(pages[spot.page].elements):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_ON_PAPER[colour], 1.5, style))
        painter.drawRect(places.rect(pages[spot.page].elements[spot.number].box))

    def _paint_guides(self, painter: QPainter, places: Places) -> None:
        painter.setPen(QPen(_ON_PAPER["guide"], 1))
        room, scale = places.room, places.scale
        for x in self._guides.across:
            painter.drawLine(QLineF(room.x() + x * scale, room.top(), room.x() + x * scale, room.bottom()))
        for y in self._guides.down:
            painter.drawLine(QLineF(room.left(), room.y() + y * scale, room.right(), room.y() + y * scale))

    def _paint_chosen(self, painter: QPainter, places: Places) -> None:
        element = self._draft.element
        if element is None or self._draft.spot is None or self._draft.spot.page != self._draft.side:
            return
        box = self._dragged or element.box
        accent = _ON_PAPER["accent"]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2 if self.hasFocus() else 1.2))
        painter.drawRect(places.rect(box))
        painter.setBrush(_ON_PAPER["paper"])
        for handle in HANDLES:
            at = places.handle(box, handle)
            half = HANDLE_SIDE / 2
            painter.drawRect(QRectF(at.x() - half, at.y() - half, HANDLE_SIDE, HANDLE_SIDE))

    def _hover(self, at: QPointF) -> None:
        handle = self._handle_at(at)
        under = self._under(at)
        is_over_chosen = under is not None and under == self._draft.spot
        self.setCursor(cursor_of(handle or (WHOLE if is_over_chosen else None)))
        if under != self._hovered:
            self._hovered = under
            self.update()

    def _handle_at(self, at: QPointF) -> Handle | None:
        element = self._draft.element
        if element is None or self._draft.spot is None or self._draft.spot.page != self._draft.side:
            return None
        return self.places().handle_at(element.box, at)

    def _under(self, at: QPointF) -> Spot | None:
        places = self.places()
        return element_under(self._draft.template, self._draft.side, *places.millimetres(at), 3 / places.scale)

    def _action(self, event: QKeyEvent) -> tuple[str, float, float] | None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _ARROWS:
            step = LONG_STEP if modifiers & _SHIFT else STEP
            across, down = _ARROWS[key]
            return "pull" if modifiers & _CONTROL else "move", across * step, down * step
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and not modifiers & _CONTROL:
            return "next", 0.0, 1.0 if key == Qt.Key.Key_PageDown else -1.0
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return "remove", 0.0, 0.0
        if modifiers & _CONTROL and key in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_D):
            is_redo = key == Qt.Key.Key_Y or (key == Qt.Key.Key_Z and modifiers & _SHIFT)
            return ("duplicate" if key == Qt.Key.Key_D else "redo" if is_redo else "undo"), 0.0, 0.0
        return None

    def _on_draft(self) -> None:
        element = self._draft.element if self._draft.history is not None else None
        self.setAccessibleDescription(element_words(element) if element is not None else tr("Nothing is chosen."))
        self.update()

    def _tell(self) -> None:
        element = self._draft.element
        if element is not None:
            box = element.box
            place = tr("{x} mm from the left, {y} mm from the top", x=f"{box.x:g}", y=f"{box.y:g}")
            announce(self, f"{element_words(element)}. {place}")
