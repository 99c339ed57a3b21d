# SPDX-License-Identifier: Apache-2.0
"""One side of a template as it is printed, with its elements to choose, move and pull."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.documents.editing import Spot, element_under, is_frame, snapped_at
from app.documents.elements.kinds import Box
from app.documents.groups import within
from app.documents.snapping import Lines
from app.translation import tr, trn
from app.ui.templates import sheet_drawing as drawn
from app.ui.templates.clipboard import put_elements, taken_elements
from app.ui.templates.draft import Draft
from app.ui.templates.element_words import element_words
from app.ui.templates.sheet_keys import Asked, asked_by
from app.ui.templates.sheet_places import WHOLE, Handle, Places, cursor_of, pulled
from app.ui.theme.look import look
from app.ui.widgets.texts import announce

MARGIN: Final = 14
_DRAG_FROM: Final = 3.0
_INCH: Final = 25.4
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class _Held:
    """What the mouse holds: what is chosen, by a handle, from where; ``alone`` is what is chosen where it is let go
    without a way."""

    start: QPointF
    handle: Handle
    box: Box
    alone: Spot | None = None


@dataclass(frozen=True, slots=True)
class _Band:
    """A frame that is drawn with the mouse; without a way it means what is under it."""

    start: QPointF
    end: QPointF
    under: Spot | None
    also: bool

    @property
    def is_drawn(self) -> bool:
        return QLineF(self.start, self.end).length() >= _DRAG_FROM


class SheetView(QWidget):
    """Shows the file itself with handles over it. ``zoom_wanted`` carries how many steps larger (0: all of it, or its
    real size), and the point that stays where it is; ``sight_wanted`` tells that keys chose or moved something."""

    zoom_wanted = Signal(int, object)
    sight_wanted = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._picture: QImage | None = None
        self._sentence = ""
        self._wrong: frozenset[Spot] = frozenset()
        self._hovered: Spot | None = None
        self._held: _Held | None = None
        self._band: _Band | None = None
        self._dragged: Box | None = None
        self._guides = Lines()
        self._zoom = 0.0
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

    def set_zoom(self, zoom: float) -> None:
        """Show the page at this part of its real size; 0 as large as there is room for."""
        self._zoom = zoom
        self.setMinimumSize(self._size_at_zoom())
        self.update()

    def places(self) -> Places:
        """Where the sheet is: in the middle, at its zoom or as large as there is room for."""
        paper = self._draft.template.paper.millimetres
        free = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = self._real() * self._zoom or max(0.1, min(free.width() / paper[0], free.height() / paper[1]))
        width, height = paper[0] * scale, paper[1] * scale
        return Places(QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height), paper)

    def sizeHint(self) -> QSize:
        """A sheet at a size that can be worked on."""
        return QSize(look().px(520), look().px(420))

    def event(self, event: QEvent) -> bool:
        """Take the keys of this view before the window's menu does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._asked(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, pull, choose, copy, take away, take back, look closer."""
        asked = self._asked(event)
        if asked is None or self._draft.history is None:
            super().keyPressEvent(event)
            return
        self._carry_out(asked)
        self.sight_wanted.emit()
        self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl look closer or from further away; else scroll."""
        turned = event.angleDelta().y()
        if not event.modifiers() & _CONTROL or not turned:
            event.ignore()
            return
        self.zoom_wanted.emit(1 if turned > 0 else -1, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer, take hold of it, or begin a frame where nothing small is."""
        if event.button() != Qt.MouseButton.LeftButton or self._draft.history is None:
            return
        at, draft = event.position(), self._draft
        also = bool(event.modifiers() & _SHIFT)
        handle = None if also else self._handle_at(at)
        under = self._under(at) if handle is None else None
        is_ground = under is None or is_frame(draft.template, under)
        if handle is None and is_ground and (under is None or also or under not in draft.spots):
            self._band = _Band(at, at, under, also)
            return
        if handle is None and under is not None:
            if also:
                draft.choose_also((under,))
            elif under not in draft.spots:
                draft.choose(under)
            self._tell()
        bounds = draft.bounds
        if bounds is not None and not also:
            self._held = _Held(at, handle or WHOLE, bounds, under if len(draft.spots) > 1 else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move or pull what is held, draw the frame; else show what would be chosen."""
        if self._draft.history is None:
            return
        at = event.position()
        if self._band is not None:
            self._band = replace(self._band, end=at)
            self.update()
        elif self._held is None:
            self._hover(at)
        elif self._dragged is not None or QLineF(self._held.start, at).length() >= _DRAG_FROM:
            self._drag(self._held, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave what was held where it is now; choose what is in the frame."""
        held, band, dragged = self._held, self._band, self._dragged
        self._held, self._band, self._dragged, self._guides = None, None, None, Lines()
        if band is not None:
            self._choose_in(band)
        elif dragged is not None:
            self._draft.place(dragged)
        elif held is not None and held.alone is not None:
            self._draft.choose(held.alone)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._hovered = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, then what is wrong, pointed at and chosen."""
        if self._draft.history is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        places = self.places()
        drawn.draw_page(painter, places, self._picture, self._sentence)
        drawn.draw_wrong(painter, places, self._boxes(self._wrong))
        if self._hovered is not None and self._hovered not in self._draft.spots:
            for box in self._boxes((self._hovered,)):
                drawn.draw_pointed_at(painter, places, box)
        drawn.draw_guides(painter, places, self._guides)
        drawn.draw_chosen(painter, places, drawn.Chosen(self._boxes_chosen(), self.hasFocus()))
        if self._band is not None and self._band.is_drawn:
            drawn.draw_band(painter, QRectF(self._band.start, self._band.end).normalized())
        painter.end()

    def _carry_out(self, asked: Asked) -> None:
        draft = self._draft
        if asked.name in ("larger", "smaller", "fit"):
            self.zoom_wanted.emit({"larger": 1, "smaller": -1, "fit": 0}[asked.name], None)
        elif asked.name == "paste":
            data = taken_elements()
            if data is not None:
                draft.paste(data)
        elif asked.name in ("copy", "cut"):
            self._copy(cut=asked.name == "cut")
        else:
            {
                "move": lambda: draft.nudge(asked.across, asked.down),
                "pull": lambda: draft.stretch(asked.across, asked.down),
                "next": lambda: draft.choose_next(int(asked.down)),
                "next also": lambda: draft.choose_next(int(asked.down), also=True),
                "everything": draft.choose_everything,
                "nothing": draft.choose_nothing,
                "remove": draft.remove,
                "duplicate": draft.duplicate,
                "undo": draft.undo,
                "redo": draft.redo,
            }[asked.name]()

    def _copy(self, cut: bool) -> None:
        if self._draft.spots:
            put_elements(self._draft.copied())
            if cut:
                self._draft.remove()

    def _drag(self, held: _Held, at: QPointF) -> None:
        scale = self.places().scale
        wished = pulled(held.box, held.handle, (at.x() - held.start.x()) / scale, (at.y() - held.start.y()) / scale)
        draft = self._draft
        found = snapped_at(draft.template, draft.spots, draft.side, wished, held.handle)
        self._dragged, self._guides = found.box, found.guides
        self.update()

    def _choose_in(self, band: _Band) -> None:
        if band.is_drawn:
            area = self.places().box(QRectF(band.start, band.end).normalized())
            found = within(self._draft.template, self._draft.side, area)
        else:
            found = (band.under,) if band.under else ()
        if band.also:
            self._draft.choose_also(found)
        else:
            self._draft.choose_all_of(found, self._draft.side)
        self._tell()

    def _boxes(self, spots: Sequence[Spot] | frozenset[Spot]) -> list[Box]:
        layouts = self._draft.template.pages
        here = (one for one in spots if one.page == self._draft.side)
        return [layouts[one.page].elements[one.number].box for one in here
                if one.number < len(layouts[one.page].elements)]  # fmt: skip

    def _boxes_chosen(self) -> list[Box]:
        boxes, dragged, bounds = self._boxes(self._draft.spots), self._dragged, self._draft.bounds
        if dragged is None or bounds is None:
            return boxes
        if len(boxes) == 1:
            return [dragged]
        across, down = dragged.x - bounds.x, dragged.y - bounds.y
        return [replace(box, x=box.x + across, y=box.y + down) for box in boxes]

    def _hover(self, at: QPointF) -> None:
        handle = self._handle_at(at)
        under = self._under(at)
        is_over_chosen = under is not None and under in self._draft.spots
        self.setCursor(cursor_of(handle or (WHOLE if is_over_chosen else None)))
        if under != self._hovered:
            self._hovered = under
            self.update()

    def _handle_at(self, at: QPointF) -> Handle | None:
        element = self._draft.element
        if element is None or self._draft.spots[0].page != self._draft.side:
            return None
        return self.places().handle_at(element.box, at)

    def _under(self, at: QPointF) -> Spot | None:
        places = self.places()
        return element_under(self._draft.template, self._draft.side, *places.millimetres(at), 3 / places.scale)

    def _asked(self, event: QKeyEvent) -> Asked | None:
        asked = asked_by(event)
        is_idle = asked is not None and asked.name == "nothing" and not self._draft.spots
        return None if is_idle else asked

    def _real(self) -> float:
        """Pixels in a millimetre of a sheet at its real size."""
        return self.logicalDpiX() / _INCH

    def _size_at_zoom(self) -> QSize:
        if not self._zoom or self._draft.history is None:
            return QSize(look().px(260), look().px(200))
        scale = self._real() * self._zoom
        width, height = self._draft.template.paper.millimetres
        return QSize(round(width * scale) + 2 * MARGIN, round(height * scale) + 2 * MARGIN)

    def _on_draft(self) -> None:
        self.setMinimumSize(self._size_at_zoom())
        self.setAccessibleDescription(self._words() or tr("Nothing is chosen."))
        self.update()

    def _words(self) -> str:
        """What is chosen."""
        draft = self._draft
        if draft.history is None or not draft.spots:
            return ""
        if draft.element is not None:
            return element_words(draft.element)
        return trn("{n} element is chosen", "{n} elements are chosen", len(draft.spots))

    def _tell(self) -> None:
        box = self._draft.bounds
        if box is not None:
            place = tr("{x} mm from the left, {y} mm from the top", x=f"{box.x:g}", y=f"{box.y:g}")
            announce(self, f"{self._words()}. {place}")
