# SPDX-License-Identifier: Apache-2.0
"""The papers of a cohort: the button *Papers* of its page, and what stands in its menu."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.rights import Command, allowed
from app.records.queries.cohorts import CohortRow
from app.services.paper_wish import PaperWish
from app.translation import later, tr
from app.ui.context import Context
from app.ui.official_papers import PaperQuestion, ask_for_paper
from app.ui.theme.icons import Icon
from app.ui.widgets.menu_button import menu_button, offer

_PAPERS: Final = {
    "enrolment-order": (later("&Order of enrolment..."), Command.MAKE_PAPER),
    "grade-sheet": (later("&Grade sheet..."), Command.MAKE_PAPER),
    "commission-minutes": (later("&Minutes of the commission..."), Command.MAKE_PAPER),
    "learner-card": (later("&Learner cards..."), Command.ISSUE_CERTIFICATE),
    "induction-card": (later("&Induction cards..."), Command.ISSUE_CERTIFICATE),
}


class CohortPapers:
    """Each is asked for with what only a person knows; ``asked`` is the question that was shown last."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent
        self._cohort: CohortRow | None = None
        self.asked: PaperQuestion | None = None
        self.button, menu = menu_button(tr("&Papers"), drawing=Icon.LAYOUT_LIST)
        roles = context.centre.work.roles
        offered = [name for name, (_, command) in _PAPERS.items() if allowed(roles, command)]
        for name in offered:
            offer(menu, tr(_PAPERS[name][0]), partial(self.ask, name))
        self.button.setVisible(bool(offered))
        self.button.setEnabled(False)

    def show_cohort(self, cohort: CohortRow | None) -> None:
        """Papers of this cohort can be made; there are none where nobody is in it."""
        self._cohort = cohort
        self.button.setEnabled(cohort is not None and cohort.learners > 0)

    def ask(self, document: str) -> None:
        """Ask for a paper of this type."""
        if self._cohort is not None:
            wish = PaperWish(document, self._cohort.code)
            self.asked = ask_for_paper(self._context, self._parent, wish, self._cohort.units)
