# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a template: one line each; choosing one shows the element that it is about."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.documents.checking import Finding
from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look

_LINES = 3


class FindingsList(QListWidget):
    """``spot_wanted`` carries the element of the line that is chosen."""

    spot_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self.setAccessibleName(tr("What is wrong with the template"))
        self.setFixedHeight(look().px(24) * _LINES + 8)
        self.setWordWrap(True)
        self.setIconSize(QSize(look().px(16), look().px(16)))
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these; where there are none it says so."""
        if tuple(findings) == self._findings and self.count():
            return
        self._findings = tuple(findings)
        self.clear()
        for one in self._findings:
            drawing, colour = (Icon.X, "not_yet") if one.forbids else (Icon.TRIANGLE_ALERT, "warn")
            if one.is_news:
                drawing, colour = Icon.CIRCLE_HELP, "accent"
            self.addItem(QListWidgetItem(icon(drawing, colour), one.words))
        if not self._findings:
            words = tr("Nothing is wrong: the rules are kept, and the sample prints whole.")
            self.addItem(QListWidgetItem(icon(Icon.CIRCLE_CHECK, "met"), words))

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        at = self.row(item)
        if at < len(self._findings) and self._findings[at].spot is not None:
            self.spot_wanted.emit(self._findings[at].spot)
