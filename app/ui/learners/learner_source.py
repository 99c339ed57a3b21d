# SPDX-License-Identifier: Apache-2.0
"""Learners as rows of a table: the whole register a page at a time, or what a search found."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QLocale

from app.records.queries import learners as register
from app.records.queries.learners import LearnerRow
from app.translation import language, later, tr
from app.ui.context import Context
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import Column, Key, Order, Row, Seek

SEX_WORDS: Final = {"F": later("Female"), "M": later("Male"), "X": later("Other")}


def columns() -> list[Column]:
    """The columns of every list of learners, titled in the language in use."""
    return [
        Column("name", tr("Name"), 240, grows=True),
        Column("latin_name", tr("Name in Latin letters"), 200, grows=True, sortable=False),
        Column("sex", tr("Sex"), 90, sortable=False),
        Column("birth_date", tr("Birth date"), 130),
        Column("id_number", tr("ID number"), 170),
    ]


def shown_date(iso: str) -> str:
    """An ISO date with the month in words, so that no country reads it otherwise; anything else as it is."""
    day = QLocale(language()).toDate(iso, "yyyy-MM-dd")
    return QLocale(language()).toString(day, "d MMM yyyy") if day.isValid() else iso


def cells(row: LearnerRow) -> list[str]:
    """The learner in the words of the columns."""
    sex = tr(SEX_WORDS[row.sex]) if row.sex in SEX_WORDS else row.sex
    return [row.name, row.latin_name, sex, shown_date(row.birth_date), row.id_number]


class LearnerSource:
    """The whole register, in any of its orders, never read at once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.columns: Sequence[Column] = columns()

    def count(self) -> int:
        """How many learners there are."""
        return self._context.read_now(register.count)

    def page(self, order: Order, seek: Seek, n: int) -> Sequence[Row]:
        """See ``RowSource.page``."""
        wanted = register.Page(order.column, order.descending, seek.key, seek.skip, seek.backwards, n)
        return [Row(row.id, row.key, cells(row)) for row in self._context.read_now(register.page, wanted)]

    def survey(self, order: Order, every: int, then: Callable[[Sequence[Key]], object]) -> None:
        """See ``RowSource.survey``."""
        self._context.read(register.keys, order.column, order.descending, every, then=then, key="learners.survey")


def found(rows: Sequence[LearnerRow]) -> ListSource:
    """What a search found."""
    return ListSource(columns(), [(row.id, cells(row)) for row in rows])
