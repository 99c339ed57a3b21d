# SPDX-License-Identifier: Apache-2.0
"""What is to be issued: which cohort, which qualification, into which kind of files."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.records.queries.cohorts import CohortRow
from app.records.queries.standards import QualificationRow
from app.translation import later, tr, trn
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button

EACH, MERGED, BOTH = "each", "merged", "both"
_FILES: Final = {EACH: later("One file each"), MERGED: later("One file for all"), BOTH: later("Both")}


class IssueChoices(QWidget):
    """Three choices, and the button, which the page puts in its place. ``chosen`` tells of another cohort or
    qualification, ``issue_wanted`` of the button. A cohort brings its own qualification with it."""

    chosen = Signal()
    issue_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self._cohorts: dict[str, CohortRow] = {}
        self.cohort, self.qualification, self.files = QComboBox(), QComboBox(), QComboBox()
        for choice, name in ((self.cohort, tr("Cohort")), (self.qualification, tr("Qualification"))):
            choice.setAccessibleName(name)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(18)
        self.files.setAccessibleName(tr("Files"))
        for value, words in _FILES.items():
            self.files.addItem(tr(words), value)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.cohort, 2)
        line.addWidget(self.qualification, 4)
        line.addWidget(self.files)
        self.button = button(tr("&Issue..."), self.issue_wanted.emit, kind="primary")
        self.cohort.activated.connect(self._on_cohort)
        self.qualification.activated.connect(self.chosen)

    @property
    def cohort_code(self) -> str:
        """The code of the cohort."""
        return str(self.cohort.currentData() or self._wanted)

    @property
    def qualification_code(self) -> str:
        """The code of the qualification."""
        return str(self.qualification.currentData() or "")

    @property
    def kind_of_files(self) -> str:
        """``EACH``, ``MERGED`` or ``BOTH``."""
        return str(self.files.currentData())

    def show_cohorts(self, rows: Sequence[CohortRow]) -> None:
        """Offer these; the one asked for before, the present one or the first with learners is chosen."""
        wanted = self._wanted or self.cohort.currentData() or next((row.code for row in rows if row.learners), "")
        self._cohorts = {row.code: row for row in rows}
        self.cohort.clear()
        for row in rows:
            self.cohort.addItem(f"{row.code} · {row.title}" if row.title else row.code, row.code)
        self.cohort.setCurrentIndex(max(0, self.cohort.findData(wanted)))
        self._wanted = ""
        self._on_cohort()

    def show_qualifications(self, rows: Sequence[QualificationRow]) -> None:
        """Offer these; that of the cohort is chosen."""
        self.qualification.clear()
        for row in rows:
            self.qualification.addItem(f"{row.code} · {row.title}", row.code)
        self._on_cohort()

    def choose_cohort(self, code: str) -> None:
        """Choose this cohort, as soon as it is known."""
        if code not in self._cohorts:
            self._wanted = code
            return
        self.cohort.setCurrentIndex(self.cohort.findData(code))
        self._on_cohort()

    def show_ready(self, n: int) -> None:
        """So many documents would be issued by the button now."""
        words = trn("&Issue {n} certificate...", "&Issue {n} certificates...", n) if n else tr("&Issue...")
        self.button.setText(words)
        self.button.setEnabled(n > 0)

    @Slot()
    def _on_cohort(self) -> None:
        row = self._cohorts.get(self.cohort_code)
        if row is not None and self.qualification.findData(row.qualification) >= 0:
            self.qualification.setCurrentIndex(self.qualification.findData(row.qualification))
        self.chosen.emit()
