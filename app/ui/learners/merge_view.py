# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner side by side: looked at, decided field by field, merged as one act."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.merging import MergePreview, merge_learners, preview_merge, propose_merge
from app.translation import tr, trn
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.learner_columns import field_text, field_words
from app.ui.learners.merge_brings import brings
from app.ui.learners.merge_fields import MergeFields
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.differences import DifferenceList
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.texts import announce, label

_RECORD, _BEFORE = 0, 2
_ROOMY: Final = 900
_TOUCHING = frozenset(
    {"learner", "member", "enrolment", "judgement", "signoff", "certificate", "joined"}
    | {"brought_result", "brought_certificate"}
)


class MergeView(QWidget):
    """``left`` asks for what was shown before. ``merged`` carries the learner whose record goes on, and the record that
    went."""

    left = Signal()
    merged = Signal(bytes, bytes)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.pair = (b"", b"")
        self.found: MergePreview | None = None
        self._chosen: dict[str, str] = {}
        self.header = RecordHeader(tr("Back"), self.left.emit)
        self.merge_button = button(tr("&Merge"), self.merge, kind="primary")
        self.two_button = button(tr("They are &two people"), self.left.emit)
        self.hindered = label("", "error", wrap=True)
        self.fields = MergeFields()
        self.brings = QVBoxLayout()
        self._told: QLabel = label("", "muted", wrap=True)
        self.list = DifferenceList(field_words, field_text)
        self.list.setAccessibleName(tr("What changes in the record that stays"))
        self.list.setColumnHidden(_RECORD, True)
        self._arrange()
        self.fields.stays.connect(self._on_stays)
        self.fields.chosen.connect(self._on_chosen)
        context.bus.changed.connect(self._on_changed)

    def show_pair(self, one: bytes, other: bytes) -> None:
        """Look at these two; the record on which more hangs is proposed to stay."""
        self.pair, self.found, self._chosen = (one, other), None, {}
        self.header.show_record(tr("Two records of one learner?"), tr("Nothing is changed before you press Merge."))
        self._hinder("")
        self.merge_button.setEnabled(False)
        work = self._context.centre.work
        shown = partial(self._on_found, self.pair, True)
        self._context.look_up(lambda _: propose_merge(work, one, other), shown, partial(self._on_gone, self.pair))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the list leaves out what is now: it stands beside it."""
        super().resizeEvent(event)
        self.list.setColumnHidden(_BEFORE, self.width() < look().px(_ROOMY))

    @Slot()
    def merge(self) -> None:
        """Merge the two as they are decided."""
        if self.found is None or not self.merge_button.isEnabled():
            return
        survivor, duplicate = self.found.survivor.learner, self.found.duplicate.learner
        work, chosen = self._context.centre.work, dict(self._chosen)
        done = tr("The two records of {name} are one now.", name=self.found.survivor.name)
        self.merge_button.setEnabled(False)
        self._context.do(
            lambda _: merge_learners(work, survivor, duplicate, chosen),
            lambda _: self._on_merged(survivor, duplicate), done, undo=True,
            refused=self._on_refused, owner=self,
        )  # fmt: skip

    def _on_merged(self, survivor: bytes, duplicate: bytes) -> None:
        self.pair, self.found = (b"", b""), None
        self.merged.emit(survivor, duplicate)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._hinder(str(refusal))

    def _on_gone(self, pair: tuple[bytes, bytes], refusal: Refused) -> None:
        if pair == self.pair:
            self._context.say(str(refusal))
            self.left.emit()

    def _on_found(self, pair: tuple[bytes, bytes], fresh: bool, found: MergePreview) -> None:
        if pair != self.pair:
            return
        self.found = found
        offered = {one.field: (one.survivor, one.duplicate) for one in found.fields}
        self._chosen = {field: text for field, text in self._chosen.items() if text in offered.get(field, ())}
        self.fields.show_records(self.pair[0], found, self._chosen)
        while (item := self.brings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.brings.addWidget(brings(found, self.pair[0]))
        self._hinder(" ".join(found.hinders))
        self._show_changes()
        if fresh:
            self.fields.focus_first()

    @Slot(bytes)
    def _on_stays(self, learner: bytes) -> None:
        """The other record shall stay: what differs is the same, what is proposed may not be."""
        if self.found is not None and self.found.survivor.learner != bytes(learner):
            self._look(self.found.duplicate.learner, self.found.survivor.learner)

    def _look(self, survivor: bytes, duplicate: bytes) -> None:
        work, shown = self._context.centre.work, partial(self._on_found, self.pair, False)
        gone = partial(self._on_gone, self.pair)
        self._context.look_up(lambda _: preview_merge(work, survivor, duplicate), shown, gone)

    @Slot(str, str)
    def _on_chosen(self, field: str, text: str) -> None:
        self._chosen[field] = text
        self._show_changes()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        """Somebody wrote about one of the two meanwhile: look again."""
        found = self.found
        if found is not None and any(changes.touches(table) & {*self.pair} for table in _TOUCHING):
            self._look(found.survivor.learner, found.duplicate.learner)

    def _show_changes(self) -> None:
        if self.found is None:
            return
        cells = self.found.differences(self._chosen)
        n = len(cells)
        self._told.setText(
            trn("{n} field of {name} changes.", "{n} fields of {name} change.", n, name=self.found.survivor.name)
            if n
            else tr("No field of {name} changes.", name=self.found.survivor.name)
        )
        self.list.set_differences(cells)
        self.list.setVisible(n > 0)

    def _hinder(self, words: str) -> None:
        self.hindered.setText(words)
        self.hindered.setVisible(bool(words))
        self.merge_button.setEnabled(self.found is not None and not words)
        announce(self, words)

    def _arrange(self) -> None:
        self.header.add(self.two_button, self.merge_button)
        inside = QWidget()
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, GAP, 0)
        left.setSpacing(GAP)
        for title, part in ((tr("What differs"), self.fields), (tr("Stays with the learner, from both"), self.brings)):
            frame, column = card()
            column.addWidget(label(title, "heading", wrap=True))
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
            left.addWidget(frame)
        left.addStretch(1)
        frame, right = card()
        right.addWidget(label(tr("What changes in the record that stays"), "heading", wrap=True))
        right.addWidget(self._told)
        right.addWidget(self.list, 1)
        kept = tr(
            "Then the other record is in no list any more, and all that hangs on it is the learner's. It can be undone."
        )
        right.addWidget(label(kept, "muted", wrap=True))
        right.addStretch(0)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(scrolled(inside), 3)
        body.addWidget(frame, 2)
        body.setAlignment(frame, Qt.AlignmentFlag(0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(self.hindered)
        outer.addLayout(body, 1)
