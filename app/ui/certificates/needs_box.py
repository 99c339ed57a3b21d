# SPDX-License-Identifier: Apache-2.0
"""What is to be attended to for one learner, each with the way to where it is put right."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.preflight import Need
from app.ui.certificates.readiness_list import way_words
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.texts import label


class NeedsBox(QWidget):
    """A heading, and sentences with a button each. ``place_wanted`` carries the place that somebody wants to go to."""

    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = label("", "heading", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_SMALL)
        self._column.addWidget(self.heading)
        self._column.addStretch(1)
        self._parts: list[QWidget] = []

    def show_needs(self, heading: str, needs: Sequence[Need]) -> None:
        """Tell these. One way is enough for several sentences that lead to the same place; what only is
        to be known has one to documents alone."""
        self.heading.setText(heading)
        for part in self._parts:
            self._column.removeWidget(part)
            part.deleteLater()
            part.hide()
        self._parts = []
        for n, need in enumerate(needs):
            self._add(label(need.words, "" if need.blocks else "muted", wrap=True))
            last = all(other.place != need.place for other in needs[n + 1 :])
            if last and need.place.kind and (need.blocks or need.place.kind == "register"):
                self._add_way(need)

    def _add_way(self, need: Need) -> None:
        way = button(way_words(need), partial(self.place_wanted.emit, need.place), kind="quiet")
        way.setAccessibleDescription(need.words)
        self._add(way)
        self._column.setAlignment(way, Qt.AlignmentFlag.AlignLeading)

    def _add(self, part: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, part)
        self._parts.append(part)
