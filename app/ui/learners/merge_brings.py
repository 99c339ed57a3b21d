# SPDX-License-Identifier: Apache-2.0
"""What hangs on each of two records of one learner, and stays with the learner when they are merged."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.records.queries.brought import BroughtResult
from app.records.queries.learners import UnitResult
from app.services.merging import MergePreview
from app.translation import tr, trn
from app.ui.learners.aside_parts import day_in_one_piece, outcome_before, standing
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.texts import label

SHARES = (2, 3, 3)
"""The widths of the words of a field, of the left record and of the right one, to each other."""


def brings(found: MergePreview, left: bytes) -> QWidget:
    """What hangs on each of the two, side by side."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP_SMALL)
    for column, stretch in enumerate(SHARES):
        grid.setColumnStretch(column, stretch)
    pair = (found.survivor, found.duplicate)
    records = pair if found.survivor.learner == left else pair[::-1]
    rows: list[tuple[str, list[str]]] = [
        (tr("Cohorts"), ["\n".join(one.cohorts) for one in records]),
        (tr("Units and results"), ["\n".join(map(_unit, one.units)) for one in records]),
        (tr("From before Guildmark"), ["\n".join(map(_brought, one.brought)) for one in records]),
        (tr("Certificates"), ["\n".join(one.certificates) for one in records]),
        (tr("Merged before"), ["\n".join(went.name for went in one.merged) for one in records]),
    ]
    for title, texts in rows:
        if any(texts):
            row = grid.rowCount()
            grid.addWidget(label(title, "field", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
            for at, text in enumerate(texts, start=1):
                grid.addWidget(_listed(text), row, at, Qt.AlignmentFlag.AlignTop)
    return made


def _listed(text: str) -> QLabel:
    return label(text, wrap=True) if text else label("–", "muted")


def _unit(result: UnitResult) -> str:
    """The unit and how it stands, in one line."""
    words, _ = standing(result)
    attempt = ", " + trn("attempt {n}", "attempt {n}", result.attempt) if result.attempt > 1 else ""
    return f"{result.code}{attempt}: {words}"


def _brought(result: BroughtResult) -> str:
    """A result from before, in one line."""
    said = ", ".join(filter(None, (outcome_before(result), day_in_one_piece(result.achieved_on))))
    return f"{result.code or result.title}: {said}"
