# SPDX-License-Identifier: Apache-2.0
"""Opening a cohort: its code, what it leads to, when it runs, who assesses it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.cohorts import LONGEST_CODE
from app.domain.refusals import Refused
from app.records.queries import people, standards
from app.records.queries.people import PersonRow
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.cohorts import CohortWish, open_cohort
from app.translation import tr
from app.ui.cohorts.cohort_fields import CohortFields, check_list, fill, show_errors, ticked
from app.ui.context import Context
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card
from app.ui.widgets.record_header import RecordHeader

_FIELD_OF = {"cohort-code": "code", "cohort-exists": "code", "code-taken": "code", "dates-order": "end"}


class OpenCohort(QWidget):
    """The fields of a new cohort. ``left`` asks for the list, ``opened`` carries the code of the new cohort."""

    left = Signal()
    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = ""
        self.header = RecordHeader(tr("Back to all cohorts"), self.left.emit)
        self.header.show_record(tr("Open a cohort"))
        self.open_button = button(tr("&Open the cohort"), self.save, kind="primary")
        self.header.add(self.open_button)
        self.code, self.qualification, self.units = QLineEdit(), QComboBox(), check_list(tr("Units"))
        self.code.setMaxLength(LONGEST_CODE)
        self.shared = CohortFields()
        shared = self.shared.fields
        self._fields = {
            "code": FormField(tr("Code"), self.code, tr("Short, without spaces, such as WELD-26A")),
            **{key: shared[key] for key in ("title", "start", "end")},
            "qualification": FormField(tr("Qualification"), self.qualification),
            "units": FormField(tr("Units"), self.units, tr("Untick what this cohort does not take")),
            "assessors": shared["assessors"],
        }
        self._arrange()
        self.qualification.currentIndexChanged.connect(self._on_qualification)

    def begin(self) -> None:
        """Empty fields, with the qualifications, units and people there are now."""
        self.code.clear()
        self.shared.clear()
        show_errors(self._fields, {})
        self._context.read(standards.qualifications, then=self._on_qualifications, key="opening.qualifications")
        self._context.read(people.people, then=self._on_people, key="opening.people")
        self.code.setFocus()

    @Slot()
    def save(self) -> None:
        """Open the cohort as written down."""
        errors = {} if self.code.text().strip() else {"code": tr("The code is needed.")}
        errors |= self.shared.errors()
        show_errors(self._fields, errors)
        if errors:
            return
        written = self.shared.values()
        wish = CohortWish(
            code=self.code.text().strip(),
            qualification=str(self.qualification.currentData() or ""),
            units=tuple(ticked(self.units)),
            assessors=tuple(ticked(self.shared.assessors)),
            start=written["start"],
            end=written["end"],
            title=written["title"],
        )
        self._wanted = wish.code
        work = self._context.centre.work
        done = tr("Cohort {code} is open.", code=wish.code)
        self._context.do(lambda _: open_cohort(work, wish), self._on_opened, done, refused=self._on_refused)

    @Slot(object)
    def _on_opened(self, _: object) -> None:
        self.opened.emit(self._wanted)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        show_errors(self._fields, {_FIELD_OF.get(refusal.code, "code"): str(refusal)})

    @Slot(object)
    def _on_qualifications(self, rows: Sequence[QualificationRow]) -> None:
        self.qualification.blockSignals(True)
        self.qualification.clear()
        for row in rows:
            self.qualification.addItem(f"{row.code} · {row.title}", row.code)
            self.qualification.setItemData(self.qualification.count() - 1, row.id, Qt.ItemDataRole.UserRole + 1)
        self.qualification.addItem(tr("None: single units"), "")
        self.qualification.blockSignals(False)
        self.qualification.setCurrentIndex(0)
        self._on_qualification()

    @Slot()
    def _on_qualification(self) -> None:
        chosen = self.qualification.currentData(Qt.ItemDataRole.UserRole + 1)
        self._context.read(standards.units, chosen, then=self._on_units, key="opening.units")

    @Slot(object)
    def _on_units(self, rows: Sequence[UnitRow]) -> None:
        whole = bool(self.qualification.currentData())
        fill(self.units, [(row.code, f"{row.code}  {row.title}", whole) for row in rows])

    @Slot(object)
    def _on_people(self, rows: Sequence[PersonRow]) -> None:
        self.shared.show_people(rows)

    def _arrange(self) -> None:
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_WIDE)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for place, name in enumerate(("code", "title", "start", "end")):
            grid.addWidget(self._fields[name], place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._fields["qualification"], 2, 0, 1, 2)
        column.addLayout(grid)
        lists = QHBoxLayout()
        lists.setSpacing(GAP_WIDE)
        lists.addWidget(self._fields["units"], 3)
        lists.addWidget(self._fields["assessors"], 2)
        column.addLayout(lists, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(frame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(scroll, 1)
