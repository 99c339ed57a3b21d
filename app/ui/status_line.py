# SPDX-License-Identifier: Apache-2.0
"""The foot of the window: is it saved, when were records last exchanged, what waits, who works here."""

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.translation import tr, trn
from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import label


@dataclass(frozen=True, slots=True)
class Status:
    """What the foot of the window tells. ``last_exchange`` is in words ("3 hours ago"), empty when there was none."""

    saved: bool = True
    last_exchange: str = ""
    waiting: int = 0
    who: str = ""


class StatusLine(QFrame):
    """``show_standing`` puts it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = label("")
        self._words = ElidedLabel()
        self._selected = label("", "muted")
        self._who = label("", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP, GAP_TINY, GAP, GAP_TINY)
        line.setSpacing(GAP_SMALL)
        line.addWidget(self._mark)
        line.addWidget(self._words)
        line.addStretch(1)
        line.addWidget(self._selected)
        line.addSpacing(GAP)
        line.addWidget(self._who)
        self.standing = Status()
        self.show_standing(self.standing)

    def show_standing(self, standing: Status) -> None:
        """Show this in the language in use."""
        self.standing = standing
        mark, colour = (Icon.CIRCLE_CHECK, "met") if standing.saved else (Icon.REFRESH_CW, "warn")
        self._mark.setPixmap(pixmap(mark, colour, look().px(14), self.devicePixelRatioF()))
        self._words.setText(" · ".join(words_of(standing)))
        self._who.setText(standing.who)

    @Slot(str)
    def show_selected(self, words: str) -> None:
        """Say how much of a list is selected."""
        self._selected.setText(words)


def words_of(standing: Status) -> list[str]:
    """The standing in plain words, most important first."""
    saved = tr("All saved on this laptop") if standing.saved else tr("Saving...")
    exchanged = tr("Last exchange {when}", when=standing.last_exchange) if standing.last_exchange else ""
    waiting = trn("{n} change waiting to be sent", "{n} changes waiting to be sent", standing.waiting)
    return [words for words in (saved, exchanged, waiting if standing.waiting else "") if words]
