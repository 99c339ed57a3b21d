# SPDX-License-Identifier: Apache-2.0
"""The current cell in words at the foot of the page, and the field for its note."""

from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.assessing import CLEARED, MET, NOT_APPLICABLE, NOT_YET
from app.domain.standards import Criterion
from app.translation import tr
from app.ui.assess.desk import MARK_WORDS, Cell, CellKey, Seat, states
from app.ui.assess.passage import Passage, numbered
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import ElidedLabel

IDLE_MS: Final = 1000
"""A note is saved when nothing was typed for so long."""
NOTE_WIDTH: Final = 300

_PILL: Final[dict[str, Literal["neutral", "met", "not_yet", "warn"]]] = {
    MET: "met", NOT_YET: "not_yet", NOT_APPLICABLE: "warn", CLEARED: "neutral",
}  # fmt: skip


class CurrentBar(QFrame):
    """``note_written`` carries the cell and its whole note; ``left`` says that the person goes back to marking."""

    note_written = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._key: CellKey | None = None
        self._saved = self._before = ""
        self._name = ElidedLabel("", "field")
        self._criterion = Passage()
        self._mark = Pill()
        self._critical = Pill(tr("Critical"), "not_yet")
        self._story = ElidedLabel("", "caption")
        self.note = QLineEdit()
        self.note.setAccessibleName(tr("Note for this mark"))
        self.note.setPlaceholderText(tr("Note  (M)"))
        self.note.setMaxLength(2000)
        self.note.installEventFilter(self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self.save_note)
        self.note.textEdited.connect(self._on_edited)
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._name)
        head.addWidget(self._mark)
        head.addWidget(self._critical)
        head.addWidget(self._story)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addLayout(head)
        words.addWidget(self._criterion)
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        line.setSpacing(GAP)
        line.addLayout(words, 1)
        line.addWidget(self.note)
        self.note.setFixedWidth(look().px(NOTE_WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def expect(self, criteria: tuple[Criterion, ...]) -> None:
        """Keep room for the texts of these criteria."""
        self._criterion.keep_room_for(tuple(numbered(criterion.code, criterion.text) for criterion in criteria))

    def show_cell(self, seat: Seat, criterion: Criterion, cell: Cell) -> None:
        """Show this cell. A note that is being typed for the same cell is left alone."""
        key = (seat.learner, criterion.code)
        moved = key != self._key
        if moved:
            self.save_note()
        self._key = key
        self._name.setText(f"{seat.bib} · {seat.full_name}")
        self._criterion.setText(numbered(criterion.code, criterion.text))
        self._mark.show_state(tr(MARK_WORDS[cell.mark]), _PILL[cell.mark])
        self._critical.setVisible(criterion.critical)
        self._story.setText(_story(seat, cell))
        self.note.setReadOnly(seat.signed)
        if moved or not self._being_typed():
            self._saved = self._before = cell.note
            self.note.setText(cell.note)
            self.note.setCursorPosition(0)

    def edit_note(self) -> None:
        """Put the cursor into the note."""
        self._before = self.note.text()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.end(False)

    @Slot()
    def save_note(self) -> None:
        """Hand over what was typed, if it differs from what was handed over before."""
        self._idle.stop()
        text = self.note.text().strip()
        if self._key is not None and text != self._saved:
            self._saved = text
            self.note_written.emit(self._key, text)

    def hideEvent(self, event: QHideEvent) -> None:
        self.save_note()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.save_note()
        if watched is self.note and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_note_key(event)
        return super().eventFilter(watched, event)

    def _on_note_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_note()
            self.left.emit()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.note.setText(self._before)
            self.save_note()
            self.left.emit()
            return True
        return False

    def _being_typed(self) -> bool:
        return self.note.hasFocus() or self._idle.isActive()

    @Slot()
    def _on_edited(self) -> None:
        self._idle.start()


def _story(seat: Seat, cell: Cell) -> str:
    """When, by whom, and how far the mark has travelled."""
    parts = (
        f"{cell.at.astimezone():%H:%M:%S}" if cell.at else "",
        tr("Assessor {name}", name=cell.by) if cell.by else "",
        tr("attempt {n}", n=seat.attempt) if seat.attempt > 1 else "",
        *states(seat, cell),
    )
    return " · ".join(part for part in parts if part)
