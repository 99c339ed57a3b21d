# SPDX-License-Identifier: Apache-2.0
"""Sharing the centre's records with a registry from now on: by its address and the code that it gave out, or by its
file."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.joining_registry import CardSeen, join_registry, look_at_card
from app.translation import tr
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.file_kinds import CARD, filter_of
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.fold import Fold
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import announce, label, set_variant

if TYPE_CHECKING:
    from app.services.enrolling import Enrolled

_FIELD = 420


class EnrolCard(Fold):
    """``enrolled`` tells that the centre shares its records with a registry that it did not know."""

    enrolled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        frame, inside = card()
        super().__init__(tr("&Share with a registry"), frame, parent)
        self._context = context
        self._seen: CardSeen | None = None
        self.address = FormField(tr("&Address of the registry"), QLineEdit(), tr("It begins with https://"))
        self.code = FormField(tr("One-time &code"), QLineEdit(), tr("The registry gave it out. It counts for a day."))
        self.go = button(tr("Share &with it"), self.enrol)
        self.by_file = button(tr("By its &file instead..."), self._ask_file, kind="quiet")
        self.result = label("", wrap=True)
        self.words = label("", "code", wrap=True)
        self.same = button(tr("&Yes, the same words"), self._join)
        self.other = button(tr("No, &other words"), self._stop)
        self._compare = QWidget()
        self._wait = QProgressBar()
        self._arrange(inside)

    @Slot()
    def enrol(self) -> None:
        """Ask the registry at the address, with the code."""
        typed = {self.address: _text(self.address), self.code: _text(self.code)}
        for field, text in typed.items():
            field.show_error("" if text else tr("Type it here first."))
        if not all(typed.values()):
            next(field for field, text in typed.items() if not text).editor.setFocus()
            return
        centre, client, (url, code) = self._context.centre, self._context.exchanger.client, typed.values()

        def job(_: Control) -> "Enrolled":
            from app.services.enrolling import enrol

            with closing(client(url)) as connection:
                return enrol(centre, connection, url, code)

        self._waits(tr("The registry is being asked..."))
        self._context.errand(job, lambda done: self._done(done.name), self._refuse, owner=self)

    def look_at(self, path: Path) -> None:
        """Show the words of the registry whose file this is."""

        def job(_: Control) -> CardSeen:
            return look_at_card(path)

        self._waits(tr("The file is being read..."))
        self._context.look_up(job, self._show_words, self._refuse, owner=self)

    def _show_words(self, seen: CardSeen) -> None:
        self._waits("")
        self._seen = seen
        self.words.setText(f"{seen.card.name}: {seen.words}")
        self._compare.show()
        self.same.setFocus()
        announce(self, seen.words)

    @Slot()
    def _join(self) -> None:
        seen, work = self._seen, self._context.centre.work
        if seen is None:
            return
        self._waits(tr("The file is being read..."))
        name = seen.card.name
        self._context.do(
            lambda _: join_registry(work, seen.card), lambda _: self._done(name), refused=self._refuse, owner=self
        )

    @Slot()
    def _stop(self) -> None:
        self._seen = None
        self._compare.hide()
        self._tell("")

    def _done(self, name: str) -> None:
        self._stop()
        self._waits("")
        for field in (self.address, self.code):
            editor = field.editor
            if isinstance(editor, QLineEdit):
                editor.clear()
        self._tell(tr("The centre shares its records with {name} from now on.", name=name))
        self._context.exchanger.read()
        self.enrolled.emit()

    def _refuse(self, refusal: Refused) -> None:
        self._waits("")
        self._tell(str(refusal), good=False)

    def _tell(self, words: str, *, good: bool = True) -> None:
        set_variant(self.result, "role", "" if good else "error")
        self.result.setText(words)
        self.result.setVisible(bool(words))
        announce(self, words)

    def _waits(self, under_way: str) -> None:
        self._wait.setAccessibleName(under_way)
        self._wait.setVisible(bool(under_way))
        for part in (self.go, self.by_file, self.same, self.other):
            part.setEnabled(not under_way)
        if under_way:
            self._tell("")
            announce(self, under_way)

    @Slot()
    def _ask_file(self) -> None:
        ask_file(self, tr("Open the file of the registry"), filter_of(CARD), self.look_at)

    def _arrange(self, inside: QVBoxLayout) -> None:
        words = tr(
            "Ask your registry for its address and a one-time code. From then on all laptops of the centre exchange "
            "records with it by themselves. It reads names and what documents say; contacts, notes and pictures of "
            "evidence pass through it unread."
        )
        inside.addWidget(label(words, "muted", wrap=True))
        for field in (self.address, self.code):
            editor = field.editor
            editor.setMaximumWidth(look().px(_FIELD))
            if isinstance(editor, QLineEdit):
                editor.setMaxLength(300)
                editor.returnPressed.connect(self.enrol)
            inside.addWidget(field)
        column = QVBoxLayout(self._compare)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(tr("Ask the registry by telephone: does it have the same two words?"), wrap=True))
        column.addWidget(self.words)
        column.addWidget(Flow(self.same, self.other))
        self._compare.hide()
        self._wait.setRange(0, 0)
        self._wait.setTextVisible(False)
        self._wait.hide()
        self.result.hide()
        inside.addWidget(Flow(self.go, self.by_file))
        inside.addWidget(self._compare)
        inside.addWidget(self._wait)
        inside.addWidget(self.result)


def _text(field: FormField) -> str:
    editor = field.editor
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""
