# SPDX-License-Identifier: Apache-2.0
"""Opening a cohort: its code, what it leads to, when it runs, who assesses it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.cohorts import LONGEST_CODE
from app.domain.dates import read_date
from app.domain.refusals import BadInput, Refused
from app.domain.rights import Role
from app.records.queries import people, standards
from app.records.queries.people import PersonRow
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.cohorts import CohortWish, open_cohort
from app.translation import tr
from app.ui.context import Context
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_TINY, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.tab_stops import bring_into_sight

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
        self.code, self.title = QLineEdit(), QLineEdit()
        self.code.setMaxLength(LONGEST_CODE)
        self.title.setMaxLength(200)
        self.start, self.end = QLineEdit(), QLineEdit()
        self.qualification = QComboBox()
        self.units, self.assessors = _check_list(tr("Units")), _check_list(tr("Assessors"))
        self._fields = {
            "code": FormField(tr("Code"), self.code, tr("Short, without spaces, such as WELD-26A")),
            "title": FormField(tr("Title"), self.title, tr("What people call it; it may stay empty")),
            "start": FormField(tr("Start"), self.start, tr("Day, month, year, such as 02.03.2026")),
            "end": FormField(tr("End"), self.end),
            "qualification": FormField(tr("Qualification"), self.qualification),
            "units": FormField(tr("Units"), self.units, tr("Untick what this cohort does not take")),
            "assessors": FormField(tr("Assessors"), self.assessors, tr("Tick those who assess this cohort")),
        }
        self._arrange()
        self.qualification.currentIndexChanged.connect(self._on_qualification)

    def begin(self) -> None:
        """Empty fields, with the qualifications, units and people there are now."""
        for field in (self.code, self.title, self.start, self.end):
            field.clear()
        self._show_errors({})
        self._context.read(standards.qualifications, then=self._on_qualifications, key="opening.qualifications")
        self._context.read(people.people, then=self._on_people, key="opening.people")
        self.code.setFocus()

    @Slot()
    def save(self) -> None:
        """Open the cohort as written down."""
        start, end = _iso(self.start.text()), _iso(self.end.text())
        errors = {"code": "" if self.code.text().strip() else tr("The code is needed.")}
        errors |= {name: day[1] for name, day in (("start", start), ("end", end)) if day[1]}
        self._show_errors(errors)
        if any(errors.values()):
            return
        wish = CohortWish(
            code=self.code.text().strip(),
            qualification=str(self.qualification.currentData() or ""),
            units=tuple(_ticked(self.units)),
            assessors=tuple(_ticked(self.assessors)),
            start=start[0],
            end=end[0],
            title=self.title.text().strip(),
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
        self._show_errors({_FIELD_OF.get(refusal.code, "code"): str(refusal)})

    def _show_errors(self, errors: dict[str, str]) -> None:
        for name, field in self._fields.items():
            field.show_error(errors.get(name, ""))
        first = next((name for name in self._fields if errors.get(name)), None)
        if first is not None:
            self._fields[first].editor.setFocus()
            bring_into_sight(self._fields[first])

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
        _fill(self.units, [(row.code, f"{row.code}  {row.title}") for row in rows], ticked=whole)

    @Slot(object)
    def _on_people(self, rows: Sequence[PersonRow]) -> None:
        able = [row for row in rows if Role.ASSESSOR in row.roles and not row.disabled]
        _fill(self.assessors, [(row.name, row.name) for row in able], ticked=len(able) == 1)

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


def _check_list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setMinimumHeight(look().px(160))
    made.setSpacing(GAP_TINY)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _fill(listed: QListWidget, rows: Sequence[tuple[str, str]], ticked: bool) -> None:
    listed.clear()
    for value, words in rows:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setToolTip(words)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        listed.addItem(item)
    listed.setCurrentRow(0)


def _ticked(listed: QListWidget) -> list[str]:
    items = (listed.item(n) for n in range(listed.count()))
    return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked]


def _iso(text: str) -> tuple[str, str]:
    """The date as it is kept, and what is wrong with it: one of the two is empty."""
    try:
        return (read_date(text.strip()).isoformat() if text.strip() else ""), ""
    except BadInput as reason:
        return "", str(reason)
