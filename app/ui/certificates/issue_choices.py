# SPDX-License-Identifier: Apache-2.0
"""What is to be issued: which cohort, which type of document, for what, into which kind of files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.domain.documents import DOCUMENT_TYPES
from app.domain.register import DOCUMENTS, MICROCREDENTIAL
from app.records.queries.cohorts import CohortRow
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.certificates import IssueWish
from app.services.preflight import PreflightWish
from app.translation import later, tr, trn
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button

EACH, MERGED, BOTH = "each", "merged", "both"
_FILES: Final = {EACH: later("One file each"), MERGED: later("One file for all"), BOTH: later("Both")}


class IssueChoices(QWidget):
    """Choices, and the button, which the page puts in its place. ``chosen`` tells of another cohort, document,
    qualification or unit, ``issue_wanted`` of the button. A cohort brings its own qualification with it."""

    chosen = Signal()
    issue_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self._cohorts: dict[str, CohortRow] = {}
        self.cohort, self.document = _choice(tr("Cohort"), 14), _choice(tr("Type of document"), 12)
        self.qualification, self.unit = _choice(tr("Qualification"), 16), _choice(tr("Unit"), 16)
        self.files = _choice(tr("Files"), 8)
        for document in DOCUMENTS:
            self.document.addItem(tr(DOCUMENT_TYPES[document].words), document)
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, words in _FILES.items():
            self.files.addItem(tr(words), value)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.cohort, 3)
        line.addWidget(self.document, 2)
        line.addWidget(self.qualification, 5)
        line.addWidget(self.unit, 5)
        self.button = button(tr("&Issue..."), self.issue_wanted.emit, kind="primary")
        self.unit.hide()
        self.cohort.activated.connect(self._on_cohort)
        self.document.activated.connect(self._on_document)
        self.qualification.activated.connect(self.chosen)
        self.unit.activated.connect(self.chosen)

    @property
    def cohort_code(self) -> str:
        """The code of the cohort."""
        return str(self.cohort.currentData() or self._wanted)

    @property
    def kind_of_files(self) -> str:
        """``EACH``, ``MERGED`` or ``BOTH``."""
        return str(self.files.currentData())

    @property
    def wish(self) -> PreflightWish:
        """Of whom and for what."""
        document = str(self.document.currentData())
        unit = str(self.unit.currentData() or "") if document == MICROCREDENTIAL else ""
        return PreflightWish(self.cohort_code, str(self.qualification.currentData() or ""), document, unit)

    def issue_wish(self, learners: Sequence[bytes], folder: Path) -> IssueWish:
        """What is chosen, for these learners, with the files in this folder."""
        about, files = self.wish, self.kind_of_files
        name = tr("certificates {cohort}.pdf", cohort=about.cohort.replace("/", "-"))
        merged = folder / name if files != EACH else None
        out = folder if files != MERGED else None
        return IssueWish(about.cohort, about.qualification, learners, out, merged, about.document, about.unit)

    @property
    def complete(self) -> bool:
        """Enough is chosen to ask for somebody."""
        wish = self.wish
        return bool(wish.cohort and (wish.unit if wish.document == MICROCREDENTIAL else wish.qualification))

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

    def show_units(self, rows: Sequence[UnitRow]) -> None:
        """Offer these for a microcredential; the present one stays chosen, else the first of the cohort."""
        own = self._cohorts.get(self.cohort_code)
        wanted = self.unit.currentData() or next((code for code in own.units), "") if own else ""
        self.unit.clear()
        for row in rows:
            self.unit.addItem(f"{row.code} · {row.title}", row.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(wanted)))

    def choose_cohort(self, code: str) -> None:
        """Choose this cohort, as soon as it is known."""
        if code not in self._cohorts:
            self._wanted = code
            return
        self.cohort.setCurrentIndex(self.cohort.findData(code))
        self._on_cohort()

    def show_ready(self, n: int) -> None:
        """So many documents would be issued by the button now."""
        words = trn("&Issue {n} document...", "&Issue {n} documents...", n) if n else tr("&Issue...")
        self.button.setText(words)
        self.button.setEnabled(n > 0)

    @Slot()
    def _on_cohort(self) -> None:
        row = self._cohorts.get(self.cohort_code)
        if row is not None and self.qualification.findData(row.qualification) >= 0:
            self.qualification.setCurrentIndex(self.qualification.findData(row.qualification))
        if row is not None and row.units and self.unit.findData(row.units[0]) >= 0:
            self.unit.setCurrentIndex(self.unit.findData(row.units[0]))
        self.chosen.emit()

    @Slot()
    def _on_document(self) -> None:
        alone = self.document.currentData() == MICROCREDENTIAL
        self.qualification.setVisible(not alone)
        self.unit.setVisible(alone)
        self.chosen.emit()


def _choice(name: str, letters: int) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.currentTextChanged.connect(made.setToolTip)  # the words that are cut off
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(letters)
    return made
