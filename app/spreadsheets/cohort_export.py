# SPDX-License-Identifier: Apache-2.0
"""The learners of a cohort as a workbook that can be edited and brought in again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.learners import LearnerDetails
from app.spreadsheets.cohort_template import help_sheet, learner_sheet
from app.spreadsheets.edited_cells import KEYS_SHEET, Origin, digests, heading
from app.spreadsheets.writing import abandon, new_workbook, save, text_cell
from app.translation import later

if TYPE_CHECKING:
    from openpyxl import Workbook

Progress = Callable[[int, int], None]

EXPORT_ADVICE: Final = (
    later("Write one learner into each row of the first sheet. The headers are locked; rows can be added, deleted, "
          "sorted and filtered."),
    later("Change what is wrong and import the file again: exactly the cells that you edited change. An emptied cell "
          "clears what is known, a deleted row changes nothing."),
    later("Leave the learner ID as it is: it tells who the row is about."),
)  # fmt: skip
_STEP: Final = 50


@dataclass(frozen=True, slots=True)
class Exported:
    """A learner of an export; ``secret`` is theirs and stays in the records; empty where they have none."""

    learner: bytes
    details: LearnerDetails
    secret: bytes


def write_cohort_export(
    path: Path, origin: Origin, learners: Iterable[Exported], n: int, progress: Progress = lambda done, of: None
) -> None:
    """Write these ``n`` learners, taken one by one, into the columns of the template, in the language in use.

    Raises StorageTrouble where the file cannot be written; what ``progress`` raises leaves no file.
    """
    book = new_workbook()
    try:
        _write_sheets(book, origin, learners, n, progress)
    except BaseException:
        abandon(book)
        raise
    save(book, path)
    progress(n, n)


def _write_sheets(book: "Workbook", origin: Origin, learners: Iterable[Exported], n: int, progress: Progress) -> None:
    sheet, keys = learner_sheet(book, n), book.create_sheet(KEYS_SHEET)
    keys.sheet_state = "veryHidden"
    for texts in heading(origin):
        keys.append([text_cell(keys, text) for text in texts])
    for done, one in enumerate(learners):
        if done % _STEP == 0:
            progress(done, n)
        learner_id = one.learner.hex()
        cells = sheet.append((learner_id, one.details))
        if one.secret:
            keys.append([learner_id, digests(one.secret, cells[1:])])
    help_sheet(book, EXPORT_ADVICE)
