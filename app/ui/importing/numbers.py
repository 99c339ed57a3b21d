# SPDX-License-Identifier: Apache-2.0
"""The numbers of a plan, large; each is a button that shows only its rows."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.services.import_plan import ImportPlan, State
from app.translation import language, later, tr
from app.ui.importing.plan_words import KINDS
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.texts import label, set_variant

_TITLES: Final[Mapping[State | None, str]] = {
    State.NEW: later("New"),
    State.CHANGED: later("Changed"),
    State.REFUSED: later("Problems"),
    State.DOUBTFUL: later("Possible duplicates"),
    State.UNCHANGED: later("Unchanged"),
    None: later("All rows"),
}
_LARGE_LETTERS: Final = 115
"""From this size of letters on the word stands beside its number, so that the rows keep their room."""
_LARGE: Final = (State.NEW, State.CHANGED, State.REFUSED)


class NumberTile(QPushButton):
    """A number over the word for it. It is grey where there is none."""

    def __init__(self, title: str, kind: str, *, large: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._title, self._kind = title, kind
        self.number = label("0", "number" if large else "small_number")
        self.words = label(title, "field" if large else "muted")
        self._beside = look().scale > _LARGE_LETTERS
        both = QHBoxLayout(self) if self._beside else QVBoxLayout(self)
        both.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        both.setSpacing(GAP_SMALL if self._beside else 0)
        for line in (self.number, self.words):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            both.addWidget(line, int(line is self.words))
        across = QSizePolicy.Policy.Expanding if large else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Minimum)
        self.show_number(0)

    def show_number(self, n: int) -> None:
        """Show this many."""
        self.number.setText(QLocale(language()).toString(n))
        self.setAccessibleName(f"{self._title}: {n}")
        set_variant(self.number, "kind", self._kind if n else "neutral")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for both lines."""
        for line in (self.number, self.words):
            line.ensurePolished()
        hints = [line.sizeHint() for line in (self.number, self.words)]
        widths, heights = [hint.width() for hint in hints], [hint.height() for hint in hints]
        if self._beside:
            return QSize(sum(widths) + 2 * GAP + GAP_SMALL, max(heights) + 2 * GAP_SMALL)
        return QSize(max(widths) + 2 * GAP, sum(heights) + 2 * GAP_SMALL)

    def minimumSizeHint(self) -> QSize:
        """Never less than the words need."""
        return self.sizeHint()


class PlanNumbers(QWidget):
    """``chosen`` carries the state whose rows are to be shown; None for all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.tiles: dict[State | None, NumberTile] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        for state, title in _TITLES.items():
            kind = KINDS[state] if state is not None else "neutral"
            tile = NumberTile(tr(title), kind, large=state in _LARGE)
            self.tiles[state] = tile
            self._group.addButton(tile)
            line.addWidget(tile, 2 if state in _LARGE else 1)
        self.tiles[None].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def state(self) -> State | None:
        """The state whose rows are shown."""
        return next((state for state, tile in self.tiles.items() if tile.isChecked()), None)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show how many rows are what."""
        for state, tile in self.tiles.items():
            tile.show_number(len(plan.rows) if state is None else len(plan.of(state)))

    def choose(self, state: State | None) -> None:
        """Show the rows of this state."""
        self.tiles[state].setChecked(True)
        self.chosen.emit(state)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.state)
