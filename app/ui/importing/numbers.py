# SPDX-License-Identifier: Apache-2.0
"""The numbers of a plan, large; each is a button that shows only its rows."""

from typing import Final

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.services.import_plan import ImportPlan, State
from app.translation import language, trn
from app.ui.importing.plan_words import KINDS
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.texts import label, set_variant

_ORDER: Final = (State.NEW, State.CHANGED, State.REFUSED, State.DOUBTFUL, State.UNCHANGED, None)
_LARGE_LETTERS: Final = 115
"""From this size of letters on the word stands beside its number, so that the rows keep their room."""
_LARGE: Final = (State.NEW, State.CHANGED, State.REFUSED)


class NumberTile(QPushButton):
    """A number over the words for so many. It is grey where there is none."""

    def __init__(self, state: State | None, *, large: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._state = state
        self.number = label("0", "number" if large else "small_number")
        self.words = label("", "field" if large else "muted")
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
        self.words.setText(_words(self._state, n))
        self.setAccessibleName(f"{n} {self.words.text()}")
        kind = KINDS[self._state] if n and self._state is not None else "neutral"
        set_variant(self.number, "kind", kind)
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
        for state in _ORDER:
            tile = NumberTile(state, large=state in _LARGE)
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


def _words(state: State | None, n: int) -> str:
    """What stands under the number ``n``: rows of this state, or rows of all."""
    match state:
        case State.NEW:
            return trn("new", "new", n)
        case State.CHANGED:
            return trn("changed", "changed", n)
        case State.REFUSED:
            return trn("problem", "problems", n)
        case State.DOUBTFUL:
            return trn("possible duplicate", "possible duplicates", n)
        case State.UNCHANGED:
            return trn("unchanged", "unchanged", n)
        case None:
            return trn("row in all", "rows in all", n)
