# SPDX-License-Identifier: Apache-2.0
"""The units of a cohort: how far each is marked and signed, and the way to its practical."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.records.queries.cohorts import UnitProgress
from app.translation import tr, trn
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import card
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import label

_NARROWEST = 260


class UnitRows(QScrollArea):
    """A card for each unit. ``assess_wanted`` carries the code of the unit whose button was pressed."""

    assess_wanted = Signal(str)

    def __init__(self, may_assess: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_assess = may_assess
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Units"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(look().px(_NARROWEST))
        self._rows: dict[str, _UnitRow] = {}

    def show_units(self, units: Sequence[UnitProgress]) -> None:
        """Show these. Where they are the same as before only their numbers change, so that the keyboard stays."""
        if [unit.code for unit in units] != list(self._rows):
            self._build(units)
        for unit in units:
            self._rows[unit.code].show_progress(unit)

    def row(self, code: str) -> "_UnitRow":
        """The card of a unit."""
        return self._rows[code]

    def _build(self, units: Sequence[UnitProgress]) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        self._rows = {unit.code: _UnitRow(unit, self._may_assess) for unit in units}
        for code, row in self._rows.items():
            row.assess.clicked.connect(partial(self._ask, code))
            column.addWidget(row)
        if not units:
            column.addWidget(label(tr("This cohort has no units yet."), "muted", wrap=True))
        column.addStretch(1)
        self.setWidget(inner)

    def _ask(self, code: str, *_: object) -> None:
        self.assess_wanted.emit(code)


class _UnitRow(QFrame):
    """One unit: code and title, a bar, the numbers in words, the button."""

    def __init__(self, unit: UnitProgress, may_assess: bool) -> None:
        super().__init__()
        frame, column = card()
        self.assess = button(tr("Assess"))
        self.assess.setAccessibleName(tr("Assess {unit}", unit=f"{unit.code} {unit.title}"))
        self.assess.setVisible(may_assess)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Marked"))
        self._marked = label("", "muted")
        self._signed = label("", "muted")
        names = QVBoxLayout()
        names.setSpacing(GAP_TINY)
        names.addWidget(ElidedLabel(unit.code, "field"))
        names.addWidget(ElidedLabel(unit.title))
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addLayout(names, 1)
        head.addWidget(self.assess)
        foot = QHBoxLayout()
        foot.addWidget(self._marked)
        foot.addStretch(1)
        foot.addWidget(self._signed)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_progress(self, unit: UnitProgress) -> None:
        """Show how far the unit is."""
        self._bar.setRange(0, max(1, unit.of))
        self._bar.setValue(unit.marked)
        self._marked.setText(tr("{n} of {m} marked", n=unit.marked, m=unit.of))
        signed = trn("{n} of {m} signed", "{n} of {m} signed", unit.signed, m=unit.learners)
        before = trn("{n} from before", "{n} from before", unit.brought) if unit.brought else ""
        self._signed.setText(" · ".join(filter(None, (signed, before))))
