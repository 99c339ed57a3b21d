# SPDX-License-Identifier: Apache-2.0
"""The details of the exchange, for whoever wants them: the registries, counts, sticks, what the signs mean."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from app.services.exchange_state import ExchangeState
from app.services.partners import Partner
from app.translation import tr, trn
from app.ui.context import Context
from app.ui.exchange.standing_card import brought_words
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_WIDE
from app.ui.widgets.fold import Fold
from app.ui.widgets.moments import clock_words
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import label
from app.ui.widgets.ticks import Legend


class Details(Fold):
    """Reads nothing itself: it follows the exchanger while it is open."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        frame, inside = card()
        super().__init__(tr("&Details"), frame, parent)
        self._context = context
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_WIDE)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._grid.setColumnStretch(1, 1)
        inside.setSpacing(GAP)
        inside.addLayout(self._grid)
        signs = QVBoxLayout()
        signs.setSpacing(GAP_SMALL)
        signs.addWidget(label(tr("Signs beside records"), "field"))
        signs.addWidget(Legend())
        inside.addLayout(signs)
        self.opened.connect(self.show_state)
        context.exchanger.changed.connect(self.show_state)

    @Slot()
    def show_state(self) -> None:
        """Tell all that is known now."""
        state = self._context.exchanger.state
        if state is None or not self.button.isChecked():
            return
        _empty(self._grid)
        for name, words in self._lines(state):
            row = self._grid.rowCount()
            self._grid.addWidget(label(name, "field", wrap=True), row, 0)
            self._grid.addWidget(label(words, wrap=True), row, 1)

    def _lines(self, state: ExchangeState) -> list[tuple[str, str]]:
        known, carried = state.safety, state.safety.carried
        found = [(one.name, _of_registry(one)) for one in state.partners]
        if not state.partners:
            found.append((tr("Registry"), tr("The centre shares its records with no registry.")))
        outcome = self._context.exchanger.outcome
        if outcome.sent or outcome.new:
            found.append((tr("Last exchange by network"), brought_words(outcome)))
        laptops = trn("{n} other laptop", "{n} other laptops", known.other_laptops)
        found.append((tr("The centre"), laptops))
        found.append((tr("Entries of this laptop"), _counts(state)))
        found.append((tr("Last written to a stick"), _when(carried.written_at)))
        found.append((tr("Last read from a stick"), _when(carried.read_at)))
        return found


def _of_registry(one: Partner) -> str:
    parts = [
        one.url or tr("by stick only"),
        tr("last reached {when}", when=clock_words(one.met_at)) if one.met_at else tr("not reached yet"),
        trn("{n} record waits", "{n} records wait", one.waiting),
    ]
    return " · ".join(parts)


def _counts(state: ExchangeState) -> str:
    known = state.safety
    parts = [
        trn("{n} received elsewhere", "{n} received elsewhere", known.received),
        trn("{n} under way on a stick", "{n} under way on a stick", known.under_way),
        trn("{n} only here", "{n} only here", known.waiting),
    ]
    return " · ".join(parts)


def _when(at: int) -> str:
    return clock_words(at) if at else tr("never")


def _empty(grid: QLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
