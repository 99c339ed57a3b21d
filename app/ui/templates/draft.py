# SPDX-License-Identifier: Apache-2.0
"""The template that somebody works on: its steps, and the element that is chosen."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.documents import editing
from app.documents.editing import Spot
from app.documents.elements.kinds import Box, Element
from app.documents.settable import Path
from app.documents.template import Template
from app.domain.history import History
from app.domain.refusals import Refused


class Draft(QObject):
    """``changed`` tells of each new state of the template, ``chosen`` of another element or side, ``refused`` carries
    why something cannot be."""

    changed = Signal()
    chosen = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: History[Template] | None = None
        self.spot: Spot | None = None
        self.side = 0
        self._joins: object = None

    @property
    def template(self) -> Template:
        """The template as it is now; there must be one."""
        assert self.history is not None
        return self.history.now

    @property
    def element(self) -> Element | None:
        """The element that is chosen."""
        return None if self.spot is None else editing.element_at(self.template, self.spot)

    def begin(self, history: History[Template] | None) -> None:
        """Work on this template."""
        self.history, self.spot, self.side, self._joins = history, None, 0, None
        self.changed.emit()
        self.chosen.emit()

    def choose(self, spot: Spot | None, side: int | None = None) -> None:
        """Choose an element, or none; perhaps on another side."""
        at = spot.page if spot else self.side if side is None else side
        if self.history is None or (spot, at) == (self.spot, self.side):
            return
        self.spot, self.side, self._joins = spot, at, None
        self.chosen.emit()

    def choose_next(self, step: int) -> None:
        """The next element of this side, or the one before; on from the last is the first."""
        if self.history is None:
            return
        here = [spot for spot in editing.spots(self.template) if spot.page == self.side]
        if here:
            at = here.index(self.spot) + step if self.spot in here else (0 if step > 0 else -1)
            self.choose(here[at % len(here)])

    def nudge(self, across: float, down: float) -> None:
        """Move the chosen element a little; many little moves are one step."""
        if self.spot is not None:
            self._do(editing.moved(self.template, self.spot, across, down), ("nudge", self.spot))

    def stretch(self, wider: float, higher: float) -> None:
        """Make the chosen element a little larger; many little changes are one step."""
        if self.spot is not None:
            self._do(editing.resized(self.template, self.spot, wider, higher), ("stretch", self.spot))

    def place(self, box: Box) -> None:
        """Put the chosen element there."""
        if self.spot is not None:
            self._do(editing.placed(self.template, self.spot, box))

    def move_all(self, across: float, down: float) -> None:
        """Move everything on all sides."""
        self._do(editing.all_moved(self.template, across, down), "all")

    def add(self, kind: str, rows: str = "") -> None:
        """Put a new element on this side, and choose it."""
        if self.history is None:
            return
        element = editing.new_element(kind, self.template, rows)
        self._do_and_choose(editing.added(self.template, self.side, element))

    def duplicate(self) -> None:
        """Copy the chosen element, and choose the copy."""
        if self.spot is not None:
            self._do_and_choose(editing.duplicated(self.template, self.spot))

    def remove(self) -> None:
        """Take the chosen element away."""
        if self.spot is not None:
            spot, self.spot = self.spot, None
            self._do(editing.removed(self.template, spot))
            self.chosen.emit()

    def reorder(self, by: int) -> None:
        """Put the chosen element before or behind others."""
        if self.spot is not None:
            self._do_and_choose(editing.reordered(self.template, self.spot, by))

    def set(self, path: Path, value: Any) -> None:
        """Set a property of the chosen element, or of the template where none is chosen."""
        spot = self.spot
        if self.history is None:
            return
        if spot is None:
            self._try(lambda: editing.with_page_property(self.template, path, value))
        else:
            self._try(lambda: editing.with_property(self.template, spot, path, value))

    def undo(self) -> None:
        """Take the last step back."""
        if self.history is not None:
            self._step(self.history.undone())

    def redo(self) -> None:
        """Make the step again that was taken back."""
        if self.history is not None:
            self._step(self.history.redone())

    def kept_as(self, template: Template) -> None:
        """Go on from a template that is kept: nothing is to be taken back any more."""
        self.history, self._joins = History(template), None
        self.changed.emit()

    def _try(self, change: Callable[[], Template]) -> None:
        try:
            self._do(change())
        except Refused as refused:
            self.refused.emit(refused)
            self.changed.emit()

    def _do(self, template: Template, joins: object = None) -> None:
        assert self.history is not None
        history = self.history.changed(template, joins is not None and joins == self._joins)
        self._joins = joins
        if history is not self.history:
            self.history = history
            self.changed.emit()

    def _do_and_choose(self, both: tuple[Template, Spot]) -> None:
        self._do(both[0])
        self.choose(both[1])

    def _step(self, history: History[Template]) -> None:
        self._joins = None
        if history is self.history:
            return
        self.history = history
        if self.spot is not None and self.spot not in editing.spots(self.template):
            self.spot = None
        self.side = min(self.side, len(self.template.pages) - 1)
        self.changed.emit()
        self.chosen.emit()
