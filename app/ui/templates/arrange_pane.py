# SPDX-License-Identifier: Apache-2.0
"""What can be done with several elements at once, in the place of the properties of one."""

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.documents.groups import Axis, Edge
from app.translation import later, tr, trn
from app.ui.templates.draft import Draft
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.page_body import scrolled
from app.ui.widgets.texts import label

_EDGES: Final[dict[Edge, str]] = {
    "left": later("Left edges"),
    "centre": later("Middles, across"),
    "right": later("Right edges"),
    "top": later("Upper edges"),
    "middle": later("Middles, up and down"),
    "bottom": later("Lower edges"),
}
_AXES: Final[dict[Axis, str]] = {"across": later("From left to right"), "down": later("From top to bottom")}
_LEAST_FOR_GAPS: Final = 3


class ArrangePane(QWidget):
    """Aligns, spaces, copies and takes away all elements that are chosen, each with one step back."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._words = label("", "heading", wrap=True)
        self.edges = {edge: button(tr(words), partial(draft.align, edge)) for edge, words in _EDGES.items()}
        self.gaps = {axis: button(tr(words), partial(draft.distribute, axis)) for axis, words in _AXES.items()}
        copy = button(tr("Copy them (Ctrl+D)"), draft.duplicate, drawing=Icon.COPY)
        remove = button(tr("Take them away (Delete)"), draft.remove, drawing=Icon.TRASH_2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP_SMALL, 0)
        column.setSpacing(GAP)
        edges = list(self.edges.values())
        for part in (
            self._words,
            self._titled(tr("Bring to one line")),
            Flow(*edges[:3], gap=GAP_SMALL),
            Flow(*edges[3:], gap=GAP_SMALL),
            self._titled(tr("Same gaps between them")),
            Flow(*self.gaps.values(), gap=GAP_SMALL),
            self._titled(tr("All of them")),
            Flow(copy, remove, gap=GAP_SMALL),
        ):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))
        draft.chosen.connect(self._on_chosen)

    def _titled(self, words: str) -> QLabel:
        return label(words, "field", wrap=True)

    @Slot()
    def _on_chosen(self) -> None:
        count = len(self._draft.spots)
        self._words.setText(trn("{n} element is chosen", "{n} elements are chosen", count))
        for one in self.gaps.values():
            one.setEnabled(count >= _LEAST_FOR_GAPS)
