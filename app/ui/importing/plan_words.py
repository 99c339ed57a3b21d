# SPDX-License-Identifier: Apache-2.0
"""Rows of a plan in words: what each is, and the first thing to know about it."""

from collections.abc import Mapping
from typing import Final

from app.records.queries.cohorts import Inside
from app.services.cohort_import import Into
from app.services.import_plan import ImportPlan, PlannedRow, State
from app.translation import later, tr, trn
from app.ui.learner_columns import field_text, field_words
from app.ui.widgets.pill import State as Kind
from app.ui.widgets.row_source import Status

STATE_WORDS: Final = {
    State.NEW: later("New"),
    State.CHANGED: later("Changed"),
    State.REFUSED: later("Problem"),
    State.DOUBTFUL: later("Perhaps known"),
    State.UNCHANGED: later("Unchanged"),
}
KINDS: Final[Mapping[State, Kind]] = {
    State.NEW: "met",
    State.CHANGED: "accent",
    State.REFUSED: "not_yet",
    State.DOUBTFUL: "warn",
    State.UNCHANGED: "neutral",
}
_EMPTY: Final = later("empty")
_TOLD: Final = ("birth_date", "id_number")


def state_of(row: PlannedRow) -> Status:
    """The state of a row as a pill."""
    if row.left_out:
        return Status(tr("Left out"))
    return Status(tr(STATE_WORDS[row.state]), KINDS[row.state])


def name_of(row: PlannedRow) -> str:
    """What the row calls the learner, as far as that can be read."""
    return row.details.full_name or row.written.get("full_name", "") or tr("no name")


def what_of(row: PlannedRow) -> str:
    """The reason of a problem, the first difference, who may be meant; of the others what tells people apart."""
    if row.state is State.REFUSED:
        field, reason = next(iter(row.refused.items()))
        return f"{field_words(field)}: {reason}"
    if row.state is State.DOUBTFUL:
        first = row.alikes[0]
        where = first.name if first.learner else tr("row {row}, {name}", row=first.row, name=first.name)
        return f"{where}: {first.why}"
    if row.warnings:
        return next(iter(row.warnings.values()))
    if row.cells:
        return _first_change(row)
    return " · ".join(field_text(field, text) for field in _TOLD if (text := getattr(row.details, field)))


def _first_change(row: PlannedRow) -> str:
    cell = next((one for one in row.cells if one.taken), row.cells[0])
    one = cell.difference
    before, after = (field_text(one.field, text) or tr(_EMPTY) for text in (one.before, one.after))
    said = f"{field_words(one.field)}: {before} → {after}"
    if not cell.taken:
        return tr("{change} (not taken over)", change=said)
    more = sum(other.taken for other in row.cells) - 1
    return trn("{change} and {n} more cell", "{change} and {n} more cells", more, change=said) if more else said


def import_words(plan: ImportPlan, into: Into, inside: Inside) -> str:
    """What the button says that it does; empty where there is nothing to do. ``inside`` are those who are in the cohort
    already."""
    words = _doing(plan, into, inside)
    if not words:
        return ""
    out = len(plan.rows) - len(plan.taken)
    rest = trn("{n} row stays out", "{n} rows stay out", out) if out else ""
    return f"{words}; {rest}" if rest else words


def _doing(plan: ImportPlan, into: Into, inside: Inside) -> str:
    written = len(plan.of(State.NEW, State.CHANGED))
    if written:
        return trn("&Import {n} learner", "&Import {n} learners", written)
    if not into.cohort:
        return ""
    known = {row.learner for row in plan.taken}
    joining, code = len(known - inside.members), into.cohort
    if joining:
        return trn("&Put {n} learner into {cohort}", "&Put {n} learners into {cohort}", joining, cohort=code)
    enrolling = len(known - inside.enrolled) if into.enrol else 0
    if not enrolling:
        return ""
    return trn("&Enrol {n} learner in {cohort}", "&Enrol {n} learners in {cohort}", enrolling, cohort=code)
