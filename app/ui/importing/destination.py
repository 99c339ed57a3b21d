# SPDX-License-Identifier: Apache-2.0
"""Where the learners go: into a cohort and its units, or into the register only."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox

from app.records.queries.cohorts import CohortRow
from app.services.cohort_import import Into
from app.translation import tr
from app.ui.theme.look import look
from app.ui.theme.tokens import CONTROL_HEIGHT
from app.ui.widgets.texts import label


class Destination(QObject):
    """A choice of cohorts and a box to tick, for whoever shows them. ``changed`` tells of another choice.

    ``without_units`` says in place of the box that nobody can be enrolled.
    """

    changed = Signal()

    def __init__(self, may_enrol: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._may_enrol = may_enrol
        self._wanted = ""
        self.cohort = QComboBox()
        self.cohort.setAccessibleName(tr("Into cohort"))
        self.cohort.setMinimumContentsLength(20)
        self.cohort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.enrol = QCheckBox(tr("&Enrol them in its units"))
        self.enrol.setChecked(may_enrol)
        self.without_units = label(tr("It has no units yet, so nobody is enrolled."), "muted")
        for each in (self.enrol, self.without_units):
            each.setMinimumHeight(look().px(CONTROL_HEIGHT))
        self._without: frozenset[str] = frozenset()
        self.show_cohorts(())
        self.cohort.activated.connect(self._on_chosen)
        self.enrol.toggled.connect(self.changed)

    @property
    def into(self) -> Into:
        """The choice."""
        code = str(self.cohort.currentData() or "")
        return Into(code, self._can_enrol(code) and self.enrol.isChecked())

    def choose(self, code: str) -> None:
        """Go into this cohort, as soon as it is known; into the register only if empty."""
        self.cohort.setCurrentIndex(max(0, self.cohort.findData(code)))
        self._on_chosen()
        self._wanted = code

    @Slot(object)
    def show_cohorts(self, rows: Sequence[CohortRow]) -> None:
        """Offer these; what was chosen stays so."""
        self._without = frozenset(row.code for row in rows if not row.units)
        self.cohort.clear()
        self.cohort.addItem(tr("Into the register only"), "")
        for row in rows:
            self.cohort.addItem(tr("Into {cohort}", cohort=row.code), row.code)
        self.cohort.setCurrentIndex(max(0, self.cohort.findData(self._wanted)))
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        code = str(self.cohort.currentData() or "")
        if code or self.cohort.count() > 1:
            self._wanted = code
        self.enrol.setVisible(self._can_enrol(code))
        self.without_units.setVisible(code in self._without and self._may_enrol)
        self.changed.emit()

    def _can_enrol(self, code: str) -> bool:
        return bool(code) and self._may_enrol and code not in self._without
