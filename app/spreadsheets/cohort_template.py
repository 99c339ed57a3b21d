# SPDX-License-Identifier: Apache-2.0
"""The workbook in which a cohort is filled in, empty or with the learners of a cohort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.learners import SEXES, LearnerDetails
from app.domain.routes import ROUTE_WORDS
from app.spreadsheets.cohort_columns import COLUMNS, LEARNER_ID, CohortColumn
from app.spreadsheets.guided_sheet import Guide, GuidedSheet, guided_sheet, reading_sheet
from app.spreadsheets.writing import DATE, TEXT, Header, new_workbook, save
from app.translation import later, tr

if TYPE_CHECKING:
    from openpyxl import Workbook

Learner = tuple[str, LearnerDetails]
"""The id of a learner and what is known of them."""

PREPARED: Final = 60
"""Rows below the learners with formatted cells, for programs that do not go by the format of the column."""
TEMPLATE_ADVICE: Final = (
    later("Write one learner into each row of the first sheet. The headers are locked; rows can be added, deleted, "
          "sorted and filtered."),
    later("Rows with a learner ID change that learner; an empty cell leaves what is known."),
)  # fmt: skip

_FIRST_DAY: Final = date(1900, 3, 1)
"""Workbooks count the days before wrongly, so that those dates stay text."""


def write_cohort_template(path: Path, learners: Sequence[Learner] = ()) -> None:
    """The cohort template in the language in use, with one row for each learner given (id, details).

    Every text cell is formatted as text, so that zeros stay in front and nothing is taken for a formula. Raises
    StorageTrouble where the file cannot be written.
    """
    book = new_workbook()
    sheet = learner_sheet(book, len(learners) + PREPARED)
    for learner in learners:
        sheet.append(learner)
    for _ in range(PREPARED):
        sheet.append(None)
    help_sheet(book, TEMPLATE_ADVICE)
    save(book, path)


@dataclass(frozen=True, slots=True)
class LearnerSheet:
    """The sheet of learners, written row by row."""

    sheet: GuidedSheet
    route_words: Mapping[str, str]

    def append(self, learner: Learner | None) -> tuple[str | date, ...]:
        """One more row, an empty one for None; returns what stands in its cells."""
        cells = tuple(shown(column.field, learner, self.route_words) if learner else "" for column in COLUMNS)
        self.sheet.append(cells)
        return cells


def learner_sheet(book: "Workbook", rows: int) -> LearnerSheet:
    """A new sheet of learners for so many rows."""
    sheet = guided_sheet(book, tr("Learners"), [_guide(column) for column in COLUMNS], rows, "C2")
    return LearnerSheet(sheet, {route: tr(word) for route, word in ROUTE_WORDS.items()})


def help_sheet(book: "Workbook", advice: Sequence[str]) -> None:
    """The page that explains each column, below it these sentences, marked for translation."""
    explained = [(tr(column.header), tr(column.help)) for column in COLUMNS]
    headers = Header(tr("Column"), 26), Header(tr("What to write"), 90)
    texts = [*explained, ("", ""), *(("", tr(sentence)) for sentence in advice)]
    reading_sheet(book, tr("How to fill it in"), headers, texts)


def _guide(column: CohortColumn) -> Guide:
    header = Header(tr(column.header), column.width)
    if column.field == "sex":
        objection = tr("Choose F, M or X, or leave the cell empty.")
        return Guide(header, tr(column.help), tuple(filter(None, SEXES)), objection)
    if column.field == "route":
        words = tuple(tr(word) for word in ROUTE_WORDS.values())
        return Guide(header, tr(column.help), words, tr("Choose a route of the list, or leave the cell empty."))
    return Guide(header, tr(column.help), number_format=DATE if column.field == "birth_date" else TEXT)


def shown(field: str, learner: Learner, route_words: Mapping[str, str]) -> str | date:
    """What stands in the column of this field: real dates as such, routes in these words."""
    learner_id, details = learner
    text: str = learner_id if field == LEARNER_ID else getattr(details, field)
    if field == "birth_date":
        return day_or_text(text)
    return route_words.get(text, text) if field == "route" else text


def day_or_text(text: str) -> str | date:
    """The day that a text of the records says; the text itself where it says none that workbooks count rightly."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return text if day < _FIRST_DAY else day
