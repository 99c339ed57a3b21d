# SPDX-License-Identifier: Apache-2.0
"""The page at the size that somebody wants to see it in: all of it, its real size, or closer."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.ui.templates.draft import Draft
from app.ui.templates.sheet_view import SheetView
from app.ui.theme.look import look

FIT: Final = 0.0
ZOOMS: Final = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Parts of the real size."""
_RESOLUTIONS: Final = (130, 200, 300)
_INCH: Final = 25.4
_AROUND: Final = 24


class ZoomArea(QScrollArea):
    """``zoomed`` tells that the page is shown at another size."""

    zoomed = Signal()

    def __init__(self, sheet: SheetView, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet, self._draft = sheet, draft
        self.zoom = FIT
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(sheet)
        sheet.zoom_wanted.connect(self.step)
        sheet.sight_wanted.connect(self.show_chosen)

    def minimumSizeHint(self) -> QSize:
        """Room enough to see what is where."""
        return QSize(look().px(260), look().px(200))

    @property
    def dpi(self) -> int:
        """The resolution that the picture of the page needs."""
        needed = self._scale() * _INCH * self.devicePixelRatioF()
        return next((one for one in _RESOLUTIONS if one >= needed), _RESOLUTIONS[-1])

    def set_zoom(self, zoom: float, still: QPointF | None = None) -> None:
        """Show the page at this part of its real size, or all of it; ``still`` stays where it is."""
        if self._draft.history is None:
            return
        at = still or QPointF(self._sheet.mapFrom(self.viewport(), self.viewport().rect().center()))
        on_paper = self._sheet.places().millimetres(at)
        self.zoom = zoom
        self._sheet.set_zoom(zoom)
        self._sheet.resize(self.viewport().size().expandedTo(self._sheet.minimumSize()))
        places = self._sheet.places()
        now = places.room.topLeft() + QPointF(on_paper[0], on_paper[1]) * places.scale
        for bar, by in ((self.horizontalScrollBar(), now.x() - at.x()), (self.verticalScrollBar(), now.y() - at.y())):
            bar.setValue(bar.value() + round(by))
        self.zoomed.emit()

    @Slot(int, object)
    def step(self, by: int, still: QPointF | None = None) -> None:
        """The next size closer or further away; without a way all of the page, or its real size where all is shown."""
        if self._draft.history is None:
            return
        if not by:
            self.set_zoom(FIT if self.zoom else 1.0, still)
            return
        now = self.zoom or self._scale() / self._real()
        further = [one for one in ZOOMS if (one > now + 0.01 if by > 0 else one < now - 0.01)]
        if further:
            self.set_zoom(further[0] if by > 0 else further[-1], still)

    @Slot()
    def show_chosen(self) -> None:
        """Bring what is chosen into sight."""
        bounds = self._draft.bounds
        if bounds is not None and self.zoom:
            middle = self._sheet.places().rect(bounds).center().toPoint()
            half = self._sheet.places().rect(bounds).size().toSize() / 2 + QSize(_AROUND, _AROUND)
            room = half.boundedTo(self.viewport().size() / 2)
            self.ensureVisible(middle.x(), middle.y(), room.width(), room.height())

    def _scale(self) -> float:
        return self._sheet.places().scale if self._draft.history is not None else 0.0

    def _real(self) -> float:
        return self._sheet.logicalDpiX() / _INCH
