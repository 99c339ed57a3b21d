# SPDX-License-Identifier: Apache-2.0
"""One learner: all details to read and change, the picture, cohorts, units and results."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.learner_fields import clean_field
from app.domain.learners import LearnerDetails
from app.domain.refusals import Refused
from app.domain.rights import Command, allowed
from app.records.queries import learners as register
from app.records.unit_of_work import Work
from app.services.learners import add_learner, set_learner
from app.translation import tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.learners.erasing import ask_to_erase
from app.ui.learners.finding_other import FindOther
from app.ui.learners.learner_aside import LearnerAside
from app.ui.learners.learner_form import LearnerForm
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.tab_stops import bring_into_sight


class LearnerCard(QWidget):
    """Shows one learner, or fields for a new one. What was typed is saved by the button, on leaving the card in any
    way, and when the window closes. ``left`` tells that the person wants to go back to the list, ``merge_wanted``
    carries two records that may be of one learner."""

    left = Signal()
    merge_wanted = Signal(bytes, bytes)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.learner: bytes | None = None
        self._details = LearnerDetails("")
        self._sent: LearnerDetails | None = None
        self._leaving = False
        self.header = RecordHeader(tr("Back to all learners"), self.leave)
        self.save_button = button(tr("&Save"), self.save, kind="primary")
        self.save_button.setToolTip("Ctrl+S")
        self.revert_button = button(tr("Take changes back"), self.revert)
        self.erase_button = button(tr("Erase..."), self._on_erase, drawing=Icon.TRASH_2)
        self.form = LearnerForm()
        self.aside = LearnerAside(context)
        self._arrange()
        self.form.edited.connect(self._show_buttons)
        self.aside.same_wanted.connect(self._on_same)
        context.bus.changed.connect(self._on_changed)
        saving = QShortcut(QKeySequence.StandardKey.Save, self)
        saving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        saving.activated.connect(self.save)

    @property
    def may_change(self) -> bool:
        """Whether the person may write down anything here."""
        return allowed(self._context.centre.work.roles, Command.SET_LEARNER)

    def show_new(self) -> None:
        """Empty fields for a learner who is not in the register yet."""
        self._keep_rest()
        self.learner = None
        self._show_details(LearnerDetails(""))
        self.aside.show_learner(None)
        self.form.editor("full_name").setFocus()
        bring_into_sight(self.form.editor("full_name"))

    def show_learner(self, learner: bytes) -> None:
        """Read this learner and show what is written down."""
        if learner != self.learner:
            self._keep_rest()
            self._show_details(LearnerDetails(""))
            bring_into_sight(self.form.editor("full_name"))
        self.learner = learner
        self._context.read(register.details, learner, then=self._on_details, key="learner.card", refused=self._on_gone)
        self.aside.show_learner(learner)

    def show_field(self, name: str) -> None:
        """Go to this field; to the picture, or to a field that there is not, nothing goes."""
        if self.form.has(name):
            self.form.editor(name).setFocus()
            bring_into_sight(self.form.editor(name))

    @property
    def unsaved(self) -> bool:
        """Something was typed that is not kept yet."""
        return self.may_change and bool(self.form.changed())

    @Slot()
    def leave(self) -> None:
        """Save what was typed, then go back to the list; stay where it was refused."""
        if not self.unsaved:
            self.left.emit()
            return
        self._leaving = True
        self.save()

    @Slot()
    def save(self) -> None:
        """Keep what was typed."""
        if not self.unsaved or self._sent is not None:
            return
        errors = self._errors()
        self.form.show_errors(errors)
        if errors:
            self._leaving = False
            return
        work, learner = self._context.centre.work, self.learner
        self._sent = sent = self.form.details()
        if learner is None:
            job, done = partial(add_learner, work, sent), tr("{name} is in the register.", name=sent.full_name)
        else:
            job, done = partial(_set, work, learner, self.form.changed()), tr("Saved.")
        saved = partial(self._on_saved, sent)
        refused = partial(self._on_refused, sent)
        self._context.do(lambda _: job(), saved, done, refused=refused, owner=self)

    @Slot()
    def revert(self) -> None:
        """Show what is kept instead of what was typed."""
        self._show_details(self._details)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on notice when the window closes."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page is shown; what cannot be kept stays typed, and is told."""
        if not event.spontaneous():
            self.save()
            if self.unsaved and self._sent is None:
                name = self._details.full_name or tr("New learner")
                self._context.say(tr("{name}: what you typed is not saved yet.", name=name))
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what was typed before the window closes: it waits for what is being saved."""
        if event.type() == QEvent.Type.Close and watched is self.window() and self.isVisible():
            self.save()
        return super().eventFilter(watched, event)

    def _keep_rest(self) -> None:
        """Somebody else is shown from now on: what was typed about this learner is kept, and its answer not awaited."""
        self.save()
        self._sent, self._leaving = None, False

    def _errors(self) -> dict[str, str]:
        errors, today = {}, self._context.centre.work.today()
        wished = self.form.changed()
        if self.learner is None:
            wished.setdefault("full_name", "")
        for field, text in wished.items():
            try:
                clean_field(field, text, today)
            except Refused as reason:
                errors[field] = str(reason)
        return errors

    @Slot(object)
    def _on_details(self, details: LearnerDetails) -> None:
        if self._sent is None:
            self._show_details(details, keep_typed=True)

    @Slot(object)
    def _on_gone(self, refusal: Refused) -> None:
        self._show_details(LearnerDetails(""))
        self._context.say(str(refusal))
        if refusal.code == "merged":
            self.show_learner(bytes.fromhex(str(refusal.facts["id"])))
        else:
            self.left.emit()

    def _on_saved(self, sent: LearnerDetails, learner: bytes) -> None:
        """Heard after the commit; by then the person may look at somebody else."""
        if self._sent is not sent:
            return
        self._sent = None
        self.learner = learner
        self.form.accept(sent)
        if self._leaving:
            self._leaving = False
            self.left.emit()
        else:
            self.show_learner(learner)

    def _on_refused(self, sent: LearnerDetails, refusal: Refused) -> None:
        if self._sent is sent:
            self._sent, self._leaving = None, False
        self._context.say(str(refusal))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.learner is None or not self.isVisible():
            return
        if self.learner in changes.touches("learner"):
            self._context.read(
                register.details, self.learner, then=self._on_details, key="learner.card", refused=self._on_gone
            )

    def _show_details(self, details: LearnerDetails, *, keep_typed: bool = False) -> None:
        self._details = details
        if keep_typed:
            self.form.refresh(details)
        else:
            self.form.show_details(details)
        self.form.set_editable(self.may_change)
        self.header.show_record(details.full_name or (tr("New learner") if self.learner is None else ""))
        self.aside.show_details(details, self.may_change)
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        self.save_button.setVisible(self.may_change)
        self.save_button.setEnabled(self.unsaved)
        self.revert_button.setVisible(self.may_change)
        self.revert_button.setEnabled(self.unsaved)
        may_erase = allowed(self._context.centre.work.roles, Command.ERASE_LEARNER)
        self.erase_button.setVisible(may_erase and self.learner is not None)

    @Slot()
    def _on_same(self) -> None:
        """Another record is of this learner, too: find it, and look at both."""
        learner = self.learner
        if learner is not None:
            self.save()
            asked = FindOther(self._context, learner, self._details.full_name, self)
            asked.found.connect(lambda other: self.merge_wanted.emit(learner, bytes(other)))
            asked.open()
            asked.search.setFocus()

    @Slot()
    def _on_erase(self) -> None:
        if self.learner is not None:
            ask_to_erase(self, self._context, self.learner, self._details.full_name, self._on_erased)

    def _on_erased(self) -> None:
        self.learner = None
        self._show_details(LearnerDetails(""))
        self.left.emit()

    def _arrange(self) -> None:
        self.header.add(self.erase_button, self.revert_button, self.save_button)
        left = QScrollArea()
        left.setWidgetResizable(True)
        left.setWidget(self.form)
        left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(left, 1)
        body.addWidget(self.aside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addLayout(body, 1)


def _set(work: Work, learner: bytes, fields: Mapping[str, str]) -> bytes:
    """Correct a learner's fields; answers whose they are, as adding a learner does."""
    set_learner(work, learner, fields)
    return learner
