# SPDX-License-Identifier: Apache-2.0
"""The head of the page: what is assessed, for how long, how much is saved and marked, and the way to the end."""

from collections.abc import Callable
from math import floor
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.domain.assessing import Progress
from app.translation import later, tr, trn
from app.ui.assess.desk import Sheet
from app.ui.theme.fonts import ui_font
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY, TYPE_CAPTION
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import announce, label

HINTS: Final = (
    ("Y", later("met")),
    ("N", later("not yet")),
    ("X", later("n/a")),
    ("A", later("whole row")),
    ("M", later("note")),
    ("G", later("next gap")),
    ("F6", later("tiles")),
    ("?", later("all keys")),
)
"""The keys named in the header, the most needed first; as many are shown as there is room for."""


def ago(seconds: float) -> str:
    """How long ago something was saved, in words."""
    if seconds < 1:
        return tr("Saved now")
    if seconds < 60:
        return tr("Saved {n} s ago", n=floor(seconds))
    if seconds < 3600:
        return tr("Saved {n} min ago", n=floor(seconds / 60))
    return tr("All saved")


def lasting(seconds: float) -> str:
    """A length of time as hours, minutes and seconds."""
    whole = floor(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


class KeyHints(QWidget):
    """Key caps with what they do, as many as fit; the whole list is one click or ``?`` away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._width(key, words) for key, words in HINTS)), look().px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, look().px(24))

    @staticmethod
    def _width(key: str, words: str) -> float:
        bold = QFontMetricsF(ui_font(look().px(TYPE_CAPTION), bold=True))
        plain = QFontMetricsF(ui_font(look().px(TYPE_CAPTION)))
        cap = max(look().px(18), bold.horizontalAdvance(key) + 10)
        return cap + GAP_TINY + plain.horizontalAdvance(tr(words)) + GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        now = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, room = [], float(self.width())
        for key, words in HINTS:
            if self._width(key, words) - GAP > room:
                break
            room -= self._width(key, words)
            shown.append((key, words))
        left = max(0.0, room + GAP)
        for key, words in shown:
            bold = ui_font(now.px(TYPE_CAPTION), bold=True)
            wide = max(now.px(18), QFontMetricsF(bold).horizontalAdvance(key) + 10)
            cap = QRectF(left + 0.5, self.height() / 2 - now.px(9) + 0.5, wide - 1, now.px(18) - 1)
            painter.setPen(QPen(now.colour("control"), 1))
            painter.setBrush(now.colour("surface"))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(now.colour("text"))
            painter.setFont(bold)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
            painter.setPen(now.colour("muted"))
            painter.setFont(ui_font(now.px(TYPE_CAPTION)))
            text = QRectF(cap.right() + GAP_TINY, 0, self.width(), self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, tr(words))
            left += self._width(key, words)
        painter.end()


class AssessHeader(QWidget):
    """Tells what is saved only when told so: ``show_saved`` after a commit, ``show_in_flight`` before it."""

    leave_wanted = Signal()
    undo_wanted = Signal()
    finish_wanted = Signal()
    switch_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, sheet: Sheet, clock: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._began = clock()
        self._saved_at: float | None = None
        self._in_flight = 0
        words = tr("{unit} ({code})", unit=sheet.unit.title, code=sheet.unit.code)
        self.leave = icon_button(Icon.CHEVRON_LEFT, tr("Another cohort or unit"), self.leave_wanted.emit)
        self._title = ElidedLabel(words, "title")
        self._timer = label("", "muted")
        self._timer.setToolTip(tr("Time since this session was opened"))
        self.saved = Pill()
        self.undo = button(tr("Undo  {key}", key="Ctrl+Z"), self.undo_wanted.emit)
        self.finish = button(tr("Finish and sign..."), self.finish_wanted.emit, kind="primary")
        self.switch = icon_button(Icon.LAYOUT_LIST, tr("Tiles or grid (F6)"), self.switch_wanted.emit)
        self.keys = icon_button(Icon.CIRCLE_HELP, tr("All keys (?)"), self.keys_wanted.emit)
        learners = trn("{n} learner", "{n} learners", len(sheet.seats))
        self._cohort = Pill(f"{sheet.cohort} · {learners}", "accent")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(look().px(180))
        self._bar.setAccessibleName(tr("Marked"))
        self._marked = label("", "muted")
        self._arrange()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        self.refresh()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.leave)
        head.addWidget(self._title, 1)
        for part in (self.saved, self.switch, self.keys, self.undo, self.finish):
            head.addWidget(part)
        caption = QFontMetricsF(ui_font(look().px(TYPE_CAPTION), bold=True))
        self.saved.setMinimumWidth(round(caption.horizontalAdvance(f"✓ {ago(59)}")) + 24)
        self.saved.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._cohort)
        line.addWidget(self._bar)
        line.addWidget(self._marked)
        line.addWidget(self._timer)
        line.addWidget(KeyHints(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addLayout(head)
        column.addLayout(line)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the sheet is filled."""
        marked = progress.total - progress.unmarked
        self._bar.setRange(0, max(1, progress.total))
        self._bar.setValue(marked)
        words = tr("{n} of {m} marked", n=marked, m=progress.total)
        self._marked.setText(f"{words} · " + tr("{n} not yet", n=progress.not_yet))

    @Slot()
    def show_saved(self) -> None:
        """Something was committed just now."""
        self._saved_at = self._clock()
        self.refresh()

    @Slot(int)
    def show_in_flight(self, wishes: int) -> None:
        """So many wishes have not come back yet."""
        self._in_flight = wishes
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count on."""
        now = self._clock()
        self._timer.setText(lasting(now - self._began))
        if self._in_flight:
            self.saved.show_state(tr("Saving..."), "neutral")
        elif self._saved_at is None:
            self.saved.show_state(tr("✓ All saved"), "met")
        else:
            self.saved.show_state(f"✓ {ago(now - self._saved_at)}", "met")
            if now - self._saved_at < 0.05:
                announce(self, tr("Saved"))
