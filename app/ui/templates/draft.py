# SPDX-License-Identifier: Apache-2.0
"""The template that somebody works on: its steps, and the elements that are chosen."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.documents import editing, groups
from app.documents.copying import read_elements, written_elements
from app.documents.editing import Spot
from app.documents.elements.kinds import Box, Element
from app.documents.groups import Axis, Edge
from app.documents.settable import Path
from app.documents.template import OwnTypeface, Template
from app.domain.history import History
from app.domain.refusals import Refused


class Draft(QObject):
    """``changed`` tells of each new state of the template, ``chosen`` of other elements or another side, ``refused``
    carries why something cannot be."""

    changed = Signal()
    chosen = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: History[Template] | None = None
        self.spots: tuple[Spot, ...] = ()
        """What is chosen, all on one side; the latest last."""
        self.side = 0
        self._joins: object = None

    @property
    def template(self) -> Template:
        """The template as it is now; there must be one."""
        assert self.history is not None
        return self.history.now

    @property
    def spot(self) -> Spot | None:
        """The element that is chosen, where it is one alone."""
        return self.spots[0] if len(self.spots) == 1 else None

    @property
    def element(self) -> Element | None:
        """The element that is chosen, where it is one alone."""
        return None if self.spot is None else editing.element_at(self.template, self.spot)

    @property
    def elements(self) -> tuple[Element, ...]:
        """All that are chosen."""
        return tuple(editing.element_at(self.template, spot) for spot in self.spots)

    @property
    def bounds(self) -> Box | None:
        """The box around all that are chosen."""
        return groups.around(one.box for one in self.elements) if self.spots else None

    def begin(self, history: History[Template] | None) -> None:
        """Work on this template."""
        self.history, self.spots, self.side, self._joins = history, (), 0, None
        self.changed.emit()
        self.chosen.emit()

    def choose(self, spot: Spot | None, side: int | None = None) -> None:
        """Choose an element, or none; perhaps on another side."""
        self.choose_all_of((spot,) if spot else (), side)

    def choose_all_of(self, spots: Sequence[Spot], side: int | None = None) -> None:
        """Choose these elements of one side."""
        at = spots[0].page if spots else self.side if side is None else side
        if self.history is None or (tuple(spots), at) == (self.spots, self.side):
            return
        self.spots, self.side, self._joins = tuple(spots), at, None
        self.chosen.emit()

    def choose_also(self, spots: Sequence[Spot]) -> None:
        """Choose these beside the others; what was chosen alone is let go when it is named alone."""
        here = [one for one in self.spots if one.page == self.side]
        if len(spots) == 1 and spots[0] in here:
            self.choose_all_of([one for one in here if one != spots[0]])
        else:
            self.choose_all_of([*(one for one in here if one not in spots), *spots])

    def choose_everything(self) -> None:
        """Choose all elements of this side."""
        if self.history is not None:
            self.choose_all_of(self._here())

    def choose_nothing(self) -> None:
        """Choose none."""
        self.choose(None)

    def choose_next(self, step: int, also: bool = False) -> None:
        """The next element of this side, or the one before; on from the last is the first. ``also`` keeps the others:
        a step back over one that is chosen lets the last one go."""
        here = self._here()
        if not here:
            return
        last = self.spots[-1] if self.spots else None
        found = here[(here.index(last) + step if last in here else (0 if step > 0 else -1)) % len(here)]
        if not also:
            self.choose(found)
        elif len(self.spots) > 1 and found == self.spots[-2]:
            self.choose_all_of(self.spots[:-1])
        else:
            self.choose_all_of([*(one for one in self.spots if one != found), found])

    def nudge(self, across: float, down: float) -> None:
        """Move what is chosen a little; many little moves are one step."""
        if self.spots:
            self._do(groups.moved_together(self.template, self.spots, across, down), ("nudge", self.spots))

    def stretch(self, wider: float, higher: float) -> None:
        """Make the chosen element a little larger; many little changes are one step."""
        if self.spot is not None:
            self._do(editing.resized(self.template, self.spot, wider, higher), ("stretch", self.spot))

    def place(self, box: Box) -> None:
        """Put what is chosen there: one element into this box, several so that it goes around them."""
        bounds = self.bounds
        if self.spot is not None:
            self._do(editing.placed(self.template, self.spot, box))
        elif bounds is not None:
            across, down = box.x - bounds.x, box.y - bounds.y
            self._do(groups.moved_together(self.template, self.spots, across, down))

    def align(self, edge: Edge) -> None:
        """Bring what is chosen to one line."""
        if self.spots:
            self._do(groups.aligned(self.template, self.spots, edge))

    def distribute(self, axis: Axis) -> None:
        """Give what is chosen the same gaps."""
        self._do(groups.distributed(self.template, self.spots, axis))

    def move_all(self, across: float, down: float) -> None:
        """Move everything on all sides."""
        self._do(groups.all_moved(self.template, across, down), "all")

    def add(self, kind: str, rows: str = "") -> None:
        """Put a new element on this side, and choose it."""
        if self.history is not None:
            element = editing.new_element(kind, self.template, rows)
            template, spot = editing.added(self.template, self.side, element)
            self._do_and_choose(template, (spot,))

    def copied(self) -> bytes:
        """What is chosen, to be carried elsewhere."""
        return written_elements(self.elements)

    def paste(self, data: bytes) -> None:
        """Put what was copied onto this side, and choose it."""
        self._try(lambda: self._do_and_choose(*groups.pasted(self.template, self.side, read_elements(data))))

    def duplicate(self) -> None:
        """Copy what is chosen, and choose the copies."""
        if self.spots:
            self._try(lambda: self._do_and_choose(*groups.pasted(self.template, self.side, self.elements)))

    def remove(self) -> None:
        """Take what is chosen away."""
        if self.spots:
            spots, self.spots = self.spots, ()
            self._do(groups.removed_together(self.template, spots))
            self.chosen.emit()

    def reorder(self, by: int) -> None:
        """Put the chosen element before or behind others."""
        if self.spot is not None:
            template, spot = editing.reordered(self.template, self.spot, by)
            self._do_and_choose(template, (spot,))

    def add_side(self) -> None:
        """Put an empty side behind this one, and show it."""
        self._try(lambda: self._show_side(groups.side_added(self.template, self.side), self.side + 1))

    def remove_side(self) -> None:
        """Take this side away with all that is on it."""
        self._try(lambda: self._show_side(groups.side_removed(self.template, self.side), max(0, self.side - 1)))

    def set(self, path: Path, value: Any) -> None:
        """Set a property of the chosen element, or of the template where none is chosen."""
        spot = self.spot
        if self.history is None or len(self.spots) > 1:
            return
        if spot is None:
            self._try(lambda: self._do(editing.with_page_property(self.template, path, value)))
        else:
            self._try(lambda: self._do(editing.with_property(self.template, spot, path, value)))

    def set_typeface(self, own: OwnTypeface | None) -> None:
        """Give the template a typeface of its own, or take it away."""
        self._do(editing.with_typeface(self.template, own))

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

    def _here(self) -> list[Spot]:
        if self.history is None:
            return []
        return [spot for spot in editing.spots(self.template) if spot.page == self.side]

    def _try(self, change: Callable[[], None]) -> None:
        if self.history is None:
            return
        try:
            change()
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

    def _do_and_choose(self, template: Template, spots: Sequence[Spot]) -> None:
        self._do(template)
        self.choose_all_of(spots)

    def _show_side(self, template: Template, side: int) -> None:
        self.spots, self.side = (), side
        self._do(template)
        self.chosen.emit()

    def _step(self, history: History[Template]) -> None:
        self._joins = None
        if history is self.history:
            return
        self.history = history
        known = set(editing.spots(self.template))
        self.spots = tuple(spot for spot in self.spots if spot in known)
        self.side = min(self.side, len(self.template.pages) - 1)
        self.changed.emit()
        self.chosen.emit()
