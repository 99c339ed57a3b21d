# SPDX-License-Identifier: Apache-2.0
"""Cohorts and their members in the words of lists and headers."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale

from app.records.queries.cohorts import CohortRow, Member
from app.translation import language, tr, trn
from app.ui.learner_columns import FIELDS, field_cell, field_column
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import CellKind, Column, Status


def cohort_list(cohorts: Sequence[CohortRow]) -> ListSource:
    """Cohorts as rows of a table."""
    columns = [
        Column("code", tr("Cohort"), 150),
        Column("title", tr("Title"), 220, grows=True),
        Column("qualification", tr("Qualification"), 170),
        Column("units", tr("Units"), 80, CellKind.NUMBER),
        Column("learners", tr("Learners"), 100, CellKind.NUMBER),
        Column("dates", tr("Dates"), 230, sortable=False),
    ]
    return ListSource(columns, [(row.id, _cells(row)) for row in cohorts])


def member_list(members: Sequence[Member], fields: Mapping[bytes, Mapping[str, str]]) -> ListSource:
    """Members of one cohort as rows of a table, with what is written down about them in columns to choose."""
    columns = [
        Column("bib", tr("Bib"), 72),
        Column("name", tr("Name"), 180, grows=True),
        Column("enrolled", tr("Enrolment"), 150, CellKind.STATUS),
        *(field_column(field, hidden=True) for field in FIELDS),
    ]
    nothing: Mapping[str, str] = {}
    rows = [(one.learner, _member_cells(one, fields.get(one.learner, nothing))) for one in members]
    return ListSource(columns, rows)


def shown_day(iso: str) -> str:
    """An ISO date with the month in words, so that no country reads it otherwise."""
    locale = QLocale(language())
    day = locale.toDate(iso, "yyyy-MM-dd")
    return locale.toString(day, "d MMM yyyy") if day.isValid() else iso


def dates_of(cohort: CohortRow) -> str:
    """When the cohort runs, as far as that is known."""
    if cohort.start and cohort.end:
        return f"{shown_day(cohort.start)} - {shown_day(cohort.end)}"
    if cohort.start:
        return tr("from {day}", day=shown_day(cohort.start))
    return tr("until {day}", day=shown_day(cohort.end)) if cohort.end else ""


def about(cohort: CohortRow) -> str:
    """What stands beside the code of a cohort."""
    learners = trn("{n} learner", "{n} learners", cohort.learners)
    return " · ".join(words for words in (cohort.title, cohort.qualification, learners, dates_of(cohort)) if words)


def _cells(row: CohortRow) -> list[object]:
    return [row.code, row.title, row.qualification, len(row.units), row.learners, dates_of(row)]


def _member_cells(member: Member, fields: Mapping[str, str]) -> list[object]:
    enrolled = Status(tr("Enrolled"), "met") if member.enrolled else Status(tr("Not enrolled"), "warn")
    return [member.bib, member.name, enrolled, *(field_cell(field, fields.get(field, "")) for field in FIELDS)]
