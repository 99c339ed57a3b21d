# SPDX-License-Identifier: Apache-2.0
"""The workbook in which learners, results and certificates from before are written down."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.spreadsheets.brought_columns import CERTIFICATES, COLUMNS, DATES, RESULTS
from app.spreadsheets.cohort_columns import CohortColumn
from app.spreadsheets.cohort_template import PREPARED, learner_sheet
from app.spreadsheets.guided_sheet import Guide, guided_sheet, reading_sheet
from app.spreadsheets.results_export import DOCUMENT_WORDS, OUTCOME_WORDS
from app.spreadsheets.writing import DATE, TEXT, Header, new_workbook, save
from app.translation import later, tr

if TYPE_CHECKING:
    from openpyxl import Workbook

ADVICE: Final = (
    later("Write each result and each certificate into a row of its sheet. A sheet that you do not need stays empty."),
    later("Learners who are in the records already are named by Learner ID, by ID number, or by name and birth date. "
          "Write the others on the sheet Learners, too: they are added with the same import."),
    later("Nothing is signed by this: wherever it counts it is marked as brought in from before, with its source."),
    later("The same file may be imported again: only what differs is changed, and it can all be taken back at once."),
)  # fmt: skip
_TITLES: Final = {RESULTS: later("Results"), CERTIFICATES: later("Certificates")}


def write_brought_template(path: Path) -> None:
    """The template in the language in use, with a sheet each for results, certificates and new learners, and a page
    that explains. Raises StorageTrouble where the file cannot be written."""
    book = new_workbook()
    for kind, columns in COLUMNS.items():
        sheet = guided_sheet(book, tr(_TITLES[kind]), [_guide(column) for column in columns], PREPARED, "C2")
        for _ in range(PREPARED):
            sheet.append("" for _ in columns)
    learners = learner_sheet(book, PREPARED)
    for _ in range(PREPARED):
        learners.append(None)
    _explain(book)
    save(book, path)


def _explain(book: "Workbook") -> None:
    headers = Header(tr("Column"), 30), Header(tr("What to write"), 90)
    texts = [("", tr(sentence)) for sentence in ADVICE]
    for kind, columns in COLUMNS.items():
        texts += [("", ""), (tr(_TITLES[kind]), ""), *((tr(column.header), tr(column.help)) for column in columns)]
    reading_sheet(book, tr("How to fill it in"), headers, texts)


def _guide(column: CohortColumn) -> Guide:
    header = Header(tr(column.header), column.width)
    choices = {"outcome": OUTCOME_WORDS, "document": DOCUMENT_WORDS}.get(column.field)
    if choices:
        objection = tr("Choose one of the list.")
        return Guide(header, tr(column.help), tuple(tr(word) for word in choices.values()), objection)
    return Guide(header, tr(column.help), number_format=DATE if column.field in DATES else TEXT)
