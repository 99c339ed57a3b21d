# SPDX-License-Identifier: Apache-2.0
"""The cohorts that a person works with, each with how far its marks and signatures are."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from app.records.queries import cohorts as register
from app.records.queries.cohorts import CohortRow, UnitProgress
from app.translation import tr
from app.ui.context import Context
from app.ui.home.cards import clear
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import card
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import label

MOST_SHOWN = 5


class CohortLines(QWidget):
    """``opened`` carries the code of a cohort. Hidden while there is none."""

    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        frame, inside = card()
        inside.addWidget(label(tr("My cohorts"), "heading"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_WIDE)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        inside.addLayout(self._grid)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.shown: list[CohortRow] = []
        self._bars: dict[str, tuple[QProgressBar, ElidedLabel]] = {}
        self.hide()

    def refresh(self) -> None:
        """Read them again."""
        self._context.read(register.cohorts, then=self._show, key="home.cohorts")

    def _show(self, cohorts: Sequence[CohortRow]) -> None:
        work = self._context.centre.work
        today = work.today().isoformat()
        now = [row for row in cohorts if not row.end or row.end >= today]
        mine = [row for row in now if work.person in row.assessors]
        self.shown = sorted(mine or now, key=lambda row: row.start, reverse=True)[:MOST_SHOWN]
        clear(self._grid)
        self._bars.clear()
        for n, row in enumerate(self.shown):
            self._add(n, row)
            self._context.read(
                register.progress,
                row.id,
                then=partial(self._show_progress, row.code),
                owner=self,
                key=f"home.{row.code}",
            )
        self.setVisible(bool(self.shown))

    def _add(self, n: int, row: CohortRow) -> None:
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, 1)
        bar.setMinimumWidth(look().px(120))
        bar.setAccessibleName(tr("Marks of {cohort}", cohort=row.code))
        words = ElidedLabel("", "caption")
        title = ElidedLabel(f"{row.code} · {row.title}" if row.title else row.code)
        go = button(tr("Open"), lambda: self.opened.emit(row.code))
        go.setAccessibleName(tr("Open: {what}", what=row.code))
        self._grid.addWidget(title, n, 0)
        self._grid.addWidget(bar, n, 1)
        self._grid.addWidget(words, n, 2)
        self._grid.addWidget(go, n, 3)
        self._bars[row.code] = (bar, words)

    def _show_progress(self, code: str, units: Sequence[UnitProgress]) -> None:
        if code not in self._bars:
            return
        bar, words = self._bars[code]
        marked, of = sum(unit.marked for unit in units), sum(unit.of for unit in units)
        bar.setRange(0, max(1, of))
        bar.setValue(marked)
        words.setText(tr("{n} of {m} marked", n=marked, m=of) if of else tr("nobody enrolled yet"))
        words.updateGeometry()
