# SPDX-License-Identifier: Apache-2.0
"""How many of a cohort are ready, need attention, are late, or have their document already."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from app.services.preflight import ATTENTION, ISSUED, READY, Readiness
from app.translation import tr, trn
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.flow import Flow
from app.ui.widgets.pill import Pill


class ReadinessCounts(Flow):
    """A pill for each number that is not nothing, and for those who are ready in any case; ``more`` stands after."""

    def __init__(self, *more: QWidget) -> None:
        pills = (Pill("", "met"), Pill("", "not_yet"), Pill("", "warn"), Pill("", "accent"))
        super().__init__(*pills, *more, gap=GAP_SMALL)
        self.ready, self.attention, self.late, self.given = pills

    def show_rows(self, rows: Sequence[Readiness], late: Collection[bytes]) -> None:
        """Count these; ``late`` are those whose document is past its day."""
        states = [row.state for row in rows]
        ready, given, left = (states.count(state) for state in (READY, ISSUED, ATTENTION))
        self.ready.show_state(tr("{n} ready", n=ready), "met" if ready else "neutral")
        self.given.show_state(tr("{n} issued already", n=given), "accent")
        self.attention.show_state(trn("{n} needs attention", "{n} need attention", left), "not_yet")
        self.late.show_state(tr("{n} overdue", n=len(late)), "warn")
        for pill, n in ((self.given, given), (self.attention, left), (self.late, len(late))):
            pill.setVisible(n > 0)
