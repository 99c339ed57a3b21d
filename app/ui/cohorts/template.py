# SPDX-License-Identifier: Apache-2.0
"""Writing the workbook in which learners are filled in."""

from collections.abc import Sequence
from pathlib import Path

from app.records.queries.learners import details
from app.translation import tr
from app.ui.background.task import Control
from app.ui.context import Context


def write_template(context: Context, path: Path, learners: Sequence[bytes] = ()) -> None:
    """Write the workbook there, with a row for each of these learners."""
    work = context.centre.work

    def write(control: Control) -> None:
        from app.spreadsheets.cohort_template import write_cohort_template  # with its workbook library: slow to load

        rows = []
        for n, learner in enumerate(learners):
            control.progress(n, len(learners))
            rows.append((learner.hex(), work.read(details, learner)))
        write_cohort_template(path, rows)

    context.do(write, done=tr("{file} is written. Fill it in, then import it here.", file=path.name))
