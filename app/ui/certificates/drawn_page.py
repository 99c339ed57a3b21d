# SPDX-License-Identifier: Apache-2.0
"""The first page of a document beside a list, drawn while the person goes on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage

from app.domain.refusals import Refused
from app.translation import tr
from app.ui.background.task import Ears
from app.ui.context import Context
from app.ui.widgets.pdf_pages import PageView, first_page


class DrawnPage(PageView):
    """Shows what was asked for last; ``key`` names the place, so that nobody waits for what was asked before."""

    def __init__(self, context: Context, name: str, key: str, *, low: bool = False) -> None:
        super().__init__(name, low=low)
        self._context, self._key = context, key

    def draw(self, pdf_of: Callable[[], bytes]) -> None:
        """Draw the document that this gives, off the GUI thread; what it refuses is shown in words."""
        self.show_picture(None, tr("Drawing the page..."))
        ears = Ears(self._on_page, self._on_refused, owner=self)
        self._context.runner.read(partial(first_page, pdf_of), ears, key=self._key)

    @Slot(object)
    def _on_page(self, page: QImage) -> None:
        self.show_picture(page)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.show_picture(None, str(refusal))
