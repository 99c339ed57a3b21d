# SPDX-License-Identifier: Apache-2.0
"""The rows of a plan that are taken, written: the same for a list of learners and for what was before."""

from collections.abc import Sequence
from typing import Final

from app.domain.refusals import RuleBroken
from app.records.queries.subjects import keys_of_all
from app.records.unit_of_work import Act, Work
from app.services.import_plan import PlannedRow
from app.services.learners import change, write_new
from app.services.progress import OnProgress
from app.translation import later

_STEP: Final = 500
_CHANGED_MEANWHILE: Final = later(
    "The records changed while you looked at the import. Nothing was imported. Look at it again, then import."
)


def write_rows(
    act: Act, work: Work, rows: Sequence[PlannedRow], progress: OnProgress = lambda done, of: None
) -> dict[int, bytes]:
    """Write new learners and changed cells; answers the learner of each row, in the order of the rows."""
    new = [one for one in rows if not one.learner]
    written: dict[int, bytes] = {}
    for start in range(0, len(new), _STEP):
        step = new[start : start + _STEP]
        ids = write_new(act, [one.fields for one in step], work.random)
        written |= {one.row: learner for one, learner in zip(step, ids, strict=True)}
        progress(start + len(step), len(rows))
    known = [one for one in rows if one.learner and one.fields]
    keys = keys_of_all(act.connection, [one.learner for one in known])
    act.write_all([change(act, one.learner, one.fields, keys[one.learner]) for one in known])
    progress(len(rows), len(rows))
    return {one.row: one.learner or written[one.row] for one in rows}


def changed_meanwhile() -> RuleBroken:
    """The refusal where a plan would not be any more what the person has seen."""
    return RuleBroken("changed-meanwhile", _CHANGED_MEANWHILE)
