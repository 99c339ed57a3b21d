# SPDX-License-Identifier: Apache-2.0
"""The fields that a cohort has when it is opened and when it is changed: title, dates, assessors."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from app.domain.dates import day_first, read_date
from app.domain.refusals import BadInput
from app.domain.rights import Role
from app.records.queries.cohorts import CohortRow
from app.records.queries.people import PersonRow
from app.services.cohorts import LONGEST_TITLE
from app.translation import tr
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_TINY
from app.ui.widgets.form import FormField
from app.ui.widgets.tab_stops import bring_into_sight
from app.ui.widgets.texts import announce


class CohortFields:
    """Editors and, by key, the fields that they stand in; whoever shows them places them."""

    def __init__(self) -> None:
        self.title, self.start, self.end = QLineEdit(), QLineEdit(), QLineEdit()
        self.title.setMaxLength(LONGEST_TITLE)
        self.assessors = check_list(tr("Assessors"))
        self.fields = {
            "title": FormField(tr("Title"), self.title, tr("What people call it; it may stay empty")),
            "start": FormField(tr("Start"), self.start, tr("Day, month, year, such as 02.03.2026")),
            "end": FormField(tr("End"), self.end),
            "assessors": FormField(tr("Assessors"), self.assessors, tr("Tick those who assess this cohort")),
        }

    def clear(self) -> None:
        """Empty lines; the list of assessors stays as it is."""
        for editor in (self.title, self.start, self.end):
            editor.clear()

    def show_cohort(self, cohort: CohortRow) -> None:
        """Title and dates of this cohort."""
        self.title.setText(cohort.title)
        self.start.setText(day_first(cohort.start))
        self.end.setText(day_first(cohort.end))

    def show_people(self, people: Sequence[PersonRow], chosen: Sequence[bytes] | None = None) -> None:
        """Those who may assess, and those ``chosen`` before who may no more. In a new cohort, where nobody was chosen
        yet (None), the only one who can be is."""
        able = [row for row in people if row.id in (chosen or ()) or (Role.ASSESSOR in row.roles and not row.disabled)]
        only = chosen is None and len(able) == 1
        fill(self.assessors, [(row.name, row.name, only or row.id in (chosen or ())) for row in able])

    def values(self) -> dict[str, str]:
        """What is written down, by key: dates as they are kept, the assessors' names one a line.

        A date that cannot be read is empty here; ``errors`` tells of it.
        """
        return {
            "title": self.title.text().strip(),
            "start": _iso(self.start.text())[0],
            "end": _iso(self.end.text())[0],
            "assessors": "\n".join(ticked(self.assessors)),
        }

    def errors(self) -> dict[str, str]:
        """What is wrong with the dates, by key."""
        found = {key: _iso(editor.text())[1] for key, editor in (("start", self.start), ("end", self.end))}
        return {key: sentence for key, sentence in found.items() if sentence}


def show_errors(fields: Mapping[str, FormField], errors: Mapping[str, str]) -> None:
    """Show these sentences at their fields, take back all others, and go to the first field that has one."""
    for name, field in fields.items():
        field.show_error(errors.get(name, ""))
    first = next((name for name in fields if errors.get(name)), None)
    if first is not None:
        fields[first].editor.setFocus()
        bring_into_sight(fields[first])
        announce(fields[first], errors[first])


def check_list(name: str) -> QListWidget:
    """A list whose lines can be ticked."""
    made = QListWidget()
    made.setAccessibleName(name)
    made.setMinimumHeight(look().px(160))
    made.setSpacing(GAP_TINY)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def fill(listed: QListWidget, rows: Sequence[tuple[str, str, bool]]) -> None:
    """Show these lines: what each stands for, its words, whether it is ticked."""
    listed.clear()
    for value, words, tick in rows:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setToolTip(words)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if tick else Qt.CheckState.Unchecked)
        listed.addItem(item)
    listed.setCurrentRow(0)


def ticked(listed: QListWidget) -> list[str]:
    """What the ticked lines stand for."""
    items = (listed.item(n) for n in range(listed.count()))
    return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked]


def _iso(text: str) -> tuple[str, str]:
    """The date as it is kept, and what is wrong with it: one of the two is empty."""
    try:
        return (read_date(text.strip()).isoformat() if text.strip() else ""), ""
    except BadInput as reason:
        return "", str(reason)
